"""Operators whose result's size depends on data: they give an upper bound of elements, and how many there are.

`count` is an i64[1] that the operator writes besides ONNX's outputs; `heap` and `memory` are room to work in. What lies
behind the count is zero. On constants they are folded, before they come here or as what ONNX says.
"""

from __future__ import annotations

import numpy as np

from packager.graph import Node
from packager.load.op import Op


def _constant(op: Op) -> bool:
    return all(v is None or v.const is not None for v in op.inputs)


def non_zero(op: Op) -> tuple[Node, ...]:
    """NonZero -> outputs y, count."""
    if _constant(op):
        return op.plain()
    return (op.node("NonZero", (op.x,), outputs=(op.outputs[0], op.fresh(f"{op.outputs[0]}.count"))),)


def compress(op: Op) -> tuple[Node, ...]:
    """Compress -> attr `axis`, outputs y, count; without axis behind a Reshape. A known condition makes it a Gather."""
    if _constant(op):
        return op.plain()
    before: tuple[Node, ...] = ()
    x, axis, size = op.x.name, 0, op.x.size
    if op.has("axis"):
        axis = op.axis(op.integer("axis"))
        size = op.x.shape[axis]
    elif op.x.rank != 1:
        before = (op.step("Reshape", (op.x,), {"shape": (size,)}),)
        x = before[0].outputs[0]
    chosen = op.input(1)
    if chosen.rank != 1 or chosen.size > size:
        op.invalid(f"its condition {list(chosen.shape)} does not choose from {size} elements")
    if chosen.const is not None:
        places = op.constant(np.flatnonzero(chosen.const), "places")
        return (*before, op.node("Gather", (x, places), {"axis": axis}))
    outputs = (op.outputs[0], op.fresh(f"{op.outputs[0]}.count"))
    return (*before, op.node("Compress", (x, chosen), {"axis": axis}, outputs))


def unique(op: Op) -> tuple[Node, ...]:
    """Unique -> of the rows of a matrix; outputs y, indices, inverse, counts, count, memory. Its axis comes first,
    behind a Transpose; without axis each element is a row."""
    if _constant(op):
        return op.plain()
    rank, shape = op.x.rank, op.x.shape
    axis = op.axis(op.integer("axis")) if op.has("axis") else 0
    others = tuple(d for d in range(rank) if d != axis)
    rows = shape[axis] if op.has("axis") else op.x.size
    size = tuple(shape[d] for d in others) if op.has("axis") else ()
    nodes: list[Node] = []
    now: str = op.x.name
    if op.has("axis") and axis:
        nodes.append(op.step("Transpose", (now,), {"perm": (axis, *others)}))
        now = nodes[-1].outputs[0]
    width = int(np.prod(size, dtype=np.int64))
    if (rows, *size) != (rows, width) or not op.has("axis"):
        nodes.append(op.step("Reshape", (now,), {"shape": (rows, width)}))
        now = nodes[-1].outputs[0]
    y, *more = (*op.outputs, *[""] * (4 - len(op.outputs)))
    found = op.fresh(f"{y}/rows")
    extra = (op.fresh(f"{y}.count"), op.fresh(f"{y}/memory"))
    nodes.append(op.node("Unique", (now,), {"sorted": op.integer("sorted", 1)}, (found, *more, *extra)))
    back = tuple(sorted(range(rank), key=lambda d: (axis, *others)[d])) if op.has("axis") else (0,)
    if back != tuple(range(len(back))):
        nodes.append(op.step("Reshape", (found,), {"shape": (rows, *size)}))
        nodes.append(op.node("Transpose", (nodes[-1].outputs[0],), {"perm": back}, (y,)))
    else:
        nodes.append(op.node("Reshape", (found,), {"shape": (rows, *size)}, (y,)))
    return tuple(nodes)


def non_max_suppression(op: Op) -> tuple[Node, ...]:
    """NonMaxSuppression -> attr `center_point_box`, outputs y, count, heap; the largest number is at most all."""
    if _constant(op):
        return op.plain()
    boxes, scores, most = op.input(0), op.input(1), op.get(2)
    if boxes.rank != 3 or scores.rank != 3 or boxes.shape[::2] != (scores.shape[0], 4):
        op.invalid(f"its boxes are {boxes}, its scores {scores}")
    if boxes.shape[1] != scores.shape[2]:
        op.invalid(f"it has {boxes.shape[1]} boxes and scores of {scores.shape[2]}")
    if most is not None and most.const is not None:
        known = int(np.clip(most.const.reshape(-1)[0], 0, boxes.shape[1])) if most.size else 0
        most = op.constant(np.array(known, np.int64), "most") if known else None
    if most is None:  # none, says ONNX
        return (op.same(op.constant(np.zeros((0, 3), np.int64))),)
    y = op.outputs[0]
    outputs = (y, op.fresh(f"{y}.count"), op.fresh(f"{y}/heap"))
    inputs = (boxes, scores, most, *op.inputs[3:])
    return (op.node("NonMaxSuppression", inputs, {"center_point_box": op.integer("center_point_box")}, outputs),)


TABLE = {
    "Compress": compress,
    "NonMaxSuppression": non_max_suppression,
    "NonZero": non_zero,
    "Unique": unique,
}
