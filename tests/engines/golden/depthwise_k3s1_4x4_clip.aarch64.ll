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
  %".65" = alloca <4 x float>
  %".67" = alloca <4 x float>
  %".69" = alloca <4 x float>
  %".71" = alloca <4 x float>
  %".73" = alloca i64
  %".77" = alloca i64
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
  %".234" = load i64, ptr %".8"
  %".235" = add i64 %".234", %".7"
  store i64 %".235", ptr %".8"
  %".237" = load i64, ptr %".8"
  %".238" = icmp slt i64 %".237", %".5"
  br i1 %".238", label %"loop", label %"after"
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
  %".228" = load i64, ptr %".17"
  %".229" = add i64 %".228", 1
  store i64 %".229", ptr %".17"
  %".231" = load i64, ptr %".17"
  %".232" = icmp slt i64 %".231", %".16"
  br i1 %".232", label %"loop.1", label %"after.1"
loop.3:
  %".55" = load i64, ptr %".52"
  %".56" = sub i64 %".5", 4
  %".57" = icmp slt i64 %".55", %".56"
  %".58" = select  i1 %".57", i64 %".55", i64 %".56"
  %".59" = getelementptr float, ptr %".41", i64 %".58"
  %".60" = getelementptr ptr, ptr %".1", i64 1
  %".61" = load ptr, ptr %".60"
  %".62" = getelementptr float, ptr %".61", i64 %".58"
  %".63" = getelementptr i64, ptr %".2", i64 2
  %".64" = load i64, ptr %".63"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".65"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".67"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".69"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".71"
  store i64 %".64", ptr %".73"
  %".75" = getelementptr i64, ptr %".2", i64 8
  %".76" = load i64, ptr %".75"
  store i64 0, ptr %".77"
  br label %"loop.4"
after.3:
  %".222" = load i64, ptr %".23"
  %".223" = add i64 %".222", 4
  store i64 %".223", ptr %".23"
  %".225" = load i64, ptr %".23"
  %".226" = icmp slt i64 %".225", %".22"
  br i1 %".226", label %"loop.2", label %"after.2"
loop.4:
  %".80" = load i64, ptr %".77"
  %".81" = getelementptr i64, ptr %".2", i64 9
  %".82" = load i64, ptr %".81"
  %".83" = mul i64 %".80", %".82"
  %".84" = getelementptr float, ptr %".59", i64 %".83"
  %".85" = getelementptr i64, ptr %".2", i64 2
  %".86" = load i64, ptr %".85"
  %".87" = getelementptr i64, ptr %".2", i64 10
  %".88" = load i64, ptr %".87"
  %".89" = load i64, ptr %".73"
  %".90" = getelementptr float, ptr %".62", i64 %".89"
  %".91" = load <4 x float>, ptr %".90", align 4
  %".92" = load i64, ptr %".73"
  %".93" = add i64 %".92", %".86"
  store i64 %".93", ptr %".73"
  %".95" = load i64, ptr %".73"
  %".96" = getelementptr float, ptr %".62", i64 %".95"
  %".97" = load <4 x float>, ptr %".96", align 4
  %".98" = load i64, ptr %".73"
  %".99" = add i64 %".98", %".86"
  store i64 %".99", ptr %".73"
  %".101" = load i64, ptr %".73"
  %".102" = getelementptr float, ptr %".62", i64 %".101"
  %".103" = load <4 x float>, ptr %".102", align 4
  %".104" = load i64, ptr %".73"
  %".105" = add i64 %".104", %".86"
  store i64 %".105", ptr %".73"
  %".107" = mul i64 %".88", 0
  %".108" = getelementptr float, ptr %".84", i64 %".107"
  %".109" = load <4 x float>, ptr %".108", align 4
  %".110" = load <4 x float>, ptr %".65"
  %".111" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".109", <4 x float> %".91", <4 x float> %".110")
  store <4 x float> %".111", ptr %".65"
  %".113" = mul i64 %".88", 1
  %".114" = getelementptr float, ptr %".84", i64 %".113"
  %".115" = load <4 x float>, ptr %".114", align 4
  %".116" = load <4 x float>, ptr %".65"
  %".117" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".115", <4 x float> %".97", <4 x float> %".116")
  store <4 x float> %".117", ptr %".65"
  %".119" = load <4 x float>, ptr %".67"
  %".120" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".115", <4 x float> %".91", <4 x float> %".119")
  store <4 x float> %".120", ptr %".67"
  %".122" = mul i64 %".88", 2
  %".123" = getelementptr float, ptr %".84", i64 %".122"
  %".124" = load <4 x float>, ptr %".123", align 4
  %".125" = load <4 x float>, ptr %".65"
  %".126" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".124", <4 x float> %".103", <4 x float> %".125")
  store <4 x float> %".126", ptr %".65"
  %".128" = load <4 x float>, ptr %".67"
  %".129" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".124", <4 x float> %".97", <4 x float> %".128")
  store <4 x float> %".129", ptr %".67"
  %".131" = load <4 x float>, ptr %".69"
  %".132" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".124", <4 x float> %".91", <4 x float> %".131")
  store <4 x float> %".132", ptr %".69"
  %".134" = mul i64 %".88", 3
  %".135" = getelementptr float, ptr %".84", i64 %".134"
  %".136" = load <4 x float>, ptr %".135", align 4
  %".137" = load <4 x float>, ptr %".67"
  %".138" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".136", <4 x float> %".103", <4 x float> %".137")
  store <4 x float> %".138", ptr %".67"
  %".140" = load <4 x float>, ptr %".69"
  %".141" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".136", <4 x float> %".97", <4 x float> %".140")
  store <4 x float> %".141", ptr %".69"
  %".143" = load <4 x float>, ptr %".71"
  %".144" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".136", <4 x float> %".91", <4 x float> %".143")
  store <4 x float> %".144", ptr %".71"
  %".146" = mul i64 %".88", 4
  %".147" = getelementptr float, ptr %".84", i64 %".146"
  %".148" = load <4 x float>, ptr %".147", align 4
  %".149" = load <4 x float>, ptr %".69"
  %".150" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".148", <4 x float> %".103", <4 x float> %".149")
  store <4 x float> %".150", ptr %".69"
  %".152" = load <4 x float>, ptr %".71"
  %".153" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".148", <4 x float> %".97", <4 x float> %".152")
  store <4 x float> %".153", ptr %".71"
  %".155" = mul i64 %".88", 5
  %".156" = getelementptr float, ptr %".84", i64 %".155"
  %".157" = load <4 x float>, ptr %".156", align 4
  %".158" = load <4 x float>, ptr %".71"
  %".159" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".157", <4 x float> %".103", <4 x float> %".158")
  store <4 x float> %".159", ptr %".71"
  %".161" = load i64, ptr %".77"
  %".162" = add i64 %".161", 1
  store i64 %".162", ptr %".77"
  %".164" = load i64, ptr %".77"
  %".165" = icmp slt i64 %".164", %".76"
  br i1 %".165", label %"loop.4", label %"after.4"
after.4:
  %".167" = getelementptr float, ptr %".51", i64 %".58"
  %".168" = getelementptr ptr, ptr %".1", i64 1
  %".169" = load ptr, ptr %".168"
  %".170" = getelementptr float, ptr %".169", i64 %".58"
  %".171" = load <4 x float>, ptr %".170", align 4
  %".172" = getelementptr i64, ptr %".2", i64 11
  %".173" = load float, ptr %".172"
  %".174" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".173", i32 0
  %".175" = shufflevector <4 x float> %".174", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".176" = getelementptr i64, ptr %".2", i64 12
  %".177" = load float, ptr %".176"
  %".178" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".177", i32 0
  %".179" = shufflevector <4 x float> %".178", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".180" = load <4 x float>, ptr %".65"
  %".181" = fadd <4 x float> %".180", %".171"
  %".182" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".181", <4 x float> %".175")
  %".183" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".182", <4 x float> %".179")
  %".184" = getelementptr i64, ptr %".2", i64 6
  %".185" = load i64, ptr %".184"
  %".186" = mul i64 %".185", 0
  %".187" = getelementptr float, ptr %".167", i64 %".186"
  store <4 x float> %".183", ptr %".187", align 4
  %".189" = load <4 x float>, ptr %".67"
  %".190" = fadd <4 x float> %".189", %".171"
  %".191" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".190", <4 x float> %".175")
  %".192" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".191", <4 x float> %".179")
  %".193" = getelementptr i64, ptr %".2", i64 6
  %".194" = load i64, ptr %".193"
  %".195" = mul i64 %".194", 1
  %".196" = getelementptr float, ptr %".167", i64 %".195"
  store <4 x float> %".192", ptr %".196", align 4
  %".198" = load <4 x float>, ptr %".69"
  %".199" = fadd <4 x float> %".198", %".171"
  %".200" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".199", <4 x float> %".175")
  %".201" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".200", <4 x float> %".179")
  %".202" = getelementptr i64, ptr %".2", i64 6
  %".203" = load i64, ptr %".202"
  %".204" = mul i64 %".203", 2
  %".205" = getelementptr float, ptr %".167", i64 %".204"
  store <4 x float> %".201", ptr %".205", align 4
  %".207" = load <4 x float>, ptr %".71"
  %".208" = fadd <4 x float> %".207", %".171"
  %".209" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".208", <4 x float> %".175")
  %".210" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".209", <4 x float> %".179")
  %".211" = getelementptr i64, ptr %".2", i64 6
  %".212" = load i64, ptr %".211"
  %".213" = mul i64 %".212", 3
  %".214" = getelementptr float, ptr %".167", i64 %".213"
  store <4 x float> %".210", ptr %".214", align 4
  %".216" = load i64, ptr %".52"
  %".217" = add i64 %".216", 4
  store i64 %".217", ptr %".52"
  %".219" = load i64, ptr %".52"
  %".220" = icmp slt i64 %".219", %".14"
  br i1 %".220", label %"loop.3", label %"after.3"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

