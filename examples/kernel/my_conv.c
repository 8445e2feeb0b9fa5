/* A plain convolution, ONNX's order, any strides, pads, dilations and groups. */
#include "my_conv.h"

void my_conv(void *const *pointers, const intptr_t *args) {
    const struct my_conv_args *a = (const struct my_conv_args *)args;
    const float *x = pointers[my_conv_x], *w = pointers[my_conv_w], *b = pointers[my_conv_b];
    float *y = pointers[my_conv_y];
    intptr_t depth = a->w[1], per = a->w[0] / a->group;
    for (intptr_t n = 0; n < a->y[0]; n++)
        for (intptr_t o = 0; o < a->y[1]; o++)
            for (intptr_t r = 0; r < a->y[2]; r++)
                for (intptr_t c = 0; c < a->y[3]; c++) {
                    float sum = b[o];
                    for (intptr_t i = 0; i < depth; i++)
                        for (intptr_t kr = 0; kr < a->w[2]; kr++)
                            for (intptr_t kc = 0; kc < a->w[3]; kc++) {
                                intptr_t h = r * a->strides[0] + kr * a->dilations[0] - a->pads[0];
                                intptr_t v = c * a->strides[1] + kc * a->dilations[1] - a->pads[1];
                                if (h >= 0 && h < a->x[2] && v >= 0 && v < a->x[3])
                                    sum += x[((n * a->x[1] + o / per * depth + i) * a->x[2] + h) * a->x[3] + v] *
                                           w[((o * depth + i) * a->w[2] + kr) * a->w[3] + kc];
                            }
                    y[((n * a->y[1] + o) * a->y[2] + r) * a->y[3] + c] = sum;
                }
}
