"""EyeLike, Range: constants that depend on a shape only, or whose size onnx infers wrongly where it overflows."""

from __future__ import annotations

from math import ceil

import numpy as np

from packager import dtype as dtypes
from packager.graph import Node
from packager.load.op import Op


def eye_like(op: Op) -> tuple[Node, ...]:
    """EyeLike: ones on diagonal `k`; only the input's shape and type matter."""
    if op.x.rank != 2:
        op.invalid(f"its input has {op.x.rank} dimensions, it needs 2")
    code = op.integer("dtype", op.x.dtype.onnx)
    if code not in dtypes.BY_ONNX:
        op.unsupported(f"it makes elements of ONNX type {code}", "use float32")
    op.affordable(op.x.size)
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
    op.affordable(count)
    # ONNX defines element i as start + i * step, which differs from accumulating the step.
    return (op.same(op.constant((first + np.arange(count) * by).astype(start.dtype))),)


TABLE = {
    "EyeLike": eye_like,
    "Range": range_,
}
