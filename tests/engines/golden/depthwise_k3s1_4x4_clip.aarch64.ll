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
  %".75" = alloca i64
  %".79" = alloca i64
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
  %".229" = load i64, ptr %".8"
  %".230" = add i64 %".229", %".7"
  store i64 %".230", ptr %".8"
  %".232" = load i64, ptr %".8"
  %".233" = icmp slt i64 %".232", %".5"
  br i1 %".233", label %"loop", label %"after"
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
  %".223" = load i64, ptr %".17"
  %".224" = add i64 %".223", 1
  store i64 %".224", ptr %".17"
  %".226" = load i64, ptr %".17"
  %".227" = icmp slt i64 %".226", %".16"
  br i1 %".227", label %"loop.1", label %"after.1"
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
  store i64 0, ptr %".75"
  %".77" = getelementptr i64, ptr %".2", i64 8
  %".78" = load i64, ptr %".77"
  store i64 0, ptr %".79"
  br label %"loop.4"
after.3:
  %".217" = load i64, ptr %".23"
  %".218" = add i64 %".217", 4
  store i64 %".218", ptr %".23"
  %".220" = load i64, ptr %".23"
  %".221" = icmp slt i64 %".220", %".22"
  br i1 %".221", label %"loop.2", label %"after.2"
loop.4:
  %".82" = load i64, ptr %".79"
  %".83" = load i64, ptr %".75"
  %".84" = getelementptr float, ptr %".59", i64 %".83"
  %".85" = load i64, ptr %".75"
  %".86" = getelementptr i64, ptr %".2", i64 9
  %".87" = load i64, ptr %".86"
  %".88" = add i64 %".85", %".87"
  store i64 %".88", ptr %".75"
  %".90" = getelementptr i64, ptr %".2", i64 2
  %".91" = load i64, ptr %".90"
  %".92" = getelementptr i64, ptr %".2", i64 10
  %".93" = load i64, ptr %".92"
  %".94" = load i64, ptr %".73"
  %".95" = getelementptr float, ptr %".62", i64 %".94"
  %".96" = load <4 x float>, ptr %".95", align 4
  %".97" = load i64, ptr %".73"
  %".98" = add i64 %".97", %".91"
  store i64 %".98", ptr %".73"
  %".100" = load i64, ptr %".73"
  %".101" = getelementptr float, ptr %".62", i64 %".100"
  %".102" = load <4 x float>, ptr %".101", align 4
  %".103" = load i64, ptr %".73"
  %".104" = add i64 %".103", %".91"
  store i64 %".104", ptr %".73"
  %".106" = load i64, ptr %".73"
  %".107" = getelementptr float, ptr %".62", i64 %".106"
  %".108" = load <4 x float>, ptr %".107", align 4
  %".109" = load i64, ptr %".73"
  %".110" = add i64 %".109", %".91"
  store i64 %".110", ptr %".73"
  %".112" = load <4 x float>, ptr %".84", align 4
  %".113" = getelementptr float, ptr %".84", i64 %".93"
  %".114" = load <4 x float>, ptr %".65"
  %".115" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".112", <4 x float> %".96", <4 x float> %".114")
  store <4 x float> %".115", ptr %".65"
  %".117" = load <4 x float>, ptr %".113", align 4
  %".118" = getelementptr float, ptr %".113", i64 %".93"
  %".119" = load <4 x float>, ptr %".65"
  %".120" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".117", <4 x float> %".102", <4 x float> %".119")
  store <4 x float> %".120", ptr %".65"
  %".122" = load <4 x float>, ptr %".67"
  %".123" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".117", <4 x float> %".96", <4 x float> %".122")
  store <4 x float> %".123", ptr %".67"
  %".125" = load <4 x float>, ptr %".118", align 4
  %".126" = getelementptr float, ptr %".118", i64 %".93"
  %".127" = load <4 x float>, ptr %".65"
  %".128" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".125", <4 x float> %".108", <4 x float> %".127")
  store <4 x float> %".128", ptr %".65"
  %".130" = load <4 x float>, ptr %".67"
  %".131" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".125", <4 x float> %".102", <4 x float> %".130")
  store <4 x float> %".131", ptr %".67"
  %".133" = load <4 x float>, ptr %".69"
  %".134" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".125", <4 x float> %".96", <4 x float> %".133")
  store <4 x float> %".134", ptr %".69"
  %".136" = load <4 x float>, ptr %".126", align 4
  %".137" = getelementptr float, ptr %".126", i64 %".93"
  %".138" = load <4 x float>, ptr %".67"
  %".139" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".136", <4 x float> %".108", <4 x float> %".138")
  store <4 x float> %".139", ptr %".67"
  %".141" = load <4 x float>, ptr %".69"
  %".142" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".136", <4 x float> %".102", <4 x float> %".141")
  store <4 x float> %".142", ptr %".69"
  %".144" = load <4 x float>, ptr %".71"
  %".145" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".136", <4 x float> %".96", <4 x float> %".144")
  store <4 x float> %".145", ptr %".71"
  %".147" = load <4 x float>, ptr %".137", align 4
  %".148" = getelementptr float, ptr %".137", i64 %".93"
  %".149" = load <4 x float>, ptr %".69"
  %".150" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".147", <4 x float> %".108", <4 x float> %".149")
  store <4 x float> %".150", ptr %".69"
  %".152" = load <4 x float>, ptr %".71"
  %".153" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".147", <4 x float> %".102", <4 x float> %".152")
  store <4 x float> %".153", ptr %".71"
  %".155" = load <4 x float>, ptr %".148", align 4
  %".156" = getelementptr float, ptr %".148", i64 %".93"
  %".157" = load <4 x float>, ptr %".71"
  %".158" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".155", <4 x float> %".108", <4 x float> %".157")
  store <4 x float> %".158", ptr %".71"
  %".160" = load i64, ptr %".79"
  %".161" = add i64 %".160", 1
  store i64 %".161", ptr %".79"
  %".163" = load i64, ptr %".79"
  %".164" = icmp slt i64 %".163", %".78"
  br i1 %".164", label %"loop.4", label %"after.4"
after.4:
  %".166" = getelementptr float, ptr %".51", i64 %".58"
  %".167" = getelementptr ptr, ptr %".1", i64 1
  %".168" = load ptr, ptr %".167"
  %".169" = getelementptr float, ptr %".168", i64 %".58"
  %".170" = load <4 x float>, ptr %".169", align 4
  %".171" = getelementptr i64, ptr %".2", i64 11
  %".172" = load float, ptr %".171"
  %".173" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".172", i32 0
  %".174" = shufflevector <4 x float> %".173", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".175" = getelementptr i64, ptr %".2", i64 12
  %".176" = load float, ptr %".175"
  %".177" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".176", i32 0
  %".178" = shufflevector <4 x float> %".177", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".179" = load <4 x float>, ptr %".65"
  %".180" = fadd <4 x float> %".179", %".170"
  %".181" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".180", <4 x float> %".174")
  %".182" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".181", <4 x float> %".178")
  store <4 x float> %".182", ptr %".166", align 4
  %".184" = getelementptr i64, ptr %".2", i64 6
  %".185" = load i64, ptr %".184"
  %".186" = getelementptr float, ptr %".166", i64 %".185"
  %".187" = load <4 x float>, ptr %".67"
  %".188" = fadd <4 x float> %".187", %".170"
  %".189" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".188", <4 x float> %".174")
  %".190" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".189", <4 x float> %".178")
  store <4 x float> %".190", ptr %".186", align 4
  %".192" = getelementptr i64, ptr %".2", i64 6
  %".193" = load i64, ptr %".192"
  %".194" = getelementptr float, ptr %".186", i64 %".193"
  %".195" = load <4 x float>, ptr %".69"
  %".196" = fadd <4 x float> %".195", %".170"
  %".197" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".196", <4 x float> %".174")
  %".198" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".197", <4 x float> %".178")
  store <4 x float> %".198", ptr %".194", align 4
  %".200" = getelementptr i64, ptr %".2", i64 6
  %".201" = load i64, ptr %".200"
  %".202" = getelementptr float, ptr %".194", i64 %".201"
  %".203" = load <4 x float>, ptr %".71"
  %".204" = fadd <4 x float> %".203", %".170"
  %".205" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".204", <4 x float> %".174")
  %".206" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".205", <4 x float> %".178")
  store <4 x float> %".206", ptr %".202", align 4
  %".208" = getelementptr i64, ptr %".2", i64 6
  %".209" = load i64, ptr %".208"
  %".210" = getelementptr float, ptr %".202", i64 %".209"
  %".211" = load i64, ptr %".52"
  %".212" = add i64 %".211", 4
  store i64 %".212", ptr %".52"
  %".214" = load i64, ptr %".52"
  %".215" = icmp slt i64 %".214", %".14"
  br i1 %".215", label %"loop.3", label %"after.3"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

