"""Activation functions written out in several nodes become one node with ONNX's name for it.

x * Sigmoid(x)                                           ->    Swish(x)
1 / (1 + exp(-x))                                        ->    Sigmoid(x)
clip(x + 3, 0, 6) / 6, clip(a*x + b, 0, 1)               ->    HardSigmoid(x)
x * HardSigmoid(x), x * clip(x + 3, 0, 6) / 6            ->    HardSwish(x)
max(x, a*x)                                              ->    LeakyRelu(x)
relu(x) + a * relu(-x), relu(x) + a * (x - |x|)          ->    PRelu(x, slope), LeakyRelu where it is one number
x * tanh(softplus(x)), log(exp(x) + 1)                   ->    Mish(x), Softplus(x)
0.5 * x * (1 + erf(x / sqrt(2))), and the tanh form      ->    Gelu(x)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf, isclose, pi, sqrt

import numpy as np

from packager.graph import Array, Attr, Node, Patch
from packager.passes.driver import Pass
from packager.passes.pattern import CLOSE, Const, Match, Num, Op, X, match, op
from packager.passes.view import Draft, Rule, View, local


@dataclass(frozen=True)
class Found:
    """The activation that a match means: attributes, and the slope of a PRelu."""

    op: str
    attrs: Mapping[str, Attr]
    slope: Array | None = None


Meaning = Callable[[Match], Found | None]


def _is(name: str, **attrs: Attr) -> Meaning:
    return lambda _: Found(name, attrs)


def _hard_sigmoid(m: Match) -> Found | None:
    """clip(x + shift, 0, top) * scale, with top * scale == 1."""
    shift, scale = m.number("shift"), m.number("scale")
    top = next(n for n in m.nodes if n.op == "Clip").float("max", inf)
    if shift is None or scale is None or not isclose(top * scale, 1, rel_tol=CLOSE):
        return None
    return Found("HardSigmoid", {"alpha": scale, "beta": shift * scale})


def _clipped_line(m: Match) -> Found | None:
    """clip(scale * x + shift, 0, 1)."""
    shift, scale = m.number("shift"), m.number("scale")
    return None if shift is None or scale is None else Found("HardSigmoid", {"alpha": scale, "beta": shift})


def _leaky(m: Match) -> Found | None:
    """max(x, slope * x) for a slope from 0 to 1."""
    slope = m.consts["slope"]
    return _prelu(slope) if np.all(np.clip(slope, 0, 1) == slope) else None


def _prelu(slope: Array) -> Found:
    if slope.size == 1:
        return Found("LeakyRelu", {"alpha": float(slope.reshape(-1)[0])})
    return Found("PRelu", {}, slope)


def _times(factor: float) -> Meaning:
    return lambda m: _prelu(m.consts["slope"] * np.float32(factor))


def _swish_beta(m: Match) -> Found | None:
    """X * sigmoid(beta * x)."""
    beta = m.number("beta")
    return None if beta is None else Found("Swish", {"alpha": beta})


_GATE = op("Clip", op("Add", X, Num(3.0)), min=0.0, max=6.0)
_SIXTH = Num(1 / 6)
_HARD = op("HardSigmoid", X, alpha=1 / 6, beta=0.5)
_NEGATIVE = op("Relu", op("Neg", X))
_ERF = op("Add", op("Erf", op("Mul", X, Num(sqrt(0.5)))), Num(1.0))
_CUBES = (op("Mul", op("Mul", X, X), X), op("Pow", X, Num(3.0)))
_TANHS = tuple(
    op("Add", op("Tanh", op("Mul", op("Add", X, op("Mul", cube, Num(0.044715))), Num(sqrt(2 / pi)))), Num(1.0))
    for cube in _CUBES
)


def _half_of_product(gate: Op) -> tuple[Op, ...]:
    """0.5 * x * gate in every order of evaluation."""
    half = Num(0.5)
    return (
        op("Mul", op("Mul", X, gate), half),
        op("Mul", op("Mul", X, half), gate),
        op("Mul", X, op("Mul", gate, half)),
    )


_TABLE: tuple[tuple[Op, Meaning], ...] = (
    (op("Mul", X, op("Sigmoid", X)), _is("Swish", alpha=1.0)),
    (op("Mul", X, op("Sigmoid", op("Mul", X, Const("beta")))), _swish_beta),
    (op("Mul", X, _HARD), _is("HardSwish")),
    (op("Mul", op("Mul", X, _GATE), _SIXTH), _is("HardSwish")),
    (op("Mul", op("Mul", X, _SIXTH), _GATE), _is("HardSwish")),
    (op("Mul", X, op("Mul", _GATE, _SIXTH)), _is("HardSwish")),
    (op("Mul", op("Clip", op("Add", X, Const("shift")), min=0.0), Const("scale")), _hard_sigmoid),
    (op("Clip", op("Add", op("Mul", X, Const("scale")), Const("shift")), min=0.0, max=1.0), _clipped_line),
    (op("Reciprocal", op("Add", op("Exp", op("Neg", X)), Num(1.0))), _is("Sigmoid")),
    (op("Div", Num(1.0), op("Add", op("Exp", op("Neg", X)), Num(1.0))), _is("Sigmoid")),
    (op("Max", X, op("Mul", X, Const("slope"))), _leaky),
    (op("Add", op("Relu", X), op("Mul", _NEGATIVE, Const("slope"))), _times(-1)),
    (op("Sub", op("Relu", X), op("Mul", _NEGATIVE, Const("slope"))), _times(1)),
    (op("Add", op("Relu", X), op("Mul", op("Sub", X, op("Abs", X)), Const("slope"))), _times(2)),
    (op("Log", op("Add", op("Exp", X), Num(1.0))), _is("Softplus")),
    (op("Mul", X, op("Tanh", op("Softplus", X))), _is("Mish")),
    *((p, _is("Gelu", approximate="none")) for p in _half_of_product(_ERF)),
    *((p, _is("Gelu", approximate="tanh")) for t in _TANHS for p in _half_of_product(t)),
)


def _rule(pattern: Op, meaning: Meaning) -> Rule:
    def rule(view: View, node: Node) -> Patch | None:
        found = match(view, node, pattern)
        what = meaning(found) if found is not None else None
        if found is None or what is None:
            return None
        x, y = view[found.values["x"]], view[node.outputs[0]]
        if x.shape != y.shape or not x.dtype.is_float:
            return None
        draft = Draft(view, node)
        inputs = (x.name,) if what.slope is None else (x.name, draft.const(what.slope))
        draft.op(what.op, inputs, y.shape, what.attrs, out=y.name, name=node.name)
        return draft.patch(*found.nodes, why=f"{len(found.nodes)} nodes are {what.op}")

    return rule


def _one_slope(view: View, node: Node) -> Patch | None:
    """PRelu with one slope for all channels is LeakyRelu."""
    slope = view.scalar(node.inputs[1])
    y = view[node.outputs[0]]
    if slope is None or view[node.inputs[0]].shape != y.shape:
        return None
    draft = Draft(view, node)
    draft.op("LeakyRelu", node.inputs[:1], y.shape, {"alpha": slope}, out=y.name, name=node.name)
    return draft.patch(why="one slope for all channels")


def _rules() -> dict[str, tuple[Rule, ...]]:
    roots = dict.fromkeys(p.op for p, _ in _TABLE)
    table = {root: tuple(_rule(p, m) for p, m in _TABLE if p.op == root) for root in roots}
    return {**table, "PRelu": (_one_slope,)}


ACTIVATIONS = Pass("activations", local(_rules()))
