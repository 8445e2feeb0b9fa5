"""MaxUnpool (ONNX 9): each element back to where MaxPool found it, zeros elsewhere."""

from __future__ import annotations

from math import prod

from packager.emit.builder import Val
from packager.lowering.nest import Tensor, Writer, nest


@nest("MaxUnpool", since=9)
def max_unpool(w: Writer, x: Tensor, indices: Tensor, _shape: Tensor | None = None, *, y: Tensor) -> None:
    """Each element back to where MaxPool found it."""
    node, n = w.node, x.rank - 2
    kernel, pads, strides = (
        node.ints("kernel_shape"),
        node.ints("pads") or (0,) * 2 * n,
        node.ints("strides") or (1,) * n,
    )
    # The numbers count in the tensor that the pool had, which may be smaller than the one asked for.
    pooled = [*x.shape[:2], *((x.shape[d + 2] - 1) * strides[d] - pads[d] - pads[n + d] + kernel[d] for d in range(n))]
    w.each(y, lambda _: w.constant(0, y.kind))
    with w.over(*x.shape) as i:
        left, at = w.index(indices[i]), list[Val]()
        for d in range(y.rank):
            part = w.number(prod(pooled[d + 1 :]))
            place = w.divide(left, part)
            at.append(place.maximum(0).minimum(w.number(y.shape[d]) - 1))
            left = left - place * part
        y[at] = x[i]
