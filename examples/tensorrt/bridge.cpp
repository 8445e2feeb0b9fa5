/*
 * The bridge to TensorRT 10, written from its documentation and never run: there was no GPU to run it on. To make it:
 *
 *     g++ -shared -fPIC -O2 bridge.cpp -lnvinfer -lnvonnxparser -lcudart -o libpack_tensorrt.so
 */
#include "bridge.h"

#include <NvInfer.h>
#include <NvOnnxParser.h>
#include <cuda_runtime_api.h>

using namespace nvinfer1;

namespace {

/* Keeps the last error: TensorRT's functions only say that there was one. */
class Log : public ILogger {
public:
    char text[256] = "no reason given";

    void log(Severity severity, const char *message) noexcept override {
        if (severity > Severity::kERROR)
            return;
        size_t i = 0;
        for (; message[i] && i + 1 < sizeof text; i++)
            text[i] = message[i];
        text[i] = 0;
    }
};

Log log_;

size_t bytes_of(const ITensor &tensor) {
    const Dims dims = tensor.getDimensions();
    size_t bytes = 0;
    switch (tensor.getType()) {
    case DataType::kFLOAT:
    case DataType::kINT32:
        bytes = 4;
        break;
    case DataType::kINT64:
        bytes = 8;
        break;
    case DataType::kHALF:
        bytes = 2;
        break;
    case DataType::kINT8:
    case DataType::kUINT8:
    case DataType::kBOOL:
        bytes = 1;
        break;
    default:
        return 0;
    }
    for (int i = 0; i < dims.nbDims; i++)
        bytes *= static_cast<size_t>(dims.d[i]);
    return bytes;
}

} // namespace

struct pack_trt {
    IExecutionContext *context;
    cudaStream_t stream;
    size_t inputs, outputs;
    size_t *bytes;  /* of each tensor: inputs, then outputs */
    void **memory;  /* of the GPU, for each */
};

/* Room on the GPU for `tensor`, which the context will use. */
static const char *place(pack_trt &network, size_t index, const ITensor &tensor) {
    network.bytes[index] = bytes_of(tensor);
    if (!network.bytes[index])
        return "a tensor has a type that the bridge does not know";
    if (cudaMalloc(&network.memory[index], network.bytes[index]) != cudaSuccess)
        return "out of memory on the GPU";
    return network.context->setTensorAddress(tensor.getName(), network.memory[index]) ? nullptr : log_.text;
}

const char *pack_trt_open(const void *onnx, size_t bytes, pack_trt **made) {
    IBuilder *builder = createInferBuilder(log_);
    INetworkDefinition *definition = builder ? builder->createNetworkV2(0) : nullptr;
    IBuilderConfig *config = builder ? builder->createBuilderConfig() : nullptr;
    nvonnxparser::IParser *parser = definition ? nvonnxparser::createParser(*definition, log_) : nullptr;
    if (!config || !parser || !parser->parse(onnx, bytes))
        return log_.text;
    config->clearFlag(BuilderFlag::kTF32); /* float32 means float32 */
    IHostMemory *plan = builder->buildSerializedNetwork(*definition, *config);
    IRuntime *runtime = plan ? createInferRuntime(log_) : nullptr;
    ICudaEngine *engine = runtime ? runtime->deserializeCudaEngine(plan->data(), plan->size()) : nullptr;
    IExecutionContext *context = engine ? engine->createExecutionContext() : nullptr;
    if (!context)
        return log_.text;

    pack_trt *network = new pack_trt{};
    network->context = context;
    network->inputs = static_cast<size_t>(definition->getNbInputs());
    network->outputs = static_cast<size_t>(definition->getNbOutputs());
    network->bytes = new size_t[network->inputs + network->outputs];
    network->memory = new void *[network->inputs + network->outputs];
    if (cudaStreamCreate(&network->stream) != cudaSuccess)
        return "no stream on the GPU";
    for (size_t i = 0; i < network->inputs + network->outputs; i++) {
        const int at = static_cast<int>(i < network->inputs ? i : i - network->inputs);
        const ITensor *tensor = i < network->inputs ? definition->getInput(at) : definition->getOutput(at);
        if (const char *why = place(*network, i, *tensor))
            return why;
    }
    *made = network; /* engine and runtime live as long; the builder's things are small and stay, too */
    return nullptr;
}

const char *pack_trt_run(pack_trt *network, void *const *tensors, size_t inputs, size_t outputs) {
    if (inputs != network->inputs || outputs != network->outputs)
        return "the model has other inputs or outputs than the region";
    cudaError_t status = cudaSuccess;
    for (size_t i = 0; i < inputs && status == cudaSuccess; i++)
        status = cudaMemcpyAsync(network->memory[i], tensors[i], network->bytes[i], cudaMemcpyHostToDevice, network->stream);
    if (status == cudaSuccess && !network->context->enqueueV3(network->stream))
        return log_.text;
    for (size_t i = inputs; i < inputs + outputs && status == cudaSuccess; i++)
        status = cudaMemcpyAsync(tensors[i], network->memory[i], network->bytes[i], cudaMemcpyDeviceToHost, network->stream);
    if (status == cudaSuccess)
        status = cudaStreamSynchronize(network->stream);
    return status == cudaSuccess ? nullptr : cudaGetErrorString(status);
}
