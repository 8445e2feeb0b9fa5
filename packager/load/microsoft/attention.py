"""Attention in all its spellings."""

from __future__ import annotations

import numpy as np

from packager.load.microsoft.call import Call, Tensor
from packager.load.microsoft.heads import as_many_keys, attend, heads, joined, masks, repeated, unpacked
from packager.load.microsoft.table import BYTES, Result, operator

_FIXED = {"do_rotary": (0,), "past_present_share_buffer": (0,)}


def _self_attention(
    op: Call,
    projected: Tensor,
    sizes: tuple[int, ...],
    mask: Tensor | None,
    past: Tensor | None,
    bias: Tensor | None,
    num_heads: int,
    fill: float,
    causal: bool,
    scale: float,
) -> Result:
    """Attention of queries, keys and values side by side in `projected`, and keys and values for the next call."""
    parts = op.several("Split", 3, projected, sizes, axis=-1)
    q, k, v = (heads(op, part, num_heads, "input") for part in parts)
    if past is not None:
        op.ranks(past, 5, what="past")
        before = unpacked(op, past, 0, 2, "past")
        k, v = (joined(op, old, new, "past") for old, new in zip(before, (k, v), strict=True))
    y = attend(op, q, k, v, scale, masks(op, q, k, mask, fill, causal, bias))
    same = k.shape == v.shape
    return y, op.Concat(op.Unsqueeze(k, (0,)), op.Unsqueeze(v, (0,)), axis=0) if same else None


@operator("Attention", fixed=_FIXED, ignored="rotary_embedding_dim", last="past_sequence_length")
def attention(
    op: Call,
    x: Tensor,
    weights: Tensor,
    bias: Tensor | None,
    mask_index: Tensor | None,
    past: Tensor | None,
    attention_bias: Tensor | None,
    *,
    num_heads: int,
    mask_filter_value: float = -10000.0,
    qkv_hidden_sizes: tuple[int, ...] = (),
    scale: float = 0.0,
    unidirectional: bool = False,
) -> Result:
    """Projection and attention of one sequence."""
    op.ranks(x, 3, what="input")
    op.ranks(weights, 2, what="weights")
    sizes = qkv_hidden_sizes or (op.part(weights.shape[1], 3, "number of projections"),) * 3
    if len(sizes) != 3 or min(sizes) < 1 or sum(sizes) != weights.shape[1] or sizes[0] != sizes[1]:
        op.invalid(f"its qkv_hidden_sizes {list(sizes)} do not fit weights of {list(weights.shape)}")
    y = op.biased(op.MatMul(x, weights), bias)
    return _self_attention(
        op, y, sizes, mask_index, past, attention_bias, num_heads, mask_filter_value, unidirectional, scale
    )


@operator("QAttention", BYTES, fixed=_FIXED)
def q_attention(
    op: Call,
    x: Tensor,
    weight: Tensor,
    bias: Tensor,
    input_scale: Tensor,
    weight_scale: Tensor,
    mask_index: Tensor | None,
    input_zero_point: Tensor | None,
    weight_zero_point: Tensor | None,
    past: Tensor | None,
    *,
    num_heads: int,
    mask_filter_value: float = -10000.0,
    scale: float = 0.0,
    unidirectional: bool = False,
) -> Result:
    """Attention whose projection is one of integers."""
    op.ranks(x, 3, what="input")
    op.ranks(weight, 2, what="weight")
    sizes = (op.part(weight.shape[1], 3, "number of projections"),) * 3
    y = op.MatMulInteger(x, weight, input_zero_point, weight_zero_point)
    y = op.cast(y, input_scale.dtype) * (input_scale * weight_scale)
    op.shaped(y, (*x.shape[:2], weight.shape[1]), "projection")
    y = op.biased(y, bias)
    return _self_attention(op, y, sizes, mask_index, past, None, num_heads, mask_filter_value, unidirectional, scale)


@operator("MultiHeadAttention", last="past_sequence_length cache_indirection")
def multi_head_attention(
    op: Call,
    query: Tensor,
    key: Tensor | None,
    value: Tensor | None,
    bias: Tensor | None,
    key_padding_mask: Tensor | None,
    attention_bias: Tensor | None,
    past_key: Tensor | None,
    past_value: Tensor | None,
    *,
    num_heads: int,
    mask_filter_value: float = -10000.0,
    scale: float = 0.0,
    unidirectional: bool = False,
) -> Result:
    """Attention of queries, keys and values that are projected before."""
    if (past_key is None) != (past_value is None):
        op.invalid("it has only one of past_key and past_value")
    if bias is not None:
        query, key, value = _biased(op, query, key, value, bias)
    q, k, v = _split_heads(op, query, key, value, num_heads)
    if unidirectional:
        as_many_keys(op, q, k)
    k, v = joined(op, past_key, k, "past_key"), joined(op, past_value, v, "past_value")
    mask = masks(op, q, k, key_padding_mask, mask_filter_value, unidirectional, attention_bias)
    return attend(op, q, k, v, scale, mask), k, v


def _biased(
    op: Call, query: Tensor, key: Tensor | None, value: Tensor | None, bias: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """Query, key and value with their parts of `bias` added."""
    if key is None or value is None or {query.rank, key.rank, value.rank} != {3}:
        op.unsupported("it has a bias for a packed query or key", "add the bias before this node")
    sizes = tuple(x.shape[-1] for x in (query, key, value))
    op.shaped(bias, (sum(sizes),), "bias")
    parts = op.several("Split", 3, bias, sizes, axis=0)
    return query + parts[0], key + parts[1], value + parts[2]


def _split_heads(
    op: Call, query: Tensor, key: Tensor | None, value: Tensor | None, count: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Queries, keys and values, [batch, heads, length, size], from any of the forms that they may have."""
    if key is None and value is None and query.rank == 5:
        q, k, v = (op.Transpose(x, perm=(0, 2, 1, 3)) for x in unpacked(op, query, 3, 3, "query"))
    else:
        q, (k, v) = heads(op, query, count, "query"), _keys(op, key, value, count)
    for x in (q, k, v):
        if x.shape[1] != count:
            op.invalid(f"it has tensors of {x.shape[1]} heads, but num_heads is {count}")
    return q, k, v


def _keys(op: Call, key: Tensor | None, value: Tensor | None, count: int) -> tuple[Tensor, Tensor]:
    """Keys and values, [batch, heads, length, size]."""
    if key is not None and value is None and key.rank == 5:
        k, v = (op.Transpose(x, perm=(0, 2, 1, 3)) for x in unpacked(op, key, 3, 2, "key"))
        return k, v
    if key is None or value is None:
        op.unsupported("it has no key or no value, and its query or key is not packed")
    if key.rank == value.rank == 4:
        return key, value
    return heads(op, key, count, "key"), heads(op, value, count, "value")


@operator("RotaryEmbedding", "f32 f16 bf16", fixed={"scale": (1.0,), "is_packed_batching": (0,)})
def rotary_embedding(
    op: Call,
    x: Tensor,
    position_ids: Tensor,
    cos_cache: Tensor,
    sin_cache: Tensor,
    *,
    interleaved: bool = False,
    num_heads: int = 0,
    rotary_embedding_dim: int = 0,
) -> Tensor:
    """RotaryEmbedding of ONNX."""
    op.ranks(x, 3, 4, what="input")
    op.ranks(cos_cache, 2, what="cos_cache")
    op.shaped(sin_cache, cos_cache.shape, "sin_cache")
    length = x.shape[-2]
    if position_ids.size == 1 and position_ids.rank < 2:  # the place of the first one
        position_ids = op.Reshape(position_ids, (1, 1)) + op.constant(np.arange(length, dtype=np.int64))
        position_ids = op.Expand(position_ids, (x.shape[0], length))
    if x.rank == 3 and not num_heads:
        num_heads = op.part(x.shape[2], 2 * cos_cache.shape[1], "size of a head")
    return op.RotaryEmbedding(
        x, cos_cache, sin_cache, position_ids, interleaved=interleaved, rotary_embedding_dim=rotary_embedding_dim,
        num_heads=num_heads if x.rank == 3 else None,
    )  # fmt: skip


@operator(
    "GroupQueryAttention",
    "f32 f16 bf16",
    fixed={
        "k_quant_type": ("NONE",), "kv_cache_bit_width": (0,), "local_window_size": (-1,), "qk_output": (0,),
        "sliding_window_cache": (0,), "smooth_softmax": (-1, 0), "softcap": (0.0,), "v_quant_type": ("NONE",),
    },
    ignored="q_norm_epsilon k_norm_epsilon qk_norm_epsilon",
    last="head_sink k_scale v_scale q_norm_weight k_norm_weight query_seqlens",
)  # fmt: skip
def group_query_attention(
    op: Call,
    query: Tensor,
    key: Tensor | None,
    value: Tensor | None,
    past_key: Tensor | None,
    past_value: Tensor | None,
    seqlens_k: Tensor,
    total_sequence_length: Tensor,
    cos_cache: Tensor | None,
    sin_cache: Tensor | None,
    position_ids: Tensor | None,
    attention_bias: Tensor | None,
    *,
    num_heads: int,
    kv_num_heads: int,
    causal: bool = True,
    do_rotary: bool = False,
    rotary_interleaved: bool = False,
    scale: float = 0.0,
) -> Result:
    """Causal attention whose keys and values serve several heads, of a whole sequence."""
    for past in (past_key, past_value):
        if past is not None and past.size:
            op.unsupported(
                f"it has a past of shape {list(past.shape)}",
                "export the model without a cache: pack compiles the run over a whole sequence",
            )
    group = op.part(num_heads, kv_num_heads, "number of key heads")
    # Rows behind an end are nobody's, and causal ones never see them.
    op.shaped(seqlens_k, query.shape[:1], "seqlens_k")
    if (key is None) != (value is None):
        op.invalid("it has only one of key and value")
    if key is None or value is None:
        op.ranks(query, 3, what="query")
        size = op.part(query.shape[-1], num_heads + 2 * kv_num_heads, "number of heads in all")
        sizes = tuple(size * n for n in (num_heads, kv_num_heads, kv_num_heads))
        query, key, value = op.several("Split", 3, query, sizes, axis=-1)
    q, k, v = (
        heads(op, x, n, what)
        for x, n, what in ((query, num_heads, "query"), (key, kv_num_heads, "key"), (value, kv_num_heads, "value"))
    )
    if do_rotary:
        if cos_cache is None or sin_cache is None:
            op.invalid("do_rotary is set, but cos_cache or sin_cache is absent")
        places = position_ids or op.constant(np.zeros(1, np.int64))
        q, k = (rotary_embedding(op, x, places, cos_cache, sin_cache, interleaved=rotary_interleaved) for x in (q, k))
    if total_sequence_length.const is not None and total_sequence_length.const.reshape(-1).tolist() != [k.shape[2]]:
        op.invalid(f"its total_sequence_length is {total_sequence_length.const.tolist()}, but it has {k.shape[2]} keys")
    if causal:
        as_many_keys(op, q, k)
    mask = masks(op, q, k, None, 0.0, causal, attention_bias)
    return attend(op, q, repeated(op, k, group), repeated(op, v, group), scale, mask), k, v
