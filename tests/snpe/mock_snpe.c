/* Stands for libSNPE.so: one network, y = 2 * x, f32[1, 4]. MOCK says what goes wrong, ASKED names a file for the calls. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *handle;
static int is(const char *what) { const char *m = getenv("MOCK"); return m && !strcmp(m, what); }
static char some[16];
static handle unless(const char *what) { return is(what) ? NULL : some; }
static void asked(const char *format, int number)
{
    const char *path = getenv("ASKED");
    FILE *file = path ? fopen(path, "a") : NULL;
    if (file) { fprintf(file, format, number); fclose(file); }
}

static void *memories[2];
static size_t sizes[2];
static int buffers;
static const size_t dims[2] = {1, 4};

handle Snpe_DlContainer_Open(const char *path)
{
    char head[4] = "";
    FILE *file = fopen(path, "rb");
    size_t n = file ? fread(head, 1, 4, file) : 0;
    if (file) fclose(file);
    return n == 4 && !memcmp(head, "MOCK", 4) ? some : NULL;
}
int Snpe_DlContainer_Delete(handle h) { (void)h; return 0; }
int Snpe_Util_IsRuntimeAvailableCheckOption(int runtime, int option)
{ asked("check %d", runtime); asked(" option %d\n", option); return !is("no runtime"); }
handle Snpe_RuntimeList_Create(void) { return unless("RuntimeList"); }
int Snpe_RuntimeList_Add(handle h, int runtime) { (void)h; asked("add %d\n", runtime); return is("RuntimeList_Add"); }
int Snpe_RuntimeList_Delete(handle h) { (void)h; return 0; }
handle Snpe_SNPEBuilder_Create(handle c) { (void)c; return some; }
int Snpe_SNPEBuilder_SetRuntimeProcessorOrder(handle h, handle l) { (void)h; (void)l; return is("SetRuntimeProcessorOrder"); }
int Snpe_SNPEBuilder_SetUseUserSuppliedBuffers(handle h, int yes) { (void)h; return !yes; }
handle Snpe_SNPEBuilder_Build(handle h) { (void)h; return unless("Build"); }
int Snpe_SNPEBuilder_Delete(handle h) { (void)h; return 0; }
handle Snpe_SNPE_GetInputTensorNames(handle h) { (void)h; return unless("names"); }
handle Snpe_SNPE_GetOutputTensorNames(handle h) { (void)h; return some + 1; }
size_t Snpe_StringList_Size(handle h) { (void)h; return is("no tensors") ? 0 : 1; }
const char *Snpe_StringList_At(handle h, size_t i) { (void)i; return h == some ? "x" : "y"; }
handle Snpe_SNPE_GetInputOutputBufferAttributes(handle h, const char *n) { (void)h; (void)n; return unless("attributes"); }
handle Snpe_IBufferAttributes_GetDims(handle h) { (void)h; return some; }
int Snpe_IBufferAttributes_GetEncodingType(handle h) { (void)h; return is("type") ? 77 : is("tf8") ? 10 : 1; }
handle Snpe_IBufferAttributes_GetEncoding_Ref(handle h) { (void)h; return some; }
size_t Snpe_TensorShape_Rank(handle h) { (void)h; return is("rank") ? 99 : 2; }
const size_t *Snpe_TensorShape_GetDimensions(handle h)
{ static const size_t huge[2] = {(size_t)-1, (size_t)-1}; (void)h; return is("huge") ? huge : dims; }
handle Snpe_TensorShape_CreateDimsSize(const size_t *d, size_t n)
{ asked("stride %d", (int)d[0]); asked(" %d\n", (int)d[n - 1]); return some; }
handle Snpe_UserBufferEncodingFloat_Create(void) { return some; }
handle Snpe_Util_CreateUserBuffer(void *m, size_t bytes, handle s, handle e)
{
    (void)s; (void)e;
    if (is("buffer") || buffers == 2) return NULL;
    memories[buffers] = m;
    sizes[buffers++] = bytes;
    return some;
}
handle Snpe_UserBufferMap_Create(void) { return unless("map"); }
int Snpe_UserBufferMap_Add(handle h, const char *n, handle b) { (void)h; (void)n; (void)b; return 0; }
int Snpe_SNPE_ExecuteUserBuffers(handle h, handle i, handle o)
{
    (void)h; (void)i; (void)o;
    if (is("tf8"))
        memcpy(memories[1], memories[0], sizes[0]);
    else
        for (size_t k = 0; k < sizes[0] / 4; k++)
            ((float *)memories[1])[k] = 2 * ((float *)memories[0])[k];
    return is("Execute") ? 500 : 0;
}
int Snpe_SNPE_Delete(handle h) { (void)h; return 0; }
