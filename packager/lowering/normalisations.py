"""Normalisations as steps of the norm kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod

import numpy as np

from packager.dtype import F32
from packager.emit.builder import Val
from packager.emit.math import sqrt
from packager.graph import Graph, Node
from packager.kernels.base import Kernel, Step
from packager.kernels.norm import Affine, Kind, Norm
from packager.lowering.along import Along, along, blocks
from packager.lowering.base import Context, Op, Operator, Variant
from packager.lowering.demands import demand_f32, demand_one_output
from packager.lowering.nest import Tensor, Writer, nested, otherwise
from packager.lowering.pointwise import finish
from packager.lowering.region import Region, constant, region
from packager.plan.needs import Needs


@dataclass(frozen=True)
class Task:
    """What is normalised: regions of one rank (`scale` and `bias` broadcast), and along which of their axes."""

    axes: tuple[int, ...]
    y: Region
    x: Region
    affine: tuple[Region, Region] | None = None
    kind: Kind = "deviation"
    epsilon: float = 0.0

    @property
    def streams(self) -> dict[str, Region]:
        """By the kernel's names, the output first."""
        both = zip(("scale", "bias"), self.affine or (), strict=False)
        return {"y": self.y, "x": self.x, **{n: r.broadcast(self.x.shape) for n, r in both}}

    @property
    def plan(self) -> Along:
        """The loops."""
        return along(self.axes, *self.streams.values())

    def kernel(self, vec: int) -> Norm:
        """The kernel for targets with vectors of `vec` lanes."""
        plan = self.plan
        lanes = blocks(vec, plan.channels)[-1][0] if plan.rows else vec
        steps: Affine = "v" if plan.rows or plan.inner[-1][1][-1] else "s"
        return Norm(self.kind, plan.rows, len(plan.kept), len(plan.inner), lanes, steps if self.affine else "")


def normalising(
    name: str, doc: str, task: Callable[[Context, Node], Task], *, since: int = 1,
    check: Callable[[Graph, Node], None] | None = None,
) -> Op:  # fmt: skip
    """The operator called `name`, as `task` says; `check` raises Unsupported where that cannot be."""

    class Normalising:
        @staticmethod
        def needs(graph: Graph, node: Node) -> Needs:
            demand_f32(graph, node, *(i for i in node.inputs if i))
            if check is not None:
                check(graph, node)
            demand_one_output(node, "its mean or deviation", "export the model for inference")
            return Needs.plain(node)

        @staticmethod
        def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
            work = task(ctx, node)
            kernel = work.kernel(ctx.target.vec)
            why = f"{kernel.lanes} results at a time" if kernel.rows else "along contiguous elements"
            return (Variant(kernel, prod(work.x.shape) * 6 / kernel.lanes, why),)

        @staticmethod
        def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
            work = task(ctx, node)
            plan, streams = work.plan, work.streams
            args = plan.kept_args(tuple(streams))
            for d, (count, steps) in enumerate(plan.inner):
                args |= {f"r{d}": count, **{f"{s}.r{d}": step for s, step in zip(streams, steps, strict=True)}}
            args["channels"] = plan.channels
            args |= {"share": 1 / prod(work.x.shape[a] for a in work.axes), "epsilon": work.epsilon}
            refs = {s: r.ref for s, r in streams.items()}
            yield Step(kernel, refs, {k: args[k] for k in kernel.args}, node.name)
            yield from finish(ctx, node)

    Normalising.__doc__ = doc
    operator: type[Operator] = Normalising
    return Op(name, since, doc, operator=operator)


def of_all_types(
    name: str, doc: str, task: Callable[[Context, Node], Task], *, since: int = 1,
    check: Callable[[Graph, Node], None] | None = None,
) -> Op:  # fmt: skip
    """The same, with loops for element types that the kernel does not know."""

    def loops(w: Writer, *_: Tensor | None, y: Tensor) -> None:
        work, kind = task(w.ctx, w.node), y.kind
        streams = {name: w.at(place) for name, place in work.streams.items()}
        kept = [d for d in range(len(work.x.shape)) if d not in work.axes]
        counts = [work.x.shape[a] for a in work.axes]
        share = 1.0 / prod(counts)

        def value(stream: str, i: tuple[Val, ...], k: tuple[Val, ...]) -> Val:
            at = dict(zip((*kept, *work.axes), (*i, *k), strict=True))
            return w.cast(streams[stream][tuple(at[d] for d in range(len(at)))], kind)

        with w.over(*(work.x.shape[d] for d in kept)) as i:

            def total(term: Callable[[Val], Val]) -> Val:
                return w.fold((), counts, 0, kind, lambda found, *k: found + term(value("x", i, k)))

            middle = total(lambda x: x) * share if work.kind == "deviation" else w.constant(0, kind)
            if work.kind == "l1":
                divisor = total(w.fn.abs)
            else:
                energy = total(lambda x: (x - middle) * (x - middle))
                divisor = sqrt(energy if work.kind == "l2" else energy * share + work.epsilon)
            divisor = w.select(divisor.eq(0.0), divisor.same(1.0), divisor)
            with w.over(*counts) as k:
                found = (value("x", i, k) - middle) / divisor
                if work.affine:
                    found = found * value("scale", i, k) + value("bias", i, k)
                at = dict(zip((*kept, *work.axes), (*i, *k), strict=True))
                streams["y"][tuple(at[d] for d in range(len(at)))] = found

    loops.__name__ = name.lower()
    return otherwise(normalising(name, doc, task, since=since, check=check), nested(loops, check=check))


def affine(ctx: Context, scale: str, bias: str) -> tuple[Region, Region]:
    """The regions of scale and bias; an absent bias is zeros of the scale's shape."""
    found = region(ctx, scale)
    if bias:
        return found, region(ctx, bias)
    return found, constant(ctx, np.zeros(found.shape, np.float32), F32)


def per_channel(pair: tuple[Region, Region], axis: int, rank: int) -> tuple[Region, Region]:
    """Vectors over the channels, shaped to broadcast along the other axes of a tensor with channels at `axis`."""
    scale, bias = pair
    for _ in range(rank - axis - 1):
        scale, bias = scale.insert(len(scale.shape)), bias.insert(len(bias.shape))
    return scale, bias
