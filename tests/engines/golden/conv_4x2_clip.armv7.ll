; ModuleID = "conv_4x2_clip"
target triple = "armv7-unknown-linux-gnueabihf"
target datalayout = "e-m:e-p:32:32-Fi8-i64:64-v128:64:128-a:0:32-n32-S64"

define external hidden void @"conv_4x2_clip"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".4" = alloca [10 x i32], align 8
  %".5" = alloca [4 x i32], align 8
  %".22" = alloca i32
  %".26" = alloca i32
  %".28" = alloca i32
  %".30" = alloca i32
  %".35" = alloca i32
  %".40" = alloca i32
  %".95" = alloca i32
  %".103" = alloca <4 x float>
  %".105" = alloca <4 x float>
  %".107" = alloca <4 x float>
  %".109" = alloca <4 x float>
  %".111" = alloca <4 x float>
  %".113" = alloca <4 x float>
  %".115" = alloca <4 x float>
  %".117" = alloca <4 x float>
  %".120" = alloca [1 x i32], align 8
  %".121" = alloca i32
  %".126" = alloca i32
  %".131" = alloca i32
  %".135" = alloca i32
  %".152" = alloca i32
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
  %".20" = add i32 %".19", 1
  %".21" = mul i32 %".20", 8
  store i32 0, ptr %".22"
  br label %"loop"
loop:
  %".25" = load i32, ptr %".22"
  store i32 0, ptr %".26"
  store i32 0, ptr %".28"
  store i32 0, ptr %".30"
  %".32" = add i32 %".25", %".11"
  %".33" = icmp slt i32 %".32", %".9"
  %".34" = select  i1 %".33", i32 %".32", i32 %".9"
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
  %".332" = load i32, ptr %".22"
  %".333" = add i32 %".332", %".11"
  store i32 %".333", ptr %".22"
  %".335" = load i32, ptr %".22"
  %".336" = icmp slt i32 %".335", %".9"
  br i1 %".336", label %"loop", label %"after"
loop.2:
  %".43" = load i32, ptr %".40"
  %".44" = getelementptr i32, ptr %".5", i32 %".43"
  %".45" = getelementptr ptr, ptr %".1", i32 0
  %".46" = load ptr, ptr %".45"
  %".47" = load i32, ptr %".26"
  %".48" = getelementptr float, ptr %".46", i32 %".47"
  store ptr %".48", ptr %".44"
  %".50" = mul i32 %".43", 1
  %".51" = getelementptr i32, ptr %".4", i32 %".50"
  %".52" = getelementptr i32, ptr %".51", i32 6
  %".53" = load i32, ptr %".28"
  store i32 %".53", ptr %".52", align 4
  %".55" = add i32 %".43", 1
  %".56" = icmp sgt i32 %".39", %".55"
  br i1 %".56", label %"then", label %"after.3"
after.2:
  store i32 %".25", ptr %".95"
  br label %"loop.3"
then:
  %".58" = load i32, ptr %".26"
  %".59" = getelementptr i32, ptr %".2", i32 2
  %".60" = load i32, ptr %".59"
  %".61" = add i32 %".58", %".60"
  store i32 %".61", ptr %".26"
  %".63" = load i32, ptr %".28"
  %".64" = getelementptr i32, ptr %".2", i32 4
  %".65" = load i32, ptr %".64"
  %".66" = add i32 %".63", %".65"
  store i32 %".66", ptr %".28"
  %".68" = load i32, ptr %".30"
  %".69" = add i32 %".68", 1
  store i32 %".69", ptr %".30"
  %".71" = load i32, ptr %".30"
  %".72" = getelementptr i32, ptr %".2", i32 1
  %".73" = load i32, ptr %".72"
  %".74" = icmp eq i32 %".71", %".73"
  br i1 %".74", label %"then.1", label %"after.4"
after.3:
  %".89" = load i32, ptr %".40"
  %".90" = add i32 %".89", 1
  store i32 %".90", ptr %".40"
  %".92" = load i32, ptr %".40"
  %".93" = icmp slt i32 %".92", 4
  br i1 %".93", label %"loop.2", label %"after.2"
then.1:
  %".76" = load i32, ptr %".26"
  %".77" = getelementptr i32, ptr %".2", i32 3
  %".78" = load i32, ptr %".77"
  %".79" = add i32 %".76", %".78"
  store i32 %".79", ptr %".26"
  %".81" = load i32, ptr %".28"
  %".82" = getelementptr i32, ptr %".2", i32 5
  %".83" = load i32, ptr %".82"
  %".84" = add i32 %".81", %".83"
  store i32 %".84", ptr %".28"
  store i32 0, ptr %".30"
  br label %"after.4"
after.4:
  br label %"after.3"
loop.3:
  %".98" = load i32, ptr %".95"
  %".99" = getelementptr ptr, ptr %".1", i32 1
  %".100" = load ptr, ptr %".99"
  %".101" = mul i32 %".98", %".21"
  %".102" = getelementptr float, ptr %".100", i32 %".101"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".103"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".105"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".107"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".109"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".111"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".113"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".115"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".117"
  %".119" = getelementptr float, ptr %".102", i32 8
  store i32 0, ptr %".121"
  store ptr %".119", ptr %".120"
  %".124" = getelementptr i32, ptr %".2", i32 6
  %".125" = load i32, ptr %".124"
  store i32 0, ptr %".126"
  br label %"loop.4"
after.5:
  %".326" = load i32, ptr %".35"
  %".327" = add i32 %".326", 4
  store i32 %".327", ptr %".35"
  %".329" = load i32, ptr %".35"
  %".330" = icmp slt i32 %".329", %".7"
  br i1 %".330", label %"loop.1", label %"after.1"
loop.4:
  %".129" = load i32, ptr %".126"
  %".130" = load i32, ptr %".121"
  store i32 %".130", ptr %".131"
  %".133" = getelementptr i32, ptr %".2", i32 8
  %".134" = load i32, ptr %".133"
  store i32 0, ptr %".135"
  br label %"loop.5"
after.6:
  %".231" = getelementptr float, ptr %".102", i32 0
  %".232" = load <4 x float>, ptr %".231", align 4
  %".233" = getelementptr float, ptr %".102", i32 4
  %".234" = load <4 x float>, ptr %".233", align 4
  %".235" = getelementptr i32, ptr %".2", i32 14
  %".236" = load float, ptr %".235"
  %".237" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".236", i32 0
  %".238" = shufflevector <4 x float> %".237", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".239" = getelementptr i32, ptr %".2", i32 15
  %".240" = load float, ptr %".239"
  %".241" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".240", i32 0
  %".242" = shufflevector <4 x float> %".241", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".243" = getelementptr ptr, ptr %".1", i32 2
  %".244" = load ptr, ptr %".243"
  %".245" = add i32 %".98", 0
  %".246" = mul i32 %".245", 8
  %".247" = getelementptr i32, ptr %".2", i32 13
  %".248" = load i32, ptr %".247"
  %".249" = icmp slt i32 %".246", %".248"
  %".250" = select  i1 %".249", i32 %".246", i32 %".248"
  %".251" = getelementptr float, ptr %".244", i32 %".250"
  %".252" = mul i32 0, 1
  %".253" = getelementptr i32, ptr %".4", i32 %".252"
  %".254" = getelementptr i32, ptr %".253", i32 6
  %".255" = load i32, ptr %".254", align 4
  %".256" = getelementptr float, ptr %".251", i32 %".255"
  %".257" = getelementptr float, ptr %".256", i32 0
  %".258" = load <4 x float>, ptr %".103"
  %".259" = fadd <4 x float> %".258", %".232"
  %".260" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".259", <4 x float> %".238")
  %".261" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".260", <4 x float> %".242")
  store <4 x float> %".261", ptr %".257", align 4
  %".263" = getelementptr float, ptr %".256", i32 4
  %".264" = load <4 x float>, ptr %".105"
  %".265" = fadd <4 x float> %".264", %".234"
  %".266" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".265", <4 x float> %".238")
  %".267" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".266", <4 x float> %".242")
  store <4 x float> %".267", ptr %".263", align 4
  %".269" = mul i32 1, 1
  %".270" = getelementptr i32, ptr %".4", i32 %".269"
  %".271" = getelementptr i32, ptr %".270", i32 6
  %".272" = load i32, ptr %".271", align 4
  %".273" = getelementptr float, ptr %".251", i32 %".272"
  %".274" = getelementptr float, ptr %".273", i32 0
  %".275" = load <4 x float>, ptr %".107"
  %".276" = fadd <4 x float> %".275", %".232"
  %".277" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".276", <4 x float> %".238")
  %".278" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".277", <4 x float> %".242")
  store <4 x float> %".278", ptr %".274", align 4
  %".280" = getelementptr float, ptr %".273", i32 4
  %".281" = load <4 x float>, ptr %".109"
  %".282" = fadd <4 x float> %".281", %".234"
  %".283" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".282", <4 x float> %".238")
  %".284" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".283", <4 x float> %".242")
  store <4 x float> %".284", ptr %".280", align 4
  %".286" = mul i32 2, 1
  %".287" = getelementptr i32, ptr %".4", i32 %".286"
  %".288" = getelementptr i32, ptr %".287", i32 6
  %".289" = load i32, ptr %".288", align 4
  %".290" = getelementptr float, ptr %".251", i32 %".289"
  %".291" = getelementptr float, ptr %".290", i32 0
  %".292" = load <4 x float>, ptr %".111"
  %".293" = fadd <4 x float> %".292", %".232"
  %".294" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".293", <4 x float> %".238")
  %".295" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".294", <4 x float> %".242")
  store <4 x float> %".295", ptr %".291", align 4
  %".297" = getelementptr float, ptr %".290", i32 4
  %".298" = load <4 x float>, ptr %".113"
  %".299" = fadd <4 x float> %".298", %".234"
  %".300" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".299", <4 x float> %".238")
  %".301" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".300", <4 x float> %".242")
  store <4 x float> %".301", ptr %".297", align 4
  %".303" = mul i32 3, 1
  %".304" = getelementptr i32, ptr %".4", i32 %".303"
  %".305" = getelementptr i32, ptr %".304", i32 6
  %".306" = load i32, ptr %".305", align 4
  %".307" = getelementptr float, ptr %".251", i32 %".306"
  %".308" = getelementptr float, ptr %".307", i32 0
  %".309" = load <4 x float>, ptr %".115"
  %".310" = fadd <4 x float> %".309", %".232"
  %".311" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".310", <4 x float> %".238")
  %".312" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".311", <4 x float> %".242")
  store <4 x float> %".312", ptr %".308", align 4
  %".314" = getelementptr float, ptr %".307", i32 4
  %".315" = load <4 x float>, ptr %".117"
  %".316" = fadd <4 x float> %".315", %".234"
  %".317" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".316", <4 x float> %".238")
  %".318" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".317", <4 x float> %".242")
  store <4 x float> %".318", ptr %".314", align 4
  %".320" = load i32, ptr %".95"
  %".321" = add i32 %".320", 1
  store i32 %".321", ptr %".95"
  %".323" = load i32, ptr %".95"
  %".324" = icmp slt i32 %".323", %".34"
  br i1 %".324", label %"loop.3", label %"after.5"
loop.5:
  %".138" = load i32, ptr %".135"
  %".139" = getelementptr i32, ptr %".5", i32 0
  %".140" = load ptr, ptr %".139"
  %".141" = getelementptr i32, ptr %".5", i32 1
  %".142" = load ptr, ptr %".141"
  %".143" = getelementptr i32, ptr %".5", i32 2
  %".144" = load ptr, ptr %".143"
  %".145" = getelementptr i32, ptr %".5", i32 3
  %".146" = load ptr, ptr %".145"
  %".147" = load i32, ptr %".131"
  %".148" = load i32, ptr %".131"
  %".149" = getelementptr i32, ptr %".2", i32 10
  %".150" = load i32, ptr %".149"
  %".151" = add i32 %".148", %".150"
  store i32 %".147", ptr %".152"
  br label %"loop.6"
after.7:
  %".220" = load i32, ptr %".121"
  %".221" = getelementptr i32, ptr %".2", i32 7
  %".222" = load i32, ptr %".221"
  %".223" = add i32 %".220", %".222"
  store i32 %".223", ptr %".121"
  %".225" = load i32, ptr %".126"
  %".226" = add i32 %".225", 1
  store i32 %".226", ptr %".126"
  %".228" = load i32, ptr %".126"
  %".229" = icmp slt i32 %".228", %".125"
  br i1 %".229", label %"loop.4", label %"after.6"
loop.6:
  %".155" = load i32, ptr %".152"
  %".156" = getelementptr float, ptr %".140", i32 %".155"
  %".157" = getelementptr float, ptr %".142", i32 %".155"
  %".158" = getelementptr float, ptr %".144", i32 %".155"
  %".159" = getelementptr float, ptr %".146", i32 %".155"
  %".160" = load ptr, ptr %".120"
  %".161" = getelementptr float, ptr %".160", i32 0
  %".162" = load <4 x float>, ptr %".161", align 4
  %".163" = getelementptr float, ptr %".160", i32 4
  %".164" = load <4 x float>, ptr %".163", align 4
  %".165" = load float, ptr %".156", align 4
  %".166" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".165", i32 0
  %".167" = shufflevector <4 x float> %".166", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".168" = load <4 x float>, ptr %".103"
  %".169" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".167", <4 x float> %".162", <4 x float> %".168")
  store <4 x float> %".169", ptr %".103"
  %".171" = load <4 x float>, ptr %".105"
  %".172" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".167", <4 x float> %".164", <4 x float> %".171")
  store <4 x float> %".172", ptr %".105"
  %".174" = load float, ptr %".157", align 4
  %".175" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".174", i32 0
  %".176" = shufflevector <4 x float> %".175", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".177" = load <4 x float>, ptr %".107"
  %".178" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".176", <4 x float> %".162", <4 x float> %".177")
  store <4 x float> %".178", ptr %".107"
  %".180" = load <4 x float>, ptr %".109"
  %".181" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".176", <4 x float> %".164", <4 x float> %".180")
  store <4 x float> %".181", ptr %".109"
  %".183" = load float, ptr %".158", align 4
  %".184" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".183", i32 0
  %".185" = shufflevector <4 x float> %".184", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".186" = load <4 x float>, ptr %".111"
  %".187" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".185", <4 x float> %".162", <4 x float> %".186")
  store <4 x float> %".187", ptr %".111"
  %".189" = load <4 x float>, ptr %".113"
  %".190" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".185", <4 x float> %".164", <4 x float> %".189")
  store <4 x float> %".190", ptr %".113"
  %".192" = load float, ptr %".159", align 4
  %".193" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".192", i32 0
  %".194" = shufflevector <4 x float> %".193", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".195" = load <4 x float>, ptr %".115"
  %".196" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".194", <4 x float> %".162", <4 x float> %".195")
  store <4 x float> %".196", ptr %".115"
  %".198" = load <4 x float>, ptr %".117"
  %".199" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".194", <4 x float> %".164", <4 x float> %".198")
  store <4 x float> %".199", ptr %".117"
  %".201" = getelementptr float, ptr %".160", i32 8
  store ptr %".201", ptr %".120"
  %".203" = load i32, ptr %".152"
  %".204" = add i32 %".203", 1
  store i32 %".204", ptr %".152"
  %".206" = load i32, ptr %".152"
  %".207" = icmp slt i32 %".206", %".151"
  br i1 %".207", label %"loop.6", label %"after.8"
after.8:
  %".209" = load i32, ptr %".131"
  %".210" = getelementptr i32, ptr %".2", i32 9
  %".211" = load i32, ptr %".210"
  %".212" = add i32 %".209", %".211"
  store i32 %".212", ptr %".131"
  %".214" = load i32, ptr %".135"
  %".215" = add i32 %".214", 1
  store i32 %".215", ptr %".135"
  %".217" = load i32, ptr %".135"
  %".218" = icmp slt i32 %".217", %".134"
  br i1 %".218", label %"loop.5", label %"after.7"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

