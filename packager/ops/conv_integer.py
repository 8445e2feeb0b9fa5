"""ConvInteger (ONNX 10): convolution of small integers less their zero points, exact in 32 bits."""

from __future__ import annotations

from packager.emit.builder import Val
from packager.lowering.nest import Tensor, Writer, nest
from packager.lowering.windows import convolution


@nest("ConvInteger", since=10)
def conv_integer(
    w: Writer, x: Tensor, weight: Tensor, x_zero: Tensor | None = None, w_zero: Tensor | None = None, *, y: Tensor
) -> None:
    """Convolution of small integers less their zero points."""

    def less(value: Val, zero: Tensor | None, channel: Val) -> Val:
        if zero is None:
            return w.cast(value, "i32")
        at = (channel if zero.size > 1 else 0,)
        return w.cast(value, "i32") - w.cast(zero[at if zero.rank else ()], "i32")

    convolution(
        w, x, weight, y, "i32", lambda a, b, channel: (less(a, x_zero, channel), less(b, w_zero, channel)),
        lambda found, _: found,
    )  # fmt: skip
