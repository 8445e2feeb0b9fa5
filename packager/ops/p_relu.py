"""PRelu (ONNX 1): x where positive, else slope * x."""

from __future__ import annotations

from typing import Any

from packager.emit.math import where
from packager.lowering.elementwise import elementwise


@elementwise("PRelu", since=1)
def p_relu(x: Any, slope: Any) -> Any:
    """x where positive, else slope * x."""
    return where(x < 0.0, x * slope, x)
