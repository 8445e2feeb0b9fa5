"""Mul (ONNX 1): a * b."""

from __future__ import annotations

from typing import Any

from packager.lowering.elementwise import elementwise


@elementwise("Mul", since=1)
def mul(a: Any, b: Any) -> Any:
    """a * b."""
    return a * b
