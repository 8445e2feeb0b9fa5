"""Attention as one kernel: which tiles, and its steps. The node is made by `passes/attention.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from packager.graph import Graph, Node
from packager.kernels import attention as kernels
from packager.kernels.base import Kernel, Step
from packager.lowering.base import Context, Variant
from packager.lowering.demands import demand_f32
from packager.lowering.pointwise import finish
from packager.lowering.region import Loops, Region, loops, region
from packager.plan.needs import InputNeed, Needs

EXP = 22
"""Cycles that a vector of powers takes, with the search for the largest."""

TURN = 12
"""Cycles that a tile takes beside its multiply-adds."""


class Attention:
    """softmax(after * (scale * Q @ K + masks)) @ V."""

    @staticmethod
    def needs(graph: Graph, node: Node) -> Needs:
        """Last axes without gaps. Rows are computed several times, so that the results must not lie on what is read."""
        demand_f32(graph, node, *node.inputs, *node.outputs)
        return Needs(tuple(InputNeed() for _ in node.reads))

    @staticmethod
    def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
        """The tile of rows that wastes least. Wider vectors would sum a row's powers in another order: other bits."""
        (keys, columns), masks = ctx.graph[node.inputs[2]].shape[-2:], len(node.inputs) - 3
        rows, vec, around = _rows(ctx, node), ctx.target.vec, len(_around(ctx, node).counts)
        kernel = kernels.Attention(around, rows, tile(keys, vec), blocks(columns, vec), masks)
        return (Variant(kernel, _cycles(ctx, node, kernel), f"{rows} rows of scores at a time"),)

    @staticmethod
    def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
        """One step."""
        assert isinstance(kernel, kernels.Attention)
        found, around = _regions(ctx, node), _around(ctx, node)
        (length, depth), (keys, columns) = found["q"].shape[-2:], found["v"].shape[-2:]
        args: dict[str, int | float] = {"length": length, "keys": keys, "depth": depth, "columns": columns}
        for d, count in enumerate(around.counts):
            args[f"k{d}"] = count
            args |= {f"{s}.k{d}": steps[d] for s, steps in zip(found, around.strides, strict=True)}
        args |= {f"{s}.row": r.strides[-2] for s, r in found.items()}
        args |= {"scale": node.float("scale", 1.0), "after": node.float("after", 1.0)}
        refs = {s: r.ref for s, r in found.items()}
        yield Step(kernel, refs, {k: args[k] for k in kernel.args}, node.name)
        yield from finish(ctx, node)


def _regions(ctx: Context, node: Node) -> dict[str, Region]:
    """Where the operands and the result lie, all with the result's leading axes; the result first."""
    y = region(ctx, node.outputs[0])
    lead = y.shape[:-2]
    q, k, v, *masks = (region(ctx, name) for name in node.inputs)
    found = {"q": q, "k": k, "v": v}
    # Scores have a row for each of Q, and a column for each of K.
    shapes = {f"m{i}": (q.shape[-2], k.shape[-1]) for i in range(len(masks))}
    found |= dict(zip(shapes, masks, strict=True))
    return {"y": y} | {s: r.broadcast((*lead, *shapes.get(s, r.shape[-2:]))) for s, r in found.items()}


def _around(ctx: Context, node: Node) -> Loops:
    """The loops over the leading axes."""
    leading = (replace(r, shape=r.shape[:-2], strides=r.strides[:-2]) for r in _regions(ctx, node).values())
    return loops(1, *leading)


def _rows(ctx: Context, node: Node) -> int:
    """Rows of a tile: as many as registers and stack hold, or fewer where that computes fewer of them twice."""
    length, target = ctx.graph[node.inputs[0]].shape[-2], ctx.target
    most = min(8, target.registers // 2 - 2, kernels.STACK // (4 * target.vec), length)
    return min(range(1, most + 1), key=lambda rows: (ceil(length / rows) * (rows + 2), -rows))


def tile(count: int, vec: int) -> tuple[int, ...]:
    """The vectors of a tile that may overlap the one before, of `count` columns in all."""
    while vec > count:
        vec //= 2
    return (vec, vec) if 2 * vec <= count else (vec,)


def blocks(count: int, vec: int) -> tuple[tuple[int, ...], ...]:
    """The vectors of the tiles that `count` columns are taken in, one kind after the other, none twice."""
    pair, one = (count - count % size for size in (2 * vec, vec))
    found = [(vec, vec)] * (pair > 0) + [(vec,)] * (one > pair)
    rest = count - one
    return tuple(found + [(rest & -rest,)] * (rest > 0))


def _cycles(ctx: Context, node: Node, kernel: kernels.Attention) -> float:
    """Estimated cycles."""
    y, target = ctx.graph[node.outputs[0]], ctx.target
    (length, depth), (keys, columns) = (ctx.graph[node.inputs[i]].shape[-2:] for i in (0, 2))

    def sums(widths: tuple[int, ...], count: int) -> float:
        """A tile of sums of `count` products."""
        products = kernel.rows * len(widths) * (1 if target.fma else 1.5)
        return count * max(products / 2, (kernel.rows + len(widths)) / 2, 4.0) + kernel.rows * len(widths) + TURN

    scores = ceil(keys / kernel.tile) * sums(kernel.keys, depth)
    powers = kernel.rows * ceil(keys / kernel.keys[0]) * EXP
    turns, left, results = ceil(keys / kernel.block), columns, 0.0
    for widths in kernel.values:
        tiles = left // sum(widths)
        left -= tiles * sum(widths)
        results += tiles * (sums(widths, keys) + (turns - 1) * (3 * kernel.rows * len(widths) + TURN))
    once = kernel.rows * (30 * turns + 4 * ceil(columns / kernel.keys[0]))
    return y.size / (length * columns) * ceil(length / kernel.rows) * (scores + powers + results + once)
