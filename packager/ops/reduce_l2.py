"""ReduceL2 (ONNX 1): The root of the sum of squares along axes."""

from __future__ import annotations

from packager.lowering.reductions import reduction

reduce_l2 = reduction("ReduceL2", "l2", "The root of the sum of squares along axes.")
