"""MatMul (ONNX 1): matrix products, one for each place of the leading axes, which broadcast."""

from __future__ import annotations

from packager.lowering.nest import nest
from packager.lowering.products import mat_mul as loops

mat_mul = nest("MatMul", rows=True, why="tiles of registers")(loops)
