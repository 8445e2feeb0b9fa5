"""Greater (ONNX 7): a > b, as bool."""

from __future__ import annotations

from typing import Any

from packager.emit.math import truth
from packager.lowering.elementwise import elementwise


@elementwise("Greater", since=7, fusable=False)
def greater(a: Any, b: Any) -> Any:
    """a > b, as bool."""
    return truth(a > b, a)
