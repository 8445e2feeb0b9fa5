"""Operators on quantised tensors: the numbers they stand for, what is computed of those, and that quantised again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from packager.dtype import DType
from packager.graph import Array
from packager.load.microsoft.activations import softmax_from
from packager.load.microsoft.call import Attribute, Call, Tensor
from packager.load.microsoft.images import in_layout
from packager.load.microsoft.table import BYTES, operator


def _zero(op: Call, given: Tensor | None, dtype: DType) -> Tensor:
    """The zero point of a tensor of that type, 0 where none is given."""
    return op.constant(np.zeros((), dtype.np)) if given is None else _scalar(op, given, "zero point")


def _scalar(op: Call, x: Tensor, what: str) -> Tensor:
    """`x`, of one element, without dimensions."""
    if x.size != 1:
        op.invalid(f"its {what} has shape {list(x.shape)}, not one element")
    return op.Reshape(x, ()) if x.rank else x


def _real(op: Call, x: Tensor, scale: Tensor, zero: Tensor | None) -> Tensor:
    """The numbers that the integers `x` stand for."""
    return op.DequantizeLinear(x, _scalar(op, scale, "scale"), _zero(op, zero, x.dtype))


def _quantised(op: Call, y: Tensor, scale: Tensor, zero: Tensor | None, like: Tensor) -> Tensor:
    """`y` as integers; without a zero point of the type of `like`."""
    return op.QuantizeLinear(y, _scalar(op, scale, "scale"), _zero(op, zero, like.dtype))


def _one(
    op: Call, x: Tensor, given: tuple[Tensor, Tensor | None], wanted: tuple[Tensor, Tensor | None],
    body: Callable[[Tensor], Tensor],
) -> Tensor:  # fmt: skip
    """`body` of the numbers that `x` stands for, quantised again."""
    return _quantised(op, body(_real(op, x, *given)), *wanted, x)


@operator("QLinearAdd", BYTES)
def q_linear_add(
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
    """Add."""
    y = _real(op, a, a_scale, a_zero_point) + _real(op, b, b_scale, b_zero_point)
    return _quantised(op, y, c_scale, c_zero_point, a)


@operator("QLinearMul", BYTES)
def q_linear_mul(
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
    """Mul."""
    y = _real(op, a, a_scale, a_zero_point) * _real(op, b, b_scale, b_zero_point)
    return _quantised(op, y, c_scale, c_zero_point, a)


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
    y_zero_point: Tensor | None,
    *,
    opset: int,
    axis: int = -1,
) -> Tensor:
    """Softmax, before operator set 13 over all dimensions from one on."""

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
    channels_last: int = 0,
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
    x_zero_point: Tensor | None,
    y_scale: Tensor,
    y_zero_point: Tensor | None,
    *,
    channels_last: int = 0,
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
    keepdims: int,
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
    parts = [_real(op, *[x for x in inputs[i : i + 3] if x is not None]) for i in range(0, len(inputs), 3)]
    return _quantised(op, op.Concat(*parts, axis=axis), y_scale, y_zero_point, y_zero_point)


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
    z = op.Where(condition, _real(op, x, x_scale, x_zero_point), _real(op, y, y_scale, y_zero_point))
    return _quantised(op, z, z_scale, z_zero_point, x)


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
    channels_last: int = 0,
    **attrs: Attribute,
) -> Tensor:
    """QLinearConv of ONNX, and with the channels as the last dimension."""
    others = (x_scale, x_zero_point, w, w_scale, w_zero_point, y_scale, y_zero_point, b)
    return in_layout(op, x, channels_last, lambda x: op.QLinearConv(x, *others, **attrs))


def _product(
    op: Call, a: Tensor, b: Tensor, scale: Tensor, a_zero: Tensor | None, b_zero: Tensor | None, c: Tensor | None
) -> Tensor:
    """The product of integers, and `c` of the same, as the numbers that it stands for."""
    if a_zero is not None:
        a_zero = _scalar(op, a_zero, "zero point of A")
    y = op.MatMulInteger(a, b, a_zero, b_zero)
    return op.cast(y if c is None else y + c, scale.dtype) * scale


@operator("QGemm", BYTES)
def q_gemm(
    op: Call,
    a: Tensor,
    a_scale: Tensor,
    a_zero_point: Tensor,
    b: Tensor,
    b_scale: Tensor,
    b_zero_point: Tensor,
    c: Tensor | None,
    y_scale: Tensor | None,
    y_zero_point: Tensor | None,
    *,
    alpha: float = 1.0,
    transA: int = 0,
    transB: int = 0,
) -> Tensor:
    """Gemm of integers, quantised again where a scale is given."""
    op.ranks(a, 2, what="A")
    op.ranks(b, 2, what="B")
    if (y_scale is None) != (y_zero_point is None):
        op.invalid("it has only one of y_scale and y_zero_point")
    scale = _scalar(op, a_scale, "scale of A") * b_scale
    scale = scale if alpha == 1.0 else scale * alpha
    a, b = (op.Transpose(x, perm=(1, 0)) if turn else x for x, turn in ((a, transA), (b, transB)))
    y = _product(op, a, b, scale, a_zero_point, b_zero_point, c)
    op.shaped(y, (a.shape[0], b.shape[1]), "result")
    return y if y_scale is None else _quantised(op, y, y_scale, y_zero_point, a)


@operator("MatMulIntegerToFloat", BYTES)
def mat_mul_integer_to_float(
    op: Call,
    a: Tensor,
    b: Tensor,
    a_scale: Tensor,
    b_scale: Tensor,
    a_zero_point: Tensor | None,
    b_zero_point: Tensor | None,
    bias: Tensor | None,
) -> Tensor:
    """Product of integers as the numbers that it stands for."""
    y = _product(op, a, b, _scalar(op, a_scale, "scale of A") * b_scale, a_zero_point, b_zero_point, None)
    return y if bias is None else y + bias


@operator("DynamicQuantizeMatMul", "f32")
def dynamic_quantize_mat_mul(
    op: Call, a: Tensor, b: Tensor, b_scale: Tensor, b_zero_point: Tensor | None, bias: Tensor | None
) -> Tensor:
    """Product of what DynamicQuantizeLinear makes of a tensor and of integers."""
    x, scale, zero = op.several("DynamicQuantizeLinear", 3, a)
    y = _product(op, x, b, scale * b_scale, zero, b_zero_point, None)
    return y if bias is None else y + bias


@operator("QuantizeLinear", "f32 f16")
def quantize_linear(op: Call, x: Tensor, y_scale: Tensor, y_zero_point: Tensor | None, *, axis: int = 1) -> Tensor:
    """QuantizeLinear of ONNX."""
    return op.QuantizeLinear(x, y_scale, y_zero_point, axis=axis if y_scale.rank else None)


@operator("DequantizeLinear", "i8 u8 i16 u16 i32 i4 u4")
def dequantize_linear(op: Call, x: Tensor, x_scale: Tensor, x_zero_point: Tensor | None, *, axis: int = 1) -> Tensor:
    """DequantizeLinear of ONNX."""
    return op.DequantizeLinear(x, x_scale, x_zero_point, axis=axis if x_scale.rank else None)


@operator("MatMulNBits", "f32 f16 bf16", fixed={"weight_prepacked": (0,)}, ignored="accuracy_level")
def mat_mul_n_bits(
    op: Call,
    a: Tensor,
    b: Tensor,
    scales: Tensor,
    zero_points: Tensor | None,
    g_idx: Tensor | None,
    bias: Tensor | None,
    *,
    K: int,
    N: int,
    block_size: int,
    bits: int = 4,
) -> Tensor:
    """MatMul with weights of 2, 4 or 8 bits, which are floats in the binary."""
    if g_idx is not None:
        op.unsupported("its input 'g_idx' is given")
    if bits not in (2, 4, 8) or block_size < 16 or block_size & (block_size - 1) or N < 1 or K < 1:
        op.invalid(f"its K, N, bits or block_size is out of range: {K}, {N}, {bits}, {block_size}")
    blocks = -(-K // block_size)
    op.shaped(b, (N, blocks, block_size * bits // 8), "B")
    if scales.size != N * blocks:
        op.invalid(f"its scales have shape {list(scales.shape)}, not {[N, blocks]}")
    levels = _levels(op.known(b, "weights"), bits).astype(np.float32) - _zero_points(op, zero_points, bits, N, blocks)
    weights = levels * op.known(scales, "scales").astype(np.float32).reshape(N, blocks, 1)
    w = weights.reshape(N, blocks * block_size)[:, :K].T.astype(a.dtype.np)
    y = op.MatMul(a, op.constant(np.ascontiguousarray(w)))
    return y if bias is None else y + bias


def _levels(packed: Array, bits: int) -> Array:
    """The numbers of so many bits in the last dimension of bytes, the lowest first."""
    bytes_ = packed.astype(np.uint8)[..., None]
    levels: Array = (bytes_ >> np.arange(0, 8, bits, dtype=np.uint8)) & np.uint8(2**bits - 1)
    return levels.reshape(*packed.shape[:-1], -1)


def _zero_points(op: Call, given: Tensor | None, bits: int, rows: int, blocks: int) -> NDArray[np.float32]:
    """The zero point of each block, [rows, blocks, 1] or one for all."""
    if given is None:
        return np.array(2 ** (bits - 1), np.float32)
    points = op.known(given, "zero points")
    if given.dtype.name == "u8":
        width = -(-blocks * bits // 8)
        if points.size != rows * width:
            op.invalid(f"its zero_points have shape {list(given.shape)}, not {[rows, width]}")
        points = _levels(points.reshape(rows, width), bits)[:, :blocks]
    if points.size != rows * blocks:
        op.invalid(f"its zero_points have shape {list(given.shape)}, not {[rows, blocks]}")
    return points.astype(np.float32).reshape(rows, blocks, 1)
