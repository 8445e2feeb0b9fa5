"""GreaterOrEqual (ONNX 12): a >= b, as bool."""

from __future__ import annotations

from typing import Any

from packager.emit.math import truth
from packager.lowering.elementwise import elementwise


@elementwise("GreaterOrEqual", since=12, fusable=False)
def greater_or_equal(a: Any, b: Any) -> Any:
    """a >= b, as bool."""
    return truth(a >= b, a)
