; ModuleID = "conv_4x2_clip"
target triple = "armv7-unknown-linux-gnueabihf"
target datalayout = "e-m:e-p:32:32-Fi8-i64:64-v128:64:128-a:0:32-n32-S64"

define external hidden void @"conv_4x2_clip"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".4" = alloca [10 x i32], align 8
  %".5" = alloca [4 x i32], align 8
  %".22" = alloca i32
  %".26" = alloca i32
  %".28" = alloca i32
  %".30" = alloca i32
  %".35" = alloca i32
  %".40" = alloca i32
  %".90" = alloca i32
  %".98" = alloca <4 x float>
  %".100" = alloca <4 x float>
  %".102" = alloca <4 x float>
  %".104" = alloca <4 x float>
  %".106" = alloca <4 x float>
  %".108" = alloca <4 x float>
  %".110" = alloca <4 x float>
  %".112" = alloca <4 x float>
  %".115" = alloca [1 x i32], align 8
  %".116" = alloca i32
  %".121" = alloca i32
  %".126" = alloca i32
  %".130" = alloca i32
  %".147" = alloca i32
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
  %".327" = load i32, ptr %".22"
  %".328" = add i32 %".327", %".11"
  store i32 %".328", ptr %".22"
  %".330" = load i32, ptr %".22"
  %".331" = icmp slt i32 %".330", %".9"
  br i1 %".331", label %"loop", label %"after"
loop.2:
  %".43" = load i32, ptr %".40"
  %".44" = add i32 %".43", 1
  %".45" = icmp sgt i32 %".39", %".44"
  %".46" = load i32, ptr %".30"
  %".47" = add i32 %".46", 1
  %".48" = getelementptr i32, ptr %".2", i32 1
  %".49" = load i32, ptr %".48"
  %".50" = icmp eq i32 %".47", %".49"
  %".51" = select  i1 %".50", i32 0, i32 %".47"
  %".52" = load i32, ptr %".30"
  %".53" = select  i1 %".45", i32 %".51", i32 %".52"
  store i32 %".53", ptr %".30"
  %".55" = load i32, ptr %".26"
  %".56" = getelementptr i32, ptr %".5", i32 %".43"
  %".57" = getelementptr ptr, ptr %".1", i32 0
  %".58" = load ptr, ptr %".57"
  %".59" = getelementptr float, ptr %".58", i32 %".55"
  store ptr %".59", ptr %".56"
  %".61" = getelementptr i32, ptr %".2", i32 2
  %".62" = load i32, ptr %".61"
  %".63" = getelementptr i32, ptr %".2", i32 3
  %".64" = load i32, ptr %".63"
  %".65" = select  i1 %".50", i32 %".64", i32 0
  %".66" = add i32 %".62", %".65"
  %".67" = select  i1 %".45", i32 %".66", i32 0
  %".68" = add i32 %".55", %".67"
  store i32 %".68", ptr %".26"
  %".70" = load i32, ptr %".28"
  %".71" = mul i32 %".43", 1
  %".72" = getelementptr i32, ptr %".4", i32 %".71"
  %".73" = getelementptr i32, ptr %".72", i32 6
  store i32 %".70", ptr %".73", align 4
  %".75" = getelementptr i32, ptr %".2", i32 4
  %".76" = load i32, ptr %".75"
  %".77" = getelementptr i32, ptr %".2", i32 5
  %".78" = load i32, ptr %".77"
  %".79" = select  i1 %".50", i32 %".78", i32 0
  %".80" = add i32 %".76", %".79"
  %".81" = select  i1 %".45", i32 %".80", i32 0
  %".82" = add i32 %".70", %".81"
  store i32 %".82", ptr %".28"
  %".84" = load i32, ptr %".40"
  %".85" = add i32 %".84", 1
  store i32 %".85", ptr %".40"
  %".87" = load i32, ptr %".40"
  %".88" = icmp slt i32 %".87", 4
  br i1 %".88", label %"loop.2", label %"after.2"
after.2:
  store i32 %".25", ptr %".90"
  br label %"loop.3"
loop.3:
  %".93" = load i32, ptr %".90"
  %".94" = getelementptr ptr, ptr %".1", i32 1
  %".95" = load ptr, ptr %".94"
  %".96" = mul i32 %".93", %".21"
  %".97" = getelementptr float, ptr %".95", i32 %".96"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".98"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".100"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".102"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".104"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".106"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".108"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".110"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".112"
  %".114" = getelementptr float, ptr %".97", i32 8
  store i32 0, ptr %".116"
  store ptr %".114", ptr %".115"
  %".119" = getelementptr i32, ptr %".2", i32 6
  %".120" = load i32, ptr %".119"
  store i32 0, ptr %".121"
  br label %"loop.4"
after.3:
  %".321" = load i32, ptr %".35"
  %".322" = add i32 %".321", 4
  store i32 %".322", ptr %".35"
  %".324" = load i32, ptr %".35"
  %".325" = icmp slt i32 %".324", %".7"
  br i1 %".325", label %"loop.1", label %"after.1"
loop.4:
  %".124" = load i32, ptr %".121"
  %".125" = load i32, ptr %".116"
  store i32 %".125", ptr %".126"
  %".128" = getelementptr i32, ptr %".2", i32 8
  %".129" = load i32, ptr %".128"
  store i32 0, ptr %".130"
  br label %"loop.5"
after.4:
  %".226" = getelementptr float, ptr %".97", i32 0
  %".227" = load <4 x float>, ptr %".226", align 4
  %".228" = getelementptr float, ptr %".97", i32 4
  %".229" = load <4 x float>, ptr %".228", align 4
  %".230" = getelementptr i32, ptr %".2", i32 14
  %".231" = load float, ptr %".230"
  %".232" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".231", i32 0
  %".233" = shufflevector <4 x float> %".232", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".234" = getelementptr i32, ptr %".2", i32 15
  %".235" = load float, ptr %".234"
  %".236" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".235", i32 0
  %".237" = shufflevector <4 x float> %".236", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".238" = getelementptr ptr, ptr %".1", i32 2
  %".239" = load ptr, ptr %".238"
  %".240" = add i32 %".93", 0
  %".241" = mul i32 %".240", 8
  %".242" = getelementptr i32, ptr %".2", i32 13
  %".243" = load i32, ptr %".242"
  %".244" = icmp slt i32 %".241", %".243"
  %".245" = select  i1 %".244", i32 %".241", i32 %".243"
  %".246" = getelementptr float, ptr %".239", i32 %".245"
  %".247" = mul i32 0, 1
  %".248" = getelementptr i32, ptr %".4", i32 %".247"
  %".249" = getelementptr i32, ptr %".248", i32 6
  %".250" = load i32, ptr %".249", align 4
  %".251" = getelementptr float, ptr %".246", i32 %".250"
  %".252" = getelementptr float, ptr %".251", i32 0
  %".253" = load <4 x float>, ptr %".98"
  %".254" = fadd <4 x float> %".253", %".227"
  %".255" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".254", <4 x float> %".233")
  %".256" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".255", <4 x float> %".237")
  store <4 x float> %".256", ptr %".252", align 4
  %".258" = getelementptr float, ptr %".251", i32 4
  %".259" = load <4 x float>, ptr %".100"
  %".260" = fadd <4 x float> %".259", %".229"
  %".261" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".260", <4 x float> %".233")
  %".262" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".261", <4 x float> %".237")
  store <4 x float> %".262", ptr %".258", align 4
  %".264" = mul i32 1, 1
  %".265" = getelementptr i32, ptr %".4", i32 %".264"
  %".266" = getelementptr i32, ptr %".265", i32 6
  %".267" = load i32, ptr %".266", align 4
  %".268" = getelementptr float, ptr %".246", i32 %".267"
  %".269" = getelementptr float, ptr %".268", i32 0
  %".270" = load <4 x float>, ptr %".102"
  %".271" = fadd <4 x float> %".270", %".227"
  %".272" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".271", <4 x float> %".233")
  %".273" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".272", <4 x float> %".237")
  store <4 x float> %".273", ptr %".269", align 4
  %".275" = getelementptr float, ptr %".268", i32 4
  %".276" = load <4 x float>, ptr %".104"
  %".277" = fadd <4 x float> %".276", %".229"
  %".278" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".277", <4 x float> %".233")
  %".279" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".278", <4 x float> %".237")
  store <4 x float> %".279", ptr %".275", align 4
  %".281" = mul i32 2, 1
  %".282" = getelementptr i32, ptr %".4", i32 %".281"
  %".283" = getelementptr i32, ptr %".282", i32 6
  %".284" = load i32, ptr %".283", align 4
  %".285" = getelementptr float, ptr %".246", i32 %".284"
  %".286" = getelementptr float, ptr %".285", i32 0
  %".287" = load <4 x float>, ptr %".106"
  %".288" = fadd <4 x float> %".287", %".227"
  %".289" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".288", <4 x float> %".233")
  %".290" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".289", <4 x float> %".237")
  store <4 x float> %".290", ptr %".286", align 4
  %".292" = getelementptr float, ptr %".285", i32 4
  %".293" = load <4 x float>, ptr %".108"
  %".294" = fadd <4 x float> %".293", %".229"
  %".295" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".294", <4 x float> %".233")
  %".296" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".295", <4 x float> %".237")
  store <4 x float> %".296", ptr %".292", align 4
  %".298" = mul i32 3, 1
  %".299" = getelementptr i32, ptr %".4", i32 %".298"
  %".300" = getelementptr i32, ptr %".299", i32 6
  %".301" = load i32, ptr %".300", align 4
  %".302" = getelementptr float, ptr %".246", i32 %".301"
  %".303" = getelementptr float, ptr %".302", i32 0
  %".304" = load <4 x float>, ptr %".110"
  %".305" = fadd <4 x float> %".304", %".227"
  %".306" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".305", <4 x float> %".233")
  %".307" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".306", <4 x float> %".237")
  store <4 x float> %".307", ptr %".303", align 4
  %".309" = getelementptr float, ptr %".302", i32 4
  %".310" = load <4 x float>, ptr %".112"
  %".311" = fadd <4 x float> %".310", %".229"
  %".312" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".311", <4 x float> %".233")
  %".313" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".312", <4 x float> %".237")
  store <4 x float> %".313", ptr %".309", align 4
  %".315" = load i32, ptr %".90"
  %".316" = add i32 %".315", 1
  store i32 %".316", ptr %".90"
  %".318" = load i32, ptr %".90"
  %".319" = icmp slt i32 %".318", %".34"
  br i1 %".319", label %"loop.3", label %"after.3"
loop.5:
  %".133" = load i32, ptr %".130"
  %".134" = getelementptr i32, ptr %".5", i32 0
  %".135" = load ptr, ptr %".134"
  %".136" = getelementptr i32, ptr %".5", i32 1
  %".137" = load ptr, ptr %".136"
  %".138" = getelementptr i32, ptr %".5", i32 2
  %".139" = load ptr, ptr %".138"
  %".140" = getelementptr i32, ptr %".5", i32 3
  %".141" = load ptr, ptr %".140"
  %".142" = load i32, ptr %".126"
  %".143" = load i32, ptr %".126"
  %".144" = getelementptr i32, ptr %".2", i32 10
  %".145" = load i32, ptr %".144"
  %".146" = add i32 %".143", %".145"
  store i32 %".142", ptr %".147"
  br label %"loop.6"
after.5:
  %".215" = load i32, ptr %".116"
  %".216" = getelementptr i32, ptr %".2", i32 7
  %".217" = load i32, ptr %".216"
  %".218" = add i32 %".215", %".217"
  store i32 %".218", ptr %".116"
  %".220" = load i32, ptr %".121"
  %".221" = add i32 %".220", 1
  store i32 %".221", ptr %".121"
  %".223" = load i32, ptr %".121"
  %".224" = icmp slt i32 %".223", %".120"
  br i1 %".224", label %"loop.4", label %"after.4"
loop.6:
  %".150" = load i32, ptr %".147"
  %".151" = getelementptr float, ptr %".135", i32 %".150"
  %".152" = getelementptr float, ptr %".137", i32 %".150"
  %".153" = getelementptr float, ptr %".139", i32 %".150"
  %".154" = getelementptr float, ptr %".141", i32 %".150"
  %".155" = load ptr, ptr %".115"
  %".156" = getelementptr float, ptr %".155", i32 0
  %".157" = load <4 x float>, ptr %".156", align 4
  %".158" = getelementptr float, ptr %".155", i32 4
  %".159" = load <4 x float>, ptr %".158", align 4
  %".160" = load float, ptr %".151", align 4
  %".161" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".160", i32 0
  %".162" = shufflevector <4 x float> %".161", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".163" = load <4 x float>, ptr %".98"
  %".164" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".162", <4 x float> %".157", <4 x float> %".163")
  store <4 x float> %".164", ptr %".98"
  %".166" = load <4 x float>, ptr %".100"
  %".167" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".162", <4 x float> %".159", <4 x float> %".166")
  store <4 x float> %".167", ptr %".100"
  %".169" = load float, ptr %".152", align 4
  %".170" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".169", i32 0
  %".171" = shufflevector <4 x float> %".170", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".172" = load <4 x float>, ptr %".102"
  %".173" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".171", <4 x float> %".157", <4 x float> %".172")
  store <4 x float> %".173", ptr %".102"
  %".175" = load <4 x float>, ptr %".104"
  %".176" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".171", <4 x float> %".159", <4 x float> %".175")
  store <4 x float> %".176", ptr %".104"
  %".178" = load float, ptr %".153", align 4
  %".179" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".178", i32 0
  %".180" = shufflevector <4 x float> %".179", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".181" = load <4 x float>, ptr %".106"
  %".182" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".180", <4 x float> %".157", <4 x float> %".181")
  store <4 x float> %".182", ptr %".106"
  %".184" = load <4 x float>, ptr %".108"
  %".185" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".180", <4 x float> %".159", <4 x float> %".184")
  store <4 x float> %".185", ptr %".108"
  %".187" = load float, ptr %".154", align 4
  %".188" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".187", i32 0
  %".189" = shufflevector <4 x float> %".188", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".190" = load <4 x float>, ptr %".110"
  %".191" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".189", <4 x float> %".157", <4 x float> %".190")
  store <4 x float> %".191", ptr %".110"
  %".193" = load <4 x float>, ptr %".112"
  %".194" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".189", <4 x float> %".159", <4 x float> %".193")
  store <4 x float> %".194", ptr %".112"
  %".196" = getelementptr float, ptr %".155", i32 8
  store ptr %".196", ptr %".115"
  %".198" = load i32, ptr %".147"
  %".199" = add i32 %".198", 1
  store i32 %".199", ptr %".147"
  %".201" = load i32, ptr %".147"
  %".202" = icmp slt i32 %".201", %".146"
  br i1 %".202", label %"loop.6", label %"after.6"
after.6:
  %".204" = load i32, ptr %".126"
  %".205" = getelementptr i32, ptr %".2", i32 9
  %".206" = load i32, ptr %".205"
  %".207" = add i32 %".204", %".206"
  store i32 %".207", ptr %".126"
  %".209" = load i32, ptr %".130"
  %".210" = add i32 %".209", 1
  store i32 %".210", ptr %".130"
  %".212" = load i32, ptr %".130"
  %".213" = icmp slt i32 %".212", %".129"
  br i1 %".213", label %"loop.5", label %"after.5"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

