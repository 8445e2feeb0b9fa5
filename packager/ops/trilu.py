"""Trilu (ONNX 14): the upper or lower triangle of matrices, zeros elsewhere."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, nest


@nest("Trilu", since=14)
def trilu(w: Writer, x: Tensor, *, y: Tensor) -> None:
    """The upper or lower triangle of matrices."""
    k, upper = w.fn.index(w.node.int("k")), w.node.int("upper", 1)
    with w.over(*y.shape) as i:
        diagonal = i[-1] - i[-2]
        y[i] = w.select(diagonal >= k if upper else diagonal <= k, x[i], 0)
