"""Xor (ONNX 7): one of two conditions, not both."""

from __future__ import annotations

from typing import Any

from packager.emit.math import equals
from packager.lowering.elementwise import elementwise


@elementwise("Xor", since=7, fusable=False)
def xor(a: Any, b: Any) -> Any:
    """One of two conditions, not both."""
    return equals(equals(a, b), a * 0.0)
