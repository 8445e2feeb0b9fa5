"""NonZero (ONNX 9): the indices of all elements that are not zero, in columns, and how many there are."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("NonZero", since=9)
def non_zero(w: Writer, x: Tensor, *, y: Tensor, count: Tensor) -> None:
    """The indices of all elements that are not zero."""
    x = x if x.rank else x.insert(0)
    found = w.var(w.fn.index(0))
    w.clear(y)
    with w.over(*x.shape) as i, w.if_(w.unequal(x[i], 0)):
        for axis, place in enumerate(i):
            y[ix(axis, found.get())] = place
        found.set(found.get() + 1)
    count[0] = found.get()
