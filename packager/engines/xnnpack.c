/*
 * What stands between a node and XNNPACK's microkernels, each of which computes a piece of it: rows of a product (gemm),
 * pixels of a convolution (igemm), of a depthwise one (dwconv). The last two find the pixels that they read through
 * pointers, which are made here, for one piece at a time; a pixel outside of the image is a row of zeros.
 *
 * Names and prototypes: XNNPACK 4ea82e595b36 (2024-11-08, BSD-3-Clause), src/configs, by which the library itself chooses,
 * and src/xnnpack/{gemm,igemm,dwconv,microparams}.h. Debian's libmicrokernels-prod.a holds the code. In calls `depth`,
 * strides and offsets are bytes. Images lie NHWC.
 */
#include "kernels.h"
#include <stddef.h>

/* COLUMNS is what xnnpack.py has packed the weights for. */
#if defined(__aarch64__) && COLUMNS == 8
enum { ROWS = 6 };
#define GEMM xnn_f32_gemm_minmax_ukernel_6x8__asm_aarch64_neonfma_ld128
#define GEMV xnn_f32_gemm_minmax_ukernel_1x8__asm_aarch64_neonfma_ld128_acc4
#define IGEMM xnn_f32_igemm_minmax_ukernel_6x8__asm_aarch64_neonfma_ld128
#define DWCONV3 xnn_f32_dwconv_minmax_ukernel_3p8c__neonfma
#define DWCONV4 xnn_f32_dwconv_minmax_ukernel_4p8c__neonfma
#define DWCONV9 xnn_f32_dwconv_minmax_ukernel_9p8c__neonfma
#define DWCONV25 xnn_f32_dwconv_minmax_ukernel_25p8c__neonfma_acc2
#elif defined(__AVX512F__) && COLUMNS == 32
enum { ROWS = 7 };
#define GEMM xnn_f32_gemm_minmax_ukernel_7x32__avx512f_broadcast
#define GEMV xnn_f32_gemm_minmax_ukernel_1x32__avx512f_broadcast
#define IGEMM xnn_f32_igemm_minmax_ukernel_7x32__avx512f_broadcast
#define DWCONV3 xnn_f32_dwconv_minmax_ukernel_3p16c__avx512f
#define DWCONV4 xnn_f32_dwconv_minmax_ukernel_4p16c__avx512f
#define DWCONV9 xnn_f32_dwconv_minmax_ukernel_9p16c__avx512f
#define DWCONV25 xnn_f32_dwconv_minmax_ukernel_25p16c__avx512f
#elif defined(__FMA__) && COLUMNS == 16
enum { ROWS = 5 };
#define GEMM xnn_f32_gemm_minmax_ukernel_5x16__fma3_broadcast
#define GEMV xnn_f32_gemm_minmax_ukernel_1x16__fma3_broadcast
#define IGEMM xnn_f32_igemm_minmax_ukernel_5x16__fma3_broadcast_prfm
#define DWCONV3 xnn_f32_dwconv_minmax_ukernel_3p16c__fma3
#define DWCONV4 xnn_f32_dwconv_minmax_ukernel_4p16c__fma3
#define DWCONV9 xnn_f32_dwconv_minmax_ukernel_9p16c__fma3
#define DWCONV25 xnn_f32_dwconv_minmax_ukernel_25p8c__fma3
#elif defined(__SSE2__) && COLUMNS == 8
enum { ROWS = 4 };
#define GEMM xnn_f32_gemm_minmax_ukernel_4x8__sse_load1
#define GEMV xnn_f32_gemm_minmax_ukernel_1x8__sse_load1
#define IGEMM xnn_f32_igemm_minmax_ukernel_4x8__sse_load1
#define DWCONV3 xnn_f32_dwconv_minmax_ukernel_3p8c__sse
#define DWCONV4 xnn_f32_dwconv_minmax_ukernel_4p8c__sse
#define DWCONV9 xnn_f32_dwconv_minmax_ukernel_9p8c__sse
#define DWCONV25 xnn_f32_dwconv_minmax_ukernel_25p8c__sse
#else
#error "the target's `cpu` and its `features` say different things"
#endif

/* union xnn_f32_minmax_params */
struct bounds {
    float min, max;
};

typedef void gemm(size_t rows, size_t columns, size_t depth, const float *a, size_t a_row, const float *w, float *c,
                  size_t c_row, size_t c_panel, const struct bounds *);
typedef void igemm(size_t rows, size_t columns, size_t depth, size_t pointers, const float **a, const float *w, float *c,
                   size_t c_row, size_t c_panel, size_t a_offset, const float *zeros, const struct bounds *);
typedef void dwconv(size_t channels, size_t pixels, const float **a, const float *w, float *c, intptr_t next_pointers,
                    size_t next_c, size_t a_offset, const float *zeros, const struct bounds *);

/* In loops on which no time depends: they stay as they are written, and do not become hundreds of bytes of vectors. */
#define SMALL() __asm__ volatile("" ::: "memory")

static inline intptr_t least(intptr_t a, intptr_t b) {
    return a < b ? a : b;
}

#ifdef XNNPACK_GEMM_H
gemm GEMM;

void xnnpack_gemm(void *const *pointers, const intptr_t *args) {
    const struct xnnpack_gemm_args *a = (const struct xnnpack_gemm_args *)args;
    const struct bounds bounds = {a->min.value, a->max.value};
    const float *x = pointers[xnnpack_gemm_x], *w = pointers[xnnpack_gemm_w];
    float *y = pointers[xnnpack_gemm_y];
    for (intptr_t row = 0; row < a->rows; row += ROWS)
        GEMM(least(a->rows - row, ROWS), a->columns, a->depth * 4, x + row * a->depth, a->depth * 4, w,
             y + row * a->columns, a->columns * 4, COLUMNS * 4, &bounds);
}
#endif

#ifdef XNNPACK_GEMV_H
gemm GEMV;

void xnnpack_gemv(void *const *pointers, const intptr_t *args) {
    const struct xnnpack_gemv_args *a = (const struct xnnpack_gemv_args *)args;
    const struct bounds bounds = {a->min.value, a->max.value};
    GEMV(1, a->columns, a->depth * 4, pointers[xnnpack_gemv_x], 0, pointers[xnnpack_gemv_w], pointers[xnnpack_gemv_y], 0,
         COLUMNS * 4, &bounds);
}
#endif

/* What all convolutions get. `scratch` has room for 16 pointers for each tap of the window, then for two pixels. */
enum { X, W, Y, SCRATCH };

struct convolution {
    intptr_t x[4], w[4], b[1], y[4], dilations[2], group, kernel_shape[2], pads[4], strides[2];
    pack_float min, max;
};

/* What the window reads for the output pixel (row, col), from its column j on: the pointer of the tap (i, j) goes to
 * to[i * down + j * right]. */
__attribute__((noinline, unused)) static void point(const float **to, const struct convolution *a, const float *image,
                                                    const float *zeros, intptr_t row, intptr_t col, intptr_t j,
                                                    intptr_t down, intptr_t right) {
    const intptr_t height = a->x[1], width = a->x[2], channels = a->x[3], across = a->dilations[1];
    intptr_t v = row * a->strides[0] - a->pads[0];
    const intptr_t start = col * a->strides[1] - a->pads[1] + j * across;
    to += j * right;
    for (intptr_t i = 0; i < a->w[2]; i++, v += a->dilations[0], to += down) {
        const float **next = to;
        intptr_t h = start, at = (v * width + h) * channels;
        for (intptr_t left = a->w[3] - j; left > 0; left--, h += across, at += across * channels, next += right)
            *next = (size_t)v < (size_t)height && (size_t)h < (size_t)width ? image + at : zeros;
    }
}

static inline void indirect(igemm *kernel, void *const *pointers, const struct convolution *a) {
    const struct bounds bounds = {a->min.value, a->max.value};
    const intptr_t taps = a->w[2] * a->w[3], depth = a->w[1], outputs = a->w[0] / a->group, pixels = a->y[1] * a->y[2];
    const intptr_t packed = (outputs + COLUMNS - 1) / COLUMNS * COLUMNS * (1 + taps * depth);
    const float *x = pointers[X], *w = pointers[W], **table = pointers[SCRATCH];
    float *y = pointers[Y], *zeros = (float *)(table + 16 * taps);
    for (intptr_t k = 0; k < depth; k++) {
        zeros[k] = 0;
        SMALL();
    }
    for (intptr_t n = 0; n < a->x[0]; n++, x += a->x[1] * a->x[2] * a->x[3]) {
        intptr_t row = 0, col = 0;
        for (intptr_t left = pixels; left > 0; left -= ROWS) {
            const intptr_t count = least(left, ROWS);
            for (intptr_t p = 0; p < ROWS; p++) {
                point(table + p, a, x, zeros, row, col, 0, a->w[3] * ROWS, ROWS);
                /* Where fewer than ROWS are left, the last is read again. */
                if (p < left - 1 && ++col == a->y[2]) {
                    col = 0;
                    row++;
                }
            }
            for (intptr_t g = 0; g < a->group; g++)
                kernel(count, outputs, depth * 4, taps * ROWS * sizeof *table, table, w + g * packed,
                       y + g * outputs, a->w[0] * 4, COLUMNS * 4, g * depth * 4, zeros, &bounds);
            y += count * a->w[0];
        }
    }
}

/* The pointers of a pixel lie column by column of the window, and those of the next pixel a fixed step behind: windows
 * that overlap share columns. Kernels for more taps than the window has read zeros. They also read channels by fours where
 * fewer are left: behind the tensor's last pixel there may be no memory, so a copy stands for it. */
static inline void depthwise(dwconv *kernel, intptr_t taps, void *const *pointers, const struct convolution *a) {
    const struct bounds bounds = {a->min.value, a->max.value};
    const intptr_t rows = a->w[2], cols = a->w[3], channels = a->x[3], spare = taps - rows * cols;
    const intptr_t fresh = spare || a->dilations[1] > 1 ? cols : least(cols, a->strides[1]), step = fresh * rows + spare;
    const intptr_t image = a->x[1] * a->x[2] * channels, most = 16 * rows * cols / taps;
    const float *x = pointers[X], *last = x + a->x[0] * image - channels, **table = pointers[SCRATCH];
    float *y = pointers[Y], *zeros = (float *)(table + 16 * rows * cols), *copy = zeros + channels + 4;
    for (intptr_t k = 0; k < channels; k++) {
        zeros[k] = 0;
        copy[k] = last[k];
        SMALL();
    }
    for (intptr_t n = 0; n < a->x[0]; n++, x += image)
        for (intptr_t row = 0; row < a->y[1]; row++)
            for (intptr_t first = 0, count; first < a->y[2]; first += count, y += count * channels) {
                count = least(a->y[2] - first, most);
                const float **to = table;
                for (intptr_t p = 0; p < count; p++, to += step) {
                    point(to, a, x, zeros, row, first + p, p ? cols - fresh : 0, 1, rows);
                    for (intptr_t k = rows * cols; k < taps; k++) {
                        to[k] = zeros;
                        SMALL();
                    }
                }
                for (to += taps - step; channels % 4 && --to >= table;)
                    if (*to == last)
                        *to = copy;
                kernel(channels, count, table, pointers[W], y, step * sizeof *table, 0, 0, zeros, &bounds);
            }
}

#define CONVOLUTION(symbol, type, kernel, call)                                                                \
    type kernel;                                                                                               \
    _Static_assert(sizeof(struct symbol##_args) == sizeof(struct convolution), "all have the same arguments"); \
    void symbol(void *const *pointers, const intptr_t *args) {                                                 \
        const struct convolution *a = (const struct convolution *)args;                                        \
        call;                                                                                                  \
    }

#ifdef XNNPACK_IGEMM_H
CONVOLUTION(xnnpack_igemm, igemm, IGEMM, indirect(IGEMM, pointers, a))
#endif
#ifdef XNNPACK_DWCONV3_H
CONVOLUTION(xnnpack_dwconv3, dwconv, DWCONV3, depthwise(DWCONV3, 3, pointers, a))
#endif
#ifdef XNNPACK_DWCONV4_H
CONVOLUTION(xnnpack_dwconv4, dwconv, DWCONV4, depthwise(DWCONV4, 4, pointers, a))
#endif
#ifdef XNNPACK_DWCONV9_H
CONVOLUTION(xnnpack_dwconv9, dwconv, DWCONV9, depthwise(DWCONV9, 9, pointers, a))
#endif
#ifdef XNNPACK_DWCONV25_H
CONVOLUTION(xnnpack_dwconv25, dwconv, DWCONV25, depthwise(DWCONV25, 25, pointers, a))
#endif
