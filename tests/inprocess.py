"""Runs a model's compiled kernels inside the test process: no toolchain, no executable, the host's own target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import pytest

from packager import target as targets
from packager.graph import Array, Graph
from packager.kernels.base import Program, Ref
from packager.load import load
from packager.passes.optimise import optimise
from packager.plan.planner import make_plan
from packager.plan.types import Plan
from packager.program.assign import Assigned, assign
from packager.program.choose import Choice, choose, menu
from packager.program.lower import lower
from packager.program.split import split
from packager.run.execute import has_flag, runs_natively
from packager.run.inprocess import prepare
from packager.target import Target

HOST_TARGETS = tuple(name for name in targets.names() if runs_natively(targets.load(name)))
"""The shipped targets whose code this machine's processor can execute."""

on_every_target = pytest.mark.parametrize(
    "target", [*HOST_TARGETS[-1:], *(pytest.param(name, marks=pytest.mark.slow) for name in HOST_TARGETS[:-1])]
)
"""For tests that compile for a `target`: by default the newest that runs here, the others where there is time."""

HOST_WIDE = has_flag("avx512f")
"""Whether this machine's processor runs the wide kernels of x86-64-v3."""

POISON = 0x7F
"""Byte that fills memory before a run: as f32 it is 3.4e38, so that whoever reads what nobody wrote shows."""


@dataclass(frozen=True)
class Compiled:
    """A model as far as its program."""

    graph: Graph
    plan: Plan
    program: Program
    target: Target


def compile_model(model: onnx.ModelProto, folder: Path, target: str, optimize: str = "speed") -> Compiled:
    """The whole pipeline up to the program."""
    path = folder / "model.onnx"
    onnx.save(model, path)
    return compile_graph(optimise(load(path)), target, optimize)


def compile_graph(graph: Graph, target: str, optimize: str = "speed", threads: int = 1) -> Compiled:
    """From an optimised graph to the program."""
    machine = targets.load(target)
    assigned = assign(graph, machine)
    plan = make_plan(assigned.graph, assigned.needs)
    return made(graph, assigned, plan, choose(plan, assigned, optimize), threads)


def made(graph: Graph, assigned: Assigned, plan: Plan, chosen: Choice, threads: int = 1) -> Compiled:
    """From a choice of kernels to the program."""
    assigned, plan, chosen = split(assigned, plan, chosen)
    return Compiled(graph, plan, lower(plan, assigned, chosen, threads), assigned.target)


def every_variant(compiled: Compiled) -> Iterator[Compiled]:
    """The same graph with the first variant of every node, with the second, and so on until the longest menu ends."""
    assigned = assign(compiled.graph, compiled.target)
    plan = make_plan(assigned.graph, assigned.needs)
    offers = menu(plan, assigned)
    for i in range(max(map(len, offers.values()), default=0)):
        chosen = Choice({name: variants[i % len(variants)] for name, variants in offers.items()}, 0.0, 0)
        yield made(compiled.graph, assigned, plan, chosen)


def run(compiled: Compiled, feeds: Mapping[str, Array], *, wide: bool = False, order: int = 1) -> dict[str, Array]:
    """The outputs by name. Arena and outputs start poisoned; what lies around them must stay as it was.

    `wide` takes the kernels for wider vectors, where there are such. Threads take turns in each phase: in their `order`,
    or with -1 the last one first.
    """
    graph, program = compiled.graph, compiled.program
    arena, weights = _guarded(compiled.plan.arena_bytes), _guarded(len(program.weights))
    weights.inner[:] = np.frombuffer(program.weights, np.uint8)
    inputs = [np.ascontiguousarray(feeds[name]) for name in graph.inputs]
    outputs = [_guarded(graph[name].nbytes) for name in graph.outputs]
    spaces = {
        "arena": [arena.inner], "weights": [weights.inner], "input": inputs, "output": [o.inner for o in outputs],
    }  # fmt: skip

    def address(ref: Ref) -> int:
        return int(spaces[ref.space][ref.index].ctypes.data) + ref.offset

    for step in sorted(program.steps, key=lambda step: (step.phase, order * step.thread)):
        prepare(step, compiled.target, address, wide=wide)()
    for memory in (arena, weights, *outputs):
        assert memory.intact(), "a kernel wrote outside its memory"
    return {
        name: memory.inner.view(graph[name].dtype.np).reshape(graph[name].shape).copy()
        for name, memory in zip(graph.outputs, outputs, strict=True)
    }


@dataclass(frozen=True)
class Guarded:
    """Memory between two poisoned borders."""

    whole: Array
    inner: Array

    def intact(self) -> bool:
        """True where the borders still hold the poison."""
        size = (len(self.whole) - len(self.inner)) // 2
        return bool((self.whole[:size] == POISON).all() and (self.whole[len(self.whole) - size :] == POISON).all())


def _guarded(size: int, border: int = 256) -> Guarded:
    raw = np.full(size + 2 * border + 64, POISON, np.uint8)
    start = -raw.ctypes.data % 64
    whole = raw[start : start + size + 2 * border]
    return Guarded(whole, whole[border : border + size])
