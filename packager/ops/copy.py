"""Copy: the node that the planner puts where a view is impossible, and Identity where an output needs one."""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import ends, moves
from packager.lowering.region import Region


@moves("Copy")
def copy(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """The same elements, in other strides."""
    yield ends(ctx, node)
