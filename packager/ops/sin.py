"""Sin (ONNX 7): sine."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Sin", since=7)
def sin(x: Any) -> Any:
    """Sine."""
    return math.sin(x)
