"""Our own kernels: a Plan becomes a Program (steps and packed weights), and its kernels become objects."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import numpy.typing as npt
from llvmlite import ir

from packager.debug import ASSEMBLY, IR, QUIET, Debug
from packager.emit import backend
from packager.emit.builder import Fn
from packager.errors import PackError, Unsupported, raise_all
from packager.graph import Array, Graph, Node
from packager.kernels.base import Code, Kernel, Program, Ref, Step
from packager.lowering.base import REWRITTEN, Body, Operator, Variant, find
from packager.lowering.fill import fill_steps
from packager.plan.needs import Needs
from packager.plan.types import ALIGN, Plan, Storage
from packager.target import Target

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

SPEED_GAIN = 0.002
"""Share of the run's estimated time that a further kernel must save to be taken when optimising for speed."""


@dataclass
class Lowering:
    """The context operators are lowered in (see lowering.base.Context); collects the weights file."""

    plan: Plan
    target: Target
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
        return Ref("weights", self._known[content])

    @property
    def blob(self) -> bytes:
        """The weights file so far."""
        return bytes(self._blob)


def operator(node: Node) -> type[Operator]:
    """How `node` becomes steps, from its operator's file; raises Unsupported where there is none."""
    found = find(node.op)
    if found is None or found.operator is None:
        instead = REWRITTEN.get(node.op)
        raise Unsupported(
            f"no kernel for {node.op}",
            where=node.where,
            why=f"pack replaces {node.op} ({instead}), and could not here" if instead else "pack does not know it",
            fix="cut the model before this node with `model: {outputs: [...]}`; `pack ops` lists what there is",
        )
    return found.operator


def needs(graph: Graph, node: Node) -> Needs:
    """What `node` demands of memory; raises Unsupported with the reason."""
    return operator(node).needs(graph, node)


def check(graph: Graph) -> None:
    """Raise every reason why a node of `graph` cannot be compiled, all at once."""
    errors: list[PackError] = []
    for node in graph.nodes:
        try:
            needs(graph, node)
        except PackError as error:
            errors.append(error)
    raise_all(errors)


def choose(plan: Plan, target: Target, optimize: str = "speed", only: Container[str] = ()) -> dict[str, Variant]:
    """A variant for every node that is no view: the first of `choices`."""
    return next(choices(plan, target, optimize, only))


def choices(
    plan: Plan, target: Target, optimize: str = "speed", only: Container[str] = ()
) -> Iterator[dict[str, Variant]]:
    """Variants for all nodes that are no views, from what `optimize` asks for to the smallest.

    Kernels are shared, so a further kernel must earn its bytes. It starts with the fastest kernel for each node, then
    drops, one at a time, the kernel whose nodes lose least when they move to kernels that are used anyway: until a drop
    costs more than SPEED_GAIN of the run (`speed`), or none can be spared (`size`). Each choice after the first has a
    kernel less. Nodes that can have a kernel whose symbol is in `only` have one of these.
    """
    ctx = Lowering(plan, target)
    menu: dict[str, tuple[Variant, ...]] = {}
    for node in plan.order:
        if node.name not in plan.views:
            offered = operator(node).variants(ctx, node)
            menu[node.name] = tuple(v for v in offered if v.kernel.symbol in only) or offered
    kernels = tuple(dict.fromkeys(v.kernel for options in menu.values() for v in options))
    column = {k: i for i, k in enumerate(kernels)}
    cycles = np.full((len(menu), len(kernels)), np.inf)
    for row, options in enumerate(menu.values()):
        for variant in options:
            cycles[row, column[variant.kernel]] = variant.cycles
    for kept in spare(cycles, np.inf if optimize == "size" else SPEED_GAIN):
        best = np.where(kept, cycles, np.inf).argmin(axis=1) if len(kernels) else []
        yield {
            name: next(v for v in options if column[v.kernel] == best[row])
            for row, (name, options) in enumerate(menu.items())
        }


def spare(cycles: Floats, gain: float) -> Iterator[Bools]:
    """Which columns (kernels) of `cycles` [nodes, kernels] to keep, one less each time; see `choices`."""
    kept = np.ones(cycles.shape[1], bool)
    total = float(cycles.min(axis=1).sum()) if cycles.size else 0.0
    while True:
        best = np.where(kept, cycles, np.inf).argmin(axis=1) if cycles.size else np.zeros(0, int)
        used = np.isin(np.arange(cycles.shape[1]), best)
        losses: dict[int, float] = {}
        for k in np.flatnonzero(used):
            nodes = best == k
            others = np.where(used, cycles[nodes], np.inf)
            others[:, k] = np.inf
            losses[int(k)] = float((others.min(axis=1) - cycles[nodes, k]).sum())
        worst = min(losses, key=lambda k: (losses[k], k), default=-1)
        last = worst < 0 or not np.isfinite(losses[worst])
        if last or not losses[worst] <= gain * total:
            yield used.copy()
        if last:
            return
        kept = used
        kept[worst] = False


def lower(plan: Plan, target: Target, chosen: Mapping[str, Variant]) -> Program:
    """The steps of the whole run in order, halo fills included, and the weights file."""
    ctx = Lowering(plan, target)
    steps: list[Step] = []
    for position, node in enumerate(plan.order):
        for fill in (f for f in plan.fills if f.before == position):
            steps += fill_steps(ctx, fill.value)
        if node.name not in plan.views:
            steps += operator(node).lower(ctx, node, chosen[node.name].kernel)
    return Program(tuple(steps), ctx.blob)


def module_of(kernel: Kernel, target: Target) -> ir.Module:
    """The kernel as LLVM IR, as its family wrote it."""
    module = backend.new_module(kernel.symbol, target)
    fn = Fn(module, kernel.symbol, kernel.pointers, kernel.args, target, body)
    kernel.emit(fn)
    fn.finish()
    backend.harden(fn.function)
    return module


def emit(kernel: Kernel, target: Target, debug: Debug = QUIET) -> Code:
    """The kernel's machine code. DEBUG=4 shows its optimised IR, DEBUG=5 its assembly."""
    module = module_of(kernel, target)
    debug.show(IR, f"IR of {kernel.symbol}", partial(backend.optimised_ir, module, target), "ll")
    debug.show(ASSEMBLY, f"assembly of {kernel.symbol}", partial(backend.assembly, module, target), "s")
    made = backend.emit(module, target)
    return Code(made.elf, sum(made.frames.values()))


def compile_kernels(program: Program, target: Target, debug: Debug = QUIET) -> dict[str, Code]:
    """The machine code of every kernel of the program, by symbol."""
    return {k.symbol: emit(k, target, debug) for k in program.kernels}


def body(name: str) -> Body:
    """The elementwise body of operator `name`: how kernels look up what they fuse."""
    found = find(name)
    if found is None or found.body is None:
        raise Unsupported(f"no elementwise body for {name}", why="the operator has none", fix="report this as a bug")
    return found.body
