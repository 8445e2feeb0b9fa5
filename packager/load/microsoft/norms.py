"""Normalisations, with what is added before them."""

from __future__ import annotations

import numpy as np

from packager.load.microsoft.activations import silu
from packager.load.microsoft.call import Call, Tensor
from packager.load.microsoft.images import in_layout
from packager.load.microsoft.table import Result, operator


@operator("LayerNormalization", domain="")
def layer_normalization(
    op: Call, x: Tensor, scale: Tensor, b: Tensor | None, *, axis: int = -1, epsilon: float = 1e-5, stash_type: int = 1
) -> Tensor:
    """LayerNormalization of ONNX, which older operator sets lack."""
    return _normalised(op, "LayerNormalization", x, scale, b, axis=axis, epsilon=epsilon, stash_type=stash_type)


def _normalised(
    op: Call, kind: str, x: Tensor, scale: Tensor, bias: Tensor | None, axis: int = -1, **attrs: float
) -> Tensor:
    """LayerNormalization or RMSNormalization from `axis` on, where onnx does not look at the shapes."""
    if not -x.rank <= axis < x.rank:
        op.invalid(f"its axis {axis} is outside a tensor of {x.rank} dimensions")
    for given, what in ((scale, "scale"), (bias, "bias")):
        if given is not None:
            op.shaped(given, x.shape[axis % x.rank :], what)
    return op.add(kind, x, scale, bias, axis=axis, **attrs)


@operator("SimplifiedLayerNormalization", domain="")
def simplified_layer_normalization(
    op: Call, x: Tensor, scale: Tensor, *, axis: int = -1, epsilon: float = 1e-5, stash_type: int = 1
) -> Tensor:
    """RMSNormalization, as ONNX Runtime calls it."""
    return _normalised(op, "RMSNormalization", x, scale, None, axis=axis, epsilon=epsilon, stash_type=stash_type)


@operator("SkipLayerNormalization")
def skip_layer_normalization(
    op: Call,
    x: Tensor,
    skip: Tensor,
    gamma: Tensor,
    beta: Tensor | None,
    bias: Tensor | None,
    *,
    epsilon: float = 1e-12,
) -> Result:
    """LayerNormalization of a sum."""
    total = _total(op, x, skip, bias)
    return _normalised(op, "LayerNormalization", total, gamma, beta, epsilon=epsilon), None, None, total


@operator("SkipSimplifiedLayerNormalization")
def skip_simplified_layer_normalization(
    op: Call, x: Tensor, skip: Tensor, gamma: Tensor, bias: Tensor | None, *, epsilon: float = 1e-12
) -> Result:
    """RMSNormalization of a sum."""
    total = _total(op, x, skip, bias)
    return _normalised(op, "RMSNormalization", total, gamma, None, epsilon=epsilon), None, None, total


def _total(op: Call, x: Tensor, skip: Tensor, bias: Tensor | None) -> Tensor:
    """The sum, which has the shape of `x`."""
    op.ranks(x, 2, 3, what="input")
    total = x + skip if bias is None else x + skip + bias
    op.shaped(total, x.shape, "sum")
    return total


@operator("EmbedLayerNormalization", "i32", ignored="mask_index_type")
def embed_layer_normalization(
    op: Call,
    input_ids: Tensor,
    segment_ids: Tensor | None,
    word_embedding: Tensor,
    position_embedding: Tensor,
    segment_embedding: Tensor | None,
    gamma: Tensor,
    beta: Tensor,
    mask: Tensor | None,
    position_ids: Tensor | None,
    *,
    epsilon: float = 1e-12,
) -> Result:
    """LayerNormalization of a sum of embeddings, and the length of each row of a mask."""
    op.ranks(input_ids, 2, what="input_ids")
    batch, length = input_ids.shape
    op.affordable(max(batch, length))
    positions = op.constant(np.arange(length)) if position_ids is None else position_ids
    total = op.Gather(word_embedding, input_ids) + op.Gather(position_embedding, positions)
    if (segment_ids is None) != (segment_embedding is None):
        op.invalid("it has only one of segment_ids and segment_embedding")
    if segment_ids is not None and segment_embedding is not None:
        total = total + op.Gather(segment_embedding, segment_ids)
    op.shaped(total, (batch, length, word_embedding.shape[-1]), "sum of embeddings")
    if mask is not None:
        op.shaped(mask, input_ids.shape, "mask")
    lengths = op.constant(np.zeros(batch, np.int32)) if mask is None else op.ReduceSum(mask, (1,), keepdims=0)
    return _normalised(op, "LayerNormalization", total, gamma, beta, epsilon=epsilon), lengths, total


@operator("GroupNorm", "f32 f16")
def group_norm(
    op: Call,
    x: Tensor,
    gamma: Tensor,
    beta: Tensor,
    *,
    activation: int,
    groups: int,
    channels_last: bool = True,
    epsilon: float = 1e-5,
) -> Tensor:
    """GroupNormalization whose channels are the last dimension, and an activation."""
    op.ranks(x, 4, what="input")
    channels = x.shape[-1 if channels_last else 1]
    op.part(channels, groups, "number of groups")
    op.shaped(gamma, (channels,), "gamma")
    op.shaped(beta, (channels,), "beta")
    if activation not in (0, 1):
        op.unsupported(f"its activation {activation} is neither 0 nor 1")
    if not (gamma.dtype.is_float and beta.dtype.is_float):
        op.invalid(f"its gamma is {gamma.dtype} and its beta {beta.dtype}, not floats")
    gamma, beta = op.cast(gamma, x.dtype), op.cast(beta, x.dtype)

    def normalised(x: Tensor) -> Tensor:
        y = op.GroupNormalization(x, gamma, beta, num_groups=groups, epsilon=epsilon)
        return silu(op, y) if activation else y

    return in_layout(op, x, channels_last, normalised)


@operator("SkipGroupNorm", "f32 f16")
def skip_group_norm(
    op: Call,
    x: Tensor,
    gamma: Tensor,
    beta: Tensor,
    skip: Tensor,
    bias: Tensor | None,
    *,
    activation: int,
    groups: int,
    channels_last: bool = True,
    epsilon: float = 1e-5,
) -> Result:
    """GroupNorm of a sum."""
    op.ranks(x, 4, what="input")
    places = (1, 2) if channels_last else (2, 3)
    total = x + (skip if skip.rank == 4 else op.Unsqueeze(skip, places))
    if bias is not None:
        op.ranks(bias, 1, what="bias")
        total = total + (bias if channels_last else op.Unsqueeze(bias, (1, 2)))
    op.shaped(total, x.shape, "sum")
    y = group_norm(
        op, total, gamma, beta, activation=activation, groups=groups, channels_last=channels_last, epsilon=epsilon
    )
    return y, total
