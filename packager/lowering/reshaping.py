"""Reshape, Flatten, Squeeze and Unsqueeze: the planner makes views of them; between dense tensors they are one copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import prod

from packager.graph import Graph, Node
from packager.lowering.base import Context, Op
from packager.lowering.moves import ends, moves
from packager.lowering.region import Region
from packager.plan.needs import InputNeed, Needs


def reshaping(name: str) -> Op:
    """The operator called `name`: the same elements in row-major order."""

    def dense(_: Graph, node: Node) -> Needs:
        return Needs(tuple(InputNeed(strided=False) for _ in node.reads), strided_output=False)

    @moves(name, demands=dense)
    def flat(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
        """The same elements, row-major, in another shape."""
        y, x = (replace(r, shape=(prod(r.shape),), strides=(1,)) for r in ends(ctx, node))
        yield y, x

    return flat
