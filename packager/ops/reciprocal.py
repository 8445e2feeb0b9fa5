"""Reciprocal (ONNX 1): 1 / x."""

from __future__ import annotations

from typing import Any

from packager.lowering.elementwise import elementwise


@elementwise("Reciprocal", since=1)
def reciprocal(x: Any) -> Any:
    """1 / x."""
    return 1.0 / x
