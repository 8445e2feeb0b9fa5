/* Runs a QNN context binary: qnn_runner [options] model.bin in0.bin ... out0.bin ...
 *
 * Inputs and outputs are raw little-endian row-major tensors in the order of io.json. Needs libQnnHtp.so and
 * libQnnSystem.so of the release that made the binary (or a later one) on LD_LIBRARY_PATH, on a device also the stub and
 * the skeleton of its architecture (fetch_runtime.sh brings all of them, and says what to set).
 *
 * No header of Qualcomm's is needed or used. Structures and the order of function tables follow Qualcomm's own ctypes
 * declarations (BSD-3-Clause-Clear) and its public reference (document 80-63442-10); the code is ours.
 *
 * Exit status: 0 done, 2 usage, 7 anything else; the last line on standard error says what happened.
 */
#define _POSIX_C_SOURCE 200809L
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { uint32_t major, minor, patch; } version;
typedef struct { uint32_t backend; const char *name; version core, specific; } provider; /* the table follows */
typedef struct { uint32_t backend; const char *name; version system; } system_provider;  /* so it does here */

/* Qnn_Tensor_t. Version 1 ends behind `memory`; version 2 adds the rest. */
typedef struct {
    uint32_t version, unused, id;
    const char *name;
    uint32_t type, format, dtype;
    struct { uint32_t defined, kind; union { struct { float scale; int32_t offset; } one; uint64_t room[4]; } as; } quant;
    uint32_t rank;
    const uint32_t *dims;
    uint32_t memory_kind;
    struct { void *data; uint64_t bytes; } memory;
    void *dynamic;
    uint32_t sparse[3], produced;
} tensor;

/* QnnSystemContext_GraphInfo_t, versions 1 to 3. */
typedef struct {
    uint32_t version;
    const char *name;
    uint32_t input_count;
    tensor *inputs;
    uint32_t output_count;
    tensor *outputs;
    uint64_t more[5];
} graph_info;

/* QnnSystemContext_BinaryInfo_t up to the graphs: 1 and 2 are alike, 3 has lost three fields. */
typedef struct {
    uint32_t version;
    uint64_t head[5]; /* backend, build, core and backend API */
    const char *soc;
    union {
        struct { version hardware, blob; uint32_t hardware_bytes; void *hardware_info; uint64_t blob_bytes;
                 uint32_t tensor_count; tensor *tensors; uint32_t graph_count; graph_info *graphs; } v1;
        struct { version blob; uint64_t blob_bytes; uint32_t tensor_count; tensor *tensors; uint32_t graph_count;
                 graph_info *graphs; } v3;
    } as;
} binary_info;

typedef void (*any)(void);
typedef uint64_t (*get_providers)(const void ***providers, uint32_t *count);
typedef uint64_t (*create)(void *, const void **config, void **handle);
typedef uint64_t (*release)(void *handle);
typedef uint64_t (*from_binary)(void *backend, void *device, const void **config, const void *binary, uint64_t bytes,
                                void **context, void *profile);
typedef uint64_t (*context_release)(void *context, void *profile);
typedef uint64_t (*retrieve)(void *context, const char *name, void **graph);
typedef uint64_t (*execute)(void *graph, const tensor *in, uint32_t ins, tensor *out, uint32_t outs, void *profile,
                            void *signal);
typedef uint64_t (*system_create)(void **handle);
typedef uint64_t (*system_info)(void *handle, void *binary, uint64_t bytes, const binary_info **info, uint64_t *size);

enum { BACKEND_CREATE = 1, BACKEND_FREE = 8, CONTEXT_FROM_BINARY = 13, CONTEXT_FREE = 14, GRAPH_RETRIEVE = 20,
       GRAPH_EXECUTE = 21, DEVICE_CREATE = 40, DEVICE_FREE = 43 };
enum { SYSTEM_CREATE = 0, SYSTEM_INFO = 1, SYSTEM_FREE = 3 };
enum { CORE_MAJOR = 2, CORE_MINOR = 40 }; /* of the release that this file belongs to; later ones run earlier binaries */
enum { SYSTEM_MAJOR = 1, MOST_RANK = 16, MOST_TENSORS = 1024 };

static void fail(int status, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));
static void fail(int status, const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    fputs("qnn_runner: ", stderr);
    vfprintf(stderr, format, rest);
    fputc('\n', stderr);
    va_end(rest);
    exit(status);
}

static void check(uint64_t status, const char *what)
{
    if (status)
        fail(7, "%s failed with QNN error %u", what, (unsigned)(status & 0xffff));
}

static void *allocate(size_t bytes)
{
    void *memory = calloc(1, bytes ? bytes : 1);
    if (!memory)
        fail(7, "no memory for %zu bytes", bytes);
    return memory;
}

/* The whole file, and its size. */
static void *read_file(const char *path, size_t *bytes)
{
    FILE *file = fopen(path, "rb");
    long end;
    void *content;
    if (!file || fseek(file, 0, SEEK_END) || (end = ftell(file)) < 0 || fseek(file, 0, SEEK_SET))
        fail(7, "%s: %s", path, strerror(errno));
    *bytes = (size_t)end;
    content = allocate(*bytes);
    if (fread(content, 1, *bytes, file) != *bytes)
        fail(7, "%s: cannot be read", path);
    fclose(file);
    return content;
}

static void write_file(const char *path, const void *content, size_t bytes)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        fail(7, "%s: %s", path, strerror(errno));
    if (fwrite(content, 1, bytes, file) != bytes || fclose(file))
        fail(7, "%s: cannot be written: %s", path, strerror(errno));
}

/* The first provider that the library offers. */
static const void *open_library(const char *library, const char *getter)
{
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL), *symbol;
    const void **providers = NULL;
    uint32_t count = 0;
    get_providers get;
    if (!handle)
        fail(7, "%s", dlerror());
    symbol = dlsym(handle, getter);
    if (!symbol)
        fail(7, "%s has no %s", library, getter);
    memcpy(&get, &symbol, sizeof get); /* C has no cast from an object to a function */
    check(get(&providers, &count), getter);
    if (!count || !providers || !providers[0])
        fail(7, "%s: %s gives no provider", library, getter);
    return providers[0];
}

static any slot(const any *table, int number, const char *name)
{
    if (!table[number])
        fail(7, "the library has no %s", name);
    return table[number];
}

/* Bytes of a tensor; 0 for a type or a shape that this program does not know. */
static size_t size_of(const tensor *t)
{
    /* The low byte of a type is its width, written in decimal: 0x0232 is a float of 32 bits. */
    size_t bytes = (t->dtype & 0xff) == 0x08 ? 1 : (t->dtype & 0xff) == 0x16 ? 2 : (t->dtype & 0xff) == 0x32 ? 4
                 : (t->dtype & 0xff) == 0x64 ? 8 : 0;
    if (t->version != 1 && t->version != 2)
        return 0;
    if (t->rank > MOST_RANK || (t->rank && !t->dims))
        return 0;
    for (uint32_t i = 0; i < t->rank; i++) {
        if (!t->dims[i] || bytes > UINT32_MAX / t->dims[i])
            return 0;
        bytes *= t->dims[i];
    }
    return bytes;
}

static void show(const char *kind, const tensor *t)
{
    printf("%s %s 0x%04x", kind, t->name ? t->name : "?", t->dtype);
    for (uint32_t i = 0; i < t->rank; i++)
        printf("%c%u", i ? 'x' : ' ', t->dims[i]);
    if (t->quant.defined == 1 && t->quant.kind == 0)
        printf(" scale %.9g offset %d", (double)t->quant.as.one.scale, t->quant.as.one.offset);
    putchar('\n');
}

static const graph_info *only_graph(const binary_info *info, const char *path)
{
    uint32_t count = info->version == 3 ? info->as.v3.graph_count : info->as.v1.graph_count;
    const graph_info *graph = info->version == 3 ? info->as.v3.graphs : info->as.v1.graphs;
    if (info->version < 1 || info->version > 3)
        fail(7, "%s: its description has version %u, this program knows 1 to 3", path, info->version);
    if (count != 1 || !graph || !graph->name)
        fail(7, "%s: %u graphs, one is expected", path, count);
    if (graph->input_count > MOST_TENSORS || graph->output_count > MOST_TENSORS
        || (graph->input_count && !graph->inputs) || (graph->output_count && !graph->outputs))
        fail(7, "%s: a damaged list of tensors", path);
    return graph;
}

static uint64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static const char usage[] =
    "usage: qnn_runner [--htp libQnnHtp.so] [--system libQnnSystem.so] [--bench N] [--info] model.bin in.bin... out.bin...";

int main(int argc, char **argv)
{
    const char *htp = "libQnnHtp.so", *system_library = "libQnnSystem.so", *path;
    int info_only = 0, at = 1;
    long bench = 0;
    for (; at < argc && !strncmp(argv[at], "--", 2); at++) {
        if (!strcmp(argv[at], "--info"))
            info_only = 1;
        else if (at + 1 == argc)
            fail(2, "%s needs a value\n%s", argv[at], usage);
        else if (!strcmp(argv[at], "--htp"))
            htp = argv[++at];
        else if (!strcmp(argv[at], "--system"))
            system_library = argv[++at];
        else if (!strcmp(argv[at], "--bench")) {
            char *end;
            bench = strtol(argv[++at], &end, 10);
            if (*end || bench < 1 || bench > 1000000)
                fail(2, "--bench %s: a number of runs from 1 to 1000000 is expected", argv[at]);
        } else
            fail(2, "unknown option %s\n%s", argv[at], usage);
    }
    if (at == argc)
        fail(2, "%s", usage);
    path = argv[at++];

    /* What the file says of itself. */
    size_t bytes;
    void *binary = read_file(path, &bytes);
    const system_provider *system_ = open_library(system_library, "QnnSystemInterface_getProviders");
    const any *system_table = (const any *)(const void *)(system_ + 1);
    if (system_->system.major != SYSTEM_MAJOR)
        fail(7, "%s has system API %u.%u, this program needs %d.x", system_library, system_->system.major,
             system_->system.minor, SYSTEM_MAJOR);
    void *describer = NULL;
    const binary_info *info = NULL;
    uint64_t info_bytes = 0;
    check(((system_create)slot(system_table, SYSTEM_CREATE, "systemContextCreate"))(&describer), "systemContextCreate");
    uint64_t status = ((system_info)slot(system_table, SYSTEM_INFO, "systemContextGetBinaryInfo"))(
        describer, binary, bytes, &info, &info_bytes);
    if (status || !info)
        fail(7, "%s is not a context binary, or damaged (QNN error %u)", path, (unsigned)(status & 0xffff));
    const graph_info *graph = only_graph(info, path);
    uint32_t ins = graph->input_count, outs = graph->output_count;
    if (info_only) {
        printf("graph %s\n", graph->name);
        for (uint32_t i = 0; i < ins; i++)
            show("input", &graph->inputs[i]);
        for (uint32_t i = 0; i < outs; i++)
            show("output", &graph->outputs[i]);
        return fflush(stdout) ? 7 : 0;
    }
    if ((uint32_t)(argc - at) != ins + outs)
        fail(2, "%s has %u inputs and %u outputs: %u files are expected, %d given", path, ins, outs, ins + outs,
             argc - at);

    /* Memory for all tensors; inputs must have the size that the network reads. */
    tensor *tensors = allocate((ins + outs) * sizeof *tensors);
    size_t *sizes = allocate((ins + outs) * sizeof *sizes);
    for (uint32_t i = 0; i < ins + outs; i++) {
        tensors[i] = i < ins ? graph->inputs[i] : graph->outputs[i - ins];
        sizes[i] = size_of(&tensors[i]);
        if (!sizes[i])
            fail(7, "%s: tensor %s has a type or a shape that this program does not know", path,
                 tensors[i].name ? tensors[i].name : "?");
        tensors[i].memory_kind = 0;
        tensors[i].memory.bytes = sizes[i];
        if (i < ins) {
            size_t given;
            tensors[i].memory.data = read_file(argv[at + (int)i], &given);
            if (given != sizes[i])
                fail(7, "%s: %zu bytes, input %s has %zu", argv[at + (int)i], given,
                     tensors[i].name ? tensors[i].name : "?", sizes[i]);
        } else
            tensors[i].memory.data = allocate(sizes[i]);
    }

    /* Load and run. */
    const provider *core = open_library(htp, "QnnInterface_getProviders");
    const any *table = (const any *)(const void *)(core + 1);
    if (core->core.major != CORE_MAJOR || core->core.minor < CORE_MINOR)
        fail(7, "%s has QNN API %u.%u, this binary needs %d.%d or later: take the libraries that fetch_runtime.sh brings",
             htp, core->core.major, core->core.minor, CORE_MAJOR, CORE_MINOR);
    void *backend = NULL, *device = NULL, *context = NULL, *handle = NULL;
    check(((create)slot(table, BACKEND_CREATE, "backendCreate"))(NULL, NULL, &backend), "backendCreate");
    check(((create)slot(table, DEVICE_CREATE, "deviceCreate"))(NULL, NULL, &device), "deviceCreate");
    check(((from_binary)slot(table, CONTEXT_FROM_BINARY, "contextCreateFromBinary"))(
              backend, device, NULL, binary, bytes, &context, NULL), "contextCreateFromBinary");
    check(((retrieve)slot(table, GRAPH_RETRIEVE, "graphRetrieve"))(context, graph->name, &handle), "graphRetrieve");
    execute run = (execute)slot(table, GRAPH_EXECUTE, "graphExecute");
    check(run(handle, tensors, ins, tensors + ins, outs, NULL, NULL), "graphExecute");
    for (uint32_t i = 0; i < outs; i++)
        write_file(argv[at + (int)(ins + i)], tensors[ins + i].memory.data, sizes[ins + i]);
    if (bench) {
        uint64_t start = nanoseconds();
        for (long i = 0; i < bench; i++)
            check(run(handle, tensors, ins, tensors + ins, outs, NULL, NULL), "graphExecute");
        printf("%llu\n", (unsigned long long)((nanoseconds() - start) / (uint64_t)bench));
        if (fflush(stdout))
            fail(7, "standard output: %s", strerror(errno));
    }
    check(((context_release)slot(table, CONTEXT_FREE, "contextFree"))(context, NULL), "contextFree");
    check(((release)slot(table, DEVICE_FREE, "deviceFree"))(device), "deviceFree");
    check(((release)slot(table, BACKEND_FREE, "backendFree"))(backend), "backendFree");
    ((release)slot(system_table, SYSTEM_FREE, "systemContextFree"))(describer);
    return 0;
}
