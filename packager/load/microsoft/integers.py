"""Products of quantised matrices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from packager.graph import Array
from packager.load.microsoft.call import Call, Tensor
from packager.load.microsoft.quantised import quantised, scalar
from packager.load.microsoft.table import BYTES, operator


def product(
    op: Call, a: Tensor, b: Tensor, scale: Tensor, a_zero: Tensor | None, b_zero: Tensor | None, c: Tensor | None
) -> Tensor:
    """The product of integers, and `c` of the same, as the numbers that it stands for."""
    if a_zero is not None:
        a_zero = scalar(op, a_zero, "zero point of A")
    for x in (scale, b_zero):
        if x is not None and x.shape not in ((), (1,), b.shape[-1:]):
            op.invalid(f"a scale or zero point of B has shape {list(x.shape)}, not one for all or for each column")
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
    transA: bool = False,
    transB: bool = False,
) -> Tensor:
    """Gemm of integers, quantised again where a scale is given."""
    op.ranks(a, 2, what="A")
    op.ranks(b, 2, what="B")
    if (y_scale is None) != (y_zero_point is None):
        op.invalid("it has only one of y_scale and y_zero_point")
    scale = scalar(op, a_scale, "scale of A") * b_scale
    scale = scale if alpha == 1.0 else scale * alpha
    a, b = (op.Transpose(x, perm=(1, 0)) if turn else x for x, turn in ((a, transA), (b, transB)))
    y = product(op, a, b, scale, a_zero_point, b_zero_point, c)
    op.shaped(y, (a.shape[0], b.shape[1]), "result")
    return y if y_scale is None else quantised(op, y, y_scale, y_zero_point, a)


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
    y = product(op, a, b, scalar(op, a_scale, "scale of A") * b_scale, a_zero_point, b_zero_point, None)
    return op.biased(y, bias)


@operator("DynamicQuantizeMatMul", "f32")
def dynamic_quantize_mat_mul(
    op: Call, a: Tensor, b: Tensor, b_scale: Tensor, b_zero_point: Tensor | None, bias: Tensor | None
) -> Tensor:
    """Product of what DynamicQuantizeLinear makes of a tensor and of integers."""
    x, scale, zero = op.several("DynamicQuantizeLinear", 3, a)
    y = product(op, x, b, scale * b_scale, zero, b_zero_point, None)
    return op.biased(y, bias)


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
    if scales.size != N * blocks or not scales.dtype.is_float:
        op.invalid(f"its scales are {scales.dtype}{list(scales.shape)}, not floats {[N, blocks]}")
    levels = _levels(op.known(b, "weights"), bits).astype(np.float32) - _zero_points(op, zero_points, bits, N, blocks)
    weights = levels * op.known(scales, "scales").astype(np.float32).reshape(N, blocks, 1)
    w = weights.reshape(N, blocks * block_size)[:, :K].T.astype(a.dtype.np)
    y = op.MatMul(a, op.constant(np.ascontiguousarray(w)))
    return op.biased(y, bias)


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
