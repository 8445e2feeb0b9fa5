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
  %".90" = alloca i64
  %".98" = alloca <4 x float>
  %".100" = alloca <4 x float>
  %".102" = alloca <4 x float>
  %".104" = alloca <4 x float>
  %".106" = alloca <4 x float>
  %".108" = alloca <4 x float>
  %".110" = alloca <4 x float>
  %".112" = alloca <4 x float>
  %".115" = alloca [1 x i64], align 16
  %".116" = alloca i64
  %".121" = alloca i64
  %".126" = alloca i64
  %".130" = alloca i64
  %".151" = alloca i64
  %".310" = alloca i64
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
  %".491" = load i64, ptr %".22"
  %".492" = add i64 %".491", %".11"
  store i64 %".492", ptr %".22"
  %".494" = load i64, ptr %".22"
  %".495" = icmp slt i64 %".494", %".9"
  br i1 %".495", label %"loop", label %"after"
loop.2:
  %".43" = load i64, ptr %".40"
  %".44" = add i64 %".43", 1
  %".45" = icmp sgt i64 %".39", %".44"
  %".46" = load i64, ptr %".30"
  %".47" = add i64 %".46", 1
  %".48" = getelementptr i64, ptr %".2", i64 1
  %".49" = load i64, ptr %".48"
  %".50" = icmp eq i64 %".47", %".49"
  %".51" = select  i1 %".50", i64 0, i64 %".47"
  %".52" = load i64, ptr %".30"
  %".53" = select  i1 %".45", i64 %".51", i64 %".52"
  store i64 %".53", ptr %".30"
  %".55" = load i64, ptr %".26"
  %".56" = getelementptr i64, ptr %".5", i64 %".43"
  %".57" = getelementptr ptr, ptr %".1", i64 0
  %".58" = load ptr, ptr %".57"
  %".59" = getelementptr float, ptr %".58", i64 %".55"
  store ptr %".59", ptr %".56"
  %".61" = getelementptr i64, ptr %".2", i64 2
  %".62" = load i64, ptr %".61"
  %".63" = getelementptr i64, ptr %".2", i64 3
  %".64" = load i64, ptr %".63"
  %".65" = select  i1 %".50", i64 %".64", i64 0
  %".66" = add i64 %".62", %".65"
  %".67" = select  i1 %".45", i64 %".66", i64 0
  %".68" = add i64 %".55", %".67"
  store i64 %".68", ptr %".26"
  %".70" = load i64, ptr %".28"
  %".71" = mul i64 %".43", 1
  %".72" = getelementptr i64, ptr %".4", i64 %".71"
  %".73" = getelementptr i64, ptr %".72", i64 6
  store i64 %".70", ptr %".73", align 8
  %".75" = getelementptr i64, ptr %".2", i64 4
  %".76" = load i64, ptr %".75"
  %".77" = getelementptr i64, ptr %".2", i64 5
  %".78" = load i64, ptr %".77"
  %".79" = select  i1 %".50", i64 %".78", i64 0
  %".80" = add i64 %".76", %".79"
  %".81" = select  i1 %".45", i64 %".80", i64 0
  %".82" = add i64 %".70", %".81"
  store i64 %".82", ptr %".28"
  %".84" = load i64, ptr %".40"
  %".85" = add i64 %".84", 1
  store i64 %".85", ptr %".40"
  %".87" = load i64, ptr %".40"
  %".88" = icmp slt i64 %".87", 4
  br i1 %".88", label %"loop.2", label %"after.2"
after.2:
  store i64 %".25", ptr %".90"
  br label %"loop.3"
loop.3:
  %".93" = load i64, ptr %".90"
  %".94" = getelementptr ptr, ptr %".1", i64 1
  %".95" = load ptr, ptr %".94"
  %".96" = mul i64 %".93", %".21"
  %".97" = getelementptr float, ptr %".95", i64 %".96"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".98"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".100"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".102"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".104"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".106"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".108"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".110"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".112"
  %".114" = getelementptr float, ptr %".97", i64 8
  store i64 0, ptr %".116"
  store ptr %".114", ptr %".115"
  %".119" = getelementptr i64, ptr %".2", i64 6
  %".120" = load i64, ptr %".119"
  store i64 0, ptr %".121"
  br label %"loop.4"
after.3:
  %".485" = load i64, ptr %".35"
  %".486" = add i64 %".485", 4
  store i64 %".486", ptr %".35"
  %".488" = load i64, ptr %".35"
  %".489" = icmp slt i64 %".488", %".7"
  br i1 %".489", label %"loop.1", label %"after.1"
loop.4:
  %".124" = load i64, ptr %".121"
  %".125" = load i64, ptr %".116"
  store i64 %".125", ptr %".126"
  %".128" = getelementptr i64, ptr %".2", i64 8
  %".129" = load i64, ptr %".128"
  store i64 0, ptr %".130"
  br label %"loop.5"
after.4:
  %".390" = getelementptr float, ptr %".97", i64 0
  %".391" = load <4 x float>, ptr %".390", align 4
  %".392" = getelementptr float, ptr %".97", i64 4
  %".393" = load <4 x float>, ptr %".392", align 4
  %".394" = getelementptr i64, ptr %".2", i64 14
  %".395" = load float, ptr %".394"
  %".396" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".395", i32 0
  %".397" = shufflevector <4 x float> %".396", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".398" = getelementptr i64, ptr %".2", i64 15
  %".399" = load float, ptr %".398"
  %".400" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".399", i32 0
  %".401" = shufflevector <4 x float> %".400", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".402" = getelementptr ptr, ptr %".1", i64 2
  %".403" = load ptr, ptr %".402"
  %".404" = add i64 %".93", 0
  %".405" = mul i64 %".404", 8
  %".406" = getelementptr i64, ptr %".2", i64 13
  %".407" = load i64, ptr %".406"
  %".408" = icmp slt i64 %".405", %".407"
  %".409" = select  i1 %".408", i64 %".405", i64 %".407"
  %".410" = getelementptr float, ptr %".403", i64 %".409"
  %".411" = mul i64 0, 1
  %".412" = getelementptr i64, ptr %".4", i64 %".411"
  %".413" = getelementptr i64, ptr %".412", i64 6
  %".414" = load i64, ptr %".413", align 8
  %".415" = getelementptr float, ptr %".410", i64 %".414"
  %".416" = getelementptr float, ptr %".415", i64 0
  %".417" = load <4 x float>, ptr %".98"
  %".418" = fadd <4 x float> %".417", %".391"
  %".419" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".418", <4 x float> %".397")
  %".420" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".419", <4 x float> %".401")
  store <4 x float> %".420", ptr %".416", align 4
  %".422" = getelementptr float, ptr %".415", i64 4
  %".423" = load <4 x float>, ptr %".100"
  %".424" = fadd <4 x float> %".423", %".393"
  %".425" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".424", <4 x float> %".397")
  %".426" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".425", <4 x float> %".401")
  store <4 x float> %".426", ptr %".422", align 4
  %".428" = mul i64 1, 1
  %".429" = getelementptr i64, ptr %".4", i64 %".428"
  %".430" = getelementptr i64, ptr %".429", i64 6
  %".431" = load i64, ptr %".430", align 8
  %".432" = getelementptr float, ptr %".410", i64 %".431"
  %".433" = getelementptr float, ptr %".432", i64 0
  %".434" = load <4 x float>, ptr %".102"
  %".435" = fadd <4 x float> %".434", %".391"
  %".436" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".435", <4 x float> %".397")
  %".437" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".436", <4 x float> %".401")
  store <4 x float> %".437", ptr %".433", align 4
  %".439" = getelementptr float, ptr %".432", i64 4
  %".440" = load <4 x float>, ptr %".104"
  %".441" = fadd <4 x float> %".440", %".393"
  %".442" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".441", <4 x float> %".397")
  %".443" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".442", <4 x float> %".401")
  store <4 x float> %".443", ptr %".439", align 4
  %".445" = mul i64 2, 1
  %".446" = getelementptr i64, ptr %".4", i64 %".445"
  %".447" = getelementptr i64, ptr %".446", i64 6
  %".448" = load i64, ptr %".447", align 8
  %".449" = getelementptr float, ptr %".410", i64 %".448"
  %".450" = getelementptr float, ptr %".449", i64 0
  %".451" = load <4 x float>, ptr %".106"
  %".452" = fadd <4 x float> %".451", %".391"
  %".453" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".452", <4 x float> %".397")
  %".454" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".453", <4 x float> %".401")
  store <4 x float> %".454", ptr %".450", align 4
  %".456" = getelementptr float, ptr %".449", i64 4
  %".457" = load <4 x float>, ptr %".108"
  %".458" = fadd <4 x float> %".457", %".393"
  %".459" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".458", <4 x float> %".397")
  %".460" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".459", <4 x float> %".401")
  store <4 x float> %".460", ptr %".456", align 4
  %".462" = mul i64 3, 1
  %".463" = getelementptr i64, ptr %".4", i64 %".462"
  %".464" = getelementptr i64, ptr %".463", i64 6
  %".465" = load i64, ptr %".464", align 8
  %".466" = getelementptr float, ptr %".410", i64 %".465"
  %".467" = getelementptr float, ptr %".466", i64 0
  %".468" = load <4 x float>, ptr %".110"
  %".469" = fadd <4 x float> %".468", %".391"
  %".470" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".469", <4 x float> %".397")
  %".471" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".470", <4 x float> %".401")
  store <4 x float> %".471", ptr %".467", align 4
  %".473" = getelementptr float, ptr %".466", i64 4
  %".474" = load <4 x float>, ptr %".112"
  %".475" = fadd <4 x float> %".474", %".393"
  %".476" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".475", <4 x float> %".397")
  %".477" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".476", <4 x float> %".401")
  store <4 x float> %".477", ptr %".473", align 4
  %".479" = load i64, ptr %".90"
  %".480" = add i64 %".479", 1
  store i64 %".480", ptr %".90"
  %".482" = load i64, ptr %".90"
  %".483" = icmp slt i64 %".482", %".34"
  br i1 %".483", label %"loop.3", label %"after.3"
loop.5:
  %".133" = load i64, ptr %".130"
  %".134" = getelementptr i64, ptr %".5", i64 0
  %".135" = load ptr, ptr %".134"
  %".136" = getelementptr i64, ptr %".5", i64 1
  %".137" = load ptr, ptr %".136"
  %".138" = getelementptr i64, ptr %".5", i64 2
  %".139" = load ptr, ptr %".138"
  %".140" = getelementptr i64, ptr %".5", i64 3
  %".141" = load ptr, ptr %".140"
  %".142" = load i64, ptr %".126"
  %".143" = load i64, ptr %".126"
  %".144" = getelementptr i64, ptr %".2", i64 10
  %".145" = load i64, ptr %".144"
  %".146" = add i64 %".143", %".145"
  %".147" = getelementptr i64, ptr %".2", i64 10
  %".148" = load i64, ptr %".147"
  %".149" = and i64 %".148", -4
  %".150" = add i64 %".142", %".149"
  store i64 %".142", ptr %".151"
  %".153" = icmp sgt i64 %".150", %".142"
  br i1 %".153", label %"loop.6", label %"after.6"
after.5:
  %".379" = load i64, ptr %".116"
  %".380" = getelementptr i64, ptr %".2", i64 7
  %".381" = load i64, ptr %".380"
  %".382" = add i64 %".379", %".381"
  store i64 %".382", ptr %".116"
  %".384" = load i64, ptr %".121"
  %".385" = add i64 %".384", 1
  store i64 %".385", ptr %".121"
  %".387" = load i64, ptr %".121"
  %".388" = icmp slt i64 %".387", %".120"
  br i1 %".388", label %"loop.4", label %"after.4"
loop.6:
  %".155" = load i64, ptr %".151"
  %".156" = getelementptr float, ptr %".135", i64 %".155"
  %".157" = getelementptr float, ptr %".137", i64 %".155"
  %".158" = getelementptr float, ptr %".139", i64 %".155"
  %".159" = getelementptr float, ptr %".141", i64 %".155"
  %".160" = load ptr, ptr %".115"
  %".161" = getelementptr float, ptr %".160", i64 0
  %".162" = load <4 x float>, ptr %".161", align 4
  %".163" = getelementptr float, ptr %".160", i64 4
  %".164" = load <4 x float>, ptr %".163", align 4
  %".165" = load <4 x float>, ptr %".156", align 4
  %".166" = shufflevector <4 x float> %".165", <4 x float> %".165", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".167" = load <4 x float>, ptr %".98"
  %".168" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".166", <4 x float> %".162", <4 x float> %".167")
  store <4 x float> %".168", ptr %".98"
  %".170" = load <4 x float>, ptr %".100"
  %".171" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".166", <4 x float> %".164", <4 x float> %".170")
  store <4 x float> %".171", ptr %".100"
  %".173" = load <4 x float>, ptr %".157", align 4
  %".174" = shufflevector <4 x float> %".173", <4 x float> %".173", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".175" = load <4 x float>, ptr %".102"
  %".176" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".174", <4 x float> %".162", <4 x float> %".175")
  store <4 x float> %".176", ptr %".102"
  %".178" = load <4 x float>, ptr %".104"
  %".179" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".174", <4 x float> %".164", <4 x float> %".178")
  store <4 x float> %".179", ptr %".104"
  %".181" = load <4 x float>, ptr %".158", align 4
  %".182" = shufflevector <4 x float> %".181", <4 x float> %".181", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".183" = load <4 x float>, ptr %".106"
  %".184" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".182", <4 x float> %".162", <4 x float> %".183")
  store <4 x float> %".184", ptr %".106"
  %".186" = load <4 x float>, ptr %".108"
  %".187" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".182", <4 x float> %".164", <4 x float> %".186")
  store <4 x float> %".187", ptr %".108"
  %".189" = load <4 x float>, ptr %".159", align 4
  %".190" = shufflevector <4 x float> %".189", <4 x float> %".189", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".191" = load <4 x float>, ptr %".110"
  %".192" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".190", <4 x float> %".162", <4 x float> %".191")
  store <4 x float> %".192", ptr %".110"
  %".194" = load <4 x float>, ptr %".112"
  %".195" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".190", <4 x float> %".164", <4 x float> %".194")
  store <4 x float> %".195", ptr %".112"
  %".197" = getelementptr float, ptr %".160", i64 8
  store ptr %".197", ptr %".115"
  %".199" = load ptr, ptr %".115"
  %".200" = getelementptr float, ptr %".199", i64 0
  %".201" = load <4 x float>, ptr %".200", align 4
  %".202" = getelementptr float, ptr %".199", i64 4
  %".203" = load <4 x float>, ptr %".202", align 4
  %".204" = shufflevector <4 x float> %".165", <4 x float> %".165", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".205" = load <4 x float>, ptr %".98"
  %".206" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".204", <4 x float> %".201", <4 x float> %".205")
  store <4 x float> %".206", ptr %".98"
  %".208" = load <4 x float>, ptr %".100"
  %".209" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".204", <4 x float> %".203", <4 x float> %".208")
  store <4 x float> %".209", ptr %".100"
  %".211" = shufflevector <4 x float> %".173", <4 x float> %".173", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".212" = load <4 x float>, ptr %".102"
  %".213" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".211", <4 x float> %".201", <4 x float> %".212")
  store <4 x float> %".213", ptr %".102"
  %".215" = load <4 x float>, ptr %".104"
  %".216" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".211", <4 x float> %".203", <4 x float> %".215")
  store <4 x float> %".216", ptr %".104"
  %".218" = shufflevector <4 x float> %".181", <4 x float> %".181", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".219" = load <4 x float>, ptr %".106"
  %".220" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".218", <4 x float> %".201", <4 x float> %".219")
  store <4 x float> %".220", ptr %".106"
  %".222" = load <4 x float>, ptr %".108"
  %".223" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".218", <4 x float> %".203", <4 x float> %".222")
  store <4 x float> %".223", ptr %".108"
  %".225" = shufflevector <4 x float> %".189", <4 x float> %".189", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".226" = load <4 x float>, ptr %".110"
  %".227" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".225", <4 x float> %".201", <4 x float> %".226")
  store <4 x float> %".227", ptr %".110"
  %".229" = load <4 x float>, ptr %".112"
  %".230" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".225", <4 x float> %".203", <4 x float> %".229")
  store <4 x float> %".230", ptr %".112"
  %".232" = getelementptr float, ptr %".199", i64 8
  store ptr %".232", ptr %".115"
  %".234" = load ptr, ptr %".115"
  %".235" = getelementptr float, ptr %".234", i64 0
  %".236" = load <4 x float>, ptr %".235", align 4
  %".237" = getelementptr float, ptr %".234", i64 4
  %".238" = load <4 x float>, ptr %".237", align 4
  %".239" = shufflevector <4 x float> %".165", <4 x float> %".165", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".240" = load <4 x float>, ptr %".98"
  %".241" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".239", <4 x float> %".236", <4 x float> %".240")
  store <4 x float> %".241", ptr %".98"
  %".243" = load <4 x float>, ptr %".100"
  %".244" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".239", <4 x float> %".238", <4 x float> %".243")
  store <4 x float> %".244", ptr %".100"
  %".246" = shufflevector <4 x float> %".173", <4 x float> %".173", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".247" = load <4 x float>, ptr %".102"
  %".248" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".246", <4 x float> %".236", <4 x float> %".247")
  store <4 x float> %".248", ptr %".102"
  %".250" = load <4 x float>, ptr %".104"
  %".251" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".246", <4 x float> %".238", <4 x float> %".250")
  store <4 x float> %".251", ptr %".104"
  %".253" = shufflevector <4 x float> %".181", <4 x float> %".181", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".254" = load <4 x float>, ptr %".106"
  %".255" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".253", <4 x float> %".236", <4 x float> %".254")
  store <4 x float> %".255", ptr %".106"
  %".257" = load <4 x float>, ptr %".108"
  %".258" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".253", <4 x float> %".238", <4 x float> %".257")
  store <4 x float> %".258", ptr %".108"
  %".260" = shufflevector <4 x float> %".189", <4 x float> %".189", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".261" = load <4 x float>, ptr %".110"
  %".262" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".260", <4 x float> %".236", <4 x float> %".261")
  store <4 x float> %".262", ptr %".110"
  %".264" = load <4 x float>, ptr %".112"
  %".265" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".260", <4 x float> %".238", <4 x float> %".264")
  store <4 x float> %".265", ptr %".112"
  %".267" = getelementptr float, ptr %".234", i64 8
  store ptr %".267", ptr %".115"
  %".269" = load ptr, ptr %".115"
  %".270" = getelementptr float, ptr %".269", i64 0
  %".271" = load <4 x float>, ptr %".270", align 4
  %".272" = getelementptr float, ptr %".269", i64 4
  %".273" = load <4 x float>, ptr %".272", align 4
  %".274" = shufflevector <4 x float> %".165", <4 x float> %".165", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".275" = load <4 x float>, ptr %".98"
  %".276" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".274", <4 x float> %".271", <4 x float> %".275")
  store <4 x float> %".276", ptr %".98"
  %".278" = load <4 x float>, ptr %".100"
  %".279" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".274", <4 x float> %".273", <4 x float> %".278")
  store <4 x float> %".279", ptr %".100"
  %".281" = shufflevector <4 x float> %".173", <4 x float> %".173", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".282" = load <4 x float>, ptr %".102"
  %".283" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".281", <4 x float> %".271", <4 x float> %".282")
  store <4 x float> %".283", ptr %".102"
  %".285" = load <4 x float>, ptr %".104"
  %".286" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".281", <4 x float> %".273", <4 x float> %".285")
  store <4 x float> %".286", ptr %".104"
  %".288" = shufflevector <4 x float> %".181", <4 x float> %".181", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".289" = load <4 x float>, ptr %".106"
  %".290" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".288", <4 x float> %".271", <4 x float> %".289")
  store <4 x float> %".290", ptr %".106"
  %".292" = load <4 x float>, ptr %".108"
  %".293" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".288", <4 x float> %".273", <4 x float> %".292")
  store <4 x float> %".293", ptr %".108"
  %".295" = shufflevector <4 x float> %".189", <4 x float> %".189", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".296" = load <4 x float>, ptr %".110"
  %".297" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".295", <4 x float> %".271", <4 x float> %".296")
  store <4 x float> %".297", ptr %".110"
  %".299" = load <4 x float>, ptr %".112"
  %".300" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".295", <4 x float> %".273", <4 x float> %".299")
  store <4 x float> %".300", ptr %".112"
  %".302" = getelementptr float, ptr %".269", i64 8
  store ptr %".302", ptr %".115"
  %".304" = load i64, ptr %".151"
  %".305" = add i64 %".304", 4
  store i64 %".305", ptr %".151"
  %".307" = load i64, ptr %".151"
  %".308" = icmp slt i64 %".307", %".150"
  br i1 %".308", label %"loop.6", label %"after.6"
after.6:
  store i64 %".150", ptr %".310"
  %".312" = icmp sgt i64 %".146", %".150"
  br i1 %".312", label %"loop.7", label %"after.7"
loop.7:
  %".314" = load i64, ptr %".310"
  %".315" = getelementptr float, ptr %".135", i64 %".314"
  %".316" = getelementptr float, ptr %".137", i64 %".314"
  %".317" = getelementptr float, ptr %".139", i64 %".314"
  %".318" = getelementptr float, ptr %".141", i64 %".314"
  %".319" = load ptr, ptr %".115"
  %".320" = getelementptr float, ptr %".319", i64 0
  %".321" = load <4 x float>, ptr %".320", align 4
  %".322" = getelementptr float, ptr %".319", i64 4
  %".323" = load <4 x float>, ptr %".322", align 4
  %".324" = load float, ptr %".315", align 4
  %".325" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".324", i32 0
  %".326" = shufflevector <4 x float> %".325", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".327" = load <4 x float>, ptr %".98"
  %".328" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".326", <4 x float> %".321", <4 x float> %".327")
  store <4 x float> %".328", ptr %".98"
  %".330" = load <4 x float>, ptr %".100"
  %".331" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".326", <4 x float> %".323", <4 x float> %".330")
  store <4 x float> %".331", ptr %".100"
  %".333" = load float, ptr %".316", align 4
  %".334" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".333", i32 0
  %".335" = shufflevector <4 x float> %".334", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".336" = load <4 x float>, ptr %".102"
  %".337" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".335", <4 x float> %".321", <4 x float> %".336")
  store <4 x float> %".337", ptr %".102"
  %".339" = load <4 x float>, ptr %".104"
  %".340" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".335", <4 x float> %".323", <4 x float> %".339")
  store <4 x float> %".340", ptr %".104"
  %".342" = load float, ptr %".317", align 4
  %".343" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".342", i32 0
  %".344" = shufflevector <4 x float> %".343", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".345" = load <4 x float>, ptr %".106"
  %".346" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".344", <4 x float> %".321", <4 x float> %".345")
  store <4 x float> %".346", ptr %".106"
  %".348" = load <4 x float>, ptr %".108"
  %".349" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".344", <4 x float> %".323", <4 x float> %".348")
  store <4 x float> %".349", ptr %".108"
  %".351" = load float, ptr %".318", align 4
  %".352" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".351", i32 0
  %".353" = shufflevector <4 x float> %".352", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".354" = load <4 x float>, ptr %".110"
  %".355" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".353", <4 x float> %".321", <4 x float> %".354")
  store <4 x float> %".355", ptr %".110"
  %".357" = load <4 x float>, ptr %".112"
  %".358" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".353", <4 x float> %".323", <4 x float> %".357")
  store <4 x float> %".358", ptr %".112"
  %".360" = getelementptr float, ptr %".319", i64 8
  store ptr %".360", ptr %".115"
  %".362" = load i64, ptr %".310"
  %".363" = add i64 %".362", 1
  store i64 %".363", ptr %".310"
  %".365" = load i64, ptr %".310"
  %".366" = icmp slt i64 %".365", %".146"
  br i1 %".366", label %"loop.7", label %"after.7"
after.7:
  %".368" = load i64, ptr %".126"
  %".369" = getelementptr i64, ptr %".2", i64 9
  %".370" = load i64, ptr %".369"
  %".371" = add i64 %".368", %".370"
  store i64 %".371", ptr %".126"
  %".373" = load i64, ptr %".130"
  %".374" = add i64 %".373", 1
  store i64 %".374", ptr %".130"
  %".376" = load i64, ptr %".130"
  %".377" = icmp slt i64 %".376", %".129"
  br i1 %".377", label %"loop.5", label %"after.5"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

