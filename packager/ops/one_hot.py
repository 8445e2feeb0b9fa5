"""OneHot (ONNX 9): a value where the place along a new axis is the index, another elsewhere."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("OneHot", since=9)
def one_hot(w: Writer, indices: Tensor, _depth: Tensor, values: Tensor, *, y: Tensor) -> None:
    """A value where the place along a new axis is the index, another elsewhere."""
    axis = w.node.int("axis") % y.rank
    depth = w.number(y.shape[axis])
    off, on = values[0], values[1]
    with w.over(*y.shape) as i:
        index = w.index(indices[ix(*i[:axis], *i[axis + 1 :])])
        index = w.select(index < 0, index + depth, index)
        y[i] = w.select(index.eq(i[axis]), on, off)
