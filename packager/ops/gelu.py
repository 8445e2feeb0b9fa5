"""Gelu (ONNX 20): x times the normal distribution at x."""

from __future__ import annotations

from typing import Any

from packager.emit.math import erf
from packager.lowering.elementwise import elementwise


@elementwise("Gelu", since=20)
def gelu(x: Any) -> Any:
    """x times the normal distribution at x."""
    return x * (erf(x * 0.7071067811865476) * 0.5 + 0.5)
