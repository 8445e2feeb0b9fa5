"""Gather (ONNX 1): the slices of an axis that indices pick. A few runs of constant indices are copies."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

import numpy as np

from packager.dtype import I32, I64
from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.kernels import gather
from packager.kernels.base import Kernel, Step
from packager.lowering.base import Context, Variant, op
from packager.lowering.epilogues import address
from packager.lowering.moves import ends
from packager.lowering.pointwise import finish
from packager.lowering.region import Region
from packager.lowering.walks import Fused, deepened, map_steps, variants_of
from packager.plan.needs import InputNeed, Needs

COPIES = 8
"""Copies that a Gather may become: more of them are larger than the kernel that reads indices."""


@op("Gather")
class Gather:
    """The slices of an axis that indices pick."""

    @staticmethod
    def needs(graph: Graph, node: Node) -> Needs:
        """Dense tensors, but for copies."""
        kind = graph[node.inputs[1]].dtype
        if kind not in (I32, I64):
            raise Unsupported(
                f"Gather with {kind} indices",
                where=node.where,
                why="ONNX defines int32 and int64 indices",
                fix="cast the indices to int64",
            )
        copied = _runs(graph, node) is not None
        dense = InputNeed(any_strides=copied, strided=copied)
        return Needs(tuple(dense for _ in node.reads), strided_output=copied)

    @staticmethod
    def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
        """Copies of runs, or the kernel that reads the indices."""
        if _runs(ctx.graph, node) is not None:
            return variants_of(ctx, _copies(ctx, node))
        indices, y = ctx.graph[node.inputs[1]], ctx.graph[node.outputs[0]]
        kernel = gather.Gather(y.dtype.bytes, "i32" if indices.const is not None or indices.dtype == I32 else "i64")
        return (Variant(kernel, y.size + 10 * indices.size, f"{indices.size} indices read from a table"),)

    @staticmethod
    def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
        """One step, or the copies."""
        if not isinstance(kernel, gather.Gather):
            yield from (deepened(step, kernel) for step in _copies(ctx, node))
            return
        graph = ctx.graph
        x, indices = graph[node.inputs[0]], graph[node.inputs[1]]
        axis = node.int("axis") % x.rank
        table = address(ctx, indices.name) if indices.const is None else ctx.weights(indices.const.astype(np.int32))
        refs = {"x": address(ctx, x.name), "indices": table, "y": ctx.ref(node.outputs[0])}
        args = {
            "outer": prod(x.shape[:axis]),
            "size": x.shape[axis],
            "count": indices.size,
            "inner": prod(x.shape[axis + 1 :]),
        }
        if graph[node.outputs[0]].size:
            yield Step(kernel, refs, args, node.name)
        yield from finish(ctx, node)


def _runs(graph: Graph, node: Node) -> list[list[tuple[int, int, int]]] | None:
    """For each row of constant indices its runs; None where they are computed, or the copies would be too many."""
    indices = graph.const(node.inputs[1])
    if indices is None:
        return None
    rows = indices.reshape(-1, indices.shape[-1] if indices.ndim else 1)
    if len(rows) > COPIES:
        return None
    found = [list(runs(row)) for row in rows.tolist()]
    return found if sum(map(len, found)) <= COPIES else None


def _copies(ctx: Context, node: Node) -> Iterator[Step]:
    for y, x in _moves(ctx, node):
        yield from map_steps(ctx, node, y, x, Fused())
    yield from finish(ctx, node)


def _moves(ctx: Context, node: Node) -> Iterator[tuple[Region, Region]]:
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
