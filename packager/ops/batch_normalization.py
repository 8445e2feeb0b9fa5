"""BatchNormalization (ONNX 1) of computed statistics; with constant ones it is a multiplication and a sum."""

from __future__ import annotations

from packager.emit.math import sqrt
from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("BatchNormalization")
def batch_normalization(
    w: Writer, x: Tensor, scale: Tensor, bias: Tensor, mean: Tensor, variance: Tensor, *, y: Tensor
) -> None:
    """Scaled and shifted by what is known of each channel."""
    epsilon = w.node.float("epsilon", 1e-5)
    with w.over(x.shape[1]) as (c,):
        factor = scale[c] / sqrt(variance[c] + epsilon)
        shift = bias[c] - mean[c] * factor
        with w.over(x.shape[0], *x.shape[2:]) as (n, *i):
            y[ix(n, c, *i)] = x[ix(n, c, *i)] * factor + shift
