"""Acosh (ONNX 9): inverse hyperbolic cosine."""

from __future__ import annotations

from typing import Any

from packager.emit.math import log, sqrt
from packager.lowering.elementwise import elementwise


@elementwise("Acosh", since=9)
def acosh(x: Any) -> Any:
    """Inverse hyperbolic cosine."""
    return log(x + sqrt(x * x - 1.0))
