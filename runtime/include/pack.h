/*
 * What every model compiled by pack offers: any number of threads with an arena each; no allocation and no global state,
 * unless an engine brings its own (then NAME_run can return PACK_EENGINE).
 */
#ifndef PACK_H
#define PACK_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PACK_MAX_RANK 8

/* Element types: the numbers of ONNX's TensorProto.DataType. */
enum {
    PACK_F32 = 1, PACK_U8 = 2, PACK_I8 = 3, PACK_U16 = 4, PACK_I16 = 5, PACK_I32 = 6, PACK_I64 = 7,
    PACK_BOOL = 9, PACK_F16 = 10, PACK_F64 = 11, PACK_U32 = 12, PACK_U64 = 13
};

/* What NAME_run returns; NAME_strerror says it in words. */
enum {
    PACK_OK = 0,
    PACK_ENULL = 1,         /* a pointer is null */
    PACK_EALIGN = 2,        /* weights or arena are not on a multiple of `alignment`, or a tensor not on `io_alignment` */
    PACK_EARENA = 3,        /* the arena is smaller than NAME_arena_bytes() */
    PACK_EWEIGHTS_SIZE = 4, /* the weights are of another size than the model's */
    PACK_EWEIGHTS_HASH = 5, /* the weights have another content than the model's: another build's, or damaged */
    PACK_EENGINE = 6        /* what an engine needs at run time is missing or failed; PACK_MESSAGE(arena) says why */
};

/* What PACK_EENGINE comes with: a line of text in the arena that the run was given, at most PACK_MESSAGE_BYTES long. */
#define PACK_MESSAGE_BYTES 384
#define PACK_MESSAGE(arena) ((const char *)(arena) + 64)

/* A tensor of the model's interface: dense, row-major, little-endian. */
typedef struct pack_tensor {
    const char *name;
    uint32_t dtype;
    uint32_t rank;
    uint32_t dims[PACK_MAX_RANK]; /* the first `rank` count */
    size_t bytes;
} pack_tensor;

typedef struct pack_model_info {
    const char *name;
    const char *target;
    const pack_tensor *inputs;  /* in the model's own order */
    const pack_tensor *outputs;
    const void *weights;        /* inside this library, or NULL where they are a file */
    size_t weights_bytes;       /* size of the weights file */
    size_t arena_bytes;
    uint32_t weights_hash;      /* XXH32 of the weights, seed 0 */
    uint32_t input_count;
    uint32_t output_count;
    uint32_t alignment;         /* of weights and arena, in bytes */
    uint32_t io_alignment;      /* of every input and output, in bytes */
} pack_model_info;

/*
 * How a caller lends threads to a run: `run` calls task(work, i) once for each i < count, in any order, on any threads, at
 * the same time or not, and returns when all calls have. Without `run` they are called one after the other.
 */
typedef struct pack_parallel {
    void (*run)(void *context, uint32_t count, void (*task)(void *work, uint32_t index), void *work);
    void *context;
} pack_parallel;

/*
 * Each model defines, under its own prefix NAME:
 *
 *   extern const pack_model_info NAME_info;
 *   size_t NAME_arena_bytes(void);
 *   int NAME_run(const void *weights, size_t weights_bytes, void *arena, size_t arena_bytes,
 *                const void *const *inputs, void *const *outputs);
 *   const char *NAME_strerror(int code);
 *
 * and, where it was built for several threads,
 *
 *   int NAME_run_with(const void *weights, size_t weights_bytes, void *arena, size_t arena_bytes,
 *                     const void *const *inputs, void *const *outputs, const pack_parallel *parallel);
 *
 * which is NAME_run on threads that the caller lends, and the same bits; NULL for `parallel` is NAME_run.
 *
 * NAME_run reads every input and writes every output, each `bytes` long; they must not overlap the arena or each other.
 * Where the weights are inside the library, `weights` may be NULL and `weights_bytes` 0.
 *
 * The arena needs no initialisation and keeps nothing between runs but a token in its first 16 bytes: "the weights at
 * this address have been hashed". With the token NAME_run skips the hash. So a caller that puts OTHER bytes at the
 * same address must clear the arena's first 16 bytes, or use a fresh arena, to have them checked again.
 */

#ifdef __cplusplus
}
#endif

#endif
