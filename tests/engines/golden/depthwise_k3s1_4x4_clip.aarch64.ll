; ModuleID = "depthwise_k3s1_4x4_clip"
target triple = "aarch64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32"

define external hidden void @"depthwise_k3s1_4x4_clip"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".8" = alloca i64
  %".14" = alloca i64
  %".43" = alloca i64
  %".57" = alloca <4 x float>
  %".59" = alloca <4 x float>
  %".61" = alloca <4 x float>
  %".63" = alloca <4 x float>
  %".65" = alloca i64
  %".69" = alloca i64
  br label %"body"
body:
  %".4" = getelementptr i64, ptr %".2", i64 2
  %".5" = load i64, ptr %".4"
  %".6" = getelementptr i64, ptr %".2", i64 0
  %".7" = load i64, ptr %".6"
  store i64 0, ptr %".8"
  br label %"loop"
loop:
  %".11" = load i64, ptr %".8"
  %".12" = getelementptr i64, ptr %".2", i64 1
  %".13" = load i64, ptr %".12"
  store i64 0, ptr %".14"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".17" = load i64, ptr %".14"
  %".18" = getelementptr i64, ptr %".2", i64 1
  %".19" = load i64, ptr %".18"
  %".20" = sub i64 %".19", 4
  %".21" = icmp slt i64 %".17", %".20"
  %".22" = select  i1 %".21", i64 %".17", i64 %".20"
  %".23" = getelementptr ptr, ptr %".1", i64 0
  %".24" = load ptr, ptr %".23"
  %".25" = getelementptr i64, ptr %".2", i64 4
  %".26" = load i64, ptr %".25"
  %".27" = mul i64 %".11", %".26"
  %".28" = getelementptr i64, ptr %".2", i64 3
  %".29" = load i64, ptr %".28"
  %".30" = mul i64 %".22", %".29"
  %".31" = add i64 %".27", %".30"
  %".32" = getelementptr float, ptr %".24", i64 %".31"
  %".33" = getelementptr ptr, ptr %".1", i64 2
  %".34" = load ptr, ptr %".33"
  %".35" = getelementptr i64, ptr %".2", i64 6
  %".36" = load i64, ptr %".35"
  %".37" = mul i64 %".11", %".36"
  %".38" = getelementptr i64, ptr %".2", i64 5
  %".39" = load i64, ptr %".38"
  %".40" = mul i64 %".22", %".39"
  %".41" = add i64 %".37", %".40"
  %".42" = getelementptr float, ptr %".34", i64 %".41"
  store i64 0, ptr %".43"
  br label %"loop.2"
after.1:
  %".224" = load i64, ptr %".8"
  %".225" = add i64 %".224", 1
  store i64 %".225", ptr %".8"
  %".227" = load i64, ptr %".8"
  %".228" = icmp slt i64 %".227", %".7"
  br i1 %".228", label %"loop", label %"after"
loop.2:
  %".46" = load i64, ptr %".43"
  %".47" = sub i64 %".5", 4
  %".48" = icmp slt i64 %".46", %".47"
  %".49" = select  i1 %".48", i64 %".46", i64 %".47"
  %".50" = getelementptr float, ptr %".32", i64 %".49"
  %".51" = getelementptr float, ptr %".42", i64 %".49"
  %".52" = getelementptr ptr, ptr %".1", i64 1
  %".53" = load ptr, ptr %".52"
  %".54" = getelementptr float, ptr %".53", i64 %".49"
  %".55" = getelementptr i64, ptr %".2", i64 2
  %".56" = load i64, ptr %".55"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".57"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".59"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".61"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".63"
  store i64 %".56", ptr %".65"
  %".67" = getelementptr i64, ptr %".2", i64 7
  %".68" = load i64, ptr %".67"
  store i64 0, ptr %".69"
  br label %"loop.3"
after.2:
  %".218" = load i64, ptr %".14"
  %".219" = add i64 %".218", 4
  store i64 %".219", ptr %".14"
  %".221" = load i64, ptr %".14"
  %".222" = icmp slt i64 %".221", %".13"
  br i1 %".222", label %"loop.1", label %"after.1"
loop.3:
  %".72" = load i64, ptr %".69"
  %".73" = getelementptr i64, ptr %".2", i64 8
  %".74" = load i64, ptr %".73"
  %".75" = mul i64 %".72", %".74"
  %".76" = getelementptr float, ptr %".50", i64 %".75"
  %".77" = getelementptr i64, ptr %".2", i64 2
  %".78" = load i64, ptr %".77"
  %".79" = getelementptr i64, ptr %".2", i64 9
  %".80" = load i64, ptr %".79"
  %".81" = load i64, ptr %".65"
  %".82" = getelementptr float, ptr %".54", i64 %".81"
  %".83" = load <4 x float>, ptr %".82", align 4
  %".84" = load i64, ptr %".65"
  %".85" = add i64 %".84", %".78"
  store i64 %".85", ptr %".65"
  %".87" = load i64, ptr %".65"
  %".88" = getelementptr float, ptr %".54", i64 %".87"
  %".89" = load <4 x float>, ptr %".88", align 4
  %".90" = load i64, ptr %".65"
  %".91" = add i64 %".90", %".78"
  store i64 %".91", ptr %".65"
  %".93" = load i64, ptr %".65"
  %".94" = getelementptr float, ptr %".54", i64 %".93"
  %".95" = load <4 x float>, ptr %".94", align 4
  %".96" = load i64, ptr %".65"
  %".97" = add i64 %".96", %".78"
  store i64 %".97", ptr %".65"
  %".99" = mul i64 %".80", 0
  %".100" = getelementptr float, ptr %".76", i64 %".99"
  %".101" = load <4 x float>, ptr %".100", align 4
  %".102" = load <4 x float>, ptr %".57"
  %".103" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".101", <4 x float> %".83", <4 x float> %".102")
  store <4 x float> %".103", ptr %".57"
  %".105" = mul i64 %".80", 1
  %".106" = getelementptr float, ptr %".76", i64 %".105"
  %".107" = load <4 x float>, ptr %".106", align 4
  %".108" = load <4 x float>, ptr %".57"
  %".109" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".107", <4 x float> %".89", <4 x float> %".108")
  store <4 x float> %".109", ptr %".57"
  %".111" = load <4 x float>, ptr %".59"
  %".112" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".107", <4 x float> %".83", <4 x float> %".111")
  store <4 x float> %".112", ptr %".59"
  %".114" = mul i64 %".80", 2
  %".115" = getelementptr float, ptr %".76", i64 %".114"
  %".116" = load <4 x float>, ptr %".115", align 4
  %".117" = load <4 x float>, ptr %".57"
  %".118" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".116", <4 x float> %".95", <4 x float> %".117")
  store <4 x float> %".118", ptr %".57"
  %".120" = load <4 x float>, ptr %".59"
  %".121" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".116", <4 x float> %".89", <4 x float> %".120")
  store <4 x float> %".121", ptr %".59"
  %".123" = load <4 x float>, ptr %".61"
  %".124" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".116", <4 x float> %".83", <4 x float> %".123")
  store <4 x float> %".124", ptr %".61"
  %".126" = mul i64 %".80", 3
  %".127" = getelementptr float, ptr %".76", i64 %".126"
  %".128" = load <4 x float>, ptr %".127", align 4
  %".129" = load <4 x float>, ptr %".59"
  %".130" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".128", <4 x float> %".95", <4 x float> %".129")
  store <4 x float> %".130", ptr %".59"
  %".132" = load <4 x float>, ptr %".61"
  %".133" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".128", <4 x float> %".89", <4 x float> %".132")
  store <4 x float> %".133", ptr %".61"
  %".135" = load <4 x float>, ptr %".63"
  %".136" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".128", <4 x float> %".83", <4 x float> %".135")
  store <4 x float> %".136", ptr %".63"
  %".138" = mul i64 %".80", 4
  %".139" = getelementptr float, ptr %".76", i64 %".138"
  %".140" = load <4 x float>, ptr %".139", align 4
  %".141" = load <4 x float>, ptr %".61"
  %".142" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".140", <4 x float> %".95", <4 x float> %".141")
  store <4 x float> %".142", ptr %".61"
  %".144" = load <4 x float>, ptr %".63"
  %".145" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".140", <4 x float> %".89", <4 x float> %".144")
  store <4 x float> %".145", ptr %".63"
  %".147" = mul i64 %".80", 5
  %".148" = getelementptr float, ptr %".76", i64 %".147"
  %".149" = load <4 x float>, ptr %".148", align 4
  %".150" = load <4 x float>, ptr %".63"
  %".151" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".149", <4 x float> %".95", <4 x float> %".150")
  store <4 x float> %".151", ptr %".63"
  %".153" = load i64, ptr %".69"
  %".154" = add i64 %".153", 1
  store i64 %".154", ptr %".69"
  %".156" = load i64, ptr %".69"
  %".157" = icmp slt i64 %".156", %".68"
  br i1 %".157", label %"loop.3", label %"after.3"
after.3:
  %".159" = load <4 x float>, ptr %".54", align 4
  %".160" = load <4 x float>, ptr %".57"
  %".161" = fadd <4 x float> %".160", %".159"
  store <4 x float> %".161", ptr %".57"
  %".163" = load <4 x float>, ptr %".59"
  %".164" = fadd <4 x float> %".163", %".159"
  store <4 x float> %".164", ptr %".59"
  %".166" = load <4 x float>, ptr %".61"
  %".167" = fadd <4 x float> %".166", %".159"
  store <4 x float> %".167", ptr %".61"
  %".169" = load <4 x float>, ptr %".63"
  %".170" = fadd <4 x float> %".169", %".159"
  store <4 x float> %".170", ptr %".63"
  %".172" = getelementptr i64, ptr %".2", i64 10
  %".173" = load float, ptr %".172"
  %".174" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".173", i32 0
  %".175" = shufflevector <4 x float> %".174", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".176" = getelementptr i64, ptr %".2", i64 11
  %".177" = load float, ptr %".176"
  %".178" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".177", i32 0
  %".179" = shufflevector <4 x float> %".178", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".180" = getelementptr i64, ptr %".2", i64 5
  %".181" = load i64, ptr %".180"
  %".182" = mul i64 %".181", 0
  %".183" = getelementptr float, ptr %".51", i64 %".182"
  %".184" = load <4 x float>, ptr %".57"
  %".185" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".184", <4 x float> %".175")
  %".186" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".185", <4 x float> %".179")
  store <4 x float> %".186", ptr %".183", align 4
  %".188" = getelementptr i64, ptr %".2", i64 5
  %".189" = load i64, ptr %".188"
  %".190" = mul i64 %".189", 1
  %".191" = getelementptr float, ptr %".51", i64 %".190"
  %".192" = load <4 x float>, ptr %".59"
  %".193" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".192", <4 x float> %".175")
  %".194" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".193", <4 x float> %".179")
  store <4 x float> %".194", ptr %".191", align 4
  %".196" = getelementptr i64, ptr %".2", i64 5
  %".197" = load i64, ptr %".196"
  %".198" = mul i64 %".197", 2
  %".199" = getelementptr float, ptr %".51", i64 %".198"
  %".200" = load <4 x float>, ptr %".61"
  %".201" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".200", <4 x float> %".175")
  %".202" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".201", <4 x float> %".179")
  store <4 x float> %".202", ptr %".199", align 4
  %".204" = getelementptr i64, ptr %".2", i64 5
  %".205" = load i64, ptr %".204"
  %".206" = mul i64 %".205", 3
  %".207" = getelementptr float, ptr %".51", i64 %".206"
  %".208" = load <4 x float>, ptr %".63"
  %".209" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".208", <4 x float> %".175")
  %".210" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".209", <4 x float> %".179")
  store <4 x float> %".210", ptr %".207", align 4
  %".212" = load i64, ptr %".43"
  %".213" = add i64 %".212", 4
  store i64 %".213", ptr %".43"
  %".215" = load i64, ptr %".43"
  %".216" = icmp slt i64 %".215", %".5"
  br i1 %".216", label %"loop.2", label %"after.2"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

