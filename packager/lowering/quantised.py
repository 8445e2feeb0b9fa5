"""Numbers as steps of a scale: the arithmetic of ONNX's quantised operators."""

from __future__ import annotations

from packager.dtype import DType
from packager.emit.builder import Val
from packager.emit.math import rint
from packager.lowering.nest import Writer


def quantised(w: Writer, value: Val, zero: Val | None, dtype: DType) -> Val:
    """Numbers already divided by the scale, as elements of `dtype`: rounded, ties to even, and saturated."""
    whole = value if dtype.is_float else rint(value)
    if zero is not None:
        whole = whole + whole.same(w.cast(zero, "f32"))
    return whole if dtype.is_float else whole.clip(*bounds(dtype))


def bounds(dtype: DType) -> tuple[float, float]:
    """The smallest and the largest integer of a type."""
    if dtype.is_unsigned:
        return 0.0, 2.0**dtype.bits - 1
    return -(2.0 ** (dtype.bits - 1)), 2.0 ** (dtype.bits - 1) - 1
