"""Pow (ONNX 1): a to the power b."""

from __future__ import annotations

from typing import Any

from packager.emit.math import power
from packager.lowering.elementwise import elementwise


@elementwise("Pow", since=1)
def pow(a: Any, b: Any) -> Any:
    """a to the power b."""
    return power(a, b)
