/*
 * What compilers call although nobody wrote a call: copying and clearing memory, dividing on processors without an
 * instruction for it, and what the checks in a distribution's libraries end with. Linked only where others' C is in the
 * program; the linker takes just those that are used. Hidden: a library must not offer them to the program around it.
 */
#include <stddef.h>
#include <stdint.h>

#define HIDDEN __attribute__((visibility("hidden"), used))

HIDDEN void *memcpy(void *restrict to, const void *restrict from, size_t bytes) {
    char *t = to;
    const char *f = from;
    while (bytes--) {
        *t++ = *f++;
        __asm__ volatile("" ::: "memory"); /* no compiler may turn the loop into a call of what it defines */
    }
    return to;
}

HIDDEN void *memmove(void *to, const void *from, size_t bytes) {
    char *t = to;
    const char *f = from;
    if (t <= f)
        return memcpy(to, from, bytes);
    while (bytes--) {
        t[bytes] = f[bytes];
        __asm__ volatile("" ::: "memory");
    }
    return to;
}

HIDDEN void *memset(void *to, int value, size_t bytes) {
    char *t = to;
    while (bytes--) {
        *t++ = (char)value;
        __asm__ volatile("" ::: "memory");
    }
    return to;
}

HIDDEN int memcmp(const void *left, const void *right, size_t bytes) {
    const unsigned char *l = left, *r = right;
    for (; bytes--; l++, r++)
        if (*l != *r)
            return *l - *r;
    return 0;
}

/* An assertion failed, or the stack was written over: nothing that follows can be trusted. SIGTRAP, as SIGILL has a
 * meaning of its own here. */
#if defined(__x86_64__)
#define TRAP() __asm__ volatile("int3")
#else
#define TRAP() __builtin_trap()
#endif

HIDDEN _Noreturn void __assert_fail(const char *what, const char *file, unsigned line, const char *function) {
    (void)what, (void)file, (void)line, (void)function;
    for (;;)
        TRAP();
}

HIDDEN _Noreturn void __stack_chk_fail(void) {
    for (;;)
        TRAP();
}

#if defined(__arm__)

/* Quotient in the low, remainder in the high half: r0 and r1, as the EABI returns both. By zero: zero, and no trap. */
HIDDEN uint64_t __aeabi_uidivmod(uint32_t of, uint32_t by) {
    uint32_t quotient = 0, rest = 0;
    if (by)
        for (unsigned bit = 32; bit--;) {
            rest = rest << 1 | (of >> bit & 1);
            if (rest >= by) {
                rest -= by;
                quotient |= 1u << bit;
            }
        }
    return (uint64_t)rest << 32 | quotient;
}

HIDDEN uint32_t __aeabi_uidiv(uint32_t of, uint32_t by) {
    return (uint32_t)__aeabi_uidivmod(of, by);
}

HIDDEN uint64_t __aeabi_idivmod(int32_t of, int32_t by) {
    uint64_t both = __aeabi_uidivmod(of < 0 ? 0u - (uint32_t)of : (uint32_t)of, by < 0 ? 0u - (uint32_t)by : (uint32_t)by);
    uint32_t quotient = (uint32_t)both, rest = (uint32_t)(both >> 32);
    if ((of < 0) != (by < 0))
        quotient = 0u - quotient;
    if (of < 0)
        rest = 0u - rest;
    return (uint64_t)rest << 32 | quotient;
}

HIDDEN int32_t __aeabi_idiv(int32_t of, int32_t by) {
    return (int32_t)(uint32_t)__aeabi_idivmod(of, by);
}

HIDDEN void __aeabi_memcpy(void *to, const void *from, size_t bytes) {
    memcpy(to, from, bytes);
}

HIDDEN void __aeabi_memcpy4(void *to, const void *from, size_t bytes) {
    memcpy(to, from, bytes);
}

HIDDEN void __aeabi_memclr(void *to, size_t bytes) {
    memset(to, 0, bytes);
}

HIDDEN void __aeabi_memclr4(void *to, size_t bytes) {
    memset(to, 0, bytes);
}

#endif
