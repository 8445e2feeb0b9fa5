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
  %".344" = load i32, ptr %".22"
  %".345" = add i32 %".344", %".11"
  store i32 %".345", ptr %".22"
  %".347" = load i32, ptr %".22"
  %".348" = icmp slt i32 %".347", %".9"
  br i1 %".348", label %"loop", label %"after"
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
  %".338" = load i32, ptr %".35"
  %".339" = add i32 %".338", 4
  store i32 %".339", ptr %".35"
  %".341" = load i32, ptr %".35"
  %".342" = icmp slt i32 %".341", %".7"
  br i1 %".342", label %"loop.1", label %"after.1"
loop.4:
  %".145" = load i32, ptr %".142"
  %".146" = load i32, ptr %".138"
  store i32 %".146", ptr %".147"
  %".149" = getelementptr i32, ptr %".2", i32 8
  %".150" = load i32, ptr %".149"
  store i32 0, ptr %".151"
  br label %"loop.5"
after.4:
  %".241" = getelementptr float, ptr %".118", i32 0
  %".242" = load <4 x float>, ptr %".241", align 4
  %".243" = load <4 x float>, ptr %".119"
  %".244" = fadd <4 x float> %".243", %".242"
  store <4 x float> %".244", ptr %".119"
  %".246" = load <4 x float>, ptr %".123"
  %".247" = fadd <4 x float> %".246", %".242"
  store <4 x float> %".247", ptr %".123"
  %".249" = load <4 x float>, ptr %".127"
  %".250" = fadd <4 x float> %".249", %".242"
  store <4 x float> %".250", ptr %".127"
  %".252" = load <4 x float>, ptr %".131"
  %".253" = fadd <4 x float> %".252", %".242"
  store <4 x float> %".253", ptr %".131"
  %".255" = getelementptr float, ptr %".118", i32 4
  %".256" = load <4 x float>, ptr %".255", align 4
  %".257" = load <4 x float>, ptr %".121"
  %".258" = fadd <4 x float> %".257", %".256"
  store <4 x float> %".258", ptr %".121"
  %".260" = load <4 x float>, ptr %".125"
  %".261" = fadd <4 x float> %".260", %".256"
  store <4 x float> %".261", ptr %".125"
  %".263" = load <4 x float>, ptr %".129"
  %".264" = fadd <4 x float> %".263", %".256"
  store <4 x float> %".264", ptr %".129"
  %".266" = load <4 x float>, ptr %".133"
  %".267" = fadd <4 x float> %".266", %".256"
  store <4 x float> %".267", ptr %".133"
  %".269" = getelementptr i32, ptr %".2", i32 14
  %".270" = load float, ptr %".269"
  %".271" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".270", i32 0
  %".272" = shufflevector <4 x float> %".271", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".273" = getelementptr i32, ptr %".2", i32 15
  %".274" = load float, ptr %".273"
  %".275" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".274", i32 0
  %".276" = shufflevector <4 x float> %".275", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".277" = getelementptr ptr, ptr %".1", i32 2
  %".278" = load ptr, ptr %".277"
  %".279" = getelementptr float, ptr %".278", i32 %".114"
  %".280" = getelementptr i32, ptr %".5", i32 0
  %".281" = load i32, ptr %".280", align 4
  %".282" = getelementptr float, ptr %".279", i32 %".281"
  %".283" = getelementptr float, ptr %".282", i32 0
  %".284" = load <4 x float>, ptr %".119"
  %".285" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".284", <4 x float> %".272")
  %".286" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".285", <4 x float> %".276")
  store <4 x float> %".286", ptr %".283", align 4
  %".288" = getelementptr float, ptr %".282", i32 4
  %".289" = load <4 x float>, ptr %".121"
  %".290" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".289", <4 x float> %".272")
  %".291" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".290", <4 x float> %".276")
  store <4 x float> %".291", ptr %".288", align 4
  %".293" = getelementptr i32, ptr %".5", i32 1
  %".294" = load i32, ptr %".293", align 4
  %".295" = getelementptr float, ptr %".279", i32 %".294"
  %".296" = getelementptr float, ptr %".295", i32 0
  %".297" = load <4 x float>, ptr %".123"
  %".298" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".297", <4 x float> %".272")
  %".299" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".298", <4 x float> %".276")
  store <4 x float> %".299", ptr %".296", align 4
  %".301" = getelementptr float, ptr %".295", i32 4
  %".302" = load <4 x float>, ptr %".125"
  %".303" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".302", <4 x float> %".272")
  %".304" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".303", <4 x float> %".276")
  store <4 x float> %".304", ptr %".301", align 4
  %".306" = getelementptr i32, ptr %".5", i32 2
  %".307" = load i32, ptr %".306", align 4
  %".308" = getelementptr float, ptr %".279", i32 %".307"
  %".309" = getelementptr float, ptr %".308", i32 0
  %".310" = load <4 x float>, ptr %".127"
  %".311" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".310", <4 x float> %".272")
  %".312" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".311", <4 x float> %".276")
  store <4 x float> %".312", ptr %".309", align 4
  %".314" = getelementptr float, ptr %".308", i32 4
  %".315" = load <4 x float>, ptr %".129"
  %".316" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".315", <4 x float> %".272")
  %".317" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".316", <4 x float> %".276")
  store <4 x float> %".317", ptr %".314", align 4
  %".319" = getelementptr i32, ptr %".5", i32 3
  %".320" = load i32, ptr %".319", align 4
  %".321" = getelementptr float, ptr %".279", i32 %".320"
  %".322" = getelementptr float, ptr %".321", i32 0
  %".323" = load <4 x float>, ptr %".131"
  %".324" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".323", <4 x float> %".272")
  %".325" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".324", <4 x float> %".276")
  store <4 x float> %".325", ptr %".322", align 4
  %".327" = getelementptr float, ptr %".321", i32 4
  %".328" = load <4 x float>, ptr %".133"
  %".329" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".328", <4 x float> %".272")
  %".330" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".329", <4 x float> %".276")
  store <4 x float> %".330", ptr %".327", align 4
  %".332" = load i32, ptr %".105"
  %".333" = add i32 %".332", 1
  store i32 %".333", ptr %".105"
  %".335" = load i32, ptr %".105"
  %".336" = icmp slt i32 %".335", %".34"
  br i1 %".336", label %"loop.3", label %"after.3"
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
  %".230" = load i32, ptr %".138"
  %".231" = getelementptr i32, ptr %".2", i32 7
  %".232" = load i32, ptr %".231"
  %".233" = add i32 %".230", %".232"
  store i32 %".233", ptr %".138"
  %".235" = load i32, ptr %".142"
  %".236" = add i32 %".235", 1
  store i32 %".236", ptr %".142"
  %".238" = load i32, ptr %".142"
  %".239" = icmp slt i32 %".238", %".141"
  br i1 %".239", label %"loop.4", label %"after.4"
loop.6:
  %".163" = load i32, ptr %".160"
  %".164" = load i32, ptr %".136"
  %".165" = getelementptr float, ptr %".135", i32 %".164"
  %".166" = getelementptr float, ptr %".165", i32 0
  %".167" = load <4 x float>, ptr %".166", align 4
  %".168" = getelementptr float, ptr %".165", i32 4
  %".169" = load <4 x float>, ptr %".168", align 4
  %".170" = getelementptr float, ptr %".89", i32 %".163"
  %".171" = load float, ptr %".170", align 4
  %".172" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".171", i32 0
  %".173" = shufflevector <4 x float> %".172", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".174" = load <4 x float>, ptr %".119"
  %".175" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".173", <4 x float> %".167", <4 x float> %".174")
  store <4 x float> %".175", ptr %".119"
  %".177" = load <4 x float>, ptr %".121"
  %".178" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".173", <4 x float> %".169", <4 x float> %".177")
  store <4 x float> %".178", ptr %".121"
  %".180" = getelementptr float, ptr %".94", i32 %".163"
  %".181" = load float, ptr %".180", align 4
  %".182" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".181", i32 0
  %".183" = shufflevector <4 x float> %".182", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".184" = load <4 x float>, ptr %".123"
  %".185" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".183", <4 x float> %".167", <4 x float> %".184")
  store <4 x float> %".185", ptr %".123"
  %".187" = load <4 x float>, ptr %".125"
  %".188" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".183", <4 x float> %".169", <4 x float> %".187")
  store <4 x float> %".188", ptr %".125"
  %".190" = getelementptr float, ptr %".99", i32 %".163"
  %".191" = load float, ptr %".190", align 4
  %".192" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".191", i32 0
  %".193" = shufflevector <4 x float> %".192", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".194" = load <4 x float>, ptr %".127"
  %".195" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".193", <4 x float> %".167", <4 x float> %".194")
  store <4 x float> %".195", ptr %".127"
  %".197" = load <4 x float>, ptr %".129"
  %".198" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".193", <4 x float> %".169", <4 x float> %".197")
  store <4 x float> %".198", ptr %".129"
  %".200" = getelementptr float, ptr %".104", i32 %".163"
  %".201" = load float, ptr %".200", align 4
  %".202" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".201", i32 0
  %".203" = shufflevector <4 x float> %".202", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".204" = load <4 x float>, ptr %".131"
  %".205" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".203", <4 x float> %".167", <4 x float> %".204")
  store <4 x float> %".205", ptr %".131"
  %".207" = load <4 x float>, ptr %".133"
  %".208" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".203", <4 x float> %".169", <4 x float> %".207")
  store <4 x float> %".208", ptr %".133"
  %".210" = load i32, ptr %".136"
  %".211" = add i32 %".210", 8
  store i32 %".211", ptr %".136"
  %".213" = load i32, ptr %".160"
  %".214" = add i32 %".213", 1
  store i32 %".214", ptr %".160"
  %".216" = load i32, ptr %".160"
  %".217" = icmp slt i32 %".216", %".159"
  br i1 %".217", label %"loop.6", label %"after.6"
after.6:
  %".219" = load i32, ptr %".147"
  %".220" = getelementptr i32, ptr %".2", i32 9
  %".221" = load i32, ptr %".220"
  %".222" = add i32 %".219", %".221"
  store i32 %".222", ptr %".147"
  %".224" = load i32, ptr %".151"
  %".225" = add i32 %".224", 1
  store i32 %".225", ptr %".151"
  %".227" = load i32, ptr %".151"
  %".228" = icmp slt i32 %".227", %".150"
  br i1 %".228", label %"loop.5", label %"after.5"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

