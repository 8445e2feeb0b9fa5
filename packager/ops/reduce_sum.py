"""ReduceSum (ONNX 1): The sum along axes."""

from __future__ import annotations

from packager.lowering.reductions import reduction

reduce_sum = reduction("ReduceSum", "sum", "The sum along axes.")
