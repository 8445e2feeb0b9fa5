/* A CPU without AVX-512, as far as libraries can tell whose `xgetbv` is an `int3` (avx2_only.py): the answer lacks the
   bits that say that the system saves opmask and ZMM registers. Preloaded, so that it is there before they ask. */
#define _GNU_SOURCE
#include <signal.h>
#include <string.h>
#include <ucontext.h>

static void answer(int number, siginfo_t *info, void *context)
{
    (void)number, (void)info;
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    registers[REG_RAX] = low & ~0xe0u;
    registers[REG_RDX] = high;
}

__attribute__((constructor)) static void install(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = answer;
    action.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaction(SIGTRAP, &action, 0);
}
