"""Or (ONNX 7): one or both of two conditions."""

from __future__ import annotations

from typing import Any

from packager.emit.math import maximum
from packager.lowering.elementwise import elementwise


@elementwise("Or", since=7, fusable=False)
def or_(a: Any, b: Any) -> Any:
    """One or both of two conditions."""
    return maximum(a, b)
