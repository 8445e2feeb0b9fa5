"""BitwiseNot (ONNX 18): all bits turned."""

from __future__ import annotations

from packager.lowering.bits import bitwise

bitwise_not = bitwise("BitwiseNot", "All bits turned.", lambda x: x ^ -1)
