"""ReduceLogSumExp (ONNX 1): The logarithm of the sum of exponentials along axes."""

from __future__ import annotations

from packager.lowering.reductions import reduction

reduce_log_sum_exp = reduction("ReduceLogSumExp", "logsumexp", "The logarithm of the sum of exponentials along axes.")
