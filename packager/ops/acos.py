"""Acos (ONNX 7): arc cosine."""

from __future__ import annotations

from typing import Any

from packager.emit.math import atan, sqrt
from packager.lowering.elementwise import elementwise


@elementwise("Acos", since=7)
def acos(x: Any) -> Any:
    """Arc cosine."""
    return 1.5707963267948966 - atan(x / sqrt(1.0 - x * x))
