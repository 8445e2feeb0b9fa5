"""A planned graph and a choice of variants become a Program: steps in order, and the packed weights file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from packager.graph import Array, Graph, Node
from packager.kernels.base import Band, Program, Ref, Step
from packager.kernels.epilogue import Part
from packager.lowering.base import Context
from packager.lowering.fill import fill_steps
from packager.plan.types import ALIGN, Plan, Storage
from packager.program import chain, races
from packager.program.share import share
from packager.target import Target
from packager.together import numbers

if TYPE_CHECKING:
    from packager.program.assign import Assigned
    from packager.program.choose import Choice


@dataclass
class Lowering:
    """The context operators are lowered in (see lowering.base.Context); collects the weights file."""

    plan: Plan
    target: Target
    limit: Part
    splits: bool = True
    _blob: bytearray = field(default_factory=bytearray)
    _known: dict[bytes, int] = field(default_factory=dict)

    @property
    def graph(self) -> Graph:
        """The planned graph."""
        return self.plan.graph

    def storage(self, value: str) -> Storage:
        """How the run-time value lies in its buffer."""
        return self.plan.storage[value]

    def ref(self, value: str, *index: int) -> Ref:
        """The address of element [index] of a run-time value."""
        storage = self.plan.storage[value]
        buffer = self.plan.buffers[storage.buffer]
        element = storage.offset + sum(i * s for i, s in zip(index, storage.strides, strict=False))
        start = self.plan.offsets[buffer.id] if buffer.space == "arena" else 0
        return Ref(buffer.space, start + element * self.graph[value].dtype.bytes, buffer.index)

    def weights(self, array: Array) -> Ref:
        """The address of a constant block; equal blocks are stored once."""
        content = np.ascontiguousarray(array).tobytes()
        if content not in self._known:
            self._blob.extend(bytes(-len(self._blob) % ALIGN))
            self._known[content] = len(self._blob)
            self._blob.extend(content)
        return Ref("weights", self._known[content], bytes=len(content))

    @property
    def blob(self) -> bytes:
        """The weights file so far."""
        return bytes(self._blob)


def lower(plan: Plan, assigned: Assigned, chosen: Choice, threads: int = 1) -> Program:
    """The steps of the whole run in order, halo fills included, for that many threads, and the weights file."""
    ctx, model = Lowering(plan, assigned.target, assigned.limit), numbers(plan.graph)
    runs: list[list[Step]] = [[] for _ in plan.graph.parts or "1"]
    for position, node in enumerate(plan.order):
        steps = runs[model[node.name]]
        for fill in (f for f in plan.fills if f.before == position):
            steps += fill_steps(ctx, fill.value)
        if node.name not in plan.views:
            steps += steps_of(ctx, assigned, chosen, node, threads)
    made, before, after = [], 0.0, 0.0
    for number, steps in enumerate(runs):
        if threads > 1:
            cycles = _cycles(steps, chosen, assigned.target.vec)
            shared = share(steps, cycles, threads, assigned.target)
            steps, before, after = list(shared.steps), before + sum(cycles), after + shared.cycles
            races.check(Program(shared.steps, b"", threads), plan.graph.name, assigned.target.vec)
        made += [replace(step, model=number) for step in steps] if number else steps
    return Program(tuple(made), ctx.blob, threads, before / max(1.0, after) if threads > 1 else 1.0, after)


def _cycles(steps: Sequence[Step], chosen: Choice, vec: int) -> list[float]:
    """The estimate of each step: its part of the node's, or what it takes to write its bytes."""
    counts = Counter((step.node, step.kernel) for step in steps)
    found: list[float] = []
    for step in steps:
        variant = chosen.variants.get(step.node)
        if variant and step.kernel == variant.kernel:
            found.append(variant.cycles / counts[step.node, step.kernel])
        else:
            boxes = step.kernel.reach(step.args, vec) or ()
            elements = sum(prod((n for n, _ in b.loops), start=b.run or 0) for b in boxes if b.written) / 4
            found.append(20 + 2 * elements / vec)
    return found


def steps_of(ctx: Context, assigned: Assigned, chosen: Choice, node: Node, threads: int = 1) -> Iterator[Step]:
    """The steps of a node of the plan, or of the chain that it stands for."""
    if node.name in assigned.chains:
        return _chained(ctx, assigned, chosen, node, threads > 1)
    return _node(ctx, assigned, chosen, node)


def _node(ctx: Context, assigned: Assigned, chosen: Choice, node: Node) -> Iterator[Step]:
    """The steps of one node."""
    variant = chosen.variants[node.name]
    for step in assigned.engine(node).lower(ctx, node, assigned.region(node), variant.kernel):
        yield replace(step, wide=variant.wide) if step.kernel == variant.kernel else step


def _chained(ctx: Context, assigned: Assigned, chosen: Choice, node: Node, apart: bool) -> Iterator[Step]:
    """The steps of the chain that `node` stands for, strip by strip."""
    made = assigned.chains[node.name]
    if made.bands == 1:
        yield from _band(ctx, assigned, chosen, node, 0, apart)
        return
    for band in range(made.bands):
        steps = _band(ctx, assigned, chosen, node, band, apart=False)
        yield from (replace(step, band=Band(made.name, band)) for step in steps)


def _band(ctx: Context, assigned: Assigned, chosen: Choice, node: Node, band: int, apart: bool) -> Iterator[Step]:
    """The steps of one band of a chain."""
    made = assigned.chains[node.name]
    for number, (turns, following) in enumerate(chain.turns(ctx, made, node.outputs[-1], band)):
        if number == 0:
            for turn in turns:
                yield from chain.prepared(turn)
        for turn, inner in zip(turns, made.nodes, strict=True):
            if turn.strip.end[turn.index] > turn.strip.first[turn.index]:
                yield from chain.cleared(turn)
                yield from _node(turn, assigned, chosen, inner)
        if following:
            for turn in turns:
                yield from chain.kept(turn, following, apart)
