"""What all attention has in common: heads, masks, and products of matrices with Softmax between them."""

from __future__ import annotations

from math import sqrt

import numpy as np

from packager.dtype import DType
from packager.load.microsoft.call import Call, Tensor


def heads(op: Call, x: Tensor, count: int, what: str) -> Tensor:
    """[batch, length, hidden] -> [batch, heads, length, size]."""
    op.ranks(x, 3, what=what)
    batch, length, hidden = x.shape
    size = op.part(hidden, count, "number of heads")
    return op.Transpose(op.Reshape(x, (batch, length, count, size)), perm=(0, 2, 1, 3))


def attend(op: Call, q: Tensor, k: Tensor, v: Tensor, scale: float, mask: Tensor | None) -> Tensor:
    """Softmax(scale * q k' + mask) v, all [batch, heads, length, size], as [batch, length, hidden]; scale 0 is none."""
    scores = op.MatMul(q, op.Transpose(k, perm=(0, 1, 3, 2))) * (scale or 1 / sqrt(q.shape[-1]))
    if mask is not None:
        total = scores + mask
        op.shaped(total, scores.shape, "sum of scores and masks")
        scores = total
    y = op.MatMul(op.Softmax(scores, axis=-1), v)
    batch, heads, length, size = y.shape
    return op.Reshape(op.Transpose(y, perm=(0, 2, 1, 3)), (batch, length, heads * size))


def masks(
    op: Call, q: Tensor, k: Tensor, mask: Tensor | None, fill: float, causal: bool, bias: Tensor | None
) -> Tensor | None:
    """All that is added to the scores, broadcast to [batch, heads, length, total]; None where that is nothing."""
    batch, _, length, _ = q.shape
    total = k.shape[2]
    parts = [bias] if bias is not None else []
    if bias is not None:
        op.ranks(bias, 4, what="attention_bias")
    if mask is not None:
        shown = _shown(op, mask, batch, length, total)
        zero, filled = (op.constant(np.array(value, q.dtype.np)) for value in (0.0, fill))
        parts.append(op.Where(op.Unsqueeze(shown, (1, 2) if shown.rank == 2 else (1,)), zero, filled))
    if causal and length > 1:
        parts.append(_causal(op, length, total, q.dtype))
    return None if not parts else parts[0] if len(parts) == 1 else _sum(parts)


def _sum(parts: list[Tensor]) -> Tensor:
    found = parts[-1]
    for part in parts[-2::-1]:
        found = found + part
    return found


def as_many_keys(op: Call, q: Tensor, k: Tensor) -> None:
    """Raise unless there are as many new keys as queries: else ONNX Runtime's causal masks are no rule to go by."""
    if k.shape[2] != q.shape[2]:
        op.unsupported(f"it is causal, and has {q.shape[2]} queries but {k.shape[2]} keys of its own")


def _causal(op: Call, length: int, total: int, dtype: DType) -> Tensor:
    """[1, 1, length, total]: the lowest number where a key is later than its query."""
    op.affordable(length * total)
    lowest = np.array(-65504.0 if dtype.name == "f16" else -3.3895e38, dtype.np)
    later = np.triu(np.ones((length, total), bool), 1 + total - length)
    return op.constant(np.where(later, lowest, np.zeros((), dtype.np)).reshape(1, 1, length, total))


def _shown(op: Call, mask: Tensor, batch: int, length: int, total: int) -> Tensor:
    """Which keys count, [batch, total] or [batch, length, total], from a mask of any of the usual forms."""
    if mask.shape in ((batch, total), (batch, length, total)):
        return op.Greater(mask, np.array(0, mask.dtype.np))
    places = np.arange(total, dtype=mask.dtype.np)
    if mask.shape == (batch,):
        return op.Less(places, op.Unsqueeze(mask, (1,)))
    if mask.shape == (2 * batch,):  # where each row ends, and where it starts
        end, start = op.several("Split", 2, op.Reshape(mask, (2, batch, 1)), axis=0, num_outputs=2)
        return op.And(op.Less(places, op.Squeeze(end, (0,))), op.GreaterOrEqual(places, op.Squeeze(start, (0,))))
    if mask.rank == 4 or mask.shape == (3 * batch + 2,):
        op.unsupported(f"its mask has the form {list(mask.shape)}", "export the model with a mask of two dimensions")
    return op.invalid(f"its mask has shape {list(mask.shape)}, which fits no form of {[batch, length, total]}")


def joined(op: Call, past: Tensor | None, new: Tensor, what: str) -> Tensor:
    """Keys or values of the past before the new ones."""
    if past is None:
        return new
    op.ranks(past, 4, what=what)
    return op.Concat(past, new, axis=2)


def unpacked(op: Call, x: Tensor, axis: int, count: int, what: str) -> tuple[Tensor, ...]:
    """The `count` tensors that stand side by side along `axis`, which vanishes."""
    if x.shape[axis] != count:
        op.invalid(f"its {what} has shape {list(x.shape)}, not {count} in dimension {axis}")
    parts = op.several("Split", count, x, axis=axis, num_outputs=count)
    return tuple(op.Squeeze(part, (axis,)) for part in parts)


def repeated(op: Call, x: Tensor, times: int) -> Tensor:
    """Each head of `x` that many times."""
    batch, heads, length, size = x.shape
    if times == 1:
        return x
    return op.Reshape(
        op.Expand(op.Unsqueeze(x, (2,)), (batch, heads, times, length, size)), (batch, heads * times, length, size)
    )
