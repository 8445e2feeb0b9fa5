/*
 * Threads of the executable without a C library: made once, with clone(2); between runs and at long waits they sleep in
 * futex(2). Included by linux.c where a model has several threads.
 */
enum { CLONE_VM = 0x100, CLONE_FS = 0x200, CLONE_FILES = 0x400, CLONE_SIGHAND = 0x800, CLONE_THREAD = 0x10000,
       CLONE_SYSVSEM = 0x40000 }; /* what a thread is: emulators know this very set */
enum { FUTEX_WAIT_PRIVATE = 128, FUTEX_WAKE_PRIVATE = 129 };
enum { SLEEPS = 1, TURN = 2 }; /* in `turn`: somebody sleeps; one turn more */

/* How often a thread looks whether the others have come, before it sleeps: some ten microseconds. */
enum { SPINS = 2000 };

/* Stack for the runtime itself, and for a signal's frame with all vector registers. */
enum { STACK_BYTES = 32 * 1024 };

/*
 * Where a thread is, in a cache line that others write only when they go to sleep: a line takes a quarter of a microsecond
 * from core to core.
 */
struct pack_place {
    _Alignas(64) uint32_t turn; /* grows by TURN with every meeting that the thread comes to */
};

/* All threads of the program. */
struct pack_team {
    struct pack_place places[PACK_THREADS];
    _Alignas(64) void *const *bases;
    unsigned level;
    unsigned spins; /* SPINS, or 0 where there are fewer cores than threads: who looks then is in others' way */
    PACK_MANY(const struct pack_model *model;)
};

/* What a thread is told, at the top of its stack. */
struct pack_helper {
    struct pack_team *team;
    unsigned thread;
};

/* Say that `thread` is here, and wait until all others are. What any wrote before, all see after. */
PACK_SHARED static void pack_meet(struct pack_team *team, unsigned thread) {
    uint32_t *mine = &team->places[thread].turn, turn = __atomic_load_n(mine, __ATOMIC_RELAXED) & ~(uint32_t)SLEEPS;
    if (__atomic_exchange_n(mine, turn + TURN, __ATOMIC_ACQ_REL) & SLEEPS)
        SYS(futex, mine, FUTEX_WAKE_PRIVATE, PACK_THREADS, 0, 0, 0);
    for (struct pack_place *place = team->places; place < team->places + PACK_THREADS; place++) {
        unsigned spins = team->spins;
        /* Who is not at the turn before is at this one, or waits at the next already. */
        while ((__atomic_load_n(&place->turn, __ATOMIC_ACQUIRE) & ~(uint32_t)SLEEPS) == turn) {
            PACK_PAUSE;
            if (spins) {
                spins--;
                continue;
            }
            uint32_t awake = turn;
            __atomic_compare_exchange_n(&place->turn, &awake, turn | SLEEPS, 0, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE);
            SYS(futex, &place->turn, FUTEX_WAIT_PRIVATE, turn | SLEEPS, 0, 0, 0);
        }
    }
}

/* The steps of one thread. */
PACK_SHARED static void pack_part(struct pack_team *team, unsigned thread) {
    struct pack_walk walk;
    pack_begin(&walk PACK_MANY(, team->model));
    while (pack_steps(&walk, thread, team->bases, team->level))
        pack_meet(team, thread);
}

/* What a thread does until the program ends: it waits for a run, does its part, and waits for the others. */
static void pack_help(void *told) {
    struct pack_helper *me = told;
    for (;;) {
        pack_meet(me->team, me->thread);
        pack_part(me->team, me->thread);
        pack_meet(me->team, me->thread);
    }
}

/* A run by all threads. */
static void pack_together(struct pack_team *team) {
    pack_meet(team, 0);
    pack_part(team, 0);
    pack_meet(team, 0);
#if PACK_HOSTED
    if (*pack_message(team->bases))
        pack_fail(pack_message(team->bases), "", 0, 0);
#endif
}

/* Whether every thread can have a core. A system with more cores than the mask has bits says no number at all. */
static int pack_cores(void) {
    unsigned char mask[128];
    long bytes = SYS(sched_getaffinity, 0, sizeof mask, mask, 0, 0, 0);
    unsigned cores = 0;
    for (long i = 0; i < bytes; i++)
        for (unsigned bits = mask[i]; bits; bits &= bits - 1)
            cores++;
    return bytes < 0 || cores >= PACK_THREADS;
}

/* Make the other threads, which then wait for the first run. */
static void pack_gather(struct pack_team *team) {
    team->spins = pack_cores() ? SPINS : 0;
    enum { BYTES = (PACK_KERNEL_STACK + sizeof(struct pack_walk) + STACK_BYTES + 4095) / 4096 * 4096 };
    for (unsigned thread = 0; thread < PACK_THREADS; thread++)
        team->places[thread].turn = 0;
    for (unsigned thread = 1; thread < PACK_THREADS; thread++) {
        long at = SYS(mmap, 0, BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if ((unsigned long)at <= -4096ul) {
            struct pack_helper *told = (struct pack_helper *)(at + BYTES - 64);
            told->team = team;
            told->thread = thread;
            at = pack_clone(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM, told,
                            pack_help, told);
        }
        if ((unsigned long)at > -4096ul)
            pack_fail_errno("a further thread", at);
    }
}
