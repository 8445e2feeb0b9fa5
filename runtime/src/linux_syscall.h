/* Linux system calls without a C library: numbers, the instruction, and the entry point, for each processor. */
#ifndef PACK_LINUX_SYSCALL_H
#define PACK_LINUX_SYSCALL_H

#if defined(__x86_64__)

enum {
    SYS_write = 1, SYS_close = 3, SYS_fstat = 5, SYS_mmap = 9, SYS_rt_sigaction = 13, SYS_exit_group = 231, SYS_arch_prctl = 158,
    SYS_ftruncate = 77, SYS_clock_gettime = 228, SYS_openat = 257, SYS_unlinkat = 263,
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
    SYS_clock_gettime = 113, SYS_rt_sigaction = 134, SYS_mmap = 222,
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

__asm__(".section .text._start,\"ax\",%progbits\n"
        ".globl _start\n"
        ".type _start,%function\n"
        "_start:\n" PACK_ENTRY ".size _start, . - _start\n"
        ".text\n");

#elif defined(__arm__)

/* EABI: mmap is mmap2 (offset in pages), fstat is fstat64, whose mode lies where AArch64's does. */
enum {
    SYS_write = 4, SYS_close = 6, SYS_ftruncate = 93, SYS_rt_sigaction = 174, SYS_mmap = 192, SYS_fstat = 197, SYS_exit_group = 248,
    SYS_clock_gettime = 263, SYS_openat = 322, SYS_unlinkat = 328,
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
