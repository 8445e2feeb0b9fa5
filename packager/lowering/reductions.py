"""Reductions along axes: how the axes become the loops of a kernel, and the Reduce operators themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod

from packager.dtype import F32
from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.kernels.base import Kernel, Step
from packager.kernels.reduce import Kind, Reduce
from packager.lowering.base import Context, Op, Operator, Variant
from packager.lowering.pointwise import finish
from packager.lowering.pools import blocks
from packager.lowering.region import Region, loops, region
from packager.plan.needs import InputNeed, Needs

Axis = tuple[int, tuple[int, ...]]
"""Count of a loop, and each region's element step."""


@dataclass(frozen=True)
class Along:
    """Loops of a kernel that works along some axes of its regions (the first one is written).

    `kept` are the loops around, `inner` those along the axes, outermost first. `channels` is the contiguous innermost
    kept axis if the kernel computes one result per lane (`rows`); otherwise the last of `inner` is contiguous.
    """

    kept: tuple[Axis, ...]
    inner: tuple[Axis, ...]
    channels: int
    rows: bool

    def kept_args(self, names: tuple[str, ...]) -> dict[str, int | float]:
        """The descriptor entries `k*` of the kept loops; `names` are the regions', in order."""
        args: dict[str, int | float] = {}
        for d, (count, steps) in enumerate(self.kept):
            args[f"k{d}"] = count
            args.update({f"{name}.k{d}": step for name, step in zip(names, steps, strict=True)})
        return args


def along(axes: tuple[int, ...], y: Region, *others: Region) -> Along:
    """The loops for work along `axes` of regions of one rank; those along which `y` has one element need no step."""
    regions = (y, *others)
    rank = len(others[0].shape)
    kept_axes = [d for d in range(rank) if d not in axes]
    nest = loops(1, *(r.permute(kept_axes) for r in regions))
    kept = list(zip(nest.counts, zip(*nest.strides, strict=True), strict=True))
    shape = tuple(others[0].shape[d] for d in axes)
    walked = loops(1, *(r.permute(axes).broadcast(shape) for r in (*others, y)))
    inner = [(n, (s[-1], *s[:-1])) for n, s in zip(walked.counts, zip(*walked.strides, strict=True), strict=True)]
    contiguous = inner[-1][1][1] == 1 and (y.shape != others[0].shape or inner[-1][1][0] == 1) and inner[-1][0] > 1
    rows, channels = not contiguous, 1
    if rows and all(s == 1 for s in kept[-1][1]):
        channels = kept.pop()[0]
    kept = kept or [(1, (0,) * len(regions))]
    return Along(tuple(kept), tuple(inner), channels, rows)


def reduction(name: str, kind: Kind, doc: str, since: int = 1) -> Op:
    """The reduction called `name`; a mean is a sum with a scale."""

    class Reducing:
        @staticmethod
        def needs(graph: Graph, node: Node) -> Needs:
            demand_f32(graph, node, node.inputs[0])
            return Needs(tuple(InputNeed() for _ in node.reads))

        @staticmethod
        def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
            plan, x = _plan(ctx, node), ctx.graph[node.inputs[0]]
            depth = (len(plan.kept), max(2, len(plan.inner)))
            if not plan.rows:
                cycles = 20 * ctx.graph[node.outputs[0]].size + x.size * 4 / ctx.target.vec
                return (Variant(Reduce(kind, False, *depth, ctx.target.vec), cycles, "along contiguous elements"),)
            return tuple(
                Variant(
                    Reduce(kind, True, *depth, lanes, vectors),
                    x.size / plan.channels * -(-plan.channels // (lanes * vectors)) * max(4, vectors),
                    f"{lanes * vectors} results at a time",
                )
                for lanes, vectors in blocks(ctx.target.vec, plan.channels)
            )

        @staticmethod
        def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
            assert isinstance(kernel, Reduce)
            plan, x = _plan(ctx, node), region(ctx, node.inputs[0])
            args = plan.kept_args(("y", "x"))
            missing = kernel.reduced - len(plan.inner)
            for d, (count, (_, step)) in enumerate([(1, (0, 0))] * missing + list(plan.inner)):
                args |= {f"r{d}": count, f"x.r{d}": step}
            args["channels"] = plan.channels
            args["scale"] = 1 / prod(x.shape[a] for a in _axes(ctx.graph, node)) if name == "ReduceMean" else 1.0
            refs = {"x": x.ref, "y": region(ctx, node.outputs[0]).ref}
            yield Step(kernel, refs, {k: args[k] for k in kernel.args}, node.name)
            yield from finish(ctx, node)

    Reducing.__doc__ = doc
    operator: type[Operator] = Reducing
    return Op(name, since, doc, operator=operator)


def _axes(graph: Graph, node: Node) -> tuple[int, ...]:
    return tuple(a % graph[node.inputs[0]].rank for a in node.ints("axes"))


def _plan(ctx: Context, node: Node) -> Along:
    x, y, axes = region(ctx, node.inputs[0]), region(ctx, node.outputs[0]), _axes(ctx.graph, node)
    if len(y.shape) < len(x.shape):
        for axis in sorted(axes):
            y = y.insert(axis)
    plan = along(axes, y, x)
    return replace(plan, inner=_halved(plan.inner, 64 if plan.rows else 64 * ctx.target.vec))


def _halved(inner: tuple[Axis, ...], limit: int) -> tuple[Axis, ...]:
    """The innermost loop as two, where it is longer than `limit` and has a divisor near its root: a sum of sums rounds
    less than one long sum."""
    *outer, (count, steps) = inner
    best = min((n for n in range(8, limit + 1) if count % n == 0), key=lambda n: abs(n * n - count), default=0)
    if count <= limit or not best:
        return inner
    return (*outer, (count // best, tuple(s * best for s in steps)), (best, steps))


def demand_f32(graph: Graph, node: Node, *names: str) -> None:
    """Raise Unsupported unless the values are float32."""
    for name in names:
        if graph[name].dtype != F32:
            raise Unsupported(
                f"{node.op} of a {graph[name]} tensor",
                where=node.where,
                why="pack computes it in float32",
                fix="export the model with float32 here, or cut it before this node with `model: {outputs: [...]}`",
            )
