; ModuleID = "conv_6x1_swish_addt_tail4"
target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"

define external hidden void @"conv_6x1_swish_addt_tail4"(ptr noalias %".1", ptr noalias %".2") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".4" = alloca [6 x i64], align 16
  %".5" = alloca [6 x i64], align 16
  %".6" = alloca [6 x i64], align 16
  %".19" = alloca i64
  %".23" = alloca i64
  %".25" = alloca i64
  %".27" = alloca i64
  %".29" = alloca i64
  %".34" = alloca i64
  %".39" = alloca i64
  %".126" = alloca i64
  %".135" = alloca <8 x float>
  %".137" = alloca <8 x float>
  %".139" = alloca <8 x float>
  %".141" = alloca <8 x float>
  %".143" = alloca <8 x float>
  %".145" = alloca <8 x float>
  %".148" = alloca i64
  %".150" = alloca i64
  %".154" = alloca i64
  %".159" = alloca i64
  %".163" = alloca i64
  %".172" = alloca i64
  %".273" = alloca [48 x float], align 16
  %".294" = alloca i64
  %".312" = alloca i64
  br label %"body"
body:
  %".7" = getelementptr i64, ptr %".2", i64 0
  %".8" = load i64, ptr %".7"
  %".9" = getelementptr i64, ptr %".2", i64 8
  %".10" = load i64, ptr %".9"
  %".11" = getelementptr i64, ptr %".2", i64 10
  %".12" = load i64, ptr %".11"
  %".13" = mul i64 %".10", %".12"
  %".14" = getelementptr i64, ptr %".2", i64 12
  %".15" = load i64, ptr %".14"
  %".16" = mul i64 %".13", %".15"
  %".17" = mul i64 %".16", 8
  %".18" = add i64 %".17", 8
  store i64 0, ptr %".19"
  br label %"loop"
loop:
  %".22" = load i64, ptr %".19"
  store i64 0, ptr %".23"
  store i64 0, ptr %".25"
  store i64 0, ptr %".27"
  store i64 0, ptr %".29"
  %".31" = sub i64 1, %".22"
  %".32" = icmp slt i64 1, %".31"
  %".33" = select  i1 %".32", i64 1, i64 %".31"
  store i64 0, ptr %".34"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".37" = load i64, ptr %".34"
  %".38" = sub i64 %".8", %".37"
  store i64 0, ptr %".39"
  br label %"loop.2"
after.1:
  %".368" = load i64, ptr %".19"
  %".369" = add i64 %".368", 1
  store i64 %".369", ptr %".19"
  %".371" = load i64, ptr %".19"
  %".372" = icmp slt i64 %".371", 1
  br i1 %".372", label %"loop", label %"after"
loop.2:
  %".42" = load i64, ptr %".39"
  %".43" = add i64 %".42", 1
  %".44" = icmp sgt i64 %".38", %".43"
  %".45" = load i64, ptr %".29"
  %".46" = add i64 %".45", 1
  %".47" = getelementptr i64, ptr %".2", i64 1
  %".48" = load i64, ptr %".47"
  %".49" = icmp eq i64 %".46", %".48"
  %".50" = select  i1 %".49", i64 0, i64 %".46"
  %".51" = load i64, ptr %".29"
  %".52" = select  i1 %".44", i64 %".50", i64 %".51"
  store i64 %".52", ptr %".29"
  %".54" = load i64, ptr %".23"
  %".55" = getelementptr i64, ptr %".4", i64 %".42"
  store i64 %".54", ptr %".55", align 8
  %".57" = getelementptr i64, ptr %".2", i64 2
  %".58" = load i64, ptr %".57"
  %".59" = getelementptr i64, ptr %".2", i64 3
  %".60" = load i64, ptr %".59"
  %".61" = select  i1 %".49", i64 %".60", i64 0
  %".62" = add i64 %".58", %".61"
  %".63" = select  i1 %".44", i64 %".62", i64 0
  %".64" = add i64 %".54", %".63"
  store i64 %".64", ptr %".23"
  %".66" = load i64, ptr %".25"
  %".67" = getelementptr i64, ptr %".5", i64 %".42"
  store i64 %".66", ptr %".67", align 8
  %".69" = getelementptr i64, ptr %".2", i64 4
  %".70" = load i64, ptr %".69"
  %".71" = getelementptr i64, ptr %".2", i64 5
  %".72" = load i64, ptr %".71"
  %".73" = select  i1 %".49", i64 %".72", i64 0
  %".74" = add i64 %".70", %".73"
  %".75" = select  i1 %".44", i64 %".74", i64 0
  %".76" = add i64 %".66", %".75"
  store i64 %".76", ptr %".25"
  %".78" = load i64, ptr %".27"
  %".79" = getelementptr i64, ptr %".6", i64 %".42"
  store i64 %".78", ptr %".79", align 8
  %".81" = getelementptr i64, ptr %".2", i64 6
  %".82" = load i64, ptr %".81"
  %".83" = getelementptr i64, ptr %".2", i64 7
  %".84" = load i64, ptr %".83"
  %".85" = select  i1 %".49", i64 %".84", i64 0
  %".86" = add i64 %".82", %".85"
  %".87" = select  i1 %".44", i64 %".86", i64 0
  %".88" = add i64 %".78", %".87"
  store i64 %".88", ptr %".27"
  %".90" = load i64, ptr %".39"
  %".91" = add i64 %".90", 1
  store i64 %".91", ptr %".39"
  %".93" = load i64, ptr %".39"
  %".94" = icmp slt i64 %".93", 6
  br i1 %".94", label %"loop.2", label %"after.2"
after.2:
  %".96" = getelementptr ptr, ptr %".1", i64 0
  %".97" = load ptr, ptr %".96"
  %".98" = getelementptr i64, ptr %".4", i64 0
  %".99" = load i64, ptr %".98", align 8
  %".100" = getelementptr float, ptr %".97", i64 %".99"
  %".101" = getelementptr ptr, ptr %".1", i64 0
  %".102" = load ptr, ptr %".101"
  %".103" = getelementptr i64, ptr %".4", i64 1
  %".104" = load i64, ptr %".103", align 8
  %".105" = getelementptr float, ptr %".102", i64 %".104"
  %".106" = getelementptr ptr, ptr %".1", i64 0
  %".107" = load ptr, ptr %".106"
  %".108" = getelementptr i64, ptr %".4", i64 2
  %".109" = load i64, ptr %".108", align 8
  %".110" = getelementptr float, ptr %".107", i64 %".109"
  %".111" = getelementptr ptr, ptr %".1", i64 0
  %".112" = load ptr, ptr %".111"
  %".113" = getelementptr i64, ptr %".4", i64 3
  %".114" = load i64, ptr %".113", align 8
  %".115" = getelementptr float, ptr %".112", i64 %".114"
  %".116" = getelementptr ptr, ptr %".1", i64 0
  %".117" = load ptr, ptr %".116"
  %".118" = getelementptr i64, ptr %".4", i64 4
  %".119" = load i64, ptr %".118", align 8
  %".120" = getelementptr float, ptr %".117", i64 %".119"
  %".121" = getelementptr ptr, ptr %".1", i64 0
  %".122" = load ptr, ptr %".121"
  %".123" = getelementptr i64, ptr %".4", i64 5
  %".124" = load i64, ptr %".123", align 8
  %".125" = getelementptr float, ptr %".122", i64 %".124"
  store i64 0, ptr %".126"
  br label %"loop.3"
loop.3:
  %".129" = load i64, ptr %".126"
  %".130" = add i64 %".22", %".129"
  %".131" = getelementptr ptr, ptr %".1", i64 1
  %".132" = load ptr, ptr %".131"
  %".133" = mul i64 %".130", %".18"
  %".134" = getelementptr float, ptr %".132", i64 %".133"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".135"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".137"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".139"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".141"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".143"
  store <8 x float> <float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0, float              0x0>, ptr %".145"
  %".147" = getelementptr float, ptr %".134", i64 8
  store i64 0, ptr %".148"
  store i64 0, ptr %".150"
  %".152" = getelementptr i64, ptr %".2", i64 8
  %".153" = load i64, ptr %".152"
  store i64 0, ptr %".154"
  br label %"loop.4"
after.3:
  %".362" = load i64, ptr %".34"
  %".363" = add i64 %".362", 6
  store i64 %".363", ptr %".34"
  %".365" = load i64, ptr %".34"
  %".366" = icmp slt i64 %".365", %".8"
  br i1 %".366", label %"loop.1", label %"after.1"
loop.4:
  %".157" = load i64, ptr %".154"
  %".158" = load i64, ptr %".150"
  store i64 %".158", ptr %".159"
  %".161" = getelementptr i64, ptr %".2", i64 10
  %".162" = load i64, ptr %".161"
  store i64 0, ptr %".163"
  br label %"loop.5"
after.4:
  %".253" = getelementptr float, ptr %".134", i64 0
  %".254" = load <8 x float>, ptr %".253", align 4
  %".255" = load <8 x float>, ptr %".135"
  %".256" = fadd <8 x float> %".255", %".254"
  store <8 x float> %".256", ptr %".135"
  %".258" = load <8 x float>, ptr %".137"
  %".259" = fadd <8 x float> %".258", %".254"
  store <8 x float> %".259", ptr %".137"
  %".261" = load <8 x float>, ptr %".139"
  %".262" = fadd <8 x float> %".261", %".254"
  store <8 x float> %".262", ptr %".139"
  %".264" = load <8 x float>, ptr %".141"
  %".265" = fadd <8 x float> %".264", %".254"
  store <8 x float> %".265", ptr %".141"
  %".267" = load <8 x float>, ptr %".143"
  %".268" = fadd <8 x float> %".267", %".254"
  store <8 x float> %".268", ptr %".143"
  %".270" = load <8 x float>, ptr %".145"
  %".271" = fadd <8 x float> %".270", %".254"
  store <8 x float> %".271", ptr %".145"
  %".274" = getelementptr float, ptr %".273", i64 0
  %".275" = load <8 x float>, ptr %".135"
  store <8 x float> %".275", ptr %".274", align 4
  %".277" = getelementptr float, ptr %".273", i64 8
  %".278" = load <8 x float>, ptr %".137"
  store <8 x float> %".278", ptr %".277", align 4
  %".280" = getelementptr float, ptr %".273", i64 16
  %".281" = load <8 x float>, ptr %".139"
  store <8 x float> %".281", ptr %".280", align 4
  %".283" = getelementptr float, ptr %".273", i64 24
  %".284" = load <8 x float>, ptr %".141"
  store <8 x float> %".284", ptr %".283", align 4
  %".286" = getelementptr float, ptr %".273", i64 32
  %".287" = load <8 x float>, ptr %".143"
  store <8 x float> %".287", ptr %".286", align 4
  %".289" = getelementptr float, ptr %".273", i64 40
  %".290" = load <8 x float>, ptr %".145"
  store <8 x float> %".290", ptr %".289", align 4
  %".292" = getelementptr i64, ptr %".2", i64 13
  %".293" = load i64, ptr %".292"
  store i64 0, ptr %".294"
  br label %"loop.7"
loop.5:
  %".166" = load i64, ptr %".163"
  %".167" = load i64, ptr %".159"
  %".168" = load i64, ptr %".159"
  %".169" = getelementptr i64, ptr %".2", i64 12
  %".170" = load i64, ptr %".169"
  %".171" = add i64 %".168", %".170"
  store i64 %".167", ptr %".172"
  br label %"loop.6"
after.5:
  %".242" = load i64, ptr %".150"
  %".243" = getelementptr i64, ptr %".2", i64 9
  %".244" = load i64, ptr %".243"
  %".245" = add i64 %".242", %".244"
  store i64 %".245", ptr %".150"
  %".247" = load i64, ptr %".154"
  %".248" = add i64 %".247", 1
  store i64 %".248", ptr %".154"
  %".250" = load i64, ptr %".154"
  %".251" = icmp slt i64 %".250", %".153"
  br i1 %".251", label %"loop.4", label %"after.4"
loop.6:
  %".175" = load i64, ptr %".172"
  %".176" = load i64, ptr %".148"
  %".177" = getelementptr float, ptr %".147", i64 %".176"
  %".178" = getelementptr float, ptr %".177", i64 0
  %".179" = load <8 x float>, ptr %".178", align 4
  %".180" = getelementptr float, ptr %".100", i64 %".175"
  %".181" = load float, ptr %".180", align 4
  %".182" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".181", i32 0
  %".183" = shufflevector <8 x float> %".182", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".184" = load <8 x float>, ptr %".135"
  %".185" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".183", <8 x float> %".179", <8 x float> %".184")
  store <8 x float> %".185", ptr %".135"
  %".187" = getelementptr float, ptr %".105", i64 %".175"
  %".188" = load float, ptr %".187", align 4
  %".189" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".188", i32 0
  %".190" = shufflevector <8 x float> %".189", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".191" = load <8 x float>, ptr %".137"
  %".192" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".190", <8 x float> %".179", <8 x float> %".191")
  store <8 x float> %".192", ptr %".137"
  %".194" = getelementptr float, ptr %".110", i64 %".175"
  %".195" = load float, ptr %".194", align 4
  %".196" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".195", i32 0
  %".197" = shufflevector <8 x float> %".196", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".198" = load <8 x float>, ptr %".139"
  %".199" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".197", <8 x float> %".179", <8 x float> %".198")
  store <8 x float> %".199", ptr %".139"
  %".201" = getelementptr float, ptr %".115", i64 %".175"
  %".202" = load float, ptr %".201", align 4
  %".203" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".202", i32 0
  %".204" = shufflevector <8 x float> %".203", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".205" = load <8 x float>, ptr %".141"
  %".206" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".204", <8 x float> %".179", <8 x float> %".205")
  store <8 x float> %".206", ptr %".141"
  %".208" = getelementptr float, ptr %".120", i64 %".175"
  %".209" = load float, ptr %".208", align 4
  %".210" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".209", i32 0
  %".211" = shufflevector <8 x float> %".210", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".212" = load <8 x float>, ptr %".143"
  %".213" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".211", <8 x float> %".179", <8 x float> %".212")
  store <8 x float> %".213", ptr %".143"
  %".215" = getelementptr float, ptr %".125", i64 %".175"
  %".216" = load float, ptr %".215", align 4
  %".217" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".216", i32 0
  %".218" = shufflevector <8 x float> %".217", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".219" = load <8 x float>, ptr %".145"
  %".220" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".218", <8 x float> %".179", <8 x float> %".219")
  store <8 x float> %".220", ptr %".145"
  %".222" = load i64, ptr %".148"
  %".223" = add i64 %".222", 8
  store i64 %".223", ptr %".148"
  %".225" = load i64, ptr %".172"
  %".226" = add i64 %".225", 1
  store i64 %".226", ptr %".172"
  %".228" = load i64, ptr %".172"
  %".229" = icmp slt i64 %".228", %".171"
  br i1 %".229", label %"loop.6", label %"after.6"
after.6:
  %".231" = load i64, ptr %".159"
  %".232" = getelementptr i64, ptr %".2", i64 11
  %".233" = load i64, ptr %".232"
  %".234" = add i64 %".231", %".233"
  store i64 %".234", ptr %".159"
  %".236" = load i64, ptr %".163"
  %".237" = add i64 %".236", 1
  store i64 %".237", ptr %".163"
  %".239" = load i64, ptr %".163"
  %".240" = icmp slt i64 %".239", %".162"
  br i1 %".240", label %"loop.5", label %"after.5"
loop.7:
  %".297" = load i64, ptr %".294"
  %".298" = getelementptr ptr, ptr %".1", i64 2
  %".299" = load ptr, ptr %".298"
  %".300" = getelementptr float, ptr %".299", i64 0
  %".301" = getelementptr i64, ptr %".5", i64 %".297"
  %".302" = load i64, ptr %".301", align 8
  %".303" = getelementptr float, ptr %".300", i64 %".302"
  %".304" = getelementptr ptr, ptr %".1", i64 3
  %".305" = load ptr, ptr %".304"
  %".306" = getelementptr float, ptr %".305", i64 0
  %".307" = getelementptr i64, ptr %".6", i64 %".297"
  %".308" = load i64, ptr %".307", align 8
  %".309" = getelementptr float, ptr %".306", i64 %".308"
  %".310" = mul i64 %".297", 8
  %".311" = getelementptr float, ptr %".273", i64 %".310"
  store i64 0, ptr %".312"
  br label %"loop.8"
after.7:
  %".356" = load i64, ptr %".126"
  %".357" = add i64 %".356", 1
  store i64 %".357", ptr %".126"
  %".359" = load i64, ptr %".126"
  %".360" = icmp slt i64 %".359", %".33"
  br i1 %".360", label %"loop.3", label %"after.3"
loop.8:
  %".315" = load i64, ptr %".312"
  %".316" = sub i64 %".293", 4
  %".317" = icmp slt i64 %".315", %".316"
  %".318" = select  i1 %".317", i64 %".315", i64 %".316"
  %".319" = getelementptr float, ptr %".311", i64 %".318"
  %".320" = load <4 x float>, ptr %".319", align 4
  %".321" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".320", <4 x float> <float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000>)
  %".322" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".321", <4 x float> <float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000>)
  %".323" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".322", <4 x float> <float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000>, <4 x float> <float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000>)
  %".324" = fsub <4 x float> %".323", <float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000>
  %".325" = fneg <4 x float> %".324"
  %".326" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".322", <4 x float> <float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000>, <4 x float> %".325")
  %".327" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> <float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000>, <4 x float> %".326", <4 x float> <float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000>)
  %".328" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".327", <4 x float> %".326", <4 x float> <float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000>)
  %".329" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".328", <4 x float> %".326", <4 x float> <float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000>)
  %".330" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".329", <4 x float> %".326", <4 x float> <float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000>)
  %".331" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".330", <4 x float> %".326", <4 x float> <float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000>)
  %".332" = bitcast <4 x float> %".331" to <4 x i32>
  %".333" = bitcast <4 x float> %".323" to <4 x i32>
  %".334" = shl <4 x i32> %".333", <i32 23, i32 23, i32 23, i32 23>
  %".335" = add <4 x i32> %".332", %".334"
  %".336" = bitcast <4 x i32> %".335" to <4 x float>
  %".337" = fadd <4 x float> %".336", <float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000>
  %".338" = fdiv <4 x float> %".320", %".337"
  %".339" = getelementptr float, ptr %".309", i64 %".318"
  %".340" = load <4 x float>, ptr %".339", align 4
  %".341" = fadd <4 x float> %".338", %".340"
  %".342" = getelementptr float, ptr %".303", i64 %".318"
  store <4 x float> %".341", ptr %".342", align 4
  %".344" = load i64, ptr %".312"
  %".345" = add i64 %".344", 4
  store i64 %".345", ptr %".312"
  %".347" = load i64, ptr %".312"
  %".348" = icmp slt i64 %".347", %".293"
  br i1 %".348", label %"loop.8", label %"after.8"
after.8:
  %".350" = load i64, ptr %".294"
  %".351" = add i64 %".350", 1
  store i64 %".351", ptr %".294"
  %".353" = load i64, ptr %".294"
  %".354" = icmp slt i64 %".353", 6
  br i1 %".354", label %"loop.7", label %"after.7"
}

declare <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".1", <8 x float> %".2", <8 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

