"""Not (ONNX 1): the opposite of a condition."""

from __future__ import annotations

from typing import Any

from packager.emit.math import equals
from packager.lowering.elementwise import elementwise


@elementwise("Not", since=1, fusable=False)
def not_(x: Any) -> Any:
    """The opposite of a condition."""
    return equals(x, x * 0.0)
