"""Swish (ONNX 24): x * sigmoid(alpha * x)."""

from __future__ import annotations

from typing import Any

from packager.emit.math import one_plus_exp_minus, quotient
from packager.lowering.elementwise import elementwise


@elementwise("Swish", since=24)
def swish(x: Any, alpha: Any = 1.0) -> Any:
    """x * sigmoid(alpha * x)."""
    return quotient(x, one_plus_exp_minus(x if isinstance(alpha, float) and alpha == 1.0 else x * alpha))
