"""Max (ONNX 1): larger of its inputs."""

from __future__ import annotations

from typing import Any

from packager.emit.math import maximum
from packager.lowering.elementwise import elementwise


@elementwise("Max", since=1)
def max(a: Any, b: Any) -> Any:
    """Larger of its inputs."""
    return maximum(a, b)
