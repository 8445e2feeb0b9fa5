/* Runs a DLC with Qualcomm's SNPE: snpe_runner [options] model.dlc in0.bin ... out0.bin ...
 *
 * Inputs and outputs are raw little-endian row-major tensors in the order in which SNPE lists them (--info shows it).
 * Needs libSNPE.so and the stub and skeleton of the device's architecture from Qualcomm's SDK on LD_LIBRARY_PATH and
 * ADSP_LIBRARY_PATH; none of them comes with this program. Only the processor that --runtime names computes: where it is
 * not available the program ends with an error, it does not go on with the CPU.
 *
 * No header of Qualcomm's is needed or used. The functions are those of SNPE's public C reference (document 80-63442-10,
 * SNPE 2.x); every handle is a pointer, every status an int.
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

typedef void *handle;

/* The functions that are used, by their names behind "Snpe_". What belongs to the process's end is not freed. */
#define FUNCTIONS(F) \
    F(handle, DlContainer_Open, (const char *)) \
    F(int, DlContainer_Delete, (handle)) \
    F(int, Util_IsRuntimeAvailableCheckOption, (int runtime, int option)) \
    F(handle, RuntimeList_Create, (void)) \
    F(int, RuntimeList_Add, (handle, int runtime)) \
    F(int, RuntimeList_Delete, (handle)) \
    F(handle, SNPEBuilder_Create, (handle container)) \
    F(int, SNPEBuilder_SetRuntimeProcessorOrder, (handle, handle list)) \
    F(int, SNPEBuilder_SetUseUserSuppliedBuffers, (handle, int)) \
    F(handle, SNPEBuilder_Build, (handle)) \
    F(int, SNPEBuilder_Delete, (handle)) \
    F(handle, SNPE_GetInputTensorNames, (handle)) \
    F(handle, SNPE_GetOutputTensorNames, (handle)) \
    F(size_t, StringList_Size, (handle)) \
    F(const char *, StringList_At, (handle, size_t)) \
    F(handle, SNPE_GetInputOutputBufferAttributes, (handle, const char *name)) \
    F(handle, IBufferAttributes_GetDims, (handle)) \
    F(int, IBufferAttributes_GetEncodingType, (handle)) \
    F(handle, IBufferAttributes_GetEncoding_Ref, (handle)) \
    F(size_t, TensorShape_Rank, (handle)) \
    F(const size_t *, TensorShape_GetDimensions, (handle)) \
    F(handle, TensorShape_CreateDimsSize, (const size_t *, size_t)) \
    F(handle, UserBufferEncodingFloat_Create, (void)) \
    F(handle, Util_CreateUserBuffer, (void *memory, size_t bytes, handle strides, handle encoding)) \
    F(handle, UserBufferMap_Create, (void)) \
    F(int, UserBufferMap_Add, (handle, const char *name, handle buffer)) \
    F(int, SNPE_ExecuteUserBuffers, (handle, handle in, handle out)) \
    F(int, SNPE_Delete, (handle))

#define DECLARE(result, name, arguments) static result (*name) arguments;
FUNCTIONS(DECLARE)

enum { CPU, GPU, DSP }; /* Snpe_Runtime_t; DSP is the HTP from v68 on */
enum { CHECK_NORMAL = 0, CHECK_UNSIGNED = 2 };
enum { FLOAT32 = 1, TF8 = 10, TF16 = 11, INT32 = 12, UINT8 = 15 };
enum { MOST_RANK = 16, MOST_TENSORS = 1024 };

static void fail(int status, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));
static void fail(int status, const char *format, ...)
{
    va_list rest;
    va_start(rest, format);
    fputs("snpe_runner: ", stderr);
    vfprintf(stderr, format, rest);
    fputc('\n', stderr);
    va_end(rest);
    exit(status);
}

static void *allocate(size_t bytes)
{
    void *memory = calloc(1, bytes ? bytes : 1);
    if (!memory)
        fail(7, "no memory for %zu bytes", bytes);
    return memory;
}

static void read_exactly(const char *path, void *into, size_t bytes, const char *name)
{
    FILE *file = fopen(path, "rb");
    long end;
    if (!file || fseek(file, 0, SEEK_END) || (end = ftell(file)) < 0 || fseek(file, 0, SEEK_SET))
        fail(7, "%s: %s", path, strerror(errno));
    if ((size_t)end != bytes)
        fail(7, "%s: %ld bytes, input %s has %zu", path, end, name, bytes);
    if (fread(into, 1, bytes, file) != bytes)
        fail(7, "%s: cannot be read", path);
    fclose(file);
}

static void write_file(const char *path, const void *content, size_t bytes)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        fail(7, "%s: %s", path, strerror(errno));
    if (fwrite(content, 1, bytes, file) != bytes || fclose(file))
        fail(7, "%s: cannot be written: %s", path, strerror(errno));
}

static void open_library(const char *path)
{
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL), *symbol;
    if (!library)
        fail(7, "%s", dlerror());
#define LOAD(result, name, arguments) \
    symbol = dlsym(library, "Snpe_" #name); \
    if (!symbol) \
        fail(7, "%s has no Snpe_" #name, path); \
    memcpy(&name, &symbol, sizeof name); /* C has no cast from an object to a function */
    FUNCTIONS(LOAD)
}

typedef struct {
    const char *name;
    void *memory;
    size_t bytes, dims[MOST_RANK], rank;
    int type;
} tensor;

static size_t width(int type)
{
    return type == FLOAT32 || type == INT32 ? 4 : type == TF16 ? 2 : type == TF8 || type == UINT8 ? 1 : 0;
}

/* Describe the tensor `name`, give it memory, and enter it into `map`. */
static void bind(handle network, const char *name, handle map, tensor *t)
{
    handle about = SNPE_GetInputOutputBufferAttributes(network, name), shape, strides, encoding, buffer;
    size_t steps[MOST_RANK];
    if (!about)
        fail(7, "SNPE says nothing about the tensor %s", name);
    t->name = name;
    t->type = IBufferAttributes_GetEncodingType(about);
    shape = IBufferAttributes_GetDims(about);
    t->rank = shape ? TensorShape_Rank(shape) : 0;
    if (!width(t->type) || !t->rank || t->rank > MOST_RANK)
        fail(7, "the tensor %s has a type (%d) or a rank (%zu) that this program does not know", name, t->type, t->rank);
    memcpy(t->dims, TensorShape_GetDimensions(shape), t->rank * sizeof *t->dims);
    t->bytes = width(t->type);
    for (size_t d = t->rank; d--; t->bytes *= t->dims[d]) {
        steps[d] = t->bytes; /* strides are in bytes, the last dimension is dense */
        if (!t->dims[d] || t->bytes > SIZE_MAX / 2 / t->dims[d])
            fail(7, "the tensor %s has an impossible shape", name);
    }
    t->memory = allocate(t->bytes);
    strides = TensorShape_CreateDimsSize(steps, t->rank);
    /* Quantised tensors are passed as they are stored, in the encoding that SNPE has for them. */
    encoding = t->type == FLOAT32 ? UserBufferEncodingFloat_Create() : IBufferAttributes_GetEncoding_Ref(about);
    buffer = strides && encoding ? Util_CreateUserBuffer(t->memory, t->bytes, strides, encoding) : NULL;
    if (!buffer || UserBufferMap_Add(map, name, buffer))
        fail(7, "SNPE refuses a buffer for the tensor %s", name);
}

static void show(const char *kind, const tensor *t)
{
    printf("%s %s type %d", kind, t->name, t->type);
    for (size_t d = 0; d < t->rank; d++)
        printf("%c%zu", d ? 'x' : ' ', t->dims[d]);
    putchar('\n');
}

static uint64_t nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static const char usage[] =
    "usage: snpe_runner [--snpe libSNPE.so] [--runtime dsp|gpu|cpu] [--bench N] [--info] model.dlc in.bin... out.bin...";

int main(int argc, char **argv)
{
    const char *library = "libSNPE.so", *runtime_name = "dsp", *path;
    int runtime = DSP, info_only = 0, at = 1;
    long bench = 0;
    for (; at < argc && !strncmp(argv[at], "--", 2); at++) {
        if (!strcmp(argv[at], "--info"))
            info_only = 1;
        else if (at + 1 == argc)
            fail(2, "%s needs a value\n%s", argv[at], usage);
        else if (!strcmp(argv[at], "--snpe"))
            library = argv[++at];
        else if (!strcmp(argv[at], "--runtime")) {
            runtime_name = argv[++at];
            runtime = !strcmp(runtime_name, "dsp") ? DSP : !strcmp(runtime_name, "gpu") ? GPU
                    : !strcmp(runtime_name, "cpu") ? CPU : -1;
            if (runtime < 0)
                fail(2, "--runtime %s: dsp, gpu or cpu is expected", runtime_name);
        } else if (!strcmp(argv[at], "--bench")) {
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

    open_library(library);
    handle container = DlContainer_Open(path);
    if (!container)
        fail(7, "%s: SNPE cannot open it: missing, damaged, or not a DLC", path);
    if (!Util_IsRuntimeAvailableCheckOption(runtime, runtime == DSP ? CHECK_UNSIGNED : CHECK_NORMAL))
        fail(7, "the runtime %s is not available on this device", runtime_name);
    handle order = RuntimeList_Create(), builder = SNPEBuilder_Create(container);
    if (!order || !builder || RuntimeList_Add(order, runtime) || SNPEBuilder_SetRuntimeProcessorOrder(builder, order)
        || SNPEBuilder_SetUseUserSuppliedBuffers(builder, 1))
        fail(7, "SNPE refuses the settings");
    handle network = SNPEBuilder_Build(builder);
    if (!network)
        fail(7, "%s: SNPE cannot build it for %s", path, runtime_name);

    handle in_names = SNPE_GetInputTensorNames(network), out_names = SNPE_GetOutputTensorNames(network);
    if (!in_names || !out_names)
        fail(7, "%s: SNPE does not list its tensors", path);
    size_t ins = StringList_Size(in_names), outs = StringList_Size(out_names);
    if (!ins || !outs || ins > MOST_TENSORS || outs > MOST_TENSORS)
        fail(7, "%s: %zu inputs and %zu outputs", path, ins, outs);
    tensor *tensors = allocate((ins + outs) * sizeof *tensors);
    handle in_map = UserBufferMap_Create(), out_map = UserBufferMap_Create();
    if (!in_map || !out_map)
        fail(7, "SNPE has no memory for buffers");
    for (size_t i = 0; i < ins; i++)
        bind(network, StringList_At(in_names, i), in_map, &tensors[i]);
    for (size_t i = 0; i < outs; i++)
        bind(network, StringList_At(out_names, i), out_map, &tensors[ins + i]);
    if (info_only) {
        for (size_t i = 0; i < ins + outs; i++)
            show(i < ins ? "input" : "output", &tensors[i]);
        return fflush(stdout) ? 7 : 0;
    }
    if ((size_t)(argc - at) != ins + outs)
        fail(2, "%s has %zu inputs and %zu outputs: %zu files are expected, %d given", path, ins, outs, ins + outs,
             argc - at);
    for (size_t i = 0; i < ins; i++)
        read_exactly(argv[at + (int)i], tensors[i].memory, tensors[i].bytes, tensors[i].name);
    if (SNPE_ExecuteUserBuffers(network, in_map, out_map))
        fail(7, "%s: the run failed on %s", path, runtime_name);
    for (size_t i = ins; i < ins + outs; i++)
        write_file(argv[at + (int)i], tensors[i].memory, tensors[i].bytes);
    if (bench) {
        uint64_t start = nanoseconds();
        for (long i = 0; i < bench; i++)
            if (SNPE_ExecuteUserBuffers(network, in_map, out_map))
                fail(7, "%s: run %ld failed on %s", path, i, runtime_name);
        printf("%llu\n", (unsigned long long)((nanoseconds() - start) / (uint64_t)bench));
        if (fflush(stdout))
            fail(7, "standard output: %s", strerror(errno));
    }
    SNPE_Delete(network);
    SNPEBuilder_Delete(builder);
    RuntimeList_Delete(order);
    DlContainer_Delete(container);
    return 0;
}
