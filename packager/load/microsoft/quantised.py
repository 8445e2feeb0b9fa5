"""Operators on quantised tensors: the numbers they stand for, what is computed of those, and that quantised again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from packager.dtype import DType
from packager.load.microsoft.activations import softmax_from
from packager.load.microsoft.call import Attribute, Call, Tensor
from packager.load.microsoft.images import in_layout
from packager.load.microsoft.table import BYTES, operator


def _zero(op: Call, given: Tensor | None, dtype: DType) -> Tensor:
    """The zero point of a tensor of that type, 0 where none is given."""
    if given is None:
        return op.constant(np.zeros((), dtype.np))
    if given.dtype != dtype:
        op.invalid(f"a zero point is {given.dtype}, but its tensor {dtype}")
    return scalar(op, given, "zero point")


def _scale(op: Call, given: Tensor) -> Tensor:
    """The scale of a tensor."""
    if given.dtype.name != "f32":
        op.invalid(f"a scale is {given.dtype}, not f32")
    return scalar(op, given, "scale")


def scalar(op: Call, x: Tensor, what: str) -> Tensor:
    """`x`, of one element, without dimensions."""
    if x.size != 1:
        op.invalid(f"its {what} has shape {list(x.shape)}, not one element")
    return op.Reshape(x, ()) if x.rank else x


def real(op: Call, x: Tensor, scale: Tensor, zero: Tensor | None) -> Tensor:
    """The numbers that the integers `x` stand for."""
    return op.DequantizeLinear(x, _scale(op, scale), _zero(op, zero, x.dtype))


def quantised(op: Call, y: Tensor, scale: Tensor, zero: Tensor | None, like: Tensor) -> Tensor:
    """`y` as integers; without a zero point of the type of `like`."""
    return op.QuantizeLinear(y, _scale(op, scale), _zero(op, zero, like.dtype))


def _one(
    op: Call, x: Tensor, given: tuple[Tensor, Tensor | None], wanted: tuple[Tensor, Tensor | None],
    body: Callable[[Tensor], Tensor],
) -> Tensor:  # fmt: skip
    """`body` of the numbers that `x` stands for, quantised again."""
    return quantised(op, body(real(op, x, *given)), *wanted, x)


@operator("QLinearAdd", BYTES)
@operator("QLinearMul", BYTES)
def q_linear_pair(
    op: Call,
    a: Tensor,
    a_scale: Tensor,
    a_zero_point: Tensor | None,
    b: Tensor,
    b_scale: Tensor,
    b_zero_point: Tensor | None,
    c_scale: Tensor,
    c_zero_point: Tensor | None,
) -> Tensor:
    """Add or Mul of quantised numbers."""
    name = op.node.op_type.removeprefix("QLinear")
    y = op.add(name, real(op, a, a_scale, a_zero_point), real(op, b, b_scale, b_zero_point))
    return quantised(op, y, c_scale, c_zero_point, a)


@operator("QLinearSigmoid", BYTES)
def q_linear_sigmoid(
    op: Call, x: Tensor, x_scale: Tensor, x_zero_point: Tensor | None, y_scale: Tensor, y_zero_point: Tensor | None
) -> Tensor:
    """Sigmoid."""
    return _one(op, x, (x_scale, x_zero_point), (y_scale, y_zero_point), op.Sigmoid)


@operator("QLinearLeakyRelu", BYTES)
def q_linear_leaky_relu(
    op: Call,
    x: Tensor,
    x_scale: Tensor,
    x_zero_point: Tensor | None,
    y_scale: Tensor,
    y_zero_point: Tensor | None,
    *,
    alpha: float = 0.01,
) -> Tensor:
    """LeakyRelu."""
    return _one(op, x, (x_scale, x_zero_point), (y_scale, y_zero_point), lambda x: op.LeakyRelu(x, alpha=alpha))


@operator("QLinearSoftmax", BYTES)
def q_linear_softmax(
    op: Call,
    x: Tensor,
    x_scale: Tensor,
    x_zero_point: Tensor | None,
    y_scale: Tensor,
    y_zero_point: Tensor,
    *,
    opset: int,
    axis: int = -1,
) -> Tensor:
    """Softmax, before operator set 13 over all dimensions from one on."""
    if not 1 <= opset < 1000:
        op.invalid(f"its opset {opset} is not an operator set")

    def softmax(x: Tensor) -> Tensor:
        return op.Softmax(x, axis=axis) if opset >= 13 else softmax_from(op, x, axis)

    return _one(op, x, (x_scale, x_zero_point), (y_scale, y_zero_point), softmax)


@operator("QLinearAveragePool", BYTES)
def q_linear_average_pool(
    op: Call,
    x: Tensor,
    x_scale: Tensor,
    x_zero_point: Tensor | None,
    y_scale: Tensor,
    y_zero_point: Tensor | None,
    *,
    channels_last: bool = False,
    **attrs: Attribute,
) -> Tensor:
    """AveragePool."""

    def pool(x: Tensor) -> Tensor:
        return in_layout(op, x, channels_last, lambda x: op.AveragePool(x, **attrs))

    return _one(op, x, (x_scale, x_zero_point), (y_scale, y_zero_point), pool)


@operator("QLinearGlobalAveragePool", BYTES)
def q_linear_global_average_pool(
    op: Call,
    x: Tensor,
    x_scale: Tensor,
    x_zero_point: Tensor,
    y_scale: Tensor,
    y_zero_point: Tensor,
    *,
    channels_last: bool = False,
) -> Tensor:
    """GlobalAveragePool."""

    def pool(x: Tensor) -> Tensor:
        return in_layout(op, x, channels_last, lambda x: op.GlobalAveragePool(x))

    return _one(op, x, (x_scale, x_zero_point), (y_scale, y_zero_point), pool)


@operator("QLinearReduceMean", BYTES)
def q_linear_reduce_mean(
    op: Call,
    data: Tensor,
    data_scale: Tensor,
    data_zero_point: Tensor | None,
    reduced_scale: Tensor,
    reduced_zero_point: Tensor | None,
    *,
    axes: tuple[int, ...],
    keepdims: bool,
) -> Tensor:
    """ReduceMean."""

    def mean(x: Tensor) -> Tensor:
        return op.ReduceMean(x, axes, keepdims=keepdims)

    return _one(op, data, (data_scale, data_zero_point), (reduced_scale, reduced_zero_point), mean)


@operator("QLinearConcat", BYTES, typed="y_zero_point")
def q_linear_concat(op: Call, y_scale: Tensor, y_zero_point: Tensor, *inputs: Tensor | None, axis: int) -> Tensor:
    """Concat of tensors with scales of their own."""
    if not inputs or len(inputs) % 3 or None in inputs:
        op.invalid(
            f"it has {len(inputs)} inputs behind its own scale and zero point: tensor, scale, zero point of each"
        )
    parts = [real(op, *[x for x in inputs[i : i + 3] if x is not None]) for i in range(0, len(inputs), 3)]
    return quantised(op, op.Concat(*parts, axis=axis), y_scale, y_zero_point, y_zero_point)


@operator("QLinearWhere", BYTES, typed="x")
def q_linear_where(
    op: Call,
    condition: Tensor,
    x: Tensor,
    x_scale: Tensor,
    x_zero_point: Tensor,
    y: Tensor,
    y_scale: Tensor,
    y_zero_point: Tensor,
    z_scale: Tensor,
    z_zero_point: Tensor,
) -> Tensor:
    """Where."""
    z = op.Where(condition, real(op, x, x_scale, x_zero_point), real(op, y, y_scale, y_zero_point))
    return quantised(op, z, z_scale, z_zero_point, x)


@operator("QLinearConv", BYTES)
def q_linear_conv(
    op: Call,
    x: Tensor,
    x_scale: Tensor,
    x_zero_point: Tensor,
    w: Tensor,
    w_scale: Tensor,
    w_zero_point: Tensor,
    y_scale: Tensor,
    y_zero_point: Tensor,
    b: Tensor | None,
    *,
    channels_last: bool = False,
    **attrs: Attribute,
) -> Tensor:
    """QLinearConv of ONNX, and with the channels as the last dimension."""
    for given in (w_scale, w_zero_point):
        if given.shape not in ((), (1,), w.shape[:1]):
            op.invalid(f"a scale or zero point of W has shape {list(given.shape)}, not one for all or for each channel")
    if b is not None:
        op.shaped(b, w.shape[:1], "bias")
    others = (x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point, b)
    return in_layout(op, x, channels_last, lambda x: op.QLinearConv(x, *others, **attrs))


@operator("QuantizeLinear", "f32 f16")
def quantize_linear(op: Call, x: Tensor, y_scale: Tensor, y_zero_point: Tensor | None, *, axis: int = 1) -> Tensor:
    """QuantizeLinear of ONNX."""
    _along(op, x, y_scale, y_zero_point, axis)
    return op.QuantizeLinear(x, y_scale, y_zero_point, axis=axis if y_scale.rank else None)


@operator("DequantizeLinear", "i8 u8 i16 u16 i32 i4 u4")
def dequantize_linear(op: Call, x: Tensor, x_scale: Tensor, x_zero_point: Tensor | None, *, axis: int = 1) -> Tensor:
    """DequantizeLinear of ONNX."""
    _along(op, x, x_scale, x_zero_point, axis)
    return op.DequantizeLinear(x, x_scale, x_zero_point, axis=axis if x_scale.rank else None)


def _along(op: Call, x: Tensor, scale: Tensor, zero: Tensor | None, axis: int) -> None:
    """Raise unless there is one scale and zero point for all, or one for each place along the axis."""
    if scale.size != 1 and (not -x.rank <= axis < x.rank or scale.shape != (x.shape[axis],)):
        op.invalid(f"its scale has shape {list(scale.shape)}, which is not the axis {axis} of {list(x.shape)}")
    if zero is not None:
        op.shaped(zero, scale.shape, "zero point")
