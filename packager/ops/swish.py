"""Swish (ONNX 24): x * sigmoid(alpha * x)."""

from __future__ import annotations

from typing import Any

from packager.emit.math import sigmoid
from packager.ops.base import elementwise


@elementwise("Swish", since=24)
def swish(x: Any, alpha: Any = 1.0) -> Any:
    """X * sigmoid(alpha * x)."""
    return x * sigmoid(x * alpha)
