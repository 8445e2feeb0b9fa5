"""Div (ONNX 1): a / b."""

from __future__ import annotations

from typing import Any

from packager.emit.math import divide
from packager.lowering.elementwise import elementwise


@elementwise("Div", since=1)
def div(a: Any, b: Any) -> Any:
    """a / b."""
    return divide(a, b)
