"""Transpose (ONNX 1): axis i of the output is axis perm[i] of the input."""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import ends, moves
from packager.lowering.region import Region


@moves("Transpose")
def transpose(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """The axes in another order."""
    y, x = ends(ctx, node)
    yield y, x.permute(node.ints("perm") or tuple(reversed(range(len(x.shape)))))
