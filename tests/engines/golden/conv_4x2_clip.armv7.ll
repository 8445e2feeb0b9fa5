; ModuleID = "conv_4x2_clip"
target triple = "armv7-unknown-linux-gnueabihf"
target datalayout = "e-m:e-p:32:32-Fi8-i64:64-v128:64:128-a:0:32-n32-S64"

define external hidden void @"conv_4x2_clip"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".4" = alloca [4 x i32], align 8
  %".5" = alloca [4 x i32], align 8
  %".22" = alloca i32
  %".26" = alloca i32
  %".28" = alloca i32
  %".30" = alloca i32
  %".35" = alloca i32
  %".40" = alloca i32
  %".105" = alloca i32
  %".119" = alloca <4 x float>
  %".121" = alloca <4 x float>
  %".123" = alloca <4 x float>
  %".125" = alloca <4 x float>
  %".127" = alloca <4 x float>
  %".129" = alloca <4 x float>
  %".131" = alloca <4 x float>
  %".133" = alloca <4 x float>
  %".136" = alloca i32
  %".138" = alloca i32
  %".142" = alloca i32
  %".147" = alloca i32
  %".151" = alloca i32
  %".160" = alloca i32
  br label %"body"
body:
  %".6" = getelementptr i32, ptr %".2", i32 0
  %".7" = load i32, ptr %".6"
  %".8" = getelementptr i32, ptr %".2", i32 11
  %".9" = load i32, ptr %".8"
  %".10" = getelementptr i32, ptr %".2", i32 12
  %".11" = load i32, ptr %".10"
  %".12" = getelementptr i32, ptr %".2", i32 6
  %".13" = load i32, ptr %".12"
  %".14" = getelementptr i32, ptr %".2", i32 8
  %".15" = load i32, ptr %".14"
  %".16" = mul i32 %".13", %".15"
  %".17" = getelementptr i32, ptr %".2", i32 10
  %".18" = load i32, ptr %".17"
  %".19" = mul i32 %".16", %".18"
  %".20" = mul i32 %".19", 8
  %".21" = add i32 %".20", 8
  store i32 0, ptr %".22"
  br label %"loop"
loop:
  %".25" = load i32, ptr %".22"
  store i32 0, ptr %".26"
  store i32 0, ptr %".28"
  store i32 0, ptr %".30"
  %".32" = sub i32 %".9", %".25"
  %".33" = icmp slt i32 %".11", %".32"
  %".34" = select  i1 %".33", i32 %".11", i32 %".32"
  store i32 0, ptr %".35"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".38" = load i32, ptr %".35"
  %".39" = sub i32 %".7", %".38"
  store i32 0, ptr %".40"
  br label %"loop.2"
after.1:
  %".345" = load i32, ptr %".22"
  %".346" = add i32 %".345", %".11"
  store i32 %".346", ptr %".22"
  %".348" = load i32, ptr %".22"
  %".349" = icmp slt i32 %".348", %".9"
  br i1 %".349", label %"loop", label %"after"
loop.2:
  %".43" = load i32, ptr %".40"
  %".44" = add i32 %".43", 1
  %".45" = icmp sgt i32 %".39", %".44"
  %".46" = load i32, ptr %".30"
  %".47" = add i32 %".46", 1
  %".48" = getelementptr i32, ptr %".2", i32 1
  %".49" = load i32, ptr %".48"
  %".50" = icmp eq i32 %".47", %".49"
  %".51" = select  i1 %".50", i32 0, i32 %".47"
  %".52" = load i32, ptr %".30"
  %".53" = select  i1 %".45", i32 %".51", i32 %".52"
  store i32 %".53", ptr %".30"
  %".55" = load i32, ptr %".26"
  %".56" = getelementptr i32, ptr %".4", i32 %".43"
  store i32 %".55", ptr %".56", align 4
  %".58" = getelementptr i32, ptr %".2", i32 2
  %".59" = load i32, ptr %".58"
  %".60" = getelementptr i32, ptr %".2", i32 3
  %".61" = load i32, ptr %".60"
  %".62" = select  i1 %".50", i32 %".61", i32 0
  %".63" = add i32 %".59", %".62"
  %".64" = select  i1 %".45", i32 %".63", i32 0
  %".65" = add i32 %".55", %".64"
  store i32 %".65", ptr %".26"
  %".67" = load i32, ptr %".28"
  %".68" = getelementptr i32, ptr %".5", i32 %".43"
  store i32 %".67", ptr %".68", align 4
  %".70" = getelementptr i32, ptr %".2", i32 4
  %".71" = load i32, ptr %".70"
  %".72" = getelementptr i32, ptr %".2", i32 5
  %".73" = load i32, ptr %".72"
  %".74" = select  i1 %".50", i32 %".73", i32 0
  %".75" = add i32 %".71", %".74"
  %".76" = select  i1 %".45", i32 %".75", i32 0
  %".77" = add i32 %".67", %".76"
  store i32 %".77", ptr %".28"
  %".79" = load i32, ptr %".40"
  %".80" = add i32 %".79", 1
  store i32 %".80", ptr %".40"
  %".82" = load i32, ptr %".40"
  %".83" = icmp slt i32 %".82", 4
  br i1 %".83", label %"loop.2", label %"after.2"
after.2:
  %".85" = getelementptr ptr, ptr %".1", i32 0
  %".86" = load ptr, ptr %".85"
  %".87" = getelementptr i32, ptr %".4", i32 0
  %".88" = load i32, ptr %".87", align 4
  %".89" = getelementptr float, ptr %".86", i32 %".88"
  %".90" = getelementptr ptr, ptr %".1", i32 0
  %".91" = load ptr, ptr %".90"
  %".92" = getelementptr i32, ptr %".4", i32 1
  %".93" = load i32, ptr %".92", align 4
  %".94" = getelementptr float, ptr %".91", i32 %".93"
  %".95" = getelementptr ptr, ptr %".1", i32 0
  %".96" = load ptr, ptr %".95"
  %".97" = getelementptr i32, ptr %".4", i32 2
  %".98" = load i32, ptr %".97", align 4
  %".99" = getelementptr float, ptr %".96", i32 %".98"
  %".100" = getelementptr ptr, ptr %".1", i32 0
  %".101" = load ptr, ptr %".100"
  %".102" = getelementptr i32, ptr %".4", i32 3
  %".103" = load i32, ptr %".102", align 4
  %".104" = getelementptr float, ptr %".101", i32 %".103"
  store i32 0, ptr %".105"
  br label %"loop.3"
loop.3:
  %".108" = load i32, ptr %".105"
  %".109" = add i32 %".25", %".108"
  %".110" = mul i32 %".109", 8
  %".111" = getelementptr i32, ptr %".2", i32 13
  %".112" = load i32, ptr %".111"
  %".113" = icmp slt i32 %".110", %".112"
  %".114" = select  i1 %".113", i32 %".110", i32 %".112"
  %".115" = getelementptr ptr, ptr %".1", i32 1
  %".116" = load ptr, ptr %".115"
  %".117" = mul i32 %".109", %".21"
  %".118" = getelementptr float, ptr %".116", i32 %".117"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".119"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".121"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".123"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".125"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".127"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".129"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".131"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".133"
  %".135" = getelementptr float, ptr %".118", i32 8
  store i32 0, ptr %".136"
  store i32 0, ptr %".138"
  %".140" = getelementptr i32, ptr %".2", i32 6
  %".141" = load i32, ptr %".140"
  store i32 0, ptr %".142"
  br label %"loop.4"
after.3:
  %".339" = load i32, ptr %".35"
  %".340" = add i32 %".339", 4
  store i32 %".340", ptr %".35"
  %".342" = load i32, ptr %".35"
  %".343" = icmp slt i32 %".342", %".7"
  br i1 %".343", label %"loop.1", label %"after.1"
loop.4:
  %".145" = load i32, ptr %".142"
  %".146" = load i32, ptr %".138"
  store i32 %".146", ptr %".147"
  %".149" = getelementptr i32, ptr %".2", i32 8
  %".150" = load i32, ptr %".149"
  store i32 0, ptr %".151"
  br label %"loop.5"
after.4:
  %".242" = getelementptr float, ptr %".118", i32 0
  %".243" = load <4 x float>, ptr %".242", align 4
  %".244" = load <4 x float>, ptr %".119"
  %".245" = fadd <4 x float> %".244", %".243"
  store <4 x float> %".245", ptr %".119"
  %".247" = load <4 x float>, ptr %".123"
  %".248" = fadd <4 x float> %".247", %".243"
  store <4 x float> %".248", ptr %".123"
  %".250" = load <4 x float>, ptr %".127"
  %".251" = fadd <4 x float> %".250", %".243"
  store <4 x float> %".251", ptr %".127"
  %".253" = load <4 x float>, ptr %".131"
  %".254" = fadd <4 x float> %".253", %".243"
  store <4 x float> %".254", ptr %".131"
  %".256" = getelementptr float, ptr %".118", i32 4
  %".257" = load <4 x float>, ptr %".256", align 4
  %".258" = load <4 x float>, ptr %".121"
  %".259" = fadd <4 x float> %".258", %".257"
  store <4 x float> %".259", ptr %".121"
  %".261" = load <4 x float>, ptr %".125"
  %".262" = fadd <4 x float> %".261", %".257"
  store <4 x float> %".262", ptr %".125"
  %".264" = load <4 x float>, ptr %".129"
  %".265" = fadd <4 x float> %".264", %".257"
  store <4 x float> %".265", ptr %".129"
  %".267" = load <4 x float>, ptr %".133"
  %".268" = fadd <4 x float> %".267", %".257"
  store <4 x float> %".268", ptr %".133"
  %".270" = getelementptr i32, ptr %".2", i32 14
  %".271" = load float, ptr %".270"
  %".272" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".271", i32 0
  %".273" = shufflevector <4 x float> %".272", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".274" = getelementptr i32, ptr %".2", i32 15
  %".275" = load float, ptr %".274"
  %".276" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".275", i32 0
  %".277" = shufflevector <4 x float> %".276", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".278" = getelementptr ptr, ptr %".1", i32 2
  %".279" = load ptr, ptr %".278"
  %".280" = getelementptr float, ptr %".279", i32 %".114"
  %".281" = getelementptr i32, ptr %".5", i32 0
  %".282" = load i32, ptr %".281", align 4
  %".283" = getelementptr float, ptr %".280", i32 %".282"
  %".284" = getelementptr float, ptr %".283", i32 0
  %".285" = load <4 x float>, ptr %".119"
  %".286" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".285", <4 x float> %".273")
  %".287" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".286", <4 x float> %".277")
  store <4 x float> %".287", ptr %".284", align 4
  %".289" = getelementptr float, ptr %".283", i32 4
  %".290" = load <4 x float>, ptr %".121"
  %".291" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".290", <4 x float> %".273")
  %".292" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".291", <4 x float> %".277")
  store <4 x float> %".292", ptr %".289", align 4
  %".294" = getelementptr i32, ptr %".5", i32 1
  %".295" = load i32, ptr %".294", align 4
  %".296" = getelementptr float, ptr %".280", i32 %".295"
  %".297" = getelementptr float, ptr %".296", i32 0
  %".298" = load <4 x float>, ptr %".123"
  %".299" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".298", <4 x float> %".273")
  %".300" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".299", <4 x float> %".277")
  store <4 x float> %".300", ptr %".297", align 4
  %".302" = getelementptr float, ptr %".296", i32 4
  %".303" = load <4 x float>, ptr %".125"
  %".304" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".303", <4 x float> %".273")
  %".305" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".304", <4 x float> %".277")
  store <4 x float> %".305", ptr %".302", align 4
  %".307" = getelementptr i32, ptr %".5", i32 2
  %".308" = load i32, ptr %".307", align 4
  %".309" = getelementptr float, ptr %".280", i32 %".308"
  %".310" = getelementptr float, ptr %".309", i32 0
  %".311" = load <4 x float>, ptr %".127"
  %".312" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".311", <4 x float> %".273")
  %".313" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".312", <4 x float> %".277")
  store <4 x float> %".313", ptr %".310", align 4
  %".315" = getelementptr float, ptr %".309", i32 4
  %".316" = load <4 x float>, ptr %".129"
  %".317" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".316", <4 x float> %".273")
  %".318" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".317", <4 x float> %".277")
  store <4 x float> %".318", ptr %".315", align 4
  %".320" = getelementptr i32, ptr %".5", i32 3
  %".321" = load i32, ptr %".320", align 4
  %".322" = getelementptr float, ptr %".280", i32 %".321"
  %".323" = getelementptr float, ptr %".322", i32 0
  %".324" = load <4 x float>, ptr %".131"
  %".325" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".324", <4 x float> %".273")
  %".326" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".325", <4 x float> %".277")
  store <4 x float> %".326", ptr %".323", align 4
  %".328" = getelementptr float, ptr %".322", i32 4
  %".329" = load <4 x float>, ptr %".133"
  %".330" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".329", <4 x float> %".273")
  %".331" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".330", <4 x float> %".277")
  store <4 x float> %".331", ptr %".328", align 4
  %".333" = load i32, ptr %".105"
  %".334" = add i32 %".333", 1
  store i32 %".334", ptr %".105"
  %".336" = load i32, ptr %".105"
  %".337" = icmp slt i32 %".336", %".34"
  br i1 %".337", label %"loop.3", label %"after.3"
loop.5:
  %".154" = load i32, ptr %".151"
  %".155" = load i32, ptr %".147"
  %".156" = load i32, ptr %".147"
  %".157" = getelementptr i32, ptr %".2", i32 10
  %".158" = load i32, ptr %".157"
  %".159" = add i32 %".156", %".158"
  store i32 %".155", ptr %".160"
  br label %"loop.6"
after.5:
  %".231" = load i32, ptr %".138"
  %".232" = getelementptr i32, ptr %".2", i32 7
  %".233" = load i32, ptr %".232"
  %".234" = add i32 %".231", %".233"
  store i32 %".234", ptr %".138"
  %".236" = load i32, ptr %".142"
  %".237" = add i32 %".236", 1
  store i32 %".237", ptr %".142"
  %".239" = load i32, ptr %".142"
  %".240" = icmp slt i32 %".239", %".141"
  br i1 %".240", label %"loop.4", label %"after.4"
loop.6:
  %".163" = load i32, ptr %".160"
  %".164" = getelementptr float, ptr %".89", i32 %".163"
  %".165" = load float, ptr %".164", align 4
  %".166" = getelementptr float, ptr %".94", i32 %".163"
  %".167" = load float, ptr %".166", align 4
  %".168" = getelementptr float, ptr %".99", i32 %".163"
  %".169" = load float, ptr %".168", align 4
  %".170" = getelementptr float, ptr %".104", i32 %".163"
  %".171" = load float, ptr %".170", align 4
  %".172" = load i32, ptr %".136"
  %".173" = add i32 %".172", 0
  %".174" = getelementptr float, ptr %".135", i32 %".173"
  %".175" = getelementptr float, ptr %".174", i32 0
  %".176" = load <4 x float>, ptr %".175", align 4
  %".177" = getelementptr float, ptr %".174", i32 4
  %".178" = load <4 x float>, ptr %".177", align 4
  %".179" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".165", i32 0
  %".180" = shufflevector <4 x float> %".179", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".181" = load <4 x float>, ptr %".119"
  %".182" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".180", <4 x float> %".176", <4 x float> %".181")
  store <4 x float> %".182", ptr %".119"
  %".184" = load <4 x float>, ptr %".121"
  %".185" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".180", <4 x float> %".178", <4 x float> %".184")
  store <4 x float> %".185", ptr %".121"
  %".187" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".167", i32 0
  %".188" = shufflevector <4 x float> %".187", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".189" = load <4 x float>, ptr %".123"
  %".190" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".188", <4 x float> %".176", <4 x float> %".189")
  store <4 x float> %".190", ptr %".123"
  %".192" = load <4 x float>, ptr %".125"
  %".193" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".188", <4 x float> %".178", <4 x float> %".192")
  store <4 x float> %".193", ptr %".125"
  %".195" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".169", i32 0
  %".196" = shufflevector <4 x float> %".195", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".197" = load <4 x float>, ptr %".127"
  %".198" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".196", <4 x float> %".176", <4 x float> %".197")
  store <4 x float> %".198", ptr %".127"
  %".200" = load <4 x float>, ptr %".129"
  %".201" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".196", <4 x float> %".178", <4 x float> %".200")
  store <4 x float> %".201", ptr %".129"
  %".203" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".171", i32 0
  %".204" = shufflevector <4 x float> %".203", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".205" = load <4 x float>, ptr %".131"
  %".206" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".204", <4 x float> %".176", <4 x float> %".205")
  store <4 x float> %".206", ptr %".131"
  %".208" = load <4 x float>, ptr %".133"
  %".209" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".204", <4 x float> %".178", <4 x float> %".208")
  store <4 x float> %".209", ptr %".133"
  %".211" = load i32, ptr %".136"
  %".212" = add i32 %".211", 8
  store i32 %".212", ptr %".136"
  %".214" = load i32, ptr %".160"
  %".215" = add i32 %".214", 1
  store i32 %".215", ptr %".160"
  %".217" = load i32, ptr %".160"
  %".218" = icmp slt i32 %".217", %".159"
  br i1 %".218", label %"loop.6", label %"after.6"
after.6:
  %".220" = load i32, ptr %".147"
  %".221" = getelementptr i32, ptr %".2", i32 9
  %".222" = load i32, ptr %".221"
  %".223" = add i32 %".220", %".222"
  store i32 %".223", ptr %".147"
  %".225" = load i32, ptr %".151"
  %".226" = add i32 %".225", 1
  store i32 %".226", ptr %".151"
  %".228" = load i32, ptr %".151"
  %".229" = icmp slt i32 %".228", %".150"
  br i1 %".229", label %"loop.5", label %"after.5"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

