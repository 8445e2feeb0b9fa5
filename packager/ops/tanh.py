"""Tanh (ONNX 1): hyperbolic tangent."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Tanh", since=1)
def tanh(x: Any) -> Any:
    """Hyperbolic tangent."""
    return math.tanh(x)
