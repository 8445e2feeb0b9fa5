"""Patterns over the graph: what an expression of elementwise operators looks like, whatever the order of operands.

Op("Mul", X, Op("Sigmoid", X))                      matches x * sigmoid(x) and sigmoid(x) * x
Op("Mul", Const("s"), Op("Clip", X, min=0.0))       binds the number s
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isclose

from packager.graph import Array, Node
from packager.passes.view import View

COMMUTES = frozenset({"Add", "Mul", "Max", "Min"})

CLOSE = 1e-5
"""Relative error of a printed constant that still means the number: 1/6 is written 0.16666667 and 0.166667."""


@dataclass(frozen=True)
class Var:
    """Any value; the same name must match the same value everywhere."""

    name: str


@dataclass(frozen=True)
class Num:
    """A constant of one element with this value."""

    value: float


@dataclass(frozen=True)
class Const:
    """Any float constant; its content is bound to `name`."""

    name: str


@dataclass(frozen=True)
class Op:
    """A node: operator, patterns of its inputs, and numbers that its attributes must have."""

    op: str
    args: tuple[Pattern, ...]
    attrs: dict[str, float] = field(default_factory=dict)


Pattern = Var | Num | Const | Op

X = Var("x")


def op(name: str, *args: Pattern, **attrs: float) -> Op:
    """Short form of `Op`."""
    return Op(name, args, attrs)


@dataclass(frozen=True)
class Match:
    """What a pattern found: values of its variables, contents of its constants, and its nodes, the root first."""

    values: dict[str, str]
    consts: dict[str, Array]
    nodes: tuple[Node, ...]

    def number(self, name: str) -> float | None:
        """A bound constant as a number, if it has one element."""
        array = self.consts[name]
        return float(array.reshape(-1)[0]) if array.size == 1 else None


def match(view: View, root: Node, pattern: Op) -> Match | None:
    """The first way in which `pattern` fits the expression that ends at `root`. Its inner nodes serve nobody else."""
    for found in _node(view, root, pattern, Match({}, {}, ())):
        names = {n.name for n in found.nodes}
        inner = [o for n in found.nodes if n is not root for o in n.outputs]
        if all(o not in view.outputs and names.issuperset(r.name for r in view.readers(o)) for o in inner):
            return found
    return None


def _node(view: View, node: Node, pattern: Op, so_far: Match) -> Iterator[Match]:
    if node.op != pattern.op or node.epilogue or len(node.inputs) != len(pattern.args):
        return
    if not all(
        key in node.attrs and isclose(node.float(key), want, rel_tol=CLOSE) for key, want in pattern.attrs.items()
    ):
        return
    start = Match(so_far.values, so_far.consts, (*so_far.nodes, node))
    for inputs in (node.inputs, node.inputs[::-1]) if node.op in COMMUTES else (node.inputs,):
        yield from _values(view, inputs, pattern.args, start)


def _values(view: View, names: tuple[str, ...], patterns: tuple[Pattern, ...], so_far: Match) -> Iterator[Match]:
    if not patterns:
        yield so_far
        return
    for found in _value(view, names[0], patterns[0], so_far):
        yield from _values(view, names[1:], patterns[1:], found)


def _value(view: View, name: str, pattern: Pattern, so_far: Match) -> Iterator[Match]:
    if isinstance(pattern, Op):
        node = view.producer(name, pattern.op)
        if node is not None:
            yield from _node(view, node, pattern, so_far)
    elif isinstance(pattern, Var):
        if so_far.values.get(pattern.name, name) == name:
            yield Match({**so_far.values, pattern.name: name}, so_far.consts, so_far.nodes)
    elif isinstance(pattern, Num):
        number = view.scalar(name)
        if number is not None and isclose(number, pattern.value, rel_tol=CLOSE):
            yield so_far
    else:
        content = view.const(name)
        if content is not None and content.dtype.kind == "f":
            yield Match(so_far.values, {**so_far.consts, pattern.name: content}, so_far.nodes)
