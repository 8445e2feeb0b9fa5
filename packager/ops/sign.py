"""Sign (ONNX 9): -1, 0 or 1."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Sign", since=9)
def sign(x: Any) -> Any:
    """-1, 0 or 1."""
    return math.sign(x)
