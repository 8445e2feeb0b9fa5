; ModuleID = "conv_4x2_k4_clip"
target triple = "aarch64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32"

define external hidden void @"conv_4x2_k4_clip"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".4" = alloca [9 x i64], align 16
  %".5" = alloca [4 x i64], align 16
  %".22" = alloca i64
  %".26" = alloca i64
  %".28" = alloca i64
  %".30" = alloca i64
  %".35" = alloca i64
  %".40" = alloca i64
  %".96" = alloca i64
  %".104" = alloca <4 x float>
  %".106" = alloca <4 x float>
  %".108" = alloca <4 x float>
  %".110" = alloca <4 x float>
  %".112" = alloca <4 x float>
  %".114" = alloca <4 x float>
  %".116" = alloca <4 x float>
  %".118" = alloca <4 x float>
  %".121" = alloca [1 x i64], align 16
  %".122" = alloca i64
  %".127" = alloca i64
  %".132" = alloca i64
  %".136" = alloca i64
  %".157" = alloca i64
  %".316" = alloca i64
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
  %".510" = load i64, ptr %".22"
  %".511" = add i64 %".510", %".11"
  store i64 %".511", ptr %".22"
  %".513" = load i64, ptr %".22"
  %".514" = icmp slt i64 %".513", %".9"
  br i1 %".514", label %"loop", label %"after"
loop.2:
  %".43" = load i64, ptr %".40"
  %".44" = add i64 %".43", 0
  %".45" = getelementptr i64, ptr %".5", i64 %".44"
  %".46" = getelementptr ptr, ptr %".1", i64 0
  %".47" = load ptr, ptr %".46"
  %".48" = load i64, ptr %".26"
  %".49" = getelementptr float, ptr %".47", i64 %".48"
  store ptr %".49", ptr %".45"
  %".51" = mul i64 %".44", 1
  %".52" = getelementptr i64, ptr %".4", i64 %".51"
  %".53" = getelementptr i64, ptr %".52", i64 5
  %".54" = load i64, ptr %".28"
  store i64 %".54", ptr %".53", align 8
  %".56" = add i64 %".44", 1
  %".57" = icmp sgt i64 %".39", %".56"
  br i1 %".57", label %"then", label %"after.3"
after.2:
  store i64 %".25", ptr %".96"
  br label %"loop.3"
then:
  %".59" = load i64, ptr %".26"
  %".60" = getelementptr i64, ptr %".2", i64 2
  %".61" = load i64, ptr %".60"
  %".62" = add i64 %".59", %".61"
  store i64 %".62", ptr %".26"
  %".64" = load i64, ptr %".28"
  %".65" = getelementptr i64, ptr %".2", i64 4
  %".66" = load i64, ptr %".65"
  %".67" = add i64 %".64", %".66"
  store i64 %".67", ptr %".28"
  %".69" = load i64, ptr %".30"
  %".70" = add i64 %".69", 1
  store i64 %".70", ptr %".30"
  %".72" = load i64, ptr %".30"
  %".73" = getelementptr i64, ptr %".2", i64 1
  %".74" = load i64, ptr %".73"
  %".75" = icmp eq i64 %".72", %".74"
  br i1 %".75", label %"then.1", label %"after.4"
after.3:
  %".90" = load i64, ptr %".40"
  %".91" = add i64 %".90", 1
  store i64 %".91", ptr %".40"
  %".93" = load i64, ptr %".40"
  %".94" = icmp slt i64 %".93", 4
  br i1 %".94", label %"loop.2", label %"after.2"
then.1:
  %".77" = load i64, ptr %".26"
  %".78" = getelementptr i64, ptr %".2", i64 3
  %".79" = load i64, ptr %".78"
  %".80" = add i64 %".77", %".79"
  store i64 %".80", ptr %".26"
  %".82" = load i64, ptr %".28"
  %".83" = getelementptr i64, ptr %".2", i64 5
  %".84" = load i64, ptr %".83"
  %".85" = add i64 %".82", %".84"
  store i64 %".85", ptr %".28"
  store i64 0, ptr %".30"
  br label %"after.4"
after.4:
  br label %"after.3"
loop.3:
  %".99" = load i64, ptr %".96"
  %".100" = getelementptr ptr, ptr %".1", i64 1
  %".101" = load ptr, ptr %".100"
  %".102" = mul i64 %".99", %".21"
  %".103" = getelementptr float, ptr %".101", i64 %".102"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".104"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".106"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".108"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".110"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".112"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".114"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".116"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".118"
  %".120" = getelementptr float, ptr %".103", i64 8
  store i64 0, ptr %".122"
  store ptr %".120", ptr %".121"
  %".125" = getelementptr i64, ptr %".2", i64 6
  %".126" = load i64, ptr %".125"
  store i64 0, ptr %".127"
  br label %"loop.4"
after.5:
  %".504" = load i64, ptr %".35"
  %".505" = add i64 %".504", 4
  store i64 %".505", ptr %".35"
  %".507" = load i64, ptr %".35"
  %".508" = icmp slt i64 %".507", %".7"
  br i1 %".508", label %"loop.1", label %"after.1"
loop.4:
  %".130" = load i64, ptr %".127"
  %".131" = load i64, ptr %".122"
  store i64 %".131", ptr %".132"
  %".134" = getelementptr i64, ptr %".2", i64 8
  %".135" = load i64, ptr %".134"
  store i64 0, ptr %".136"
  br label %"loop.5"
after.6:
  %".396" = getelementptr float, ptr %".103", i64 0
  %".397" = load <4 x float>, ptr %".396", align 4
  %".398" = getelementptr float, ptr %".103", i64 4
  %".399" = load <4 x float>, ptr %".398", align 4
  %".400" = load <4 x float>, ptr %".104"
  %".401" = fadd <4 x float> %".400", %".397"
  %".402" = load <4 x float>, ptr %".106"
  %".403" = fadd <4 x float> %".402", %".399"
  %".404" = load <4 x float>, ptr %".108"
  %".405" = fadd <4 x float> %".404", %".397"
  %".406" = load <4 x float>, ptr %".110"
  %".407" = fadd <4 x float> %".406", %".399"
  %".408" = load <4 x float>, ptr %".112"
  %".409" = fadd <4 x float> %".408", %".397"
  %".410" = load <4 x float>, ptr %".114"
  %".411" = fadd <4 x float> %".410", %".399"
  %".412" = load <4 x float>, ptr %".116"
  %".413" = fadd <4 x float> %".412", %".397"
  %".414" = load <4 x float>, ptr %".118"
  %".415" = fadd <4 x float> %".414", %".399"
  %".416" = getelementptr i64, ptr %".2", i64 14
  %".417" = load float, ptr %".416"
  %".418" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".417", i32 0
  %".419" = shufflevector <4 x float> %".418", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".420" = getelementptr i64, ptr %".2", i64 15
  %".421" = load float, ptr %".420"
  %".422" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".421", i32 0
  %".423" = shufflevector <4 x float> %".422", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".424" = add i64 %".99", 0
  %".425" = mul i64 %".424", 8
  %".426" = getelementptr i64, ptr %".2", i64 13
  %".427" = load i64, ptr %".426"
  %".428" = icmp slt i64 %".425", %".427"
  %".429" = select  i1 %".428", i64 %".425", i64 %".427"
  %".430" = getelementptr ptr, ptr %".1", i64 2
  %".431" = load ptr, ptr %".430"
  %".432" = mul i64 0, 1
  %".433" = getelementptr i64, ptr %".4", i64 %".432"
  %".434" = getelementptr i64, ptr %".433", i64 5
  %".435" = load i64, ptr %".434", align 8
  %".436" = getelementptr float, ptr %".431", i64 %".435"
  %".437" = add i64 %".429", 0
  %".438" = getelementptr float, ptr %".436", i64 %".437"
  %".439" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".401", <4 x float> %".419")
  %".440" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".439", <4 x float> %".423")
  store <4 x float> %".440", ptr %".438", align 4
  %".442" = add i64 %".429", 4
  %".443" = getelementptr float, ptr %".436", i64 %".442"
  %".444" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".403", <4 x float> %".419")
  %".445" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".444", <4 x float> %".423")
  store <4 x float> %".445", ptr %".443", align 4
  %".447" = getelementptr ptr, ptr %".1", i64 2
  %".448" = load ptr, ptr %".447"
  %".449" = mul i64 1, 1
  %".450" = getelementptr i64, ptr %".4", i64 %".449"
  %".451" = getelementptr i64, ptr %".450", i64 5
  %".452" = load i64, ptr %".451", align 8
  %".453" = getelementptr float, ptr %".448", i64 %".452"
  %".454" = add i64 %".429", 0
  %".455" = getelementptr float, ptr %".453", i64 %".454"
  %".456" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".405", <4 x float> %".419")
  %".457" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".456", <4 x float> %".423")
  store <4 x float> %".457", ptr %".455", align 4
  %".459" = add i64 %".429", 4
  %".460" = getelementptr float, ptr %".453", i64 %".459"
  %".461" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".407", <4 x float> %".419")
  %".462" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".461", <4 x float> %".423")
  store <4 x float> %".462", ptr %".460", align 4
  %".464" = getelementptr ptr, ptr %".1", i64 2
  %".465" = load ptr, ptr %".464"
  %".466" = mul i64 2, 1
  %".467" = getelementptr i64, ptr %".4", i64 %".466"
  %".468" = getelementptr i64, ptr %".467", i64 5
  %".469" = load i64, ptr %".468", align 8
  %".470" = getelementptr float, ptr %".465", i64 %".469"
  %".471" = add i64 %".429", 0
  %".472" = getelementptr float, ptr %".470", i64 %".471"
  %".473" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".409", <4 x float> %".419")
  %".474" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".473", <4 x float> %".423")
  store <4 x float> %".474", ptr %".472", align 4
  %".476" = add i64 %".429", 4
  %".477" = getelementptr float, ptr %".470", i64 %".476"
  %".478" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".411", <4 x float> %".419")
  %".479" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".478", <4 x float> %".423")
  store <4 x float> %".479", ptr %".477", align 4
  %".481" = getelementptr ptr, ptr %".1", i64 2
  %".482" = load ptr, ptr %".481"
  %".483" = mul i64 3, 1
  %".484" = getelementptr i64, ptr %".4", i64 %".483"
  %".485" = getelementptr i64, ptr %".484", i64 5
  %".486" = load i64, ptr %".485", align 8
  %".487" = getelementptr float, ptr %".482", i64 %".486"
  %".488" = add i64 %".429", 0
  %".489" = getelementptr float, ptr %".487", i64 %".488"
  %".490" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".413", <4 x float> %".419")
  %".491" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".490", <4 x float> %".423")
  store <4 x float> %".491", ptr %".489", align 4
  %".493" = add i64 %".429", 4
  %".494" = getelementptr float, ptr %".487", i64 %".493"
  %".495" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".415", <4 x float> %".419")
  %".496" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".495", <4 x float> %".423")
  store <4 x float> %".496", ptr %".494", align 4
  %".498" = load i64, ptr %".96"
  %".499" = add i64 %".498", 1
  store i64 %".499", ptr %".96"
  %".501" = load i64, ptr %".96"
  %".502" = icmp slt i64 %".501", %".34"
  br i1 %".502", label %"loop.3", label %"after.5"
loop.5:
  %".139" = load i64, ptr %".136"
  %".140" = getelementptr i64, ptr %".5", i64 0
  %".141" = load ptr, ptr %".140"
  %".142" = getelementptr i64, ptr %".5", i64 1
  %".143" = load ptr, ptr %".142"
  %".144" = getelementptr i64, ptr %".5", i64 2
  %".145" = load ptr, ptr %".144"
  %".146" = getelementptr i64, ptr %".5", i64 3
  %".147" = load ptr, ptr %".146"
  %".148" = load i64, ptr %".132"
  %".149" = load i64, ptr %".132"
  %".150" = getelementptr i64, ptr %".2", i64 10
  %".151" = load i64, ptr %".150"
  %".152" = add i64 %".149", %".151"
  %".153" = getelementptr i64, ptr %".2", i64 10
  %".154" = load i64, ptr %".153"
  %".155" = and i64 %".154", -4
  %".156" = add i64 %".148", %".155"
  store i64 %".148", ptr %".157"
  %".159" = icmp sgt i64 %".156", %".148"
  br i1 %".159", label %"loop.6", label %"after.8"
after.7:
  %".385" = load i64, ptr %".122"
  %".386" = getelementptr i64, ptr %".2", i64 7
  %".387" = load i64, ptr %".386"
  %".388" = add i64 %".385", %".387"
  store i64 %".388", ptr %".122"
  %".390" = load i64, ptr %".127"
  %".391" = add i64 %".390", 1
  store i64 %".391", ptr %".127"
  %".393" = load i64, ptr %".127"
  %".394" = icmp slt i64 %".393", %".126"
  br i1 %".394", label %"loop.4", label %"after.6"
loop.6:
  %".161" = load i64, ptr %".157"
  %".162" = getelementptr float, ptr %".141", i64 %".161"
  %".163" = getelementptr float, ptr %".143", i64 %".161"
  %".164" = getelementptr float, ptr %".145", i64 %".161"
  %".165" = getelementptr float, ptr %".147", i64 %".161"
  %".166" = load ptr, ptr %".121"
  %".167" = getelementptr float, ptr %".166", i64 0
  %".168" = load <4 x float>, ptr %".167", align 4
  %".169" = getelementptr float, ptr %".166", i64 4
  %".170" = load <4 x float>, ptr %".169", align 4
  %".171" = load <4 x float>, ptr %".162", align 4
  %".172" = shufflevector <4 x float> %".171", <4 x float> %".171", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".173" = load <4 x float>, ptr %".104"
  %".174" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".172", <4 x float> %".168", <4 x float> %".173")
  store <4 x float> %".174", ptr %".104"
  %".176" = load <4 x float>, ptr %".106"
  %".177" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".172", <4 x float> %".170", <4 x float> %".176")
  store <4 x float> %".177", ptr %".106"
  %".179" = load <4 x float>, ptr %".163", align 4
  %".180" = shufflevector <4 x float> %".179", <4 x float> %".179", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".181" = load <4 x float>, ptr %".108"
  %".182" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".180", <4 x float> %".168", <4 x float> %".181")
  store <4 x float> %".182", ptr %".108"
  %".184" = load <4 x float>, ptr %".110"
  %".185" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".180", <4 x float> %".170", <4 x float> %".184")
  store <4 x float> %".185", ptr %".110"
  %".187" = load <4 x float>, ptr %".164", align 4
  %".188" = shufflevector <4 x float> %".187", <4 x float> %".187", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".189" = load <4 x float>, ptr %".112"
  %".190" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".188", <4 x float> %".168", <4 x float> %".189")
  store <4 x float> %".190", ptr %".112"
  %".192" = load <4 x float>, ptr %".114"
  %".193" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".188", <4 x float> %".170", <4 x float> %".192")
  store <4 x float> %".193", ptr %".114"
  %".195" = load <4 x float>, ptr %".165", align 4
  %".196" = shufflevector <4 x float> %".195", <4 x float> %".195", <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".197" = load <4 x float>, ptr %".116"
  %".198" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".196", <4 x float> %".168", <4 x float> %".197")
  store <4 x float> %".198", ptr %".116"
  %".200" = load <4 x float>, ptr %".118"
  %".201" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".196", <4 x float> %".170", <4 x float> %".200")
  store <4 x float> %".201", ptr %".118"
  %".203" = getelementptr float, ptr %".166", i64 8
  store ptr %".203", ptr %".121"
  %".205" = load ptr, ptr %".121"
  %".206" = getelementptr float, ptr %".205", i64 0
  %".207" = load <4 x float>, ptr %".206", align 4
  %".208" = getelementptr float, ptr %".205", i64 4
  %".209" = load <4 x float>, ptr %".208", align 4
  %".210" = shufflevector <4 x float> %".171", <4 x float> %".171", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".211" = load <4 x float>, ptr %".104"
  %".212" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".210", <4 x float> %".207", <4 x float> %".211")
  store <4 x float> %".212", ptr %".104"
  %".214" = load <4 x float>, ptr %".106"
  %".215" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".210", <4 x float> %".209", <4 x float> %".214")
  store <4 x float> %".215", ptr %".106"
  %".217" = shufflevector <4 x float> %".179", <4 x float> %".179", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".218" = load <4 x float>, ptr %".108"
  %".219" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".217", <4 x float> %".207", <4 x float> %".218")
  store <4 x float> %".219", ptr %".108"
  %".221" = load <4 x float>, ptr %".110"
  %".222" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".217", <4 x float> %".209", <4 x float> %".221")
  store <4 x float> %".222", ptr %".110"
  %".224" = shufflevector <4 x float> %".187", <4 x float> %".187", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".225" = load <4 x float>, ptr %".112"
  %".226" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".224", <4 x float> %".207", <4 x float> %".225")
  store <4 x float> %".226", ptr %".112"
  %".228" = load <4 x float>, ptr %".114"
  %".229" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".224", <4 x float> %".209", <4 x float> %".228")
  store <4 x float> %".229", ptr %".114"
  %".231" = shufflevector <4 x float> %".195", <4 x float> %".195", <4 x i32> <i32 1, i32 1, i32 1, i32 1>
  %".232" = load <4 x float>, ptr %".116"
  %".233" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".231", <4 x float> %".207", <4 x float> %".232")
  store <4 x float> %".233", ptr %".116"
  %".235" = load <4 x float>, ptr %".118"
  %".236" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".231", <4 x float> %".209", <4 x float> %".235")
  store <4 x float> %".236", ptr %".118"
  %".238" = getelementptr float, ptr %".205", i64 8
  store ptr %".238", ptr %".121"
  %".240" = load ptr, ptr %".121"
  %".241" = getelementptr float, ptr %".240", i64 0
  %".242" = load <4 x float>, ptr %".241", align 4
  %".243" = getelementptr float, ptr %".240", i64 4
  %".244" = load <4 x float>, ptr %".243", align 4
  %".245" = shufflevector <4 x float> %".171", <4 x float> %".171", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".246" = load <4 x float>, ptr %".104"
  %".247" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".245", <4 x float> %".242", <4 x float> %".246")
  store <4 x float> %".247", ptr %".104"
  %".249" = load <4 x float>, ptr %".106"
  %".250" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".245", <4 x float> %".244", <4 x float> %".249")
  store <4 x float> %".250", ptr %".106"
  %".252" = shufflevector <4 x float> %".179", <4 x float> %".179", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".253" = load <4 x float>, ptr %".108"
  %".254" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".252", <4 x float> %".242", <4 x float> %".253")
  store <4 x float> %".254", ptr %".108"
  %".256" = load <4 x float>, ptr %".110"
  %".257" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".252", <4 x float> %".244", <4 x float> %".256")
  store <4 x float> %".257", ptr %".110"
  %".259" = shufflevector <4 x float> %".187", <4 x float> %".187", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".260" = load <4 x float>, ptr %".112"
  %".261" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".259", <4 x float> %".242", <4 x float> %".260")
  store <4 x float> %".261", ptr %".112"
  %".263" = load <4 x float>, ptr %".114"
  %".264" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".259", <4 x float> %".244", <4 x float> %".263")
  store <4 x float> %".264", ptr %".114"
  %".266" = shufflevector <4 x float> %".195", <4 x float> %".195", <4 x i32> <i32 2, i32 2, i32 2, i32 2>
  %".267" = load <4 x float>, ptr %".116"
  %".268" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".266", <4 x float> %".242", <4 x float> %".267")
  store <4 x float> %".268", ptr %".116"
  %".270" = load <4 x float>, ptr %".118"
  %".271" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".266", <4 x float> %".244", <4 x float> %".270")
  store <4 x float> %".271", ptr %".118"
  %".273" = getelementptr float, ptr %".240", i64 8
  store ptr %".273", ptr %".121"
  %".275" = load ptr, ptr %".121"
  %".276" = getelementptr float, ptr %".275", i64 0
  %".277" = load <4 x float>, ptr %".276", align 4
  %".278" = getelementptr float, ptr %".275", i64 4
  %".279" = load <4 x float>, ptr %".278", align 4
  %".280" = shufflevector <4 x float> %".171", <4 x float> %".171", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".281" = load <4 x float>, ptr %".104"
  %".282" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".280", <4 x float> %".277", <4 x float> %".281")
  store <4 x float> %".282", ptr %".104"
  %".284" = load <4 x float>, ptr %".106"
  %".285" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".280", <4 x float> %".279", <4 x float> %".284")
  store <4 x float> %".285", ptr %".106"
  %".287" = shufflevector <4 x float> %".179", <4 x float> %".179", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".288" = load <4 x float>, ptr %".108"
  %".289" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".287", <4 x float> %".277", <4 x float> %".288")
  store <4 x float> %".289", ptr %".108"
  %".291" = load <4 x float>, ptr %".110"
  %".292" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".287", <4 x float> %".279", <4 x float> %".291")
  store <4 x float> %".292", ptr %".110"
  %".294" = shufflevector <4 x float> %".187", <4 x float> %".187", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".295" = load <4 x float>, ptr %".112"
  %".296" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".294", <4 x float> %".277", <4 x float> %".295")
  store <4 x float> %".296", ptr %".112"
  %".298" = load <4 x float>, ptr %".114"
  %".299" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".294", <4 x float> %".279", <4 x float> %".298")
  store <4 x float> %".299", ptr %".114"
  %".301" = shufflevector <4 x float> %".195", <4 x float> %".195", <4 x i32> <i32 3, i32 3, i32 3, i32 3>
  %".302" = load <4 x float>, ptr %".116"
  %".303" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".301", <4 x float> %".277", <4 x float> %".302")
  store <4 x float> %".303", ptr %".116"
  %".305" = load <4 x float>, ptr %".118"
  %".306" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".301", <4 x float> %".279", <4 x float> %".305")
  store <4 x float> %".306", ptr %".118"
  %".308" = getelementptr float, ptr %".275", i64 8
  store ptr %".308", ptr %".121"
  %".310" = load i64, ptr %".157"
  %".311" = add i64 %".310", 4
  store i64 %".311", ptr %".157"
  %".313" = load i64, ptr %".157"
  %".314" = icmp slt i64 %".313", %".156"
  br i1 %".314", label %"loop.6", label %"after.8"
after.8:
  store i64 %".156", ptr %".316"
  %".318" = icmp sgt i64 %".152", %".156"
  br i1 %".318", label %"loop.7", label %"after.9"
loop.7:
  %".320" = load i64, ptr %".316"
  %".321" = getelementptr float, ptr %".141", i64 %".320"
  %".322" = getelementptr float, ptr %".143", i64 %".320"
  %".323" = getelementptr float, ptr %".145", i64 %".320"
  %".324" = getelementptr float, ptr %".147", i64 %".320"
  %".325" = load ptr, ptr %".121"
  %".326" = getelementptr float, ptr %".325", i64 0
  %".327" = load <4 x float>, ptr %".326", align 4
  %".328" = getelementptr float, ptr %".325", i64 4
  %".329" = load <4 x float>, ptr %".328", align 4
  %".330" = load float, ptr %".321", align 4
  %".331" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".330", i32 0
  %".332" = shufflevector <4 x float> %".331", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".333" = load <4 x float>, ptr %".104"
  %".334" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".332", <4 x float> %".327", <4 x float> %".333")
  store <4 x float> %".334", ptr %".104"
  %".336" = load <4 x float>, ptr %".106"
  %".337" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".332", <4 x float> %".329", <4 x float> %".336")
  store <4 x float> %".337", ptr %".106"
  %".339" = load float, ptr %".322", align 4
  %".340" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".339", i32 0
  %".341" = shufflevector <4 x float> %".340", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".342" = load <4 x float>, ptr %".108"
  %".343" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".341", <4 x float> %".327", <4 x float> %".342")
  store <4 x float> %".343", ptr %".108"
  %".345" = load <4 x float>, ptr %".110"
  %".346" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".341", <4 x float> %".329", <4 x float> %".345")
  store <4 x float> %".346", ptr %".110"
  %".348" = load float, ptr %".323", align 4
  %".349" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".348", i32 0
  %".350" = shufflevector <4 x float> %".349", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".351" = load <4 x float>, ptr %".112"
  %".352" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".350", <4 x float> %".327", <4 x float> %".351")
  store <4 x float> %".352", ptr %".112"
  %".354" = load <4 x float>, ptr %".114"
  %".355" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".350", <4 x float> %".329", <4 x float> %".354")
  store <4 x float> %".355", ptr %".114"
  %".357" = load float, ptr %".324", align 4
  %".358" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".357", i32 0
  %".359" = shufflevector <4 x float> %".358", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".360" = load <4 x float>, ptr %".116"
  %".361" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".359", <4 x float> %".327", <4 x float> %".360")
  store <4 x float> %".361", ptr %".116"
  %".363" = load <4 x float>, ptr %".118"
  %".364" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".359", <4 x float> %".329", <4 x float> %".363")
  store <4 x float> %".364", ptr %".118"
  %".366" = getelementptr float, ptr %".325", i64 8
  store ptr %".366", ptr %".121"
  %".368" = load i64, ptr %".316"
  %".369" = add i64 %".368", 1
  store i64 %".369", ptr %".316"
  %".371" = load i64, ptr %".316"
  %".372" = icmp slt i64 %".371", %".152"
  br i1 %".372", label %"loop.7", label %"after.9"
after.9:
  %".374" = load i64, ptr %".132"
  %".375" = getelementptr i64, ptr %".2", i64 9
  %".376" = load i64, ptr %".375"
  %".377" = add i64 %".374", %".376"
  store i64 %".377", ptr %".132"
  %".379" = load i64, ptr %".136"
  %".380" = add i64 %".379", 1
  store i64 %".380", ptr %".136"
  %".382" = load i64, ptr %".136"
  %".383" = icmp slt i64 %".382", %".135"
  br i1 %".383", label %"loop.5", label %"after.7"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

