"""BitShift (ONNX 11): the bits of a number moved; beyond its size none is left, but copies of the sign."""

from __future__ import annotations

from typing import Any

from packager.emit.builder import Val
from packager.emit.integers import shift
from packager.lowering.nest import Tensor, Writer, nest


@nest("BitShift", since=11)
def bit_shift(w: Writer, x: Tensor, by: Tensor, *, y: Tensor) -> None:
    """The bits of a number moved."""
    x, by, bits = x.broadcast(y.shape), by.broadcast(y.shape), y.dtype.bits
    left = w.node.str("direction") == "LEFT"

    def moved(i: tuple[Any, ...]) -> Val:
        value = x[i]
        # A negative number of places is a large one.
        count = Val(w.fn, by[i].v, signed=False)
        inside = Val(w.fn, count.minimum(bits - 1).v, value.signed)
        if value.signed and not left:
            return shift(value, inside, left=False)
        return w.select(count < bits, shift(value, inside, left=left), 0)

    w.each(y, moved)
