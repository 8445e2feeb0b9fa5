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
  %".141" = alloca [1 x i64], align 16
  %".142" = alloca i64
  %".147" = alloca i64
  %".152" = alloca i64
  %".156" = alloca i64
  %".173" = alloca i64
  %".256" = alloca [32 x float], align 16
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
  %".402" = load i64, ptr %".32"
  %".403" = add i64 %".402", %".21"
  store i64 %".403", ptr %".32"
  %".405" = load i64, ptr %".32"
  %".406" = icmp slt i64 %".405", %".19"
  br i1 %".406", label %"loop", label %"after"
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
  store i64 0, ptr %".142"
  store ptr %".140", ptr %".141"
  %".145" = getelementptr i64, ptr %".2", i64 8
  %".146" = load i64, ptr %".145"
  store i64 0, ptr %".147"
  br label %"loop.4"
after.3:
  %".396" = load i64, ptr %".47"
  %".397" = add i64 %".396", 4
  store i64 %".397", ptr %".47"
  %".399" = load i64, ptr %".47"
  %".400" = icmp slt i64 %".399", %".17"
  br i1 %".400", label %"loop.1", label %"after.1"
loop.4:
  %".150" = load i64, ptr %".147"
  %".151" = load i64, ptr %".142"
  store i64 %".151", ptr %".152"
  %".154" = getelementptr i64, ptr %".2", i64 10
  %".155" = load i64, ptr %".154"
  store i64 0, ptr %".156"
  br label %"loop.5"
after.4:
  %".252" = getelementptr ptr, ptr %".1", i64 -1
  %".253" = load ptr, ptr %".252"
  %".254" = icmp ne ptr %".253", null
  br i1 %".254", label %"then", label %"after.7"
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
  %".241" = load i64, ptr %".142"
  %".242" = getelementptr i64, ptr %".2", i64 9
  %".243" = load i64, ptr %".242"
  %".244" = add i64 %".241", %".243"
  store i64 %".244", ptr %".142"
  %".246" = load i64, ptr %".147"
  %".247" = add i64 %".246", 1
  store i64 %".247", ptr %".147"
  %".249" = load i64, ptr %".147"
  %".250" = icmp slt i64 %".249", %".146"
  br i1 %".250", label %"loop.4", label %"after.4"
loop.6:
  %".176" = load i64, ptr %".173"
  %".177" = getelementptr float, ptr %".161", i64 %".176"
  %".178" = getelementptr float, ptr %".163", i64 %".176"
  %".179" = getelementptr float, ptr %".165", i64 %".176"
  %".180" = getelementptr float, ptr %".167", i64 %".176"
  %".181" = load ptr, ptr %".141"
  %".182" = getelementptr float, ptr %".181", i64 0
  %".183" = load <4 x float>, ptr %".182", align 4
  %".184" = getelementptr float, ptr %".181", i64 4
  %".185" = load <4 x float>, ptr %".184", align 4
  %".186" = load float, ptr %".177", align 4
  %".187" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".186", i32 0
  %".188" = shufflevector <4 x float> %".187", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".189" = load <4 x float>, ptr %".124"
  %".190" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".188", <4 x float> %".183", <4 x float> %".189")
  store <4 x float> %".190", ptr %".124"
  %".192" = load <4 x float>, ptr %".126"
  %".193" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".188", <4 x float> %".185", <4 x float> %".192")
  store <4 x float> %".193", ptr %".126"
  %".195" = load float, ptr %".178", align 4
  %".196" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".195", i32 0
  %".197" = shufflevector <4 x float> %".196", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".198" = load <4 x float>, ptr %".128"
  %".199" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".197", <4 x float> %".183", <4 x float> %".198")
  store <4 x float> %".199", ptr %".128"
  %".201" = load <4 x float>, ptr %".130"
  %".202" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".197", <4 x float> %".185", <4 x float> %".201")
  store <4 x float> %".202", ptr %".130"
  %".204" = load float, ptr %".179", align 4
  %".205" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".204", i32 0
  %".206" = shufflevector <4 x float> %".205", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".207" = load <4 x float>, ptr %".132"
  %".208" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".206", <4 x float> %".183", <4 x float> %".207")
  store <4 x float> %".208", ptr %".132"
  %".210" = load <4 x float>, ptr %".134"
  %".211" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".206", <4 x float> %".185", <4 x float> %".210")
  store <4 x float> %".211", ptr %".134"
  %".213" = load float, ptr %".180", align 4
  %".214" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".213", i32 0
  %".215" = shufflevector <4 x float> %".214", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".216" = load <4 x float>, ptr %".136"
  %".217" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".215", <4 x float> %".183", <4 x float> %".216")
  store <4 x float> %".217", ptr %".136"
  %".219" = load <4 x float>, ptr %".138"
  %".220" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".215", <4 x float> %".185", <4 x float> %".219")
  store <4 x float> %".220", ptr %".138"
  %".222" = getelementptr float, ptr %".181", i64 8
  store ptr %".222", ptr %".141"
  %".224" = load i64, ptr %".173"
  %".225" = add i64 %".224", 1
  store i64 %".225", ptr %".173"
  %".227" = load i64, ptr %".173"
  %".228" = icmp slt i64 %".227", %".172"
  br i1 %".228", label %"loop.6", label %"after.6"
after.6:
  %".230" = load i64, ptr %".152"
  %".231" = getelementptr i64, ptr %".2", i64 11
  %".232" = load i64, ptr %".231"
  %".233" = add i64 %".230", %".232"
  store i64 %".233", ptr %".152"
  %".235" = load i64, ptr %".156"
  %".236" = add i64 %".235", 1
  store i64 %".236", ptr %".156"
  %".238" = load i64, ptr %".156"
  %".239" = icmp slt i64 %".238", %".155"
  br i1 %".239", label %"loop.5", label %"after.5"
then:
  %".257" = getelementptr float, ptr %".256", i64 0
  %".258" = load <4 x float>, ptr %".124"
  store <4 x float> %".258", ptr %".257", align 4
  %".260" = getelementptr float, ptr %".256", i64 4
  %".261" = load <4 x float>, ptr %".126"
  store <4 x float> %".261", ptr %".260", align 4
  %".263" = getelementptr float, ptr %".256", i64 8
  %".264" = load <4 x float>, ptr %".128"
  store <4 x float> %".264", ptr %".263", align 4
  %".266" = getelementptr float, ptr %".256", i64 12
  %".267" = load <4 x float>, ptr %".130"
  store <4 x float> %".267", ptr %".266", align 4
  %".269" = getelementptr float, ptr %".256", i64 16
  %".270" = load <4 x float>, ptr %".132"
  store <4 x float> %".270", ptr %".269", align 4
  %".272" = getelementptr float, ptr %".256", i64 20
  %".273" = load <4 x float>, ptr %".134"
  store <4 x float> %".273", ptr %".272", align 4
  %".275" = getelementptr float, ptr %".256", i64 24
  %".276" = load <4 x float>, ptr %".136"
  store <4 x float> %".276", ptr %".275", align 4
  %".278" = getelementptr float, ptr %".256", i64 28
  %".279" = load <4 x float>, ptr %".138"
  store <4 x float> %".279", ptr %".278", align 4
  %".281" = add i64 %".119", 0
  %".282" = mul i64 %".281", 8
  %".283" = getelementptr i64, ptr %".2", i64 15
  %".284" = load i64, ptr %".283"
  %".285" = icmp slt i64 %".282", %".284"
  %".286" = select  i1 %".285", i64 %".282", i64 %".284"
  %".287" = getelementptr float, ptr %".123", i64 0
  %".288" = getelementptr float, ptr %".256", i64 0
  %".289" = getelementptr i64, ptr %".4", i64 3
  store i64 %".286", ptr %".289", align 8
  %".291" = getelementptr i64, ptr %".4", i64 4
  store ptr %".287", ptr %".291"
  %".293" = getelementptr ptr, ptr %".1", i64 -1
  %".294" = load void (ptr, ptr, ptr, ptr)*, ptr %".293"
  %".295" = getelementptr i64, ptr %".2", i64 17
  call void %".294"(ptr %".1", ptr %".295", ptr %".4", ptr %".288")
  br label %"after.7"
after.7:
  %".298" = icmp eq i1 %".254", 0
  br i1 %".298", label %"then.1", label %"after.8"
then.1:
  %".300" = getelementptr float, ptr %".123", i64 0
  %".301" = load <4 x float>, ptr %".300", align 4
  %".302" = getelementptr float, ptr %".123", i64 4
  %".303" = load <4 x float>, ptr %".302", align 4
  %".304" = getelementptr i64, ptr %".2", i64 17
  %".305" = load float, ptr %".304"
  %".306" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".305", i32 0
  %".307" = shufflevector <4 x float> %".306", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".308" = getelementptr i64, ptr %".2", i64 18
  %".309" = load float, ptr %".308"
  %".310" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".309", i32 0
  %".311" = shufflevector <4 x float> %".310", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".312" = getelementptr ptr, ptr %".1", i64 2
  %".313" = load ptr, ptr %".312"
  %".314" = add i64 %".119", 0
  %".315" = mul i64 %".314", 8
  %".316" = getelementptr i64, ptr %".2", i64 15
  %".317" = load i64, ptr %".316"
  %".318" = icmp slt i64 %".315", %".317"
  %".319" = select  i1 %".318", i64 %".315", i64 %".317"
  %".320" = getelementptr float, ptr %".313", i64 %".319"
  %".321" = mul i64 0, 2
  %".322" = getelementptr i64, ptr %".4", i64 %".321"
  %".323" = getelementptr i64, ptr %".322", i64 6
  %".324" = load i64, ptr %".323", align 8
  %".325" = getelementptr float, ptr %".320", i64 %".324"
  %".326" = getelementptr float, ptr %".325", i64 0
  %".327" = load <4 x float>, ptr %".124"
  %".328" = fadd <4 x float> %".327", %".301"
  %".329" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".328", <4 x float> %".307")
  %".330" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".329", <4 x float> %".311")
  store <4 x float> %".330", ptr %".326", align 4
  %".332" = getelementptr float, ptr %".325", i64 4
  %".333" = load <4 x float>, ptr %".126"
  %".334" = fadd <4 x float> %".333", %".303"
  %".335" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".334", <4 x float> %".307")
  %".336" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".335", <4 x float> %".311")
  store <4 x float> %".336", ptr %".332", align 4
  %".338" = mul i64 1, 2
  %".339" = getelementptr i64, ptr %".4", i64 %".338"
  %".340" = getelementptr i64, ptr %".339", i64 6
  %".341" = load i64, ptr %".340", align 8
  %".342" = getelementptr float, ptr %".320", i64 %".341"
  %".343" = getelementptr float, ptr %".342", i64 0
  %".344" = load <4 x float>, ptr %".128"
  %".345" = fadd <4 x float> %".344", %".301"
  %".346" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".345", <4 x float> %".307")
  %".347" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".346", <4 x float> %".311")
  store <4 x float> %".347", ptr %".343", align 4
  %".349" = getelementptr float, ptr %".342", i64 4
  %".350" = load <4 x float>, ptr %".130"
  %".351" = fadd <4 x float> %".350", %".303"
  %".352" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".351", <4 x float> %".307")
  %".353" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".352", <4 x float> %".311")
  store <4 x float> %".353", ptr %".349", align 4
  %".355" = mul i64 2, 2
  %".356" = getelementptr i64, ptr %".4", i64 %".355"
  %".357" = getelementptr i64, ptr %".356", i64 6
  %".358" = load i64, ptr %".357", align 8
  %".359" = getelementptr float, ptr %".320", i64 %".358"
  %".360" = getelementptr float, ptr %".359", i64 0
  %".361" = load <4 x float>, ptr %".132"
  %".362" = fadd <4 x float> %".361", %".301"
  %".363" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".362", <4 x float> %".307")
  %".364" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".363", <4 x float> %".311")
  store <4 x float> %".364", ptr %".360", align 4
  %".366" = getelementptr float, ptr %".359", i64 4
  %".367" = load <4 x float>, ptr %".134"
  %".368" = fadd <4 x float> %".367", %".303"
  %".369" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".368", <4 x float> %".307")
  %".370" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".369", <4 x float> %".311")
  store <4 x float> %".370", ptr %".366", align 4
  %".372" = mul i64 3, 2
  %".373" = getelementptr i64, ptr %".4", i64 %".372"
  %".374" = getelementptr i64, ptr %".373", i64 6
  %".375" = load i64, ptr %".374", align 8
  %".376" = getelementptr float, ptr %".320", i64 %".375"
  %".377" = getelementptr float, ptr %".376", i64 0
  %".378" = load <4 x float>, ptr %".136"
  %".379" = fadd <4 x float> %".378", %".301"
  %".380" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".379", <4 x float> %".307")
  %".381" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".380", <4 x float> %".311")
  store <4 x float> %".381", ptr %".377", align 4
  %".383" = getelementptr float, ptr %".376", i64 4
  %".384" = load <4 x float>, ptr %".138"
  %".385" = fadd <4 x float> %".384", %".303"
  %".386" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".385", <4 x float> %".307")
  %".387" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".386", <4 x float> %".311")
  store <4 x float> %".387", ptr %".383", align 4
  br label %"after.8"
after.8:
  %".390" = load i64, ptr %".116"
  %".391" = add i64 %".390", 1
  store i64 %".391", ptr %".116"
  %".393" = load i64, ptr %".116"
  %".394" = icmp slt i64 %".393", %".46"
  br i1 %".394", label %"loop.3", label %"after.3"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

