"""Runs one node on values that lie in memory in any way: gaps, halos, steps and poison around them; no planner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from math import prod

import numpy as np

from packager import target as targets
from packager.dtype import DType, from_numpy
from packager.engines import llvm as engine
from packager.graph import Array, Attr, Graph, Node, Stage, Value
from packager.kernels.base import Kernel, Ref, Step, functions_of
from packager.kernels.epilogue import Part
from packager.kernels.map import Map
from packager.lowering.base import Variant, find
from packager.plan.types import Storage
from packager.program.assign import Assigned
from packager.run.inprocess import prepare
from packager.target import Target
from tests.inprocess import HOST_TARGETS, HOST_WIDE

POISON = 0xA5
"""Byte of memory that nobody may touch; as f32 it is -2.9e-16."""


@dataclass(frozen=True)
class Style:
    """How a value lies: elements of gap behind each row of an axis, step of the last axis, elements of halo around."""

    gaps: tuple[int, ...] = ()
    step: int = 1
    halo: tuple[tuple[int, int], ...] = ()

    def storage(self, shape: tuple[int, ...], buffer: int) -> tuple[Storage, int]:
        """The storage and the elements of the buffer."""
        rank = len(shape)
        halo = self.halo or ((0, 0),) * rank
        gaps = (0,) * (rank - len(self.gaps)) + self.gaps[-rank:] if rank else ()
        strides, step = [0] * rank, self.step
        for d in reversed(range(rank)):
            strides[d] = step
            step *= shape[d] + sum(halo[d]) + gaps[d]
        offset = 7 + sum(b * s for (b, _), s in zip(halo, strides, strict=True))
        return Storage(buffer, offset, tuple(strides), halo), step + 16


DENSE = Style()


@dataclass
class Lab:
    """The context of one node, over memory of its own."""

    graph: Graph
    target: Target
    styles: Mapping[str, Style]
    inplace: Mapping[str, str] = field(default_factory=dict)
    memory: list[Array] = field(default_factory=list)
    places: dict[str, Storage] = field(default_factory=dict)
    blocks: list[Array] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, value in self.graph.values.items():
            if value.const is None and name not in self.inplace:
                place, size = self.styles.get(name, DENSE).storage(value.shape, len(self.memory))
                self.places[name] = place
                self.memory.append(np.full(size * value.dtype.bytes, POISON, np.uint8))
        for name, other in self.inplace.items():
            self.places[name] = self.places[other]

    @property
    def limit(self) -> Part:
        return Assigned(self.graph, self.target).limit

    def storage(self, value: str) -> Storage:
        return self.places[value]

    def ref(self, value: str, *index: int) -> Ref:
        place = self.places[value]
        element = place.offset + sum(i * s for i, s in zip(index, place.strides, strict=False))
        return Ref("arena", element * self.graph[value].dtype.bytes, place.buffer)

    def weights(self, array: Array) -> Ref:
        self.blocks.append(np.ascontiguousarray(array))
        return Ref("weights", 0, len(self.blocks) - 1)

    def view(self, name: str) -> Array:
        """The value where it lies."""
        place, value = self.places[name], self.graph[name]
        memory = self.memory[place.buffer]
        whole = np.ndarray((len(memory) // value.dtype.bytes,), value.dtype.np, memory)
        strides = [s * value.dtype.bytes for s in place.strides]
        return np.lib.stride_tricks.as_strided(whole[place.offset :], value.shape, strides)

    def run(self, node: Node, variant: Variant | None = None, wide: bool = False) -> None:
        """Lower the node with a variant (default: the first) and call its steps; `wide`: its wide kernel, if any."""
        found = find(node.op)
        assert found is not None
        assert found.operator is not None
        variant = variant or found.operator.variants(self, node)[0]
        steps = found.operator.lower(self, node, variant.kernel)
        self.call((replace(s, wide=variant.wide) if s.kernel == variant.kernel else s for s in steps), wide)

    def call(self, steps: Iterable[Step], wide: bool = False) -> None:
        """Run steps."""

        def address(ref: Ref) -> int:
            block = self.memory[ref.index] if ref.space == "arena" else self.blocks[ref.index]
            return int(block.ctypes.data) + ref.offset

        for step in list(steps):
            prepare(step, self.target, address, wide=wide)()


load = cache(targets.load)


def graph_of(
    op: str,
    feeds: Mapping[str, Array],
    outputs: Mapping[str, tuple[tuple[int, ...], DType]],
    consts: Mapping[str, Array],
    attrs: Mapping[str, Attr],
    inputs: Sequence[str],
    epilogue: tuple[Stage, ...] = (),
) -> tuple[Graph, Node]:
    """A graph of one node."""
    node = Node(op.lower(), op, tuple(inputs), tuple(outputs), dict(attrs), epilogue)
    values = {n: Value(n, a.shape, from_numpy(a.dtype)) for n, a in feeds.items()}
    values |= {n: Value(n, a.shape, from_numpy(a.dtype), a) for n, a in consts.items()}
    values |= {n: Value(n, shape, dtype) for n, (shape, dtype) in outputs.items()}
    return Graph("test", (node,), values, tuple(feeds), tuple(outputs)), node


def evaluate(
    op: str,
    feeds: Mapping[str, Array],
    outputs: Mapping[str, tuple[tuple[int, ...], DType]],
    *,
    consts: Mapping[str, Array] | None = None,
    attrs: Mapping[str, Attr] | None = None,
    inputs: Sequence[str] | None = None,
    styles: Mapping[str, Style] | None = None,
    inplace: Mapping[str, str] | None = None,
    epilogue: tuple[Stage, ...] = (),
    target: str = HOST_TARGETS[-1],
    deeper: bool = False,
) -> dict[str, Array]:
    """The node's outputs, by every variant it offers. All memory but the outputs must stay as it was.

    `inputs` is the order of the operator's inputs (default: feeds, then constants). `deeper`: walks also by the kernels
    with more loops than they need.
    """
    consts = consts or {}
    graph, node = graph_of(op, feeds, outputs, consts, attrs or {}, inputs or (*feeds, *consts), epilogue)
    found = find(op)
    assert found is not None, f"no operator {op}"
    assert found.operator is not None
    found.operator.needs(graph, node)
    machine = load(target)
    results: list[dict[str, Array]] = []
    menu = found.operator.variants(Lab(graph, machine, styles or {}), node)
    # A walk with more loops than it needs is the same code: one test of them all asks for it.
    offered = menu if deeper or not isinstance(menu[0].kernel, Map) else menu[:1]
    for variant, wide in [(v, w) for v in offered for w in ((False, True) if v.wide and HOST_WIDE else (False,))]:
        lab = Lab(graph, machine, styles or {}, inplace or {})
        for name, array in feeds.items():
            lab.view(name)[...] = array
        before = [m.copy() for m in lab.memory]
        lab.run(node, variant, wide)
        results.append({name: lab.view(name).copy() for name in outputs})
        after, lab.memory = lab.memory, before
        others = [m.copy() for m in after]
        for name in outputs:
            # The outputs' own elements may differ: take them from the memory before.
            old = lab.view(name).copy()
            lab.memory = others
            lab.view(name)[...] = old
            lab.memory = before
        for mine, theirs in zip(others, before, strict=True):
            np.testing.assert_array_equal(mine, theirs, f"{variant.kernel.symbol} wrote outside its outputs")
    for other in results[1:]:
        for name, array in other.items():
            np.testing.assert_allclose(array, results[0][name], rtol=1e-5, atol=1e-6, err_msg="variants differ")
    return results[0]


def undefined_symbols(kernel: Kernel, target: str) -> list[str]:
    """What the emitted object wants from elsewhere."""
    import io

    from elftools.elf.elffile import ELFFile

    elf = ELFFile(io.BytesIO(engine.compiled(functions_of(kernel)[0], targets.load(target)).elf))
    table = elf.get_section_by_name(".symtab")
    return [s.name for s in table.iter_symbols() if s["st_shndx"] == "SHN_UNDEF" and s.name]


def f32(*shape: int, seed: int = 0, scale: float = 1.0) -> Array:
    """Normal numbers."""
    return (np.random.default_rng(seed + prod(shape)).standard_normal(shape) * scale).astype(np.float32)
