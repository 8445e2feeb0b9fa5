"""Abs (ONNX 1): magnitude."""

from __future__ import annotations

from typing import Any

from packager.emit.math import absolute
from packager.lowering.elementwise import elementwise


@elementwise("Abs", since=1)
def abs(x: Any) -> Any:
    """Magnitude."""
    return absolute(x)
