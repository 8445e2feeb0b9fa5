"""Tan (ONNX 7): tangent."""

from __future__ import annotations

from typing import Any

from packager.emit.math import cos, sin
from packager.lowering.elementwise import elementwise


@elementwise("Tan", since=7)
def tan(x: Any) -> Any:
    """Tangent."""
    return sin(x) / cos(x)
