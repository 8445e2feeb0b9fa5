"""Operators that only move elements: each says which region of its output comes from which region of its input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from math import prod

from packager.graph import Graph, Node
from packager.kernels.base import Step
from packager.lowering.base import Context, Op
from packager.lowering.pointwise import finish
from packager.lowering.region import Region, region
from packager.lowering.walks import Fused, NeedsOf, map_steps, mapped
from packager.plan.needs import InputNeed, Needs

Moves = Callable[[Context, Node], Iterator[tuple[Region, Region]]]
"""(part of the output, the region of the same shape that goes there), in the order in which they are copied."""

Check = Callable[[Graph, Node], None]


def moves(
    name: str, *, since: int = 1, check: Check | None = None, demands: NeedsOf | None = None
) -> Callable[[Moves], Op]:
    """Declare an operator by what it moves. `check` raises Unsupported where it cannot say that; `demands` says what it
    needs of memory (default: any strides). Stages fused behind the operator run over the whole output afterwards."""

    def declare(function: Moves) -> Op:
        def needs(graph: Graph, node: Node) -> Needs:
            if check is not None:
                check(graph, node)
            return Needs(tuple(InputNeed(any_strides=True) for _ in node.reads))

        def steps(ctx: Context, node: Node) -> Iterator[Step]:
            for y, x in function(ctx, node):
                yield from map_steps(ctx, node, y, x, Fused())
            yield from finish(ctx, node)

        doc = (function.__doc__ or "").split("\n")[0]
        return Op(name, since, doc, operator=mapped(doc, demands or needs, steps))

    return declare


def ends(ctx: Context, node: Node) -> tuple[Region, Region]:
    """The node's first output and first input."""
    return region(ctx, node.outputs[0]), region(ctx, node.inputs[0])


def reshaping(name: str) -> Op:
    """The operator called `name`: the same elements in row-major order, one copy where the planner makes no view."""

    def dense(_: Graph, node: Node) -> Needs:
        return Needs(tuple(InputNeed(strided=False) for _ in node.reads), strided_output=False)

    @moves(name, demands=dense)
    def flat(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
        """The same elements, row-major, in another shape."""
        y, x = (replace(r, shape=(prod(r.shape),), strides=(1,)) for r in ends(ctx, node))
        yield y, x

    return flat
