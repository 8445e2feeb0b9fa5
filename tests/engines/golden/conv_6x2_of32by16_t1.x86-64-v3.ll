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
  %".153" = alloca [1 x i64], align 16
  %".154" = alloca i64
  %".159" = alloca i64
  %".164" = alloca i64
  %".168" = alloca i64
  %".189" = alloca i64
  %".288" = alloca [100 x float], align 16
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
  %".357" = load i64, ptr %".32"
  %".358" = add i64 %".357", %".21"
  store i64 %".358", ptr %".32"
  %".360" = load i64, ptr %".32"
  %".361" = icmp slt i64 %".360", %".19"
  br i1 %".361", label %"loop", label %"after"
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
  store i64 0, ptr %".154"
  store ptr %".152", ptr %".153"
  %".157" = getelementptr i64, ptr %".2", i64 8
  %".158" = load i64, ptr %".157"
  store i64 0, ptr %".159"
  br label %"loop.4"
after.3:
  %".351" = load i64, ptr %".47"
  %".352" = add i64 %".351", 6
  store i64 %".352", ptr %".47"
  %".354" = load i64, ptr %".47"
  %".355" = icmp slt i64 %".354", %".17"
  br i1 %".355", label %"loop.1", label %"after.1"
loop.4:
  %".162" = load i64, ptr %".159"
  %".163" = load i64, ptr %".154"
  store i64 %".163", ptr %".164"
  %".166" = getelementptr i64, ptr %".2", i64 10
  %".167" = load i64, ptr %".166"
  store i64 0, ptr %".168"
  br label %"loop.5"
after.4:
  %".289" = ptrtoint ptr %".288" to i64
  %".290" = add i64 %".289", 31
  %".291" = and i64 %".290", -32
  %".292" = inttoptr i64 %".291" to ptr
  %".293" = getelementptr float, ptr %".292", i64 0
  %".294" = load <8 x float>, ptr %".128"
  store <8 x float> %".294", ptr %".293", align 4
  %".296" = getelementptr float, ptr %".292", i64 8
  %".297" = load <8 x float>, ptr %".130"
  store <8 x float> %".297", ptr %".296", align 4
  %".299" = getelementptr float, ptr %".292", i64 16
  %".300" = load <8 x float>, ptr %".132"
  store <8 x float> %".300", ptr %".299", align 4
  %".302" = getelementptr float, ptr %".292", i64 24
  %".303" = load <8 x float>, ptr %".134"
  store <8 x float> %".303", ptr %".302", align 4
  %".305" = getelementptr float, ptr %".292", i64 32
  %".306" = load <8 x float>, ptr %".136"
  store <8 x float> %".306", ptr %".305", align 4
  %".308" = getelementptr float, ptr %".292", i64 40
  %".309" = load <8 x float>, ptr %".138"
  store <8 x float> %".309", ptr %".308", align 4
  %".311" = getelementptr float, ptr %".292", i64 48
  %".312" = load <8 x float>, ptr %".140"
  store <8 x float> %".312", ptr %".311", align 4
  %".314" = getelementptr float, ptr %".292", i64 56
  %".315" = load <8 x float>, ptr %".142"
  store <8 x float> %".315", ptr %".314", align 4
  %".317" = getelementptr float, ptr %".292", i64 64
  %".318" = load <8 x float>, ptr %".144"
  store <8 x float> %".318", ptr %".317", align 4
  %".320" = getelementptr float, ptr %".292", i64 72
  %".321" = load <8 x float>, ptr %".146"
  store <8 x float> %".321", ptr %".320", align 4
  %".323" = getelementptr float, ptr %".292", i64 80
  %".324" = load <8 x float>, ptr %".148"
  store <8 x float> %".324", ptr %".323", align 4
  %".326" = getelementptr float, ptr %".292", i64 88
  %".327" = load <8 x float>, ptr %".150"
  store <8 x float> %".327", ptr %".326", align 4
  %".329" = add i64 %".119", 0
  %".330" = mul i64 %".329", 16
  %".331" = getelementptr i64, ptr %".2", i64 15
  %".332" = load i64, ptr %".331"
  %".333" = icmp slt i64 %".330", %".332"
  %".334" = select  i1 %".333", i64 %".330", i64 %".332"
  %".335" = getelementptr float, ptr %".127", i64 0
  %".336" = getelementptr float, ptr %".292", i64 0
  %".337" = getelementptr i64, ptr %".4", i64 3
  store i64 %".334", ptr %".337", align 8
  %".339" = getelementptr i64, ptr %".4", i64 4
  store ptr %".335", ptr %".339"
  %".341" = getelementptr ptr, ptr %".1", i64 -1
  %".342" = load void (ptr, ptr, ptr, ptr)*, ptr %".341"
  %".343" = getelementptr i64, ptr %".2", i64 17
  call void %".342"(ptr %".1", ptr %".343", ptr %".4", ptr %".336")
  %".345" = load i64, ptr %".116"
  %".346" = add i64 %".345", 1
  store i64 %".346", ptr %".116"
  %".348" = load i64, ptr %".116"
  %".349" = icmp slt i64 %".348", %".46"
  br i1 %".349", label %"loop.3", label %"after.3"
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
  %".277" = load i64, ptr %".154"
  %".278" = getelementptr i64, ptr %".2", i64 9
  %".279" = load i64, ptr %".278"
  %".280" = add i64 %".277", %".279"
  store i64 %".280", ptr %".154"
  %".282" = load i64, ptr %".159"
  %".283" = add i64 %".282", 1
  store i64 %".283", ptr %".159"
  %".285" = load i64, ptr %".159"
  %".286" = icmp slt i64 %".285", %".158"
  br i1 %".286", label %"loop.4", label %"after.4"
loop.6:
  %".192" = load i64, ptr %".189"
  %".193" = getelementptr float, ptr %".173", i64 %".192"
  %".194" = getelementptr float, ptr %".175", i64 %".192"
  %".195" = getelementptr float, ptr %".177", i64 %".192"
  %".196" = getelementptr float, ptr %".179", i64 %".192"
  %".197" = getelementptr float, ptr %".181", i64 %".192"
  %".198" = getelementptr float, ptr %".183", i64 %".192"
  %".199" = load ptr, ptr %".153"
  %".200" = getelementptr float, ptr %".199", i64 0
  %".201" = load <8 x float>, ptr %".200", align 4
  %".202" = getelementptr float, ptr %".199", i64 8
  %".203" = load <8 x float>, ptr %".202", align 4
  %".204" = load float, ptr %".193", align 4
  %".205" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".204", i32 0
  %".206" = shufflevector <8 x float> %".205", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".207" = load <8 x float>, ptr %".128"
  %".208" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".206", <8 x float> %".201", <8 x float> %".207")
  store <8 x float> %".208", ptr %".128"
  %".210" = load <8 x float>, ptr %".130"
  %".211" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".206", <8 x float> %".203", <8 x float> %".210")
  store <8 x float> %".211", ptr %".130"
  %".213" = load float, ptr %".194", align 4
  %".214" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".213", i32 0
  %".215" = shufflevector <8 x float> %".214", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".216" = load <8 x float>, ptr %".132"
  %".217" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".215", <8 x float> %".201", <8 x float> %".216")
  store <8 x float> %".217", ptr %".132"
  %".219" = load <8 x float>, ptr %".134"
  %".220" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".215", <8 x float> %".203", <8 x float> %".219")
  store <8 x float> %".220", ptr %".134"
  %".222" = load float, ptr %".195", align 4
  %".223" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".222", i32 0
  %".224" = shufflevector <8 x float> %".223", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".225" = load <8 x float>, ptr %".136"
  %".226" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".224", <8 x float> %".201", <8 x float> %".225")
  store <8 x float> %".226", ptr %".136"
  %".228" = load <8 x float>, ptr %".138"
  %".229" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".224", <8 x float> %".203", <8 x float> %".228")
  store <8 x float> %".229", ptr %".138"
  %".231" = load float, ptr %".196", align 4
  %".232" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".231", i32 0
  %".233" = shufflevector <8 x float> %".232", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".234" = load <8 x float>, ptr %".140"
  %".235" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".233", <8 x float> %".201", <8 x float> %".234")
  store <8 x float> %".235", ptr %".140"
  %".237" = load <8 x float>, ptr %".142"
  %".238" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".233", <8 x float> %".203", <8 x float> %".237")
  store <8 x float> %".238", ptr %".142"
  %".240" = load float, ptr %".197", align 4
  %".241" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".240", i32 0
  %".242" = shufflevector <8 x float> %".241", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".243" = load <8 x float>, ptr %".144"
  %".244" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".242", <8 x float> %".201", <8 x float> %".243")
  store <8 x float> %".244", ptr %".144"
  %".246" = load <8 x float>, ptr %".146"
  %".247" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".242", <8 x float> %".203", <8 x float> %".246")
  store <8 x float> %".247", ptr %".146"
  %".249" = load float, ptr %".198", align 4
  %".250" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".249", i32 0
  %".251" = shufflevector <8 x float> %".250", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".252" = load <8 x float>, ptr %".148"
  %".253" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".251", <8 x float> %".201", <8 x float> %".252")
  store <8 x float> %".253", ptr %".148"
  %".255" = load <8 x float>, ptr %".150"
  %".256" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".251", <8 x float> %".203", <8 x float> %".255")
  store <8 x float> %".256", ptr %".150"
  %".258" = getelementptr float, ptr %".199", i64 32
  store ptr %".258", ptr %".153"
  %".260" = load i64, ptr %".189"
  %".261" = add i64 %".260", 1
  store i64 %".261", ptr %".189"
  %".263" = load i64, ptr %".189"
  %".264" = icmp slt i64 %".263", %".188"
  br i1 %".264", label %"loop.6", label %"after.6"
after.6:
  %".266" = load i64, ptr %".164"
  %".267" = getelementptr i64, ptr %".2", i64 11
  %".268" = load i64, ptr %".267"
  %".269" = add i64 %".266", %".268"
  store i64 %".269", ptr %".164"
  %".271" = load i64, ptr %".168"
  %".272" = add i64 %".271", 1
  store i64 %".272", ptr %".168"
  %".274" = load i64, ptr %".168"
  %".275" = icmp slt i64 %".274", %".167"
  br i1 %".275", label %"loop.5", label %"after.5"
}

declare <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".1", <8 x float> %".2", <8 x float> %".3")

