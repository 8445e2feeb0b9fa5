; ModuleID = "finish_swish_addt_8"
target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"

define external hidden void @"finish_swish_addt_8"(ptr noalias %".1", ptr noalias %".2", ptr noalias %".3", ptr noalias %".4") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".20" = alloca i64
  %".22" = alloca i64
  %".26" = alloca i64
  %".50" = alloca i64
  br label %"body"
body:
  %".6" = getelementptr i64, ptr %".3", i64 2
  %".7" = load i64, ptr %".6", align 8
  %".8" = getelementptr i64, ptr %".3", i64 3
  %".9" = load i64, ptr %".8", align 8
  %".10" = getelementptr i64, ptr %".3", i64 1
  %".11" = load i64, ptr %".10", align 8
  %".12" = getelementptr i64, ptr %".3", i64 4
  %".13" = load ptr, ptr %".12"
  %".14" = getelementptr ptr, ptr %".1", i64 2
  %".15" = load ptr, ptr %".14"
  %".16" = getelementptr float, ptr %".15", i64 %".9"
  %".17" = getelementptr ptr, ptr %".1", i64 3
  %".18" = load ptr, ptr %".17"
  %".19" = getelementptr float, ptr %".18", i64 %".9"
  store i64 6, ptr %".20"
  store i64 0, ptr %".22"
  %".24" = getelementptr i64, ptr %".3", i64 0
  %".25" = load i64, ptr %".24", align 8
  store i64 0, ptr %".26"
  br label %"loop"
loop:
  %".29" = load i64, ptr %".26"
  %".30" = load i64, ptr %".20"
  %".31" = getelementptr i64, ptr %".3", i64 %".30"
  %".32" = getelementptr i64, ptr %".31", i64 0
  %".33" = load i64, ptr %".32", align 8
  %".34" = getelementptr float, ptr %".16", i64 %".33"
  %".35" = load i64, ptr %".20"
  %".36" = getelementptr i64, ptr %".3", i64 %".35"
  %".37" = getelementptr i64, ptr %".36", i64 1
  %".38" = load i64, ptr %".37", align 8
  %".39" = getelementptr float, ptr %".19", i64 %".38"
  %".40" = load i64, ptr %".22"
  %".41" = getelementptr float, ptr %".4", i64 %".40"
  %".42" = load i64, ptr %".20"
  %".43" = getelementptr i64, ptr %".3", i64 5
  %".44" = load i64, ptr %".43", align 8
  %".45" = add i64 %".42", %".44"
  store i64 %".45", ptr %".20"
  %".47" = load i64, ptr %".22"
  %".48" = add i64 %".47", %".11"
  store i64 %".48", ptr %".22"
  store i64 0, ptr %".50"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".53" = load i64, ptr %".50"
  %".54" = sub i64 %".7", 8
  %".55" = icmp slt i64 %".53", %".54"
  %".56" = select  i1 %".55", i64 %".53", i64 %".54"
  %".57" = getelementptr float, ptr %".41", i64 %".56"
  %".58" = load <8 x float>, ptr %".57", align 4
  %".59" = getelementptr float, ptr %".13", i64 %".56"
  %".60" = load <8 x float>, ptr %".59", align 4
  %".61" = fadd <8 x float> %".58", %".60"
  %".62" = call nnan nsz <8 x float> @"llvm.maximum.v8f32"(<8 x float> %".61", <8 x float> <float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000>)
  %".63" = call nnan nsz <8 x float> @"llvm.minimum.v8f32"(<8 x float> %".62", <8 x float> <float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000>)
  %".64" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".63", <8 x float> <float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000>, <8 x float> <float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000>)
  %".65" = fsub <8 x float> <float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000>, %".64"
  %".66" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".63", <8 x float> <float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000>, <8 x float> %".65")
  %".67" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> <float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000>, <8 x float> %".66", <8 x float> <float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000>)
  %".68" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".67", <8 x float> %".66", <8 x float> <float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000>)
  %".69" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".68", <8 x float> %".66", <8 x float> <float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000>)
  %".70" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".69", <8 x float> %".66", <8 x float> <float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000>)
  %".71" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".70", <8 x float> %".66", <8 x float> <float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000>)
  %".72" = bitcast <8 x float> %".64" to <8 x i32>
  %".73" = shl <8 x i32> %".72", <i32 23, i32 23, i32 23, i32 23, i32 23, i32 23, i32 23, i32 23>
  %".74" = add <8 x i32> %".73", <i32 1065353216, i32 1065353216, i32 1065353216, i32 1065353216, i32 1065353216, i32 1065353216, i32 1065353216, i32 1065353216>
  %".75" = bitcast <8 x i32> %".74" to <8 x float>
  %".76" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".71", <8 x float> %".75", <8 x float> <float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000>)
  %".77" = fdiv <8 x float> %".61", %".76"
  %".78" = getelementptr float, ptr %".39", i64 %".56"
  %".79" = load <8 x float>, ptr %".78", align 4
  %".80" = fadd <8 x float> %".77", %".79"
  %".81" = getelementptr float, ptr %".34", i64 %".56"
  store <8 x float> %".80", ptr %".81", align 4
  %".83" = load i64, ptr %".50"
  %".84" = add i64 %".83", 8
  store i64 %".84", ptr %".50"
  %".86" = load i64, ptr %".50"
  %".87" = icmp slt i64 %".86", %".7"
  br i1 %".87", label %"loop.1", label %"after.1"
after.1:
  %".89" = load i64, ptr %".26"
  %".90" = add i64 %".89", 1
  store i64 %".90", ptr %".26"
  %".92" = load i64, ptr %".26"
  %".93" = icmp slt i64 %".92", %".25"
  br i1 %".93", label %"loop", label %"after"
}

declare <8 x float> @"llvm.maximum.v8f32"(<8 x float> %".1", <8 x float> %".2")

declare <8 x float> @"llvm.minimum.v8f32"(<8 x float> %".1", <8 x float> %".2")

declare <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".1", <8 x float> %".2", <8 x float> %".3")

