"""Softsign (ONNX 1): x / (1 + |x|)."""

from __future__ import annotations

from typing import Any

from packager.emit.math import absolute
from packager.lowering.elementwise import elementwise


@elementwise("Softsign", since=1)
def softsign(x: Any) -> Any:
    """x / (1 + |x|)."""
    return x / (absolute(x) + 1.0)
