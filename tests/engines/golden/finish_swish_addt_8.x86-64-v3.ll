; ModuleID = "finish_swish_addt_8"
target triple = "x86_64-unknown-linux-gnu"
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"

define external hidden void @"finish_swish_addt_8"(ptr noalias %".1", ptr noalias %".2", ptr noalias %".3", ptr noalias %".4") "no-builtins" "warn-stack-size"="0" minsize noredzone nounwind optsize
{
entry:
  %".18" = alloca i64
  %".20" = alloca i64
  %".24" = alloca i64
  %".48" = alloca i64
  br label %"body"
body:
  %".6" = getelementptr i64, ptr %".3", i64 2
  %".7" = load i64, ptr %".6", align 8
  %".8" = getelementptr i64, ptr %".3", i64 3
  %".9" = load i64, ptr %".8", align 8
  %".10" = getelementptr i64, ptr %".3", i64 1
  %".11" = load i64, ptr %".10", align 8
  %".12" = getelementptr ptr, ptr %".1", i64 2
  %".13" = load ptr, ptr %".12"
  %".14" = getelementptr float, ptr %".13", i64 %".9"
  %".15" = getelementptr ptr, ptr %".1", i64 3
  %".16" = load ptr, ptr %".15"
  %".17" = getelementptr float, ptr %".16", i64 %".9"
  store i64 5, ptr %".18"
  store i64 0, ptr %".20"
  %".22" = getelementptr i64, ptr %".3", i64 0
  %".23" = load i64, ptr %".22", align 8
  store i64 0, ptr %".24"
  br label %"loop"
loop:
  %".27" = load i64, ptr %".24"
  %".28" = load i64, ptr %".18"
  %".29" = getelementptr i64, ptr %".3", i64 %".28"
  %".30" = getelementptr i64, ptr %".29", i64 0
  %".31" = load i64, ptr %".30", align 8
  %".32" = getelementptr float, ptr %".14", i64 %".31"
  %".33" = load i64, ptr %".18"
  %".34" = getelementptr i64, ptr %".3", i64 %".33"
  %".35" = getelementptr i64, ptr %".34", i64 1
  %".36" = load i64, ptr %".35", align 8
  %".37" = getelementptr float, ptr %".17", i64 %".36"
  %".38" = load i64, ptr %".20"
  %".39" = getelementptr float, ptr %".4", i64 %".38"
  %".40" = load i64, ptr %".18"
  %".41" = getelementptr i64, ptr %".3", i64 4
  %".42" = load i64, ptr %".41", align 8
  %".43" = add i64 %".40", %".42"
  store i64 %".43", ptr %".18"
  %".45" = load i64, ptr %".20"
  %".46" = add i64 %".45", %".11"
  store i64 %".46", ptr %".20"
  store i64 0, ptr %".48"
  br label %"loop.1"
after:
  ret void
loop.1:
  %".51" = load i64, ptr %".48"
  %".52" = sub i64 %".7", 8
  %".53" = icmp slt i64 %".51", %".52"
  %".54" = select  i1 %".53", i64 %".51", i64 %".52"
  %".55" = getelementptr float, ptr %".39", i64 %".54"
  %".56" = load <8 x float>, ptr %".55", align 4
  %".57" = call nnan nsz <8 x float> @"llvm.maximum.v8f32"(<8 x float> %".56", <8 x float> <float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000, float 0xc055c00000000000>)
  %".58" = call nnan nsz <8 x float> @"llvm.minimum.v8f32"(<8 x float> %".57", <8 x float> <float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000, float 0x4055c00000000000>)
  %".59" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".58", <8 x float> <float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000>, <8 x float> <float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000>)
  %".60" = fsub <8 x float> <float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000, float 0x4168000000000000>, %".59"
  %".61" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".58", <8 x float> <float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000, float 0xbff7154760000000>, <8 x float> %".60")
  %".62" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> <float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000, float 0x3f55bba160000000>, <8 x float> %".61", <8 x float> <float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000, float 0x3f83cea880000000>)
  %".63" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".62", <8 x float> %".61", <8 x float> <float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000, float 0x3fac6b7520000000>)
  %".64" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".63", <8 x float> %".61", <8 x float> <float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000, float 0x3fcebf9bc0000000>)
  %".65" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".64", <8 x float> %".61", <8 x float> <float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000, float 0x3fe62e42a0000000>)
  %".66" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".65", <8 x float> %".61", <8 x float> <float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000>)
  %".67" = bitcast <8 x float> %".59" to <8 x i32>
  %".68" = shl <8 x i32> %".67", <i32 23, i32 23, i32 23, i32 23, i32 23, i32 23, i32 23, i32 23>
  %".69" = add <8 x i32> %".68", <i32 1065353216, i32 1065353216, i32 1065353216, i32 1065353216, i32 1065353216, i32 1065353216, i32 1065353216, i32 1065353216>
  %".70" = bitcast <8 x i32> %".69" to <8 x float>
  %".71" = call <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".66", <8 x float> %".70", <8 x float> <float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000, float 0x3ff0000000000000>)
  %".72" = fdiv <8 x float> %".56", %".71"
  %".73" = getelementptr float, ptr %".37", i64 %".54"
  %".74" = load <8 x float>, ptr %".73", align 4
  %".75" = fadd <8 x float> %".72", %".74"
  %".76" = getelementptr float, ptr %".32", i64 %".54"
  store <8 x float> %".75", ptr %".76", align 4
  %".78" = load i64, ptr %".48"
  %".79" = add i64 %".78", 8
  store i64 %".79", ptr %".48"
  %".81" = load i64, ptr %".48"
  %".82" = icmp slt i64 %".81", %".7"
  br i1 %".82", label %"loop.1", label %"after.1"
after.1:
  %".84" = load i64, ptr %".24"
  %".85" = add i64 %".84", 1
  store i64 %".85", ptr %".24"
  %".87" = load i64, ptr %".24"
  %".88" = icmp slt i64 %".87", %".23"
  br i1 %".88", label %"loop", label %"after"
}

declare <8 x float> @"llvm.maximum.v8f32"(<8 x float> %".1", <8 x float> %".2")

declare <8 x float> @"llvm.minimum.v8f32"(<8 x float> %".1", <8 x float> %".2")

declare <8 x float> @"llvm.fmuladd.v8f32"(<8 x float> %".1", <8 x float> %".2", <8 x float> %".3")

