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
  %".122" = alloca i64
  %".134" = alloca <8 x float>
  %".136" = alloca <8 x float>
  %".138" = alloca <8 x float>
  %".140" = alloca <8 x float>
  %".142" = alloca <8 x float>
  %".144" = alloca <8 x float>
  %".146" = alloca <8 x float>
  %".148" = alloca <8 x float>
  %".150" = alloca <8 x float>
  %".152" = alloca <8 x float>
  %".154" = alloca <8 x float>
  %".156" = alloca <8 x float>
  %".159" = alloca [1 x i64], align 16
  %".160" = alloca i64
  %".165" = alloca i64
  %".170" = alloca i64
  %".174" = alloca i64
  %".195" = alloca i64
  %".294" = alloca [100 x float], align 16
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
  %".363" = load i64, ptr %".32"
  %".364" = add i64 %".363", %".21"
  store i64 %".364", ptr %".32"
  %".366" = load i64, ptr %".32"
  %".367" = icmp slt i64 %".366", %".19"
  br i1 %".367", label %"loop", label %"after"
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
  %".120" = icmp slt i64 %".119", 6
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
  %".128" = ashr i64 %".125", 1
  %".129" = mul i64 %".128", %".31"
  %".130" = and i64 %".125", 1
  %".131" = mul i64 %".130", 16
  %".132" = add i64 %".129", %".131"
  %".133" = getelementptr float, ptr %".127", i64 %".132"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".134"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".136"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".138"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".140"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".142"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".144"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".146"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".148"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".150"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".152"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".154"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".156"
  %".158" = getelementptr float, ptr %".133", i64 32
  store i64 0, ptr %".160"
  store ptr %".158", ptr %".159"
  %".163" = getelementptr i64, ptr %".2", i64 8
  %".164" = load i64, ptr %".163"
  store i64 0, ptr %".165"
  br label %"loop.4"
after.5:
  %".357" = load i64, ptr %".47"
  %".358" = add i64 %".357", 6
  store i64 %".358", ptr %".47"
  %".360" = load i64, ptr %".47"
  %".361" = icmp slt i64 %".360", %".17"
  br i1 %".361", label %"loop.1", label %"after.1"
loop.4:
  %".168" = load i64, ptr %".165"
  %".169" = load i64, ptr %".160"
  store i64 %".169", ptr %".170"
  %".172" = getelementptr i64, ptr %".2", i64 10
  %".173" = load i64, ptr %".172"
  store i64 0, ptr %".174"
  br label %"loop.5"
after.6:
  %".295" = ptrtoint ptr %".294" to i64
  %".296" = add i64 %".295", 31
  %".297" = and i64 %".296", -32
  %".298" = inttoptr i64 %".297" to ptr
  %".299" = getelementptr float, ptr %".298", i64 0
  %".300" = load <8 x float>, ptr %".134"
  store <8 x float> %".300", ptr %".299", align 4
  %".302" = getelementptr float, ptr %".298", i64 8
  %".303" = load <8 x float>, ptr %".136"
  store <8 x float> %".303", ptr %".302", align 4
  %".305" = getelementptr float, ptr %".298", i64 16
  %".306" = load <8 x float>, ptr %".138"
  store <8 x float> %".306", ptr %".305", align 4
  %".308" = getelementptr float, ptr %".298", i64 24
  %".309" = load <8 x float>, ptr %".140"
  store <8 x float> %".309", ptr %".308", align 4
  %".311" = getelementptr float, ptr %".298", i64 32
  %".312" = load <8 x float>, ptr %".142"
  store <8 x float> %".312", ptr %".311", align 4
  %".314" = getelementptr float, ptr %".298", i64 40
  %".315" = load <8 x float>, ptr %".144"
  store <8 x float> %".315", ptr %".314", align 4
  %".317" = getelementptr float, ptr %".298", i64 48
  %".318" = load <8 x float>, ptr %".146"
  store <8 x float> %".318", ptr %".317", align 4
  %".320" = getelementptr float, ptr %".298", i64 56
  %".321" = load <8 x float>, ptr %".148"
  store <8 x float> %".321", ptr %".320", align 4
  %".323" = getelementptr float, ptr %".298", i64 64
  %".324" = load <8 x float>, ptr %".150"
  store <8 x float> %".324", ptr %".323", align 4
  %".326" = getelementptr float, ptr %".298", i64 72
  %".327" = load <8 x float>, ptr %".152"
  store <8 x float> %".327", ptr %".326", align 4
  %".329" = getelementptr float, ptr %".298", i64 80
  %".330" = load <8 x float>, ptr %".154"
  store <8 x float> %".330", ptr %".329", align 4
  %".332" = getelementptr float, ptr %".298", i64 88
  %".333" = load <8 x float>, ptr %".156"
  store <8 x float> %".333", ptr %".332", align 4
  %".335" = add i64 %".125", 0
  %".336" = mul i64 %".335", 16
  %".337" = getelementptr i64, ptr %".2", i64 15
  %".338" = load i64, ptr %".337"
  %".339" = icmp slt i64 %".336", %".338"
  %".340" = select  i1 %".339", i64 %".336", i64 %".338"
  %".341" = getelementptr float, ptr %".133", i64 0
  %".342" = getelementptr float, ptr %".298", i64 0
  %".343" = getelementptr i64, ptr %".4", i64 3
  store i64 %".340", ptr %".343", align 8
  %".345" = getelementptr i64, ptr %".4", i64 4
  store ptr %".341", ptr %".345"
  %".347" = getelementptr ptr, ptr %".1", i64 -1
  %".348" = load void (ptr, ptr, ptr, ptr)*, ptr %".347"
  %".349" = getelementptr i64, ptr %".2", i64 17
  call void %".348"(ptr %".1", ptr %".349", ptr %".4", ptr %".342")
  %".351" = load i64, ptr %".122"
  %".352" = add i64 %".351", 1
  store i64 %".352", ptr %".122"
  %".354" = load i64, ptr %".122"
  %".355" = icmp slt i64 %".354", %".46"
  br i1 %".355", label %"loop.3", label %"after.5"
loop.5:
  %".177" = load i64, ptr %".174"
  %".178" = getelementptr i64, ptr %".5", i64 0
  %".179" = load ptr, ptr %".178"
  %".180" = getelementptr i64, ptr %".5", i64 1
  %".181" = load ptr, ptr %".180"
  %".182" = getelementptr i64, ptr %".5", i64 2
  %".183" = load ptr, ptr %".182"
  %".184" = getelementptr i64, ptr %".5", i64 3
  %".185" = load ptr, ptr %".184"
  %".186" = getelementptr i64, ptr %".5", i64 4
  %".187" = load ptr, ptr %".186"
  %".188" = getelementptr i64, ptr %".5", i64 5
  %".189" = load ptr, ptr %".188"
  %".190" = load i64, ptr %".170"
  %".191" = load i64, ptr %".170"
  %".192" = getelementptr i64, ptr %".2", i64 12
  %".193" = load i64, ptr %".192"
  %".194" = add i64 %".191", %".193"
  store i64 %".190", ptr %".195"
  br label %"loop.6"
after.7:
  %".283" = load i64, ptr %".160"
  %".284" = getelementptr i64, ptr %".2", i64 9
  %".285" = load i64, ptr %".284"
  %".286" = add i64 %".283", %".285"
  store i64 %".286", ptr %".160"
  %".288" = load i64, ptr %".165"
  %".289" = add i64 %".288", 1
  store i64 %".289", ptr %".165"
  %".291" = load i64, ptr %".165"
  %".292" = icmp slt i64 %".291", %".164"
  br i1 %".292", label %"loop.4", label %"after.6"
loop.6:
  %".198" = load i64, ptr %".195"
  %".199" = getelementptr float, ptr %".179", i64 %".198"
  %".200" = getelementptr float, ptr %".181", i64 %".198"
  %".201" = getelementptr float, ptr %".183", i64 %".198"
  %".202" = getelementptr float, ptr %".185", i64 %".198"
  %".203" = getelementptr float, ptr %".187", i64 %".198"
  %".204" = getelementptr float, ptr %".189", i64 %".198"
  %".205" = load ptr, ptr %".159"
  %".206" = getelementptr float, ptr %".205", i64 0
  %".207" = load <8 x float>, ptr %".206", align 4
  %".208" = getelementptr float, ptr %".205", i64 8
  %".209" = load <8 x float>, ptr %".208", align 4
  %".210" = load float, ptr %".199", align 4
  %".211" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".210", i32 0
  %".212" = shufflevector <8 x float> %".211", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".213" = load <8 x float>, ptr %".134"
  %".214" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".212", <8 x float> %".207", <8 x float> %".213")
  store <8 x float> %".214", ptr %".134"
  %".216" = load <8 x float>, ptr %".136"
  %".217" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".212", <8 x float> %".209", <8 x float> %".216")
  store <8 x float> %".217", ptr %".136"
  %".219" = load float, ptr %".200", align 4
  %".220" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".219", i32 0
  %".221" = shufflevector <8 x float> %".220", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".222" = load <8 x float>, ptr %".138"
  %".223" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".221", <8 x float> %".207", <8 x float> %".222")
  store <8 x float> %".223", ptr %".138"
  %".225" = load <8 x float>, ptr %".140"
  %".226" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".221", <8 x float> %".209", <8 x float> %".225")
  store <8 x float> %".226", ptr %".140"
  %".228" = load float, ptr %".201", align 4
  %".229" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".228", i32 0
  %".230" = shufflevector <8 x float> %".229", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".231" = load <8 x float>, ptr %".142"
  %".232" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".230", <8 x float> %".207", <8 x float> %".231")
  store <8 x float> %".232", ptr %".142"
  %".234" = load <8 x float>, ptr %".144"
  %".235" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".230", <8 x float> %".209", <8 x float> %".234")
  store <8 x float> %".235", ptr %".144"
  %".237" = load float, ptr %".202", align 4
  %".238" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".237", i32 0
  %".239" = shufflevector <8 x float> %".238", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".240" = load <8 x float>, ptr %".146"
  %".241" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".239", <8 x float> %".207", <8 x float> %".240")
  store <8 x float> %".241", ptr %".146"
  %".243" = load <8 x float>, ptr %".148"
  %".244" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".239", <8 x float> %".209", <8 x float> %".243")
  store <8 x float> %".244", ptr %".148"
  %".246" = load float, ptr %".203", align 4
  %".247" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".246", i32 0
  %".248" = shufflevector <8 x float> %".247", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".249" = load <8 x float>, ptr %".150"
  %".250" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".248", <8 x float> %".207", <8 x float> %".249")
  store <8 x float> %".250", ptr %".150"
  %".252" = load <8 x float>, ptr %".152"
  %".253" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".248", <8 x float> %".209", <8 x float> %".252")
  store <8 x float> %".253", ptr %".152"
  %".255" = load float, ptr %".204", align 4
  %".256" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".255", i32 0
  %".257" = shufflevector <8 x float> %".256", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".258" = load <8 x float>, ptr %".154"
  %".259" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".257", <8 x float> %".207", <8 x float> %".258")
  store <8 x float> %".259", ptr %".154"
  %".261" = load <8 x float>, ptr %".156"
  %".262" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".257", <8 x float> %".209", <8 x float> %".261")
  store <8 x float> %".262", ptr %".156"
  %".264" = getelementptr float, ptr %".205", i64 32
  store ptr %".264", ptr %".159"
  %".266" = load i64, ptr %".195"
  %".267" = add i64 %".266", 1
  store i64 %".267", ptr %".195"
  %".269" = load i64, ptr %".195"
  %".270" = icmp slt i64 %".269", %".194"
  br i1 %".270", label %"loop.6", label %"after.8"
after.8:
  %".272" = load i64, ptr %".170"
  %".273" = getelementptr i64, ptr %".2", i64 11
  %".274" = load i64, ptr %".273"
  %".275" = add i64 %".272", %".274"
  store i64 %".275", ptr %".170"
  %".277" = load i64, ptr %".174"
  %".278" = add i64 %".277", 1
  store i64 %".278", ptr %".174"
  %".280" = load i64, ptr %".174"
  %".281" = icmp slt i64 %".280", %".173"
  br i1 %".281", label %"loop.5", label %"after.7"
}

declare <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".1", <8 x float> %".2", <8 x float> %".3")

