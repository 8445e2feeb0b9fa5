"""Shrink (ONNX 9): x moved towards 0 by bias, and 0 where |x| is at most lambd."""

from __future__ import annotations

from typing import Any

from packager.emit.math import absolute, sign, where
from packager.lowering.elementwise import elementwise


@elementwise("Shrink", since=9)
def shrink(x: Any, lambd: Any = 0.5, bias: Any = 0.0) -> Any:
    """x moved towards 0 by bias, and 0 where |x| is at most lambd."""
    return where(absolute(x) > lambd, x - sign(x) * bias, x * 0.0)
