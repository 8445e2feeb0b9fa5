"""Hardmax (ONNX 1): 1 at the first largest element along an axis, 0 elsewhere."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("Hardmax")
def hardmax(w: Writer, x: Tensor, *, y: Tensor) -> None:
    """1 at the first largest element along an axis."""
    axis = w.node.int("axis") % x.rank
    x, y = x.last(axis), y.last(axis)
    with w.over(*x.shape[:-1]) as i:
        best, place = w.var(x[ix(*i, w.fn.index(0))]), w.var(w.fn.index(0))
        with w.over(x.shape[-1]) as (j,):
            y[ix(*i, j)] = 0
            with w.if_(x[ix(*i, j)] > best.get()):
                best.set(x[ix(*i, j)])
                place.set(j)
        y[ix(*i, place.get())] = 1
