"""Our own kernels: a Plan becomes a Program (steps and packed weights), and its kernels become objects."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

import numpy as np
from llvmlite import ir

from packager.debug import ASSEMBLY, IR, QUIET, Debug
from packager.emit import backend
from packager.emit.builder import Fn
from packager.engines.solve import Menu, ladder
from packager.errors import PackError, Unsupported, raise_all
from packager.graph import Array, Graph, Node
from packager.kernels.base import Code, Function, Program, Ref, Step
from packager.lowering.base import REWRITTEN, Body, Operator, Variant, find
from packager.lowering.fill import fill_steps
from packager.plan.needs import Needs
from packager.plan.types import ALIGN, Plan, Storage
from packager.target import Target

PRICES = tuple(1000 / percent for percent in (0.5, 0.8, 1.6, 3.2, 6.4, 13, 26, 51, 1e4))
"""Bytes that one per cent of the run's time is worth: what a further kilobyte must save, in per cent. It falls from the
first, which `optimize: speed` starts with, to the last, which asks for the smallest."""


@dataclass(frozen=True)
class Choice:
    """A variant for every node that is no view, the estimated cycles of a run, and the bytes of its functions."""

    variants: Mapping[str, Variant]
    cycles: float
    bytes: int


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


def menu(plan: Plan, target: Target) -> dict[str, tuple[Variant, ...]]:
    """What can compute each node that is no view."""
    ctx = Lowering(plan, target)
    return {n.name: operator(n).variants(ctx, n) for n in plan.order if n.name not in plan.views}


def choose(plan: Plan, target: Target, optimize: str = "speed", only: Container[str] = ()) -> Choice:
    """The first of `choices`."""
    return next(choices(plan, target, optimize, only))


def choices(plan: Plan, target: Target, optimize: str = "speed", only: Container[str] = ()) -> Iterator[Choice]:
    """Variants for all nodes that are no views, from what `optimize` asks for to the smallest.

    Machine functions are shared, so a further one must earn its bytes; each choice after the first has fewer bytes and
    asks more of them. Nodes that can do with functions whose names are in `only` do.
    """
    offers = {
        name: tuple(v for v in variants if all(f.name in only for f in v.functions)) or variants
        for name, variants in menu(plan, target).items()
    }
    functions = {f.name: f for variants in offers.values() for v in variants for f in v.functions}
    sets = tuple(dict.fromkeys(frozenset(f.name for f in v.functions) for o in offers.values() for v in o))
    cheapest = [{frozenset(f.name for f in v.functions): v for v in reversed(variants)} for variants in offers.values()]
    table = Menu(
        np.array([[c[s].cycles if s in c else np.inf for s in sets] for c in cheapest], float).reshape(
            len(offers), len(sets)
        ),
        np.array([[name in s for name in functions] for s in sets], bool).reshape(len(sets), len(functions)),
        np.array([compiled(f, target).bytes for f in functions.values()], float),
    )
    fastest = float(table.best(table.fastest).sum()) or 1.0
    for found in ladder(table, [100 * p / fastest for p in (PRICES if optimize == "speed" else PRICES[-1:])]):
        taken = table.taken(found.kept)
        variants = {name: c[sets[i]] for name, c, i in zip(offers, cheapest, taken, strict=True)}
        yield Choice(variants, found.cycles, int(found.bytes))


def lower(plan: Plan, target: Target, chosen: Choice) -> Program:
    """The steps of the whole run in order, halo fills included, and the weights file."""
    ctx = Lowering(plan, target)
    steps: list[Step] = []
    for position, node in enumerate(plan.order):
        for fill in (f for f in plan.fills if f.before == position):
            steps += fill_steps(ctx, fill.value)
        if node.name not in plan.views:
            variant = chosen.variants[node.name]
            for step in operator(node).lower(ctx, node, variant.kernel):
                steps.append(replace(step, wide=variant.wide) if step.kernel == variant.kernel else step)
    return Program(tuple(steps), ctx.blob)


def module_of(function: Function, target: Target) -> ir.Module:
    """The function as LLVM IR, as its kernel's family wrote it, for a target of its vectors."""
    kernel, module = function.kernel, backend.new_module(function.name, target)
    fn = Fn(module, function.name, kernel.pointers, kernel.args, target, body, kernel.more)
    kernel.emit(fn)
    fn.finish()
    backend.harden(fn.function)
    return module


def emit(function: Function, target: Target, debug: Debug = QUIET) -> Code:
    """The function's machine code for `target`. DEBUG=4 shows its optimised IR, DEBUG=5 its assembly."""
    if debug.level >= IR:
        vectors = target.widened if function.wide else target
        module = module_of(function, vectors)
        debug.show(IR, f"IR of {function.name}", partial(backend.optimised_ir, module, vectors), "ll")
        debug.show(ASSEMBLY, f"assembly of {function.name}", partial(backend.assembly, module, vectors), "s")
    return compiled(function, target)


@lru_cache(maxsize=4096)
def compiled(function: Function, target: Target) -> Code:
    """The function's machine code for `target`: made once, whoever asks."""
    target = target.widened if function.wide else target
    made = backend.emit(module_of(function, target), target)
    return Code(made.elf, sum(made.frames.values()), made.bytes)


def compile_kernels(program: Program, target: Target, debug: Debug = QUIET) -> dict[str, Code]:
    """The machine code of every function of the program, by name."""
    return {f.name: emit(f, target, debug) for f in program.functions}


def body(name: str) -> Body:
    """The elementwise body of operator `name`: how kernels look up what they fuse."""
    found = find(name)
    if found is None or found.body is None:
        raise Unsupported(f"no elementwise body for {name}", why="the operator has none", fix="report this as a bug")
    return found.body
