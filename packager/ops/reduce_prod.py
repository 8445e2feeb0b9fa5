"""ReduceProd (ONNX 1): The product along axes."""

from __future__ import annotations

from packager.lowering.reductions import reduction

reduce_prod = reduction("ReduceProd", "prod", "The product along axes.")
