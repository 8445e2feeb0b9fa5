"""The proof behind the planner: Plan -> nothing, or PlanBroken. Shares no code with the planner.

Everything is worked out again from the storage map: which node really writes which elements, until which step they are
needed, what a view must read, where zeros must stand. Buffers that live together must not meet in the arena. Inside a
buffer with several values or a halo, all writes are replayed in time on a canvas (one cell per element, or per run of
elements that nobody divides), where every cell knows who holds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import gcd, prod

import numpy as np

from packager.errors import PlanBroken
from packager.graph import Graph, Node
from packager.plan.needs import InputNeed, Needs
from packager.plan.types import ALIGN, Buffer, Fill, Plan

_ZERO = -1
"""The canvas' mark for a cell that holds a halo's zeros; 0 is a free cell, k > 0 the k-th written value."""

_Cells = np.ndarray[tuple[int, ...], np.dtype[np.int32]]
_Halo = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class _Written:
    """A value that a node writes at step `born`, needed until step `end`. Inputs of the graph are born at -1."""

    born: int
    end: int
    value: str


@dataclass(frozen=True)
class _Box:
    """Elements at `offset + sum(i * strides)` for i in `shape`; dimensions of size 1 are dropped."""

    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    @classmethod
    def of(cls, offset: int, shape: Sequence[int], strides: Sequence[int]) -> _Box:
        kept = [(n, s) for n, s in zip(shape, strides, strict=True) if n != 1]
        return cls(offset, tuple(n for n, _ in kept), tuple(s for _, s in kept))

    @property
    def low(self) -> int:
        return self.offset + sum(min(0, (n - 1) * s) for n, s in zip(self.shape, self.strides, strict=True))

    @property
    def high(self) -> int:
        return self.offset + sum(max(0, (n - 1) * s) for n, s in zip(self.shape, self.strides, strict=True))

    def runs(self) -> tuple[tuple[int, int], ...]:
        """(size, stride) with neighbours that continue each other merged: equal for equal row-major walks."""
        merged: list[tuple[int, int]] = []
        for n, s in zip(self.shape, self.strides, strict=True):
            if merged and merged[-1][1] == n * s:
                merged[-1] = (merged[-1][0] * n, s)
            else:
                merged.append((n, s))
        return tuple(merged)

    def unit(self) -> int:
        """The largest cell that this box is made of, in elements."""
        sizes = [n for n, s in zip(self.shape, self.strides, strict=True) if s == 1]
        return gcd(self.offset, max(sizes, default=1), *(s for s in self.strides if s != 1))

    def cells(self, canvas: _Cells, unit: int) -> _Cells:
        """The box on a canvas with one cell per `unit` elements."""
        shape = tuple(n // unit if s == 1 else n for n, s in zip(self.shape, self.strides, strict=True))
        strides = tuple(canvas.itemsize * (1 if s == 1 else s // unit) for s in self.strides)
        return np.lib.stride_tricks.as_strided(canvas[self.offset // unit :], shape, strides)


def check(plan: Plan, needs: Mapping[str, Needs], keep_all: bool = False) -> None:
    """Raise PlanBroken unless `plan` is right for nodes with these `needs` (by node name; nodes that compute)."""
    _Check(plan, needs, keep_all).run()


class _Check:
    def __init__(self, plan: Plan, needs: Mapping[str, Needs], keep_all: bool) -> None:
        self.plan, self.graph, self.needs, self.keep_all = plan, plan.graph, needs, keep_all
        self.step = {n.name: i for i, n in enumerate(self.graph.nodes)}
        self.buffers = {b.id: b for b in plan.buffers}
        self.end = len(self.graph.nodes)

    def fault(self, why: str, node: str = "") -> PlanBroken:
        return PlanBroken.of(self.graph.name, node, why)

    def run(self) -> None:
        self.graph.verify()
        self.inside()
        self.interface()
        for node in self.graph.nodes:
            if node.name in self.plan.views:
                self.view(node)
            else:
                self.demands(node)
        spans = self.inner()
        self.arena(spans)

    def live_values(self) -> Iterator[str]:
        """Every value that needs memory at run time."""
        yield from self.graph.inputs
        yield from (o for n in self.graph.nodes for o in n.outputs if o)

    def box(self, value: str) -> _Box:
        place = self.plan.storage[value]
        return _Box.of(place.offset, self.graph[value].shape, place.strides)

    def around(self, value: str, halo: Sequence[tuple[int, int]]) -> list[_Box]:
        """The slabs of the border `halo` around a value: before and after it along each axis, all others widened."""
        place, shape = self.plan.storage[value], self.graph[value].shape
        wide = [(-b, n + b + a) for n, (b, a) in zip(shape, halo, strict=True)]
        slabs = []
        for d, (before, after) in enumerate(halo):
            for first, count in ((-before, before), (shape[d], after)):
                if count and 0 not in shape:
                    ranges = [(first, count) if k == d else w for k, w in enumerate(wide)]
                    offset = place.offset + sum(r[0] * s for r, s in zip(ranges, place.strides, strict=True))
                    slabs.append(_Box.of(offset, [r[1] for r in ranges], place.strides))
        return slabs

    def inside(self) -> None:
        """Every value lies in its buffer with its halo, and no two of its elements share memory."""
        for value in self.live_values():
            if value not in self.plan.storage:
                raise self.fault(f"value '{value}' has no storage")
            place = self.plan.storage[value]
            info = self.graph[value]
            if len(place.strides) != info.rank or len(place.halo) != info.rank:
                raise self.fault(f"the storage of '{value}' has another rank than its shape")
            if info.size == 0:
                continue
            size = self.buffers[place.buffer].bytes // info.dtype.bytes
            for box in (self.box(value), *self.around(value, place.halo)):
                if box.low < 0 or box.high >= size:
                    raise self.fault(f"'{value}' or its halo leaves its buffer of {size} elements: {place}")
            reach = 1
            box = self.box(value)
            for stride, n in sorted((abs(s), n) for n, s in zip(box.shape, box.strides, strict=True)):
                if stride < reach:
                    raise self.fault(f"elements of '{value}' share memory: strides {place.strides}")
                reach += (n - 1) * stride

    def interface(self) -> None:
        """The caller's tensors are dense, each in its own memory, and inputs are never written."""
        for space, names in (("input", self.graph.inputs), ("output", self.graph.outputs)):
            for index, value in enumerate(names):
                place, info = self.plan.storage.get(value), self.graph[value]
                if place is None:
                    raise self.fault(f"{space} '{value}' has no storage")
                buffer = self.buffers[place.buffer]
                dense = _Box.of(0, info.shape, [prod(info.shape[d + 1 :]) for d in range(info.rank)])
                if (buffer.space, buffer.index, buffer.bytes) != (space, index, info.nbytes) or (
                    info.size and self.box(value) != dense
                ):
                    raise self.fault(f"{space} '{value}' is not the caller's dense tensor {index}: {buffer} {place}")
        for node in self.graph.nodes:
            for out in filter(None, node.outputs):
                if node.name not in self.plan.views and self.buffer(out).space not in ("arena", "output"):
                    raise self.fault(f"'{out}' is written to read-only memory", node.name)

    def buffer(self, value: str) -> Buffer:
        return self.buffers[self.plan.storage[value].buffer]

    def demands(self, node: Node) -> None:
        """What a computing node asks of the values it reads and writes."""
        for i, value in enumerate(node.reads):
            if self.graph[value].const is None:
                need = self.need(node, i)
                level = 0 if need.any_strides else 1 if need.strided else self.graph[value].rank
                if not self.dense(value, level):
                    strides = self.plan.storage[value].strides
                    raise self.fault(f"'{value}' cannot be read with strides {strides}", node.name)
                have = self.plan.storage[value].halo
                if any(w[0] > h[0] or w[1] > h[1] for w, h in zip(need.halo, have, strict=False)):
                    raise self.fault(f"'{value}' has the halo {have}, not {need.halo}", node.name)
        for out in filter(None, node.outputs):
            if not self.dense(out, 1 if self.needs[node.name].strided_output else self.graph[out].rank):
                raise self.fault(f"'{out}' cannot be written with strides {self.plan.storage[out].strides}", node.name)

    def need(self, node: Node, read: int) -> InputNeed:
        inputs = self.needs[node.name].inputs
        return inputs[read] if read < len(inputs) else InputNeed()

    def dense(self, value: str, axes: int) -> bool:
        shape, strides = self.graph[value].shape, self.plan.storage[value].strides
        if not axes or 0 in shape:
            return True
        tail = _Box.of(0, shape[-axes:], strides[-axes:])
        row_major = [prod(tail.shape[d + 1 :]) for d in range(len(tail.shape))]
        return list(tail.strides) == row_major and all(s > 0 for n, s in zip(shape, strides, strict=True) if n > 1)

    # --- views ---

    def view(self, node: Node) -> None:
        """A view node's output and input must be the same memory, read as the operator says."""
        if node.epilogue:
            raise self.fault("a view cannot have an epilogue", node.name)
        pairs = [(node.inputs[0], o) for o in node.outputs if o]
        if node.op == "Concat":
            pairs = [(i, node.outputs[0]) for i in node.inputs]
        for source, target in pairs:
            if self.graph[source].const is not None:
                raise self.fault(f"the constant '{source}' cannot be a view", node.name)
            if self.plan.storage[source].buffer != self.plan.storage[target].buffer:
                raise self.fault(f"'{source}' and '{target}' lie in different buffers", node.name)
        want = [(v, box) for v, box in self.expected(node) if self.graph[v].size]
        for value, box in want:
            mine = self.box(value)
            same = (
                mine == box
                if node.op in ("Slice", "Split", "Concat", "Transpose")
                else (mine.offset, mine.runs()) == (box.offset, box.runs())
            )
            if not same:
                raise self.fault(f"'{value}' is no view: it reads {mine}, the operator says {box}", node.name)

    def expected(self, node: Node) -> Iterator[tuple[str, _Box]]:
        """(value, the elements it must cover) for a view node: its outputs, or the inputs of a Concat."""
        graph = self.graph
        whole = node.outputs[0] if node.op == "Concat" else node.inputs[0]
        place, shape = self.plan.storage[whole], graph[whole].shape
        if node.op in ("Concat", "Split") and len(node.inputs) + len(node.outputs) > 2:
            axis = node.int("axis") % len(shape)
            start = 0
            for name, size in zip(*self.pieces(node, axis), strict=True):
                if name:
                    yield name, _Box.of(place.offset + start * place.strides[axis], graph[name].shape, place.strides)
                start += size
            if start != shape[axis]:
                raise self.fault(f"the parts of '{whole}' do not cover it", node.name)
        elif node.op == "Slice":
            begin, step = _slice(graph, node)
            offset = place.offset + sum(b * s for b, s in zip(begin, place.strides, strict=True))
            out = node.outputs[0]
            yield out, _Box.of(offset, graph[out].shape, [a * s for a, s in zip(step, place.strides, strict=True)])
        elif node.op == "Transpose":
            perm = node.ints("perm") or tuple(range(len(shape)))[::-1]
            yield node.outputs[0], _Box.of(place.offset, [shape[d] for d in perm], [place.strides[d] for d in perm])
        else:
            yield node.outputs[0], self.box(whole)

    def pieces(self, node: Node, axis: int) -> tuple[Sequence[str], list[int]]:
        names = node.inputs if node.op == "Concat" else node.outputs
        sizes = [self.graph[n].shape[axis] if n else 0 for n in names]
        if not all(names):
            const = self.graph.const(node.inputs[1]) if len(node.inputs) > 1 else None
            total = self.graph[node.inputs[0]].shape[axis]
            given = [int(v) for v in const.ravel()] if const is not None else list(node.ints("split"))
            each = -(-total // len(names))
            sizes = given or [max(0, min(each, total - each * k)) for k in range(len(names))]
        return names, sizes

    # --- time ---

    def inner(self) -> dict[int, tuple[int, int]]:
        """Replay the writes inside every buffer; returns the steps from which to which each buffer is needed."""
        until, zeros = self.needed(), self.zeros()
        written: dict[int, list[_Written]] = {b: [] for b in self.buffers}
        for value in self.graph.inputs:
            written[self.plan.storage[value].buffer].append(_Written(-1, until.get(value, -1), value))
        for step, node in enumerate(self.graph.nodes):
            if node.name not in self.plan.views:
                for out in filter(None, node.outputs):
                    life = _Written(step, max(step, until.get(out, step)), out)
                    written[self.plan.storage[out].buffer].append(life)
        fills: dict[int, Fill] = {}
        for fill in self.plan.fills:
            id = self.plan.storage[fill.value].buffer
            if id in fills:
                raise self.fault(f"buffer {id} is filled twice")
            fills[id] = fill
        spans: dict[int, tuple[int, int]] = {}
        for id, lives in written.items():
            wants, fill_ = zeros.get(id, {}), fills.get(id)
            if not lives:
                raise self.fault(f"buffer {id} holds no value that is ever written")
            if len(lives) > 1 or wants or fill_:
                self.replay(lives, fill_, wants)
            start = min([w.born for w in lives] + ([fill_.before] if fill_ else []))
            spans[id] = start, self.end if self.keep_all else max([w.end for w in lives] + list(wants.values()))
        return spans

    def needed(self) -> dict[str, int]:
        """The last step that reads each value, directly or through views; past the end for outputs of the graph."""
        until = dict.fromkeys(self.graph.outputs, self.end)
        for node in reversed(self.graph.nodes):
            if node.name in self.plan.views:
                last = max((until.get(o, -1) for o in node.outputs if o), default=-1)
                reads = node.inputs if node.op == "Concat" else node.inputs[:1]
            else:
                last, reads = self.step[node.name], node.reads
            for value in reads:
                until[value] = max(until.get(value, -1), last)
        return until

    def zeros(self) -> dict[int, dict[tuple[str, _Halo], int]]:
        """For each buffer the halos that are read: (value, halo) -> last step."""
        wants: dict[int, dict[tuple[str, _Halo], int]] = {}
        for step, node in enumerate(self.graph.nodes):
            if node.name not in self.plan.views:
                for i, value in enumerate(node.reads):
                    halo = self.need(node, i).halo if self.graph[value].const is None else ()
                    if any(map(any, halo)) and self.graph[value].size:
                        wants.setdefault(self.plan.storage[value].buffer, {})[value, halo] = step
        return wants

    def replay(self, lives: list[_Written], fill: Fill | None, wants: Mapping[tuple[str, _Halo], int]) -> None:
        """Replay one buffer's fill and writes in time: nothing may meet what is still needed."""
        lives = sorted((w for w in lives if self.graph[w.value].size), key=lambda w: w.born)
        boxes = [self.box(w.value) for w in lives]
        border = self.around(fill.value, self.plan.storage[fill.value].halo) if fill else []
        asked = [(v, slab) for v, halo in wants for slab in self.around(v, halo)]
        everything = [*boxes, *border, *(slab for _, slab in asked)]
        if not everything:
            return
        unit = gcd(*(b.unit() for b in everything))
        canvas = np.zeros(max(b.high for b in everything) // unit + 1, np.int32)
        for slab in border:
            slab.cells(canvas, unit)[...] = _ZERO
        for value, slab in asked:
            if (slab.cells(canvas, unit) != _ZERO).any():
                raise self.fault(f"a halo of '{value}' is read but not filled with zeros")
        filled, zeros_until = fill.before if fill else -1, max(wants.values(), default=-1)
        if wants and min(wants.values()) < filled:
            raise self.fault(f"a halo is read before it is filled at step {filled}")
        held: set[int] = set()
        for k, (life, box) in enumerate(zip(lives, boxes, strict=True)):
            # The zeros stand on the canvas from the start: they must not meet what is written before the fill either.
            for j in [j for j in held if lives[j].end < life.born]:
                old = boxes[j].cells(canvas, unit)
                old[old == j + 1] = 0
                held.discard(j)
            cells = box.cells(canvas, unit)
            for other in np.unique(cells) if cells.any() else ():
                if other == _ZERO and (zeros_until >= life.born or life.end >= filled > life.born):
                    raise self.fault(f"'{life.value}' is written into a halo that is needed until step {zeros_until}")
                if other > 0 and not self.takes_over(life, lives[other - 1]):
                    raise self.fault(f"'{life.value}' overwrites '{lives[other - 1].value}', needed later")
            cells[...] = k + 1
            held.add(k)

    def takes_over(self, new: _Written, old: _Written) -> bool:
        """True if the node that writes `new` may do so where `old` lies: it reads `old` last, in place."""
        node = self.graph.nodes[new.born]
        if old.end > new.born or new.value != node.outputs[0]:
            return False
        allowed = False
        for i, value in enumerate(node.reads):
            if (
                self.graph[value].const is None
                and self.plan.storage[value].buffer == self.plan.storage[new.value].buffer
            ):
                alike = self.graph[value].shape == self.graph[new.value].shape and self.box(value) == self.box(
                    new.value
                )
                if not (alike and self.need(node, i).inplace):
                    return False
                allowed = True
        return allowed

    def arena(self, spans: Mapping[int, tuple[int, int]]) -> None:
        """Arena buffers that live together lie apart, aligned and inside; the lower bound is what it says."""
        plan = self.plan
        blocks = []
        for id, (start, end) in spans.items():
            buffer = self.buffers[id]
            if buffer.space != "arena":
                continue
            offset = plan.offsets.get(id)
            if offset is None or offset < 0 or offset + buffer.bytes > plan.arena_bytes:
                raise self.fault(f"{buffer} at offset {offset} leaves the arena of {plan.arena_bytes} bytes")
            if offset % ALIGN or buffer.bytes % ALIGN:
                raise self.fault(f"{buffer} at offset {offset} is not aligned to {ALIGN} bytes")
            blocks.append((max(0, start), end, offset, buffer.bytes, id))
        alive: list[tuple[int, int, int, int, int]] = []
        bound = 0
        for block in sorted(blocks):
            alive = [b for b in alive if b[1] >= block[0]]
            for other in alive:
                if other[2] < block[2] + block[3] and block[2] < other[2] + other[3]:
                    raise self.fault(f"buffers {other[4]} and {block[4]} are alive together and overlap in the arena")
            alive.append(block)
            bound = max(bound, sum(b[3] for b in alive))
        if bound != plan.lower_bound or plan.arena_bytes < bound:
            why = f"the lower bound is {bound} bytes, not {plan.lower_bound}; the arena has {plan.arena_bytes}"
            raise self.fault(why)


def _slice(graph: Graph, node: Node) -> tuple[list[int], list[int]]:
    """First index and step of a Slice along each axis of its input."""
    shape = graph[node.inputs[0]].shape

    def given(position: int, key: str) -> list[int]:
        if len(node.inputs) > position and node.inputs[position]:
            const = graph.const(node.inputs[position])
            return [] if const is None else [int(v) for v in const.ravel()]
        return list(node.ints(key))

    starts = given(1, "starts")
    axes = given(3, "axes") or list(range(len(starts)))
    steps = given(4, "steps") or [1] * len(starts)
    begin, step = [0] * len(shape), [1] * len(shape)
    for axis, first, pace in zip(axes, starts, steps, strict=True):
        size = shape[axis]
        first = first + size if first < 0 else first
        begin[axis] = min(max(first, 0), size if pace > 0 else size - 1)
        step[axis] = pace
    return begin, step
