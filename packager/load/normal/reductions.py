"""Reductions and softmaxes: axes become sorted attributes; the flattening softmax of old opsets becomes today's."""

from __future__ import annotations

from math import prod

from packager.graph import Node
from packager.load.op import Op

_SINCE = {"ReduceSum": 13}
"""Opset that moved `axes` to an input; 18 for the others."""


def reduce(op: Op) -> tuple[Node, ...]:
    """ReduceX -> attrs `axes` (all that are reduced, () for none), `keepdims`."""
    as_input = op.version >= _SINCE.get(op.op, 18)
    given = op.sizes(1, "axes") if as_input else op.ints("axes") if op.has("axes") else ()
    noop = not given and bool(op.integer("noop_with_empty_axes", 0))
    axes = op.axes(given) if given else () if noop else tuple(range(op.x.rank))
    if noop and op.op in ("ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd"):
        return (op.same(op.x),)
    return (op.node(op.op, (op.x,), {"axes": axes, "keepdims": op.integer("keepdims", 1)}),)


def softmax(op: Op) -> tuple[Node, ...]:
    """Softmax, LogSoftmax, Hardmax -> attr `axis`. Before opset 13 they worked on all axes from `axis` on together."""
    shape = op.x.shape
    axis = op.axis(op.integer("axis", -1 if op.version >= 13 else 1), max(1, op.x.rank))
    if op.version >= 13 or op.x.rank == 0:
        return (op.node(op.op, (op.x,), {"axis": axis}),)
    wide = [i for i in range(axis, op.x.rank) if shape[i] != 1]
    if len(wide) <= 1:
        return (op.node(op.op, (op.x,), {"axis": wide[0] if wide else axis}),)
    flat = op.step("Reshape", (op.x,), {"shape": (*shape[:axis], prod(shape[axis:]))})
    soft = op.step(op.op, flat.outputs, {"axis": axis})
    return flat, soft, op.node("Reshape", soft.outputs, {"shape": shape})


def lp_pool(op: Op) -> tuple[Node, ...]:
    """GlobalLpPool -> ReduceL1 or ReduceL2 of all pixels."""
    p = op.number("p", 2.0)
    if p not in (1, 2):
        op.unsupported(f"its p is {p:g}", "pack compiles p of 1 and 2: export the model with one of them")
    axes = tuple(range(2, op.x.rank))
    return (op.node(f"ReduceL{p:g}", (op.x,), {"axes": axes, "keepdims": 1}),)


TABLE = {
    **{
        f"Reduce{name}": reduce
        for name in ("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare")
    },
    "GlobalLpPool": lp_pool,
    "Hardmax": softmax,
    "LogSoftmax": softmax,
    "Softmax": softmax,
}
