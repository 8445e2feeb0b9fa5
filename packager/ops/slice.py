"""Slice (ONNX 1): every step-th element from start to end along some axes."""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import ends, moves
from packager.lowering.region import Region


@moves("Slice")
def slice_(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """A part of the input."""
    y, x = ends(ctx, node)
    steps = node.ints("steps") or (1,) * len(node.ints("axes"))
    for axis, start, step in zip(node.ints("axes"), node.ints("starts"), steps, strict=True):
        x = x.crop(axis, start, y.shape[axis], step)
    yield y, x
