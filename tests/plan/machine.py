"""A small machine for tests: nodes in numpy, evaluated plainly and on a plan's own bytes, and the needs of its operators.

`evaluate` knows nothing of plans; `execute` knows nothing but storage: it computes every node on strided windows of one
byte arena that starts as garbage, reads halos from memory, and spoils an output's memory before it reads the inputs
wherever the node's needs forbid working in place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from packager.graph import FLOW, Array, Graph, Node
from packager.plan.needs import InputNeed, Needs
from packager.plan.types import Plan

GARBAGE = 0xA5


def needs(node: Node) -> Needs:
    """The demands of the machine's operators; Dense is the picky one, Loose takes any strides."""
    extra = tuple(InputNeed() for s in node.epilogue for _ in s.operands)
    if node.op == "Window":
        top, left, bottom, right = node.ints("pads")
        halo = ((0, 0), (top, bottom), (left, right), (0, 0))
        return Needs((InputNeed(halo=halo, spread_pixels=True), *extra))
    if node.op in ("Relu", "Add"):
        return Needs(tuple(InputNeed(inplace=True) for _ in node.reads))
    if node.op == "Dense":
        return Needs((InputNeed(strided=False), *extra), strided_output=False)
    if node.op == "Loose":
        return Needs((InputNeed(any_strides=True), *extra))
    return Needs(tuple(InputNeed() for _ in node.reads))


def slice_of(graph: Graph, node: Node) -> tuple[slice, ...]:
    cut = [slice(None)] * graph[node.inputs[0]].rank
    for axis, start, end, step in zip(*(node.ints(k) for k in ("axes", "starts", "ends", "steps")), strict=True):
        cut[axis] = slice(start, None if end < -(2**60) else end, step)
    return tuple(cut)


def apply(graph: Graph, node: Node, reads: Mapping[str, Array], padded: Array | None = None) -> list[Array]:
    """The node's outputs. `padded` is input 0 with its halo, where the machine reads it from memory."""
    x = reads[node.inputs[0]]
    many: list[Array] | None = None
    if node.op == "Window":
        top, left, bottom, right = node.ints("pads")
        stride = node.int("stride", 1)
        if padded is None:
            padded = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
        h, w = padded.shape[1] - top - bottom, padded.shape[2] - left - right
        y = sum(
            (1 + dy + 3 * dx) * padded[:, dy : dy + h, dx : dx + w]
            for dy in range(top + bottom + 1)
            for dx in range(left + right + 1)
        )[:, ::stride, ::stride]
    elif node.op == "Relu":
        y = np.where(x > 3, x - 3, x)
    elif node.op == "Add":
        y = x + 2 * reads[node.inputs[1]]
    elif node.op == "Dense":
        y = np.cumsum(x.reshape(-1), dtype=x.dtype).reshape(x.shape)
    elif node.op == "Loose":
        y = x * 3 + 1
    elif node.op == "Resample":
        h, w, c = graph[node.outputs[0]].shape[1:]
        y = x[:, np.arange(h) * x.shape[1] // h][:, :, np.arange(w) * x.shape[2] // w][..., np.arange(c) % x.shape[3]]
    elif node.op == "Widen":
        y = np.concatenate([x, x + 1], -1)
    elif node.op in ("Copy", "Identity"):
        y = x
    elif node.op in ("Reshape", "Squeeze", "Unsqueeze", "Flatten"):
        y = x.reshape(graph[node.outputs[0]].shape)
    elif node.op == "Transpose":
        y = x.transpose(node.ints("perm"))
    elif node.op == "Concat":
        y = np.concatenate([reads[i] for i in node.inputs], node.int("axis"))
    elif node.op == "Slice":
        y = x[slice_of(graph, node)]
    elif node.op == "Split":
        axis = node.int("axis")
        many = np.split(x, np.cumsum([graph[o].shape[axis] for o in node.outputs])[:-1], axis)
    else:
        raise AssertionError(node.op)
    results = many if many is not None else [y]
    for stage in node.epilogue:
        assert stage.op == "Add"
        results = [r + sum(reads[o] for o in stage.inputs if o != FLOW) for r in results]
    return [np.ascontiguousarray(r) for r in results]


def evaluate(graph: Graph, inputs: Sequence[Array]) -> list[Array]:
    """The graph's outputs, plainly."""
    known: dict[str, Array] = {n: v.const for n, v in graph.values.items() if v.const is not None}
    known.update(zip(graph.inputs, inputs, strict=True))
    for node in graph.nodes:
        for out, array in zip(node.outputs, apply(graph, node, known), strict=True):
            if out:
                assert array.shape == graph[out].shape, (node, array.shape)
                known[out] = array
    return [known[o] for o in graph.outputs]


class Machine:
    """A plan's memory: the arena, and the caller's tensors."""

    def __init__(self, plan: Plan, inputs: Sequence[Array]) -> None:
        self.plan, self.graph = plan, plan.graph
        self.arena = np.full(plan.arena_bytes, GARBAGE, np.uint8)
        self.inputs = [np.ascontiguousarray(a).reshape(-1).view(np.uint8).copy() for a in inputs]
        self.outputs = [np.full(self.graph[o].nbytes, GARBAGE, np.uint8) for o in self.graph.outputs]
        self.buffers = {b.id: b for b in plan.buffers}

    def memory(self, value: str) -> Array:
        buffer = self.buffers[self.plan.storage[value].buffer]
        if buffer.space == "arena":
            start = self.plan.offsets[buffer.id]
            raw = self.arena[start : start + buffer.bytes]
        else:
            raw = (self.inputs if buffer.space == "input" else self.outputs)[buffer.index]
        size = self.graph[value].dtype.bytes
        return raw[: len(raw) // size * size].view(self.graph[value].dtype.np)

    def window(self, value: str, halo: Sequence[tuple[int, int]] = ()) -> Array:
        place, info = self.plan.storage[value], self.graph[value]
        halo = halo or ((0, 0),) * info.rank
        memory = self.memory(value)
        shape = tuple(n + b + a for n, (b, a) in zip(info.shape, halo, strict=True))
        offset = place.offset - sum(b * s for (b, _), s in zip(halo, place.strides, strict=True))
        if 0 in shape:
            return np.zeros(shape, memory.dtype)
        reach = [(n - 1) * s for n, s in zip(shape, place.strides, strict=True)]
        assert offset + sum(min(0, r) for r in reach) >= 0
        assert offset + sum(max(0, r) for r in reach) < len(memory)
        strides = tuple(s * memory.itemsize for s in place.strides)
        return np.lib.stride_tricks.as_strided(memory[offset:], shape, strides)

    def fill(self, value: str) -> None:
        """Zero the border of `value`: everything of the widened window but the value's own elements."""
        place = self.plan.storage[value]
        inner = self.window(value).copy()
        self.window(value, place.halo)[...] = 0
        self.window(value)[...] = inner

    def run(self) -> list[Array]:
        fills: dict[int, list[str]] = {}
        for fill in self.plan.fills:
            fills.setdefault(fill.before, []).append(fill.value)
        for step, node in enumerate(self.graph.nodes):
            for value in fills.get(step, ()):
                self.fill(value)
            if node.name not in self.plan.views:
                self.compute(node)
        return [
            m.view(self.graph[o].dtype.np).reshape(self.graph[o].shape)
            for m, o in zip(self.outputs, self.graph.outputs, strict=True)
        ]

    def compute(self, node: Node) -> None:
        demands = needs(node).inputs
        careful = not any(d.inplace for d in demands)
        if careful:
            self.spoil(node)
        reads = {v: c if (c := self.graph[v].const) is not None else self.window(v) for v in node.reads}
        padded = self.window(node.inputs[0], demands[0].halo) if demands and demands[0].halo else None
        results = apply(self.graph, node, reads, padded)
        for out, array in zip(node.outputs, results, strict=True):
            if out:
                self.window(out)[...] = array

    def spoil(self, node: Node) -> None:
        for out in filter(None, node.outputs):
            self.window(out)[...] = np.full(1, -77).astype(self.graph[out].dtype.np)


def execute(plan: Plan, inputs: Sequence[Array]) -> list[Array]:
    """The outputs of the planned graph, computed in the plan's memory; inputs must come back untouched."""
    machine = Machine(plan, inputs)
    before = [m.copy() for m in machine.inputs]
    outputs = machine.run()
    for a, b in zip(before, machine.inputs, strict=True):
        np.testing.assert_array_equal(a, b)
    return outputs
