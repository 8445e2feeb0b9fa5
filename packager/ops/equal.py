"""Equal (ONNX 7): a == b, as bool."""

from __future__ import annotations

from typing import Any

from packager.emit.math import equals
from packager.lowering.elementwise import elementwise


@elementwise("Equal", since=7, fusable=False)
def equal(a: Any, b: Any) -> Any:
    """a == b, as bool."""
    return equals(a, b)
