"""Softplus (ONNX 1): log(1 + e**x)."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Softplus", since=1)
def softplus(x: Any) -> Any:
    """log(1 + e**x)."""
    return math.softplus(x)
