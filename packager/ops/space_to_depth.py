"""SpaceToDepth (ONNX 1), NHWC: the pixels of a block become channels; block row, block column, channel."""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.demands import demand_nhwc
from packager.lowering.moves import ends, moves
from packager.lowering.region import Region


@moves("SpaceToDepth", check=demand_nhwc)
def space_to_depth(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """[n, h*b, w*b, c] -> [n, h, w, b*b*c]."""
    y, x = ends(ctx, node)
    b, c = node.int("blocksize"), x.shape[3]
    blocks = x.split(2, y.shape[2], b).split(1, y.shape[1], b)
    yield y.split(3, b, b, c), blocks.permute((0, 1, 3, 2, 4, 5))
