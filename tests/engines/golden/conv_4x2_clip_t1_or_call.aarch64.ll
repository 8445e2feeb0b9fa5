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
  %".122" = alloca i64
  %".130" = alloca <4 x float>
  %".132" = alloca <4 x float>
  %".134" = alloca <4 x float>
  %".136" = alloca <4 x float>
  %".138" = alloca <4 x float>
  %".140" = alloca <4 x float>
  %".142" = alloca <4 x float>
  %".144" = alloca <4 x float>
  %".147" = alloca [1 x i64], align 16
  %".148" = alloca i64
  %".153" = alloca i64
  %".158" = alloca i64
  %".162" = alloca i64
  %".179" = alloca i64
  %".262" = alloca [32 x float], align 16
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
  %".406" = load i64, ptr %".32"
  %".407" = add i64 %".406", %".21"
  store i64 %".407", ptr %".32"
  %".409" = load i64, ptr %".32"
  %".410" = icmp slt i64 %".409", %".19"
  br i1 %".410", label %"loop", label %"after"
loop.2:
  %".55" = load i64, ptr %".52"
  %".56" = getelementptr i64, ptr %".5", i64 %".55"
  %".57" = getelementptr ptr, ptr %".1", i64 0
  %".58" = load ptr, ptr %".57"
  %".59" = load i64, ptr %".36"
  %".60" = getelementptr float, ptr %".58", i64 %".59"
  store ptr %".60", ptr %".56"
  %".62" = mul i64 %".55", 2
  %".63" = getelementptr i64, ptr %".4", i64 %".62"
  %".64" = getelementptr i64, ptr %".63", i64 6
  %".65" = load i64, ptr %".38"
  store i64 %".65", ptr %".64", align 8
  %".67" = mul i64 %".55", 2
  %".68" = getelementptr i64, ptr %".4", i64 %".67"
  %".69" = getelementptr i64, ptr %".68", i64 7
  %".70" = load i64, ptr %".40"
  store i64 %".70", ptr %".69", align 8
  %".72" = add i64 %".55", 1
  %".73" = icmp sgt i64 %".51", %".72"
  br i1 %".73", label %"then", label %"after.3"
after.2:
  store i64 %".35", ptr %".122"
  br label %"loop.3"
then:
  %".75" = load i64, ptr %".36"
  %".76" = getelementptr i64, ptr %".2", i64 2
  %".77" = load i64, ptr %".76"
  %".78" = add i64 %".75", %".77"
  store i64 %".78", ptr %".36"
  %".80" = load i64, ptr %".38"
  %".81" = getelementptr i64, ptr %".2", i64 4
  %".82" = load i64, ptr %".81"
  %".83" = add i64 %".80", %".82"
  store i64 %".83", ptr %".38"
  %".85" = load i64, ptr %".40"
  %".86" = getelementptr i64, ptr %".2", i64 6
  %".87" = load i64, ptr %".86"
  %".88" = add i64 %".85", %".87"
  store i64 %".88", ptr %".40"
  %".90" = load i64, ptr %".42"
  %".91" = add i64 %".90", 1
  store i64 %".91", ptr %".42"
  %".93" = load i64, ptr %".42"
  %".94" = getelementptr i64, ptr %".2", i64 1
  %".95" = load i64, ptr %".94"
  %".96" = icmp eq i64 %".93", %".95"
  br i1 %".96", label %"then.1", label %"after.4"
after.3:
  %".116" = load i64, ptr %".52"
  %".117" = add i64 %".116", 1
  store i64 %".117", ptr %".52"
  %".119" = load i64, ptr %".52"
  %".120" = icmp slt i64 %".119", 4
  br i1 %".120", label %"loop.2", label %"after.2"
then.1:
  %".98" = load i64, ptr %".36"
  %".99" = getelementptr i64, ptr %".2", i64 3
  %".100" = load i64, ptr %".99"
  %".101" = add i64 %".98", %".100"
  store i64 %".101", ptr %".36"
  %".103" = load i64, ptr %".38"
  %".104" = getelementptr i64, ptr %".2", i64 5
  %".105" = load i64, ptr %".104"
  %".106" = add i64 %".103", %".105"
  store i64 %".106", ptr %".38"
  %".108" = load i64, ptr %".40"
  %".109" = getelementptr i64, ptr %".2", i64 7
  %".110" = load i64, ptr %".109"
  %".111" = add i64 %".108", %".110"
  store i64 %".111", ptr %".40"
  store i64 0, ptr %".42"
  br label %"after.4"
after.4:
  br label %"after.3"
loop.3:
  %".125" = load i64, ptr %".122"
  %".126" = getelementptr ptr, ptr %".1", i64 1
  %".127" = load ptr, ptr %".126"
  %".128" = mul i64 %".125", %".31"
  %".129" = getelementptr float, ptr %".127", i64 %".128"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".130"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".132"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".134"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".136"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".138"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".140"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".142"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".144"
  %".146" = getelementptr float, ptr %".129", i64 8
  store i64 0, ptr %".148"
  store ptr %".146", ptr %".147"
  %".151" = getelementptr i64, ptr %".2", i64 8
  %".152" = load i64, ptr %".151"
  store i64 0, ptr %".153"
  br label %"loop.4"
after.5:
  %".400" = load i64, ptr %".47"
  %".401" = add i64 %".400", 4
  store i64 %".401", ptr %".47"
  %".403" = load i64, ptr %".47"
  %".404" = icmp slt i64 %".403", %".17"
  br i1 %".404", label %"loop.1", label %"after.1"
loop.4:
  %".156" = load i64, ptr %".153"
  %".157" = load i64, ptr %".148"
  store i64 %".157", ptr %".158"
  %".160" = getelementptr i64, ptr %".2", i64 10
  %".161" = load i64, ptr %".160"
  store i64 0, ptr %".162"
  br label %"loop.5"
after.6:
  %".258" = getelementptr ptr, ptr %".1", i64 -1
  %".259" = load ptr, ptr %".258"
  %".260" = icmp ne ptr %".259", null
  br i1 %".260", label %"then.2", label %"else"
loop.5:
  %".165" = load i64, ptr %".162"
  %".166" = getelementptr i64, ptr %".5", i64 0
  %".167" = load ptr, ptr %".166"
  %".168" = getelementptr i64, ptr %".5", i64 1
  %".169" = load ptr, ptr %".168"
  %".170" = getelementptr i64, ptr %".5", i64 2
  %".171" = load ptr, ptr %".170"
  %".172" = getelementptr i64, ptr %".5", i64 3
  %".173" = load ptr, ptr %".172"
  %".174" = load i64, ptr %".158"
  %".175" = load i64, ptr %".158"
  %".176" = getelementptr i64, ptr %".2", i64 12
  %".177" = load i64, ptr %".176"
  %".178" = add i64 %".175", %".177"
  store i64 %".174", ptr %".179"
  br label %"loop.6"
after.7:
  %".247" = load i64, ptr %".148"
  %".248" = getelementptr i64, ptr %".2", i64 9
  %".249" = load i64, ptr %".248"
  %".250" = add i64 %".247", %".249"
  store i64 %".250", ptr %".148"
  %".252" = load i64, ptr %".153"
  %".253" = add i64 %".252", 1
  store i64 %".253", ptr %".153"
  %".255" = load i64, ptr %".153"
  %".256" = icmp slt i64 %".255", %".152"
  br i1 %".256", label %"loop.4", label %"after.6"
loop.6:
  %".182" = load i64, ptr %".179"
  %".183" = getelementptr float, ptr %".167", i64 %".182"
  %".184" = getelementptr float, ptr %".169", i64 %".182"
  %".185" = getelementptr float, ptr %".171", i64 %".182"
  %".186" = getelementptr float, ptr %".173", i64 %".182"
  %".187" = load ptr, ptr %".147"
  %".188" = getelementptr float, ptr %".187", i64 0
  %".189" = load <4 x float>, ptr %".188", align 4
  %".190" = getelementptr float, ptr %".187", i64 4
  %".191" = load <4 x float>, ptr %".190", align 4
  %".192" = load float, ptr %".183", align 4
  %".193" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".192", i32 0
  %".194" = shufflevector <4 x float> %".193", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".195" = load <4 x float>, ptr %".130"
  %".196" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".194", <4 x float> %".189", <4 x float> %".195")
  store <4 x float> %".196", ptr %".130"
  %".198" = load <4 x float>, ptr %".132"
  %".199" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".194", <4 x float> %".191", <4 x float> %".198")
  store <4 x float> %".199", ptr %".132"
  %".201" = load float, ptr %".184", align 4
  %".202" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".201", i32 0
  %".203" = shufflevector <4 x float> %".202", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".204" = load <4 x float>, ptr %".134"
  %".205" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".203", <4 x float> %".189", <4 x float> %".204")
  store <4 x float> %".205", ptr %".134"
  %".207" = load <4 x float>, ptr %".136"
  %".208" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".203", <4 x float> %".191", <4 x float> %".207")
  store <4 x float> %".208", ptr %".136"
  %".210" = load float, ptr %".185", align 4
  %".211" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".210", i32 0
  %".212" = shufflevector <4 x float> %".211", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".213" = load <4 x float>, ptr %".138"
  %".214" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".212", <4 x float> %".189", <4 x float> %".213")
  store <4 x float> %".214", ptr %".138"
  %".216" = load <4 x float>, ptr %".140"
  %".217" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".212", <4 x float> %".191", <4 x float> %".216")
  store <4 x float> %".217", ptr %".140"
  %".219" = load float, ptr %".186", align 4
  %".220" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".219", i32 0
  %".221" = shufflevector <4 x float> %".220", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".222" = load <4 x float>, ptr %".142"
  %".223" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".221", <4 x float> %".189", <4 x float> %".222")
  store <4 x float> %".223", ptr %".142"
  %".225" = load <4 x float>, ptr %".144"
  %".226" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".221", <4 x float> %".191", <4 x float> %".225")
  store <4 x float> %".226", ptr %".144"
  %".228" = getelementptr float, ptr %".187", i64 8
  store ptr %".228", ptr %".147"
  %".230" = load i64, ptr %".179"
  %".231" = add i64 %".230", 1
  store i64 %".231", ptr %".179"
  %".233" = load i64, ptr %".179"
  %".234" = icmp slt i64 %".233", %".178"
  br i1 %".234", label %"loop.6", label %"after.8"
after.8:
  %".236" = load i64, ptr %".158"
  %".237" = getelementptr i64, ptr %".2", i64 11
  %".238" = load i64, ptr %".237"
  %".239" = add i64 %".236", %".238"
  store i64 %".239", ptr %".158"
  %".241" = load i64, ptr %".162"
  %".242" = add i64 %".241", 1
  store i64 %".242", ptr %".162"
  %".244" = load i64, ptr %".162"
  %".245" = icmp slt i64 %".244", %".161"
  br i1 %".245", label %"loop.5", label %"after.7"
then.2:
  %".263" = getelementptr float, ptr %".262", i64 0
  %".264" = load <4 x float>, ptr %".130"
  store <4 x float> %".264", ptr %".263", align 4
  %".266" = getelementptr float, ptr %".262", i64 4
  %".267" = load <4 x float>, ptr %".132"
  store <4 x float> %".267", ptr %".266", align 4
  %".269" = getelementptr float, ptr %".262", i64 8
  %".270" = load <4 x float>, ptr %".134"
  store <4 x float> %".270", ptr %".269", align 4
  %".272" = getelementptr float, ptr %".262", i64 12
  %".273" = load <4 x float>, ptr %".136"
  store <4 x float> %".273", ptr %".272", align 4
  %".275" = getelementptr float, ptr %".262", i64 16
  %".276" = load <4 x float>, ptr %".138"
  store <4 x float> %".276", ptr %".275", align 4
  %".278" = getelementptr float, ptr %".262", i64 20
  %".279" = load <4 x float>, ptr %".140"
  store <4 x float> %".279", ptr %".278", align 4
  %".281" = getelementptr float, ptr %".262", i64 24
  %".282" = load <4 x float>, ptr %".142"
  store <4 x float> %".282", ptr %".281", align 4
  %".284" = getelementptr float, ptr %".262", i64 28
  %".285" = load <4 x float>, ptr %".144"
  store <4 x float> %".285", ptr %".284", align 4
  %".287" = add i64 %".125", 0
  %".288" = mul i64 %".287", 8
  %".289" = getelementptr i64, ptr %".2", i64 15
  %".290" = load i64, ptr %".289"
  %".291" = icmp slt i64 %".288", %".290"
  %".292" = select  i1 %".291", i64 %".288", i64 %".290"
  %".293" = getelementptr float, ptr %".129", i64 0
  %".294" = getelementptr float, ptr %".262", i64 0
  %".295" = getelementptr i64, ptr %".4", i64 3
  store i64 %".292", ptr %".295", align 8
  %".297" = getelementptr i64, ptr %".4", i64 4
  store ptr %".293", ptr %".297"
  %".299" = getelementptr ptr, ptr %".1", i64 -1
  %".300" = load void (ptr, ptr, ptr, ptr)*, ptr %".299"
  %".301" = getelementptr i64, ptr %".2", i64 17
  call void %".300"(ptr %".1", ptr %".301", ptr %".4", ptr %".294")
  br label %"after.9"
else:
  %".304" = getelementptr float, ptr %".129", i64 0
  %".305" = load <4 x float>, ptr %".304", align 4
  %".306" = getelementptr float, ptr %".129", i64 4
  %".307" = load <4 x float>, ptr %".306", align 4
  %".308" = getelementptr i64, ptr %".2", i64 17
  %".309" = load float, ptr %".308"
  %".310" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".309", i32 0
  %".311" = shufflevector <4 x float> %".310", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".312" = getelementptr i64, ptr %".2", i64 18
  %".313" = load float, ptr %".312"
  %".314" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".313", i32 0
  %".315" = shufflevector <4 x float> %".314", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".316" = getelementptr ptr, ptr %".1", i64 2
  %".317" = load ptr, ptr %".316"
  %".318" = add i64 %".125", 0
  %".319" = mul i64 %".318", 8
  %".320" = getelementptr i64, ptr %".2", i64 15
  %".321" = load i64, ptr %".320"
  %".322" = icmp slt i64 %".319", %".321"
  %".323" = select  i1 %".322", i64 %".319", i64 %".321"
  %".324" = getelementptr float, ptr %".317", i64 %".323"
  %".325" = mul i64 0, 2
  %".326" = getelementptr i64, ptr %".4", i64 %".325"
  %".327" = getelementptr i64, ptr %".326", i64 6
  %".328" = load i64, ptr %".327", align 8
  %".329" = getelementptr float, ptr %".324", i64 %".328"
  %".330" = getelementptr float, ptr %".329", i64 0
  %".331" = load <4 x float>, ptr %".130"
  %".332" = fadd <4 x float> %".331", %".305"
  %".333" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".332", <4 x float> %".311")
  %".334" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".333", <4 x float> %".315")
  store <4 x float> %".334", ptr %".330", align 4
  %".336" = getelementptr float, ptr %".329", i64 4
  %".337" = load <4 x float>, ptr %".132"
  %".338" = fadd <4 x float> %".337", %".307"
  %".339" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".338", <4 x float> %".311")
  %".340" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".339", <4 x float> %".315")
  store <4 x float> %".340", ptr %".336", align 4
  %".342" = mul i64 1, 2
  %".343" = getelementptr i64, ptr %".4", i64 %".342"
  %".344" = getelementptr i64, ptr %".343", i64 6
  %".345" = load i64, ptr %".344", align 8
  %".346" = getelementptr float, ptr %".324", i64 %".345"
  %".347" = getelementptr float, ptr %".346", i64 0
  %".348" = load <4 x float>, ptr %".134"
  %".349" = fadd <4 x float> %".348", %".305"
  %".350" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".349", <4 x float> %".311")
  %".351" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".350", <4 x float> %".315")
  store <4 x float> %".351", ptr %".347", align 4
  %".353" = getelementptr float, ptr %".346", i64 4
  %".354" = load <4 x float>, ptr %".136"
  %".355" = fadd <4 x float> %".354", %".307"
  %".356" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".355", <4 x float> %".311")
  %".357" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".356", <4 x float> %".315")
  store <4 x float> %".357", ptr %".353", align 4
  %".359" = mul i64 2, 2
  %".360" = getelementptr i64, ptr %".4", i64 %".359"
  %".361" = getelementptr i64, ptr %".360", i64 6
  %".362" = load i64, ptr %".361", align 8
  %".363" = getelementptr float, ptr %".324", i64 %".362"
  %".364" = getelementptr float, ptr %".363", i64 0
  %".365" = load <4 x float>, ptr %".138"
  %".366" = fadd <4 x float> %".365", %".305"
  %".367" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".366", <4 x float> %".311")
  %".368" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".367", <4 x float> %".315")
  store <4 x float> %".368", ptr %".364", align 4
  %".370" = getelementptr float, ptr %".363", i64 4
  %".371" = load <4 x float>, ptr %".140"
  %".372" = fadd <4 x float> %".371", %".307"
  %".373" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".372", <4 x float> %".311")
  %".374" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".373", <4 x float> %".315")
  store <4 x float> %".374", ptr %".370", align 4
  %".376" = mul i64 3, 2
  %".377" = getelementptr i64, ptr %".4", i64 %".376"
  %".378" = getelementptr i64, ptr %".377", i64 6
  %".379" = load i64, ptr %".378", align 8
  %".380" = getelementptr float, ptr %".324", i64 %".379"
  %".381" = getelementptr float, ptr %".380", i64 0
  %".382" = load <4 x float>, ptr %".142"
  %".383" = fadd <4 x float> %".382", %".305"
  %".384" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".383", <4 x float> %".311")
  %".385" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".384", <4 x float> %".315")
  store <4 x float> %".385", ptr %".381", align 4
  %".387" = getelementptr float, ptr %".380", i64 4
  %".388" = load <4 x float>, ptr %".144"
  %".389" = fadd <4 x float> %".388", %".307"
  %".390" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".389", <4 x float> %".311")
  %".391" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".390", <4 x float> %".315")
  store <4 x float> %".391", ptr %".387", align 4
  br label %"after.9"
after.9:
  %".394" = load i64, ptr %".122"
  %".395" = add i64 %".394", 1
  store i64 %".395", ptr %".122"
  %".397" = load i64, ptr %".122"
  %".398" = icmp slt i64 %".397", %".46"
  br i1 %".398", label %"loop.3", label %"after.5"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

