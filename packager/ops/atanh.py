"""Atanh (ONNX 9): inverse hyperbolic tangent."""

from __future__ import annotations

from typing import Any

from packager.emit.math import log
from packager.lowering.elementwise import elementwise


@elementwise("Atanh", since=9)
def atanh(x: Any) -> Any:
    """Inverse hyperbolic tangent."""
    return log((x + 1.0) / (1.0 - x)) * 0.5
