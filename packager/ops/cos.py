"""Cos (ONNX 7): cosine."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Cos", since=7)
def cos(x: Any) -> Any:
    """Cosine."""
    return math.cos(x)
