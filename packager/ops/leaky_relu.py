"""LeakyRelu (ONNX 1): x where positive, else alpha * x."""

from __future__ import annotations

from typing import Any

from packager.emit.math import where
from packager.lowering.elementwise import elementwise


@elementwise("LeakyRelu", since=1)
def leaky_relu(x: Any, alpha: Any = 0.01) -> Any:
    """x where positive, else alpha * x."""
    return where(x < 0.0, x * alpha, x)
