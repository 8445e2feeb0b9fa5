"""Selu (ONNX 1): gamma * (x where positive, else alpha * (e**x - 1))."""

from __future__ import annotations

from typing import Any

from packager.emit.math import exp, minimum, where
from packager.lowering.elementwise import elementwise


@elementwise("Selu", since=1)
def selu(x: Any, alpha: Any = 1.67326319217681884765625, gamma: Any = 1.05070102214813232421875) -> Any:
    """gamma * (x where positive, else alpha * (e**x - 1))."""
    return where(x < 0.0, (exp(minimum(x, 0.0)) - 1.0) * alpha, x) * gamma
