"""Sigmoid (ONNX 1): 1 / (1 + e**-x)."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Sigmoid", since=1)
def sigmoid(x: Any) -> Any:
    """1 / (1 + e**-x)."""
    return math.sigmoid(x)
