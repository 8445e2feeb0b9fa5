"""Mod (ONNX 10): what is left of a division, with the sign of the divisor, or of the dividend (fmod)."""

from __future__ import annotations

from typing import Any

from packager.emit.math import remainder
from packager.lowering.elementwise import elementwise


@elementwise("Mod", since=10, fusable=False)
def mod(a: Any, b: Any, fmod: Any = 0) -> Any:
    """What is left of a division, with the sign of the divisor, or of the dividend (fmod)."""
    return remainder(a, b, "dividend" if fmod else "divisor")
