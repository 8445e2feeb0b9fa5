; ModuleID = "conv_4x2_clip_t1_or_call"
target triple = "aarch64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32"

define external hidden void @"conv_4x2_clip_t1_or_call"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".4" = alloca [14 x i64], align 16
  %".5" = alloca [4 x i64], align 16
  %".32" = alloca i64
  %".36" = alloca i64
  %".38" = alloca i64
  %".40" = alloca i64
  %".42" = alloca i64
  %".47" = alloca i64
  %".52" = alloca i64
  %".116" = alloca i64
  %".124" = alloca <4 x float>
  %".126" = alloca <4 x float>
  %".128" = alloca <4 x float>
  %".130" = alloca <4 x float>
  %".132" = alloca <4 x float>
  %".134" = alloca <4 x float>
  %".136" = alloca <4 x float>
  %".138" = alloca <4 x float>
  %".141" = alloca i64
  %".143" = alloca i64
  %".147" = alloca i64
  %".152" = alloca i64
  %".156" = alloca i64
  %".173" = alloca i64
  %".258" = alloca [32 x float], align 16
  br label %"body"
body:
  %".6" = getelementptr i64, ptr %".2", i64 16
  %".7" = load i64, ptr %".6"
  %".8" = getelementptr i64, ptr %".4", i64 0
  store i64 4, ptr %".8", align 8
  %".10" = getelementptr i64, ptr %".4", i64 1
  store i64 8, ptr %".10", align 8
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
  %".31" = mul i64 %".30", 8
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
  %".404" = load i64, ptr %".32"
  %".405" = add i64 %".404", %".21"
  store i64 %".405", ptr %".32"
  %".407" = load i64, ptr %".32"
  %".408" = icmp slt i64 %".407", %".19"
  br i1 %".408", label %"loop", label %"after"
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
  %".114" = icmp slt i64 %".113", 4
  br i1 %".114", label %"loop.2", label %"after.2"
after.2:
  store i64 %".35", ptr %".116"
  br label %"loop.3"
loop.3:
  %".119" = load i64, ptr %".116"
  %".120" = getelementptr ptr, ptr %".1", i64 1
  %".121" = load ptr, ptr %".120"
  %".122" = mul i64 %".119", %".31"
  %".123" = getelementptr float, ptr %".121", i64 %".122"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".124"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".126"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".128"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".130"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".132"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".134"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".136"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".138"
  %".140" = getelementptr float, ptr %".123", i64 8
  store i64 0, ptr %".141"
  store i64 0, ptr %".143"
  %".145" = getelementptr i64, ptr %".2", i64 8
  %".146" = load i64, ptr %".145"
  store i64 0, ptr %".147"
  br label %"loop.4"
after.3:
  %".398" = load i64, ptr %".47"
  %".399" = add i64 %".398", 4
  store i64 %".399", ptr %".47"
  %".401" = load i64, ptr %".47"
  %".402" = icmp slt i64 %".401", %".17"
  br i1 %".402", label %"loop.1", label %"after.1"
loop.4:
  %".150" = load i64, ptr %".147"
  %".151" = load i64, ptr %".143"
  store i64 %".151", ptr %".152"
  %".154" = getelementptr i64, ptr %".2", i64 10
  %".155" = load i64, ptr %".154"
  store i64 0, ptr %".156"
  br label %"loop.5"
after.4:
  %".254" = getelementptr ptr, ptr %".1", i64 -1
  %".255" = load ptr, ptr %".254"
  %".256" = icmp ne ptr %".255", null
  br i1 %".256", label %"then", label %"after.7"
loop.5:
  %".159" = load i64, ptr %".156"
  %".160" = getelementptr i64, ptr %".5", i64 0
  %".161" = load ptr, ptr %".160"
  %".162" = getelementptr i64, ptr %".5", i64 1
  %".163" = load ptr, ptr %".162"
  %".164" = getelementptr i64, ptr %".5", i64 2
  %".165" = load ptr, ptr %".164"
  %".166" = getelementptr i64, ptr %".5", i64 3
  %".167" = load ptr, ptr %".166"
  %".168" = load i64, ptr %".152"
  %".169" = load i64, ptr %".152"
  %".170" = getelementptr i64, ptr %".2", i64 12
  %".171" = load i64, ptr %".170"
  %".172" = add i64 %".169", %".171"
  store i64 %".168", ptr %".173"
  br label %"loop.6"
after.5:
  %".243" = load i64, ptr %".143"
  %".244" = getelementptr i64, ptr %".2", i64 9
  %".245" = load i64, ptr %".244"
  %".246" = add i64 %".243", %".245"
  store i64 %".246", ptr %".143"
  %".248" = load i64, ptr %".147"
  %".249" = add i64 %".248", 1
  store i64 %".249", ptr %".147"
  %".251" = load i64, ptr %".147"
  %".252" = icmp slt i64 %".251", %".146"
  br i1 %".252", label %"loop.4", label %"after.4"
loop.6:
  %".176" = load i64, ptr %".173"
  %".177" = getelementptr float, ptr %".161", i64 %".176"
  %".178" = getelementptr float, ptr %".163", i64 %".176"
  %".179" = getelementptr float, ptr %".165", i64 %".176"
  %".180" = getelementptr float, ptr %".167", i64 %".176"
  %".181" = load i64, ptr %".141"
  %".182" = getelementptr float, ptr %".140", i64 %".181"
  %".183" = getelementptr float, ptr %".182", i64 0
  %".184" = load <4 x float>, ptr %".183", align 4
  %".185" = getelementptr float, ptr %".182", i64 4
  %".186" = load <4 x float>, ptr %".185", align 4
  %".187" = load float, ptr %".177", align 4
  %".188" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".187", i32 0
  %".189" = shufflevector <4 x float> %".188", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".190" = load <4 x float>, ptr %".124"
  %".191" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".189", <4 x float> %".184", <4 x float> %".190")
  store <4 x float> %".191", ptr %".124"
  %".193" = load <4 x float>, ptr %".126"
  %".194" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".189", <4 x float> %".186", <4 x float> %".193")
  store <4 x float> %".194", ptr %".126"
  %".196" = load float, ptr %".178", align 4
  %".197" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".196", i32 0
  %".198" = shufflevector <4 x float> %".197", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".199" = load <4 x float>, ptr %".128"
  %".200" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".198", <4 x float> %".184", <4 x float> %".199")
  store <4 x float> %".200", ptr %".128"
  %".202" = load <4 x float>, ptr %".130"
  %".203" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".198", <4 x float> %".186", <4 x float> %".202")
  store <4 x float> %".203", ptr %".130"
  %".205" = load float, ptr %".179", align 4
  %".206" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".205", i32 0
  %".207" = shufflevector <4 x float> %".206", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".208" = load <4 x float>, ptr %".132"
  %".209" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".207", <4 x float> %".184", <4 x float> %".208")
  store <4 x float> %".209", ptr %".132"
  %".211" = load <4 x float>, ptr %".134"
  %".212" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".207", <4 x float> %".186", <4 x float> %".211")
  store <4 x float> %".212", ptr %".134"
  %".214" = load float, ptr %".180", align 4
  %".215" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".214", i32 0
  %".216" = shufflevector <4 x float> %".215", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".217" = load <4 x float>, ptr %".136"
  %".218" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".216", <4 x float> %".184", <4 x float> %".217")
  store <4 x float> %".218", ptr %".136"
  %".220" = load <4 x float>, ptr %".138"
  %".221" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".216", <4 x float> %".186", <4 x float> %".220")
  store <4 x float> %".221", ptr %".138"
  %".223" = load i64, ptr %".141"
  %".224" = add i64 %".223", 8
  store i64 %".224", ptr %".141"
  %".226" = load i64, ptr %".173"
  %".227" = add i64 %".226", 1
  store i64 %".227", ptr %".173"
  %".229" = load i64, ptr %".173"
  %".230" = icmp slt i64 %".229", %".172"
  br i1 %".230", label %"loop.6", label %"after.6"
after.6:
  %".232" = load i64, ptr %".152"
  %".233" = getelementptr i64, ptr %".2", i64 11
  %".234" = load i64, ptr %".233"
  %".235" = add i64 %".232", %".234"
  store i64 %".235", ptr %".152"
  %".237" = load i64, ptr %".156"
  %".238" = add i64 %".237", 1
  store i64 %".238", ptr %".156"
  %".240" = load i64, ptr %".156"
  %".241" = icmp slt i64 %".240", %".155"
  br i1 %".241", label %"loop.5", label %"after.5"
then:
  %".259" = getelementptr float, ptr %".258", i64 0
  %".260" = load <4 x float>, ptr %".124"
  store <4 x float> %".260", ptr %".259", align 4
  %".262" = getelementptr float, ptr %".258", i64 4
  %".263" = load <4 x float>, ptr %".126"
  store <4 x float> %".263", ptr %".262", align 4
  %".265" = getelementptr float, ptr %".258", i64 8
  %".266" = load <4 x float>, ptr %".128"
  store <4 x float> %".266", ptr %".265", align 4
  %".268" = getelementptr float, ptr %".258", i64 12
  %".269" = load <4 x float>, ptr %".130"
  store <4 x float> %".269", ptr %".268", align 4
  %".271" = getelementptr float, ptr %".258", i64 16
  %".272" = load <4 x float>, ptr %".132"
  store <4 x float> %".272", ptr %".271", align 4
  %".274" = getelementptr float, ptr %".258", i64 20
  %".275" = load <4 x float>, ptr %".134"
  store <4 x float> %".275", ptr %".274", align 4
  %".277" = getelementptr float, ptr %".258", i64 24
  %".278" = load <4 x float>, ptr %".136"
  store <4 x float> %".278", ptr %".277", align 4
  %".280" = getelementptr float, ptr %".258", i64 28
  %".281" = load <4 x float>, ptr %".138"
  store <4 x float> %".281", ptr %".280", align 4
  %".283" = add i64 %".119", 0
  %".284" = mul i64 %".283", 8
  %".285" = getelementptr i64, ptr %".2", i64 15
  %".286" = load i64, ptr %".285"
  %".287" = icmp slt i64 %".284", %".286"
  %".288" = select  i1 %".287", i64 %".284", i64 %".286"
  %".289" = getelementptr float, ptr %".123", i64 0
  %".290" = getelementptr float, ptr %".258", i64 0
  %".291" = getelementptr i64, ptr %".4", i64 3
  store i64 %".288", ptr %".291", align 8
  %".293" = getelementptr i64, ptr %".4", i64 4
  store ptr %".289", ptr %".293"
  %".295" = getelementptr ptr, ptr %".1", i64 -1
  %".296" = load void (ptr, ptr, ptr, ptr)*, ptr %".295"
  %".297" = getelementptr i64, ptr %".2", i64 17
  call void %".296"(ptr %".1", ptr %".297", ptr %".4", ptr %".290")
  br label %"after.7"
after.7:
  %".300" = icmp eq i1 %".256", 0
  br i1 %".300", label %"then.1", label %"after.8"
then.1:
  %".302" = getelementptr float, ptr %".123", i64 0
  %".303" = load <4 x float>, ptr %".302", align 4
  %".304" = getelementptr float, ptr %".123", i64 4
  %".305" = load <4 x float>, ptr %".304", align 4
  %".306" = getelementptr i64, ptr %".2", i64 17
  %".307" = load float, ptr %".306"
  %".308" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".307", i32 0
  %".309" = shufflevector <4 x float> %".308", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".310" = getelementptr i64, ptr %".2", i64 18
  %".311" = load float, ptr %".310"
  %".312" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".311", i32 0
  %".313" = shufflevector <4 x float> %".312", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".314" = getelementptr ptr, ptr %".1", i64 2
  %".315" = load ptr, ptr %".314"
  %".316" = add i64 %".119", 0
  %".317" = mul i64 %".316", 8
  %".318" = getelementptr i64, ptr %".2", i64 15
  %".319" = load i64, ptr %".318"
  %".320" = icmp slt i64 %".317", %".319"
  %".321" = select  i1 %".320", i64 %".317", i64 %".319"
  %".322" = getelementptr float, ptr %".315", i64 %".321"
  %".323" = mul i64 0, 2
  %".324" = getelementptr i64, ptr %".4", i64 %".323"
  %".325" = getelementptr i64, ptr %".324", i64 6
  %".326" = load i64, ptr %".325", align 8
  %".327" = getelementptr float, ptr %".322", i64 %".326"
  %".328" = getelementptr float, ptr %".327", i64 0
  %".329" = load <4 x float>, ptr %".124"
  %".330" = fadd <4 x float> %".329", %".303"
  %".331" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".330", <4 x float> %".309")
  %".332" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".331", <4 x float> %".313")
  store <4 x float> %".332", ptr %".328", align 4
  %".334" = getelementptr float, ptr %".327", i64 4
  %".335" = load <4 x float>, ptr %".126"
  %".336" = fadd <4 x float> %".335", %".305"
  %".337" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".336", <4 x float> %".309")
  %".338" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".337", <4 x float> %".313")
  store <4 x float> %".338", ptr %".334", align 4
  %".340" = mul i64 1, 2
  %".341" = getelementptr i64, ptr %".4", i64 %".340"
  %".342" = getelementptr i64, ptr %".341", i64 6
  %".343" = load i64, ptr %".342", align 8
  %".344" = getelementptr float, ptr %".322", i64 %".343"
  %".345" = getelementptr float, ptr %".344", i64 0
  %".346" = load <4 x float>, ptr %".128"
  %".347" = fadd <4 x float> %".346", %".303"
  %".348" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".347", <4 x float> %".309")
  %".349" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".348", <4 x float> %".313")
  store <4 x float> %".349", ptr %".345", align 4
  %".351" = getelementptr float, ptr %".344", i64 4
  %".352" = load <4 x float>, ptr %".130"
  %".353" = fadd <4 x float> %".352", %".305"
  %".354" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".353", <4 x float> %".309")
  %".355" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".354", <4 x float> %".313")
  store <4 x float> %".355", ptr %".351", align 4
  %".357" = mul i64 2, 2
  %".358" = getelementptr i64, ptr %".4", i64 %".357"
  %".359" = getelementptr i64, ptr %".358", i64 6
  %".360" = load i64, ptr %".359", align 8
  %".361" = getelementptr float, ptr %".322", i64 %".360"
  %".362" = getelementptr float, ptr %".361", i64 0
  %".363" = load <4 x float>, ptr %".132"
  %".364" = fadd <4 x float> %".363", %".303"
  %".365" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".364", <4 x float> %".309")
  %".366" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".365", <4 x float> %".313")
  store <4 x float> %".366", ptr %".362", align 4
  %".368" = getelementptr float, ptr %".361", i64 4
  %".369" = load <4 x float>, ptr %".134"
  %".370" = fadd <4 x float> %".369", %".305"
  %".371" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".370", <4 x float> %".309")
  %".372" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".371", <4 x float> %".313")
  store <4 x float> %".372", ptr %".368", align 4
  %".374" = mul i64 3, 2
  %".375" = getelementptr i64, ptr %".4", i64 %".374"
  %".376" = getelementptr i64, ptr %".375", i64 6
  %".377" = load i64, ptr %".376", align 8
  %".378" = getelementptr float, ptr %".322", i64 %".377"
  %".379" = getelementptr float, ptr %".378", i64 0
  %".380" = load <4 x float>, ptr %".136"
  %".381" = fadd <4 x float> %".380", %".303"
  %".382" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".381", <4 x float> %".309")
  %".383" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".382", <4 x float> %".313")
  store <4 x float> %".383", ptr %".379", align 4
  %".385" = getelementptr float, ptr %".378", i64 4
  %".386" = load <4 x float>, ptr %".138"
  %".387" = fadd <4 x float> %".386", %".305"
  %".388" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".387", <4 x float> %".309")
  %".389" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".388", <4 x float> %".313")
  store <4 x float> %".389", ptr %".385", align 4
  br label %"after.8"
after.8:
  %".392" = load i64, ptr %".116"
  %".393" = add i64 %".392", 1
  store i64 %".393", ptr %".116"
  %".395" = load i64, ptr %".116"
  %".396" = icmp slt i64 %".395", %".46"
  br i1 %".396", label %"loop.3", label %"after.3"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

