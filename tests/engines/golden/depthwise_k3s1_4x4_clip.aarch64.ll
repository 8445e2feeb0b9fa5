; ModuleID = "depthwise_k3s1_4x4_clip"
target triple = "aarch64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32"

define external hidden void @"depthwise_k3s1_4x4_clip"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".8" = alloca i64
  %".17" = alloca i64
  %".23" = alloca i64
  %".52" = alloca i64
  %".66" = alloca <4 x float>
  %".68" = alloca <4 x float>
  %".70" = alloca <4 x float>
  %".72" = alloca <4 x float>
  %".74" = alloca i64
  %".78" = alloca i64
  br label %"body"
body:
  %".4" = getelementptr i64, ptr %".2", i64 2
  %".5" = load i64, ptr %".4"
  %".6" = getelementptr i64, ptr %".2", i64 3
  %".7" = load i64, ptr %".6"
  store i64 0, ptr %".8"
  br label %"loop"
loop:
  %".11" = load i64, ptr %".8"
  %".12" = add i64 %".11", %".7"
  %".13" = icmp slt i64 %".12", %".5"
  %".14" = select  i1 %".13", i64 %".12", i64 %".5"
  %".15" = getelementptr i64, ptr %".2", i64 0
  %".16" = load i64, ptr %".15"
  store i64 0, ptr %".17"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".20" = load i64, ptr %".17"
  %".21" = getelementptr i64, ptr %".2", i64 1
  %".22" = load i64, ptr %".21"
  store i64 0, ptr %".23"
  br label %"loop.2"
after.1:
  %".239" = load i64, ptr %".8"
  %".240" = add i64 %".239", %".7"
  store i64 %".240", ptr %".8"
  %".242" = load i64, ptr %".8"
  %".243" = icmp slt i64 %".242", %".5"
  br i1 %".243", label %"loop", label %"after"
loop.2:
  %".26" = load i64, ptr %".23"
  %".27" = getelementptr i64, ptr %".2", i64 1
  %".28" = load i64, ptr %".27"
  %".29" = sub i64 %".28", 4
  %".30" = icmp slt i64 %".26", %".29"
  %".31" = select  i1 %".30", i64 %".26", i64 %".29"
  %".32" = getelementptr ptr, ptr %".1", i64 0
  %".33" = load ptr, ptr %".32"
  %".34" = getelementptr i64, ptr %".2", i64 5
  %".35" = load i64, ptr %".34"
  %".36" = mul i64 %".20", %".35"
  %".37" = getelementptr i64, ptr %".2", i64 4
  %".38" = load i64, ptr %".37"
  %".39" = mul i64 %".31", %".38"
  %".40" = add i64 %".36", %".39"
  %".41" = getelementptr float, ptr %".33", i64 %".40"
  %".42" = getelementptr ptr, ptr %".1", i64 2
  %".43" = load ptr, ptr %".42"
  %".44" = getelementptr i64, ptr %".2", i64 7
  %".45" = load i64, ptr %".44"
  %".46" = mul i64 %".20", %".45"
  %".47" = getelementptr i64, ptr %".2", i64 6
  %".48" = load i64, ptr %".47"
  %".49" = mul i64 %".31", %".48"
  %".50" = add i64 %".46", %".49"
  %".51" = getelementptr float, ptr %".43", i64 %".50"
  store i64 %".11", ptr %".52"
  br label %"loop.3"
after.2:
  %".233" = load i64, ptr %".17"
  %".234" = add i64 %".233", 1
  store i64 %".234", ptr %".17"
  %".236" = load i64, ptr %".17"
  %".237" = icmp slt i64 %".236", %".16"
  br i1 %".237", label %"loop.1", label %"after.1"
loop.3:
  %".55" = load i64, ptr %".52"
  %".56" = sub i64 %".5", 4
  %".57" = icmp slt i64 %".55", %".56"
  %".58" = select  i1 %".57", i64 %".55", i64 %".56"
  %".59" = getelementptr float, ptr %".41", i64 %".58"
  %".60" = getelementptr float, ptr %".51", i64 %".58"
  %".61" = getelementptr ptr, ptr %".1", i64 1
  %".62" = load ptr, ptr %".61"
  %".63" = getelementptr float, ptr %".62", i64 %".58"
  %".64" = getelementptr i64, ptr %".2", i64 2
  %".65" = load i64, ptr %".64"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".66"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".68"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".70"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".72"
  store i64 %".65", ptr %".74"
  %".76" = getelementptr i64, ptr %".2", i64 8
  %".77" = load i64, ptr %".76"
  store i64 0, ptr %".78"
  br label %"loop.4"
after.3:
  %".227" = load i64, ptr %".23"
  %".228" = add i64 %".227", 4
  store i64 %".228", ptr %".23"
  %".230" = load i64, ptr %".23"
  %".231" = icmp slt i64 %".230", %".22"
  br i1 %".231", label %"loop.2", label %"after.2"
loop.4:
  %".81" = load i64, ptr %".78"
  %".82" = getelementptr i64, ptr %".2", i64 9
  %".83" = load i64, ptr %".82"
  %".84" = mul i64 %".81", %".83"
  %".85" = getelementptr float, ptr %".59", i64 %".84"
  %".86" = getelementptr i64, ptr %".2", i64 2
  %".87" = load i64, ptr %".86"
  %".88" = getelementptr i64, ptr %".2", i64 10
  %".89" = load i64, ptr %".88"
  %".90" = load i64, ptr %".74"
  %".91" = getelementptr float, ptr %".63", i64 %".90"
  %".92" = load <4 x float>, ptr %".91", align 4
  %".93" = load i64, ptr %".74"
  %".94" = add i64 %".93", %".87"
  store i64 %".94", ptr %".74"
  %".96" = load i64, ptr %".74"
  %".97" = getelementptr float, ptr %".63", i64 %".96"
  %".98" = load <4 x float>, ptr %".97", align 4
  %".99" = load i64, ptr %".74"
  %".100" = add i64 %".99", %".87"
  store i64 %".100", ptr %".74"
  %".102" = load i64, ptr %".74"
  %".103" = getelementptr float, ptr %".63", i64 %".102"
  %".104" = load <4 x float>, ptr %".103", align 4
  %".105" = load i64, ptr %".74"
  %".106" = add i64 %".105", %".87"
  store i64 %".106", ptr %".74"
  %".108" = mul i64 %".89", 0
  %".109" = getelementptr float, ptr %".85", i64 %".108"
  %".110" = load <4 x float>, ptr %".109", align 4
  %".111" = load <4 x float>, ptr %".66"
  %".112" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".110", <4 x float> %".92", <4 x float> %".111")
  store <4 x float> %".112", ptr %".66"
  %".114" = mul i64 %".89", 1
  %".115" = getelementptr float, ptr %".85", i64 %".114"
  %".116" = load <4 x float>, ptr %".115", align 4
  %".117" = load <4 x float>, ptr %".66"
  %".118" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".116", <4 x float> %".98", <4 x float> %".117")
  store <4 x float> %".118", ptr %".66"
  %".120" = load <4 x float>, ptr %".68"
  %".121" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".116", <4 x float> %".92", <4 x float> %".120")
  store <4 x float> %".121", ptr %".68"
  %".123" = mul i64 %".89", 2
  %".124" = getelementptr float, ptr %".85", i64 %".123"
  %".125" = load <4 x float>, ptr %".124", align 4
  %".126" = load <4 x float>, ptr %".66"
  %".127" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".125", <4 x float> %".104", <4 x float> %".126")
  store <4 x float> %".127", ptr %".66"
  %".129" = load <4 x float>, ptr %".68"
  %".130" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".125", <4 x float> %".98", <4 x float> %".129")
  store <4 x float> %".130", ptr %".68"
  %".132" = load <4 x float>, ptr %".70"
  %".133" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".125", <4 x float> %".92", <4 x float> %".132")
  store <4 x float> %".133", ptr %".70"
  %".135" = mul i64 %".89", 3
  %".136" = getelementptr float, ptr %".85", i64 %".135"
  %".137" = load <4 x float>, ptr %".136", align 4
  %".138" = load <4 x float>, ptr %".68"
  %".139" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".137", <4 x float> %".104", <4 x float> %".138")
  store <4 x float> %".139", ptr %".68"
  %".141" = load <4 x float>, ptr %".70"
  %".142" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".137", <4 x float> %".98", <4 x float> %".141")
  store <4 x float> %".142", ptr %".70"
  %".144" = load <4 x float>, ptr %".72"
  %".145" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".137", <4 x float> %".92", <4 x float> %".144")
  store <4 x float> %".145", ptr %".72"
  %".147" = mul i64 %".89", 4
  %".148" = getelementptr float, ptr %".85", i64 %".147"
  %".149" = load <4 x float>, ptr %".148", align 4
  %".150" = load <4 x float>, ptr %".70"
  %".151" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".149", <4 x float> %".104", <4 x float> %".150")
  store <4 x float> %".151", ptr %".70"
  %".153" = load <4 x float>, ptr %".72"
  %".154" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".149", <4 x float> %".98", <4 x float> %".153")
  store <4 x float> %".154", ptr %".72"
  %".156" = mul i64 %".89", 5
  %".157" = getelementptr float, ptr %".85", i64 %".156"
  %".158" = load <4 x float>, ptr %".157", align 4
  %".159" = load <4 x float>, ptr %".72"
  %".160" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".158", <4 x float> %".104", <4 x float> %".159")
  store <4 x float> %".160", ptr %".72"
  %".162" = load i64, ptr %".78"
  %".163" = add i64 %".162", 1
  store i64 %".163", ptr %".78"
  %".165" = load i64, ptr %".78"
  %".166" = icmp slt i64 %".165", %".77"
  br i1 %".166", label %"loop.4", label %"after.4"
after.4:
  %".168" = load <4 x float>, ptr %".63", align 4
  %".169" = load <4 x float>, ptr %".66"
  %".170" = fadd <4 x float> %".169", %".168"
  store <4 x float> %".170", ptr %".66"
  %".172" = load <4 x float>, ptr %".68"
  %".173" = fadd <4 x float> %".172", %".168"
  store <4 x float> %".173", ptr %".68"
  %".175" = load <4 x float>, ptr %".70"
  %".176" = fadd <4 x float> %".175", %".168"
  store <4 x float> %".176", ptr %".70"
  %".178" = load <4 x float>, ptr %".72"
  %".179" = fadd <4 x float> %".178", %".168"
  store <4 x float> %".179", ptr %".72"
  %".181" = getelementptr i64, ptr %".2", i64 11
  %".182" = load float, ptr %".181"
  %".183" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".182", i32 0
  %".184" = shufflevector <4 x float> %".183", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".185" = getelementptr i64, ptr %".2", i64 12
  %".186" = load float, ptr %".185"
  %".187" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".186", i32 0
  %".188" = shufflevector <4 x float> %".187", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".189" = getelementptr i64, ptr %".2", i64 6
  %".190" = load i64, ptr %".189"
  %".191" = mul i64 %".190", 0
  %".192" = getelementptr float, ptr %".60", i64 %".191"
  %".193" = load <4 x float>, ptr %".66"
  %".194" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".193", <4 x float> %".184")
  %".195" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".194", <4 x float> %".188")
  store <4 x float> %".195", ptr %".192", align 4
  %".197" = getelementptr i64, ptr %".2", i64 6
  %".198" = load i64, ptr %".197"
  %".199" = mul i64 %".198", 1
  %".200" = getelementptr float, ptr %".60", i64 %".199"
  %".201" = load <4 x float>, ptr %".68"
  %".202" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".201", <4 x float> %".184")
  %".203" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".202", <4 x float> %".188")
  store <4 x float> %".203", ptr %".200", align 4
  %".205" = getelementptr i64, ptr %".2", i64 6
  %".206" = load i64, ptr %".205"
  %".207" = mul i64 %".206", 2
  %".208" = getelementptr float, ptr %".60", i64 %".207"
  %".209" = load <4 x float>, ptr %".70"
  %".210" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".209", <4 x float> %".184")
  %".211" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".210", <4 x float> %".188")
  store <4 x float> %".211", ptr %".208", align 4
  %".213" = getelementptr i64, ptr %".2", i64 6
  %".214" = load i64, ptr %".213"
  %".215" = mul i64 %".214", 3
  %".216" = getelementptr float, ptr %".60", i64 %".215"
  %".217" = load <4 x float>, ptr %".72"
  %".218" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".217", <4 x float> %".184")
  %".219" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".218", <4 x float> %".188")
  store <4 x float> %".219", ptr %".216", align 4
  %".221" = load i64, ptr %".52"
  %".222" = add i64 %".221", 4
  store i64 %".222", ptr %".52"
  %".224" = load i64, ptr %".52"
  %".225" = icmp slt i64 %".224", %".14"
  br i1 %".225", label %"loop.3", label %"after.3"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

