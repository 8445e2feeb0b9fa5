"""HardSwish (ONNX 14): x * (x / 6 + 1 / 2 limited to 0 and 1)."""

from __future__ import annotations

from typing import Any

from packager.lowering.elementwise import elementwise


@elementwise("HardSwish", since=14)
def hard_swish(x: Any) -> Any:
    """x * (x / 6 + 1 / 2 limited to 0 and 1)."""
    return x * (x * (1 / 6) + 0.5).clip(0.0, 1.0)
