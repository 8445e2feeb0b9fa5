"""HardSigmoid (ONNX 1): alpha * x + beta, limited to 0 and 1."""

from __future__ import annotations

from typing import Any

from packager.lowering.elementwise import elementwise


@elementwise("HardSigmoid", since=1)
def hard_sigmoid(x: Any, alpha: Any = 0.2, beta: Any = 0.5) -> Any:
    """alpha * x + beta, limited to 0 and 1."""
    return (x * alpha + beta).clip(0.0, 1.0)
