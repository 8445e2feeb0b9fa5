"""Split (ONNX 1): consecutive parts along one axis."""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import moves
from packager.lowering.region import Region, region


@moves("Split")
def split(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """The parts, one after the other."""
    x, start = region(ctx, node.inputs[0]), 0
    axis = node.int("axis") % len(x.shape)
    sizes = node.ints("split") or tuple(ctx.graph[o].shape[axis] for o in node.outputs)
    for name, size in zip(node.outputs, sizes, strict=True):
        if name:
            yield region(ctx, name), x.crop(axis, start, size)
        start += size
