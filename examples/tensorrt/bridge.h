/*
 * TensorRT has no C interface: these two functions stand between it and pack_tensorrt.c. bridge.cpp defines them in
 * libpack_tensorrt.so. Each gives NULL, or a text that says why it failed.
 */
#ifndef PACK_TENSORRT_BRIDGE_H
#define PACK_TENSORRT_BRIDGE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pack_trt;

/* Builds the ONNX model for the GPU of this machine: seconds to minutes. */
const char *pack_trt_open(const void *onnx, size_t bytes, struct pack_trt **network);

/* Copies `inputs` tensors to the GPU, infers, and copies `outputs` tensors back. One call at a time for a network. */
const char *pack_trt_run(struct pack_trt *network, void *const *tensors, size_t inputs, size_t outputs);

#ifdef __cplusplus
}
#endif

#endif
