"""RNN, GRU, LSTM -> matrix products and elementwise operators, turn by turn; every option of ONNX.

What the inputs give to all turns is one product before them. Each turn then is a product with the state, and gates,
which share their kernels with all other turns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from packager.graph import Array, Attr, Node, Value
from packager.load import limits
from packager.load.op import Op

SHORTER = "export it for shorter pieces of its input, with the states as inputs and outputs"
"""What to do about too many turns."""

_GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}

USUAL = {"RNN": ("Tanh",), "GRU": ("Sigmoid", "Tanh"), "LSTM": ("Sigmoid", "Tanh", "Tanh")}
"""The activations of one direction, where none are stated."""

DIRECTIONS = {"forward": (False,), "reverse": (True,), "bidirectional": (False, True)}
"""For each direction that is computed, whether it goes back in time."""

_ALPHA = {"Affine": 1.0, "LeakyRelu": 0.01, "ThresholdedRelu": 1.0, "ScaledTanh": 1.0, "HardSigmoid": 0.2, "Elu": 1.0}
_BETA = {"Affine": 0.0, "ScaledTanh": 1.0, "HardSigmoid": 0.5}


@dataclass
class _Net:
    """The nodes in place of the operator."""

    op: Op
    nodes: list[Node] = field(default_factory=list)

    def add(self, op: str, *inputs: str | Value, **attrs: Attr) -> str:
        """A further node; gives its output."""
        self.nodes.append(self.op.step(op, inputs, attrs))
        return self.nodes[-1].outputs[0]

    def const(self, array: Array) -> Value:
        """A constant of the input's type."""
        return self.op.constant(np.ascontiguousarray(array, dtype=self.op.x.dtype.np))

    def part(self, value: Value, d: int, turn: bool = False) -> str | Value:
        """Element `d` of the first axis; a matrix turned round."""
        if value.const is not None:
            return self.const(value.const[d].T if turn else value.const[d])
        cut = {"axes": (0,), "starts": (d,), "ends": (d + 1,), "steps": (1,)}
        shape = value.shape[1:]
        found = self.add("Slice", value, **cut) if value.shape[0] > 1 else value.name
        found = self.reshape(found, shape)
        return self.add("Transpose", found, perm=(1, 0)) if turn else found

    def reshape(self, value: str | Value, shape: tuple[int, ...]) -> str:
        """The value in another shape."""
        return self.add("Reshape", value, shape=shape)

    def columns(self, value: str | Value, start: int, end: int, axis: int = 1) -> str:
        """Part of an axis."""
        cut = {"axes": (axis,), "starts": (start,), "ends": (end,), "steps": (1,)}
        return self.add("Slice", value, **cut)

    def activated(self, value: str, name: str, alpha: float | None, beta: float | None) -> str:
        """An activation of the list that ONNX has for recurrent networks."""
        a, b = (_ALPHA.get(name, 1.0) if alpha is None else alpha), (_BETA.get(name, 0.0) if beta is None else beta)
        if name in ("Relu", "Tanh", "Sigmoid", "Softsign", "Softplus"):
            return self.add(name, value)
        if name in ("LeakyRelu", "ThresholdedRelu", "Elu"):
            return self.add(name, value, alpha=a)
        if name == "HardSigmoid":
            return self.add(name, value, alpha=a, beta=b)
        if name == "ScaledTanh":
            return self.add("Mul", self.add("Tanh", self.add("Mul", value, self.number(b))), self.number(a))
        if name == "Affine":
            return self.add("Add", self.add("Mul", value, self.number(a)), self.number(b))
        return self.op.invalid(f"its activation '{name[:40]}' is none that ONNX names")

    def number(self, value: float) -> Value:
        """One number."""
        return self.const(np.array(value))

    def clipped(self, value: str) -> str:
        """The sum that a gate is the activation of."""
        bound = self.op.number("clip", 0.0)
        return self.add("Clip", value, min=-bound, max=bound) if self.op.has("clip") else value


def recurrent(op: Op) -> tuple[Node, ...]:
    """The operator as straight code."""
    net, batch_first = _Net(op), bool(op.integer("layout", 0))
    gates, hidden = _GATES[op.op], op.input(2).shape[-1]
    direction = op.text("direction", "forward")
    if (
        direction not in DIRECTIONS
        or op.x.rank != 3
        or op.input(1).shape[:2] != (len(DIRECTIONS[direction]), gates * hidden)
    ):
        op.invalid(f"its direction '{direction[:40]}' does not fit weights {list(op.input(1).shape)}")
    turns, batch, width = (op.x.shape[i] for i in ((1, 0, 2) if batch_first else (0, 1, 2)))
    if turns * len(DIRECTIONS[direction]) > limits.STEPS:
        op.unsupported(f"it has {turns} turns; pack takes {limits.STEPS} in all its directions", SHORTER)
    x: str | Value = net.add("Transpose", op.x, perm=(1, 0, 2)) if batch_first else op.x
    x = net.reshape(x, (turns * batch, width))
    sides = [_Side(net, d, back, x, (turns, batch, hidden)) for d, back in enumerate(DIRECTIONS[direction])]
    runs = [side.run() for side in sides]
    # Which output, its axes in the order D, [T], B, H, and that of ONNX.
    whole = [[net.reshape(h, (1, 1, batch, hidden)) for h in run.all] for run in runs]
    wanted = list(op.outputs) + [""] * (3 - len(op.outputs))
    if wanted[0]:
        y = _joined(net, [_joined(net, one, 0) for one in whole], 1)
        _finish(net, y, wanted[0], (2, 0, 1, 3) if batch_first else ())
    for name, states in ((wanted[1], [r.h for r in runs]), (wanted[2], [r.c for r in runs])):
        if name:
            parts = [net.reshape(s, (1, batch, hidden)) for s in states]
            _finish(net, _joined(net, parts, 0), name, (1, 0, 2) if batch_first else ())
    return tuple(net.nodes)


def _joined(net: _Net, parts: Sequence[str], axis: int) -> str:
    return net.add("Concat", *parts, axis=axis) if len(parts) > 1 else parts[0]


def _finish(net: _Net, value: str, name: str, perm: tuple[int, ...]) -> None:
    """Let the operator's output `name` be `value`, its axes turned."""
    attrs: Mapping[str, Attr] = {"perm": perm} if perm else {}
    net.nodes.append(net.op.node("Transpose" if perm else "Identity", (value,), attrs, (name,)))


@dataclass
class _Run:
    """The states after each turn, in the order of time, and the last ones."""

    all: list[str | Value]
    h: str | Value
    c: str | Value


@dataclass
class _Side:
    """One direction, number `d`, of the operator; `x` are the inputs of all turns, one under the other."""

    net: _Net
    d: int
    back: bool
    x: str
    sizes: tuple[int, int, int]

    def run(self) -> _Run:
        """All turns."""
        net, op, d = self.net, self.net.op, self.d
        turns, batch, hidden = self.sizes
        gates = _GATES[op.op]
        wide = gates * hidden
        weights, self.inner = net.part(op.input(1), d, turn=True), net.part(op.input(2), d, turn=True)
        given = op.get(3)
        self.bias = net.part(given, d) if given is not None else None
        projected = net.add("MatMul", self.x, weights)
        if self.bias is not None:
            own, late = (net.columns(self.bias, a, b, 0) for a, b in ((0, wide), (wide, 2 * wide)))
            self.late = late
            # GRU may keep the part of the state's bias that belongs to its last gate apart.
            if op.op == "GRU":
                early = net.columns(late, 0, 2 * hidden, 0)
                zeros = net.const(np.zeros(hidden))
                late = net.add("Concat", early, zeros, axis=0)
            projected = net.add("Add", net.add("Add", projected, own), late)
        h: str | Value | None = self._start(5)
        c: str | Value | None = self._start(6) if op.op == "LSTM" else None
        zero = net.const(np.zeros((batch, hidden)))
        found: dict[int, str | Value] = {}
        for t in reversed(range(turns)) if self.back else range(turns):
            now = net.columns(projected, t * batch, (t + 1) * batch, 0) if turns > 1 else projected
            new, cell = getattr(self, f"_{op.op.lower()}")(now, h, c)
            live = self._live(t)
            if live is not None:
                found[t] = net.add("Where", live, new, zero)
                new = net.add("Where", live, new, h or zero)
                cell = net.add("Where", live, cell, c or zero) if cell is not None else None
            else:
                found[t] = new
            h, c = new, cell
        some = self._live(0)
        if some is not None:  # a sequence without turns ends with zeros, as in ONNX Runtime
            h, c = (net.add("Where", some, s, zero) if s and op.get(i) else s for s, i in ((h, 5), (c, 6)))
        return _Run([found[t] for t in range(turns)], h or zero, c or zero)

    def _start(self, index: int) -> str | Value | None:
        """The state before the first turn; None where that is zero."""
        given, net = self.net.op.get(index), self.net
        if given is None:
            return None
        if self.net.op.integer("layout", 0):
            cut = net.columns(given, self.d, self.d + 1, 1) if given.shape[1] > 1 else given
            return net.reshape(cut, (self.sizes[1], self.sizes[2]))
        return net.part(given, self.d)

    def _live(self, t: int) -> str | None:
        """Which sequences still run at turn `t`; None for all."""
        lengths, net = self.net.op.get(4), self.net
        if lengths is None or (lengths.const is not None and (np.asarray(lengths.const, np.int64) > t).all()):
            return None
        rows = net.reshape(lengths, (self.sizes[1], 1))
        return net.add("Greater", rows, net.op.constant(np.array(t, lengths.dtype.np)))

    def _product(self, h: str | Value | None, start: int, end: int) -> str | None:
        """What the state gives to the gates whose columns these are."""
        if h is None:
            return None
        weights = self.inner
        whole = (start, end) == (0, _GATES[self.net.op.op] * self.sizes[2])
        if not whole and isinstance(weights, Value) and weights.const is not None:
            weights = self.net.const(weights.const[:, start:end])
        elif not whole:
            weights = self.net.columns(weights, start, end)
        return self.net.add("MatMul", h, weights)

    def _sum(self, a: str, b: str | None) -> str:
        return self.net.add("Add", a, b) if b is not None else a

    def _gate(self, value: str, which: int, *, clipped: bool = True) -> str:
        """The activation number `which` of this direction."""
        op, net = self.net.op, self.net
        usual = USUAL[op.op]
        listed = op.attrs.get("activations")
        names = [str(n) for n in listed] if isinstance(listed, tuple) else list(usual) * 2
        place = self.d * len(usual) + which
        if place >= len(names):
            op.invalid(f"it names {len(names)} activations")
        known = {n.lower(): n for n in (*_ALPHA, "Relu", "Tanh", "Sigmoid", "Softsign", "Softplus")}
        spelt = [known.get(n.lower(), n) for n in names]
        numbers = []
        for key, takes in (("activation_alpha", _ALPHA), ("activation_beta", _BETA)):
            values = op.attrs.get(key, ())
            # The lists have numbers for those activations only that take one.
            before = sum(n in takes for n in spelt[:place])
            there = isinstance(values, tuple) and spelt[place] in takes and before < len(values)
            numbers.append(float(values[before]) if there and isinstance(values, tuple) else None)
        return net.activated(net.clipped(value) if clipped else value, spelt[place], *numbers)

    def _rnn(self, x: str, h: str | Value | None, _: object) -> tuple[str, None]:
        return self._gate(self._sum(x, self._product(h, 0, self.sizes[2])), 0), None

    def _gru(self, x: str, h: str | Value | None, _: object) -> tuple[str, None]:
        net, n = self.net, self.sizes[2]
        both = self._sum(net.columns(x, 0, 2 * n), self._product(h, 0, 2 * n))
        both = self._gate(both, 0)
        update, reset, new = net.columns(both, 0, n), net.columns(both, n, 2 * n), net.columns(x, 2 * n, 3 * n)
        late = net.columns(self.late, 2 * n, 3 * n, 0) if self.bias is not None else None
        if net.op.integer("linear_before_reset", 0):
            state = self._product(h, 2 * n, 3 * n)
            if late is not None:
                state = net.add("Add", state, late) if state is not None else late
            new = net.add("Add", new, net.add("Mul", reset, state)) if state is not None else new
        else:
            new = net.add("Add", new, late) if late is not None else new
            state = self._product(net.add("Mul", reset, h), 2 * n, 3 * n) if h is not None else None
            new = self._sum(new, state)
        fresh = self._gate(new, 1)
        rest = net.add("Mul", net.add("Sub", net.number(1.0), update), fresh)
        return (net.add("Add", rest, net.add("Mul", update, h)) if h is not None else rest), None

    def _lstm(self, x: str, h: str | Value | None, c: str | Value | None) -> tuple[str, str]:
        net, n, op = self.net, self.sizes[2], self.net.op
        total = self._sum(x, self._product(h, 0, 4 * n))
        i, o, f, fresh = (net.columns(total, k * n, (k + 1) * n) for k in range(4))
        given = op.get(7)
        peep = net.part(given, self.d) if given is not None else None

        def peeped(gate: str, state: str | Value | None, k: int) -> str:
            if peep is None or state is None:
                return gate
            return net.add("Add", gate, net.add("Mul", state, net.columns(peep, k * n, (k + 1) * n, 0)))

        i = self._gate(peeped(i, c, 0), 0)
        if op.integer("input_forget", 0):
            f = net.add("Sub", net.number(1.0), i)
        else:
            f = self._gate(peeped(f, c, 2), 0)
        cell = net.add("Mul", i, self._gate(fresh, 1))
        cell = net.add("Add", net.add("Mul", f, c), cell) if c is not None else cell
        o = self._gate(peeped(o, cell, 1), 0)
        return net.add("Mul", o, self._gate(cell, 2, clipped=False)), cell


TABLE = {"GRU": recurrent, "LSTM": recurrent, "RNN": recurrent}
