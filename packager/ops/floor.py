"""Floor (ONNX 1): largest integer not above x."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Floor", since=1)
def floor(x: Any) -> Any:
    """Largest integer not above x."""
    return math.floor(x)
