"""Round (ONNX 11): nearest integer, ties to even."""

from __future__ import annotations

from typing import Any

from packager.emit.math import rint
from packager.lowering.elementwise import elementwise


@elementwise("Round", since=11)
def round(x: Any) -> Any:
    """Nearest integer, ties to even."""
    return rint(x)
