"""CumProd (ONNX 26): products of all elements up to each, along an axis."""

from __future__ import annotations

from packager.lowering.cumulative import cumulative

cum_prod = cumulative("CumProd", since=26, start=1, step=lambda a, b: a * b)
