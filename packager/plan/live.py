"""Lifetimes: Placement + an order -> which buffers live when, with in-place outputs taking over dying inputs.

A step is the index of a node in the order; views take no time. A buffer lives from the step that first writes it (its
halo is filled just before) to the last step that reads or writes it, both included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from packager.graph import Node
from packager.plan.place import Net, Placement, Root
from packager.plan.rewrite import Use
from packager.plan.types import ALIGN


@dataclass(frozen=True)
class Live:
    """A buffer's life: `roots` share it one after the other, from step `start` to step `end`, in `bytes` bytes."""

    roots: tuple[int, ...]
    start: int
    end: int
    bytes: int


@dataclass(frozen=True)
class Touch:
    """Which roots each computing node writes and reads, and what it may compute in place: (root read, root written)."""

    writes: Mapping[str, tuple[int, ...]]
    reads: Mapping[str, tuple[int, ...]]
    inplace: Mapping[str, tuple[tuple[int, int], ...]]


def root_bytes(net: Net, root: Root) -> int:
    """Bytes of a root's buffer; in the arena a multiple of the alignment."""
    size = root.elements * net.graph[root.base].dtype.bytes
    return -(-size // ALIGN) * ALIGN if root.space == "arena" else size


def touches(placement: Placement) -> Touch:
    """Look once at every computing node of the placement."""
    net = placement.net
    where = {m: i for i, r in enumerate(placement.roots) for m in r.members}
    writes: dict[str, tuple[int, ...]] = {}
    reads: dict[str, tuple[int, ...]] = {}
    inplace: dict[str, tuple[tuple[int, int], ...]] = {}
    for node in net.graph.nodes:
        if not net.kinds[node.name]:
            writes[node.name] = tuple(dict.fromkeys(where[o] for o in node.outputs if o))
            reads[node.name] = tuple(dict.fromkeys(where[v] for v in node.reads if net.graph[v].const is None))
            inplace[node.name] = tuple(_inplace(placement, node, where))
    return Touch(writes, reads, inplace)


def _inplace(placement: Placement, node: Node, where: Mapping[str, int]) -> list[tuple[int, int]]:
    """Pairs of roots that could become one at `node`: the output lies exactly as the input does, and every reading of
    that root by the node allows it. Whether the input dies here is the order's business."""
    net, out = placement.net, node.outputs[0]
    if not out:
        return []
    target = placement.roots[where[out]]
    here = target.members[out]
    found: dict[tuple[int, int], bool] = {}
    for i, value in enumerate(node.reads):
        if value not in where or where[value] == where[out]:
            continue
        source = placement.roots[where[value]]
        fits = (
            net.need(Use(node.name, i)).inplace
            and source.space == "arena"
            and target.space in ("arena", "output")
            and replace(source.members[value], axes=()) == replace(here, axes=())
            and net.graph[value].dtype.bytes == net.graph[out].dtype.bytes
            and source.elements == target.elements
            and (not any(map(any, target.halo)) or (source.halo, source.layout) == (target.halo, target.layout))
        )
        pair = where[value], where[out]
        found[pair] = found.get(pair, True) and fits
    return [pair for pair, fits in found.items() if fits]


def lives(placement: Placement, touch: Touch, order: Sequence[Node], keep_all: bool = False) -> list[Live]:
    """The life of every buffer under `order`, sorted by first root. With `keep_all` all live to the end, each alone."""
    net = placement.net
    count = len(placement.roots)
    start, end = [len(order)] * count, [-1] * count
    for step, node in enumerate(order):
        for root in (*touch.writes.get(node.name, ()), *touch.reads.get(node.name, ())):
            start[root], end[root] = min(start[root], step), max(end[root], step)
    size = [root_bytes(net, r) for r in placement.roots]
    if keep_all:
        return [Live((i,), max(0, min(start[i], len(order) - 1)), len(order) - 1, size[i]) for i in range(count)]
    merged: dict[int, list[int]] = {i: [i] for i in range(count)}
    owner = list(range(count))
    for step, node in enumerate(order):
        for source, target in touch.inplace.get(node.name, ()):
            a, b = owner[source], owner[target]
            if a != b and end[a] == step and start[b] == step and target == b:
                # The dying root goes on as the new one, whose space (arena or output) decides for both.
                merged[b] = merged.pop(a) + merged[b]
                for root in merged[b]:
                    owner[root] = b
                start[b] = start[a]
                break
    return [Live(tuple(roots), start[b], max(start[b], end[b]), size[b]) for b, roots in sorted(merged.items())]


def lower_bound(placement: Placement, lives: Sequence[Live]) -> int:
    """The largest sum of bytes of arena buffers that live together."""
    events: dict[int, int] = {}
    for live in lives:
        if placement.roots[live.roots[-1]].space == "arena":
            events[live.start] = events.get(live.start, 0) + live.bytes
            events[live.end + 1] = events.get(live.end + 1, 0) - live.bytes
    height = best = 0
    for _, change in sorted(events.items()):
        height += change
        best = max(best, height)
    return best
