"""Operators on images: convolutions with what is fused to them, and those whose channels are the last dimension."""

from __future__ import annotations

from collections.abc import Callable

from packager.load.microsoft.activations import activate, parameters
from packager.load.microsoft.call import Attribute, Call, Tensor
from packager.load.microsoft.table import BYTES, operator

_MODES = {"bilinear": "linear", "nearest": "nearest", "bicubic": "cubic"}
"""What ONNX calls them now."""


def channels_first(op: Call, x: Tensor) -> Tensor:
    """From N, ..., C to N, C, ..."""
    if x.rank < 3:
        op.invalid(f"its input has {x.rank} dimensions, too few for an image")
    return op.Transpose(x, perm=(0, x.rank - 1, *range(1, x.rank - 1)))


def channels_last(op: Call, x: Tensor) -> Tensor:
    """From N, C, ... to N, ..., C."""
    return op.Transpose(x, perm=(0, *range(2, x.rank), 1))


def in_layout(op: Call, x: Tensor, last: bool, body: Callable[[Tensor], Tensor]) -> Tensor:
    """`body` of `x`, whose channels are the last dimension where `last` is set; so are those of the result."""
    return channels_last(op, body(channels_first(op, x))) if last else body(x)


@operator("FusedConv")
@operator("NhwcFusedConv")
def fused_conv(
    op: Call,
    x: Tensor,
    w: Tensor,
    b: Tensor | None,
    z: Tensor | None,
    *,
    activation: str = "",
    activation_params: tuple[float, ...] = (),
    **attrs: Attribute,
) -> Tensor:
    """Conv, a sum, and an activation; Nhwc: channels are the last dimension."""
    y = in_layout(op, x, op.node.op_type.startswith("Nhwc"), lambda x: op.Conv(x, w, b, **attrs))
    if z is not None:
        op.shaped(z, y.shape, "input 'Z'")
        y = y + z
    return activate(op, y, activation, parameters(op, activation, activation_params))


@operator("NhwcConv")
def nhwc_conv(op: Call, x: Tensor, w: Tensor, b: Tensor | None, **attrs: Attribute) -> Tensor:
    """Conv whose channels are the last dimension."""
    return in_layout(op, x, True, lambda x: op.Conv(x, w, b, **attrs))


@operator("NhwcMaxPool", BYTES)
def nhwc_max_pool(op: Call, x: Tensor, **attrs: Attribute) -> Tensor:
    """MaxPool whose channels are the last dimension."""
    return in_layout(op, x, True, lambda x: op.MaxPool(x, **attrs))


@operator("GridSample")
def grid_sample(op: Call, x: Tensor, grid: Tensor, *, mode: str = "bilinear", **attrs: Attribute) -> Tensor:
    """GridSample of ONNX."""
    if mode not in _MODES:
        op.invalid(f"its mode '{mode:.40}' is none of {', '.join(_MODES)}")
    return op.GridSample(x, grid, mode=_MODES[mode], **attrs)
