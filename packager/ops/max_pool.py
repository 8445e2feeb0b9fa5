"""MaxPool (ONNX 1), NHWC: the largest of the elements in each window."""

from __future__ import annotations

from packager.lowering.pools import pooling

max_pool = pooling("MaxPool", "max", "The largest of the elements in each window.")
