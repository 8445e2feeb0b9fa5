/* Linux system calls without a C library: numbers, the instruction, and the entry point, for each processor. */
#ifndef PACK_LINUX_SYSCALL_H
#define PACK_LINUX_SYSCALL_H

#if defined(__x86_64__)

enum {
    SYS_write = 1, SYS_close = 3, SYS_fstat = 5, SYS_mmap = 9, SYS_rt_sigaction = 13, SYS_exit_group = 231, SYS_arch_prctl = 158,
    SYS_ftruncate = 77, SYS_clock_gettime = 228, SYS_openat = 257, SYS_unlinkat = 263, SYS_clone = 56, SYS_futex = 202,
    SYS_sched_getaffinity = 204,
    STAT_MODE = 24
};

static long pack_syscall(long n, long a, long b, long c, long d, long e, long f) {
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}

#if PACK_THREADS > 1
#define PACK_PAUSE __asm__ volatile("pause")

/* A thread on the stack that ends at `stack`, which calls enter(argument); its number, or a negative error number. */
static long pack_clone(long flags, void *stack, void (*enter)(void *), void *argument) {
    long result;
    register long r10 __asm__("r10") = 0;
    register long r8 __asm__("r8") = 0;
    register void (*r12)(void *) __asm__("r12") = enter;
    register void *r13 __asm__("r13") = argument;
    __asm__ volatile("syscall\n\ttest %%rax, %%rax\n\tjnz 1f\n\t"
                     "xor %%ebp, %%ebp\n\tmov %%r13, %%rdi\n\tcall *%%r12\n1:"
                     : "=a"(result)
                     : "a"(SYS_clone), "D"(flags), "S"(stack), "d"(0), "r"(r10), "r"(r8), "r"(r12), "r"(r13)
                     : "rcx", "r11", "memory", "cc");
    return result;
}
#endif

__asm__(".section .text._start,\"ax\",%progbits\n"
        ".globl _start\n"
        ".type _start,%function\n"
        "_start:\n"
        "    xor %ebp, %ebp\n"
        "    mov %rsp, %rdi\n"
        "    call pack_main\n" /* the kernel aligns the stack to 16 */
        ".size _start, . - _start\n"
        ".text\n");

#elif defined(__aarch64__) || (defined(__riscv) && __riscv_xlen == 64)

enum {
    SYS_unlinkat = 35, SYS_ftruncate = 46, SYS_openat = 56, SYS_close = 57, SYS_write = 64, SYS_fstat = 80, SYS_exit_group = 94,
    SYS_clock_gettime = 113, SYS_rt_sigaction = 134, SYS_mmap = 222, SYS_clone = 220, SYS_futex = 98,
    SYS_sched_getaffinity = 123,
    STAT_MODE = 16
};

#if defined(__aarch64__)
#define PACK_REGISTER(name, arm, riscv) register long name __asm__(arm)
#define PACK_TRAP "svc #0"
#define PACK_ENTRY "    mov x0, sp\n    bl pack_main\n"
#else
#define PACK_REGISTER(name, arm, riscv) register long name __asm__(riscv)
#define PACK_TRAP "ecall"
#define PACK_ENTRY "    mv a0, sp\n    call pack_main\n"
#endif

static long pack_syscall(long n, long a, long b, long c, long d, long e, long f) {
    PACK_REGISTER(number, "x8", "a7") = n;
    PACK_REGISTER(r0, "x0", "a0") = a;
    PACK_REGISTER(r1, "x1", "a1") = b;
    PACK_REGISTER(r2, "x2", "a2") = c;
    PACK_REGISTER(r3, "x3", "a3") = d;
    PACK_REGISTER(r4, "x4", "a4") = e;
    PACK_REGISTER(r5, "x5", "a5") = f;
    __asm__ volatile(PACK_TRAP
                     : "+r"(r0)
                     : "r"(number), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5)
                     : "memory");
    return r0;
}

#if PACK_THREADS > 1
#if defined(__aarch64__)
#define PACK_PAUSE __asm__ volatile("yield")
#define PACK_CHILD "cbnz x0, 1f\n\tmov x29, xzr\n\tmov x0, x10\n\tblr x9\n1:"
#else
#define PACK_PAUSE __asm__ volatile("" ::: "memory")
#define PACK_CHILD "bnez a0, 1f\n\tmv a0, t2\n\tjalr t1\n1:"
#endif

static long pack_clone(long flags, void *stack, void (*enter)(void *), void *argument) {
    PACK_REGISTER(number, "x8", "a7") = SYS_clone;
    PACK_REGISTER(r0, "x0", "a0") = flags;
    PACK_REGISTER(r1, "x1", "a1") = (long)stack;
    PACK_REGISTER(r2, "x2", "a2") = 0;
    PACK_REGISTER(r3, "x3", "a3") = 0;
    PACK_REGISTER(r4, "x4", "a4") = 0;
    PACK_REGISTER(r9, "x9", "t1") = (long)enter;
    PACK_REGISTER(r10, "x10", "t2") = (long)argument;
    __asm__ volatile(PACK_TRAP "\n\t" PACK_CHILD
                     : "+r"(r0)
                     : "r"(number), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r9), "r"(r10)
                     : "memory", "cc");
    return r0;
}
#endif

__asm__(".section .text._start,\"ax\",%progbits\n"
        ".globl _start\n"
        ".type _start,%function\n"
        "_start:\n" PACK_ENTRY ".size _start, . - _start\n"
        ".text\n");

#elif defined(__arm__)

/* EABI: mmap is mmap2 (offset in pages), fstat is fstat64, whose mode lies where AArch64's does. */
enum {
    SYS_write = 4, SYS_close = 6, SYS_ftruncate = 93, SYS_rt_sigaction = 174, SYS_mmap = 192, SYS_fstat = 197, SYS_exit_group = 248,
    SYS_clock_gettime = 263, SYS_openat = 322, SYS_unlinkat = 328, SYS_clone = 120, SYS_futex = 240,
    SYS_sched_getaffinity = 242,
    STAT_MODE = 16
};

static long pack_syscall(long n, long a, long b, long c, long d, long e, long f) {
    register long r0 __asm__("r0") = a;
    register long r1 __asm__("r1") = b;
    register long r2 __asm__("r2") = c;
    register long r3 __asm__("r3") = d;
    register long r4 __asm__("r4") = e;
    register long r5 __asm__("r5") = f;
    /* r7 takes the number, but Thumb code may use it as the frame pointer: swap it in only around the call. */
    __asm__ volatile("mov r12, r7\n\tmov r7, %1\n\tsvc #0\n\tmov r7, r12"
                     : "+r"(r0)
                     : "r"(n), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5)
                     : "r12", "memory");
    return r0;
}

#if PACK_THREADS > 1
#define PACK_PAUSE __asm__ volatile("yield")

static long pack_clone(long flags, void *stack, void (*enter)(void *), void *argument) {
    register long r0 __asm__("r0") = flags;
    register long r1 __asm__("r1") = (long)stack;
    register long r2 __asm__("r2") = 0;
    register long r3 __asm__("r3") = 0;
    register long r4 __asm__("r4") = 0;
    register long r5 __asm__("r5") = (long)enter;
    register long r6 __asm__("r6") = (long)argument;
    register long r8 __asm__("r8") = SYS_clone;
    __asm__ volatile("mov r12, r7\n\tmov r7, r8\n\tsvc #0\n\tmov r7, r12\n\t"
                     "cmp r0, #0\n\tbne 1f\n\tmov r0, r6\n\tblx r5\n1:"
                     : "+r"(r0)
                     : "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5), "r"(r6), "r"(r8)
                     : "r12", "lr", "memory", "cc");
    return r0;
}
#endif

__asm__(".section .text._start,\"ax\",%progbits\n"
        ".globl _start\n"
#if defined(__thumb__)
        ".thumb_func\n"
#endif
        ".type _start,%function\n"
        "_start:\n"
        "    mov r0, sp\n"
        "    bl pack_main\n"
        ".size _start, . - _start\n"
        ".text\n");

#else
#error "no Linux system calls are known for this processor"
#endif

#endif
