"""Celu (ONNX 12): x where positive, else alpha * (e**(x / alpha) - 1)."""

from __future__ import annotations

from typing import Any

from packager.emit.math import exp, minimum, where
from packager.lowering.elementwise import elementwise


@elementwise("Celu", since=12)
def celu(x: Any, alpha: Any = 1.0) -> Any:
    """x where positive, else alpha * (e**(x / alpha) - 1)."""
    return where(x < 0.0, (exp(minimum(x, 0.0) / alpha) - 1.0) * alpha, x)
