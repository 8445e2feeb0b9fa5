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
  %".68" = alloca i64
  %".77" = alloca i64
  %".79" = alloca i64
  %".109" = alloca i64
  %".122" = alloca <4 x float>
  %".124" = alloca <4 x float>
  %".126" = alloca <4 x float>
  %".128" = alloca <4 x float>
  %".130" = alloca i64
  %".134" = alloca i64
  %".233" = alloca [16 x float], align 16
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
  %".275" = load i64, ptr %".17"
  %".276" = add i64 %".275", %".7"
  store i64 %".276", ptr %".17"
  %".278" = load i64, ptr %".17"
  %".279" = icmp slt i64 %".278", %".5"
  br i1 %".279", label %"loop", label %"after"
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
  %".51" = getelementptr ptr, ptr %".1", i64 2
  %".52" = load ptr, ptr %".51"
  %".53" = getelementptr i64, ptr %".2", i64 7
  %".54" = load i64, ptr %".53"
  %".55" = mul i64 %".29", %".54"
  %".56" = getelementptr i64, ptr %".2", i64 6
  %".57" = load i64, ptr %".56"
  %".58" = mul i64 %".40", %".57"
  %".59" = add i64 %".55", %".58"
  %".60" = getelementptr float, ptr %".52", i64 %".59"
  %".61" = getelementptr i64, ptr %".2", i64 7
  %".62" = load i64, ptr %".61"
  %".63" = mul i64 %".29", %".62"
  %".64" = getelementptr i64, ptr %".2", i64 6
  %".65" = load i64, ptr %".64"
  %".66" = mul i64 %".40", %".65"
  %".67" = add i64 %".63", %".66"
  store i64 %".67", ptr %".68"
  %".70" = getelementptr i64, ptr %".2", i64 9
  %".71" = load i64, ptr %".70"
  %".72" = mul i64 %".29", %".71"
  %".73" = getelementptr i64, ptr %".2", i64 8
  %".74" = load i64, ptr %".73"
  %".75" = mul i64 %".40", %".74"
  %".76" = add i64 %".72", %".75"
  store i64 %".76", ptr %".77"
  store i64 0, ptr %".79"
  br label %"loop.3"
after.2:
  %".269" = load i64, ptr %".26"
  %".270" = add i64 %".269", 1
  store i64 %".270", ptr %".26"
  %".272" = load i64, ptr %".26"
  %".273" = icmp slt i64 %".272", %".25"
  br i1 %".273", label %"loop.1", label %"after.1"
loop.3:
  %".82" = load i64, ptr %".79"
  %".83" = mul i64 %".82", 2
  %".84" = getelementptr i64, ptr %".8", i64 %".83"
  %".85" = getelementptr i64, ptr %".84", i64 6
  %".86" = load i64, ptr %".68"
  store i64 %".86", ptr %".85", align 8
  %".88" = load i64, ptr %".68"
  %".89" = getelementptr i64, ptr %".2", i64 6
  %".90" = load i64, ptr %".89"
  %".91" = add i64 %".88", %".90"
  store i64 %".91", ptr %".68"
  %".93" = mul i64 %".82", 2
  %".94" = getelementptr i64, ptr %".8", i64 %".93"
  %".95" = getelementptr i64, ptr %".94", i64 7
  %".96" = load i64, ptr %".77"
  store i64 %".96", ptr %".95", align 8
  %".98" = load i64, ptr %".77"
  %".99" = getelementptr i64, ptr %".2", i64 8
  %".100" = load i64, ptr %".99"
  %".101" = add i64 %".98", %".100"
  store i64 %".101", ptr %".77"
  %".103" = load i64, ptr %".79"
  %".104" = add i64 %".103", 1
  store i64 %".104", ptr %".79"
  %".106" = load i64, ptr %".79"
  %".107" = icmp slt i64 %".106", 4
  br i1 %".107", label %"loop.3", label %"after.3"
after.3:
  store i64 %".20", ptr %".109"
  br label %"loop.4"
loop.4:
  %".112" = load i64, ptr %".109"
  %".113" = sub i64 %".5", 4
  %".114" = icmp slt i64 %".112", %".113"
  %".115" = select  i1 %".114", i64 %".112", i64 %".113"
  %".116" = getelementptr float, ptr %".50", i64 %".115"
  %".117" = getelementptr ptr, ptr %".1", i64 1
  %".118" = load ptr, ptr %".117"
  %".119" = getelementptr float, ptr %".118", i64 %".115"
  %".120" = getelementptr i64, ptr %".2", i64 2
  %".121" = load i64, ptr %".120"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".122"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".124"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".126"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".128"
  store i64 %".121", ptr %".130"
  %".132" = getelementptr i64, ptr %".2", i64 10
  %".133" = load i64, ptr %".132"
  store i64 0, ptr %".134"
  br label %"loop.5"
after.4:
  %".263" = load i64, ptr %".32"
  %".264" = add i64 %".263", 4
  store i64 %".264", ptr %".32"
  %".266" = load i64, ptr %".32"
  %".267" = icmp slt i64 %".266", %".31"
  br i1 %".267", label %"loop.2", label %"after.2"
loop.5:
  %".137" = load i64, ptr %".134"
  %".138" = getelementptr i64, ptr %".2", i64 11
  %".139" = load i64, ptr %".138"
  %".140" = mul i64 %".137", %".139"
  %".141" = getelementptr float, ptr %".116", i64 %".140"
  %".142" = getelementptr i64, ptr %".2", i64 2
  %".143" = load i64, ptr %".142"
  %".144" = getelementptr i64, ptr %".2", i64 12
  %".145" = load i64, ptr %".144"
  %".146" = load i64, ptr %".130"
  %".147" = getelementptr float, ptr %".119", i64 %".146"
  %".148" = load <4 x float>, ptr %".147", align 4
  %".149" = load i64, ptr %".130"
  %".150" = add i64 %".149", %".143"
  store i64 %".150", ptr %".130"
  %".152" = load i64, ptr %".130"
  %".153" = getelementptr float, ptr %".119", i64 %".152"
  %".154" = load <4 x float>, ptr %".153", align 4
  %".155" = load i64, ptr %".130"
  %".156" = add i64 %".155", %".143"
  store i64 %".156", ptr %".130"
  %".158" = load i64, ptr %".130"
  %".159" = getelementptr float, ptr %".119", i64 %".158"
  %".160" = load <4 x float>, ptr %".159", align 4
  %".161" = load i64, ptr %".130"
  %".162" = add i64 %".161", %".143"
  store i64 %".162", ptr %".130"
  %".164" = mul i64 %".145", 0
  %".165" = getelementptr float, ptr %".141", i64 %".164"
  %".166" = load <4 x float>, ptr %".165", align 4
  %".167" = load <4 x float>, ptr %".122"
  %".168" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".166", <4 x float> %".148", <4 x float> %".167")
  store <4 x float> %".168", ptr %".122"
  %".170" = mul i64 %".145", 1
  %".171" = getelementptr float, ptr %".141", i64 %".170"
  %".172" = load <4 x float>, ptr %".171", align 4
  %".173" = load <4 x float>, ptr %".122"
  %".174" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".172", <4 x float> %".154", <4 x float> %".173")
  store <4 x float> %".174", ptr %".122"
  %".176" = mul i64 %".145", 2
  %".177" = getelementptr float, ptr %".141", i64 %".176"
  %".178" = load <4 x float>, ptr %".177", align 4
  %".179" = load <4 x float>, ptr %".122"
  %".180" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".178", <4 x float> %".160", <4 x float> %".179")
  store <4 x float> %".180", ptr %".122"
  %".182" = load <4 x float>, ptr %".124"
  %".183" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".178", <4 x float> %".148", <4 x float> %".182")
  store <4 x float> %".183", ptr %".124"
  %".185" = mul i64 %".145", 3
  %".186" = getelementptr float, ptr %".141", i64 %".185"
  %".187" = load <4 x float>, ptr %".186", align 4
  %".188" = load <4 x float>, ptr %".124"
  %".189" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".187", <4 x float> %".154", <4 x float> %".188")
  store <4 x float> %".189", ptr %".124"
  %".191" = mul i64 %".145", 4
  %".192" = getelementptr float, ptr %".141", i64 %".191"
  %".193" = load <4 x float>, ptr %".192", align 4
  %".194" = load <4 x float>, ptr %".124"
  %".195" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".193", <4 x float> %".160", <4 x float> %".194")
  store <4 x float> %".195", ptr %".124"
  %".197" = load <4 x float>, ptr %".126"
  %".198" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".193", <4 x float> %".148", <4 x float> %".197")
  store <4 x float> %".198", ptr %".126"
  %".200" = mul i64 %".145", 5
  %".201" = getelementptr float, ptr %".141", i64 %".200"
  %".202" = load <4 x float>, ptr %".201", align 4
  %".203" = load <4 x float>, ptr %".126"
  %".204" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".202", <4 x float> %".154", <4 x float> %".203")
  store <4 x float> %".204", ptr %".126"
  %".206" = mul i64 %".145", 6
  %".207" = getelementptr float, ptr %".141", i64 %".206"
  %".208" = load <4 x float>, ptr %".207", align 4
  %".209" = load <4 x float>, ptr %".126"
  %".210" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".208", <4 x float> %".160", <4 x float> %".209")
  store <4 x float> %".210", ptr %".126"
  %".212" = load <4 x float>, ptr %".128"
  %".213" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".208", <4 x float> %".148", <4 x float> %".212")
  store <4 x float> %".213", ptr %".128"
  %".215" = mul i64 %".145", 7
  %".216" = getelementptr float, ptr %".141", i64 %".215"
  %".217" = load <4 x float>, ptr %".216", align 4
  %".218" = load <4 x float>, ptr %".128"
  %".219" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".217", <4 x float> %".154", <4 x float> %".218")
  store <4 x float> %".219", ptr %".128"
  %".221" = mul i64 %".145", 8
  %".222" = getelementptr float, ptr %".141", i64 %".221"
  %".223" = load <4 x float>, ptr %".222", align 4
  %".224" = load <4 x float>, ptr %".128"
  %".225" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".223", <4 x float> %".160", <4 x float> %".224")
  store <4 x float> %".225", ptr %".128"
  %".227" = load i64, ptr %".134"
  %".228" = add i64 %".227", 1
  store i64 %".228", ptr %".134"
  %".230" = load i64, ptr %".134"
  %".231" = icmp slt i64 %".230", %".133"
  br i1 %".231", label %"loop.5", label %"after.5"
after.5:
  %".234" = getelementptr float, ptr %".233", i64 0
  %".235" = load <4 x float>, ptr %".122"
  store <4 x float> %".235", ptr %".234", align 4
  %".237" = getelementptr float, ptr %".233", i64 4
  %".238" = load <4 x float>, ptr %".124"
  store <4 x float> %".238", ptr %".237", align 4
  %".240" = getelementptr float, ptr %".233", i64 8
  %".241" = load <4 x float>, ptr %".126"
  store <4 x float> %".241", ptr %".240", align 4
  %".243" = getelementptr float, ptr %".233", i64 12
  %".244" = load <4 x float>, ptr %".128"
  store <4 x float> %".244", ptr %".243", align 4
  %".246" = getelementptr ptr, ptr %".1", i64 1
  %".247" = load ptr, ptr %".246"
  %".248" = getelementptr float, ptr %".247", i64 %".115"
  %".249" = getelementptr i64, ptr %".8", i64 3
  store i64 %".115", ptr %".249", align 8
  %".251" = getelementptr i64, ptr %".8", i64 4
  store ptr %".248", ptr %".251"
  %".253" = getelementptr ptr, ptr %".1", i64 -1
  %".254" = load void (ptr, ptr, ptr, ptr)*, ptr %".253"
  %".255" = getelementptr i64, ptr %".2", i64 13
  call void %".254"(ptr %".1", ptr %".255", ptr %".8", ptr %".233")
  %".257" = load i64, ptr %".109"
  %".258" = add i64 %".257", 4
  store i64 %".258", ptr %".109"
  %".260" = load i64, ptr %".109"
  %".261" = icmp slt i64 %".260", %".23"
  br i1 %".261", label %"loop.4", label %"after.4"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

