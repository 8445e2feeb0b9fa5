; ModuleID = "depthwise_k3s2_4x4_t1"
target triple = "aarch64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32"

define external hidden void @"depthwise_k3s2_4x4_t1"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".8" = alloca [14 x i64], align 16
  %".17" = alloca i64
  %".26" = alloca i64
  %".32" = alloca i64
  %".58" = alloca i64
  %".67" = alloca i64
  %".69" = alloca i64
  %".99" = alloca i64
  %".111" = alloca <4 x float>
  %".113" = alloca <4 x float>
  %".115" = alloca <4 x float>
  %".117" = alloca <4 x float>
  %".119" = alloca i64
  %".123" = alloca i64
  %".223" = alloca [16 x float], align 16
  br label %"body"
body:
  %".4" = getelementptr i64, ptr %".2", i64 2
  %".5" = load i64, ptr %".4"
  %".6" = getelementptr i64, ptr %".2", i64 3
  %".7" = load i64, ptr %".6"
  %".9" = getelementptr i64, ptr %".8", i64 0
  store i64 4, ptr %".9", align 8
  %".11" = getelementptr i64, ptr %".8", i64 1
  store i64 4, ptr %".11", align 8
  %".13" = getelementptr i64, ptr %".8", i64 5
  store i64 2, ptr %".13", align 8
  %".15" = getelementptr i64, ptr %".8", i64 2
  store i64 4, ptr %".15", align 8
  store i64 0, ptr %".17"
  br label %"loop"
loop:
  %".20" = load i64, ptr %".17"
  %".21" = add i64 %".20", %".7"
  %".22" = icmp slt i64 %".21", %".5"
  %".23" = select  i1 %".22", i64 %".21", i64 %".5"
  %".24" = getelementptr i64, ptr %".2", i64 0
  %".25" = load i64, ptr %".24"
  store i64 0, ptr %".26"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".29" = load i64, ptr %".26"
  %".30" = getelementptr i64, ptr %".2", i64 1
  %".31" = load i64, ptr %".30"
  store i64 0, ptr %".32"
  br label %"loop.2"
after.1:
  %".262" = load i64, ptr %".17"
  %".263" = add i64 %".262", %".7"
  store i64 %".263", ptr %".17"
  %".265" = load i64, ptr %".17"
  %".266" = icmp slt i64 %".265", %".5"
  br i1 %".266", label %"loop", label %"after"
loop.2:
  %".35" = load i64, ptr %".32"
  %".36" = getelementptr i64, ptr %".2", i64 1
  %".37" = load i64, ptr %".36"
  %".38" = sub i64 %".37", 4
  %".39" = icmp slt i64 %".35", %".38"
  %".40" = select  i1 %".39", i64 %".35", i64 %".38"
  %".41" = getelementptr ptr, ptr %".1", i64 0
  %".42" = load ptr, ptr %".41"
  %".43" = getelementptr i64, ptr %".2", i64 5
  %".44" = load i64, ptr %".43"
  %".45" = mul i64 %".29", %".44"
  %".46" = getelementptr i64, ptr %".2", i64 4
  %".47" = load i64, ptr %".46"
  %".48" = mul i64 %".40", %".47"
  %".49" = add i64 %".45", %".48"
  %".50" = getelementptr float, ptr %".42", i64 %".49"
  %".51" = getelementptr i64, ptr %".2", i64 7
  %".52" = load i64, ptr %".51"
  %".53" = mul i64 %".29", %".52"
  %".54" = getelementptr i64, ptr %".2", i64 6
  %".55" = load i64, ptr %".54"
  %".56" = mul i64 %".40", %".55"
  %".57" = add i64 %".53", %".56"
  store i64 %".57", ptr %".58"
  %".60" = getelementptr i64, ptr %".2", i64 9
  %".61" = load i64, ptr %".60"
  %".62" = mul i64 %".29", %".61"
  %".63" = getelementptr i64, ptr %".2", i64 8
  %".64" = load i64, ptr %".63"
  %".65" = mul i64 %".40", %".64"
  %".66" = add i64 %".62", %".65"
  store i64 %".66", ptr %".67"
  store i64 0, ptr %".69"
  br label %"loop.3"
after.2:
  %".256" = load i64, ptr %".26"
  %".257" = add i64 %".256", 1
  store i64 %".257", ptr %".26"
  %".259" = load i64, ptr %".26"
  %".260" = icmp slt i64 %".259", %".25"
  br i1 %".260", label %"loop.1", label %"after.1"
loop.3:
  %".72" = load i64, ptr %".69"
  %".73" = mul i64 %".72", 2
  %".74" = getelementptr i64, ptr %".8", i64 %".73"
  %".75" = getelementptr i64, ptr %".74", i64 6
  %".76" = load i64, ptr %".58"
  store i64 %".76", ptr %".75", align 8
  %".78" = load i64, ptr %".58"
  %".79" = getelementptr i64, ptr %".2", i64 6
  %".80" = load i64, ptr %".79"
  %".81" = add i64 %".78", %".80"
  store i64 %".81", ptr %".58"
  %".83" = mul i64 %".72", 2
  %".84" = getelementptr i64, ptr %".8", i64 %".83"
  %".85" = getelementptr i64, ptr %".84", i64 7
  %".86" = load i64, ptr %".67"
  store i64 %".86", ptr %".85", align 8
  %".88" = load i64, ptr %".67"
  %".89" = getelementptr i64, ptr %".2", i64 8
  %".90" = load i64, ptr %".89"
  %".91" = add i64 %".88", %".90"
  store i64 %".91", ptr %".67"
  %".93" = load i64, ptr %".69"
  %".94" = add i64 %".93", 1
  store i64 %".94", ptr %".69"
  %".96" = load i64, ptr %".69"
  %".97" = icmp slt i64 %".96", 4
  br i1 %".97", label %"loop.3", label %"after.3"
after.3:
  store i64 %".20", ptr %".99"
  br label %"loop.4"
loop.4:
  %".102" = load i64, ptr %".99"
  %".103" = sub i64 %".5", 4
  %".104" = icmp slt i64 %".102", %".103"
  %".105" = select  i1 %".104", i64 %".102", i64 %".103"
  %".106" = getelementptr i64, ptr %".2", i64 2
  %".107" = load i64, ptr %".106"
  %".108" = getelementptr ptr, ptr %".1", i64 1
  %".109" = load ptr, ptr %".108"
  %".110" = getelementptr float, ptr %".109", i64 %".105"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".111"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".113"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".115"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".117"
  store i64 %".107", ptr %".119"
  %".121" = getelementptr i64, ptr %".2", i64 10
  %".122" = load i64, ptr %".121"
  store i64 0, ptr %".123"
  br label %"loop.5"
after.4:
  %".250" = load i64, ptr %".32"
  %".251" = add i64 %".250", 4
  store i64 %".251", ptr %".32"
  %".253" = load i64, ptr %".32"
  %".254" = icmp slt i64 %".253", %".31"
  br i1 %".254", label %"loop.2", label %"after.2"
loop.5:
  %".126" = load i64, ptr %".123"
  %".127" = getelementptr float, ptr %".50", i64 %".105"
  %".128" = getelementptr i64, ptr %".2", i64 11
  %".129" = load i64, ptr %".128"
  %".130" = mul i64 %".126", %".129"
  %".131" = getelementptr float, ptr %".127", i64 %".130"
  %".132" = getelementptr i64, ptr %".2", i64 2
  %".133" = load i64, ptr %".132"
  %".134" = getelementptr i64, ptr %".2", i64 12
  %".135" = load i64, ptr %".134"
  %".136" = load i64, ptr %".119"
  %".137" = getelementptr float, ptr %".110", i64 %".136"
  %".138" = load <4 x float>, ptr %".137", align 4
  %".139" = load i64, ptr %".119"
  %".140" = add i64 %".139", %".133"
  store i64 %".140", ptr %".119"
  %".142" = load i64, ptr %".119"
  %".143" = getelementptr float, ptr %".110", i64 %".142"
  %".144" = load <4 x float>, ptr %".143", align 4
  %".145" = load i64, ptr %".119"
  %".146" = add i64 %".145", %".133"
  store i64 %".146", ptr %".119"
  %".148" = load i64, ptr %".119"
  %".149" = getelementptr float, ptr %".110", i64 %".148"
  %".150" = load <4 x float>, ptr %".149", align 4
  %".151" = load i64, ptr %".119"
  %".152" = add i64 %".151", %".133"
  store i64 %".152", ptr %".119"
  %".154" = mul i64 %".135", 0
  %".155" = getelementptr float, ptr %".131", i64 %".154"
  %".156" = load <4 x float>, ptr %".155", align 4
  %".157" = load <4 x float>, ptr %".111"
  %".158" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".156", <4 x float> %".138", <4 x float> %".157")
  store <4 x float> %".158", ptr %".111"
  %".160" = mul i64 %".135", 1
  %".161" = getelementptr float, ptr %".131", i64 %".160"
  %".162" = load <4 x float>, ptr %".161", align 4
  %".163" = load <4 x float>, ptr %".111"
  %".164" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".162", <4 x float> %".144", <4 x float> %".163")
  store <4 x float> %".164", ptr %".111"
  %".166" = mul i64 %".135", 2
  %".167" = getelementptr float, ptr %".131", i64 %".166"
  %".168" = load <4 x float>, ptr %".167", align 4
  %".169" = load <4 x float>, ptr %".111"
  %".170" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".168", <4 x float> %".150", <4 x float> %".169")
  store <4 x float> %".170", ptr %".111"
  %".172" = load <4 x float>, ptr %".113"
  %".173" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".168", <4 x float> %".138", <4 x float> %".172")
  store <4 x float> %".173", ptr %".113"
  %".175" = mul i64 %".135", 3
  %".176" = getelementptr float, ptr %".131", i64 %".175"
  %".177" = load <4 x float>, ptr %".176", align 4
  %".178" = load <4 x float>, ptr %".113"
  %".179" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".177", <4 x float> %".144", <4 x float> %".178")
  store <4 x float> %".179", ptr %".113"
  %".181" = mul i64 %".135", 4
  %".182" = getelementptr float, ptr %".131", i64 %".181"
  %".183" = load <4 x float>, ptr %".182", align 4
  %".184" = load <4 x float>, ptr %".113"
  %".185" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".183", <4 x float> %".150", <4 x float> %".184")
  store <4 x float> %".185", ptr %".113"
  %".187" = load <4 x float>, ptr %".115"
  %".188" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".183", <4 x float> %".138", <4 x float> %".187")
  store <4 x float> %".188", ptr %".115"
  %".190" = mul i64 %".135", 5
  %".191" = getelementptr float, ptr %".131", i64 %".190"
  %".192" = load <4 x float>, ptr %".191", align 4
  %".193" = load <4 x float>, ptr %".115"
  %".194" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".192", <4 x float> %".144", <4 x float> %".193")
  store <4 x float> %".194", ptr %".115"
  %".196" = mul i64 %".135", 6
  %".197" = getelementptr float, ptr %".131", i64 %".196"
  %".198" = load <4 x float>, ptr %".197", align 4
  %".199" = load <4 x float>, ptr %".115"
  %".200" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".198", <4 x float> %".150", <4 x float> %".199")
  store <4 x float> %".200", ptr %".115"
  %".202" = load <4 x float>, ptr %".117"
  %".203" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".198", <4 x float> %".138", <4 x float> %".202")
  store <4 x float> %".203", ptr %".117"
  %".205" = mul i64 %".135", 7
  %".206" = getelementptr float, ptr %".131", i64 %".205"
  %".207" = load <4 x float>, ptr %".206", align 4
  %".208" = load <4 x float>, ptr %".117"
  %".209" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".207", <4 x float> %".144", <4 x float> %".208")
  store <4 x float> %".209", ptr %".117"
  %".211" = mul i64 %".135", 8
  %".212" = getelementptr float, ptr %".131", i64 %".211"
  %".213" = load <4 x float>, ptr %".212", align 4
  %".214" = load <4 x float>, ptr %".117"
  %".215" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".213", <4 x float> %".150", <4 x float> %".214")
  store <4 x float> %".215", ptr %".117"
  %".217" = load i64, ptr %".123"
  %".218" = add i64 %".217", 1
  store i64 %".218", ptr %".123"
  %".220" = load i64, ptr %".123"
  %".221" = icmp slt i64 %".220", %".122"
  br i1 %".221", label %"loop.5", label %"after.5"
after.5:
  %".224" = getelementptr float, ptr %".223", i64 0
  %".225" = load <4 x float>, ptr %".111"
  store <4 x float> %".225", ptr %".224", align 4
  %".227" = getelementptr float, ptr %".223", i64 4
  %".228" = load <4 x float>, ptr %".113"
  store <4 x float> %".228", ptr %".227", align 4
  %".230" = getelementptr float, ptr %".223", i64 8
  %".231" = load <4 x float>, ptr %".115"
  store <4 x float> %".231", ptr %".230", align 4
  %".233" = getelementptr float, ptr %".223", i64 12
  %".234" = load <4 x float>, ptr %".117"
  store <4 x float> %".234", ptr %".233", align 4
  %".236" = getelementptr i64, ptr %".8", i64 3
  store i64 %".105", ptr %".236", align 8
  %".238" = getelementptr i64, ptr %".8", i64 4
  store ptr %".110", ptr %".238"
  %".240" = getelementptr ptr, ptr %".1", i64 -1
  %".241" = load void (ptr, ptr, ptr, ptr)*, ptr %".240"
  %".242" = getelementptr i64, ptr %".2", i64 13
  call void %".241"(ptr %".1", ptr %".242", ptr %".8", ptr %".223")
  %".244" = load i64, ptr %".99"
  %".245" = add i64 %".244", 4
  store i64 %".245", ptr %".99"
  %".247" = load i64, ptr %".99"
  %".248" = icmp slt i64 %".247", %".23"
  br i1 %".248", label %"loop.4", label %"after.4"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

