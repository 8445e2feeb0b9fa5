"""Pad (ONNX 1): a border of a constant, of the edge, of the mirrored or of the repeated tensor."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.lowering.base import Context
from packager.lowering.moves import ends, moves
from packager.lowering.region import Region, constant


def _check(graph: Graph, node: Node) -> None:
    pads, shape = node.ints("pads"), graph[node.inputs[0]].shape
    mode = node.str("mode", "constant")
    limits = {"reflect": [n - 1 for n in shape], "wrap": list(shape)}.get(mode)
    too_wide = limits is not None and any(p > limits[i % len(shape)] for i, p in enumerate(pads))
    if min(pads, default=0) < 0 or too_wide or any(node.inputs[1:]) or mode not in _MODES:
        raise Unsupported(
            f"Pad by {pads} of a {graph[node.inputs[0]]} tensor, mode {mode}",
            where=node.where,
            why="pack compiles constant pads, none negative; mirrored or repeated ones at most as wide as the tensor",
            fix="pad in several steps, or make the pads and the value initialisers",
        )


_MODES = ("constant", "edge", "reflect", "wrap")


@moves("Pad", check=_check)
def pad(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """The input in the middle, then the two borders of each axis; a later axis covers the borders of the earlier."""
    y, x = ends(ctx, node)
    rank, mode = len(x.shape), node.str("mode", "constant")
    before, after = node.ints("pads")[:rank], node.ints("pads")[rank:]
    middle = y
    for axis in range(rank):
        middle = middle.crop(axis, before[axis], x.shape[axis])
    yield middle, x
    value = np.asarray(node.float("value", 0.0)).astype(y.dtype.np)
    done = middle
    for axis in reversed(range(rank)):
        size, low, high = x.shape[axis], before[axis], after[axis]
        # `done` is what is filled so far: the borders along this axis are as wide as that in all others.
        if mode == "constant":
            sources = [constant(ctx, value, y.dtype).broadcast(_resized(done.shape, axis, n)) for n in (low, high)]
        elif mode == "edge":
            sources = [done.crop(axis, 0, low, 0), done.crop(axis, size - 1, high, 0)]
        elif mode == "reflect":
            sources = [done.crop(axis, low, low, -1), done.crop(axis, size - 2, high, -1)]
        else:
            sources = [done.crop(axis, size - low, low), done.crop(axis, 0, high)]
        for start, source in zip((-low, size), sources, strict=True):
            if source.shape[axis]:
                yield done.crop(axis, start, source.shape[axis]), source
        done = done.crop(axis, -low, low + size + high)


def _resized(shape: tuple[int, ...], axis: int, size: int) -> tuple[int, ...]:
    return (*shape[:axis], size, *shape[axis + 1 :])
