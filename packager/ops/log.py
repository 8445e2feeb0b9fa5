"""Log (ONNX 1): natural logarithm."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Log", since=1)
def log(x: Any) -> Any:
    """Natural logarithm."""
    return math.log(x)
