"""Copy: the node that the planner puts where a view is impossible, and Identity where an output needs one."""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Node
from packager.ops.base import Context
from packager.ops.copies import ends, moves
from packager.ops.region import Region


@moves("Copy")
def copy(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """The same elements, in other strides."""
    yield ends(ctx, node)
