"""Where (ONNX 9): x where the condition holds, else y."""

from __future__ import annotations

from typing import Any

from packager.emit import math
from packager.lowering.elementwise import elementwise


@elementwise("Where", since=9)
def where(condition: Any, x: Any, y: Any) -> Any:
    """x where the condition holds, else y."""
    return math.where(condition > 0, x, y)
