"""GeluTanh (ONNX 20): Gelu with approximate=tanh."""

from __future__ import annotations

from typing import Any

from packager.emit.math import sigmoid
from packager.lowering.elementwise import elementwise


@elementwise("GeluTanh", since=20)
def gelu_tanh(x: Any) -> Any:
    """Gelu with approximate=tanh."""
    return x * sigmoid((x * x * 0.044715 + 1.0) * x * 1.5957691216057308)
