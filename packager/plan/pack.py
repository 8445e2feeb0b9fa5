"""Arena packing: blocks with lifetimes and sizes -> byte offsets, such that blocks alive together never overlap.

This is dynamic storage allocation (NP-hard); first-fit over good orders is close to the lower bound in practice
(Y. Pisarchyk, J. Lee, Efficient Memory Management for Deep Neural Net Inference, MLSys-W 2020: greedy by size). The
best of a few orders is then improved by a seeded search that moves blocks near the top to the front of the order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

_VISITS = 1_000_000
"""Pairs of blocks the search may compare: about half a second. Networks rarely need the search at all."""


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
    """Seeded search over placing orders: a block that reaches above the bound, or one of its rivals, goes to the front.

    A step is kept if it lowers the height or, at the same height, leaves no more bytes above the bound.
    """
    random = Random(len(blocks))
    height, order, offsets = best
    rank = height, _excess(blocks, offsets, bound)
    for _ in range(_VISITS // (len(blocks) + sum(map(len, rivals)))):
        above = [i for i in range(len(blocks)) if offsets[i] + blocks[i].bytes > bound]
        pick = above[int(random.random() * len(above))]
        near = [pick, *rivals[pick]]
        place = order.index(near[int(random.random() ** 2 * len(near))])
        target = int(random.random() * (place + 1))
        trial = [*order[:target], order[place], *order[target:place], *order[place + 1 :]]
        found, reach = _fit(blocks, rivals, trial)
        new = reach, _excess(blocks, found, bound)
        if new <= rank:
            height, order, offsets, rank = reach, trial, found, new
            if height <= bound:
                break
    return height, order, offsets


def _excess(blocks: Sequence[Block], offsets: list[int], bound: int) -> int:
    """Bytes of the blocks that lie above the bound."""
    return sum(max(0, at + block.bytes - bound) for at, block in zip(offsets, blocks, strict=True))
