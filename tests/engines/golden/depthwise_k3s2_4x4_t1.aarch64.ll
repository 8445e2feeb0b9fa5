; ModuleID = "depthwise_k3s2_4x4_t1"
target triple = "aarch64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32"

define external hidden void @"depthwise_k3s2_4x4_t1"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".8" = alloca [13 x i64], align 16
  %".15" = alloca [256 x float], align 16
  %".16" = alloca i64
  %".25" = alloca i64
  %".31" = alloca i64
  %".67" = alloca i64
  %".76" = alloca i64
  %".78" = alloca i64
  %".111" = alloca i64
  %".113" = alloca i64
  %".122" = alloca i64
  %".135" = alloca <4 x float>
  %".137" = alloca <4 x float>
  %".139" = alloca <4 x float>
  %".141" = alloca <4 x float>
  %".143" = alloca i64
  %".145" = alloca i64
  %".149" = alloca i64
  br label %"body"
body:
  %".4" = getelementptr i64, ptr %".2", i64 2
  %".5" = load i64, ptr %".4"
  %".6" = getelementptr i64, ptr %".2", i64 3
  %".7" = load i64, ptr %".6"
  %".9" = getelementptr i64, ptr %".8", i64 0
  store i64 4, ptr %".9", align 8
  %".11" = getelementptr i64, ptr %".8", i64 1
  store i64 64, ptr %".11", align 8
  %".13" = getelementptr i64, ptr %".8", i64 4
  store i64 2, ptr %".13", align 8
  store i64 0, ptr %".16"
  br label %"loop"
loop:
  %".19" = load i64, ptr %".16"
  %".20" = add i64 %".19", %".7"
  %".21" = icmp slt i64 %".20", %".5"
  %".22" = select  i1 %".21", i64 %".20", i64 %".5"
  %".23" = getelementptr i64, ptr %".2", i64 0
  %".24" = load i64, ptr %".23"
  store i64 0, ptr %".25"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".28" = load i64, ptr %".25"
  %".29" = getelementptr i64, ptr %".2", i64 1
  %".30" = load i64, ptr %".29"
  store i64 0, ptr %".31"
  br label %"loop.2"
after.1:
  %".302" = load i64, ptr %".16"
  %".303" = add i64 %".302", %".7"
  store i64 %".303", ptr %".16"
  %".305" = load i64, ptr %".16"
  %".306" = icmp slt i64 %".305", %".5"
  br i1 %".306", label %"loop", label %"after"
loop.2:
  %".34" = load i64, ptr %".31"
  %".35" = getelementptr i64, ptr %".2", i64 1
  %".36" = load i64, ptr %".35"
  %".37" = sub i64 %".36", 4
  %".38" = icmp slt i64 %".34", %".37"
  %".39" = select  i1 %".38", i64 %".34", i64 %".37"
  %".40" = getelementptr ptr, ptr %".1", i64 0
  %".41" = load ptr, ptr %".40"
  %".42" = getelementptr i64, ptr %".2", i64 5
  %".43" = load i64, ptr %".42"
  %".44" = mul i64 %".28", %".43"
  %".45" = getelementptr i64, ptr %".2", i64 4
  %".46" = load i64, ptr %".45"
  %".47" = mul i64 %".39", %".46"
  %".48" = add i64 %".44", %".47"
  %".49" = getelementptr float, ptr %".41", i64 %".48"
  %".50" = getelementptr ptr, ptr %".1", i64 2
  %".51" = load ptr, ptr %".50"
  %".52" = getelementptr i64, ptr %".2", i64 7
  %".53" = load i64, ptr %".52"
  %".54" = mul i64 %".28", %".53"
  %".55" = getelementptr i64, ptr %".2", i64 6
  %".56" = load i64, ptr %".55"
  %".57" = mul i64 %".39", %".56"
  %".58" = add i64 %".54", %".57"
  %".59" = getelementptr float, ptr %".51", i64 %".58"
  %".60" = getelementptr i64, ptr %".2", i64 7
  %".61" = load i64, ptr %".60"
  %".62" = mul i64 %".28", %".61"
  %".63" = getelementptr i64, ptr %".2", i64 6
  %".64" = load i64, ptr %".63"
  %".65" = mul i64 %".39", %".64"
  %".66" = add i64 %".62", %".65"
  store i64 %".66", ptr %".67"
  %".69" = getelementptr i64, ptr %".2", i64 9
  %".70" = load i64, ptr %".69"
  %".71" = mul i64 %".28", %".70"
  %".72" = getelementptr i64, ptr %".2", i64 8
  %".73" = load i64, ptr %".72"
  %".74" = mul i64 %".39", %".73"
  %".75" = add i64 %".71", %".74"
  store i64 %".75", ptr %".76"
  store i64 0, ptr %".78"
  br label %"loop.3"
after.2:
  %".296" = load i64, ptr %".25"
  %".297" = add i64 %".296", 1
  store i64 %".297", ptr %".25"
  %".299" = load i64, ptr %".25"
  %".300" = icmp slt i64 %".299", %".24"
  br i1 %".300", label %"loop.1", label %"after.1"
loop.3:
  %".81" = load i64, ptr %".78"
  %".82" = mul i64 %".81", 2
  %".83" = getelementptr i64, ptr %".8", i64 %".82"
  %".84" = getelementptr i64, ptr %".83", i64 5
  %".85" = load i64, ptr %".67"
  store i64 %".85", ptr %".84", align 8
  %".87" = load i64, ptr %".67"
  %".88" = getelementptr i64, ptr %".2", i64 6
  %".89" = load i64, ptr %".88"
  %".90" = add i64 %".87", %".89"
  store i64 %".90", ptr %".67"
  %".92" = mul i64 %".81", 2
  %".93" = getelementptr i64, ptr %".8", i64 %".92"
  %".94" = getelementptr i64, ptr %".93", i64 6
  %".95" = load i64, ptr %".76"
  store i64 %".95", ptr %".94", align 8
  %".97" = load i64, ptr %".76"
  %".98" = getelementptr i64, ptr %".2", i64 8
  %".99" = load i64, ptr %".98"
  %".100" = add i64 %".97", %".99"
  store i64 %".100", ptr %".76"
  %".102" = load i64, ptr %".78"
  %".103" = add i64 %".102", 1
  store i64 %".103", ptr %".78"
  %".105" = load i64, ptr %".78"
  %".106" = icmp slt i64 %".105", 4
  br i1 %".106", label %"loop.3", label %"after.3"
after.3:
  %".108" = getelementptr i64, ptr %".2", i64 2
  %".109" = load i64, ptr %".108"
  %".110" = sub i64 %".109", 4
  store i64 0, ptr %".111"
  store i64 %".19", ptr %".113"
  br label %"loop.4"
loop.4:
  %".116" = load i64, ptr %".113"
  %".117" = icmp slt i64 %".116", %".110"
  %".118" = select  i1 %".117", i64 %".116", i64 %".110"
  %".119" = add i64 %".116", 64
  %".120" = icmp slt i64 %".119", %".22"
  %".121" = select  i1 %".120", i64 %".119", i64 %".22"
  store i64 %".116", ptr %".122"
  br label %"loop.5"
after.4:
  %".290" = load i64, ptr %".31"
  %".291" = add i64 %".290", 4
  store i64 %".291", ptr %".31"
  %".293" = load i64, ptr %".31"
  %".294" = icmp slt i64 %".293", %".30"
  br i1 %".294", label %"loop.2", label %"after.2"
loop.5:
  %".125" = load i64, ptr %".122"
  %".126" = icmp slt i64 %".125", %".110"
  %".127" = select  i1 %".126", i64 %".125", i64 %".110"
  %".128" = getelementptr ptr, ptr %".1", i64 1
  %".129" = load ptr, ptr %".128"
  %".130" = getelementptr float, ptr %".129", i64 %".127"
  %".131" = load <4 x float>, ptr %".130", align 4
  %".132" = getelementptr float, ptr %".49", i64 %".127"
  %".133" = getelementptr i64, ptr %".2", i64 2
  %".134" = load i64, ptr %".133"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".135"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".137"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".139"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".141"
  store i64 %".134", ptr %".143"
  store i64 0, ptr %".145"
  %".147" = getelementptr i64, ptr %".2", i64 10
  %".148" = load i64, ptr %".147"
  store i64 0, ptr %".149"
  br label %"loop.6"
after.5:
  %".275" = load i64, ptr %".111"
  %".276" = getelementptr i64, ptr %".8", i64 3
  store i64 %".118", ptr %".276", align 8
  %".278" = getelementptr i64, ptr %".8", i64 2
  store i64 %".275", ptr %".278", align 8
  %".280" = getelementptr ptr, ptr %".1", i64 -1
  %".281" = load void (ptr, ptr, ptr, ptr)*, ptr %".280"
  %".282" = getelementptr i64, ptr %".2", i64 13
  call void %".281"(ptr %".1", ptr %".282", ptr %".8", ptr %".15")
  %".284" = load i64, ptr %".113"
  %".285" = add i64 %".284", 64
  store i64 %".285", ptr %".113"
  %".287" = load i64, ptr %".113"
  %".288" = icmp slt i64 %".287", %".22"
  br i1 %".288", label %"loop.4", label %"after.4"
loop.6:
  %".152" = load i64, ptr %".149"
  %".153" = load i64, ptr %".145"
  %".154" = getelementptr float, ptr %".132", i64 %".153"
  %".155" = load i64, ptr %".145"
  %".156" = getelementptr i64, ptr %".2", i64 11
  %".157" = load i64, ptr %".156"
  %".158" = add i64 %".155", %".157"
  store i64 %".158", ptr %".145"
  %".160" = getelementptr i64, ptr %".2", i64 2
  %".161" = load i64, ptr %".160"
  %".162" = getelementptr i64, ptr %".2", i64 12
  %".163" = load i64, ptr %".162"
  %".164" = load i64, ptr %".143"
  %".165" = getelementptr float, ptr %".130", i64 %".164"
  %".166" = load <4 x float>, ptr %".165", align 4
  %".167" = load i64, ptr %".143"
  %".168" = add i64 %".167", %".161"
  store i64 %".168", ptr %".143"
  %".170" = load i64, ptr %".143"
  %".171" = getelementptr float, ptr %".130", i64 %".170"
  %".172" = load <4 x float>, ptr %".171", align 4
  %".173" = load i64, ptr %".143"
  %".174" = add i64 %".173", %".161"
  store i64 %".174", ptr %".143"
  %".176" = load i64, ptr %".143"
  %".177" = getelementptr float, ptr %".130", i64 %".176"
  %".178" = load <4 x float>, ptr %".177", align 4
  %".179" = load i64, ptr %".143"
  %".180" = add i64 %".179", %".161"
  store i64 %".180", ptr %".143"
  %".182" = load <4 x float>, ptr %".154", align 4
  %".183" = getelementptr float, ptr %".154", i64 %".163"
  %".184" = load <4 x float>, ptr %".135"
  %".185" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".182", <4 x float> %".166", <4 x float> %".184")
  store <4 x float> %".185", ptr %".135"
  %".187" = load <4 x float>, ptr %".183", align 4
  %".188" = getelementptr float, ptr %".183", i64 %".163"
  %".189" = load <4 x float>, ptr %".135"
  %".190" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".187", <4 x float> %".172", <4 x float> %".189")
  store <4 x float> %".190", ptr %".135"
  %".192" = load <4 x float>, ptr %".188", align 4
  %".193" = getelementptr float, ptr %".188", i64 %".163"
  %".194" = load <4 x float>, ptr %".135"
  %".195" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".192", <4 x float> %".178", <4 x float> %".194")
  store <4 x float> %".195", ptr %".135"
  %".197" = load <4 x float>, ptr %".137"
  %".198" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".192", <4 x float> %".166", <4 x float> %".197")
  store <4 x float> %".198", ptr %".137"
  %".200" = load <4 x float>, ptr %".193", align 4
  %".201" = getelementptr float, ptr %".193", i64 %".163"
  %".202" = load <4 x float>, ptr %".137"
  %".203" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".200", <4 x float> %".172", <4 x float> %".202")
  store <4 x float> %".203", ptr %".137"
  %".205" = load <4 x float>, ptr %".201", align 4
  %".206" = getelementptr float, ptr %".201", i64 %".163"
  %".207" = load <4 x float>, ptr %".137"
  %".208" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".205", <4 x float> %".178", <4 x float> %".207")
  store <4 x float> %".208", ptr %".137"
  %".210" = load <4 x float>, ptr %".139"
  %".211" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".205", <4 x float> %".166", <4 x float> %".210")
  store <4 x float> %".211", ptr %".139"
  %".213" = load <4 x float>, ptr %".206", align 4
  %".214" = getelementptr float, ptr %".206", i64 %".163"
  %".215" = load <4 x float>, ptr %".139"
  %".216" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".213", <4 x float> %".172", <4 x float> %".215")
  store <4 x float> %".216", ptr %".139"
  %".218" = load <4 x float>, ptr %".214", align 4
  %".219" = getelementptr float, ptr %".214", i64 %".163"
  %".220" = load <4 x float>, ptr %".139"
  %".221" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".218", <4 x float> %".178", <4 x float> %".220")
  store <4 x float> %".221", ptr %".139"
  %".223" = load <4 x float>, ptr %".141"
  %".224" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".218", <4 x float> %".166", <4 x float> %".223")
  store <4 x float> %".224", ptr %".141"
  %".226" = load <4 x float>, ptr %".219", align 4
  %".227" = getelementptr float, ptr %".219", i64 %".163"
  %".228" = load <4 x float>, ptr %".141"
  %".229" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".226", <4 x float> %".172", <4 x float> %".228")
  store <4 x float> %".229", ptr %".141"
  %".231" = load <4 x float>, ptr %".227", align 4
  %".232" = getelementptr float, ptr %".227", i64 %".163"
  %".233" = load <4 x float>, ptr %".141"
  %".234" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".231", <4 x float> %".178", <4 x float> %".233")
  store <4 x float> %".234", ptr %".141"
  %".236" = load i64, ptr %".149"
  %".237" = add i64 %".236", 1
  store i64 %".237", ptr %".149"
  %".239" = load i64, ptr %".149"
  %".240" = icmp slt i64 %".239", %".148"
  br i1 %".240", label %"loop.6", label %"after.6"
after.6:
  %".242" = sub i64 %".127", %".118"
  %".243" = load <4 x float>, ptr %".135"
  %".244" = fadd <4 x float> %".243", %".131"
  %".245" = add i64 %".242", 0
  %".246" = getelementptr float, ptr %".15", i64 %".245"
  store <4 x float> %".244", ptr %".246", align 4
  %".248" = sub i64 %".127", %".118"
  %".249" = load <4 x float>, ptr %".137"
  %".250" = fadd <4 x float> %".249", %".131"
  %".251" = add i64 %".248", 64
  %".252" = getelementptr float, ptr %".15", i64 %".251"
  store <4 x float> %".250", ptr %".252", align 4
  %".254" = sub i64 %".127", %".118"
  %".255" = load <4 x float>, ptr %".139"
  %".256" = fadd <4 x float> %".255", %".131"
  %".257" = add i64 %".254", 128
  %".258" = getelementptr float, ptr %".15", i64 %".257"
  store <4 x float> %".256", ptr %".258", align 4
  %".260" = sub i64 %".127", %".118"
  %".261" = load <4 x float>, ptr %".141"
  %".262" = fadd <4 x float> %".261", %".131"
  %".263" = add i64 %".260", 192
  %".264" = getelementptr float, ptr %".15", i64 %".263"
  store <4 x float> %".262", ptr %".264", align 4
  %".266" = sub i64 %".127", %".118"
  %".267" = add i64 %".266", 4
  store i64 %".267", ptr %".111"
  %".269" = load i64, ptr %".122"
  %".270" = add i64 %".269", 4
  store i64 %".270", ptr %".122"
  %".272" = load i64, ptr %".122"
  %".273" = icmp slt i64 %".272", %".121"
  br i1 %".273", label %"loop.5", label %"after.5"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

