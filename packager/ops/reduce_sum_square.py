"""ReduceSumSquare (ONNX 1): The sum of squares along axes."""

from __future__ import annotations

from packager.lowering.reductions import reduction

reduce_sum_square = reduction("ReduceSumSquare", "sumsquare", "The sum of squares along axes.")
