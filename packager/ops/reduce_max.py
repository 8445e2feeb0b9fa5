"""ReduceMax (ONNX 1): The largest element along axes."""

from __future__ import annotations

from packager.lowering.reductions import reduction

reduce_max = reduction("ReduceMax", "max", "The largest element along axes.")
