"""Elu (ONNX 1): x where positive, else alpha * (e**x - 1)."""

from __future__ import annotations

from typing import Any

from packager.emit.math import exp, minimum, where
from packager.lowering.elementwise import elementwise


@elementwise("Elu", since=1)
def elu(x: Any, alpha: Any = 1.0) -> Any:
    """x where positive, else alpha * (e**x - 1)."""
    return where(x < 0.0, (exp(minimum(x, 0.0)) - 1.0) * alpha, x)
