"""Cosh (ONNX 9): hyperbolic cosine."""

from __future__ import annotations

from typing import Any

from packager.emit.math import exp
from packager.lowering.elementwise import elementwise


@elementwise("Cosh", since=9)
def cosh(x: Any) -> Any:
    """Hyperbolic cosine."""
    return (exp(x) + exp(-x)) * 0.5
