"""ReduceMin (ONNX 1): The smallest element along axes."""

from __future__ import annotations

from packager.lowering.reductions import reduction

reduce_min = reduction("ReduceMin", "min", "The smallest element along axes.")
