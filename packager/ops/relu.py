"""Relu (ONNX 1): max(x, 0)."""

from __future__ import annotations

from typing import Any

from packager.emit.math import maximum
from packager.lowering.elementwise import elementwise


@elementwise("Relu", since=1)
def relu(x: Any) -> Any:
    """max(x, 0)."""
    return maximum(x, 0.0)
