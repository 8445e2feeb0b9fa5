"""Asinh (ONNX 9): inverse hyperbolic sine."""

from __future__ import annotations

from typing import Any

from packager.emit.math import absolute, log, sign, sqrt
from packager.lowering.elementwise import elementwise


@elementwise("Asinh", since=9)
def asinh(x: Any) -> Any:
    """Inverse hyperbolic sine."""
    return sign(x) * log(absolute(x) + sqrt(x * x + 1.0))
