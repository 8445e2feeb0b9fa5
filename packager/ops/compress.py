"""Compress (ONNX 9): the slices along an axis for which a condition holds, and how many there are."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("Compress", since=9)
def compress(w: Writer, x: Tensor, condition: Tensor, *, y: Tensor, count: Tensor) -> None:
    """The slices along an axis for which a condition holds."""
    axis = w.node.int("axis")
    x, rows = x.last(axis), y.last(axis)
    found = w.var(w.fn.index(0))
    w.clear(y)
    with w.over(condition.size) as (j,), w.if_(w.unequal(condition[j], 0)):
        with w.over(*x.shape[:-1]) as i:
            rows[ix(*i, found.get())] = x[ix(*i, j)]
        found.set(found.get() + 1)
    count[0] = found.get()
