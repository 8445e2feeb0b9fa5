; ModuleID = "conv_4x2_clip_t1_or_call"
target triple = "aarch64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32"

define external hidden void @"conv_4x2_clip_t1_or_call"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".4" = alloca [13 x i64], align 16
  %".5" = alloca [4 x i64], align 16
  %".12" = alloca [256 x float], align 16
  %".29" = alloca i64
  %".33" = alloca i64
  %".35" = alloca i64
  %".37" = alloca i64
  %".39" = alloca i64
  %".44" = alloca i64
  %".49" = alloca i64
  %".120" = alloca i64
  %".133" = alloca i64
  %".141" = alloca <4 x float>
  %".143" = alloca <4 x float>
  %".145" = alloca <4 x float>
  %".147" = alloca <4 x float>
  %".149" = alloca <4 x float>
  %".151" = alloca <4 x float>
  %".153" = alloca <4 x float>
  %".155" = alloca <4 x float>
  %".158" = alloca [1 x i64], align 16
  %".159" = alloca i64
  %".164" = alloca i64
  %".169" = alloca i64
  %".173" = alloca i64
  %".190" = alloca i64
  br label %"body"
body:
  %".6" = getelementptr i64, ptr %".4", i64 0
  store i64 4, ptr %".6", align 8
  %".8" = getelementptr i64, ptr %".4", i64 1
  store i64 64, ptr %".8", align 8
  %".10" = getelementptr i64, ptr %".4", i64 4
  store i64 2, ptr %".10", align 8
  %".13" = getelementptr i64, ptr %".2", i64 0
  %".14" = load i64, ptr %".13"
  %".15" = getelementptr i64, ptr %".2", i64 13
  %".16" = load i64, ptr %".15"
  %".17" = getelementptr i64, ptr %".2", i64 14
  %".18" = load i64, ptr %".17"
  %".19" = getelementptr i64, ptr %".2", i64 8
  %".20" = load i64, ptr %".19"
  %".21" = getelementptr i64, ptr %".2", i64 10
  %".22" = load i64, ptr %".21"
  %".23" = mul i64 %".20", %".22"
  %".24" = getelementptr i64, ptr %".2", i64 12
  %".25" = load i64, ptr %".24"
  %".26" = mul i64 %".23", %".25"
  %".27" = add i64 %".26", 1
  %".28" = mul i64 %".27", 8
  store i64 0, ptr %".29"
  br label %"loop"
loop:
  %".32" = load i64, ptr %".29"
  store i64 0, ptr %".33"
  store i64 0, ptr %".35"
  store i64 0, ptr %".37"
  store i64 0, ptr %".39"
  %".41" = add i64 %".32", %".18"
  %".42" = icmp slt i64 %".41", %".16"
  %".43" = select  i1 %".42", i64 %".41", i64 %".16"
  store i64 0, ptr %".44"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".47" = load i64, ptr %".44"
  %".48" = sub i64 %".14", %".47"
  store i64 0, ptr %".49"
  br label %"loop.2"
after.1:
  %".471" = load i64, ptr %".29"
  %".472" = add i64 %".471", %".18"
  store i64 %".472", ptr %".29"
  %".474" = load i64, ptr %".29"
  %".475" = icmp slt i64 %".474", %".16"
  br i1 %".475", label %"loop", label %"after"
loop.2:
  %".52" = load i64, ptr %".49"
  %".53" = add i64 %".52", 0
  %".54" = getelementptr i64, ptr %".5", i64 %".53"
  %".55" = getelementptr ptr, ptr %".1", i64 0
  %".56" = load ptr, ptr %".55"
  %".57" = load i64, ptr %".33"
  %".58" = getelementptr float, ptr %".56", i64 %".57"
  store ptr %".58", ptr %".54"
  %".60" = mul i64 %".53", 2
  %".61" = getelementptr i64, ptr %".4", i64 %".60"
  %".62" = getelementptr i64, ptr %".61", i64 5
  %".63" = load i64, ptr %".35"
  store i64 %".63", ptr %".62", align 8
  %".65" = mul i64 %".53", 2
  %".66" = getelementptr i64, ptr %".4", i64 %".65"
  %".67" = getelementptr i64, ptr %".66", i64 6
  %".68" = load i64, ptr %".37"
  store i64 %".68", ptr %".67", align 8
  %".70" = add i64 %".53", 1
  %".71" = icmp sgt i64 %".48", %".70"
  br i1 %".71", label %"then", label %"after.3"
after.2:
  store i64 %".32", ptr %".120"
  br label %"loop.3"
then:
  %".73" = load i64, ptr %".33"
  %".74" = getelementptr i64, ptr %".2", i64 2
  %".75" = load i64, ptr %".74"
  %".76" = add i64 %".73", %".75"
  store i64 %".76", ptr %".33"
  %".78" = load i64, ptr %".35"
  %".79" = getelementptr i64, ptr %".2", i64 4
  %".80" = load i64, ptr %".79"
  %".81" = add i64 %".78", %".80"
  store i64 %".81", ptr %".35"
  %".83" = load i64, ptr %".37"
  %".84" = getelementptr i64, ptr %".2", i64 6
  %".85" = load i64, ptr %".84"
  %".86" = add i64 %".83", %".85"
  store i64 %".86", ptr %".37"
  %".88" = load i64, ptr %".39"
  %".89" = add i64 %".88", 1
  store i64 %".89", ptr %".39"
  %".91" = load i64, ptr %".39"
  %".92" = getelementptr i64, ptr %".2", i64 1
  %".93" = load i64, ptr %".92"
  %".94" = icmp eq i64 %".91", %".93"
  br i1 %".94", label %"then.1", label %"after.4"
after.3:
  %".114" = load i64, ptr %".49"
  %".115" = add i64 %".114", 1
  store i64 %".115", ptr %".49"
  %".117" = load i64, ptr %".49"
  %".118" = icmp slt i64 %".117", 4
  br i1 %".118", label %"loop.2", label %"after.2"
then.1:
  %".96" = load i64, ptr %".33"
  %".97" = getelementptr i64, ptr %".2", i64 3
  %".98" = load i64, ptr %".97"
  %".99" = add i64 %".96", %".98"
  store i64 %".99", ptr %".33"
  %".101" = load i64, ptr %".35"
  %".102" = getelementptr i64, ptr %".2", i64 5
  %".103" = load i64, ptr %".102"
  %".104" = add i64 %".101", %".103"
  store i64 %".104", ptr %".35"
  %".106" = load i64, ptr %".37"
  %".107" = getelementptr i64, ptr %".2", i64 7
  %".108" = load i64, ptr %".107"
  %".109" = add i64 %".106", %".108"
  store i64 %".109", ptr %".37"
  store i64 0, ptr %".39"
  br label %"after.4"
after.4:
  br label %"after.3"
loop.3:
  %".123" = load i64, ptr %".120"
  %".124" = add i64 %".123", 8
  %".125" = icmp slt i64 %".124", %".43"
  %".126" = select  i1 %".125", i64 %".124", i64 %".43"
  %".127" = add i64 %".123", 0
  %".128" = mul i64 %".127", 8
  %".129" = getelementptr i64, ptr %".2", i64 15
  %".130" = load i64, ptr %".129"
  %".131" = icmp slt i64 %".128", %".130"
  %".132" = select  i1 %".131", i64 %".128", i64 %".130"
  store i64 %".123", ptr %".133"
  br label %"loop.4"
after.5:
  %".465" = load i64, ptr %".44"
  %".466" = add i64 %".465", 4
  store i64 %".466", ptr %".44"
  %".468" = load i64, ptr %".44"
  %".469" = icmp slt i64 %".468", %".14"
  br i1 %".469", label %"loop.1", label %"after.1"
loop.4:
  %".136" = load i64, ptr %".133"
  %".137" = getelementptr ptr, ptr %".1", i64 1
  %".138" = load ptr, ptr %".137"
  %".139" = mul i64 %".136", %".28"
  %".140" = getelementptr float, ptr %".138", i64 %".139"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".141"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".143"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".145"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".147"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".149"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".151"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".153"
  store <4 x float> <float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".155"
  %".157" = getelementptr float, ptr %".140", i64 8
  store i64 0, ptr %".159"
  store ptr %".157", ptr %".158"
  %".162" = getelementptr i64, ptr %".2", i64 8
  %".163" = load i64, ptr %".162"
  store i64 0, ptr %".164"
  br label %"loop.5"
after.6:
  %".435" = sub i64 %".126", 1
  %".436" = add i64 %".435", 0
  %".437" = mul i64 %".436", 8
  %".438" = getelementptr i64, ptr %".2", i64 15
  %".439" = load i64, ptr %".438"
  %".440" = icmp slt i64 %".437", %".439"
  %".441" = select  i1 %".440", i64 %".437", i64 %".439"
  %".442" = sub i64 %".441", %".132"
  %".443" = getelementptr i64, ptr %".2", i64 16
  %".444" = load i64, ptr %".443"
  %".445" = add i64 %".442", %".444"
  %".446" = getelementptr ptr, ptr %".1", i64 -1
  %".447" = load ptr, ptr %".446"
  %".448" = icmp ne ptr %".447", null
  br i1 %".448", label %"then.3", label %"after.11"
loop.5:
  %".167" = load i64, ptr %".164"
  %".168" = load i64, ptr %".159"
  store i64 %".168", ptr %".169"
  %".171" = getelementptr i64, ptr %".2", i64 10
  %".172" = load i64, ptr %".171"
  store i64 0, ptr %".173"
  br label %"loop.6"
after.7:
  %".269" = getelementptr float, ptr %".140", i64 0
  %".270" = load <4 x float>, ptr %".269", align 4
  %".271" = getelementptr float, ptr %".140", i64 4
  %".272" = load <4 x float>, ptr %".271", align 4
  %".273" = load <4 x float>, ptr %".141"
  %".274" = fadd <4 x float> %".273", %".270"
  %".275" = load <4 x float>, ptr %".143"
  %".276" = fadd <4 x float> %".275", %".272"
  %".277" = load <4 x float>, ptr %".145"
  %".278" = fadd <4 x float> %".277", %".270"
  %".279" = load <4 x float>, ptr %".147"
  %".280" = fadd <4 x float> %".279", %".272"
  %".281" = load <4 x float>, ptr %".149"
  %".282" = fadd <4 x float> %".281", %".270"
  %".283" = load <4 x float>, ptr %".151"
  %".284" = fadd <4 x float> %".283", %".272"
  %".285" = load <4 x float>, ptr %".153"
  %".286" = fadd <4 x float> %".285", %".270"
  %".287" = load <4 x float>, ptr %".155"
  %".288" = fadd <4 x float> %".287", %".272"
  %".289" = getelementptr ptr, ptr %".1", i64 -1
  %".290" = load ptr, ptr %".289"
  %".291" = icmp ne ptr %".290", null
  br i1 %".291", label %"then.2", label %"else"
loop.6:
  %".176" = load i64, ptr %".173"
  %".177" = getelementptr i64, ptr %".5", i64 0
  %".178" = load ptr, ptr %".177"
  %".179" = getelementptr i64, ptr %".5", i64 1
  %".180" = load ptr, ptr %".179"
  %".181" = getelementptr i64, ptr %".5", i64 2
  %".182" = load ptr, ptr %".181"
  %".183" = getelementptr i64, ptr %".5", i64 3
  %".184" = load ptr, ptr %".183"
  %".185" = load i64, ptr %".169"
  %".186" = load i64, ptr %".169"
  %".187" = getelementptr i64, ptr %".2", i64 12
  %".188" = load i64, ptr %".187"
  %".189" = add i64 %".186", %".188"
  store i64 %".185", ptr %".190"
  br label %"loop.7"
after.8:
  %".258" = load i64, ptr %".159"
  %".259" = getelementptr i64, ptr %".2", i64 9
  %".260" = load i64, ptr %".259"
  %".261" = add i64 %".258", %".260"
  store i64 %".261", ptr %".159"
  %".263" = load i64, ptr %".164"
  %".264" = add i64 %".263", 1
  store i64 %".264", ptr %".164"
  %".266" = load i64, ptr %".164"
  %".267" = icmp slt i64 %".266", %".163"
  br i1 %".267", label %"loop.5", label %"after.7"
loop.7:
  %".193" = load i64, ptr %".190"
  %".194" = getelementptr float, ptr %".178", i64 %".193"
  %".195" = getelementptr float, ptr %".180", i64 %".193"
  %".196" = getelementptr float, ptr %".182", i64 %".193"
  %".197" = getelementptr float, ptr %".184", i64 %".193"
  %".198" = load ptr, ptr %".158"
  %".199" = getelementptr float, ptr %".198", i64 0
  %".200" = load <4 x float>, ptr %".199", align 4
  %".201" = getelementptr float, ptr %".198", i64 4
  %".202" = load <4 x float>, ptr %".201", align 4
  %".203" = load float, ptr %".194", align 4
  %".204" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".203", i32 0
  %".205" = shufflevector <4 x float> %".204", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".206" = load <4 x float>, ptr %".141"
  %".207" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".205", <4 x float> %".200", <4 x float> %".206")
  store <4 x float> %".207", ptr %".141"
  %".209" = load <4 x float>, ptr %".143"
  %".210" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".205", <4 x float> %".202", <4 x float> %".209")
  store <4 x float> %".210", ptr %".143"
  %".212" = load float, ptr %".195", align 4
  %".213" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".212", i32 0
  %".214" = shufflevector <4 x float> %".213", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".215" = load <4 x float>, ptr %".145"
  %".216" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".214", <4 x float> %".200", <4 x float> %".215")
  store <4 x float> %".216", ptr %".145"
  %".218" = load <4 x float>, ptr %".147"
  %".219" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".214", <4 x float> %".202", <4 x float> %".218")
  store <4 x float> %".219", ptr %".147"
  %".221" = load float, ptr %".196", align 4
  %".222" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".221", i32 0
  %".223" = shufflevector <4 x float> %".222", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".224" = load <4 x float>, ptr %".149"
  %".225" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".223", <4 x float> %".200", <4 x float> %".224")
  store <4 x float> %".225", ptr %".149"
  %".227" = load <4 x float>, ptr %".151"
  %".228" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".223", <4 x float> %".202", <4 x float> %".227")
  store <4 x float> %".228", ptr %".151"
  %".230" = load float, ptr %".197", align 4
  %".231" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".230", i32 0
  %".232" = shufflevector <4 x float> %".231", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".233" = load <4 x float>, ptr %".153"
  %".234" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".232", <4 x float> %".200", <4 x float> %".233")
  store <4 x float> %".234", ptr %".153"
  %".236" = load <4 x float>, ptr %".155"
  %".237" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".232", <4 x float> %".202", <4 x float> %".236")
  store <4 x float> %".237", ptr %".155"
  %".239" = getelementptr float, ptr %".198", i64 8
  store ptr %".239", ptr %".158"
  %".241" = load i64, ptr %".190"
  %".242" = add i64 %".241", 1
  store i64 %".242", ptr %".190"
  %".244" = load i64, ptr %".190"
  %".245" = icmp slt i64 %".244", %".189"
  br i1 %".245", label %"loop.7", label %"after.9"
after.9:
  %".247" = load i64, ptr %".169"
  %".248" = getelementptr i64, ptr %".2", i64 11
  %".249" = load i64, ptr %".248"
  %".250" = add i64 %".247", %".249"
  store i64 %".250", ptr %".169"
  %".252" = load i64, ptr %".173"
  %".253" = add i64 %".252", 1
  store i64 %".253", ptr %".173"
  %".255" = load i64, ptr %".173"
  %".256" = icmp slt i64 %".255", %".172"
  br i1 %".256", label %"loop.6", label %"after.8"
then.2:
  %".293" = add i64 %".136", 0
  %".294" = mul i64 %".293", 8
  %".295" = getelementptr i64, ptr %".2", i64 15
  %".296" = load i64, ptr %".295"
  %".297" = icmp slt i64 %".294", %".296"
  %".298" = select  i1 %".297", i64 %".294", i64 %".296"
  %".299" = sub i64 %".298", %".132"
  %".300" = add i64 %".299", 0
  %".301" = add i64 %".300", 0
  %".302" = getelementptr float, ptr %".12", i64 %".301"
  store <4 x float> %".274", ptr %".302", align 4
  %".304" = sub i64 %".298", %".132"
  %".305" = add i64 %".304", 0
  %".306" = add i64 %".305", 64
  %".307" = getelementptr float, ptr %".12", i64 %".306"
  store <4 x float> %".278", ptr %".307", align 4
  %".309" = sub i64 %".298", %".132"
  %".310" = add i64 %".309", 0
  %".311" = add i64 %".310", 128
  %".312" = getelementptr float, ptr %".12", i64 %".311"
  store <4 x float> %".282", ptr %".312", align 4
  %".314" = sub i64 %".298", %".132"
  %".315" = add i64 %".314", 0
  %".316" = add i64 %".315", 192
  %".317" = getelementptr float, ptr %".12", i64 %".316"
  store <4 x float> %".286", ptr %".317", align 4
  %".319" = add i64 %".136", 0
  %".320" = mul i64 %".319", 8
  %".321" = getelementptr i64, ptr %".2", i64 15
  %".322" = load i64, ptr %".321"
  %".323" = icmp slt i64 %".320", %".322"
  %".324" = select  i1 %".323", i64 %".320", i64 %".322"
  %".325" = sub i64 %".324", %".132"
  %".326" = add i64 %".325", 4
  %".327" = add i64 %".326", 0
  %".328" = getelementptr float, ptr %".12", i64 %".327"
  store <4 x float> %".276", ptr %".328", align 4
  %".330" = sub i64 %".324", %".132"
  %".331" = add i64 %".330", 4
  %".332" = add i64 %".331", 64
  %".333" = getelementptr float, ptr %".12", i64 %".332"
  store <4 x float> %".280", ptr %".333", align 4
  %".335" = sub i64 %".324", %".132"
  %".336" = add i64 %".335", 4
  %".337" = add i64 %".336", 128
  %".338" = getelementptr float, ptr %".12", i64 %".337"
  store <4 x float> %".284", ptr %".338", align 4
  %".340" = sub i64 %".324", %".132"
  %".341" = add i64 %".340", 4
  %".342" = add i64 %".341", 192
  %".343" = getelementptr float, ptr %".12", i64 %".342"
  store <4 x float> %".288", ptr %".343", align 4
  br label %"after.10"
else:
  %".346" = getelementptr i64, ptr %".2", i64 17
  %".347" = load float, ptr %".346"
  %".348" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".347", i32 0
  %".349" = shufflevector <4 x float> %".348", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".350" = getelementptr i64, ptr %".2", i64 18
  %".351" = load float, ptr %".350"
  %".352" = insertelement <4 x float> <float undef, float undef, float undef, float undef>, float %".351", i32 0
  %".353" = shufflevector <4 x float> %".352", <4 x float> <float undef, float undef, float undef, float undef>, <4 x i32> <i32 0, i32 0, i32 0, i32 0>
  %".354" = add i64 %".136", 0
  %".355" = mul i64 %".354", 8
  %".356" = getelementptr i64, ptr %".2", i64 15
  %".357" = load i64, ptr %".356"
  %".358" = icmp slt i64 %".355", %".357"
  %".359" = select  i1 %".358", i64 %".355", i64 %".357"
  %".360" = getelementptr ptr, ptr %".1", i64 2
  %".361" = load ptr, ptr %".360"
  %".362" = mul i64 0, 2
  %".363" = getelementptr i64, ptr %".4", i64 %".362"
  %".364" = getelementptr i64, ptr %".363", i64 5
  %".365" = load i64, ptr %".364", align 8
  %".366" = getelementptr float, ptr %".361", i64 %".365"
  %".367" = add i64 %".359", 0
  %".368" = getelementptr float, ptr %".366", i64 %".367"
  %".369" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".274", <4 x float> %".349")
  %".370" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".369", <4 x float> %".353")
  store <4 x float> %".370", ptr %".368", align 4
  %".372" = add i64 %".359", 4
  %".373" = getelementptr float, ptr %".366", i64 %".372"
  %".374" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".276", <4 x float> %".349")
  %".375" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".374", <4 x float> %".353")
  store <4 x float> %".375", ptr %".373", align 4
  %".377" = getelementptr ptr, ptr %".1", i64 2
  %".378" = load ptr, ptr %".377"
  %".379" = mul i64 1, 2
  %".380" = getelementptr i64, ptr %".4", i64 %".379"
  %".381" = getelementptr i64, ptr %".380", i64 5
  %".382" = load i64, ptr %".381", align 8
  %".383" = getelementptr float, ptr %".378", i64 %".382"
  %".384" = add i64 %".359", 0
  %".385" = getelementptr float, ptr %".383", i64 %".384"
  %".386" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".278", <4 x float> %".349")
  %".387" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".386", <4 x float> %".353")
  store <4 x float> %".387", ptr %".385", align 4
  %".389" = add i64 %".359", 4
  %".390" = getelementptr float, ptr %".383", i64 %".389"
  %".391" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".280", <4 x float> %".349")
  %".392" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".391", <4 x float> %".353")
  store <4 x float> %".392", ptr %".390", align 4
  %".394" = getelementptr ptr, ptr %".1", i64 2
  %".395" = load ptr, ptr %".394"
  %".396" = mul i64 2, 2
  %".397" = getelementptr i64, ptr %".4", i64 %".396"
  %".398" = getelementptr i64, ptr %".397", i64 5
  %".399" = load i64, ptr %".398", align 8
  %".400" = getelementptr float, ptr %".395", i64 %".399"
  %".401" = add i64 %".359", 0
  %".402" = getelementptr float, ptr %".400", i64 %".401"
  %".403" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".282", <4 x float> %".349")
  %".404" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".403", <4 x float> %".353")
  store <4 x float> %".404", ptr %".402", align 4
  %".406" = add i64 %".359", 4
  %".407" = getelementptr float, ptr %".400", i64 %".406"
  %".408" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".284", <4 x float> %".349")
  %".409" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".408", <4 x float> %".353")
  store <4 x float> %".409", ptr %".407", align 4
  %".411" = getelementptr ptr, ptr %".1", i64 2
  %".412" = load ptr, ptr %".411"
  %".413" = mul i64 3, 2
  %".414" = getelementptr i64, ptr %".4", i64 %".413"
  %".415" = getelementptr i64, ptr %".414", i64 5
  %".416" = load i64, ptr %".415", align 8
  %".417" = getelementptr float, ptr %".412", i64 %".416"
  %".418" = add i64 %".359", 0
  %".419" = getelementptr float, ptr %".417", i64 %".418"
  %".420" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".286", <4 x float> %".349")
  %".421" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".420", <4 x float> %".353")
  store <4 x float> %".421", ptr %".419", align 4
  %".423" = add i64 %".359", 4
  %".424" = getelementptr float, ptr %".417", i64 %".423"
  %".425" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".288", <4 x float> %".349")
  %".426" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".425", <4 x float> %".353")
  store <4 x float> %".426", ptr %".424", align 4
  br label %"after.10"
after.10:
  %".429" = load i64, ptr %".133"
  %".430" = add i64 %".429", 1
  store i64 %".430", ptr %".133"
  %".432" = load i64, ptr %".133"
  %".433" = icmp slt i64 %".432", %".126"
  br i1 %".433", label %"loop.4", label %"after.6"
then.3:
  %".450" = getelementptr i64, ptr %".4", i64 3
  store i64 %".132", ptr %".450", align 8
  %".452" = getelementptr i64, ptr %".4", i64 2
  store i64 %".445", ptr %".452", align 8
  %".454" = getelementptr ptr, ptr %".1", i64 -1
  %".455" = load void (ptr, ptr, ptr, ptr)*, ptr %".454"
  %".456" = getelementptr i64, ptr %".2", i64 17
  call void %".455"(ptr %".1", ptr %".456", ptr %".4", ptr %".12")
  br label %"after.11"
after.11:
  %".459" = load i64, ptr %".120"
  %".460" = add i64 %".459", 8
  store i64 %".460", ptr %".120"
  %".462" = load i64, ptr %".120"
  %".463" = icmp slt i64 %".462", %".43"
  br i1 %".463", label %"loop.3", label %"after.5"
}

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

