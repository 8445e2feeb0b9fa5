"""LpPool (ONNX 1), NHWC: the norm of the elements in each window."""

from __future__ import annotations

from packager.lowering.pools import pooling

lp_pool = pooling("LpPool", "l2", "The norm of the elements in each window.")
