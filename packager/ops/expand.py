"""Expand (ONNX 8): numpy's broadcasting to a shape."""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import ends, moves
from packager.lowering.region import Region


@moves("Expand", since=8)
def expand(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """The input, repeated along axes of size 1."""
    y, x = ends(ctx, node)
    yield y, x.broadcast(y.shape)
