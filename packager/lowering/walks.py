"""Regions of one shape -> steps of the map and transpose kernels: which loops, which kernel, and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod

from packager.graph import Graph, Node
from packager.kernels.base import Kernel, Step
from packager.kernels.epilogue import Epilogue
from packager.kernels.map import NONE, Map
from packager.kernels.transpose import SIDE, Interleave, Tiles
from packager.lowering.base import Context, Operator, Variant
from packager.lowering.region import Loops, Region, loops
from packager.plan.needs import Needs

DEEP = 3
"""Loops beyond these are taken apart into several steps where they are short: a step costs less than a loop's code."""

STEPS = 4
"""Steps that one walk may be taken apart into."""


@dataclass(frozen=True)
class Fused:
    """A chain of elementwise stages over one output: what the kernel is specialised on, and its operands' regions."""

    epilogue: Epilogue = NONE
    tensors: Mapping[str, Region] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)


NeedsOf = Callable[[Graph, Node], Needs]
Steps = Callable[[Context, Node], Iterator[Step]]


def mapped(doc: str, needs: NeedsOf, steps: Steps) -> type[Operator]:
    """An operator whose steps are walks: the strides decide on the kernels, but for loops more than there must be."""

    def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
        return variants_of(ctx, steps(ctx, node))

    def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
        return (deepened(step, kernel) for step in steps(ctx, node))

    members = {k: staticmethod(f) for k, f in (("needs", needs), ("variants", variants), ("lower", lower))}
    return type("Mapped", (), {"__doc__": doc, **members})


def variants_of(ctx: Context, steps: Iterable[Step]) -> tuple[Variant, ...]:
    """The kernels of `steps`; the first one may have up to two more loops, so that nodes can share it."""
    steps = tuple(steps)
    if not steps:
        return (Variant(Map(2, "v", ("4",)), 0, "no elements: no steps"),)
    cycles = sum(_cycles(ctx, s) for s in steps)
    first, *others = dict.fromkeys(s.kernel for s in steps)
    found = [Variant(first, cycles, f"{len(steps)} walk{'s' * (len(steps) > 1)}", tuple(others))]
    if isinstance(first, Map):
        for more in (1, 2):
            kernel = replace(first, depth=first.depth + more)
            why = f"{found[0].why}, {more} more loops"
            found.append(Variant(kernel, cycles * 1.01 + 20 * more, why, tuple(others)))
    return tuple(found)


def _cycles(ctx: Context, step: Step) -> float:
    """Estimate: what an element costs, by vectors or alone, and what starting the innermost loop costs."""
    kernel, args = step.kernel, step.args
    if isinstance(kernel, Map):
        counts = [float(args[f"n{d}"]) for d in range(kernel.depth)]
        each = 1 + len(kernel.streams) / 2 + kernel.epilogue.cycles
        return prod(counts) * each / (1 if kernel.scalar else ctx.target.vec) + 10 * prod(counts[:-1])
    if isinstance(kernel, (Tiles, Interleave)):
        inner = args["i"] * args["j"] if isinstance(kernel, Tiles) else args["pixels"] * kernel.planes
        return prod(float(args[f"n{d}"]) for d in range(kernel.depth)) * inner * 0.7
    raise TypeError(f"{kernel.symbol} is no walk")


def deepened(step: Step, kernel: Kernel) -> Step:
    """The step with `kernel`, where that is its own kernel with more loops; another walk of the node may need most."""
    own = step.kernel
    if not isinstance(own, Map) or not isinstance(kernel, Map) or replace(own, depth=kernel.depth) != kernel:
        return step
    if kernel.depth < own.depth:
        return step
    more = kernel.depth - own.depth
    args = {n: v for n, v in step.args.items() if n in own.epilogue.numbers}
    for d in range(kernel.depth):
        names = ("n{}", *(f"{s}.{{}}" for s in own.streams))
        for name in names:
            at = name.format(d)
            if at in kernel.args:
                args[at] = step.args[name.format(d - more)] if d >= more else int(name == "n{}")
    return Step(kernel, step.refs, args, step.node)


def map_steps(ctx: Context, node: Node, y: Region, x: Region, then: Fused) -> Iterator[Step]:
    """`y = then(x)` over regions of one shape; no step where that is empty."""
    if 0 in y.shape:
        return
    streams = {"x": x, **{n: then.tensors[n] for n in then.epilogue.tensors}}
    # Same type in and out: a copy moves the bytes as they are, whatever they mean.
    copies = not then.epilogue.parts and x.dtype == y.dtype
    lanes = ctx.target.vec * (4 // y.dtype.bytes if copies and y.dtype.bytes <= 4 else 1)
    nest = loops(lanes, y, *streams.values())
    if copies and y.dtype.bytes == 4 and not nest.vector(lanes):
        step = _transposed(ctx, node, y, x, nest)
        if step is not None:
            yield step
            return
    types = (str(y.dtype.bytes),) if copies else tuple(r.dtype.name for r in (*streams.values(), y))
    for part, places in _parts(nest, (y, *streams.values())):
        if part.vector(lanes):
            kinds = "".join("v" if s[-1] else "s" for s in part.strides[1:])
        else:
            kinds = "a" * len(streams)
        kernel = Map(len(part.counts), kinds, types, then.epilogue)
        args: dict[str, int | float] = {f"n{d}": n for d, n in enumerate(part.counts)}
        for name, strides in zip(("y", *streams), part.strides, strict=True):
            args.update({f"{name}.{d}": s for d, s in enumerate(strides) if f"{name}.{d}" in kernel.args})
        refs = {n: r.ref for n, r in zip(("y", *streams), places, strict=True)}
        yield Step(kernel, refs, {**args, **then.numbers}, node.name)


def _parts(nest: Loops, regions: tuple[Region, ...]) -> Iterator[tuple[Loops, tuple[Region, ...]]]:
    """The walk as few-loop walks: a short outer loop of a deep nest becomes steps. At least two loops each."""
    counts = list(nest.counts)
    apart: list[int] = []
    while len(counts) - len(apart) > DEEP:
        short = min((d for d in range(len(counts) - 1) if d not in apart), key=lambda d: counts[d])
        if prod(counts[d] for d in (*apart, short)) > STEPS:
            break
        apart.append(short)
    kept = [d for d in range(len(counts)) if d not in apart]
    missing = max(0, 2 - len(kept))
    inner = Loops(
        (1,) * missing + tuple(counts[d] for d in kept),
        tuple((0,) * missing + tuple(s[d] for d in kept) for s in nest.strides),
    )
    for index in product(*(range(counts[d]) for d in apart)):
        ways = (sum(i * s[d] for i, d in zip(index, apart, strict=True)) for s in nest.strides)
        yield inner, tuple(r.moved(way) for r, way in zip(regions, ways, strict=True))


def _transposed(ctx: Context, node: Node, y: Region, x: Region, nest: Loops) -> Step | None:
    """The step of a transpose kernel, where y and x are contiguous along two different loops that are long enough."""
    axes = list(zip(nest.counts, *nest.strides, strict=True))
    along_y = next((a for a in axes if a[1] == 1), None)
    along_x = next((a for a in axes if a[2] == 1 and a is not along_y), None)
    if along_y is None or along_x is None:
        return None
    args: dict[str, int | float] = {}
    around = [a for a in axes if a is not along_x and a is not along_y] or [(1, 0, 0)]
    for d, (count, y_step, x_step) in enumerate(around):
        args |= {f"n{d}": count, f"y.{d}": y_step, f"x.{d}": x_step}
    kernel: Kernel
    if 2 <= along_y[0] <= 4 and along_x[1] == along_y[0] and along_x[0] >= ctx.target.vec:
        kernel = Interleave(len(around), along_y[0])
        args |= {"pixels": along_x[0], "x.plane": along_y[2]}
    elif min(along_x[0], along_y[0]) >= SIDE:
        kernel = Tiles(len(around))
        args |= {"i": along_x[0], "j": along_y[0], "y.i": along_x[1], "x.j": along_y[2]}
    else:
        return None
    return Step(kernel, {"x": x.ref, "y": y.ref}, args, node.name)
