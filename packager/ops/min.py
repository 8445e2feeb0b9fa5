"""Min (ONNX 1): smaller of its inputs."""

from __future__ import annotations

from typing import Any

from packager.emit.math import minimum
from packager.lowering.elementwise import elementwise


@elementwise("Min", since=1)
def min(a: Any, b: Any) -> Any:
    """Smaller of its inputs."""
    return minimum(a, b)
