"""ReduceMax (ONNX 1): The largest element along axes."""

from __future__ import annotations

from packager.ops.reductions import reduction

reduce_max = reduction("ReduceMax", "max", "The largest element along axes.")
