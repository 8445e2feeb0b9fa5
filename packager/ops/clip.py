"""Clip (ONNX 1): min(max(x, min), max)."""

from __future__ import annotations

from typing import Any

from packager.lowering.elementwise import elementwise


@elementwise("Clip", since=1)
def clip(x: Any, min: Any = float("-inf"), max: Any = float("inf")) -> Any:
    """min(max(x, min), max)."""
    return x.clip(min, max)
