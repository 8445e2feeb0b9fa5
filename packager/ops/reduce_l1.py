"""ReduceL1 (ONNX 1): The sum of magnitudes along axes."""

from __future__ import annotations

from packager.lowering.reductions import reduction

reduce_l1 = reduction("ReduceL1", "l1", "The sum of magnitudes along axes.")
