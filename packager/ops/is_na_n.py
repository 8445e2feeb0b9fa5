"""IsNaN (ONNX 9): where a number is none."""

from __future__ import annotations

from typing import Any

from packager.emit.math import not_a_number
from packager.lowering.elementwise import elementwise


@elementwise("IsNaN", since=9, fusable=False)
def is_nan(x: Any) -> Any:
    """Where a number is none."""
    return not_a_number(x)
