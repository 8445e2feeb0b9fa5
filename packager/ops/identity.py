"""Identity (ONNX 1): the same tensor under another name."""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import ends, moves
from packager.lowering.region import Region


@moves("Identity")
def identity(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """The same elements."""
    yield ends(ctx, node)
