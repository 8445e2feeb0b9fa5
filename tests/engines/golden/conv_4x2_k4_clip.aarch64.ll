; ModuleID = "conv_4x2_k4_clip"
target triple = "aarch64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32"

define external hidden void @"conv_4x2_k4_clip"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".4" = alloca [10 x i64], align 16
  %".5" = alloca [4 x i64], align 16
  %".22" = alloca i64
  %".26" = alloca i64
  %".28" = alloca i64
  %".30" = alloca i64
  %".35" = alloca i64
  %".40" = alloca i64
  %".95" = alloca i64
  %".103" = alloca <4 x float>
  %".105" = alloca <4 x float>
  %".107" = alloca <4 x float>
  %".109" = alloca <4 x float>
  %".111" = alloca <4 x float>
  %".113" = alloca <4 x float>
  %".115" = alloca <4 x float>
  %".117" = alloca <4 x float>
  %".120" = alloca [1 x i64], align 16
  %".121" = alloca i64
  %".126" = alloca i64
  %".131" = alloca i64
  %".135" = alloca i64
  %".156" = alloca i64
  %".315" = alloca i64
  br label %"body"
body:
  %".6" = getelementptr i64, ptr %".2", i64 0
  %".7" = load i64, ptr %".6"
  %".8" = getelementptr i64, ptr %".2", i64 11
  %".9" = load i64, ptr %".8"
  %".10" = getelementptr i64, ptr %".2", i64 12
  %".11" = load i64, ptr %".10"
  %".12" = getelementptr i64, ptr %".2", i64 6
  %".13" = load i64, ptr %".12"
  %".14" = getelementptr i64, ptr %".2", i64 8
  %".15" = load i64, ptr %".14"
  %".16" = mul i64 %".13", %".15"
  %".17" = getelementptr i64, ptr %".2", i64 10
  %".18" = load i64, ptr %".17"
  %".19" = mul i64 %".16", %".18"
  %".20" = add i64 %".19", 1
  %".21" = mul i64 %".20", 8
  store i64 0, ptr %".22"
  br label %"loop"
loop:
  %".25" = load i64, ptr %".22"
  store i64 0, ptr %".26"
  store i64 0, ptr %".28"
  store i64 0, ptr %".30"
  %".32" = add i64 %".25", %".11"
  %".33" = icmp slt i64 %".32", %".9"
  %".34" = select  i1 %".33", i64 %".32", i64 %".9"
  store i64 0, ptr %".35"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".38" = load i64, ptr %".35"
  %".39" = sub i64 %".7", %".38"
  store i64 0, ptr %".40"
  br label %"loop.2"
after.1:
  %".496" = load i64, ptr %".22"
  %".497" = add i64 %".496", %".11"
  store i64 %".497", ptr %".22"
  %".499" = load i64, ptr %".22"
  %".500" = icmp slt i64 %".499", %".9"
  br i1 %".500", label %"loop", label %"after"
loop.2:
  %".43" = load i64, ptr %".40"
  %".44" = getelementptr i64, ptr %".5", i64 %".43"
  %".45" = getelementptr ptr, ptr %".1", i64 0
  %".46" = load ptr, ptr %".45"
  %".47" = load i64, ptr %".26"
  %".48" = getelementptr float, ptr %".46", i64 %".47"
  store ptr %".48", ptr %".44"
  %".50" = mul i64 %".43", 1
  %".51" = getelementptr i64, ptr %".4", i64 %".50"
  %".52" = getelementptr i64, ptr %".51", i64 6
  %".53" = load i64, ptr %".28"
  store i64 %".53", ptr %".52", align 8
  %".55" = add i64 %".43", 1
  %".56" = icmp sgt i64 %".39", %".55"
  br i1 %".56", label %"then", label %"after.3"
after.2:
  store i64 %".25", ptr %".95"
  br label %"loop.3"
then:
  %".58" = load i64, ptr %".26"
  %".59" = getelementptr i64, ptr %".2", i64 2
  %".60" = load i64, ptr %".59"
  %".61" = add i64 %".58", %".60"
  store i64 %".61", ptr %".26"
  %".63" = load i64, ptr %".28"
  %".64" = getelementptr i64, ptr %".2", i64 4
  %".65" = load i64, ptr %".64"
  %".66" = add i64 %".63", %".65"
  store i64 %".66", ptr %".28"
  %".68" = load i64, ptr %".30"
  %".69" = add i64 %".68", 1
  store i64 %".69", ptr %".30"
  %".71" = load i64, ptr %".30"
  %".72" = getelementptr i64, ptr %".2", i64 1
  %".73" = load i64, ptr %".72"
  %".74" = icmp eq i64 %".71", %".73"
  br i1 %".74", label %"then.1", label %"after.4"
after.3:
  %".89" = load i64, ptr %".40"
  %".90" = add i64 %".89", 1
  store i64 %".90", ptr %".40"
  %".92" = load i64, ptr %".40"
  %".93" = icmp slt i64 %".92", 4
  br i1 %".93", label %"loop.2", label %"after.2"
then.1:
  %".76" = load i64, ptr %".26"
  %".77" = getelementptr i64, ptr %".2", i64 3
  %".78" = load i64, ptr %".77"
  %".79" = add i64 %".76", %".78"
  store i64 %".79", ptr %".26"
  %".81" = load i64, ptr %".28"
  %".82" = getelementptr i64, ptr %".2", i64 5
  %".83" = load i64, ptr %".82"
  %".84" = add i64 %".81", %".83"
  store i64 %".84", ptr %".28"
  store i64 0, ptr %".30"
  br label %"after.4"
after.4:
  br label %"after.3"
loop.3:
  %".98" = load i64, ptr %".95"
  %".99" = getelementptr ptr, ptr %".1", i64 1
  %".100" = load ptr, ptr %".99"
  %".101" = mul i64 %".98", %".21"
  %".102" = getelementptr float, ptr %".100", i64 %".101"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".103"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".105"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".107"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".109"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".111"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".113"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".115"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".117"
  %".119" = getelementptr float, ptr %".102", i64 8
  store i64 0, ptr %".121"
  store ptr %".119", ptr %".120"
  %".124" = getelementptr i64, ptr %".2", i64 6
  %".125" = load i64, ptr %".124"
  store i64 0, ptr %".126"
  br label %"loop.4"
after.5:
  %".490" = load i64, ptr %".35"
  %".491" = add i64 %".490", 4
  store i64 %".491", ptr %".35"
  %".493" = load i64, ptr %".35"
  %".494" = icmp slt i64 %".493", %".7"
  br i1 %".494", label %"loop.1", label %"after.1"
loop.4:
  %".129" = load i64, ptr %".126"
  %".130" = load i64, ptr %".121"
  store i64 %".130", ptr %".131"
  %".133" = getelementptr i64, ptr %".2", i64 8
  %".134" = load i64, ptr %".133"
  store i64 0, ptr %".135"
  br label %"loop.5"
after.6:
  %".395" = getelementptr float, ptr %".102", i64 0
  %".396" = load <4 x float>, ptr %".395", align 4
  %".397" = getelementptr float, ptr %".102", i64 4
  %".398" = load <4 x float>, ptr %".397", align 4
  %".399" = getelementptr i64, ptr %".2", i64 14
  %".400" = load float, ptr %".399"
  %".401" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".400", i32 0
  %".402" = shufflevector <4 x float> %".401", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".403" = getelementptr i64, ptr %".2", i64 15
  %".404" = load float, ptr %".403"
  %".405" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".404", i32 0
  %".406" = shufflevector <4 x float> %".405", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".407" = getelementptr ptr, ptr %".1", i64 2
  %".408" = load ptr, ptr %".407"
  %".409" = add i64 %".98", 0
  %".410" = mul i64 %".409", 8
  %".411" = getelementptr i64, ptr %".2", i64 13
  %".412" = load i64, ptr %".411"
  %".413" = icmp slt i64 %".410", %".412"
  %".414" = select  i1 %".413", i64 %".410", i64 %".412"
  %".415" = getelementptr float, ptr %".408", i64 %".414"
  %".416" = mul i64 0, 1
  %".417" = getelementptr i64, ptr %".4", i64 %".416"
  %".418" = getelementptr i64, ptr %".417", i64 6
  %".419" = load i64, ptr %".418", align 8
  %".420" = getelementptr float, ptr %".415", i64 %".419"
  %".421" = getelementptr float, ptr %".420", i64 0
  %".422" = load <4 x float>, ptr %".103"
  %".423" = fadd <4 x float> %".422", %".396"
  %".424" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".423", <4 x float> %".402")
  %".425" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".424", <4 x float> %".406")
  store <4 x float> %".425", ptr %".421", align 4
  %".427" = getelementptr float, ptr %".420", i64 4
  %".428" = load <4 x float>, ptr %".105"
  %".429" = fadd <4 x float> %".428", %".398"
  %".430" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".429", <4 x float> %".402")
  %".431" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".430", <4 x float> %".406")
  store <4 x float> %".431", ptr %".427", align 4
  %".433" = mul i64 1, 1
  %".434" = getelementptr i64, ptr %".4", i64 %".433"
  %".435" = getelementptr i64, ptr %".434", i64 6
  %".436" = load i64, ptr %".435", align 8
  %".437" = getelementptr float, ptr %".415", i64 %".436"
  %".438" = getelementptr float, ptr %".437", i64 0
  %".439" = load <4 x float>, ptr %".107"
  %".440" = fadd <4 x float> %".439", %".396"
  %".441" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".440", <4 x float> %".402")
  %".442" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".441", <4 x float> %".406")
  store <4 x float> %".442", ptr %".438", align 4
  %".444" = getelementptr float, ptr %".437", i64 4
  %".445" = load <4 x float>, ptr %".109"
  %".446" = fadd <4 x float> %".445", %".398"
  %".447" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".446", <4 x float> %".402")
  %".448" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".447", <4 x float> %".406")
  store <4 x float> %".448", ptr %".444", align 4
  %".450" = mul i64 2, 1
  %".451" = getelementptr i64, ptr %".4", i64 %".450"
  %".452" = getelementptr i64, ptr %".451", i64 6
  %".453" = load i64, ptr %".452", align 8
  %".454" = getelementptr float, ptr %".415", i64 %".453"
  %".455" = getelementptr float, ptr %".454", i64 0
  %".456" = load <4 x float>, ptr %".111"
  %".457" = fadd <4 x float> %".456", %".396"
  %".458" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".457", <4 x float> %".402")
  %".459" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".458", <4 x float> %".406")
  store <4 x float> %".459", ptr %".455", align 4
  %".461" = getelementptr float, ptr %".454", i64 4
  %".462" = load <4 x float>, ptr %".113"
  %".463" = fadd <4 x float> %".462", %".398"
  %".464" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".463", <4 x float> %".402")
  %".465" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".464", <4 x float> %".406")
  store <4 x float> %".465", ptr %".461", align 4
  %".467" = mul i64 3, 1
  %".468" = getelementptr i64, ptr %".4", i64 %".467"
  %".469" = getelementptr i64, ptr %".468", i64 6
  %".470" = load i64, ptr %".469", align 8
  %".471" = getelementptr float, ptr %".415", i64 %".470"
  %".472" = getelementptr float, ptr %".471", i64 0
  %".473" = load <4 x float>, ptr %".115"
  %".474" = fadd <4 x float> %".473", %".396"
  %".475" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".474", <4 x float> %".402")
  %".476" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".475", <4 x float> %".406")
  store <4 x float> %".476", ptr %".472", align 4
  %".478" = getelementptr float, ptr %".471", i64 4
  %".479" = load <4 x float>, ptr %".117"
  %".480" = fadd <4 x float> %".479", %".398"
  %".481" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".480", <4 x float> %".402")
  %".482" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".481", <4 x float> %".406")
  store <4 x float> %".482", ptr %".478", align 4
  %".484" = load i64, ptr %".95"
  %".485" = add i64 %".484", 1
  store i64 %".485", ptr %".95"
  %".487" = load i64, ptr %".95"
  %".488" = icmp slt i64 %".487", %".34"
  br i1 %".488", label %"loop.3", label %"after.5"
loop.5:
  %".138" = load i64, ptr %".135"
  %".139" = getelementptr i64, ptr %".5", i64 0
  %".140" = load ptr, ptr %".139"
  %".141" = getelementptr i64, ptr %".5", i64 1
  %".142" = load ptr, ptr %".141"
  %".143" = getelementptr i64, ptr %".5", i64 2
  %".144" = load ptr, ptr %".143"
  %".145" = getelementptr i64, ptr %".5", i64 3
  %".146" = load ptr, ptr %".145"
  %".147" = load i64, ptr %".131"
  %".148" = load i64, ptr %".131"
  %".149" = getelementptr i64, ptr %".2", i64 10
  %".150" = load i64, ptr %".149"
  %".151" = add i64 %".148", %".150"
  %".152" = getelementptr i64, ptr %".2", i64 10
  %".153" = load i64, ptr %".152"
  %".154" = and i64 %".153", -4
  %".155" = add i64 %".147", %".154"
  store i64 %".147", ptr %".156"
  %".158" = icmp sgt i64 %".155", %".147"
  br i1 %".158", label %"loop.6", label %"after.8"
after.7:
  %".384" = load i64, ptr %".121"
  %".385" = getelementptr i64, ptr %".2", i64 7
  %".386" = load i64, ptr %".385"
  %".387" = add i64 %".384", %".386"
  store i64 %".387", ptr %".121"
  %".389" = load i64, ptr %".126"
  %".390" = add i64 %".389", 1
  store i64 %".390", ptr %".126"
  %".392" = load i64, ptr %".126"
  %".393" = icmp slt i64 %".392", %".125"
  br i1 %".393", label %"loop.4", label %"after.6"
loop.6:
  %".160" = load i64, ptr %".156"
  %".161" = getelementptr float, ptr %".140", i64 %".160"
  %".162" = getelementptr float, ptr %".142", i64 %".160"
  %".163" = getelementptr float, ptr %".144", i64 %".160"
  %".164" = getelementptr float, ptr %".146", i64 %".160"
  %".165" = load ptr, ptr %".120"
  %".166" = getelementptr float, ptr %".165", i64 0
  %".167" = load <4 x float>, ptr %".166", align 4
  %".168" = getelementptr float, ptr %".165", i64 4
  %".169" = load <4 x float>, ptr %".168", align 4
  %".170" = load <4 x float>, ptr %".161", align 4
  %".171" = shufflevector <4 x float> %".170", <4 x float> %".170", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".172" = load <4 x float>, ptr %".103"
  %".173" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".171", <4 x float> %".167", <4 x float> %".172")
  store <4 x float> %".173", ptr %".103"
  %".175" = load <4 x float>, ptr %".105"
  %".176" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".171", <4 x float> %".169", <4 x float> %".175")
  store <4 x float> %".176", ptr %".105"
  %".178" = load <4 x float>, ptr %".162", align 4
  %".179" = shufflevector <4 x float> %".178", <4 x float> %".178", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".180" = load <4 x float>, ptr %".107"
  %".181" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".179", <4 x float> %".167", <4 x float> %".180")
  store <4 x float> %".181", ptr %".107"
  %".183" = load <4 x float>, ptr %".109"
  %".184" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".179", <4 x float> %".169", <4 x float> %".183")
  store <4 x float> %".184", ptr %".109"
  %".186" = load <4 x float>, ptr %".163", align 4
  %".187" = shufflevector <4 x float> %".186", <4 x float> %".186", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".188" = load <4 x float>, ptr %".111"
  %".189" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".187", <4 x float> %".167", <4 x float> %".188")
  store <4 x float> %".189", ptr %".111"
  %".191" = load <4 x float>, ptr %".113"
  %".192" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".187", <4 x float> %".169", <4 x float> %".191")
  store <4 x float> %".192", ptr %".113"
  %".194" = load <4 x float>, ptr %".164", align 4
  %".195" = shufflevector <4 x float> %".194", <4 x float> %".194", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".196" = load <4 x float>, ptr %".115"
  %".197" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".195", <4 x float> %".167", <4 x float> %".196")
  store <4 x float> %".197", ptr %".115"
  %".199" = load <4 x float>, ptr %".117"
  %".200" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".195", <4 x float> %".169", <4 x float> %".199")
  store <4 x float> %".200", ptr %".117"
  %".202" = getelementptr float, ptr %".165", i64 8
  store ptr %".202", ptr %".120"
  %".204" = load ptr, ptr %".120"
  %".205" = getelementptr float, ptr %".204", i64 0
  %".206" = load <4 x float>, ptr %".205", align 4
  %".207" = getelementptr float, ptr %".204", i64 4
  %".208" = load <4 x float>, ptr %".207", align 4
  %".209" = shufflevector <4 x float> %".170", <4 x float> %".170", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".210" = load <4 x float>, ptr %".103"
  %".211" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".209", <4 x float> %".206", <4 x float> %".210")
  store <4 x float> %".211", ptr %".103"
  %".213" = load <4 x float>, ptr %".105"
  %".214" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".209", <4 x float> %".208", <4 x float> %".213")
  store <4 x float> %".214", ptr %".105"
  %".216" = shufflevector <4 x float> %".178", <4 x float> %".178", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".217" = load <4 x float>, ptr %".107"
  %".218" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".216", <4 x float> %".206", <4 x float> %".217")
  store <4 x float> %".218", ptr %".107"
  %".220" = load <4 x float>, ptr %".109"
  %".221" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".216", <4 x float> %".208", <4 x float> %".220")
  store <4 x float> %".221", ptr %".109"
  %".223" = shufflevector <4 x float> %".186", <4 x float> %".186", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".224" = load <4 x float>, ptr %".111"
  %".225" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".223", <4 x float> %".206", <4 x float> %".224")
  store <4 x float> %".225", ptr %".111"
  %".227" = load <4 x float>, ptr %".113"
  %".228" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".223", <4 x float> %".208", <4 x float> %".227")
  store <4 x float> %".228", ptr %".113"
  %".230" = shufflevector <4 x float> %".194", <4 x float> %".194", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".231" = load <4 x float>, ptr %".115"
  %".232" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".230", <4 x float> %".206", <4 x float> %".231")
  store <4 x float> %".232", ptr %".115"
  %".234" = load <4 x float>, ptr %".117"
  %".235" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".230", <4 x float> %".208", <4 x float> %".234")
  store <4 x float> %".235", ptr %".117"
  %".237" = getelementptr float, ptr %".204", i64 8
  store ptr %".237", ptr %".120"
  %".239" = load ptr, ptr %".120"
  %".240" = getelementptr float, ptr %".239", i64 0
  %".241" = load <4 x float>, ptr %".240", align 4
  %".242" = getelementptr float, ptr %".239", i64 4
  %".243" = load <4 x float>, ptr %".242", align 4
  %".244" = shufflevector <4 x float> %".170", <4 x float> %".170", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".245" = load <4 x float>, ptr %".103"
  %".246" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".244", <4 x float> %".241", <4 x float> %".245")
  store <4 x float> %".246", ptr %".103"
  %".248" = load <4 x float>, ptr %".105"
  %".249" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".244", <4 x float> %".243", <4 x float> %".248")
  store <4 x float> %".249", ptr %".105"
  %".251" = shufflevector <4 x float> %".178", <4 x float> %".178", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".252" = load <4 x float>, ptr %".107"
  %".253" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".251", <4 x float> %".241", <4 x float> %".252")
  store <4 x float> %".253", ptr %".107"
  %".255" = load <4 x float>, ptr %".109"
  %".256" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".251", <4 x float> %".243", <4 x float> %".255")
  store <4 x float> %".256", ptr %".109"
  %".258" = shufflevector <4 x float> %".186", <4 x float> %".186", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".259" = load <4 x float>, ptr %".111"
  %".260" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".258", <4 x float> %".241", <4 x float> %".259")
  store <4 x float> %".260", ptr %".111"
  %".262" = load <4 x float>, ptr %".113"
  %".263" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".258", <4 x float> %".243", <4 x float> %".262")
  store <4 x float> %".263", ptr %".113"
  %".265" = shufflevector <4 x float> %".194", <4 x float> %".194", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".266" = load <4 x float>, ptr %".115"
  %".267" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".265", <4 x float> %".241", <4 x float> %".266")
  store <4 x float> %".267", ptr %".115"
  %".269" = load <4 x float>, ptr %".117"
  %".270" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".265", <4 x float> %".243", <4 x float> %".269")
  store <4 x float> %".270", ptr %".117"
  %".272" = getelementptr float, ptr %".239", i64 8
  store ptr %".272", ptr %".120"
  %".274" = load ptr, ptr %".120"
  %".275" = getelementptr float, ptr %".274", i64 0
  %".276" = load <4 x float>, ptr %".275", align 4
  %".277" = getelementptr float, ptr %".274", i64 4
  %".278" = load <4 x float>, ptr %".277", align 4
  %".279" = shufflevector <4 x float> %".170", <4 x float> %".170", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".280" = load <4 x float>, ptr %".103"
  %".281" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".279", <4 x float> %".276", <4 x float> %".280")
  store <4 x float> %".281", ptr %".103"
  %".283" = load <4 x float>, ptr %".105"
  %".284" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".279", <4 x float> %".278", <4 x float> %".283")
  store <4 x float> %".284", ptr %".105"
  %".286" = shufflevector <4 x float> %".178", <4 x float> %".178", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".287" = load <4 x float>, ptr %".107"
  %".288" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".286", <4 x float> %".276", <4 x float> %".287")
  store <4 x float> %".288", ptr %".107"
  %".290" = load <4 x float>, ptr %".109"
  %".291" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".286", <4 x float> %".278", <4 x float> %".290")
  store <4 x float> %".291", ptr %".109"
  %".293" = shufflevector <4 x float> %".186", <4 x float> %".186", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".294" = load <4 x float>, ptr %".111"
  %".295" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".293", <4 x float> %".276", <4 x float> %".294")
  store <4 x float> %".295", ptr %".111"
  %".297" = load <4 x float>, ptr %".113"
  %".298" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".293", <4 x float> %".278", <4 x float> %".297")
  store <4 x float> %".298", ptr %".113"
  %".300" = shufflevector <4 x float> %".194", <4 x float> %".194", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".301" = load <4 x float>, ptr %".115"
  %".302" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".300", <4 x float> %".276", <4 x float> %".301")
  store <4 x float> %".302", ptr %".115"
  %".304" = load <4 x float>, ptr %".117"
  %".305" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".300", <4 x float> %".278", <4 x float> %".304")
  store <4 x float> %".305", ptr %".117"
  %".307" = getelementptr float, ptr %".274", i64 8
  store ptr %".307", ptr %".120"
  %".309" = load i64, ptr %".156"
  %".310" = add i64 %".309", 4
  store i64 %".310", ptr %".156"
  %".312" = load i64, ptr %".156"
  %".313" = icmp slt i64 %".312", %".155"
  br i1 %".313", label %"loop.6", label %"after.8"
after.8:
  store i64 %".155", ptr %".315"
  %".317" = icmp sgt i64 %".151", %".155"
  br i1 %".317", label %"loop.7", label %"after.9"
loop.7:
  %".319" = load i64, ptr %".315"
  %".320" = getelementptr float, ptr %".140", i64 %".319"
  %".321" = getelementptr float, ptr %".142", i64 %".319"
  %".322" = getelementptr float, ptr %".144", i64 %".319"
  %".323" = getelementptr float, ptr %".146", i64 %".319"
  %".324" = load ptr, ptr %".120"
  %".325" = getelementptr float, ptr %".324", i64 0
  %".326" = load <4 x float>, ptr %".325", align 4
  %".327" = getelementptr float, ptr %".324", i64 4
  %".328" = load <4 x float>, ptr %".327", align 4
  %".329" = load float, ptr %".320", align 4
  %".330" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".329", i32 0
  %".331" = shufflevector <4 x float> %".330", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".332" = load <4 x float>, ptr %".103"
  %".333" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".331", <4 x float> %".326", <4 x float> %".332")
  store <4 x float> %".333", ptr %".103"
  %".335" = load <4 x float>, ptr %".105"
  %".336" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".331", <4 x float> %".328", <4 x float> %".335")
  store <4 x float> %".336", ptr %".105"
  %".338" = load float, ptr %".321", align 4
  %".339" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".338", i32 0
  %".340" = shufflevector <4 x float> %".339", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".341" = load <4 x float>, ptr %".107"
  %".342" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".340", <4 x float> %".326", <4 x float> %".341")
  store <4 x float> %".342", ptr %".107"
  %".344" = load <4 x float>, ptr %".109"
  %".345" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".340", <4 x float> %".328", <4 x float> %".344")
  store <4 x float> %".345", ptr %".109"
  %".347" = load float, ptr %".322", align 4
  %".348" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".347", i32 0
  %".349" = shufflevector <4 x float> %".348", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".350" = load <4 x float>, ptr %".111"
  %".351" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".349", <4 x float> %".326", <4 x float> %".350")
  store <4 x float> %".351", ptr %".111"
  %".353" = load <4 x float>, ptr %".113"
  %".354" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".349", <4 x float> %".328", <4 x float> %".353")
  store <4 x float> %".354", ptr %".113"
  %".356" = load float, ptr %".323", align 4
  %".357" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".356", i32 0
  %".358" = shufflevector <4 x float> %".357", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".359" = load <4 x float>, ptr %".115"
  %".360" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".358", <4 x float> %".326", <4 x float> %".359")
  store <4 x float> %".360", ptr %".115"
  %".362" = load <4 x float>, ptr %".117"
  %".363" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".358", <4 x float> %".328", <4 x float> %".362")
  store <4 x float> %".363", ptr %".117"
  %".365" = getelementptr float, ptr %".324", i64 8
  store ptr %".365", ptr %".120"
  %".367" = load i64, ptr %".315"
  %".368" = add i64 %".367", 1
  store i64 %".368", ptr %".315"
  %".370" = load i64, ptr %".315"
  %".371" = icmp slt i64 %".370", %".151"
  br i1 %".371", label %"loop.7", label %"after.9"
after.9:
  %".373" = load i64, ptr %".131"
  %".374" = getelementptr i64, ptr %".2", i64 9
  %".375" = load i64, ptr %".374"
  %".376" = add i64 %".373", %".375"
  store i64 %".376", ptr %".131"
  %".378" = load i64, ptr %".135"
  %".379" = add i64 %".378", 1
  store i64 %".379", ptr %".135"
  %".381" = load i64, ptr %".135"
  %".382" = icmp slt i64 %".381", %".134"
  br i1 %".382", label %"loop.5", label %"after.7"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

