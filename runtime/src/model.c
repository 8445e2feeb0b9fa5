/*
 * One model as a library, or several: the step interpreter and the public functions. The tables come from model.h,
 * generated.
 */
#include "pack.h"
#include "model.h"

#define PACK_EXPORT __attribute__((visibility("default")))
#define PACK_SHARED __attribute__((noinline)) /* called often from cold code: one copy of it is smaller */

/*
 * Several models share functions, weights and all code below: what differs stands in a row each. PACK_MANY(...) is what
 * one model alone does without.
 */
#if PACK_MODELS
struct pack_model {
    uint32_t first, end; /* its steps, in pack_step_bytes */
    uint32_t inputs, outputs;
    uint32_t io_align;    /* a power of two: not every processor divides */
    uint32_t arena_bytes; /* what NAME_run asks for */
    uint32_t sizes;       /* where those of its bases begin, in pack_bytes */
};

static const struct pack_model pack_models[] = {PACK_MODEL_ROWS};

#define PACK_MANY(...) __VA_ARGS__
#define PACK_INPUTS model->inputs
#define PACK_OUTPUTS model->outputs
#define PACK_IO_ALIGN model->io_align
#define PACK_ARENA_BYTES model->arena_bytes
#define PACK_BEGIN (pack_step_bytes + model->first)
#define PACK_END (pack_step_bytes + model->end)
#else
#define PACK_MANY(...)
#define PACK_BEGIN pack_step_bytes
#define PACK_END (pack_step_bytes + PACK_STEP_BYTES)
#endif

typedef PACK_NUMBER pack_number;
typedef void pack_kernel(void *const *pointers, const intptr_t *args);

/* What a step may be: functions by their number, how many pointers a step holds, where its arguments are. */
struct pack_entry {
    struct {
        pack_number kernel;
#if PACK_FINISH
        pack_number finish; /* what the kernel ends its tiles with; 0 where it needs nothing */
#endif
    } code[PACK_LEVELS]; /* what every CPU of the target can run; what runs where it has wider vectors */
    pack_number pointers;
    pack_number frame; /* index of the kernel's arguments in `frames`; kernels with equal argument lists share it */
};

static const struct pack_entry pack_entries[] = {PACK_ENTRIES};

/*
 * Addresses of the functions relative to this table, so that nothing is relocated at load time; number 1 is the first.
 * Made by the assembler text in model.h, which can say "distance between two symbols".
 */
extern const int32_t PACK_SYMBOL(functions)[] __attribute__((visibility("hidden")));
#if PACK_EMBED
extern const uint8_t PACK_SYMBOL(weights)[] __attribute__((visibility("hidden")));
#endif

/*
 * The level of kernels that this CPU can run. Linux saves the registers of AVX-512 (bits 5 to 7 of XCR0; 1 and 2 are
 * those of SSE and AVX) exactly where the CPU has AVX512F, and unlike cpuid this instruction costs no trap in a guest.
 */
static unsigned pack_level(void) {
#if PACK_LEVELS > 1
    uint32_t low, high;
    __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (low & 0xE6) == 0xE6;
#else
    return 0;
#endif
}

/* The address of a function. */
static inline uintptr_t pack_code(unsigned number) {
    return (uintptr_t)PACK_SYMBOL(functions) + (uintptr_t)(intptr_t)PACK_SYMBOL(functions)[number - 1];
}

/* A little-endian base-128 number (LEB128); `*at` moves behind it. */
PACK_SHARED static uintptr_t pack_leb(const uint8_t **at) {
    uintptr_t value = 0;
    unsigned shift = 0;
    uint8_t byte;
    do {
        byte = *(*at)++;
        value |= (uintptr_t)(byte & 127) << shift;
        shift += 7;
    } while (byte & 128);
    return value;
}

/* Zigzag: 0, 1, 2, 3, ... stand for 0, -1, 1, -2, ... */
static intptr_t pack_signed(uintptr_t value) {
    return (intptr_t)(value >> 1) ^ -(intptr_t)(value & 1);
}

#if PACK_HOSTED
/* Where a kernel says why it failed: before the arena. A text there ends the run. */
static char *pack_message(void *const *bases) {
    return (char *)bases[1] - PACK_MESSAGE_BYTES;
}
#define PACK_FAILED(bases) *pack_message(bases)
#else
#define PACK_FAILED(bases) 0
#endif

#if PACK_THREADS > 1
/* Where a thread is in the steps, and what it must remember of those behind it. */
struct pack_walk {
    const uint8_t *at;
    PACK_MANY(const uint8_t *end;)
    intptr_t frames[PACK_FRAME_WORDS + 1];
    uintptr_t last[PACK_STREAMS];
    uintptr_t turns[PACK_REPEATS + 1];
};

static void pack_begin(struct pack_walk *walk PACK_MANY(, const struct pack_model *model)) {
    for (volatile uintptr_t *word = (uintptr_t *)walk; word < (uintptr_t *)(walk + 1); word++)
        *word = 0;
    walk->at = PACK_BEGIN;
    PACK_MANY(walk->end = PACK_END;)
}
#endif

/*
 * Run all steps with the kernels of `level`. bases: weights, arena, inputs, outputs; then the arena again, for addresses
 * that move on in steps of their own. A step is:
 *   kernel      number, LEB128
 *   pointers    each (zigzag(units since the base's last pointer) << PACK_BASE_BITS | base), LEB128
 *   arguments   groups of 7: a byte with one bit per argument that differs from the last call with this argument list,
 *               bit 7 when another group follows; then, LEB128 zigzag, the differences of that group
 * A kernel number of PACK_FIRST_REPEAT or more is a repetition, of that depth: bytes to go back, and how many times. All being
 * relative, the same bytes are the loop's next turn.
 */
#if PACK_THREADS > 1
/*
 * With several threads: the calls of `thread` up to where it must wait for the others; 0 at the end of all. Every thread
 * reads all steps. The number PACK_ROWS says that the next thread's steps follow, after the last one's the next phase.
 */
static int pack_steps(struct pack_walk *walk, unsigned thread, void *const *bases, unsigned level) {
    intptr_t *frames = walk->frames;
    uintptr_t *last = walk->last, *turns = walk->turns;
    void *pointers[PACK_MAX_POINTERS + 1];
    const uint8_t *at = walk->at;
    unsigned whose = 0;
    (void)turns;
#else
static void pack_steps(PACK_MANY(const struct pack_model *model, ) void *const *bases, unsigned level) {
    intptr_t frames[PACK_FRAME_WORDS + 1]; /* one more than used: a standard array has a size above 0 */
    uintptr_t last[PACK_STREAMS];
    void *pointers[PACK_MAX_POINTERS + 1]; /* behind the address of the finish */
    const uint8_t *at = PACK_BEGIN;

    /* volatile: no compiler may turn these loops into a call of memset, which is not there */
    for (volatile intptr_t *word = frames; word < frames + PACK_FRAME_WORDS; word++)
        *word = 0;
    for (volatile uintptr_t *word = last; word < last + PACK_STREAMS; word++)
        *word = 0;
#if PACK_REPEATS
    uintptr_t turns[PACK_REPEATS];
    for (volatile uintptr_t *word = turns; word < turns + PACK_REPEATS; word++)
        *word = 0;
#endif
#endif
#if PACK_MODELS && PACK_THREADS > 1
    while (at != walk->end) {
#else
    while (at != PACK_END) {
#endif
        uintptr_t number = pack_leb(&at);
#if PACK_THREADS > 1
        if (number == PACK_ROWS) {
            if (++whose < PACK_THREADS)
                continue;
            walk->at = at;
            return 1;
        }
#endif
#if PACK_REPEATS
        if (number >= PACK_FIRST_REPEAT) {
            uintptr_t *turn = turns + (number - PACK_FIRST_REPEAT), back = pack_leb(&at);
            if ((*turn)++ < pack_leb(&at))
                at -= back;
            else
                *turn = 0;
            continue;
        }
#endif
        const struct pack_entry *entry = &pack_entries[number];
        intptr_t *args = frames + entry->frame;
        uint8_t changed;

        for (unsigned i = 0; i < entry->pointers; i++) {
            uintptr_t code = pack_leb(&at);
            uintptr_t base = code & ((1u << PACK_BASE_BITS) - 1);
            uintptr_t move = (uintptr_t)pack_signed(code >> PACK_BASE_BITS);
            last[base] += move << (base ? PACK_UNIT_SHIFT : PACK_WEIGHTS_SHIFT);
#if PACK_STREAMS > PACK_BASES
            pointers[i + 1] = (char *)bases[base < PACK_BASES ? base : 1] + last[base];
#else
            pointers[i + 1] = (char *)bases[base] + last[base];
#endif
        }
        do {
            intptr_t *group = args;
            changed = *at++;
            for (unsigned bits = changed & 127; bits; bits >>= 1, group++)
                if (bits & 1)
                    *group += pack_signed(pack_leb(&at));
            args += 7;
        } while (changed & 128);
#if PACK_THREADS > 1
        /* After a failure all go on to the end, so that none waits for another, but call nothing more. */
        if (whose != thread || PACK_FAILED(bases))
            continue;
#endif
#if PACK_FINISH
        pointers[0] = entry->code[level].finish ? (void *)pack_code(entry->code[level].finish) : NULL;
#endif
        ((pack_kernel *)pack_code(entry->code[level].kernel))(pointers + 1, frames + entry->frame);
#if PACK_HOSTED && PACK_THREADS == 1
        if (*pack_message(bases))
            return;
#endif
    }
#if PACK_THREADS > 1
    return 0;
#endif
}

#if PACK_WEIGHTS_BYTES && !PACK_EMBED
static uint32_t pack_rotate(uint32_t value, unsigned by) {
    return value << by | value >> (32 - by);
}

/*
 * XXH32 with seed 0 (https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md) of PACK_WEIGHTS_BYTES bytes. The
 * packager pads the weights to 64 bytes, so the specification's handling of the last 15 bytes is not needed.
 */
static uint32_t pack_hash(const void *data) {
    static const uint32_t p1 = 0x9E3779B1u, p2 = 0x85EBCA77u, p3 = 0xC2B2AE3Du;
    const uint32_t *word = data, *end = word + PACK_WEIGHTS_BYTES / 4;
    uint32_t a = p1 + p2, b = p2, c = 0, d = 0u - p1, hash;
    do {
        a = pack_rotate(a + word[0] * p2, 13) * p1;
        b = pack_rotate(b + word[1] * p2, 13) * p1;
        c = pack_rotate(c + word[2] * p2, 13) * p1;
        d = pack_rotate(d + word[3] * p2, 13) * p1;
        word += 4;
    } while (word != end);
    hash = pack_rotate(a, 1) + pack_rotate(b, 7) + pack_rotate(c, 12) + pack_rotate(d, 18);
    hash += (uint32_t)PACK_WEIGHTS_BYTES;
    hash = (hash ^ hash >> 15) * p2;
    hash = (hash ^ hash >> 13) * p3;
    return hash ^ hash >> 16;
}
#endif

#if PACK_LIBRARY

/* What NAME_run is given, by whatever name: the generated PACK_EACH(X) says X(NAME, number, ...) for each model. */
#define PACK_GIVEN \
    const void *weights, size_t weights_bytes, void *arena, size_t arena_bytes, const void *const *inputs, \
        void *const *outputs
#define PACK_DECLARE(symbol, ...) \
    PACK_EXPORT extern const pack_model_info symbol##_info; \
    PACK_EXPORT size_t symbol##_arena_bytes(void); \
    PACK_EXPORT const char *symbol##_strerror(int code); \
    PACK_EXPORT int symbol##_run(PACK_GIVEN);
PACK_EACH(PACK_DECLARE)

#if PACK_THREADS > 1
#define PACK_DECLARE_WITH(symbol, ...) \
    PACK_EXPORT int symbol##_run_with(PACK_GIVEN, const pack_parallel *parallel);
PACK_EACH(PACK_DECLARE_WITH)

/* A run by several threads of the caller's. */
struct pack_team {
    struct pack_walk walks[PACK_THREADS];
    void *const *bases;
    unsigned level;
    int more;
};

/* Of one thread, the part of one phase. All find out at the same phase whether there are more. */
static void pack_part(void *work, uint32_t thread) {
    struct pack_team *team = work;
    int more = pack_steps(&team->walks[thread], thread, team->bases, team->level);
    if (thread == 0)
        team->more = more;
}

static void pack_serial(void *context, uint32_t count, void (*task)(void *work, uint32_t index), void *work) {
    (void)context;
    for (uint32_t i = 0; i < count; i++)
        task(work, i);
}

static void pack_together(PACK_MANY(const struct pack_model *model, ) void *const *bases, const pack_parallel *parallel) {
    int lent = parallel != NULL && parallel->run != NULL;
    struct pack_team team;
    team.bases = bases;
    team.level = pack_level();
    for (unsigned thread = 0; thread < PACK_THREADS; thread++)
        pack_begin(&team.walks[thread] PACK_MANY(, model));
    do
        (lent ? parallel->run : pack_serial)(lent ? parallel->context : NULL, PACK_THREADS, pack_part, &team);
    while (team.more);
}

#define PACK_RUN(bases) pack_together(PACK_MANY(model, ) bases, parallel)
#else
#define PACK_RUN(bases) pack_steps(PACK_MANY(model, ) bases, pack_level())
#endif

static const pack_tensor pack_inputs[] = {PACK_INPUT_TENSORS};
static const pack_tensor pack_outputs[] = {PACK_OUTPUT_TENSORS};

#if PACK_EMBED
#define PACK_INSIDE PACK_SYMBOL(weights)
#else
#define PACK_INSIDE NULL
#endif

#define PACK_DEFINE(symbol, number, title, first_input, inputs_, first_output, outputs_, arena, io) \
    const pack_model_info symbol##_info = { \
        .name = title, \
        .target = PACK_TARGET, \
        .inputs = pack_inputs + first_input, \
        .outputs = pack_outputs + first_output, \
        .weights = PACK_INSIDE, \
        .weights_bytes = PACK_WEIGHTS_BYTES, \
        .arena_bytes = arena, \
        .weights_hash = PACK_WEIGHTS_HASH, \
        .input_count = inputs_, \
        .output_count = outputs_, \
        .alignment = PACK_ALIGN, \
        .io_alignment = io, \
    }; \
    size_t symbol##_arena_bytes(void) { \
        return arena; \
    }
PACK_EACH(PACK_DEFINE)

#if PACK_MODELS
#define pack_strerror pack_text
static
#else
#define pack_strerror PACK_SYMBOL(strerror)
#endif
const char *pack_strerror(int code) {
    enum { CODES = PACK_HOSTED ? PACK_EENGINE + 1 : PACK_EENGINE };
    /* one string, walked: an array of pointers would need relocations in the shared library */
    static const char text[] = "ok\0"
                               "a pointer is null\0"
                               "weights, arena or a tensor are not aligned\0"
                               "the arena is too small\0"
                               "the weights have the wrong size\0"
                               "the weights are damaged, or another build's\0"
#if PACK_HOSTED
                               "what an engine needs is missing or failed; PACK_MESSAGE(arena) says why\0"
#endif
                               "unknown error code";
    const char *at = text;
    for (unsigned skip = (unsigned)code < CODES ? (unsigned)code : CODES; skip; skip--)
        while (*at++)
            ;
    return at;
}

static int pack_bad_tensor(PACK_MANY(const struct pack_model *model, ) const void *tensor) {
    return tensor == NULL ? PACK_ENULL : (uintptr_t)tensor & (PACK_IO_ALIGN - 1) ? PACK_EALIGN : PACK_OK;
}

#if PACK_MODELS
static int pack_call(const struct pack_model *model, PACK_GIVEN, const pack_parallel *parallel) {
    (void)parallel;
#elif PACK_THREADS > 1
int PACK_SYMBOL(run)(PACK_GIVEN) {
    return PACK_SYMBOL(run_with)(weights, weights_bytes, arena, arena_bytes, inputs, outputs, NULL);
}

int PACK_SYMBOL(run_with)(PACK_GIVEN, const pack_parallel *parallel) {
#else
int PACK_SYMBOL(run)(PACK_GIVEN) {
#endif
    void *bases[PACK_BASES];
    int error;

#if PACK_EMBED
    if (weights == NULL) {
        weights = PACK_SYMBOL(weights);
        weights_bytes = PACK_WEIGHTS_BYTES;
    }
    if (weights != PACK_SYMBOL(weights))
        return PACK_EWEIGHTS_HASH;
#endif
    if ((PACK_WEIGHTS_BYTES && weights == NULL) || arena == NULL || (PACK_INPUTS && inputs == NULL) ||
        (PACK_OUTPUTS && outputs == NULL))
        return PACK_ENULL;
    if (weights_bytes != PACK_WEIGHTS_BYTES)
        return PACK_EWEIGHTS_SIZE;
    if (arena_bytes < PACK_ARENA_BYTES)
        return PACK_EARENA;
    if (((uintptr_t)weights | (uintptr_t)arena) % PACK_ALIGN)
        return PACK_EALIGN;
    bases[0] = (void *)(uintptr_t)weights;
    bases[1] = (char *)arena + PACK_HEADER_BYTES;
    for (unsigned i = 0; i < PACK_INPUTS; i++) {
        if ((error = pack_bad_tensor(PACK_MANY(model, ) inputs[i])))
            return error;
        bases[2 + i] = (void *)(uintptr_t)inputs[i];
    }
    for (unsigned i = 0; i < PACK_OUTPUTS; i++) {
        if ((error = pack_bad_tensor(PACK_MANY(model, ) outputs[i])))
            return error;
        bases[2 + PACK_INPUTS + i] = outputs[i];
    }
#if PACK_WEIGHTS_BYTES && !PACK_EMBED
    uint32_t *token = arena;
    uint32_t low = (uint32_t)(uintptr_t)weights, high = (uint32_t)((uint64_t)(uintptr_t)weights >> 32);
    if (token[0] != 0x6B636170u || token[1] != PACK_WEIGHTS_HASH || token[2] != ~low || token[3] != ~high) {
        if (pack_hash(weights) != PACK_WEIGHTS_HASH)
            return PACK_EWEIGHTS_HASH;
        token[0] = 0x6B636170u; /* "pack" */
        token[1] = PACK_WEIGHTS_HASH;
        token[2] = ~low;
        token[3] = ~high;
    }
#endif
#if PACK_HOSTED
    *pack_message(bases) = 0;
    PACK_RUN(bases);
    return *pack_message(bases) ? PACK_EENGINE : PACK_OK;
#else
    PACK_RUN(bases);
    return PACK_OK;
#endif
}

#if PACK_MODELS
#define PACK_ENTRANCE(symbol, number, ...) \
    const char *symbol##_strerror(int code) { \
        return pack_text(code); \
    } \
    int symbol##_run(PACK_GIVEN) { \
        return pack_call(pack_models + number, weights, weights_bytes, arena, arena_bytes, inputs, outputs, NULL); \
    }
PACK_EACH(PACK_ENTRANCE)

#if PACK_THREADS > 1
#define PACK_ENTRANCE_WITH(symbol, number, ...) \
    int symbol##_run_with(PACK_GIVEN, const pack_parallel *parallel) { \
        return pack_call(pack_models + number, weights, weights_bytes, arena, arena_bytes, inputs, outputs, parallel); \
    }
PACK_EACH(PACK_ENTRANCE_WITH)
#endif
#endif

#endif
