"""Softmax and LogSoftmax as steps of the softmax kernel."""

from __future__ import annotations

from collections.abc import Iterator

from packager.emit.math import exp, log
from packager.graph import Graph, Node
from packager.kernels.base import Kernel, Step
from packager.kernels.softmax import ShortSoftmax, Softmax
from packager.lowering.along import Along, along, blocks
from packager.lowering.base import Body, Context, Op, Operator, Variant
from packager.lowering.demands import demand_f32
from packager.lowering.folds import extreme
from packager.lowering.nest import Tensor, Writer, ix, nested, otherwise
from packager.lowering.pointwise import finish
from packager.lowering.region import region
from packager.plan.needs import InputNeed, Needs


def softmaxes(name: str, logarithm: bool) -> Op:
    """The operator called `name`."""

    class Softmaxes:
        @staticmethod
        def needs(graph: Graph, node: Node) -> Needs:
            x = graph[node.inputs[0]]
            demand_f32(graph, node, x.name)
            # Along the last axis every element is visited once per pass; elsewhere vectors overlap.
            last = node.int("axis", -1) % x.rank == x.rank - 1 and x.shape[-1] > 1
            return Needs.plain(node, InputNeed(inplace=last))

        @staticmethod
        def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
            plan, size = _plan(ctx, node), ctx.graph[node.inputs[0]].size
            if (short := _short(plan, ctx.target.vec)) is not None:
                widths = tuple(dict.fromkeys((ctx.target.vec, short)))
                why = f"axes of {short} side by side"
                return tuple(
                    Variant(ShortSoftmax(short, n, logarithm), size * 40 / n, f"{why}, {n} lanes") for n in widths
                )
            # Along a contiguous axis one element at a time has half the code: it needs no second loop for the rest.
            widths = (blocks(ctx.target.vec, plan.channels)[-1][0],) if plan.rows else (ctx.target.vec, 1)
            why = "results" if plan.rows else "contiguous elements"
            axes = size / plan.inner[-1][0]
            return tuple(
                Variant(
                    Softmax(plan.rows, len(plan.kept), n, logarithm), size * 25 / n + 40 * axes, f"{n} {why} at a time"
                )
                for n in widths
            )

        @staticmethod
        def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
            plan = _plan(ctx, node)
            count, (y_step, x_step) = plan.inner[-1]
            args = plan.kept_args(("y", "x"))
            args |= {"n": count, "x.n": x_step, "y.n": y_step, "channels": plan.channels}
            args |= {"count": plan.kept[0][0] * count}
            refs = {"x": region(ctx, node.inputs[0]).ref, "y": region(ctx, node.outputs[0]).ref}
            yield Step(kernel, refs, {k: args[k] for k in kernel.args}, node.name)
            yield from finish(ctx, node)

    Softmaxes.__doc__ = f"{name} along one axis."
    operator: type[Operator] = Softmaxes
    return otherwise(Op(name, 1, f"{name} along one axis.", operator=operator), nested(_loops(name, logarithm)))


def _loops(name: str, logarithm: bool) -> Body:
    """The loops over elements of any type: the exponentials are computed twice, not rounded in between."""

    def loops(w: Writer, x: Tensor, *, y: Tensor) -> None:
        axis = w.node.int("axis", -1) % x.rank
        x, y, size, kind = x.last(axis), y.last(axis), (x.shape[axis],), x.kind
        with w.over(*x.shape[:-1]) as i:
            top = w.fold((), size, extreme(kind, -1), kind, lambda a, j: a.maximum(x[ix(*i, j)]))
            # An axis of minus infinities has no distribution: NaN, as IEEE has it.
            total = w.fold((), size, 0, kind, lambda a, j: a + exp(x[ix(*i, j)] - top))
            with w.over(*size) as (j,):
                away = x[ix(*i, j)] - top
                y[ix(*i, j)] = away - log(total) if logarithm else exp(away) / total

    loops.__name__ = name.lower()
    return loops


def _short(plan: Along, vec: int) -> int | None:
    """The length of the axis, where it is so short that several fill a vector, and they lie side by side."""
    (count, steps), (around, apart) = plan.inner[-1], plan.kept[0]
    alone = len(plan.inner) == len(plan.kept) == 1 and not plan.rows and steps == (1, 1)
    fits = 1 < count <= vec and count & (count - 1) == 0
    return count if alone and fits and (around == 1 or apart == (count, count)) else None


def _plan(ctx: Context, node: Node) -> Along:
    x, y = region(ctx, node.inputs[0]), region(ctx, node.outputs[0])
    return along((node.int("axis", -1) % len(x.shape),), y, x)
