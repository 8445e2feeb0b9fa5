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
  %".115" = alloca i32
  %".117" = alloca i32
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
  %".329" = load i32, ptr %".22"
  %".330" = add i32 %".329", %".11"
  store i32 %".330", ptr %".22"
  %".332" = load i32, ptr %".22"
  %".333" = icmp slt i32 %".332", %".9"
  br i1 %".333", label %"loop", label %"after"
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
  store i32 0, ptr %".115"
  store i32 0, ptr %".117"
  %".119" = getelementptr i32, ptr %".2", i32 6
  %".120" = load i32, ptr %".119"
  store i32 0, ptr %".121"
  br label %"loop.4"
after.3:
  %".323" = load i32, ptr %".35"
  %".324" = add i32 %".323", 4
  store i32 %".324", ptr %".35"
  %".326" = load i32, ptr %".35"
  %".327" = icmp slt i32 %".326", %".7"
  br i1 %".327", label %"loop.1", label %"after.1"
loop.4:
  %".124" = load i32, ptr %".121"
  %".125" = load i32, ptr %".117"
  store i32 %".125", ptr %".126"
  %".128" = getelementptr i32, ptr %".2", i32 8
  %".129" = load i32, ptr %".128"
  store i32 0, ptr %".130"
  br label %"loop.5"
after.4:
  %".228" = getelementptr float, ptr %".97", i32 0
  %".229" = load <4 x float>, ptr %".228", align 4
  %".230" = getelementptr float, ptr %".97", i32 4
  %".231" = load <4 x float>, ptr %".230", align 4
  %".232" = getelementptr i32, ptr %".2", i32 14
  %".233" = load float, ptr %".232"
  %".234" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".233", i32 0
  %".235" = shufflevector <4 x float> %".234", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".236" = getelementptr i32, ptr %".2", i32 15
  %".237" = load float, ptr %".236"
  %".238" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".237", i32 0
  %".239" = shufflevector <4 x float> %".238", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".240" = getelementptr ptr, ptr %".1", i32 2
  %".241" = load ptr, ptr %".240"
  %".242" = add i32 %".93", 0
  %".243" = mul i32 %".242", 8
  %".244" = getelementptr i32, ptr %".2", i32 13
  %".245" = load i32, ptr %".244"
  %".246" = icmp slt i32 %".243", %".245"
  %".247" = select  i1 %".246", i32 %".243", i32 %".245"
  %".248" = getelementptr float, ptr %".241", i32 %".247"
  %".249" = mul i32 0, 1
  %".250" = getelementptr i32, ptr %".4", i32 %".249"
  %".251" = getelementptr i32, ptr %".250", i32 6
  %".252" = load i32, ptr %".251", align 4
  %".253" = getelementptr float, ptr %".248", i32 %".252"
  %".254" = getelementptr float, ptr %".253", i32 0
  %".255" = load <4 x float>, ptr %".98"
  %".256" = fadd <4 x float> %".255", %".229"
  %".257" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".256", <4 x float> %".235")
  %".258" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".257", <4 x float> %".239")
  store <4 x float> %".258", ptr %".254", align 4
  %".260" = getelementptr float, ptr %".253", i32 4
  %".261" = load <4 x float>, ptr %".100"
  %".262" = fadd <4 x float> %".261", %".231"
  %".263" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".262", <4 x float> %".235")
  %".264" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".263", <4 x float> %".239")
  store <4 x float> %".264", ptr %".260", align 4
  %".266" = mul i32 1, 1
  %".267" = getelementptr i32, ptr %".4", i32 %".266"
  %".268" = getelementptr i32, ptr %".267", i32 6
  %".269" = load i32, ptr %".268", align 4
  %".270" = getelementptr float, ptr %".248", i32 %".269"
  %".271" = getelementptr float, ptr %".270", i32 0
  %".272" = load <4 x float>, ptr %".102"
  %".273" = fadd <4 x float> %".272", %".229"
  %".274" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".273", <4 x float> %".235")
  %".275" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".274", <4 x float> %".239")
  store <4 x float> %".275", ptr %".271", align 4
  %".277" = getelementptr float, ptr %".270", i32 4
  %".278" = load <4 x float>, ptr %".104"
  %".279" = fadd <4 x float> %".278", %".231"
  %".280" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".279", <4 x float> %".235")
  %".281" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".280", <4 x float> %".239")
  store <4 x float> %".281", ptr %".277", align 4
  %".283" = mul i32 2, 1
  %".284" = getelementptr i32, ptr %".4", i32 %".283"
  %".285" = getelementptr i32, ptr %".284", i32 6
  %".286" = load i32, ptr %".285", align 4
  %".287" = getelementptr float, ptr %".248", i32 %".286"
  %".288" = getelementptr float, ptr %".287", i32 0
  %".289" = load <4 x float>, ptr %".106"
  %".290" = fadd <4 x float> %".289", %".229"
  %".291" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".290", <4 x float> %".235")
  %".292" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".291", <4 x float> %".239")
  store <4 x float> %".292", ptr %".288", align 4
  %".294" = getelementptr float, ptr %".287", i32 4
  %".295" = load <4 x float>, ptr %".108"
  %".296" = fadd <4 x float> %".295", %".231"
  %".297" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".296", <4 x float> %".235")
  %".298" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".297", <4 x float> %".239")
  store <4 x float> %".298", ptr %".294", align 4
  %".300" = mul i32 3, 1
  %".301" = getelementptr i32, ptr %".4", i32 %".300"
  %".302" = getelementptr i32, ptr %".301", i32 6
  %".303" = load i32, ptr %".302", align 4
  %".304" = getelementptr float, ptr %".248", i32 %".303"
  %".305" = getelementptr float, ptr %".304", i32 0
  %".306" = load <4 x float>, ptr %".110"
  %".307" = fadd <4 x float> %".306", %".229"
  %".308" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".307", <4 x float> %".235")
  %".309" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".308", <4 x float> %".239")
  store <4 x float> %".309", ptr %".305", align 4
  %".311" = getelementptr float, ptr %".304", i32 4
  %".312" = load <4 x float>, ptr %".112"
  %".313" = fadd <4 x float> %".312", %".231"
  %".314" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".313", <4 x float> %".235")
  %".315" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".314", <4 x float> %".239")
  store <4 x float> %".315", ptr %".311", align 4
  %".317" = load i32, ptr %".90"
  %".318" = add i32 %".317", 1
  store i32 %".318", ptr %".90"
  %".320" = load i32, ptr %".90"
  %".321" = icmp slt i32 %".320", %".34"
  br i1 %".321", label %"loop.3", label %"after.3"
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
  %".217" = load i32, ptr %".117"
  %".218" = getelementptr i32, ptr %".2", i32 7
  %".219" = load i32, ptr %".218"
  %".220" = add i32 %".217", %".219"
  store i32 %".220", ptr %".117"
  %".222" = load i32, ptr %".121"
  %".223" = add i32 %".222", 1
  store i32 %".223", ptr %".121"
  %".225" = load i32, ptr %".121"
  %".226" = icmp slt i32 %".225", %".120"
  br i1 %".226", label %"loop.4", label %"after.4"
loop.6:
  %".150" = load i32, ptr %".147"
  %".151" = getelementptr float, ptr %".135", i32 %".150"
  %".152" = getelementptr float, ptr %".137", i32 %".150"
  %".153" = getelementptr float, ptr %".139", i32 %".150"
  %".154" = getelementptr float, ptr %".141", i32 %".150"
  %".155" = load i32, ptr %".115"
  %".156" = getelementptr float, ptr %".114", i32 %".155"
  %".157" = getelementptr float, ptr %".156", i32 0
  %".158" = load <4 x float>, ptr %".157", align 4
  %".159" = getelementptr float, ptr %".156", i32 4
  %".160" = load <4 x float>, ptr %".159", align 4
  %".161" = load float, ptr %".151", align 4
  %".162" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".161", i32 0
  %".163" = shufflevector <4 x float> %".162", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".164" = load <4 x float>, ptr %".98"
  %".165" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".163", <4 x float> %".158", <4 x float> %".164")
  store <4 x float> %".165", ptr %".98"
  %".167" = load <4 x float>, ptr %".100"
  %".168" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".163", <4 x float> %".160", <4 x float> %".167")
  store <4 x float> %".168", ptr %".100"
  %".170" = load float, ptr %".152", align 4
  %".171" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".170", i32 0
  %".172" = shufflevector <4 x float> %".171", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".173" = load <4 x float>, ptr %".102"
  %".174" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".172", <4 x float> %".158", <4 x float> %".173")
  store <4 x float> %".174", ptr %".102"
  %".176" = load <4 x float>, ptr %".104"
  %".177" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".172", <4 x float> %".160", <4 x float> %".176")
  store <4 x float> %".177", ptr %".104"
  %".179" = load float, ptr %".153", align 4
  %".180" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".179", i32 0
  %".181" = shufflevector <4 x float> %".180", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".182" = load <4 x float>, ptr %".106"
  %".183" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".181", <4 x float> %".158", <4 x float> %".182")
  store <4 x float> %".183", ptr %".106"
  %".185" = load <4 x float>, ptr %".108"
  %".186" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".181", <4 x float> %".160", <4 x float> %".185")
  store <4 x float> %".186", ptr %".108"
  %".188" = load float, ptr %".154", align 4
  %".189" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".188", i32 0
  %".190" = shufflevector <4 x float> %".189", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".191" = load <4 x float>, ptr %".110"
  %".192" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".190", <4 x float> %".158", <4 x float> %".191")
  store <4 x float> %".192", ptr %".110"
  %".194" = load <4 x float>, ptr %".112"
  %".195" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".190", <4 x float> %".160", <4 x float> %".194")
  store <4 x float> %".195", ptr %".112"
  %".197" = load i32, ptr %".115"
  %".198" = add i32 %".197", 8
  store i32 %".198", ptr %".115"
  %".200" = load i32, ptr %".147"
  %".201" = add i32 %".200", 1
  store i32 %".201", ptr %".147"
  %".203" = load i32, ptr %".147"
  %".204" = icmp slt i32 %".203", %".146"
  br i1 %".204", label %"loop.6", label %"after.6"
after.6:
  %".206" = load i32, ptr %".126"
  %".207" = getelementptr i32, ptr %".2", i32 9
  %".208" = load i32, ptr %".207"
  %".209" = add i32 %".206", %".208"
  store i32 %".209", ptr %".126"
  %".211" = load i32, ptr %".130"
  %".212" = add i32 %".211", 1
  store i32 %".212", ptr %".130"
  %".214" = load i32, ptr %".130"
  %".215" = icmp slt i32 %".214", %".129"
  br i1 %".215", label %"loop.5", label %"after.5"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

