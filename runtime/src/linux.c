/*
 * The executable on Linux: NAME [--base] [--bench N] [MODEL] [WEIGHTS] INPUT... OUTPUT...
 * Maps weights and inputs, runs, writes outputs. Exit status: 0 done, 2 wrong usage, 7 the run failed; every failure
 * says on standard error which file and why.
 */
#include "model.c"
#include "linux_syscall.h"

enum { EXIT_USAGE = 2, EXIT_RUN = 7 };
enum { EINTR = 4, ENOSPC = 28 };
enum { SIGILL = 4, SIGBUS = 7, SIGPIPE = 13, SIGXFSZ = 25, SIG_IGN = 1, SA_RESTORER = 0x04000000 };
enum { AT_FDCWD = -100, CLOCK_MONOTONIC = 1 };
enum { O_RDONLY = 0, O_WRONLY = 1, O_CREAT = 0100, O_TRUNC = 01000, O_NONBLOCK = 04000, O_CLOEXEC = 02000000 };
enum { PROT_READ = 1, PROT_WRITE = 2, MAP_PRIVATE = 2, MAP_ANONYMOUS = 32 };
/* All pages at once, in one call: all are used, and each that is missing costs a trap. Measured on x86-64; to 32-bit Arm
   the constant is worth 8 bytes of code. */
enum { MAP_POPULATE = UINTPTR_MAX > 0xffffffffu ? 0x8000 : 0 };
enum { ARCH_SET_FS = 0x1002 };
enum { PATH_SHOWN = 400 };
enum { S_IFMT = 0170000, S_IFREG = 0100000, STAT_SIZE = 48 };

/* Bytes of every base: weights, arena, inputs, outputs; of several models one after the other. */
#if PACK_MODELS
static const size_t pack_bytes[] = {PACK_BYTES};
static const char pack_names[] = PACK_NAMES; /* each ends with NUL */
#define FIRST_OUTPUT (2 + model->inputs)
#define COUNT (FIRST_OUTPUT + model->outputs)
#define SIZE(base) pack_bytes[model->sizes + (base)]
enum { PATHS = 1 + PACK_FILES };
#else
static const size_t pack_bytes[PACK_BASES] = {PACK_BYTES};
enum { FIRST_OUTPUT = 2 + PACK_INPUTS };
#define COUNT PACK_BASES
#define SIZE(base) pack_bytes[base]
enum { PATHS = PACK_FILES };
#endif

/* Error numbers and what they mean, each `number text NUL`. */
static const char pack_errors[] = "\2: no such file or folder\0"
#if PACK_THREADS > 1
                                  "\13: the system or its limits allow no more\0"
#endif
                                  "\14: out of memory\0"
                                  "\15: permission denied\0"
                                  "\24: part of the path is no directory\0"
                                  "\25: is a directory\0"
                                  "\33: larger than the file system or ulimit allows\0"
                                  "\34: no space left on the device\0"
                                  "\36: read-only file system\0";

#define NUMBER "\1"

static const char pack_usage[] = PACK_USAGE;

#define SYS(name, a, b, c, d, e, f) \
    pack_syscall(SYS_##name, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

static _Noreturn void pack_exit(int status) {
    for (;;)
        SYS(exit_group, status, 0, 0, 0, 0, 0);
}

/* Write all of `data`; 0, or a negative error number. */
static long pack_write(long fd, const char *data, size_t bytes) {
    while (bytes) {
        long done = SYS(write, fd, data, bytes, 0, 0, 0);
        if (done == -EINTR)
            continue;
        if (done <= 0)
            return done ? done : -ENOSPC;
        data += done;
        bytes -= (size_t)done;
    }
    return 0;
}

/* A message, cut off where it is longer than the buffer; written at once, so that parallel runs do not mix theirs. */
struct pack_message {
    size_t length;
    char text[512];
};

/* Append `text`; each NUMBER (a control character) in it stands for the next of the two numbers. */
static void pack_append(struct pack_message *message, const char *text, uint64_t first, uint64_t second) {
    for (; *text; text++) {
        char digits[20];
        unsigned count = 0;
        digits[0] = *text;
        if (*text == NUMBER[0]) {
            do {
                uint32_t rest = 0;
#if UINTPTR_MAX > 0xffffffffu
                rest = (uint32_t)(first % 10);
                first /= 10;
#else
                /* Long division by 16-bit digits: there is no 64-bit division without a library. */
                for (unsigned shift = 64; shift;) {
                    shift -= 16;
                    rest = rest << 16 | (uint32_t)(first >> shift & 0xffff);
                    first = (first & ~((uint64_t)0xffff << shift)) | (uint64_t)(rest / 10) << shift;
                    rest %= 10;
                }
#endif
                digits[count++] = (char)('0' + rest);
            } while (first);
            first = second;
            count--;
        }
        do {
            if (message->length < sizeof message->text - 1)
                message->text[message->length++] = digits[count];
        } while (count--);
    }
}

static _Noreturn void pack_fail(const char *path, const char *why, uint64_t first, uint64_t second) {
    struct pack_message message;
    message.length = 0;
    pack_append(&message, PACK_NAME ": ", 0, 0);
    pack_append(&message, path, 0, 0);
    if (message.length > PATH_SHOWN)
        message.length = PATH_SHOWN; /* leave room for the reason */
    pack_append(&message, why, first, second);
    message.text[message.length++] = '\n';
    pack_write(2, message.text, message.length);
    pack_exit(EXIT_RUN);
}

/* Fail on `path` with the negative error number `error`. */
static _Noreturn void pack_fail_errno(const char *path, long error) {
    const char *known = pack_errors;
    while (*known && *known != -error)
        while (*known++)
            ;
    pack_fail(path, *known ? known + 1 : ": system error " NUMBER, (uint64_t)-error, 0);
}

/* The regular file `path`, which must have `bytes` bytes, mapped for reading. */
static void *pack_map(const char *path, size_t bytes) {
    uint64_t status[18]; /* struct stat is 144 bytes at most */
    /* O_NONBLOCK: a named pipe is to be refused, not waited for. */
    long fd = SYS(openat, AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0, 0, 0);
    long at = fd < 0 ? fd : SYS(fstat, fd, status, 0, 0, 0, 0);
    if (at < 0)
        pack_fail_errno(path, at);
    if ((*(uint32_t *)((char *)status + STAT_MODE) & S_IFMT) != S_IFREG)
        pack_fail(path, ": not a regular file", 0, 0);
    if (status[STAT_SIZE / 8] != bytes)
        pack_fail(path, ": has " NUMBER " bytes, must have " NUMBER, status[STAT_SIZE / 8], bytes);
    at = SYS(mmap, 0, bytes, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    if (bytes && (unsigned long)at > -4096ul)
        pack_fail_errno(path, at);
    return (void *)at;
}

/* `bytes` bytes of zeros, on a multiple of the page size. */
static char *pack_memory(size_t bytes) {
    long at = SYS(mmap, 0, bytes ? bytes : 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if ((unsigned long)at > -4096ul)
        pack_fail("arena", ": needs " NUMBER " bytes of memory, the system has not so much", bytes, 0);
    return (char *)at;
}

/* Write the file `path`. Where that fails, nothing is left of it that looks complete. */
static void pack_put(const char *path, const char *data, size_t bytes) {
    uint64_t status[18];
    long fd = SYS(openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666, 0, 0);
    if (fd < 0)
        pack_fail_errno(path, fd);
    long error = pack_write(fd, data, bytes);
    if (!error) {
        error = SYS(close, fd, 0, 0, 0, 0, 0);
        if (!error || error == -EINTR)
            return;
    }
    SYS(ftruncate, fd, 0, 0, 0, 0, 0);
    if (SYS(fstat, fd, status, 0, 0, 0, 0) == 0 &&
        (*(uint32_t *)((char *)status + STAT_MODE) & S_IFMT) == S_IFREG)
        SYS(unlinkat, AT_FDCWD, path, 0, 0, 0, 0);
    pack_fail_errno(path, error);
}

static void pack_signal(int number) {
    if (number == SIGILL)
        pack_fail("processor", ": lacks instructions of the target " PACK_TARGET, 0, 0);
    pack_fail("input", ": a file shrank or could not be read while the model ran", 0, 0);
}

/* Failures that Linux tells by a signal end with a message too, or come back as error numbers of `write`. */
PACK_SHARED static void pack_catch(int number, void (*handler)(int)) {
    struct {
        void (*handler)(int);
        unsigned long flags;
        void *restorer;
        uint32_t mask[2];
    } action = {handler, SA_RESTORER, 0, {0, 0}};
    SYS(rt_sigaction, number, &action, 0, sizeof action.mask, 0, 0);
}

PACK_SHARED static uint64_t pack_nanoseconds(void) {
    long time[2];
    SYS(clock_gettime, CLOCK_MONOTONIC, time, 0, 0, 0, 0);
    return (uint64_t)time[0] * 1000000000u + (uint64_t)time[1];
}

PACK_SHARED static int pack_equal(const char *a, const char *b) {
    for (; *a == *b; a++, b++)
        if (!*a)
            return 1;
    return 0;
}

/* A decimal number of 1 to 9 digits; 0 where `text` is none. */
static uint32_t pack_count(const char *text) {
    uint32_t value = 0;
    for (unsigned digits = 0; *text; text++)
        if (*text < '0' || *text > '9' || ++digits > 9)
            return 0;
        else
            value = value * 10 + (uint32_t)(*text - '0');
    return value;
}

#if PACK_MODELS
/* The model called `name`, NULL where there is none. */
static const struct pack_model *pack_named(const char *name) {
    const char *known = pack_names;
    for (const struct pack_model *model = pack_models; *known; model++) {
        if (pack_equal(known, name))
            return model;
        while (*known++)
            ;
    }
    return NULL;
}
#endif

static _Noreturn void pack_show_usage(int status) {
    pack_write(status ? 2 : 1, pack_usage, sizeof pack_usage - 1);
    pack_exit(status);
}

#if PACK_THREADS > 1
#include "linux_threads.h"
#endif

#define PACK_ENTRY __attribute__((used, visibility("hidden")))

#if PACK_HOSTED

/* Of the C library (Linux Standard Base): calls `main` as an ordinary program's. */
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void), void (*fini)(void),
                      void (*loader_fini)(void), void *stack_end);
_Noreturn void pack_program(char **stack);

static int pack_hosted(int argc, char **argv, char **environment) {
    (void)argc, (void)environment;
    pack_program(argv - 1);
}

/* Between _start and the program: the loader has the C library ready, which makes this the first of its threads. */
PACK_ENTRY _Noreturn void pack_main(char **stack) {
    pack_exit(__libc_start_main(pack_hosted, *(int *)stack, stack + 1, NULL, NULL, NULL, stack));
}

#if PACK_THREADS == 1
/* All steps; the failure of an engine ends the program. */
static void pack_run(PACK_MANY(const struct pack_model *model, ) void *const *bases, unsigned level) {
    pack_steps(PACK_MANY(model, ) bases, level);
    if (*pack_message(bases))
        pack_fail(pack_message(bases), "", 0, 0);
}
#endif

#else
#define pack_program pack_main
#if PACK_THREADS == 1
#define pack_run pack_steps
#endif
#endif

/* Entered from _start; `stack` is what the kernel left there: argc, then argv with a null pointer at its end. */
PACK_ENTRY _Noreturn void pack_program(char **stack) {
    char *paths[PATHS], **path = paths;
    void *bases[PACK_BASES];
    uint32_t runs = 0;
    unsigned level;

#ifdef PACK_THREAD
    /* What compilers guard the stack with is read at fs:40, where a C library keeps it for the thread. */
    uintptr_t thread[6] = {0};
    SYS(arch_prctl, ARCH_SET_FS, thread, 0, 0, 0, 0);
#endif
    pack_catch(SIGILL, pack_signal);
    pack_catch(SIGBUS, pack_signal);
    pack_catch(SIGXFSZ, (void (*)(int))SIG_IGN);
    pack_catch(SIGPIPE, (void (*)(int))SIG_IGN);
    level = pack_level(); /* a CPU that is too old does not know how to answer */
    for (char **arg = stack + 2; stack[0] && *arg; arg++) {
        if (pack_equal(*arg, "--help"))
            pack_show_usage(0);
#if PACK_LEVELS > 1
        if (pack_equal(*arg, "--base"))
            level = 0;
        else
#endif
        if (pack_equal(*arg, "--bench")) {
            if (!*++arg || !(runs = pack_count(*arg)))
                pack_show_usage(EXIT_USAGE);
        } else if (path == paths + PATHS || ((*arg)[0] == '-' && (*arg)[1] == '-')) {
            pack_show_usage(EXIT_USAGE);
        } else {
            *path++ = *arg;
        }
    }
#if PACK_MODELS
    const struct pack_model *model = path == paths ? NULL : pack_named(paths[0]);
    if (model == NULL || path != paths + 1 + !PACK_EMBED + model->inputs + model->outputs)
        pack_show_usage(EXIT_USAGE);
    path = paths + 1;
#else
    if (path != paths + PACK_FILES)
        pack_show_usage(EXIT_USAGE);
    path = paths;
#endif

    for (unsigned i = 0; i < COUNT; i++) {
#if PACK_EMBED
        if (i == 0)
            bases[i] = (void *)(uintptr_t)PACK_SYMBOL(weights);
        else
#endif
#if PACK_HOSTED
        if (i == 1)
            bases[i] = (char *)pack_memory(SIZE(i) + PACK_MESSAGE_BYTES) + PACK_MESSAGE_BYTES;
        else
#endif
        if (i == 1 || i >= FIRST_OUTPUT)
            bases[i] = pack_memory(SIZE(i));
        else
            bases[i] = pack_map(*path++, SIZE(i));
    }
#if PACK_WEIGHTS_BYTES && !PACK_EMBED
    if (pack_hash(bases[0]) != PACK_WEIGHTS_HASH)
        pack_fail(paths[PATHS - PACK_FILES], ": damaged, or the weights of another build", 0, 0);
#endif
#if PACK_THREADS > 1
    struct pack_team team;
    team.bases = bases;
    team.level = level;
    PACK_MANY(team.model = model;)
    pack_gather(&team);
#define pack_run(...) pack_together(&team)
#endif
    pack_run(PACK_MANY(model, ) bases, level);
    if (runs) {
        struct pack_message message;
        uint64_t best = ~(uint64_t)0;
        do {
            uint64_t time = pack_nanoseconds();
            pack_run(PACK_MANY(model, ) bases, level);
            time = pack_nanoseconds() - time;
            if (time < best)
                best = time;
        } while (--runs);
        message.length = 0;
        pack_append(&message, NUMBER "\n", best, 0);
        long error = pack_write(1, message.text, message.length);
        if (error)
            pack_fail_errno("standard output", error);
    }
    for (unsigned i = FIRST_OUTPUT; i < COUNT; i++)
        pack_put(*path++, bases[i], SIZE(i));
    pack_exit(0);
}
