"""And (ONNX 7): both of two conditions."""

from __future__ import annotations

from typing import Any

from packager.lowering.elementwise import elementwise


@elementwise("And", since=7, fusable=False)
def and_(a: Any, b: Any) -> Any:
    """Both of two conditions."""
    return a * b
