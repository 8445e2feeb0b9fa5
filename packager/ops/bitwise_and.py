"""BitwiseAnd (ONNX 18): the bits of a & b."""

from __future__ import annotations

from packager.lowering.bits import bitwise

bitwise_and = bitwise("BitwiseAnd", "The bits of a & b.", lambda a, b: a & b)
