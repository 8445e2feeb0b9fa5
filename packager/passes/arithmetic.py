"""Arithmetic with constants in one spelling: constants (and small operands) on the right, Add and Mul only, joined.

c + x, c * x              ->    x + c, x * c
x - c, x / c              ->    x + (-c), x * (1/c)
(x + a) + b, (x * a) * b  ->    x + (a + b), x * (a * b)
(x * s + a) * b           ->    x * (s * b) + (a * b)
-x * c, -(x * c)          ->    x * -c
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from packager.graph import Array, Node, Patch
from packager.passes.driver import Pass
from packager.passes.view import Draft, View, local


def _constant(view: View, node: Node) -> Array | None:
    """The right operand, where it is a float constant and the left one is not."""
    value = view.const(node.inputs[1])
    right = value is not None and value.dtype.kind == "f" and view.const(node.inputs[0]) is None
    return value if right else None


def _right(view: View, node: Node) -> Patch | None:
    """A constant, or an operand that is broadcast, stands on the right."""
    a, b = view[node.inputs[0]], view[node.inputs[1]]
    out = view[node.outputs[0]]
    constant = a.const is not None and b.const is None
    smaller = (a.const is None) == (b.const is None) and a.shape != out.shape and b.shape == out.shape
    if not constant and not smaller:
        return None
    draft = Draft(view, node)
    draft.op(node.op, (b.name, a.name), out.shape, out=out.name, name=node.name)
    return draft.patch(why="the constant or smaller operand stands on the right")


def _inverse(op: str, of: Callable[[Array], Array]) -> Callable[[View, Node], Patch | None]:
    def rule(view: View, node: Node) -> Patch | None:
        constant = _constant(view, node)
        if constant is None:
            return None
        with np.errstate(all="ignore"):
            other = of(constant.astype(np.float64)).astype(constant.dtype)
        if not np.isfinite(other).all():
            return None
        draft = Draft(view, node)
        out = view[node.outputs[0]]
        draft.op(op, (node.inputs[0], draft.const(other)), out.shape, out=out.name, name=node.name)
        return draft.patch(why=f"{node.op} by a constant is {op}")

    return rule


def _join(view: View, node: Node) -> Patch | None:
    """Two Adds or two Muls with constants in a row are one."""
    outer = _constant(view, node)
    before = view.only(node.inputs[0], node.op)
    inner = _constant(view, before) if before is not None else None
    if outer is None or before is None or inner is None:
        return None
    out = view[node.outputs[0]]
    both = _combine(node.op, inner, outer)
    # Joining [C,1,1] with [1,H,W] would store C*H*W numbers to save one operation.
    if both.size > max(inner.size, outer.size):
        return None
    draft = Draft(view, node)
    draft.op(node.op, (before.inputs[0], draft.const(both)), out.shape, out=out.name, name=node.name)
    return draft.patch(before, node, why=f"two {node.op}s with constants are one")


def _combine(op: str, a: Array, b: Array) -> Array:
    x, y = a.astype(np.float64), b.astype(np.float64)
    result: Array = x + y if op == "Add" else x * y
    return result.astype(a.dtype)


def _distribute(view: View, node: Node) -> Patch | None:
    """Scale before shift, where this brings two scales or two shifts together."""
    factor = _constant(view, node)
    add = view.only(node.inputs[0], "Add")
    shift = _constant(view, add) if add is not None else None
    if factor is None or add is None or shift is None:
        return None
    after = view.only_reader(node.outputs[0])
    joins_after = after is not None and after.op == "Add" and any(view.const(i) is not None for i in after.inputs)
    if not joins_after and view.only(add.inputs[0], "Mul") is None:
        return None
    out = view[node.outputs[0]]
    both = _combine("Mul", shift, factor)
    if both.size > max(shift.size, factor.size):
        return None
    draft = Draft(view, node)
    scaled = np.broadcast_shapes(view[add.inputs[0]].shape, factor.shape)
    value = draft.op("Mul", (add.inputs[0], node.inputs[1]), scaled, name=node.name)
    draft.op("Add", (value, draft.const(both)), out.shape, out=out.name, name=add.name)
    return draft.patch(add, node, why="scale before shift")


def _negated(view: View, node: Node) -> Patch | None:
    """The sign of a negation goes into the constant of the Mul before or after it."""
    if node.op == "Mul":
        before, factor = view.only(node.inputs[0], "Neg"), _constant(view, node)
    else:
        before = view.only(node.inputs[0], "Mul")
        factor = _constant(view, before) if before is not None else None
    if before is None or factor is None:
        return None
    draft = Draft(view, node)
    out = view[node.outputs[0]]
    draft.op("Mul", (before.inputs[0], draft.const(np.negative(factor))), out.shape, out=out.name, name=node.name)
    return draft.patch(before, node, why="the sign goes into the constant")


def _reciprocal(values: Array) -> Array:
    return np.asarray(np.reciprocal(values.astype(np.float64)))


ARITHMETIC = Pass(
    "arithmetic",
    local(
        {
            "Add": (_right, _join),
            "Mul": (_right, _join, _distribute, _negated),
            "Max": (_right,),
            "Min": (_right,),
            "Sub": (_inverse("Add", np.negative),),
            "Div": (_inverse("Mul", _reciprocal),),
            "Neg": (_negated,),
        }
    ),
)
