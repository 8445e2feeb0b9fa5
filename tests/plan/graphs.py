"""Graphs for tests: a builder for hand-written ones, and random ones driven by a list of small integers."""

from __future__ import annotations

from math import prod
from types import MappingProxyType

import numpy as np

from packager.dtype import I32, DType
from packager.graph import FLOW, Attr, Graph, Node, Stage, Value


class Maker:
    """Collects nodes; every method returns the name of the value it makes."""

    def __init__(self, dtype: DType = I32) -> None:
        self.dtype = dtype
        self.nodes: list[Node] = []
        self.values: dict[str, Value] = {}
        self.inputs: list[str] = []

    def shape(self, value: str) -> tuple[int, ...]:
        return self.values[value].shape

    def _value(self, name: str, shape: tuple[int, ...], const: np.ndarray | None = None) -> str:
        self.values[name] = Value(name, tuple(shape), self.dtype, const)
        return name

    def input(self, *shape: int) -> str:
        self.inputs.append(self._value(f"in{len(self.inputs)}", shape))
        return self.inputs[-1]

    def const(self, *shape: int) -> str:
        content = (np.arange(prod(shape)) % 11 + 1).reshape(shape).astype(self.dtype.np)
        return self._value(f"c{len(self.values)}", shape, content)

    def op(self, op: str, inputs: tuple[str, ...], *shapes: tuple[int, ...], add: str = "", **attrs: Attr) -> str:
        name = f"{op.lower()}{len(self.nodes)}"
        outs = tuple(self._value(f"{name}_{k}" if k else name, s) for k, s in enumerate(shapes))
        epilogue = (Stage("Add", (FLOW, add)),) if add else ()
        self.nodes.append(Node(name, op, inputs, outs, MappingProxyType(dict(attrs)), epilogue))
        return outs[0]

    def relu(self, x: str) -> str:
        return self.op("Relu", (x,), self.shape(x))

    def dense(self, x: str) -> str:
        return self.op("Dense", (x,), self.shape(x))

    def loose(self, x: str) -> str:
        return self.op("Loose", (x,), self.shape(x))

    def widen(self, x: str) -> str:
        return self.op("Widen", (x,), (*self.shape(x)[:-1], 2 * self.shape(x)[-1]))

    def resample(self, x: str, size: int, channels: int) -> str:
        return self.op("Resample", (x,), (1, size, size, channels))

    def plus(self, a: str, b: str) -> str:
        return self.op("Add", (a, b), self.shape(a))

    def window(self, x: str, pads: tuple[int, int, int, int] = (1, 1, 1, 1), stride: int = 1, add: str = "") -> str:
        n, h, w, c = self.shape(x)
        shape = (n, -(-h // stride), -(-w // stride), c)
        return self.op("Window", (x,), shape, add=add, pads=pads, stride=stride)

    def concat(self, *xs: str, axis: int = -1) -> str:
        shape = list(self.shape(xs[0]))
        axis %= len(shape)
        shape[axis] = sum(self.shape(x)[axis] for x in xs)
        return self.op("Concat", xs, tuple(shape), axis=axis)

    def reshape(self, x: str, *shape: int) -> str:
        return self.op("Reshape", (x,), tuple(shape))

    def transpose(self, x: str, *perm: int) -> str:
        return self.op("Transpose", (x,), tuple(self.shape(x)[d] for d in perm), perm=perm)

    def slice(self, x: str, axis: int, start: int, end: int, step: int = 1) -> str:
        shape = list(self.shape(x))
        shape[axis] = len(range(*slice(start, None if end < -(2**60) else end, step).indices(shape[axis])))
        return self.op("Slice", (x,), tuple(shape), axes=(axis,), starts=(start,), ends=(end,), steps=(step,))

    def split(self, x: str, axis: int, *sizes: int) -> list[str]:
        shapes = [tuple(n if d != axis else size for d, n in enumerate(self.shape(x))) for size in sizes]
        self.op("Split", (x,), *shapes, axis=axis)
        return list(self.nodes[-1].outputs)

    def graph(self, *outputs: str) -> Graph:
        return Graph("test", tuple(self.nodes), self.values, tuple(self.inputs), outputs).verify()


def random_graph(choices: list[tuple[int, int, int]]) -> Graph:
    """The graph that `choices` spell: each is (what to do, to which value, how)."""
    m = Maker()
    pool = [m.input(1, 4, 3, 4), m.input(1, 4, 6)]
    for what, which, how in choices:
        x = pool[-1 - which % len(pool)]
        shape = m.shape(x)
        if prod(shape) > 4096:
            continue
        made = _grow(m, pool, x, shape, what % 15, how)
        pool += made
    read = {v for n in m.nodes for v in n.reads}
    ends = [v for v in pool if v not in read]
    extra = [pool[which % len(pool)] for _, which, how in choices[:3] if how % 4 == 0]
    return m.graph(*ends, *extra)


def _grow(m: Maker, pool: list[str], x: str, shape: tuple[int, ...], what: int, how: int) -> list[str]:
    rank = len(shape)
    axis = how % rank
    alike = [v for v in pool if m.shape(v) == shape]
    other = alike[how % len(alike)]
    if what <= 2:
        if rank == 4 and 0 not in shape:
            pads = ((1, 1, 1, 1), (2, 2, 2, 2), (0, 1, 1, 0), (0, 0, 1, 1), (0, 2, 0, 1))[how % 5]
            return [m.window(x, pads, 1 + how % 2, add=other if what == 2 and how % 2 == 0 else "")]
        return [m.relu(x)]
    if what == 3:
        return [m.relu(x)]
    if what == 4:
        return [m.plus(x, other)]
    if what == 5:
        return [(m.dense, m.loose, m.widen)[how % 3](x)]
    if what <= 8:
        mates = [
            v
            for v in pool
            if len(m.shape(v)) == rank
            and all(a == b or d == axis for d, (a, b) in enumerate(zip(m.shape(v), shape, strict=True)))
        ]
        picked = [mates[(how + 3 * k) % len(mates)] for k in range(1 + how % 3)]
        if how % 7 == 0:
            picked.append(m.const(*shape))
        return [m.concat(x, *picked, axis=axis)]
    if what == 9:
        start, step = how % 3, 1 + how // 3 % 2
        end = shape[axis] - how % 2
        if how % 11 == 5 and shape[axis] > 1:
            return [m.slice(x, axis, shape[axis] - 1, -(2**62), -1)]
        return [m.slice(x, axis, start, end, step)] if start < end else []
    if what == 10:
        if shape[axis] < 2:
            return []
        first = 1 + how % (shape[axis] - 1)
        return m.split(x, axis, first, shape[axis] - first)
    if what == 11:
        ways: list[tuple[int, ...]] = [(prod(shape),), (1, *shape), (*shape, 1), (1, prod(shape[:-1]), shape[-1])]
        ways += [(shape[0], prod(shape[1:])), tuple(n for n in shape if n != 1) or (1,)]
        if rank == 3:
            ways += [(1, *shape), (shape[0], 1, *shape[1:]), (1, *shape)]
        if shape[-1] % 2 == 0:
            ways.append((*shape[:-1], 2, shape[-1] // 2))
        return [m.reshape(x, *ways[how % len(ways)])]
    if what == 12:
        perm = list(range(rank))
        swap = (how + 1 + how // 5) % rank
        perm[axis], perm[swap] = perm[swap], perm[axis]
        return [m.transpose(x, *perm)]
    if what == 13:
        return [m.op("Identity", (x,), shape)]
    return [m.relu(m.const(*shape))]
