"""ArgMax (ONNX 1): where along an axis the largest element stands."""

from __future__ import annotations

from packager.lowering.reductions import arguments

arg_max = arguments("ArgMax", "max")
