"""MatMulInteger (ONNX 10): matrix products of small integers less their zero points, exact in 32 bits."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, nest
from packager.lowering.products import number_of, product


@nest("MatMulInteger", since=10)
def mat_mul_integer(
    w: Writer, a: Tensor, b: Tensor, a_zero: Tensor | None = None, b_zero: Tensor | None = None, *, y: Tensor
) -> None:
    """Matrix products of small integers less their zero points."""
    rows = number_of(a_zero, axis=-2) if a_zero is not None else None
    columns = number_of(b_zero, axis=-1) if b_zero is not None else None
    product(w, a, b, y, "i32", less=(rows, columns))
