"""QLinearConv (ONNX 10): convolution of quantised numbers, quantised again."""

from __future__ import annotations

from packager.emit.builder import Val
from packager.lowering.nest import Tensor, Writer, nest
from packager.lowering.quantised import quantised
from packager.lowering.windows import convolution


@nest("QLinearConv", since=10)
def q_linear_conv(
    w: Writer, x: Tensor, x_scale: Tensor, x_zero: Tensor, weight: Tensor, w_scale: Tensor, w_zero: Tensor,
    y_scale: Tensor, y_zero: Tensor, bias: Tensor | None = None, *, y: Tensor,
) -> None:  # fmt: skip
    """Convolution of quantised numbers, quantised again."""

    def of(given: Tensor, channel: Val) -> Val:
        return given[(channel if given.size > 1 else 0,) if given.rank else ()]

    def term(a: Val, b: Val, channel: Val) -> tuple[Val, Val]:
        left, right = w.cast(of(x_zero, channel), "i32"), w.cast(of(w_zero, channel), "i32")
        return w.cast(a, "i32") - left, w.cast(b, "i32") - right

    def finish(found: Val, channel: Val) -> Val:
        total = found + bias[channel] if bias is not None else found
        scale = of(x_scale, channel) * of(w_scale, channel) / of(y_scale, channel)
        return quantised(w, w.cast(total, "f32") * scale, of(y_zero, channel), y.dtype)

    convolution(w, x, weight, y, "i32", term, finish)
