"""Operators on the bits of integers."""

from __future__ import annotations

from collections.abc import Callable

from packager.emit.builder import Val
from packager.lowering.base import Op
from packager.lowering.nest import Tensor, Writer, nest


def bitwise(name: str, doc: str, combine: Callable[..., Val]) -> Op:
    """The operator called `name`, whose operands broadcast."""

    def loops(w: Writer, *xs: Tensor, y: Tensor) -> None:
        streams = [x.broadcast(y.shape) for x in xs]
        w.each(y, lambda i: combine(*(x[i] for x in streams)))

    loops.__name__, loops.__doc__ = name.lower(), doc
    return nest(name, since=18)(loops)
