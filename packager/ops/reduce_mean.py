"""ReduceMean (ONNX 1): The mean along axes."""

from __future__ import annotations

from packager.lowering.reductions import reduction

reduce_mean = reduction("ReduceMean", "sum", "The mean along axes.")
