"""Concat (ONNX 1): tensors side by side along one axis."""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import moves
from packager.lowering.region import Region, region


@moves("Concat")
def concat(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """The inputs, one after the other."""
    y, start = region(ctx, node.outputs[0]), 0
    axis = node.int("axis") % len(y.shape)
    for x in (region(ctx, name) for name in node.inputs):
        yield y.crop(axis, start, x.shape[axis]), x
        start += x.shape[axis]
