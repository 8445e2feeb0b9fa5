"""CumSum (ONNX 11): sums of all elements up to each, along an axis."""

from __future__ import annotations

from packager.lowering.cumulative import cumulative

cum_sum = cumulative("CumSum", since=11, start=0, step=lambda a, b: a + b)
