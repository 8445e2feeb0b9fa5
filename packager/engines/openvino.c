/*
 * OpenVINO behind one function. Its C library is loaded in the first call; a region's ONNX file is compiled once in a
 * process and stays there, with a request for each call that runs at the same time. Inputs and outputs are the caller's
 * memory. Everything that fails is said in the message.
 *
 * The declarations are those of OpenVINO's C API (openvino/c/ov_core.h, ov_compiled_model.h, ov_infer_request.h,
 * ov_node.h, ov_tensor.h, Apache-2.0), the same in all releases from 2024.6 to 2026.4, as far as they are used.
 */
#include "pack_host.h"

#ifndef OPENVINO_LIBRARY
#define OPENVINO_LIBRARY "libopenvino_c.so"
#endif

typedef struct ov_core ov_core;
typedef struct ov_model ov_model;
typedef struct ov_compiled ov_compiled;
typedef struct ov_request ov_request;
typedef struct ov_port ov_port;
typedef struct ov_tensor ov_tensor;

typedef struct ov_shape {
    int64_t rank;
    int64_t *dims;
} ov_shape;

/* result, name, parameters; a result of int is a status, 0 for success */
#define FUNCTIONS(F) \
    F(int, ov_core_create, (ov_core **)) \
    F(int, ov_core_read_model_from_memory_buffer, (ov_core *, const char *, size_t, ov_tensor *, ov_model **)) \
    F(int, ov_core_compile_model, (ov_core *, ov_model *, const char *, size_t, ov_compiled **, ...)) \
    F(void, ov_model_free, (ov_model *)) \
    F(int, ov_compiled_model_inputs_size, (ov_compiled *, size_t *)) \
    F(int, ov_compiled_model_outputs_size, (ov_compiled *, size_t *)) \
    F(int, ov_compiled_model_input_by_index, (ov_compiled *, size_t, ov_port **)) \
    F(int, ov_compiled_model_output_by_index, (ov_compiled *, size_t, ov_port **)) \
    F(int, ov_compiled_model_create_infer_request, (ov_compiled *, ov_request **)) \
    F(void, ov_compiled_model_free, (ov_compiled *)) \
    F(int, ov_const_port_get_shape, (ov_port *, ov_shape *)) \
    F(int, ov_port_get_element_type, (ov_port *, int *)) \
    F(void, ov_output_const_port_free, (ov_port *)) \
    F(int, ov_tensor_create_from_host_ptr, (int, ov_shape, void *, ov_tensor **)) \
    F(void, ov_tensor_free, (ov_tensor *)) \
    F(int, ov_infer_request_set_input_tensor_by_index, (ov_request *, size_t, ov_tensor *)) \
    F(int, ov_infer_request_set_output_tensor_by_index, (ov_request *, size_t, ov_tensor *)) \
    F(int, ov_infer_request_infer, (ov_request *)) \
    F(const char *, ov_get_last_err_msg, (void)) \
    F(void, ov_free, (const char *))

#define DECLARE(result, name, parameters) result(*name) parameters;
static struct { FUNCTIONS(DECLARE) } ov;

/* The arguments of a call, and its pointers: inputs, then outputs, stand behind the model. */
enum { ID, BYTES, INPUTS, OUTPUTS };
enum { MESSAGE, MODEL, TENSORS };

struct tensor {
    int type;
    ov_shape shape;
};

struct request {
    struct request *next;
    ov_request *handle;
};

/* A compiled region; `tensors` are its inputs and outputs. */
struct network {
    struct network *next;
    intptr_t id;
    ov_compiled *model;
    struct request *idle;
    struct tensor tensors[];
};

/* What the process keeps until it ends. The lock guards all of it. */
static pack_mutex lock;
static ov_core *core;
static struct network *networks;

/* Says what failed and why; 0. Line ends become spaces. */
static int openvino_say(char *message, const char *what, const char *why) {
    snprintf(message, PACK_MESSAGE_BYTES, "openvino: %s: %s", what, why ? why : "no reason given");
    for (char *at = message; *at; at++)
        if (*at > 0 && *at < ' ')
            *at = ' ';
    return 0;
}

/* 1 for a status of success; else says what OpenVINO says, without the lines that only name its source files. */
static int openvino_ok(int status, char *message, const char *what) {
    static const char source[] = "Exception from ";
    const char *text = status ? ov.ov_get_last_err_msg() : NULL, *why = text;
    if (!status)
        return 1;
    while (why && memcmp(why, source, sizeof source - 1) == 0) {
        const char *end = why;
        while (*end && *end != '\n')
            end++;
        if (!*end)
            break;
        why = end + 1;
    }
    openvino_say(message, what, why);
    ov.ov_free(text);
    return 0;
}

/* Loads the library that PACK_OPENVINO names, else the one that the loader finds. */
static int openvino_load(char *message) {
    const char *file = getenv("PACK_OPENVINO");
    int named = file && *file;
    void *library = dlopen(named ? file : OPENVINO_LIBRARY, RTLD_NOW);
    if (!library && !named)
        library = dlopen("libopenvino_c.so", RTLD_NOW);
    if (!library)
        return openvino_say(message, named ? "PACK_OPENVINO" : "install OpenVINO or let PACK_OPENVINO name its library",
                            dlerror());
#define LOAD(result, name, parameters) \
    if (!(*(void **)&ov.name = dlsym(library, #name))) \
        return openvino_say(message, "this is no OpenVINO of 2024.6 or newer", dlerror());
    FUNCTIONS(LOAD)
    return openvino_ok(ov.ov_core_create(&core), message, "cannot start");
}

/* Asks for type and shape of tensor `index`, counted from the first input. */
static int openvino_describe(ov_compiled *model, size_t index, size_t inputs, struct tensor *tensor, char *message) {
    ov_port *port = NULL;
    int status = index < inputs ? ov.ov_compiled_model_input_by_index(model, index, &port)
                                : ov.ov_compiled_model_output_by_index(model, index - inputs, &port);
    if (!openvino_ok(status, message, "a tensor is missing"))
        return 0;
    status = ov.ov_port_get_element_type(port, &tensor->type);
    if (!status)
        status = ov.ov_const_port_get_shape(port, &tensor->shape);
    ov.ov_output_const_port_free(port);
    return openvino_ok(status, message, "a tensor has no static shape");
}

/* The compiled region with its tensors; NULL with a message. */
static struct network *openvino_describe_all(ov_compiled *model, const intptr_t *args, char *message) {
    size_t inputs = 0, outputs = 0, count = (size_t)(args[INPUTS] + args[OUTPUTS]);
    ov.ov_compiled_model_inputs_size(model, &inputs);
    ov.ov_compiled_model_outputs_size(model, &outputs);
    if (inputs != (size_t)args[INPUTS] || outputs != (size_t)args[OUTPUTS]) {
        openvino_say(message, "the model", "it has other inputs or outputs than the region");
        return NULL;
    }
    struct network *network = calloc(1, sizeof *network + count * sizeof *network->tensors);
    if (!network) {
        openvino_say(message, "the model", "out of memory");
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        if (!openvino_describe(model, i, inputs, &network->tensors[i], message)) {
            free(network);
            return NULL;
        }
    network->id = args[ID];
    network->model = model;
    return network;
}

/* Compiles a region with one thread and full precision; NULL with a message. */
static struct network *openvino_compile(const void *onnx, const intptr_t *args, char *message) {
    ov_model *model = NULL;
    ov_compiled *compiled = NULL;
    struct network *network = NULL;
    if (!core && !openvino_load(message))
        return NULL;
    if (!openvino_ok(ov.ov_core_read_model_from_memory_buffer(core, onnx, (size_t)args[BYTES], NULL, &model), message,
                     "cannot read the model"))
        return NULL;
    int status = ov.ov_core_compile_model(core, model, "CPU", 6, &compiled, "INFERENCE_NUM_THREADS", "1", "NUM_STREAMS",
                                          "1", "INFERENCE_PRECISION_HINT", "f32");
    if (openvino_ok(status, message, "cannot compile the model"))
        network = openvino_describe_all(compiled, args, message);
    if (compiled && !network)
        ov.ov_compiled_model_free(compiled);
    ov.ov_model_free(model);
    return network;
}

/* The region's network, compiled if this is the first call, and a request that nobody else has; 0 with a message. */
static int openvino_take(void *const *pointers, const intptr_t *args, struct network **network, struct request **request) {
    char *message = pointers[MESSAGE];
    pthread_mutex_lock(&lock);
    for (*network = networks; *network && (*network)->id != args[ID];)
        *network = (*network)->next;
    if (!*network && (*network = openvino_compile(pointers[MODEL], args, message))) {
        (*network)->next = networks;
        networks = *network;
    }
    *request = *network ? (*network)->idle : NULL;
    if (*request) {
        (*network)->idle = (*request)->next;
    } else if (*network) {
        ov_request *handle = NULL;
        if (openvino_ok(ov.ov_compiled_model_create_infer_request((*network)->model, &handle), message, "no request")) {
            *request = malloc(sizeof **request);
            if (*request)
                (*request)->handle = handle;
            else
                openvino_say(message, "no request", "out of memory");
        }
    }
    pthread_mutex_unlock(&lock);
    return *request != NULL;
}

void openvino(void *const *pointers, const intptr_t *args) {
    struct network *network;
    struct request *request;
    char *message = pointers[MESSAGE];
    size_t inputs = (size_t)args[INPUTS], count = inputs + (size_t)args[OUTPUTS];
    int fine = openvino_take(pointers, args, &network, &request);
    if (!fine)
        return;
    for (size_t i = 0; fine && i < count; i++) {
        ov_tensor *tensor = NULL;
        const struct tensor *is = &network->tensors[i];
        int status = ov.ov_tensor_create_from_host_ptr(is->type, is->shape, pointers[TENSORS + i], &tensor);
        if (!status)
            status = i < inputs ? ov.ov_infer_request_set_input_tensor_by_index(request->handle, i, tensor)
                                : ov.ov_infer_request_set_output_tensor_by_index(request->handle, i - inputs, tensor);
        fine = openvino_ok(status, message, "a tensor does not fit");
        if (tensor)
            ov.ov_tensor_free(tensor);
    }
    if (fine)
        openvino_ok(ov.ov_infer_request_infer(request->handle), message, "cannot infer");
    pthread_mutex_lock(&lock);
    request->next = network->idle;
    network->idle = request;
    pthread_mutex_unlock(&lock);
}
