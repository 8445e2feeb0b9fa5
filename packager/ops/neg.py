"""Neg (ONNX 1): -x."""

from __future__ import annotations

from typing import Any

from packager.lowering.elementwise import elementwise


@elementwise("Neg", since=1)
def neg(x: Any) -> Any:
    """-x."""
    return -x
