"""Exp (ONNX 1): e**x."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Exp", since=1)
def exp(x: Any) -> Any:
    """e**x."""
    return math.exp_all(x)
