"""Erf (ONNX 9): error function."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Erf", since=9)
def erf(x: Any) -> Any:
    """Error function."""
    return math.erf(x)
