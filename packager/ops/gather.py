"""Gather (ONNX 1): the slices of an axis that constant indices pick."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.ops.base import Context
from packager.ops.copies import ends, moves
from packager.ops.region import Region


def _constant(graph: Graph, node: Node) -> None:
    if graph.const(node.inputs[1]) is None:
        raise Unsupported(
            f"Gather with indices '{node.inputs[1]}' that the network computes",
            where=node.where,
            why="pack compiles Gather with constant indices into copies",
            fix="make the indices an initialiser, or cut the model before this node with `model: {outputs: [...]}`",
        )


@moves("Gather", check=_constant)
def gather(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
    """One copy for each run of equally spaced indices."""
    y, x = ends(ctx, node)
    indices = ctx.graph.const(node.inputs[1])
    assert indices is not None
    axis = node.int("axis") % len(x.shape)
    # A scalar index drops the axis, several axes of indices are walked one row at a time.
    rows = np.asarray(indices, np.int64).reshape(-1, indices.shape[-1] if indices.ndim else 1) % x.shape[axis]
    if indices.ndim == 0:
        y = y.insert(axis)
    for lead, row in zip(np.ndindex(indices.shape[:-1]), rows.tolist(), strict=True):
        part = y
        for i in lead:
            part = part.crop(axis, i, 1).drop(axis)
        for start, count, step in runs(row):
            yield part.crop(axis, start, count), x.crop(axis, row[start], count, step)


def runs(indices: list[int]) -> Iterator[tuple[int, int, int]]:
    """Maximal runs of equally spaced indices: (position, count, step)."""
    at = 0
    while at < len(indices):
        end = at + 1
        step = indices[end] - indices[at] if end < len(indices) else 1
        while end < len(indices) and indices[end] - indices[end - 1] == step:
            end += 1
        yield at, end - at, step
        at = end
