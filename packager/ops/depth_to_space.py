"""DepthToSpace (ONNX 1), NHWC: channels become the pixels of a block, in DCR or CRD order."""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.demands import demand_nhwc
from packager.lowering.moves import ends, moves
from packager.lowering.region import Region


@moves("DepthToSpace", check=demand_nhwc)
def depth_to_space(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """[n, h, w, b*b*c] -> [n, h*b, w*b, c]."""
    y, x = ends(ctx, node)
    b, c = node.int("blocksize"), y.shape[3]
    crd = node.str("mode", "DCR") == "CRD"
    # Axes of the input: n, h, w, then block row, block column, channel, or the channel first.
    parts = x.split(3, c, b, b).permute((0, 1, 4, 2, 5, 3)) if crd else x.split(3, b, b, c).permute((0, 1, 3, 2, 4, 5))
    yield y.split(2, x.shape[2], b).split(1, x.shape[1], b), parts
