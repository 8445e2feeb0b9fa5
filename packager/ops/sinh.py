"""Sinh (ONNX 9): hyperbolic sine."""

from __future__ import annotations

from typing import Any

from packager.emit.math import exp
from packager.lowering.elementwise import elementwise


@elementwise("Sinh", since=9)
def sinh(x: Any) -> Any:
    """Hyperbolic sine."""
    return (exp(x) - exp(-x)) * 0.5
