; ModuleID = "depthwise_k3s2_4x4_t1"
target triple = "aarch64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32"

define external hidden void @"depthwise_k3s2_4x4_t1"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".8" = alloca i64
  %".17" = alloca i64
  %".23" = alloca i64
  %".52" = alloca [13 x i64], align 16
  %".60" = alloca i64
  %".69" = alloca i64
  %".71" = alloca i64
  %".104" = alloca [256 x float], align 16
  %".105" = alloca i64
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
  %".302" = load i64, ptr %".8"
  %".303" = add i64 %".302", %".7"
  store i64 %".303", ptr %".8"
  %".305" = load i64, ptr %".8"
  %".306" = icmp slt i64 %".305", %".5"
  br i1 %".306", label %"loop", label %"after"
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
  %".53" = getelementptr i64, ptr %".2", i64 7
  %".54" = load i64, ptr %".53"
  %".55" = mul i64 %".20", %".54"
  %".56" = getelementptr i64, ptr %".2", i64 6
  %".57" = load i64, ptr %".56"
  %".58" = mul i64 %".31", %".57"
  %".59" = add i64 %".55", %".58"
  store i64 %".59", ptr %".60"
  %".62" = getelementptr i64, ptr %".2", i64 9
  %".63" = load i64, ptr %".62"
  %".64" = mul i64 %".20", %".63"
  %".65" = getelementptr i64, ptr %".2", i64 8
  %".66" = load i64, ptr %".65"
  %".67" = mul i64 %".31", %".66"
  %".68" = add i64 %".64", %".67"
  store i64 %".68", ptr %".69"
  store i64 0, ptr %".71"
  br label %"loop.3"
after.2:
  %".296" = load i64, ptr %".17"
  %".297" = add i64 %".296", 1
  store i64 %".297", ptr %".17"
  %".299" = load i64, ptr %".17"
  %".300" = icmp slt i64 %".299", %".16"
  br i1 %".300", label %"loop.1", label %"after.1"
loop.3:
  %".74" = load i64, ptr %".71"
  %".75" = mul i64 %".74", 2
  %".76" = getelementptr i64, ptr %".52", i64 %".75"
  %".77" = getelementptr i64, ptr %".76", i64 5
  %".78" = load i64, ptr %".60"
  store i64 %".78", ptr %".77", align 8
  %".80" = load i64, ptr %".60"
  %".81" = getelementptr i64, ptr %".2", i64 6
  %".82" = load i64, ptr %".81"
  %".83" = add i64 %".80", %".82"
  store i64 %".83", ptr %".60"
  %".85" = mul i64 %".74", 2
  %".86" = getelementptr i64, ptr %".52", i64 %".85"
  %".87" = getelementptr i64, ptr %".86", i64 6
  %".88" = load i64, ptr %".69"
  store i64 %".88", ptr %".87", align 8
  %".90" = load i64, ptr %".69"
  %".91" = getelementptr i64, ptr %".2", i64 8
  %".92" = load i64, ptr %".91"
  %".93" = add i64 %".90", %".92"
  store i64 %".93", ptr %".69"
  %".95" = load i64, ptr %".71"
  %".96" = add i64 %".95", 1
  store i64 %".96", ptr %".71"
  %".98" = load i64, ptr %".71"
  %".99" = icmp slt i64 %".98", 4
  br i1 %".99", label %"loop.3", label %"after.3"
after.3:
  %".101" = getelementptr i64, ptr %".2", i64 2
  %".102" = load i64, ptr %".101"
  %".103" = sub i64 %".102", 4
  store i64 0, ptr %".105"
  %".107" = getelementptr i64, ptr %".52", i64 0
  store i64 4, ptr %".107", align 8
  %".109" = getelementptr i64, ptr %".52", i64 1
  store i64 64, ptr %".109", align 8
  %".111" = getelementptr i64, ptr %".52", i64 4
  store i64 2, ptr %".111", align 8
  store i64 %".11", ptr %".113"
  br label %"loop.4"
loop.4:
  %".116" = load i64, ptr %".113"
  %".117" = icmp slt i64 %".116", %".103"
  %".118" = select  i1 %".117", i64 %".116", i64 %".103"
  %".119" = add i64 %".116", 64
  %".120" = icmp slt i64 %".119", %".14"
  %".121" = select  i1 %".120", i64 %".119", i64 %".14"
  store i64 %".116", ptr %".122"
  br label %"loop.5"
after.4:
  %".290" = load i64, ptr %".23"
  %".291" = add i64 %".290", 4
  store i64 %".291", ptr %".23"
  %".293" = load i64, ptr %".23"
  %".294" = icmp slt i64 %".293", %".22"
  br i1 %".294", label %"loop.2", label %"after.2"
loop.5:
  %".125" = load i64, ptr %".122"
  %".126" = icmp slt i64 %".125", %".103"
  %".127" = select  i1 %".126", i64 %".125", i64 %".103"
  %".128" = getelementptr ptr, ptr %".1", i64 1
  %".129" = load ptr, ptr %".128"
  %".130" = getelementptr float, ptr %".129", i64 %".127"
  %".131" = load <4 x float>, ptr %".130", align 4
  %".132" = getelementptr float, ptr %".41", i64 %".127"
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
  %".275" = load i64, ptr %".105"
  %".276" = getelementptr i64, ptr %".52", i64 3
  store i64 %".118", ptr %".276", align 8
  %".278" = getelementptr i64, ptr %".52", i64 2
  store i64 %".275", ptr %".278", align 8
  %".280" = getelementptr ptr, ptr %".1", i64 -1
  %".281" = load void (ptr, ptr, ptr, ptr)*, ptr %".280"
  %".282" = getelementptr i64, ptr %".2", i64 13
  call void %".281"(ptr %".1", ptr %".282", ptr %".52", ptr %".104")
  %".284" = load i64, ptr %".113"
  %".285" = add i64 %".284", 64
  store i64 %".285", ptr %".113"
  %".287" = load i64, ptr %".113"
  %".288" = icmp slt i64 %".287", %".14"
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
  %".243" = add i64 %".242", 0
  %".244" = getelementptr float, ptr %".104", i64 %".243"
  %".245" = load <4 x float>, ptr %".135"
  %".246" = fadd <4 x float> %".245", %".131"
  store <4 x float> %".246", ptr %".244", align 4
  %".248" = sub i64 %".127", %".118"
  %".249" = add i64 %".248", 64
  %".250" = getelementptr float, ptr %".104", i64 %".249"
  %".251" = load <4 x float>, ptr %".137"
  %".252" = fadd <4 x float> %".251", %".131"
  store <4 x float> %".252", ptr %".250", align 4
  %".254" = sub i64 %".127", %".118"
  %".255" = add i64 %".254", 128
  %".256" = getelementptr float, ptr %".104", i64 %".255"
  %".257" = load <4 x float>, ptr %".139"
  %".258" = fadd <4 x float> %".257", %".131"
  store <4 x float> %".258", ptr %".256", align 4
  %".260" = sub i64 %".127", %".118"
  %".261" = add i64 %".260", 192
  %".262" = getelementptr float, ptr %".104", i64 %".261"
  %".263" = load <4 x float>, ptr %".141"
  %".264" = fadd <4 x float> %".263", %".131"
  store <4 x float> %".264", ptr %".262", align 4
  %".266" = sub i64 %".127", %".118"
  %".267" = add i64 %".266", 4
  store i64 %".267", ptr %".105"
  %".269" = load i64, ptr %".122"
  %".270" = add i64 %".269", 4
  store i64 %".270", ptr %".122"
  %".272" = load i64, ptr %".122"
  %".273" = icmp slt i64 %".272", %".121"
  br i1 %".273", label %"loop.5", label %"after.5"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

