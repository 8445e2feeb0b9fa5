; ModuleID = "conv_6x2_of32by16_t1"
target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"

define external hidden void @"conv_6x2_of32by16_t1"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".4" = alloca [18 x i64], align 16
  %".5" = alloca [6 x i64], align 16
  %".32" = alloca i64
  %".36" = alloca i64
  %".38" = alloca i64
  %".40" = alloca i64
  %".42" = alloca i64
  %".47" = alloca i64
  %".52" = alloca i64
  %".116" = alloca i64
  %".128" = alloca <8 x float>
  %".130" = alloca <8 x float>
  %".132" = alloca <8 x float>
  %".134" = alloca <8 x float>
  %".136" = alloca <8 x float>
  %".138" = alloca <8 x float>
  %".140" = alloca <8 x float>
  %".142" = alloca <8 x float>
  %".144" = alloca <8 x float>
  %".146" = alloca <8 x float>
  %".148" = alloca <8 x float>
  %".150" = alloca <8 x float>
  %".153" = alloca i64
  %".155" = alloca i64
  %".159" = alloca i64
  %".164" = alloca i64
  %".168" = alloca i64
  %".189" = alloca i64
  %".290" = alloca [100 x float], align 16
  br label %"body"
body:
  %".6" = getelementptr i64, ptr %".2", i64 16
  %".7" = load i64, ptr %".6"
  %".8" = getelementptr i64, ptr %".4", i64 0
  store i64 6, ptr %".8", align 8
  %".10" = getelementptr i64, ptr %".4", i64 1
  store i64 16, ptr %".10", align 8
  %".12" = getelementptr i64, ptr %".4", i64 5
  store i64 2, ptr %".12", align 8
  %".14" = getelementptr i64, ptr %".4", i64 2
  store i64 %".7", ptr %".14", align 8
  %".16" = getelementptr i64, ptr %".2", i64 0
  %".17" = load i64, ptr %".16"
  %".18" = getelementptr i64, ptr %".2", i64 13
  %".19" = load i64, ptr %".18"
  %".20" = getelementptr i64, ptr %".2", i64 14
  %".21" = load i64, ptr %".20"
  %".22" = getelementptr i64, ptr %".2", i64 8
  %".23" = load i64, ptr %".22"
  %".24" = getelementptr i64, ptr %".2", i64 10
  %".25" = load i64, ptr %".24"
  %".26" = mul i64 %".23", %".25"
  %".27" = getelementptr i64, ptr %".2", i64 12
  %".28" = load i64, ptr %".27"
  %".29" = mul i64 %".26", %".28"
  %".30" = add i64 %".29", 1
  %".31" = mul i64 %".30", 32
  store i64 0, ptr %".32"
  br label %"loop"
loop:
  %".35" = load i64, ptr %".32"
  store i64 0, ptr %".36"
  store i64 0, ptr %".38"
  store i64 0, ptr %".40"
  store i64 0, ptr %".42"
  %".44" = add i64 %".35", %".21"
  %".45" = icmp slt i64 %".44", %".19"
  %".46" = select  i1 %".45", i64 %".44", i64 %".19"
  store i64 0, ptr %".47"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".50" = load i64, ptr %".47"
  %".51" = sub i64 %".17", %".50"
  store i64 0, ptr %".52"
  br label %"loop.2"
after.1:
  %".359" = load i64, ptr %".32"
  %".360" = add i64 %".359", %".21"
  store i64 %".360", ptr %".32"
  %".362" = load i64, ptr %".32"
  %".363" = icmp slt i64 %".362", %".19"
  br i1 %".363", label %"loop", label %"after"
loop.2:
  %".55" = load i64, ptr %".52"
  %".56" = add i64 %".55", 1
  %".57" = icmp sgt i64 %".51", %".56"
  %".58" = load i64, ptr %".42"
  %".59" = add i64 %".58", 1
  %".60" = getelementptr i64, ptr %".2", i64 1
  %".61" = load i64, ptr %".60"
  %".62" = icmp eq i64 %".59", %".61"
  %".63" = select  i1 %".62", i64 0, i64 %".59"
  %".64" = load i64, ptr %".42"
  %".65" = select  i1 %".57", i64 %".63", i64 %".64"
  store i64 %".65", ptr %".42"
  %".67" = load i64, ptr %".36"
  %".68" = getelementptr i64, ptr %".5", i64 %".55"
  %".69" = getelementptr ptr, ptr %".1", i64 0
  %".70" = load ptr, ptr %".69"
  %".71" = getelementptr float, ptr %".70", i64 %".67"
  store ptr %".71", ptr %".68"
  %".73" = getelementptr i64, ptr %".2", i64 2
  %".74" = load i64, ptr %".73"
  %".75" = getelementptr i64, ptr %".2", i64 3
  %".76" = load i64, ptr %".75"
  %".77" = select  i1 %".62", i64 %".76", i64 0
  %".78" = add i64 %".74", %".77"
  %".79" = select  i1 %".57", i64 %".78", i64 0
  %".80" = add i64 %".67", %".79"
  store i64 %".80", ptr %".36"
  %".82" = load i64, ptr %".38"
  %".83" = mul i64 %".55", 2
  %".84" = getelementptr i64, ptr %".4", i64 %".83"
  %".85" = getelementptr i64, ptr %".84", i64 6
  store i64 %".82", ptr %".85", align 8
  %".87" = getelementptr i64, ptr %".2", i64 4
  %".88" = load i64, ptr %".87"
  %".89" = getelementptr i64, ptr %".2", i64 5
  %".90" = load i64, ptr %".89"
  %".91" = select  i1 %".62", i64 %".90", i64 0
  %".92" = add i64 %".88", %".91"
  %".93" = select  i1 %".57", i64 %".92", i64 0
  %".94" = add i64 %".82", %".93"
  store i64 %".94", ptr %".38"
  %".96" = load i64, ptr %".40"
  %".97" = mul i64 %".55", 2
  %".98" = getelementptr i64, ptr %".4", i64 %".97"
  %".99" = getelementptr i64, ptr %".98", i64 7
  store i64 %".96", ptr %".99", align 8
  %".101" = getelementptr i64, ptr %".2", i64 6
  %".102" = load i64, ptr %".101"
  %".103" = getelementptr i64, ptr %".2", i64 7
  %".104" = load i64, ptr %".103"
  %".105" = select  i1 %".62", i64 %".104", i64 0
  %".106" = add i64 %".102", %".105"
  %".107" = select  i1 %".57", i64 %".106", i64 0
  %".108" = add i64 %".96", %".107"
  store i64 %".108", ptr %".40"
  %".110" = load i64, ptr %".52"
  %".111" = add i64 %".110", 1
  store i64 %".111", ptr %".52"
  %".113" = load i64, ptr %".52"
  %".114" = icmp slt i64 %".113", 6
  br i1 %".114", label %"loop.2", label %"after.2"
after.2:
  store i64 %".35", ptr %".116"
  br label %"loop.3"
loop.3:
  %".119" = load i64, ptr %".116"
  %".120" = getelementptr ptr, ptr %".1", i64 1
  %".121" = load ptr, ptr %".120"
  %".122" = ashr i64 %".119", 1
  %".123" = mul i64 %".122", %".31"
  %".124" = and i64 %".119", 1
  %".125" = mul i64 %".124", 16
  %".126" = add i64 %".123", %".125"
  %".127" = getelementptr float, ptr %".121", i64 %".126"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".128"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".130"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".132"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".134"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".136"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".138"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".140"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".142"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".144"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".146"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".148"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".150"
  %".152" = getelementptr float, ptr %".127", i64 32
  store i64 0, ptr %".153"
  store i64 0, ptr %".155"
  %".157" = getelementptr i64, ptr %".2", i64 8
  %".158" = load i64, ptr %".157"
  store i64 0, ptr %".159"
  br label %"loop.4"
after.3:
  %".353" = load i64, ptr %".47"
  %".354" = add i64 %".353", 6
  store i64 %".354", ptr %".47"
  %".356" = load i64, ptr %".47"
  %".357" = icmp slt i64 %".356", %".17"
  br i1 %".357", label %"loop.1", label %"after.1"
loop.4:
  %".162" = load i64, ptr %".159"
  %".163" = load i64, ptr %".155"
  store i64 %".163", ptr %".164"
  %".166" = getelementptr i64, ptr %".2", i64 10
  %".167" = load i64, ptr %".166"
  store i64 0, ptr %".168"
  br label %"loop.5"
after.4:
  %".291" = ptrtoint ptr %".290" to i64
  %".292" = add i64 %".291", 31
  %".293" = and i64 %".292", -32
  %".294" = inttoptr i64 %".293" to ptr
  %".295" = getelementptr float, ptr %".294", i64 0
  %".296" = load <8 x float>, ptr %".128"
  store <8 x float> %".296", ptr %".295", align 4
  %".298" = getelementptr float, ptr %".294", i64 8
  %".299" = load <8 x float>, ptr %".130"
  store <8 x float> %".299", ptr %".298", align 4
  %".301" = getelementptr float, ptr %".294", i64 16
  %".302" = load <8 x float>, ptr %".132"
  store <8 x float> %".302", ptr %".301", align 4
  %".304" = getelementptr float, ptr %".294", i64 24
  %".305" = load <8 x float>, ptr %".134"
  store <8 x float> %".305", ptr %".304", align 4
  %".307" = getelementptr float, ptr %".294", i64 32
  %".308" = load <8 x float>, ptr %".136"
  store <8 x float> %".308", ptr %".307", align 4
  %".310" = getelementptr float, ptr %".294", i64 40
  %".311" = load <8 x float>, ptr %".138"
  store <8 x float> %".311", ptr %".310", align 4
  %".313" = getelementptr float, ptr %".294", i64 48
  %".314" = load <8 x float>, ptr %".140"
  store <8 x float> %".314", ptr %".313", align 4
  %".316" = getelementptr float, ptr %".294", i64 56
  %".317" = load <8 x float>, ptr %".142"
  store <8 x float> %".317", ptr %".316", align 4
  %".319" = getelementptr float, ptr %".294", i64 64
  %".320" = load <8 x float>, ptr %".144"
  store <8 x float> %".320", ptr %".319", align 4
  %".322" = getelementptr float, ptr %".294", i64 72
  %".323" = load <8 x float>, ptr %".146"
  store <8 x float> %".323", ptr %".322", align 4
  %".325" = getelementptr float, ptr %".294", i64 80
  %".326" = load <8 x float>, ptr %".148"
  store <8 x float> %".326", ptr %".325", align 4
  %".328" = getelementptr float, ptr %".294", i64 88
  %".329" = load <8 x float>, ptr %".150"
  store <8 x float> %".329", ptr %".328", align 4
  %".331" = add i64 %".119", 0
  %".332" = mul i64 %".331", 16
  %".333" = getelementptr i64, ptr %".2", i64 15
  %".334" = load i64, ptr %".333"
  %".335" = icmp slt i64 %".332", %".334"
  %".336" = select  i1 %".335", i64 %".332", i64 %".334"
  %".337" = getelementptr float, ptr %".127", i64 0
  %".338" = getelementptr float, ptr %".294", i64 0
  %".339" = getelementptr i64, ptr %".4", i64 3
  store i64 %".336", ptr %".339", align 8
  %".341" = getelementptr i64, ptr %".4", i64 4
  store ptr %".337", ptr %".341"
  %".343" = getelementptr ptr, ptr %".1", i64 -1
  %".344" = load void (ptr, ptr, ptr, ptr)*, ptr %".343"
  %".345" = getelementptr i64, ptr %".2", i64 17
  call void %".344"(ptr %".1", ptr %".345", ptr %".4", ptr %".338")
  %".347" = load i64, ptr %".116"
  %".348" = add i64 %".347", 1
  store i64 %".348", ptr %".116"
  %".350" = load i64, ptr %".116"
  %".351" = icmp slt i64 %".350", %".46"
  br i1 %".351", label %"loop.3", label %"after.3"
loop.5:
  %".171" = load i64, ptr %".168"
  %".172" = getelementptr i64, ptr %".5", i64 0
  %".173" = load ptr, ptr %".172"
  %".174" = getelementptr i64, ptr %".5", i64 1
  %".175" = load ptr, ptr %".174"
  %".176" = getelementptr i64, ptr %".5", i64 2
  %".177" = load ptr, ptr %".176"
  %".178" = getelementptr i64, ptr %".5", i64 3
  %".179" = load ptr, ptr %".178"
  %".180" = getelementptr i64, ptr %".5", i64 4
  %".181" = load ptr, ptr %".180"
  %".182" = getelementptr i64, ptr %".5", i64 5
  %".183" = load ptr, ptr %".182"
  %".184" = load i64, ptr %".164"
  %".185" = load i64, ptr %".164"
  %".186" = getelementptr i64, ptr %".2", i64 12
  %".187" = load i64, ptr %".186"
  %".188" = add i64 %".185", %".187"
  store i64 %".184", ptr %".189"
  br label %"loop.6"
after.5:
  %".279" = load i64, ptr %".155"
  %".280" = getelementptr i64, ptr %".2", i64 9
  %".281" = load i64, ptr %".280"
  %".282" = add i64 %".279", %".281"
  store i64 %".282", ptr %".155"
  %".284" = load i64, ptr %".159"
  %".285" = add i64 %".284", 1
  store i64 %".285", ptr %".159"
  %".287" = load i64, ptr %".159"
  %".288" = icmp slt i64 %".287", %".158"
  br i1 %".288", label %"loop.4", label %"after.4"
loop.6:
  %".192" = load i64, ptr %".189"
  %".193" = getelementptr float, ptr %".173", i64 %".192"
  %".194" = getelementptr float, ptr %".175", i64 %".192"
  %".195" = getelementptr float, ptr %".177", i64 %".192"
  %".196" = getelementptr float, ptr %".179", i64 %".192"
  %".197" = getelementptr float, ptr %".181", i64 %".192"
  %".198" = getelementptr float, ptr %".183", i64 %".192"
  %".199" = load i64, ptr %".153"
  %".200" = getelementptr float, ptr %".152", i64 %".199"
  %".201" = getelementptr float, ptr %".200", i64 0
  %".202" = load <8 x float>, ptr %".201", align 4
  %".203" = getelementptr float, ptr %".200", i64 8
  %".204" = load <8 x float>, ptr %".203", align 4
  %".205" = load float, ptr %".193", align 4
  %".206" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".205", i32 0
  %".207" = shufflevector <8 x float> %".206", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".208" = load <8 x float>, ptr %".128"
  %".209" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".207", <8 x float> %".202", <8 x float> %".208")
  store <8 x float> %".209", ptr %".128"
  %".211" = load <8 x float>, ptr %".130"
  %".212" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".207", <8 x float> %".204", <8 x float> %".211")
  store <8 x float> %".212", ptr %".130"
  %".214" = load float, ptr %".194", align 4
  %".215" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".214", i32 0
  %".216" = shufflevector <8 x float> %".215", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".217" = load <8 x float>, ptr %".132"
  %".218" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".216", <8 x float> %".202", <8 x float> %".217")
  store <8 x float> %".218", ptr %".132"
  %".220" = load <8 x float>, ptr %".134"
  %".221" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".216", <8 x float> %".204", <8 x float> %".220")
  store <8 x float> %".221", ptr %".134"
  %".223" = load float, ptr %".195", align 4
  %".224" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".223", i32 0
  %".225" = shufflevector <8 x float> %".224", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".226" = load <8 x float>, ptr %".136"
  %".227" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".225", <8 x float> %".202", <8 x float> %".226")
  store <8 x float> %".227", ptr %".136"
  %".229" = load <8 x float>, ptr %".138"
  %".230" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".225", <8 x float> %".204", <8 x float> %".229")
  store <8 x float> %".230", ptr %".138"
  %".232" = load float, ptr %".196", align 4
  %".233" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".232", i32 0
  %".234" = shufflevector <8 x float> %".233", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".235" = load <8 x float>, ptr %".140"
  %".236" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".234", <8 x float> %".202", <8 x float> %".235")
  store <8 x float> %".236", ptr %".140"
  %".238" = load <8 x float>, ptr %".142"
  %".239" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".234", <8 x float> %".204", <8 x float> %".238")
  store <8 x float> %".239", ptr %".142"
  %".241" = load float, ptr %".197", align 4
  %".242" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".241", i32 0
  %".243" = shufflevector <8 x float> %".242", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".244" = load <8 x float>, ptr %".144"
  %".245" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".243", <8 x float> %".202", <8 x float> %".244")
  store <8 x float> %".245", ptr %".144"
  %".247" = load <8 x float>, ptr %".146"
  %".248" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".243", <8 x float> %".204", <8 x float> %".247")
  store <8 x float> %".248", ptr %".146"
  %".250" = load float, ptr %".198", align 4
  %".251" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".250", i32 0
  %".252" = shufflevector <8 x float> %".251", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".253" = load <8 x float>, ptr %".148"
  %".254" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".252", <8 x float> %".202", <8 x float> %".253")
  store <8 x float> %".254", ptr %".148"
  %".256" = load <8 x float>, ptr %".150"
  %".257" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".252", <8 x float> %".204", <8 x float> %".256")
  store <8 x float> %".257", ptr %".150"
  %".259" = load i64, ptr %".153"
  %".260" = add i64 %".259", 32
  store i64 %".260", ptr %".153"
  %".262" = load i64, ptr %".189"
  %".263" = add i64 %".262", 1
  store i64 %".263", ptr %".189"
  %".265" = load i64, ptr %".189"
  %".266" = icmp slt i64 %".265", %".188"
  br i1 %".266", label %"loop.6", label %"after.6"
after.6:
  %".268" = load i64, ptr %".164"
  %".269" = getelementptr i64, ptr %".2", i64 11
  %".270" = load i64, ptr %".269"
  %".271" = add i64 %".268", %".270"
  store i64 %".271", ptr %".164"
  %".273" = load i64, ptr %".168"
  %".274" = add i64 %".273", 1
  store i64 %".274", ptr %".168"
  %".276" = load i64, ptr %".168"
  %".277" = icmp slt i64 %".276", %".167"
  br i1 %".277", label %"loop.5", label %"after.5"
}

declare <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".1", <8 x float> %".2", <8 x float> %".3")

