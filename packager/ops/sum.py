"""Sum (ONNX 1): sum of its inputs."""

from __future__ import annotations

from typing import Any

from packager.lowering.elementwise import elementwise


@elementwise("Sum", since=1)
def sum(a: Any, b: Any) -> Any:
    """Sum of its inputs."""
    return a + b
