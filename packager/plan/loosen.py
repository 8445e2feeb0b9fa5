"""Joins that hold memory too early: Placement -> one with a few more copies, where that lowers the arena a lot.

A part that is written straight into its Concat keeps the whole join's buffer alive from then on. In a U-Net, whose
first features wait for the last join, that can cost a fifth of the arena. Where such a buffer is alive at the peak
although parts of it are not yet computed, the parts that wait get memory of their own, and are copied at the join.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from packager.graph import Node
from packager.plan.live import Live, Touch, lower_bound, touches
from packager.plan.needs import NeedsOf
from packager.plan.order import best_order
from packager.plan.place import Placement, place_again
from packager.plan.rewrite import Fix

_TRIES = 8
"""How many joins are looked at, at most."""

_GAIN = 20
"""A change must lower the peak by one part in so many, and by a quarter of what it copies: a copy costs time."""


@dataclass(frozen=True)
class Schedule:
    """A placement with its order, the lives of its buffers and the peak they have together."""

    placement: Placement
    touch: Touch
    order: tuple[Node, ...]
    lives: Sequence[Live]
    bound: int


def schedule(placement: Placement, below: int | None = None) -> Schedule:
    """The best order for a placement, or any where none has a peak `below` so many bytes."""
    touch = touches(placement)
    order, found = best_order(placement, touch, below)
    return Schedule(placement, touch, order, found, lower_bound(placement, found))


def loosen(now: Schedule, needs_of: NeedsOf) -> Schedule:
    """`now`, or a schedule with more copies and a much lower peak."""
    tries = _TRIES
    while tries:
        for fixes in _waiting_parts(now):
            tries -= 1
            trial = schedule(place_again(now.placement, fixes, needs_of), now.bound - now.bound // _GAIN + 1)
            gain = now.bound - trial.bound
            copied = sum(now.placement.net.graph[f.value].nbytes for f in fixes)
            if gain * _GAIN >= now.bound and 4 * gain >= copied:
                now = trial
                break
            if not tries:
                break
        else:
            break
    return now


def _waiting_parts(now: Schedule) -> list[list[Fix]]:
    """For each buffer alive at the first peak of which enough is not written by then, the copies that would free it;
    the buffer with the most unwritten bytes comes first."""
    net, roots = now.placement.net, now.placement.roots
    step = {n.name: i for i, n in enumerate(now.order)}
    highest = peak(now)
    found: list[tuple[int, list[Fix]]] = []
    for live in now.lives:
        if not live.start <= highest <= live.end or roots[live.roots[-1]].space != "arena":
            continue
        members = roots[live.roots[-1]].members
        written = _written(now, members, step)
        missing = sum(net.graph[m].nbytes for m in members if _computed(now, m) and written[m] > highest)
        ties = [(m, u) for m in members for u in net.uses.get(m, ()) if u.node and net.kinds[u.node] == "join"]
        fixes = [
            Fix(m, (u,), shared=False) for m, u in ties if written[m] <= highest < written[net.nodes[u.node].outputs[0]]
        ]
        if missing and missing * _GAIN >= now.bound and fixes:
            found.append((missing, fixes))
    return [fixes for _, fixes in sorted(found, key=lambda f: -f[0])]


def peak(now: Schedule) -> int:
    """The first step at which the live buffers of the arena are largest together."""
    change = [0] * (len(now.order) + 1)
    for live in now.lives:
        if now.placement.roots[live.roots[-1]].space == "arena":
            change[live.start] += live.bytes
            change[live.end + 1] -= live.bytes
    height, best, at = 0, -1, 0
    for step, add in enumerate(change):
        height += add
        if height > best:
            best, at = height, step
    return at


def _computed(now: Schedule, value: str) -> bool:
    producer = now.placement.net.producers.get(value)
    return producer is not None and not now.placement.net.kinds[producer.name]


def _written(now: Schedule, members: Iterable[str], step: Mapping[str, int]) -> dict[str, int]:
    """The step after which each value is complete: that of its node, or of the last of its parts."""
    net = now.placement.net
    done: dict[str, int] = {}
    for value in sorted(members, key=lambda m: step[net.producers[m].name] if m in net.producers else -1):
        producer = net.producers.get(value)
        if producer is None:
            done[value] = -1
        elif not net.kinds[producer.name]:
            done[value] = step[producer.name]
        else:
            done[value] = max(done.get(v, -1) for v in producer.inputs if v)
    return done
