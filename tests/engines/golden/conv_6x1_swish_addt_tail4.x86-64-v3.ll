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
  %".274" = alloca [48 x float], align 16
  %".295" = alloca i64
  %".313" = alloca i64
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
  %".369" = load i64, ptr %".19"
  %".370" = add i64 %".369", 1
  store i64 %".370", ptr %".19"
  %".372" = load i64, ptr %".19"
  %".373" = icmp slt i64 %".372", 1
  br i1 %".373", label %"loop", label %"after"
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
  %".363" = load i64, ptr %".34"
  %".364" = add i64 %".363", 6
  store i64 %".364", ptr %".34"
  %".366" = load i64, ptr %".34"
  %".367" = icmp slt i64 %".366", %".8"
  br i1 %".367", label %"loop.1", label %"after.1"
loop.4:
  %".157" = load i64, ptr %".154"
  %".158" = load i64, ptr %".150"
  store i64 %".158", ptr %".159"
  %".161" = getelementptr i64, ptr %".2", i64 10
  %".162" = load i64, ptr %".161"
  store i64 0, ptr %".163"
  br label %"loop.5"
after.4:
  %".254" = getelementptr float, ptr %".134", i64 0
  %".255" = load <8 x float>, ptr %".254", align 4
  %".256" = load <8 x float>, ptr %".135"
  %".257" = fadd <8 x float> %".256", %".255"
  store <8 x float> %".257", ptr %".135"
  %".259" = load <8 x float>, ptr %".137"
  %".260" = fadd <8 x float> %".259", %".255"
  store <8 x float> %".260", ptr %".137"
  %".262" = load <8 x float>, ptr %".139"
  %".263" = fadd <8 x float> %".262", %".255"
  store <8 x float> %".263", ptr %".139"
  %".265" = load <8 x float>, ptr %".141"
  %".266" = fadd <8 x float> %".265", %".255"
  store <8 x float> %".266", ptr %".141"
  %".268" = load <8 x float>, ptr %".143"
  %".269" = fadd <8 x float> %".268", %".255"
  store <8 x float> %".269", ptr %".143"
  %".271" = load <8 x float>, ptr %".145"
  %".272" = fadd <8 x float> %".271", %".255"
  store <8 x float> %".272", ptr %".145"
  %".275" = getelementptr float, ptr %".274", i64 0
  %".276" = load <8 x float>, ptr %".135"
  store <8 x float> %".276", ptr %".275", align 4
  %".278" = getelementptr float, ptr %".274", i64 8
  %".279" = load <8 x float>, ptr %".137"
  store <8 x float> %".279", ptr %".278", align 4
  %".281" = getelementptr float, ptr %".274", i64 16
  %".282" = load <8 x float>, ptr %".139"
  store <8 x float> %".282", ptr %".281", align 4
  %".284" = getelementptr float, ptr %".274", i64 24
  %".285" = load <8 x float>, ptr %".141"
  store <8 x float> %".285", ptr %".284", align 4
  %".287" = getelementptr float, ptr %".274", i64 32
  %".288" = load <8 x float>, ptr %".143"
  store <8 x float> %".288", ptr %".287", align 4
  %".290" = getelementptr float, ptr %".274", i64 40
  %".291" = load <8 x float>, ptr %".145"
  store <8 x float> %".291", ptr %".290", align 4
  %".293" = getelementptr i64, ptr %".2", i64 13
  %".294" = load i64, ptr %".293"
  store i64 0, ptr %".295"
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
  %".243" = load i64, ptr %".150"
  %".244" = getelementptr i64, ptr %".2", i64 9
  %".245" = load i64, ptr %".244"
  %".246" = add i64 %".243", %".245"
  store i64 %".246", ptr %".150"
  %".248" = load i64, ptr %".154"
  %".249" = add i64 %".248", 1
  store i64 %".249", ptr %".154"
  %".251" = load i64, ptr %".154"
  %".252" = icmp slt i64 %".251", %".153"
  br i1 %".252", label %"loop.4", label %"after.4"
loop.6:
  %".175" = load i64, ptr %".172"
  %".176" = getelementptr float, ptr %".100", i64 %".175"
  %".177" = load float, ptr %".176", align 4
  %".178" = getelementptr float, ptr %".105", i64 %".175"
  %".179" = load float, ptr %".178", align 4
  %".180" = getelementptr float, ptr %".110", i64 %".175"
  %".181" = load float, ptr %".180", align 4
  %".182" = getelementptr float, ptr %".115", i64 %".175"
  %".183" = load float, ptr %".182", align 4
  %".184" = getelementptr float, ptr %".120", i64 %".175"
  %".185" = load float, ptr %".184", align 4
  %".186" = getelementptr float, ptr %".125", i64 %".175"
  %".187" = load float, ptr %".186", align 4
  %".188" = load i64, ptr %".148"
  %".189" = add i64 %".188", 0
  %".190" = getelementptr float, ptr %".147", i64 %".189"
  %".191" = getelementptr float, ptr %".190", i64 0
  %".192" = load <8 x float>, ptr %".191", align 4
  %".193" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".177", i32 0
  %".194" = shufflevector <8 x float> %".193", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".195" = load <8 x float>, ptr %".135"
  %".196" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".194", <8 x float> %".192", <8 x float> %".195")
  store <8 x float> %".196", ptr %".135"
  %".198" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".179", i32 0
  %".199" = shufflevector <8 x float> %".198", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".200" = load <8 x float>, ptr %".137"
  %".201" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".199", <8 x float> %".192", <8 x float> %".200")
  store <8 x float> %".201", ptr %".137"
  %".203" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".181", i32 0
  %".204" = shufflevector <8 x float> %".203", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".205" = load <8 x float>, ptr %".139"
  %".206" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".204", <8 x float> %".192", <8 x float> %".205")
  store <8 x float> %".206", ptr %".139"
  %".208" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".183", i32 0
  %".209" = shufflevector <8 x float> %".208", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".210" = load <8 x float>, ptr %".141"
  %".211" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".209", <8 x float> %".192", <8 x float> %".210")
  store <8 x float> %".211", ptr %".141"
  %".213" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".185", i32 0
  %".214" = shufflevector <8 x float> %".213", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".215" = load <8 x float>, ptr %".143"
  %".216" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".214", <8 x float> %".192", <8 x float> %".215")
  store <8 x float> %".216", ptr %".143"
  %".218" = insertelement <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, float %".187", i32 0
  %".219" = shufflevector <8 x float> %".218", <8 x float> <float undef, float undef, float undef, float undef, float undef, float undef, float undef, float undef>, <8 x i32> <i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0, i32 0>
  %".220" = load <8 x float>, ptr %".145"
  %".221" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".219", <8 x float> %".192", <8 x float> %".220")
  store <8 x float> %".221", ptr %".145"
  %".223" = load i64, ptr %".148"
  %".224" = add i64 %".223", 8
  store i64 %".224", ptr %".148"
  %".226" = load i64, ptr %".172"
  %".227" = add i64 %".226", 1
  store i64 %".227", ptr %".172"
  %".229" = load i64, ptr %".172"
  %".230" = icmp slt i64 %".229", %".171"
  br i1 %".230", label %"loop.6", label %"after.6"
after.6:
  %".232" = load i64, ptr %".159"
  %".233" = getelementptr i64, ptr %".2", i64 11
  %".234" = load i64, ptr %".233"
  %".235" = add i64 %".232", %".234"
  store i64 %".235", ptr %".159"
  %".237" = load i64, ptr %".163"
  %".238" = add i64 %".237", 1
  store i64 %".238", ptr %".163"
  %".240" = load i64, ptr %".163"
  %".241" = icmp slt i64 %".240", %".162"
  br i1 %".241", label %"loop.5", label %"after.5"
loop.7:
  %".298" = load i64, ptr %".295"
  %".299" = getelementptr ptr, ptr %".1", i64 2
  %".300" = load ptr, ptr %".299"
  %".301" = getelementptr float, ptr %".300", i64 0
  %".302" = getelementptr i64, ptr %".5", i64 %".298"
  %".303" = load i64, ptr %".302", align 8
  %".304" = getelementptr float, ptr %".301", i64 %".303"
  %".305" = getelementptr ptr, ptr %".1", i64 3
  %".306" = load ptr, ptr %".305"
  %".307" = getelementptr float, ptr %".306", i64 0
  %".308" = getelementptr i64, ptr %".6", i64 %".298"
  %".309" = load i64, ptr %".308", align 8
  %".310" = getelementptr float, ptr %".307", i64 %".309"
  %".311" = mul i64 %".298", 8
  %".312" = getelementptr float, ptr %".274", i64 %".311"
  store i64 0, ptr %".313"
  br label %"loop.8"
after.7:
  %".357" = load i64, ptr %".126"
  %".358" = add i64 %".357", 1
  store i64 %".358", ptr %".126"
  %".360" = load i64, ptr %".126"
  %".361" = icmp slt i64 %".360", %".33"
  br i1 %".361", label %"loop.3", label %"after.3"
loop.8:
  %".316" = load i64, ptr %".313"
  %".317" = sub i64 %".294", 4
  %".318" = icmp slt i64 %".316", %".317"
  %".319" = select  i1 %".318", i64 %".316", i64 %".317"
  %".320" = getelementptr float, ptr %".312", i64 %".319"
  %".321" = load <4 x float>, ptr %".320", align 4
  %".322" = call nnan nsz <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".321", <4 x float> <float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000>)
  %".323" = call nnan nsz <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".322", <4 x float> <float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000>)
  %".324" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".323", <4 x float> <float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000>, <4 x float> <float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000>)
  %".325" = fsub <4 x float> %".324", <float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000>
  %".326" = fneg <4 x float> %".325"
  %".327" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".323", <4 x float> <float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000>, <4 x float> %".326")
  %".328" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> <float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000>, <4 x float> %".327", <4 x float> <float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000>)
  %".329" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".328", <4 x float> %".327", <4 x float> <float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000>)
  %".330" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".329", <4 x float> %".327", <4 x float> <float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000>)
  %".331" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".330", <4 x float> %".327", <4 x float> <float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000>)
  %".332" = call <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".331", <4 x float> %".327", <4 x float> <float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000>)
  %".333" = bitcast <4 x float> %".332" to <4 x i32>
  %".334" = bitcast <4 x float> %".324" to <4 x i32>
  %".335" = shl <4 x i32> %".334", <i32 23, i32 23, i32 23, i32 23>
  %".336" = add <4 x i32> %".333", %".335"
  %".337" = bitcast <4 x i32> %".336" to <4 x float>
  %".338" = fadd <4 x float> %".337", <float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000>
  %".339" = fdiv <4 x float> %".321", %".338"
  %".340" = getelementptr float, ptr %".310", i64 %".319"
  %".341" = load <4 x float>, ptr %".340", align 4
  %".342" = fadd <4 x float> %".339", %".341"
  %".343" = getelementptr float, ptr %".304", i64 %".319"
  store <4 x float> %".342", ptr %".343", align 4
  %".345" = load i64, ptr %".313"
  %".346" = add i64 %".345", 4
  store i64 %".346", ptr %".313"
  %".348" = load i64, ptr %".313"
  %".349" = icmp slt i64 %".348", %".294"
  br i1 %".349", label %"loop.8", label %"after.8"
after.8:
  %".351" = load i64, ptr %".295"
  %".352" = add i64 %".351", 1
  store i64 %".352", ptr %".295"
  %".354" = load i64, ptr %".295"
  %".355" = icmp slt i64 %".354", 6
  br i1 %".355", label %"loop.7", label %"after.7"
}

declare <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".1", <8 x float> %".2", <8 x float> %".3")

declare <4 x float> @"llvm.maximum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.minimum.v4f32"(<4 x float> %".1", <4 x float> %".2")

declare <4 x float> @"llvm.fmuladd.v4f32"(<4 x float> %".1", <4 x float> %".2", <4 x float> %".3")

