"""Operators of training -> arithmetic: the steps of optimisers, and BatchNormalization that learns its statistics."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from packager.graph import Attr, Node, Value
from packager.load.op import Op

Operand = str | Value | float


@dataclass
class Arithmetic:
    """Nodes in place of the operator `op`, written as arithmetic."""

    op: Op
    nodes: list[Node] = field(default_factory=list)

    def __call__(self, op: str, *inputs: Operand, **attrs: Attr) -> str:
        """A further node; numbers become constants of the type of the last tensor. Gives its output."""
        made = [self.op.constant(np.array(i, self.like)) if isinstance(i, (int, float)) else i for i in inputs]
        self.nodes.append(self.op.step(op, made, attrs))
        return self.nodes[-1].outputs[0]

    @property
    def like(self) -> np.dtype[np.generic]:
        """The type of the tensors that are computed with."""
        return self.op.inputs[-1].dtype.np if self.op.inputs[-1] is not None else np.dtype(np.float32)

    def give(self, output: int, value: str) -> None:
        """Let output number `output` be `value`."""
        if output < len(self.op.outputs) and self.op.outputs[output]:
            self.nodes.append(self.op.node("Identity", (value,), {}, (self.op.outputs[output],)))

    def positive(self, t: Value, yes: Operand, no: Operand) -> str:
        """`yes` where the count of steps is above 0, else `no`."""
        zero = self.op.constant(np.zeros((), t.dtype.np))
        return self("Where", self("Greater", t, zero), yes, no)


def _each(
    states: int, step: Callable[[Arithmetic, Value, Value, list[Value]], list[str]]
) -> Callable[[Op], tuple[Node, ...]]:
    """An optimiser of tensors, gradients, and `states` lists of tensors: all outputs of a kind stand together."""

    def make(op: Op) -> tuple[Node, ...]:
        net, count = Arithmetic(op), (len(op.inputs) - 2) // (2 + states)
        for k in range(count):
            given = [op.input(2 + k + n * count) for n in range(2 + states)]
            for n, value in enumerate(step(net, op.input(0), op.input(1), given)):
                net.give(k + n * count, value)
        return tuple(net.nodes)

    return make


def _regularised(n: Arithmetic, x: Value, g: Value) -> str:
    return n("Add", n("Mul", x, n.op.number("norm_coefficient", 0.0)), g)


def _adagrad(n: Arithmetic, r: Value, t: Value, given: list[Value]) -> list[str]:
    x, g, h = given
    late = n("Cast", t, to=r.dtype.onnx)
    rate = n("Div", r, n("Add", n("Mul", late, n.op.number("decay_factor", 0.0)), 1.0))
    slope = _regularised(n, x, g)
    energy = n("Add", h, n("Mul", slope, slope))
    size = n("Add", n("Sqrt", energy), n.op.number("epsilon", 1e-6))
    return [n("Sub", x, n("Div", n("Mul", rate, slope), size)), energy]


def _adam(n: Arithmetic, r: Value, t: Value, given: list[Value]) -> list[str]:
    x, g, v, h = given
    alpha, beta = n.op.number("alpha", 0.9), n.op.number("beta", 0.999)
    slope = _regularised(n, x, g)
    speed = n("Add", n("Mul", v, alpha), n("Mul", slope, 1 - alpha))
    energy = n("Add", n("Mul", h, beta), n("Mul", n("Mul", slope, slope), 1 - beta))
    size = n("Add", n("Sqrt", energy), n.op.number("epsilon", 1e-6))
    late = n("Cast", t, to=r.dtype.onnx)
    first, second = (n("Sub", 1.0, n("Pow", b, late)) for b in (alpha, beta))
    rate = n.positive(t, n("Div", n("Mul", r, n("Sqrt", second)), first), r)
    moved = n("Sub", x, n("Mul", rate, n("Div", speed, size)))
    return [n("Mul", moved, 1 - n.op.number("norm_coefficient_post", 0.0)), speed, energy]


def _momentum(n: Arithmetic, r: Value, t: Value, given: list[Value]) -> list[str]:
    x, g, v = given
    alpha, slope = n.op.number("alpha"), _regularised(n, x, g)
    share = n.positive(t, n.op.number("beta"), 1.0)
    speed = n("Add", n("Mul", v, alpha), n("Mul", share, slope))
    way = speed if n.op.text("mode") == "standard" else n("Add", slope, n("Mul", speed, alpha))
    return [n("Sub", x, n("Mul", r, way)), speed]


def learning(op: Op) -> tuple[Node, ...]:
    """BatchNormalization in training mode: by the batch's own mean and variance, which join the running ones."""
    n, x = Arithmetic(op), op.x
    axes = tuple(d for d in range(x.rank) if d != 1)
    keep = op.number("momentum", 0.9)

    def column(value: Value) -> str:
        return n("Reshape", value, shape=(x.shape[1], *(1 for _ in axes[1:])))

    middle = n("ReduceMean", x, axes=axes, keepdims=1)
    away = n("Sub", x, middle)
    spread = n("ReduceMean", n("Mul", away, away), axes=axes, keepdims=1)
    scaled = n("Div", away, n("Sqrt", n("Add", spread, op.number("epsilon", 1e-5))))
    n.give(0, n("Add", n("Mul", scaled, column(op.input(1))), column(op.input(2))))
    for output, before, now in ((1, op.input(3), middle), (2, op.input(4), spread)):
        flat = n("Reshape", now, shape=(x.shape[1],))
        n.give(output, n("Add", n("Mul", before, keep), n("Mul", flat, 1 - keep)))
    return tuple(n.nodes)


TABLE = {"Adagrad": _each(1, _adagrad), "Adam": _each(2, _adam), "Momentum": _each(1, _momentum)}
