"""Elementwise operators: fused f32 walks where they can be, loops of their own for every other element type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from packager.dtype import DType
from packager.emit.builder import Val
from packager.emit.convert import Kind, kind_of
from packager.graph import Node, Stage
from packager.lowering.base import Body, Op, find, first_line
from packager.lowering.epilogues import body_name
from packager.lowering.folds import extreme
from packager.lowering.nest import Tensor, Writer, nested, otherwise
from packager.lowering.pointwise import Pointwise


def elementwise(
    name: str, *, since: int = 1, fusable: bool = True, cases: tuple[Any, ...] = ()
) -> Callable[[Body], Op]:
    """Declare an elementwise operator: positional parameters are tensors, parameters with defaults are attributes.

    One that gives another type than f32 (comparisons give bool) is not `fusable`. `cases` are shapes to test it with.
    """

    def declare(body: Body) -> Op:
        walk = Op(name, since, first_line(body), body, Pointwise, fusable, cases=cases)
        return otherwise(walk, nested(typed(name), why="loops of its types"))

    return declare


def typed(name: str) -> Body:
    """The loops of the elementwise operator `name` on operands of any types."""

    def loops(w: Writer, *xs: Tensor | None, y: Tensor) -> None:
        body, given, tensors = _body(w.node)
        streams = [x.broadcast(y.shape) if x is not None else None for x in xs]
        present = [x for x in streams if x is not None]
        kind = domain([x.dtype for x in present], y.dtype)
        # An integer has no infinity: an open bound is its own.
        numbers = {k: extreme(kind, 1 if v > 0 else -1) if abs(v) == float("inf") else v for k, v in given.items()}
        # What newer operator sets have as inputs stands behind the tensors, in the order of the attributes.
        named = dict(zip(given, streams[tensors:], strict=False))

        def value(i: tuple[Any, ...]) -> Val:
            first = [w.cast(x[i], kind) for x in streams[:tensors] if x is not None]
            more = {k: w.cast(x[i], kind) for k, x in named.items() if x is not None}
            found: Val = body(*first, **{**numbers, **more})
            return found

        w.each(y, value, kind, *(x.kind for x in present))

    loops.__name__ = name.lower()
    return loops


def _body(node: Node) -> tuple[Body, dict[str, Any], int]:
    """The operator's body, its attributes, and its number of tensors."""
    found = find(body_name(Stage(node.op, attrs=node.attrs)))
    assert found is not None
    assert found.body is not None
    return found.body, {k: node.attrs.get(k, default) for k, default in found.attrs.items()}, found.inputs


def domain(read: Sequence[DType], written: DType) -> Kind:
    """What numbers of several types are computed in together: conditions adapt to the others."""
    kinds: set[Kind] = {kind_of(t) for t in read if not t.is_bool} or {kind_of(written)}
    if len(kinds) == 1:
        return kinds.pop()
    if kinds & {"f32", "f64"}:
        return "f64"
    return "i64"
