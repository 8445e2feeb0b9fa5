; ModuleID = "depthwise_k3s1_4x4_clip"
target triple = "aarch64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32"

define external hidden void @"depthwise_k3s1_4x4_clip"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".8" = alloca [9 x i64], align 16
  %".9" = alloca i64
  %".18" = alloca i64
  %".24" = alloca i64
  %".53" = alloca i64
  %".66" = alloca <4 x float>
  %".68" = alloca <4 x float>
  %".70" = alloca <4 x float>
  %".72" = alloca <4 x float>
  %".74" = alloca i64
  %".76" = alloca i64
  %".80" = alloca i64
  br label %"body"
body:
  %".4" = getelementptr i64, ptr %".2", i64 2
  %".5" = load i64, ptr %".4"
  %".6" = getelementptr i64, ptr %".2", i64 3
  %".7" = load i64, ptr %".6"
  store i64 0, ptr %".9"
  br label %"loop"
loop:
  %".12" = load i64, ptr %".9"
  %".13" = add i64 %".12", %".7"
  %".14" = icmp slt i64 %".13", %".5"
  %".15" = select  i1 %".14", i64 %".13", i64 %".5"
  %".16" = getelementptr i64, ptr %".2", i64 0
  %".17" = load i64, ptr %".16"
  store i64 0, ptr %".18"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".21" = load i64, ptr %".18"
  %".22" = getelementptr i64, ptr %".2", i64 1
  %".23" = load i64, ptr %".22"
  store i64 0, ptr %".24"
  br label %"loop.2"
after.1:
  %".230" = load i64, ptr %".9"
  %".231" = add i64 %".230", %".7"
  store i64 %".231", ptr %".9"
  %".233" = load i64, ptr %".9"
  %".234" = icmp slt i64 %".233", %".5"
  br i1 %".234", label %"loop", label %"after"
loop.2:
  %".27" = load i64, ptr %".24"
  %".28" = getelementptr i64, ptr %".2", i64 1
  %".29" = load i64, ptr %".28"
  %".30" = sub i64 %".29", 4
  %".31" = icmp slt i64 %".27", %".30"
  %".32" = select  i1 %".31", i64 %".27", i64 %".30"
  %".33" = getelementptr ptr, ptr %".1", i64 0
  %".34" = load ptr, ptr %".33"
  %".35" = getelementptr i64, ptr %".2", i64 5
  %".36" = load i64, ptr %".35"
  %".37" = mul i64 %".21", %".36"
  %".38" = getelementptr i64, ptr %".2", i64 4
  %".39" = load i64, ptr %".38"
  %".40" = mul i64 %".32", %".39"
  %".41" = add i64 %".37", %".40"
  %".42" = getelementptr float, ptr %".34", i64 %".41"
  %".43" = getelementptr ptr, ptr %".1", i64 2
  %".44" = load ptr, ptr %".43"
  %".45" = getelementptr i64, ptr %".2", i64 7
  %".46" = load i64, ptr %".45"
  %".47" = mul i64 %".21", %".46"
  %".48" = getelementptr i64, ptr %".2", i64 6
  %".49" = load i64, ptr %".48"
  %".50" = mul i64 %".32", %".49"
  %".51" = add i64 %".47", %".50"
  %".52" = getelementptr float, ptr %".44", i64 %".51"
  store i64 %".12", ptr %".53"
  br label %"loop.3"
after.2:
  %".224" = load i64, ptr %".18"
  %".225" = add i64 %".224", 1
  store i64 %".225", ptr %".18"
  %".227" = load i64, ptr %".18"
  %".228" = icmp slt i64 %".227", %".17"
  br i1 %".228", label %"loop.1", label %"after.1"
loop.3:
  %".56" = load i64, ptr %".53"
  %".57" = sub i64 %".5", 4
  %".58" = icmp slt i64 %".56", %".57"
  %".59" = select  i1 %".58", i64 %".56", i64 %".57"
  %".60" = getelementptr float, ptr %".42", i64 %".59"
  %".61" = getelementptr ptr, ptr %".1", i64 1
  %".62" = load ptr, ptr %".61"
  %".63" = getelementptr float, ptr %".62", i64 %".59"
  %".64" = getelementptr i64, ptr %".2", i64 2
  %".65" = load i64, ptr %".64"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".66"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".68"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".70"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".72"
  store i64 %".65", ptr %".74"
  store i64 0, ptr %".76"
  %".78" = getelementptr i64, ptr %".2", i64 8
  %".79" = load i64, ptr %".78"
  store i64 0, ptr %".80"
  br label %"loop.4"
after.3:
  %".218" = load i64, ptr %".24"
  %".219" = add i64 %".218", 4
  store i64 %".219", ptr %".24"
  %".221" = load i64, ptr %".24"
  %".222" = icmp slt i64 %".221", %".23"
  br i1 %".222", label %"loop.2", label %"after.2"
loop.4:
  %".83" = load i64, ptr %".80"
  %".84" = load i64, ptr %".76"
  %".85" = getelementptr float, ptr %".60", i64 %".84"
  %".86" = load i64, ptr %".76"
  %".87" = getelementptr i64, ptr %".2", i64 9
  %".88" = load i64, ptr %".87"
  %".89" = add i64 %".86", %".88"
  store i64 %".89", ptr %".76"
  %".91" = getelementptr i64, ptr %".2", i64 2
  %".92" = load i64, ptr %".91"
  %".93" = getelementptr i64, ptr %".2", i64 10
  %".94" = load i64, ptr %".93"
  %".95" = load i64, ptr %".74"
  %".96" = getelementptr float, ptr %".63", i64 %".95"
  %".97" = load <4 x float>, ptr %".96", align 4
  %".98" = load i64, ptr %".74"
  %".99" = add i64 %".98", %".92"
  store i64 %".99", ptr %".74"
  %".101" = load i64, ptr %".74"
  %".102" = getelementptr float, ptr %".63", i64 %".101"
  %".103" = load <4 x float>, ptr %".102", align 4
  %".104" = load i64, ptr %".74"
  %".105" = add i64 %".104", %".92"
  store i64 %".105", ptr %".74"
  %".107" = load i64, ptr %".74"
  %".108" = getelementptr float, ptr %".63", i64 %".107"
  %".109" = load <4 x float>, ptr %".108", align 4
  %".110" = load i64, ptr %".74"
  %".111" = add i64 %".110", %".92"
  store i64 %".111", ptr %".74"
  %".113" = load <4 x float>, ptr %".85", align 4
  %".114" = getelementptr float, ptr %".85", i64 %".94"
  %".115" = load <4 x float>, ptr %".66"
  %".116" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".113", <4 x float> %".97", <4 x float> %".115")
  store <4 x float> %".116", ptr %".66"
  %".118" = load <4 x float>, ptr %".114", align 4
  %".119" = getelementptr float, ptr %".114", i64 %".94"
  %".120" = load <4 x float>, ptr %".66"
  %".121" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".118", <4 x float> %".103", <4 x float> %".120")
  store <4 x float> %".121", ptr %".66"
  %".123" = load <4 x float>, ptr %".68"
  %".124" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".118", <4 x float> %".97", <4 x float> %".123")
  store <4 x float> %".124", ptr %".68"
  %".126" = load <4 x float>, ptr %".119", align 4
  %".127" = getelementptr float, ptr %".119", i64 %".94"
  %".128" = load <4 x float>, ptr %".66"
  %".129" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".126", <4 x float> %".109", <4 x float> %".128")
  store <4 x float> %".129", ptr %".66"
  %".131" = load <4 x float>, ptr %".68"
  %".132" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".126", <4 x float> %".103", <4 x float> %".131")
  store <4 x float> %".132", ptr %".68"
  %".134" = load <4 x float>, ptr %".70"
  %".135" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".126", <4 x float> %".97", <4 x float> %".134")
  store <4 x float> %".135", ptr %".70"
  %".137" = load <4 x float>, ptr %".127", align 4
  %".138" = getelementptr float, ptr %".127", i64 %".94"
  %".139" = load <4 x float>, ptr %".68"
  %".140" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".137", <4 x float> %".109", <4 x float> %".139")
  store <4 x float> %".140", ptr %".68"
  %".142" = load <4 x float>, ptr %".70"
  %".143" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".137", <4 x float> %".103", <4 x float> %".142")
  store <4 x float> %".143", ptr %".70"
  %".145" = load <4 x float>, ptr %".72"
  %".146" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".137", <4 x float> %".97", <4 x float> %".145")
  store <4 x float> %".146", ptr %".72"
  %".148" = load <4 x float>, ptr %".138", align 4
  %".149" = getelementptr float, ptr %".138", i64 %".94"
  %".150" = load <4 x float>, ptr %".70"
  %".151" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".148", <4 x float> %".109", <4 x float> %".150")
  store <4 x float> %".151", ptr %".70"
  %".153" = load <4 x float>, ptr %".72"
  %".154" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".148", <4 x float> %".103", <4 x float> %".153")
  store <4 x float> %".154", ptr %".72"
  %".156" = load <4 x float>, ptr %".149", align 4
  %".157" = getelementptr float, ptr %".149", i64 %".94"
  %".158" = load <4 x float>, ptr %".72"
  %".159" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".156", <4 x float> %".109", <4 x float> %".158")
  store <4 x float> %".159", ptr %".72"
  %".161" = load i64, ptr %".80"
  %".162" = add i64 %".161", 1
  store i64 %".162", ptr %".80"
  %".164" = load i64, ptr %".80"
  %".165" = icmp slt i64 %".164", %".79"
  br i1 %".165", label %"loop.4", label %"after.4"
after.4:
  %".167" = getelementptr float, ptr %".52", i64 %".59"
  %".168" = getelementptr ptr, ptr %".1", i64 1
  %".169" = load ptr, ptr %".168"
  %".170" = getelementptr float, ptr %".169", i64 %".59"
  %".171" = load <4 x float>, ptr %".170", align 4
  %".172" = getelementptr i64, ptr %".2", i64 11
  %".173" = load float, ptr %".172"
  %".174" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".173", i32 0
  %".175" = shufflevector <4 x float> %".174", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".176" = getelementptr i64, ptr %".2", i64 12
  %".177" = load float, ptr %".176"
  %".178" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".177", i32 0
  %".179" = shufflevector <4 x float> %".178", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".180" = load <4 x float>, ptr %".66"
  %".181" = fadd <4 x float> %".180", %".171"
  %".182" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".181", <4 x float> %".175")
  %".183" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".182", <4 x float> %".179")
  store <4 x float> %".183", ptr %".167", align 4
  %".185" = getelementptr i64, ptr %".2", i64 6
  %".186" = load i64, ptr %".185"
  %".187" = getelementptr float, ptr %".167", i64 %".186"
  %".188" = load <4 x float>, ptr %".68"
  %".189" = fadd <4 x float> %".188", %".171"
  %".190" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".189", <4 x float> %".175")
  %".191" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".190", <4 x float> %".179")
  store <4 x float> %".191", ptr %".187", align 4
  %".193" = getelementptr i64, ptr %".2", i64 6
  %".194" = load i64, ptr %".193"
  %".195" = getelementptr float, ptr %".187", i64 %".194"
  %".196" = load <4 x float>, ptr %".70"
  %".197" = fadd <4 x float> %".196", %".171"
  %".198" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".197", <4 x float> %".175")
  %".199" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".198", <4 x float> %".179")
  store <4 x float> %".199", ptr %".195", align 4
  %".201" = getelementptr i64, ptr %".2", i64 6
  %".202" = load i64, ptr %".201"
  %".203" = getelementptr float, ptr %".195", i64 %".202"
  %".204" = load <4 x float>, ptr %".72"
  %".205" = fadd <4 x float> %".204", %".171"
  %".206" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".205", <4 x float> %".175")
  %".207" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".206", <4 x float> %".179")
  store <4 x float> %".207", ptr %".203", align 4
  %".209" = getelementptr i64, ptr %".2", i64 6
  %".210" = load i64, ptr %".209"
  %".211" = getelementptr float, ptr %".203", i64 %".210"
  %".212" = load i64, ptr %".53"
  %".213" = add i64 %".212", 4
  store i64 %".213", ptr %".53"
  %".215" = load i64, ptr %".53"
  %".216" = icmp slt i64 %".215", %".15"
  br i1 %".216", label %"loop.3", label %"after.3"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

