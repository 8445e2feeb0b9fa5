"""Atan (ONNX 7): arc tangent."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Atan", since=7)
def atan(x: Any) -> Any:
    """Arc tangent."""
    return math.atan(x)
