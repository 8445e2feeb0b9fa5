; ModuleID = "finish_swish_addt_8"
target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"

define external hidden void @"finish_swish_addt_8"(ptr noalias %".1", ptr noalias %".2", ptr noalias %".3", ptr noalias %".4") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".12" = alloca i64
  %".14" = alloca i64
  %".18" = alloca i64
  %".50" = alloca i64
  br label %"body"
body:
  %".6" = getelementptr i64, ptr %".3", i64 2
  %".7" = load i64, ptr %".6", align 8
  %".8" = getelementptr i64, ptr %".3", i64 3
  %".9" = load i64, ptr %".8", align 8
  %".10" = getelementptr i64, ptr %".3", i64 4
  %".11" = load ptr, ptr %".10"
  store i64 6, ptr %".12"
  store i64 0, ptr %".14"
  %".16" = getelementptr i64, ptr %".3", i64 0
  %".17" = load i64, ptr %".16", align 8
  store i64 0, ptr %".18"
  br label %"loop"
loop:
  %".21" = load i64, ptr %".18"
  %".22" = getelementptr ptr, ptr %".1", i64 2
  %".23" = load ptr, ptr %".22"
  %".24" = getelementptr float, ptr %".23", i64 %".9"
  %".25" = load i64, ptr %".12"
  %".26" = getelementptr i64, ptr %".3", i64 %".25"
  %".27" = getelementptr i64, ptr %".26", i64 0
  %".28" = load i64, ptr %".27", align 8
  %".29" = getelementptr float, ptr %".24", i64 %".28"
  %".30" = getelementptr ptr, ptr %".1", i64 3
  %".31" = load ptr, ptr %".30"
  %".32" = getelementptr float, ptr %".31", i64 %".9"
  %".33" = load i64, ptr %".12"
  %".34" = getelementptr i64, ptr %".3", i64 %".33"
  %".35" = getelementptr i64, ptr %".34", i64 1
  %".36" = load i64, ptr %".35", align 8
  %".37" = getelementptr float, ptr %".32", i64 %".36"
  %".38" = load i64, ptr %".14"
  %".39" = getelementptr float, ptr %".4", i64 %".38"
  %".40" = load i64, ptr %".12"
  %".41" = getelementptr i64, ptr %".3", i64 5
  %".42" = load i64, ptr %".41", align 8
  %".43" = add i64 %".40", %".42"
  store i64 %".43", ptr %".12"
  %".45" = load i64, ptr %".14"
  %".46" = getelementptr i64, ptr %".3", i64 1
  %".47" = load i64, ptr %".46", align 8
  %".48" = add i64 %".45", %".47"
  store i64 %".48", ptr %".14"
  store i64 0, ptr %".50"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".53" = load i64, ptr %".50"
  %".54" = sub i64 %".7", 8
  %".55" = icmp slt i64 %".53", %".54"
  %".56" = select  i1 %".55", i64 %".53", i64 %".54"
  %".57" = getelementptr float, ptr %".39", i64 %".56"
  %".58" = load <8 x float>, ptr %".57", align 4
  %".59" = getelementptr float, ptr %".11", i64 %".56"
  %".60" = load <8 x float>, ptr %".59", align 4
  %".61" = fadd <8 x float> %".58", %".60"
  %".62" = call nnan nsz <8 x float> @"llvm.maximum.v8f32"(<8 x float> %".61", <8 x float> <float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000>)
  %".63" = call nnan nsz <8 x float> @"llvm.minimum.v8f32"(<8 x float> %".62", <8 x float> <float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000>)
  %".64" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".63", <8 x float> <float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000>, <8 x float> <float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000>)
  %".65" = fsub <8 x float> %".64", <float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000>
  %".66" = fneg <8 x float> %".65"
  %".67" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".63", <8 x float> <float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000>, <8 x float> %".66")
  %".68" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> <float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000>, <8 x float> %".67", <8 x float> <float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000>)
  %".69" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".68", <8 x float> %".67", <8 x float> <float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000>)
  %".70" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".69", <8 x float> %".67", <8 x float> <float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000>)
  %".71" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".70", <8 x float> %".67", <8 x float> <float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000>)
  %".72" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".71", <8 x float> %".67", <8 x float> <float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000>)
  %".73" = bitcast <8 x float> %".72" to <8 x i32>
  %".74" = bitcast <8 x float> %".64" to <8 x i32>
  %".75" = shl <8 x i32> %".74", <i32 23, i32 23, i32 23, i32 23, i32 23, i32 23, i32 23, i32 23>
  %".76" = add <8 x i32> %".73", %".75"
  %".77" = bitcast <8 x i32> %".76" to <8 x float>
  %".78" = fadd <8 x float> %".77", <float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000>
  %".79" = fdiv <8 x float> %".61", %".78"
  %".80" = getelementptr float, ptr %".37", i64 %".56"
  %".81" = load <8 x float>, ptr %".80", align 4
  %".82" = fadd <8 x float> %".79", %".81"
  %".83" = getelementptr float, ptr %".29", i64 %".56"
  store <8 x float> %".82", ptr %".83", align 4
  %".85" = load i64, ptr %".50"
  %".86" = add i64 %".85", 8
  store i64 %".86", ptr %".50"
  %".88" = load i64, ptr %".50"
  %".89" = icmp slt i64 %".88", %".7"
  br i1 %".89", label %"loop.1", label %"after.1"
after.1:
  %".91" = load i64, ptr %".18"
  %".92" = add i64 %".91", 1
  store i64 %".92", ptr %".18"
  %".94" = load i64, ptr %".18"
  %".95" = icmp slt i64 %".94", %".17"
  br i1 %".95", label %"loop", label %"after"
}

declare <8 x float> @"llvm.maximum.v8f32"(<8 x float> %".1", <8 x float> %".2")

declare <8 x float> @"llvm.minimum.v8f32"(<8 x float> %".1", <8 x float> %".2")

declare <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".1", <8 x float> %".2", <8 x float> %".3")

