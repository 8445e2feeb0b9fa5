"""Operators that make one element of many along axes: the Reduce operators, ArgMax and ArgMin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import prod
from typing import Literal

from packager.graph import Graph, Node
from packager.kernels.arg import Arg
from packager.kernels.base import Kernel, Step
from packager.kernels.reduce import Kind, Reduce
from packager.lowering.along import Along, Axis, along, blocks
from packager.lowering.base import Body, Context, Op, Operator, Variant
from packager.lowering.demands import demand_f32
from packager.lowering.folds import folded
from packager.lowering.nest import Tensor, Writer, ix, nested, otherwise
from packager.lowering.pointwise import finish
from packager.lowering.region import region
from packager.plan.needs import Needs


def reduction(name: str, kind: Kind, doc: str, since: int = 1) -> Op:
    """The reduction called `name`; a mean is a sum with a scale."""

    class Reducing:
        @staticmethod
        def needs(graph: Graph, node: Node) -> Needs:
            demand_f32(graph, node, node.inputs[0])
            return Needs.plain(node)

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
    return otherwise(Op(name, since, doc, operator=operator), nested(folded(name, kind)))


def arguments(name: str, kind: Literal["max", "min"]) -> Op:
    """The operator called `name`."""
    doc = f"Where along an axis the {'largest' if kind == 'max' else 'smallest'} element stands."

    class Arguments:
        @staticmethod
        def needs(graph: Graph, node: Node) -> Needs:
            demand_f32(graph, node, node.inputs[0])
            return Needs.plain(node)

        @staticmethod
        def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
            kernel = Arg(kind, bool(node.int("select_last_index")), len(_one_by_one(ctx, node).kept))
            return (Variant(kernel, ctx.graph[node.inputs[0]].size * 4, "one element at a time"),)

        @staticmethod
        def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
            plan = _one_by_one(ctx, node)
            count, (_, step) = plan.inner[-1]
            args = plan.kept_args(("y", "x")) | {"n": count, "x.n": step}
            refs = {"x": region(ctx, node.inputs[0]).ref, "y": region(ctx, node.outputs[0]).ref}
            yield Step(kernel, refs, args, node.name)

    Arguments.__doc__ = doc
    operator: type[Operator] = Arguments
    return otherwise(Op(name, 1, doc, operator=operator), nested(_place(name, kind)))


def _place(name: str, kind: Literal["max", "min"]) -> Body:
    """The loops of ArgMax and ArgMin for elements of any type."""

    def loops(w: Writer, x: Tensor, *, y: Tensor) -> None:
        axis = w.node.int("axis") % x.rank
        y, later = w.with_axes(y, x.rank, (axis,)).last(axis), w.node.int("select_last_index")
        x = x.last(axis)
        with w.over(*x.shape[:-1]) as i:
            zero = w.fn.index(0)
            best, place = w.var(x[ix(*i, zero)]), w.var(zero)
            with w.over(x.shape[-1]) as (j,):
                one, now = x[ix(*i, j)], best.get()
                ahead = one > now if kind == "max" else one < now
                with w.if_(w.either(ahead, one.eq(now)) if later else ahead):
                    best.set(one)
                    place.set(j)
            y[ix(*i, zero)] = place.get()

    loops.__name__ = name.lower()
    return loops


def _one_by_one(ctx: Context, node: Node) -> Along:
    """The loops of ArgMax and ArgMin, which compute one result at a time: channels are a loop like any other."""
    plan = _along(ctx, node, (node.int("axis") % ctx.graph[node.inputs[0]].rank,))
    channels = ((plan.channels, (1, 1)),) if plan.channels > 1 else ()
    return replace(plan, kept=(*plan.kept, *channels))


def _axes(graph: Graph, node: Node) -> tuple[int, ...]:
    return tuple(a % graph[node.inputs[0]].rank for a in node.ints("axes"))


def _plan(ctx: Context, node: Node) -> Along:
    plan = _along(ctx, node, _axes(ctx.graph, node))
    return replace(plan, inner=_halved(plan.inner, 64 if plan.rows else 64 * ctx.target.vec))


def _along(ctx: Context, node: Node, axes: tuple[int, ...]) -> Along:
    """The loops along `axes` of the input; an output that has dropped them gets them back, with one element each."""
    x, y = region(ctx, node.inputs[0]), region(ctx, node.outputs[0])
    if len(y.shape) < len(x.shape):
        for axis in sorted(axes):
            y = y.insert(axis)
    return along(axes, y, x)


def _halved(inner: tuple[Axis, ...], limit: int) -> tuple[Axis, ...]:
    """The innermost loop as two, where it is longer than `limit` and has a divisor near its root: a sum of sums rounds
    less than one long sum."""
    *outer, (count, steps) = inner
    best = min((n for n in range(8, limit + 1) if count % n == 0), key=lambda n: abs(n * n - count), default=0)
    if count <= limit or not best:
        return inner
    return (*outer, (count // best, tuple(s * best for s in steps)), (best, steps))
