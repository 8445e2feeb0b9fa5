"""ArgMin (ONNX 1): where along an axis the smallest element stands."""

from __future__ import annotations

from packager.lowering.reductions import arguments

arg_min = arguments("ArgMin", "min")
