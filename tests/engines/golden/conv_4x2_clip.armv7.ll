; ModuleID = "conv_4x2_clip"
target triple = "armv7-unknown-linux-gnueabihf"
target datalayout = "e-m:e-p:32:32-Fi8-i64:64-v128:64:128-a:0:32-n32-S64"

define external hidden void @"conv_4x2_clip"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".4" = alloca [9 x i32], align 8
  %".5" = alloca [4 x i32], align 8
  %".22" = alloca i32
  %".26" = alloca i32
  %".28" = alloca i32
  %".30" = alloca i32
  %".35" = alloca i32
  %".40" = alloca i32
  %".96" = alloca i32
  %".104" = alloca <4 x float>
  %".106" = alloca <4 x float>
  %".108" = alloca <4 x float>
  %".110" = alloca <4 x float>
  %".112" = alloca <4 x float>
  %".114" = alloca <4 x float>
  %".116" = alloca <4 x float>
  %".118" = alloca <4 x float>
  %".121" = alloca [1 x i32], align 8
  %".122" = alloca i32
  %".127" = alloca i32
  %".132" = alloca i32
  %".136" = alloca i32
  %".153" = alloca i32
  br label %"body"
body:
  %".6" = getelementptr i32, ptr %".2", i32 0
  %".7" = load i32, ptr %".6"
  %".8" = getelementptr i32, ptr %".2", i32 11
  %".9" = load i32, ptr %".8"
  %".10" = getelementptr i32, ptr %".2", i32 12
  %".11" = load i32, ptr %".10"
  %".12" = getelementptr i32, ptr %".2", i32 6
  %".13" = load i32, ptr %".12"
  %".14" = getelementptr i32, ptr %".2", i32 8
  %".15" = load i32, ptr %".14"
  %".16" = mul i32 %".13", %".15"
  %".17" = getelementptr i32, ptr %".2", i32 10
  %".18" = load i32, ptr %".17"
  %".19" = mul i32 %".16", %".18"
  %".20" = add i32 %".19", 1
  %".21" = mul i32 %".20", 8
  store i32 0, ptr %".22"
  br label %"loop"
loop:
  %".25" = load i32, ptr %".22"
  store i32 0, ptr %".26"
  store i32 0, ptr %".28"
  store i32 0, ptr %".30"
  %".32" = add i32 %".25", %".11"
  %".33" = icmp slt i32 %".32", %".9"
  %".34" = select  i1 %".33", i32 %".32", i32 %".9"
  store i32 0, ptr %".35"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".38" = load i32, ptr %".35"
  %".39" = sub i32 %".7", %".38"
  store i32 0, ptr %".40"
  br label %"loop.2"
after.1:
  %".346" = load i32, ptr %".22"
  %".347" = add i32 %".346", %".11"
  store i32 %".347", ptr %".22"
  %".349" = load i32, ptr %".22"
  %".350" = icmp slt i32 %".349", %".9"
  br i1 %".350", label %"loop", label %"after"
loop.2:
  %".43" = load i32, ptr %".40"
  %".44" = add i32 %".43", 0
  %".45" = getelementptr i32, ptr %".5", i32 %".44"
  %".46" = getelementptr ptr, ptr %".1", i32 0
  %".47" = load ptr, ptr %".46"
  %".48" = load i32, ptr %".26"
  %".49" = getelementptr float, ptr %".47", i32 %".48"
  store ptr %".49", ptr %".45"
  %".51" = mul i32 %".44", 1
  %".52" = getelementptr i32, ptr %".4", i32 %".51"
  %".53" = getelementptr i32, ptr %".52", i32 5
  %".54" = load i32, ptr %".28"
  store i32 %".54", ptr %".53", align 4
  %".56" = add i32 %".44", 1
  %".57" = icmp sgt i32 %".39", %".56"
  br i1 %".57", label %"then", label %"after.3"
after.2:
  store i32 %".25", ptr %".96"
  br label %"loop.3"
then:
  %".59" = load i32, ptr %".26"
  %".60" = getelementptr i32, ptr %".2", i32 2
  %".61" = load i32, ptr %".60"
  %".62" = add i32 %".59", %".61"
  store i32 %".62", ptr %".26"
  %".64" = load i32, ptr %".28"
  %".65" = getelementptr i32, ptr %".2", i32 4
  %".66" = load i32, ptr %".65"
  %".67" = add i32 %".64", %".66"
  store i32 %".67", ptr %".28"
  %".69" = load i32, ptr %".30"
  %".70" = add i32 %".69", 1
  store i32 %".70", ptr %".30"
  %".72" = load i32, ptr %".30"
  %".73" = getelementptr i32, ptr %".2", i32 1
  %".74" = load i32, ptr %".73"
  %".75" = icmp eq i32 %".72", %".74"
  br i1 %".75", label %"then.1", label %"after.4"
after.3:
  %".90" = load i32, ptr %".40"
  %".91" = add i32 %".90", 1
  store i32 %".91", ptr %".40"
  %".93" = load i32, ptr %".40"
  %".94" = icmp slt i32 %".93", 4
  br i1 %".94", label %"loop.2", label %"after.2"
then.1:
  %".77" = load i32, ptr %".26"
  %".78" = getelementptr i32, ptr %".2", i32 3
  %".79" = load i32, ptr %".78"
  %".80" = add i32 %".77", %".79"
  store i32 %".80", ptr %".26"
  %".82" = load i32, ptr %".28"
  %".83" = getelementptr i32, ptr %".2", i32 5
  %".84" = load i32, ptr %".83"
  %".85" = add i32 %".82", %".84"
  store i32 %".85", ptr %".28"
  store i32 0, ptr %".30"
  br label %"after.4"
after.4:
  br label %"after.3"
loop.3:
  %".99" = load i32, ptr %".96"
  %".100" = getelementptr ptr, ptr %".1", i32 1
  %".101" = load ptr, ptr %".100"
  %".102" = mul i32 %".99", %".21"
  %".103" = getelementptr float, ptr %".101", i32 %".102"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".104"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".106"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".108"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".110"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".112"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".114"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".116"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".118"
  %".120" = getelementptr float, ptr %".103", i32 8
  store i32 0, ptr %".122"
  store ptr %".120", ptr %".121"
  %".125" = getelementptr i32, ptr %".2", i32 6
  %".126" = load i32, ptr %".125"
  store i32 0, ptr %".127"
  br label %"loop.4"
after.5:
  %".340" = load i32, ptr %".35"
  %".341" = add i32 %".340", 4
  store i32 %".341", ptr %".35"
  %".343" = load i32, ptr %".35"
  %".344" = icmp slt i32 %".343", %".7"
  br i1 %".344", label %"loop.1", label %"after.1"
loop.4:
  %".130" = load i32, ptr %".127"
  %".131" = load i32, ptr %".122"
  store i32 %".131", ptr %".132"
  %".134" = getelementptr i32, ptr %".2", i32 8
  %".135" = load i32, ptr %".134"
  store i32 0, ptr %".136"
  br label %"loop.5"
after.6:
  %".232" = getelementptr float, ptr %".103", i32 0
  %".233" = load <4 x float>, ptr %".232", align 4
  %".234" = getelementptr float, ptr %".103", i32 4
  %".235" = load <4 x float>, ptr %".234", align 4
  %".236" = load <4 x float>, ptr %".104"
  %".237" = fadd <4 x float> %".236", %".233"
  %".238" = load <4 x float>, ptr %".106"
  %".239" = fadd <4 x float> %".238", %".235"
  %".240" = load <4 x float>, ptr %".108"
  %".241" = fadd <4 x float> %".240", %".233"
  %".242" = load <4 x float>, ptr %".110"
  %".243" = fadd <4 x float> %".242", %".235"
  %".244" = load <4 x float>, ptr %".112"
  %".245" = fadd <4 x float> %".244", %".233"
  %".246" = load <4 x float>, ptr %".114"
  %".247" = fadd <4 x float> %".246", %".235"
  %".248" = load <4 x float>, ptr %".116"
  %".249" = fadd <4 x float> %".248", %".233"
  %".250" = load <4 x float>, ptr %".118"
  %".251" = fadd <4 x float> %".250", %".235"
  %".252" = getelementptr i32, ptr %".2", i32 14
  %".253" = load float, ptr %".252"
  %".254" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".253", i32 0
  %".255" = shufflevector <4 x float> %".254", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".256" = getelementptr i32, ptr %".2", i32 15
  %".257" = load float, ptr %".256"
  %".258" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".257", i32 0
  %".259" = shufflevector <4 x float> %".258", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".260" = add i32 %".99", 0
  %".261" = mul i32 %".260", 8
  %".262" = getelementptr i32, ptr %".2", i32 13
  %".263" = load i32, ptr %".262"
  %".264" = icmp slt i32 %".261", %".263"
  %".265" = select  i1 %".264", i32 %".261", i32 %".263"
  %".266" = getelementptr ptr, ptr %".1", i32 2
  %".267" = load ptr, ptr %".266"
  %".268" = mul i32 0, 1
  %".269" = getelementptr i32, ptr %".4", i32 %".268"
  %".270" = getelementptr i32, ptr %".269", i32 5
  %".271" = load i32, ptr %".270", align 4
  %".272" = getelementptr float, ptr %".267", i32 %".271"
  %".273" = add i32 %".265", 0
  %".274" = getelementptr float, ptr %".272", i32 %".273"
  %".275" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".237", <4 x float> %".255")
  %".276" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".275", <4 x float> %".259")
  store <4 x float> %".276", ptr %".274", align 4
  %".278" = add i32 %".265", 4
  %".279" = getelementptr float, ptr %".272", i32 %".278"
  %".280" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".239", <4 x float> %".255")
  %".281" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".280", <4 x float> %".259")
  store <4 x float> %".281", ptr %".279", align 4
  %".283" = getelementptr ptr, ptr %".1", i32 2
  %".284" = load ptr, ptr %".283"
  %".285" = mul i32 1, 1
  %".286" = getelementptr i32, ptr %".4", i32 %".285"
  %".287" = getelementptr i32, ptr %".286", i32 5
  %".288" = load i32, ptr %".287", align 4
  %".289" = getelementptr float, ptr %".284", i32 %".288"
  %".290" = add i32 %".265", 0
  %".291" = getelementptr float, ptr %".289", i32 %".290"
  %".292" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".241", <4 x float> %".255")
  %".293" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".292", <4 x float> %".259")
  store <4 x float> %".293", ptr %".291", align 4
  %".295" = add i32 %".265", 4
  %".296" = getelementptr float, ptr %".289", i32 %".295"
  %".297" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".243", <4 x float> %".255")
  %".298" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".297", <4 x float> %".259")
  store <4 x float> %".298", ptr %".296", align 4
  %".300" = getelementptr ptr, ptr %".1", i32 2
  %".301" = load ptr, ptr %".300"
  %".302" = mul i32 2, 1
  %".303" = getelementptr i32, ptr %".4", i32 %".302"
  %".304" = getelementptr i32, ptr %".303", i32 5
  %".305" = load i32, ptr %".304", align 4
  %".306" = getelementptr float, ptr %".301", i32 %".305"
  %".307" = add i32 %".265", 0
  %".308" = getelementptr float, ptr %".306", i32 %".307"
  %".309" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".245", <4 x float> %".255")
  %".310" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".309", <4 x float> %".259")
  store <4 x float> %".310", ptr %".308", align 4
  %".312" = add i32 %".265", 4
  %".313" = getelementptr float, ptr %".306", i32 %".312"
  %".314" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".247", <4 x float> %".255")
  %".315" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".314", <4 x float> %".259")
  store <4 x float> %".315", ptr %".313", align 4
  %".317" = getelementptr ptr, ptr %".1", i32 2
  %".318" = load ptr, ptr %".317"
  %".319" = mul i32 3, 1
  %".320" = getelementptr i32, ptr %".4", i32 %".319"
  %".321" = getelementptr i32, ptr %".320", i32 5
  %".322" = load i32, ptr %".321", align 4
  %".323" = getelementptr float, ptr %".318", i32 %".322"
  %".324" = add i32 %".265", 0
  %".325" = getelementptr float, ptr %".323", i32 %".324"
  %".326" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".249", <4 x float> %".255")
  %".327" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".326", <4 x float> %".259")
  store <4 x float> %".327", ptr %".325", align 4
  %".329" = add i32 %".265", 4
  %".330" = getelementptr float, ptr %".323", i32 %".329"
  %".331" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".251", <4 x float> %".255")
  %".332" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".331", <4 x float> %".259")
  store <4 x float> %".332", ptr %".330", align 4
  %".334" = load i32, ptr %".96"
  %".335" = add i32 %".334", 1
  store i32 %".335", ptr %".96"
  %".337" = load i32, ptr %".96"
  %".338" = icmp slt i32 %".337", %".34"
  br i1 %".338", label %"loop.3", label %"after.5"
loop.5:
  %".139" = load i32, ptr %".136"
  %".140" = getelementptr i32, ptr %".5", i32 0
  %".141" = load ptr, ptr %".140"
  %".142" = getelementptr i32, ptr %".5", i32 1
  %".143" = load ptr, ptr %".142"
  %".144" = getelementptr i32, ptr %".5", i32 2
  %".145" = load ptr, ptr %".144"
  %".146" = getelementptr i32, ptr %".5", i32 3
  %".147" = load ptr, ptr %".146"
  %".148" = load i32, ptr %".132"
  %".149" = load i32, ptr %".132"
  %".150" = getelementptr i32, ptr %".2", i32 10
  %".151" = load i32, ptr %".150"
  %".152" = add i32 %".149", %".151"
  store i32 %".148", ptr %".153"
  br label %"loop.6"
after.7:
  %".221" = load i32, ptr %".122"
  %".222" = getelementptr i32, ptr %".2", i32 7
  %".223" = load i32, ptr %".222"
  %".224" = add i32 %".221", %".223"
  store i32 %".224", ptr %".122"
  %".226" = load i32, ptr %".127"
  %".227" = add i32 %".226", 1
  store i32 %".227", ptr %".127"
  %".229" = load i32, ptr %".127"
  %".230" = icmp slt i32 %".229", %".126"
  br i1 %".230", label %"loop.4", label %"after.6"
loop.6:
  %".156" = load i32, ptr %".153"
  %".157" = getelementptr float, ptr %".141", i32 %".156"
  %".158" = getelementptr float, ptr %".143", i32 %".156"
  %".159" = getelementptr float, ptr %".145", i32 %".156"
  %".160" = getelementptr float, ptr %".147", i32 %".156"
  %".161" = load ptr, ptr %".121"
  %".162" = getelementptr float, ptr %".161", i32 0
  %".163" = load <4 x float>, ptr %".162", align 4
  %".164" = getelementptr float, ptr %".161", i32 4
  %".165" = load <4 x float>, ptr %".164", align 4
  %".166" = load float, ptr %".157", align 4
  %".167" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".166", i32 0
  %".168" = shufflevector <4 x float> %".167", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".169" = load <4 x float>, ptr %".104"
  %".170" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".168", <4 x float> %".163", <4 x float> %".169")
  store <4 x float> %".170", ptr %".104"
  %".172" = load <4 x float>, ptr %".106"
  %".173" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".168", <4 x float> %".165", <4 x float> %".172")
  store <4 x float> %".173", ptr %".106"
  %".175" = load float, ptr %".158", align 4
  %".176" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".175", i32 0
  %".177" = shufflevector <4 x float> %".176", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".178" = load <4 x float>, ptr %".108"
  %".179" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".177", <4 x float> %".163", <4 x float> %".178")
  store <4 x float> %".179", ptr %".108"
  %".181" = load <4 x float>, ptr %".110"
  %".182" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".177", <4 x float> %".165", <4 x float> %".181")
  store <4 x float> %".182", ptr %".110"
  %".184" = load float, ptr %".159", align 4
  %".185" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".184", i32 0
  %".186" = shufflevector <4 x float> %".185", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".187" = load <4 x float>, ptr %".112"
  %".188" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".186", <4 x float> %".163", <4 x float> %".187")
  store <4 x float> %".188", ptr %".112"
  %".190" = load <4 x float>, ptr %".114"
  %".191" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".186", <4 x float> %".165", <4 x float> %".190")
  store <4 x float> %".191", ptr %".114"
  %".193" = load float, ptr %".160", align 4
  %".194" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".193", i32 0
  %".195" = shufflevector <4 x float> %".194", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".196" = load <4 x float>, ptr %".116"
  %".197" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".195", <4 x float> %".163", <4 x float> %".196")
  store <4 x float> %".197", ptr %".116"
  %".199" = load <4 x float>, ptr %".118"
  %".200" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".195", <4 x float> %".165", <4 x float> %".199")
  store <4 x float> %".200", ptr %".118"
  %".202" = getelementptr float, ptr %".161", i32 8
  store ptr %".202", ptr %".121"
  %".204" = load i32, ptr %".153"
  %".205" = add i32 %".204", 1
  store i32 %".205", ptr %".153"
  %".207" = load i32, ptr %".153"
  %".208" = icmp slt i32 %".207", %".152"
  br i1 %".208", label %"loop.6", label %"after.8"
after.8:
  %".210" = load i32, ptr %".132"
  %".211" = getelementptr i32, ptr %".2", i32 9
  %".212" = load i32, ptr %".211"
  %".213" = add i32 %".210", %".212"
  store i32 %".213", ptr %".132"
  %".215" = load i32, ptr %".136"
  %".216" = add i32 %".215", 1
  store i32 %".216", ptr %".136"
  %".218" = load i32, ptr %".136"
  %".219" = icmp slt i32 %".218", %".135"
  br i1 %".219", label %"loop.5", label %"after.7"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

