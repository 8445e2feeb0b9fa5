"""Constant, ConstantOfShape, Shape, Size, EyeLike, Range: operators whose result is known once shapes are static."""

from __future__ import annotations

from math import ceil, prod

import numpy as np

from packager import dtype as dtypes
from packager.graph import Array, Node
from packager.load.op import Op


def constant(op: Op) -> tuple[Node, ...]:
    """Constant in all its attribute kinds."""
    given = [k for k in op.attrs if k.startswith(("value", "sparse_value"))]
    if len(given) != 1:
        op.invalid(f"it needs one value attribute and has {len(given)}")
    value = op.attrs[given[0]]
    if "string" in given[0]:
        op.unsupported("it is a text", "texts have no place in a network: cut the model before it, with `outputs:`")
    if isinstance(value, np.ndarray):
        return (op.same(op.constant(value)),)
    kind = np.int64 if given[0] in ("value_int", "value_ints") else np.float32
    try:
        array: Array = np.array(value, kind)
    except (OverflowError, TypeError, ValueError) as error:
        op.invalid(f"its attribute '{given[0]}' does not fit its type: {error}")
    return (op.same(op.constant(array)),)


def constant_of_shape(op: Op) -> tuple[Node, ...]:
    """ConstantOfShape: `value` (float32 0 by default) everywhere."""
    value = op.attrs.get("value", np.zeros(1, np.float32))
    if not isinstance(value, np.ndarray) or value.size != 1:
        op.invalid("its attribute 'value' is not a tensor of one element")
    return (op.same(op.filled(op.sizes(0, "shape"), value)),)


def shape(op: Op) -> tuple[Node, ...]:
    """Shape (opset 15: `start` and `end`, clamped to the rank)."""
    rank = op.x.rank
    start, end = op.integer("start", 0), op.integer("end", rank)
    low, high = (max(0, min(rank, v + rank if v < 0 else v)) for v in (start, end))
    return (op.same(op.constant(np.array(op.x.shape[low:high], np.int64))),)


def size(op: Op) -> tuple[Node, ...]:
    """Size: the number of elements."""
    return (op.same(op.constant(np.array(prod(op.x.shape), np.int64))),)


def eye_like(op: Op) -> tuple[Node, ...]:
    """EyeLike: ones on diagonal `k`; only the input's shape and type matter."""
    if op.x.rank != 2:
        op.invalid(f"its input has {op.x.rank} dimensions, it needs 2")
    code = op.integer("dtype", op.x.dtype.onnx)
    if code not in dtypes.BY_ONNX:
        op.unsupported(f"it makes elements of ONNX type {code}", "use float32")
    op.affordable(op.x.shape)
    rows, columns = op.x.shape
    ones = np.eye(rows, columns, k=max(-rows, min(columns, op.integer("k", 0))))
    return (op.same(op.constant(ones.astype(dtypes.BY_ONNX[code].np))),)


def range_(op: Op) -> tuple[Node, ...]:
    """Range: start, limit and step known."""
    start, stop, step = (op.known(i, w) for i, w in enumerate(("start", "limit", "step")))
    if start.size != 1 or stop.size != 1 or step.size != 1 or step.reshape(-1)[0] == 0:
        op.invalid("start, limit and step are not three numbers with a step other than 0")
    first, last, by = (v.reshape(-1)[0].item() for v in (start, stop, step))
    length = (last - first) / by
    if not np.isfinite(length):
        op.invalid(f"it has no length: {first} to {last} by {by}")
    count = max(0, ceil(length))
    op.affordable((count,))
    # ONNX defines element i as start + i * step, which differs from accumulating the step.
    return (op.same(op.constant((first + np.arange(count) * by).astype(start.dtype))),)


TABLE = {
    "Constant": constant,
    "ConstantOfShape": constant_of_shape,
    "EyeLike": eye_like,
    "Range": range_,
    "Shape": shape,
    "Size": size,
}
