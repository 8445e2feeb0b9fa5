"""From kernels to machine code: a small builder over llvmlite, vector mathematics, and the call of LLVM's back ends."""
