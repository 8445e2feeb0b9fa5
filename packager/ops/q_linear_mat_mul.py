"""QLinearMatMul (ONNX 10): matrix products of quantised numbers, quantised again."""

from __future__ import annotations

from typing import Any

from packager.emit.builder import Val
from packager.lowering.nest import Tensor, Writer, nest
from packager.lowering.products import number_of, product
from packager.lowering.quantised import quantised


@nest("QLinearMatMul", since=10)
def q_linear_mat_mul(
    w: Writer, a: Tensor, a_scale: Tensor, a_zero: Tensor, b: Tensor, b_scale: Tensor, b_zero: Tensor,
    y_scale: Tensor, y_zero: Tensor, *, y: Tensor,
) -> None:  # fmt: skip
    """Matrix products of quantised numbers, quantised again."""
    rows, columns = number_of(a_zero, axis=-2), number_of(b_zero, axis=-1)
    left, right = number_of(a_scale, axis=-2), number_of(b_scale, axis=-1)
    step, zero = number_of(y_scale, axis=-1), number_of(y_zero, axis=-1)

    def finish(total: Val, i: tuple[Any, ...]) -> Val:
        scale = left(i) * right(i) / step(i)
        return quantised(w, w.cast(total, "f32") * scale, zero(i), y.dtype)

    product(w, a, b, y, "i32", less=(rows, columns), finish=finish)
