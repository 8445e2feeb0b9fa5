/* TensorRT behind one function: as packager/engines/openvino.c, with one call at a time. */
#include "pack_host.h"
#include "bridge.h"

enum { ID, BYTES, INPUTS, OUTPUTS };
enum { MESSAGE, MODEL, TENSORS };

struct network {
    struct network *next;
    intptr_t id;
    struct pack_trt *handle;
};

/* What the process keeps until it ends. The lock guards all of it, and the GPU. */
static pack_mutex lock;
static struct network *networks;
static const char *(*open_network)(const void *onnx, size_t bytes, struct pack_trt **network);
static const char *(*run_network)(struct pack_trt *network, void *const *tensors, size_t inputs, size_t outputs);

/* NULL, or why the bridge cannot be used. */
static const char *tensorrt_load(void) {
    const char *file = getenv("PACK_TENSORRT");
    void *library = dlopen(file && *file ? file : "libpack_tensorrt.so", RTLD_NOW);
    if (!library || !(*(void **)&run_network = dlsym(library, "pack_trt_run")) ||
        !(*(void **)&open_network = dlsym(library, "pack_trt_open")))
        return dlerror();
    return NULL;
}

/* The region's network, built if this is the first call; else `why` says what failed. */
static struct network *tensorrt_take(const void *onnx, const intptr_t *args, const char **why) {
    struct network *network = networks;
    while (network && network->id != args[ID])
        network = network->next;
    if (network || (!open_network && (*why = tensorrt_load())))
        return network;
    if (!(network = malloc(sizeof *network))) {
        *why = "out of memory";
        return NULL;
    }
    if ((*why = open_network(onnx, (size_t)args[BYTES], &network->handle))) {
        free(network);
        return NULL;
    }
    network->id = args[ID];
    network->next = networks;
    return networks = network;
}

void tensorrt(void *const *pointers, const intptr_t *args) {
    const char *why = NULL;
    pthread_mutex_lock(&lock);
    struct network *network = tensorrt_take(pointers[MODEL], args, &why);
    if (network)
        why = run_network(network->handle, pointers + TENSORS, (size_t)args[INPUTS], (size_t)args[OUTPUTS]);
    if (why)
        snprintf(pointers[MESSAGE], PACK_MESSAGE_BYTES, "tensorrt: %s", why);
    pthread_mutex_unlock(&lock);
}
