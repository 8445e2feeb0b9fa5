/* The largest element of each window; images lie NHWC, and what is outside of them does not count. */
#include "largest.h"

void largest(void *const *pointers, const intptr_t *args) {
    const struct largest_args *a = (const struct largest_args *)args;
    const float *x = pointers[largest_x];
    float *y = pointers[largest_y];
    intptr_t height = a->x[1], width = a->x[2], channels = a->x[3];
    for (intptr_t n = 0; n < a->y[0]; n++)
        for (intptr_t r = 0; r < a->y[1]; r++)
            for (intptr_t c = 0; c < a->y[2]; c++)
                for (intptr_t k = 0; k < channels; k++) {
                    float most = -__builtin_inff();
                    for (intptr_t i = 0; i < a->kernel_shape[0]; i++)
                        for (intptr_t j = 0; j < a->kernel_shape[1]; j++) {
                            intptr_t v = r * a->strides[0] + i - a->pads[0];
                            intptr_t h = c * a->strides[1] + j - a->pads[1];
                            if (v < 0 || v >= height || h < 0 || h >= width)
                                continue;
                            float value = x[((n * height + v) * width + h) * channels + k];
                            most = value > most ? value : most;
                        }
                    *y++ = most;
                }
}
