"""ArgMax and ArgMin as steps of the arg kernel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from packager.graph import Graph, Node
from packager.kernels.arg import Arg
from packager.kernels.base import Kernel, Step
from packager.lowering.base import Context, Op, Operator, Variant
from packager.lowering.reductions import Axis, along, demand_f32
from packager.lowering.region import region
from packager.plan.needs import InputNeed, Needs


def arguments(name: str, kind: Literal["max", "min"]) -> Op:
    """The operator called `name`."""
    doc = f"Where along an axis the {'largest' if kind == 'max' else 'smallest'} element stands."

    class Arguments:
        @staticmethod
        def needs(graph: Graph, node: Node) -> Needs:
            demand_f32(graph, node, node.inputs[0])
            return Needs(tuple(InputNeed() for _ in node.reads))

        @staticmethod
        def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
            kept, _ = _loops(ctx, node)
            kernel = Arg(kind, bool(node.int("select_last_index")), len(kept))
            return (Variant(kernel, ctx.graph[node.inputs[0]].size * 4, "one element at a time"),)

        @staticmethod
        def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
            kept, (count, (_, step)) = _loops(ctx, node)
            args: dict[str, int | float] = {"n": count, "x.n": step}
            for d, (turns, (y_step, x_step)) in enumerate(kept):
                args |= {f"k{d}": turns, f"x.k{d}": x_step, f"y.k{d}": y_step}
            refs = {"x": region(ctx, node.inputs[0]).ref, "y": region(ctx, node.outputs[0]).ref}
            yield Step(kernel, refs, args, node.name)

    Arguments.__doc__ = doc
    operator: type[Operator] = Arguments
    return Op(name, 1, doc, operator=operator)


def _loops(ctx: Context, node: Node) -> tuple[tuple[Axis, ...], Axis]:
    x, y = region(ctx, node.inputs[0]), region(ctx, node.outputs[0])
    axis = node.int("axis") % len(x.shape)
    plan = along((axis,), y if len(y.shape) == len(x.shape) else y.insert(axis), x)
    channels = ((plan.channels, (1, 1)),) if plan.channels > 1 else ()
    return (*plan.kept, *channels), plan.inner[-1]
