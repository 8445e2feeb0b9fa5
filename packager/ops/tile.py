"""Tile (ONNX 6): the tensor repeated along each axis."""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import ends, moves
from packager.lowering.region import Region


@moves("Tile", since=6)
def tile(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """The input, `repeats` times along each axis."""
    y, x = ends(ctx, node)
    for axis in reversed(range(len(x.shape))):
        size = x.shape[axis]
        y = y.split(axis, y.shape[axis] // size, size)
        x = x.split(axis, 1, size)
    yield y, x.broadcast(y.shape)
