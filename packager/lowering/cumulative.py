"""CumSum and CumProd: what has been gathered up to each element along an axis."""

from __future__ import annotations

from collections.abc import Callable

from packager.emit.builder import Val
from packager.lowering.base import Op
from packager.lowering.nest import Tensor, Writer, ix, nest


def cumulative(name: str, *, since: int, start: int, step: Callable[[Val, Val], Val]) -> Op:
    """The operator called `name`."""

    def gathered(w: Writer, x: Tensor, *, y: Tensor) -> None:
        """What has been gathered up to each element."""
        axis, node = w.node.int("axis") % x.rank, w.node
        size = x.shape[axis]
        x, y = x.last(axis), y.last(axis)
        with w.over(*x.shape[:-1]) as i:
            found = w.var(start, x.kind)
            with w.over(size) as (j,):
                place = w.number(size) - 1 - j if node.int("reverse") else j
                after = step(found.get(), x[ix(*i, place)])
                y[ix(*i, place)] = found.get() if node.int("exclusive") else after
                found.set(after)

    gathered.__name__ = name.lower()
    return nest(name, since=since)(gathered)
