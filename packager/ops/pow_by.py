"""PowBy (ONNX 1): x to the power of a constant."""

from __future__ import annotations

from typing import Any

from packager.emit.math import power
from packager.lowering.elementwise import elementwise


@elementwise("PowBy", since=1)
def pow_by(x: Any, exponent: Any = 1.0) -> Any:
    """x to the power of a constant."""
    return power(x, exponent)
