"""Sqrt (ONNX 1): square root."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Sqrt", since=1)
def sqrt(x: Any) -> Any:
    """Square root."""
    return math.sqrt(x)
