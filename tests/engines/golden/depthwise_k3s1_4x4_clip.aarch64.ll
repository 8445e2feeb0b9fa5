; ModuleID = "depthwise_k3s1_4x4_clip"
target triple = "aarch64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32"

define external hidden void @"depthwise_k3s1_4x4_clip"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".8" = alloca [10 x i64], align 16
  %".9" = alloca i64
  %".18" = alloca i64
  %".24" = alloca i64
  %".50" = alloca i64
  %".52" = alloca i64
  %".72" = alloca i64
  %".84" = alloca <4 x float>
  %".86" = alloca <4 x float>
  %".88" = alloca <4 x float>
  %".90" = alloca <4 x float>
  %".92" = alloca i64
  %".96" = alloca i64
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
  %".257" = load i64, ptr %".9"
  %".258" = add i64 %".257", %".7"
  store i64 %".258", ptr %".9"
  %".260" = load i64, ptr %".9"
  %".261" = icmp slt i64 %".260", %".5"
  br i1 %".261", label %"loop", label %"after"
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
  %".43" = getelementptr i64, ptr %".2", i64 7
  %".44" = load i64, ptr %".43"
  %".45" = mul i64 %".21", %".44"
  %".46" = getelementptr i64, ptr %".2", i64 6
  %".47" = load i64, ptr %".46"
  %".48" = mul i64 %".32", %".47"
  %".49" = add i64 %".45", %".48"
  store i64 %".49", ptr %".50"
  store i64 0, ptr %".52"
  br label %"loop.3"
after.2:
  %".251" = load i64, ptr %".18"
  %".252" = add i64 %".251", 1
  store i64 %".252", ptr %".18"
  %".254" = load i64, ptr %".18"
  %".255" = icmp slt i64 %".254", %".17"
  br i1 %".255", label %"loop.1", label %"after.1"
loop.3:
  %".55" = load i64, ptr %".52"
  %".56" = mul i64 %".55", 1
  %".57" = getelementptr i64, ptr %".8", i64 %".56"
  %".58" = getelementptr i64, ptr %".57", i64 6
  %".59" = load i64, ptr %".50"
  store i64 %".59", ptr %".58", align 8
  %".61" = load i64, ptr %".50"
  %".62" = getelementptr i64, ptr %".2", i64 6
  %".63" = load i64, ptr %".62"
  %".64" = add i64 %".61", %".63"
  store i64 %".64", ptr %".50"
  %".66" = load i64, ptr %".52"
  %".67" = add i64 %".66", 1
  store i64 %".67", ptr %".52"
  %".69" = load i64, ptr %".52"
  %".70" = icmp slt i64 %".69", 4
  br i1 %".70", label %"loop.3", label %"after.3"
after.3:
  store i64 %".12", ptr %".72"
  br label %"loop.4"
loop.4:
  %".75" = load i64, ptr %".72"
  %".76" = sub i64 %".5", 4
  %".77" = icmp slt i64 %".75", %".76"
  %".78" = select  i1 %".77", i64 %".75", i64 %".76"
  %".79" = getelementptr i64, ptr %".2", i64 2
  %".80" = load i64, ptr %".79"
  %".81" = getelementptr ptr, ptr %".1", i64 1
  %".82" = load ptr, ptr %".81"
  %".83" = getelementptr float, ptr %".82", i64 %".78"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".84"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".86"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".88"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".90"
  store i64 %".80", ptr %".92"
  %".94" = getelementptr i64, ptr %".2", i64 8
  %".95" = load i64, ptr %".94"
  store i64 0, ptr %".96"
  br label %"loop.5"
after.4:
  %".245" = load i64, ptr %".24"
  %".246" = add i64 %".245", 4
  store i64 %".246", ptr %".24"
  %".248" = load i64, ptr %".24"
  %".249" = icmp slt i64 %".248", %".23"
  br i1 %".249", label %"loop.2", label %"after.2"
loop.5:
  %".99" = load i64, ptr %".96"
  %".100" = getelementptr float, ptr %".42", i64 %".78"
  %".101" = getelementptr i64, ptr %".2", i64 9
  %".102" = load i64, ptr %".101"
  %".103" = mul i64 %".99", %".102"
  %".104" = getelementptr float, ptr %".100", i64 %".103"
  %".105" = getelementptr i64, ptr %".2", i64 2
  %".106" = load i64, ptr %".105"
  %".107" = getelementptr i64, ptr %".2", i64 10
  %".108" = load i64, ptr %".107"
  %".109" = load i64, ptr %".92"
  %".110" = getelementptr float, ptr %".83", i64 %".109"
  %".111" = load <4 x float>, ptr %".110", align 4
  %".112" = load i64, ptr %".92"
  %".113" = add i64 %".112", %".106"
  store i64 %".113", ptr %".92"
  %".115" = load i64, ptr %".92"
  %".116" = getelementptr float, ptr %".83", i64 %".115"
  %".117" = load <4 x float>, ptr %".116", align 4
  %".118" = load i64, ptr %".92"
  %".119" = add i64 %".118", %".106"
  store i64 %".119", ptr %".92"
  %".121" = load i64, ptr %".92"
  %".122" = getelementptr float, ptr %".83", i64 %".121"
  %".123" = load <4 x float>, ptr %".122", align 4
  %".124" = load i64, ptr %".92"
  %".125" = add i64 %".124", %".106"
  store i64 %".125", ptr %".92"
  %".127" = mul i64 %".108", 0
  %".128" = getelementptr float, ptr %".104", i64 %".127"
  %".129" = load <4 x float>, ptr %".128", align 4
  %".130" = load <4 x float>, ptr %".84"
  %".131" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".129", <4 x float> %".111", <4 x float> %".130")
  store <4 x float> %".131", ptr %".84"
  %".133" = mul i64 %".108", 1
  %".134" = getelementptr float, ptr %".104", i64 %".133"
  %".135" = load <4 x float>, ptr %".134", align 4
  %".136" = load <4 x float>, ptr %".84"
  %".137" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".135", <4 x float> %".117", <4 x float> %".136")
  store <4 x float> %".137", ptr %".84"
  %".139" = load <4 x float>, ptr %".86"
  %".140" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".135", <4 x float> %".111", <4 x float> %".139")
  store <4 x float> %".140", ptr %".86"
  %".142" = mul i64 %".108", 2
  %".143" = getelementptr float, ptr %".104", i64 %".142"
  %".144" = load <4 x float>, ptr %".143", align 4
  %".145" = load <4 x float>, ptr %".84"
  %".146" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".144", <4 x float> %".123", <4 x float> %".145")
  store <4 x float> %".146", ptr %".84"
  %".148" = load <4 x float>, ptr %".86"
  %".149" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".144", <4 x float> %".117", <4 x float> %".148")
  store <4 x float> %".149", ptr %".86"
  %".151" = load <4 x float>, ptr %".88"
  %".152" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".144", <4 x float> %".111", <4 x float> %".151")
  store <4 x float> %".152", ptr %".88"
  %".154" = mul i64 %".108", 3
  %".155" = getelementptr float, ptr %".104", i64 %".154"
  %".156" = load <4 x float>, ptr %".155", align 4
  %".157" = load <4 x float>, ptr %".86"
  %".158" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".156", <4 x float> %".123", <4 x float> %".157")
  store <4 x float> %".158", ptr %".86"
  %".160" = load <4 x float>, ptr %".88"
  %".161" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".156", <4 x float> %".117", <4 x float> %".160")
  store <4 x float> %".161", ptr %".88"
  %".163" = load <4 x float>, ptr %".90"
  %".164" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".156", <4 x float> %".111", <4 x float> %".163")
  store <4 x float> %".164", ptr %".90"
  %".166" = mul i64 %".108", 4
  %".167" = getelementptr float, ptr %".104", i64 %".166"
  %".168" = load <4 x float>, ptr %".167", align 4
  %".169" = load <4 x float>, ptr %".88"
  %".170" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".168", <4 x float> %".123", <4 x float> %".169")
  store <4 x float> %".170", ptr %".88"
  %".172" = load <4 x float>, ptr %".90"
  %".173" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".168", <4 x float> %".117", <4 x float> %".172")
  store <4 x float> %".173", ptr %".90"
  %".175" = mul i64 %".108", 5
  %".176" = getelementptr float, ptr %".104", i64 %".175"
  %".177" = load <4 x float>, ptr %".176", align 4
  %".178" = load <4 x float>, ptr %".90"
  %".179" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".177", <4 x float> %".123", <4 x float> %".178")
  store <4 x float> %".179", ptr %".90"
  %".181" = load i64, ptr %".96"
  %".182" = add i64 %".181", 1
  store i64 %".182", ptr %".96"
  %".184" = load i64, ptr %".96"
  %".185" = icmp slt i64 %".184", %".95"
  br i1 %".185", label %"loop.5", label %"after.5"
after.5:
  %".187" = load <4 x float>, ptr %".83", align 4
  %".188" = getelementptr i64, ptr %".2", i64 11
  %".189" = load float, ptr %".188"
  %".190" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".189", i32 0
  %".191" = shufflevector <4 x float> %".190", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".192" = getelementptr i64, ptr %".2", i64 12
  %".193" = load float, ptr %".192"
  %".194" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".193", i32 0
  %".195" = shufflevector <4 x float> %".194", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".196" = getelementptr ptr, ptr %".1", i64 2
  %".197" = load ptr, ptr %".196"
  %".198" = getelementptr float, ptr %".197", i64 %".78"
  %".199" = mul i64 0, 1
  %".200" = getelementptr i64, ptr %".8", i64 %".199"
  %".201" = getelementptr i64, ptr %".200", i64 6
  %".202" = load i64, ptr %".201", align 8
  %".203" = getelementptr float, ptr %".198", i64 %".202"
  %".204" = load <4 x float>, ptr %".84"
  %".205" = fadd <4 x float> %".204", %".187"
  %".206" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".205", <4 x float> %".191")
  %".207" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".206", <4 x float> %".195")
  store <4 x float> %".207", ptr %".203", align 4
  %".209" = mul i64 1, 1
  %".210" = getelementptr i64, ptr %".8", i64 %".209"
  %".211" = getelementptr i64, ptr %".210", i64 6
  %".212" = load i64, ptr %".211", align 8
  %".213" = getelementptr float, ptr %".198", i64 %".212"
  %".214" = load <4 x float>, ptr %".86"
  %".215" = fadd <4 x float> %".214", %".187"
  %".216" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".215", <4 x float> %".191")
  %".217" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".216", <4 x float> %".195")
  store <4 x float> %".217", ptr %".213", align 4
  %".219" = mul i64 2, 1
  %".220" = getelementptr i64, ptr %".8", i64 %".219"
  %".221" = getelementptr i64, ptr %".220", i64 6
  %".222" = load i64, ptr %".221", align 8
  %".223" = getelementptr float, ptr %".198", i64 %".222"
  %".224" = load <4 x float>, ptr %".88"
  %".225" = fadd <4 x float> %".224", %".187"
  %".226" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".225", <4 x float> %".191")
  %".227" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".226", <4 x float> %".195")
  store <4 x float> %".227", ptr %".223", align 4
  %".229" = mul i64 3, 1
  %".230" = getelementptr i64, ptr %".8", i64 %".229"
  %".231" = getelementptr i64, ptr %".230", i64 6
  %".232" = load i64, ptr %".231", align 8
  %".233" = getelementptr float, ptr %".198", i64 %".232"
  %".234" = load <4 x float>, ptr %".90"
  %".235" = fadd <4 x float> %".234", %".187"
  %".236" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".235", <4 x float> %".191")
  %".237" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".236", <4 x float> %".195")
  store <4 x float> %".237", ptr %".233", align 4
  %".239" = load i64, ptr %".72"
  %".240" = add i64 %".239", 4
  store i64 %".240", ptr %".72"
  %".242" = load i64, ptr %".72"
  %".243" = icmp slt i64 %".242", %".15"
  br i1 %".243", label %"loop.4", label %"after.4"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

