"""ReduceLogSum (ONNX 1): The logarithm of the sum along axes."""

from __future__ import annotations

from packager.lowering.reductions import reduction

reduce_log_sum = reduction("ReduceLogSum", "logsum", "The logarithm of the sum along axes.")
