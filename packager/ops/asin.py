"""Asin (ONNX 7): arc sine."""

from __future__ import annotations

from typing import Any

from packager.emit.math import atan, sqrt
from packager.lowering.elementwise import elementwise


@elementwise("Asin", since=7)
def asin(x: Any) -> Any:
    """Arc sine."""
    return atan(x / sqrt(1.0 - x * x))
