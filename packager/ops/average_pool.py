"""AveragePool (ONNX 1), NHWC: the mean of the elements in each window."""

from __future__ import annotations

from packager.lowering.pools import pooling

average_pool = pooling("AveragePool", "mean", "The mean of the elements in each window.")
