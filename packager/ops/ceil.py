"""Ceil (ONNX 1): smallest integer not below x."""

from __future__ import annotations

from typing import Any

from packager.emit.math import floor
from packager.lowering.elementwise import elementwise


@elementwise("Ceil", since=1)
def ceil(x: Any) -> Any:
    """Smallest integer not below x."""
    return -floor(-x)
