/* Stands for libQnnHtp.so and libQnnSystem.so: one graph, y = 2 * x, f32[1, 4]. MOCK says what goes wrong. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef void (*any)(void);
typedef struct { uint32_t major, minor, patch; } version;
typedef struct { void *data; uint64_t bytes; } memory;
typedef struct {
    uint32_t version, unused, id; const char *name; uint32_t type, format, dtype;
    struct { uint32_t defined, kind; union { struct { float scale; int32_t offset; } one; uint64_t room[4]; } as; } quant;
    uint32_t rank; const uint32_t *dims; uint32_t memory_kind; memory mem; void *dynamic; uint32_t sparse[3], produced;
} tensor;
typedef struct { uint32_t version; const char *name; uint32_t ins; tensor *in; uint32_t outs; tensor *out; uint64_t more[5]; } graph;
typedef struct { uint32_t version; uint64_t head[5]; const char *soc; version blob; uint64_t bytes; uint32_t tensors;
                 void *t; uint32_t graphs; graph *g; uint64_t tail[4]; } info3;
typedef struct { uint32_t version; uint64_t head[5]; const char *soc; version hardware, blob; uint32_t hw; void *p;
                 uint64_t bytes; uint32_t tensors; void *t; uint32_t graphs; graph *g; uint64_t tail[4]; } info1;

static int is(const char *what) { const char *m = getenv("MOCK"); return m && !strcmp(m, what); }
static uint64_t status(const char *what) { return is(what) ? 1004 : 0; }

static const uint32_t dims[2] = {1, 4}, huge[2] = {0xffffffff, 0xffffffff};
static tensor in[1], out[1];
static graph one[2];
static info1 old;
static info3 new;

static uint64_t s_create(void **handle) { *handle = &one; return status("systemContextCreate"); }
static uint64_t s_info(void *h, void *binary, uint64_t bytes, const void **info, uint64_t *size)
{
    (void)h;
    if (bytes < 4 || memcmp(binary, "MOCK", 4))
        return 30010;
    tensor t = {.version = is("tensor version") ? 9 : 2, .id = 7, .name = "x", .dtype = is("dtype") ? 0x0299 : 0x0232, .rank = 2,
                .dims = is("huge") ? huge : dims};
    if (is("quantised")) { t.dtype = 0x0408; t.quant.defined = 1; t.quant.as.one.scale = 0.5f; t.quant.as.one.offset = -3; }
    if (is("rank")) t.rank = 99;
    in[0] = out[0] = t;
    out[0].name = "y";
    one[0] = (graph){.version = 1, .name = "net", .ins = 1, .in = in, .outs = 1, .out = out};
    one[1] = one[0];
    if (is("tensors")) one[0].ins = 5000;
    new = (info3){.version = is("info version") ? 7 : 3, .graphs = is("two graphs") ? 2 : 1, .g = one};
    old = (info1){.version = 1, .graphs = 1, .g = one};
    *info = is("old") ? (const void *)&old : (const void *)&new;
    *size = sizeof new;
    return 0;
}
static uint64_t s_free(void *h) { (void)h; return 0; }
static uint64_t make(const char *what, void **handle) { *handle = &one; return status(what); }
static uint64_t backend_create(void *l, const void **c, void **h) { (void)l; (void)c; return make("backendCreate", h); }
static uint64_t device_create(void *l, const void **c, void **h) { (void)l; (void)c; return make("deviceCreate", h); }
static uint64_t from_binary(void *b, void *d, const void **c, const void *p, uint64_t n, void **h, void *r)
{ (void)b; (void)d; (void)c; (void)p; (void)n; (void)r; return make("contextCreateFromBinary", h); }
static uint64_t retrieve(void *c, const char *name, void **h)
{ (void)c; return strcmp(name, "net") ? 1 : make("graphRetrieve", h); }
static uint64_t execute(void *g, const tensor *i, uint32_t ins, tensor *o, uint32_t outs, void *p, void *s)
{
    (void)g; (void)p; (void)s;
    if (ins != 1 || outs != 1 || i->mem.bytes != o->mem.bytes || i->id != 7)
        return 6001;
    if (i->dtype == 0x0408)
        memcpy(o->mem.data, i->mem.data, i->mem.bytes);
    else
        for (uint64_t k = 0; k < i->mem.bytes / 4; k++)
            ((float *)o->mem.data)[k] = 2 * ((const float *)i->mem.data)[k];
    return status("graphExecute");
}
static uint64_t free_one(void *h) { (void)h; return 0; }
static uint64_t free_two(void *h, void *p) { (void)h; (void)p; return 0; }

static struct { uint32_t backend; const char *name; version system; any table[16]; } system_provider;
static struct { uint32_t backend; const char *name; version core, specific; any table[80]; } provider;

uint64_t QnnSystemInterface_getProviders(const void ***list, uint32_t *count)
{
    static const void *first[1] = {&system_provider};
    system_provider.system = (version){is("system api") ? 9 : 1, 15, 0};
    system_provider.table[0] = (any)s_create;
    system_provider.table[1] = is("no getBinaryInfo") ? NULL : (any)s_info;
    system_provider.table[3] = (any)s_free;
    *list = first;
    *count = is("no system provider") ? 0 : 1;
    return 0;
}

uint64_t QnnInterface_getProviders(const void ***list, uint32_t *count)
{
    static const void *first[1] = {&provider};
    provider.core = (version){2, is("older api") ? 39 : is("newer api") ? 44 : 40, 0};
    provider.table[1] = (any)backend_create;
    provider.table[8] = (any)free_one;
    provider.table[13] = (any)from_binary;
    provider.table[14] = (any)free_two;
    provider.table[20] = (any)retrieve;
    provider.table[21] = (any)execute;
    provider.table[40] = (any)device_create;
    provider.table[43] = (any)free_one;
    *list = first;
    *count = 1;
    return status("getProviders");
}
