"""Mish (ONNX 18): x * tanh(softplus(x))."""

from __future__ import annotations

from typing import Any

from packager.emit.math import exp, minimum
from packager.lowering.elementwise import elementwise


@elementwise("Mish", since=18)
def mish(x: Any) -> Any:
    """x * tanh(softplus(x))."""
    # tanh(log(1 + e)) = (e*e + 2e) / (e*e + 2e + 2), which is 1 in f32 from x = 20 on.
    e = exp(minimum(x, 20.0))
    n = e * (e + 2.0)
    return x * n / (n + 2.0)
