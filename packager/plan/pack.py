"""Arena packing: blocks with lifetimes and sizes -> byte offsets, such that blocks alive together never overlap.

This is dynamic storage allocation (NP-hard); first-fit over good orders is close to the lower bound in practice
(Y. Pisarchyk, J. Lee, Efficient Memory Management for Deep Neural Net Inference, MLSys-W 2020: greedy by size). The
best of a few orders is then improved by a seeded search that moves blocks near the top to the front of the order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

_VISITS = 300_000
"""Pairs of blocks the search may compare: about a quarter of a second."""


@dataclass(frozen=True)
class Block:
    """`bytes` of memory needed from step `start` to step `end`, both included."""

    start: int
    end: int
    bytes: int


def pack(blocks: Sequence[Block], bound: int) -> tuple[tuple[int, ...], int]:
    """Offsets of the blocks and the height of the arena; `bound` is the height that cannot be beaten. Deterministic."""
    rivals = _rivals(blocks)
    keys: tuple[Callable[[int], tuple[int, ...]], ...] = (
        lambda i: (-blocks[i].bytes, blocks[i].start, i),
        lambda i: (-blocks[i].bytes * (1 + blocks[i].end - blocks[i].start), blocks[i].start, i),
        lambda i: (blocks[i].start - blocks[i].end, -blocks[i].bytes, i),
        lambda i: (blocks[i].start, -blocks[i].end, -blocks[i].bytes, i),
        lambda i: (-blocks[i].end, -blocks[i].bytes, i),
        lambda i: (-sum(blocks[j].bytes for j in rivals[i]) - blocks[i].bytes, i),
    )
    best: tuple[int, list[int], list[int]] | None = None
    for key in keys:
        order = sorted(range(len(blocks)), key=key)
        offsets, height = _fit(blocks, rivals, order)
        if best is None or height < best[0]:
            best = height, order, offsets
        if height <= bound:
            break
    assert best is not None
    if best[0] > bound:
        best = _improve(blocks, rivals, bound, best)
    return tuple(best[2]), best[0]


def _rivals(blocks: Sequence[Block]) -> list[list[int]]:
    """For each block the others that live together with it."""
    rivals: list[list[int]] = [[] for _ in blocks]
    alive: list[int] = []
    for i in sorted(range(len(blocks)), key=lambda i: (blocks[i].start, i)):
        alive = [j for j in alive if blocks[j].end >= blocks[i].start]
        for j in alive:
            rivals[i].append(j)
            rivals[j].append(i)
        alive.append(i)
    return rivals


def _fit(blocks: Sequence[Block], rivals: list[list[int]], order: Sequence[int]) -> tuple[list[int], int]:
    """First fit: every block, in this order, at the lowest offset that is free for all its life."""
    offsets = [-1] * len(blocks)
    height = 0
    for i in order:
        size, at = blocks[i].bytes, 0
        for start, end in sorted((offsets[j], offsets[j] + blocks[j].bytes) for j in rivals[i] if offsets[j] >= 0):
            if start - at >= size:
                break
            at = max(at, end)
        offsets[i] = at
        height = max(height, at + size)
    return offsets, height


def _improve(
    blocks: Sequence[Block], rivals: list[list[int]], bound: int, best: tuple[int, list[int], list[int]]
) -> tuple[int, list[int], list[int]]:
    """Seeded search over placing orders: a block that ends at the top, or one of its rivals, goes to the front."""
    random = Random(len(blocks))
    cost = len(blocks) + sum(map(len, rivals))
    height, order, offsets = best
    at = (height, order, offsets)
    for _ in range(_VISITS // max(1, cost)):
        height, order, offsets = at
        tops = [i for i in range(len(blocks)) if offsets[i] + blocks[i].bytes == height]
        pick = tops[int(random.random() * len(tops))]
        near = [pick, *rivals[pick]]
        move = near[int(random.random() ** 2 * len(near))]
        place = order.index(move)
        target = int(random.random() * (place + 1))
        trial = [*order[:target], move, *order[target:place], *order[place + 1 :]]
        found, reach = _fit(blocks, rivals, trial)
        if reach <= at[0]:
            at = (reach, trial, found)
        if reach < best[0]:
            best = at
        if reach <= bound:
            break
    return best
