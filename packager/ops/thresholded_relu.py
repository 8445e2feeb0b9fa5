"""ThresholdedRelu (ONNX 10): x where above alpha, else 0."""

from __future__ import annotations

from typing import Any

from packager.emit.math import where
from packager.lowering.elementwise import elementwise


@elementwise("ThresholdedRelu", since=10)
def thresholded_relu(x: Any, alpha: Any = 1.0) -> Any:
    """x where above alpha, else 0."""
    return where(x > alpha, x, x * 0.0)
