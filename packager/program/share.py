"""A run divided among threads: (steps, estimates of their cycles) -> the same work as steps with a thread and a phase.

Threads wait for one another between phases. A step is taken apart into parts of about equal cost, one for each
thread; many equal steps of one node (a point each, an image each) are dealt out instead. A step joins the running phase
as long as no thread touches in it what another one writes. What cannot be taken apart runs on the thread that has least
to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from math import prod

import numpy as np
import numpy.typing as npt

from packager.kernels.base import Ref, Step
from packager.kernels.parts import Axis, Box
from packager.target import Target

SMALL = 2000
"""Cycles below which a step is not worth taking apart: threads meet in some hundred cycles, at best."""

MEETING = 1000
"""Cycles that it takes threads to meet at the end of a phase."""

NEAR = 0.97
"""An axis that comes before others is taken when it shares the work so well, compared with the best of them."""

_MANY = 1 << 22
"""Places of a box beyond which it counts as touching all between its ends."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Shared:
    """`steps` with threads and phases, in order; the estimated cycles of a run."""

    steps: tuple[Step, ...]
    cycles: float


@dataclass(frozen=True)
class Place:
    """A box of a step at its address: `low` and `high` are its first byte and the one behind its last."""

    key: tuple[str, int]
    start: int
    loops: tuple[tuple[int, int], ...]
    run: int
    written: bool

    @property
    def low(self) -> int:
        """The first byte."""
        return self.start + sum(min(0, (n - 1) * step) for n, step in self.loops)

    @property
    def high(self) -> int:
        """The byte behind the last."""
        return self.start + self.run + sum(max(0, (n - 1) * step) for n, step in self.loops)

    def starts(self) -> Ints:
        """Where its runs begin, in order."""
        found = np.array([self.start], np.int64)
        for n, step in self.loops:
            found = np.add.outer(found, np.arange(n, dtype=np.int64) * step).reshape(-1)
        return np.sort(found)

    def meets(self, other: Place) -> bool:
        """Whether both touch a byte."""
        if self.low >= other.high or other.low >= self.high:
            return False
        if max(prod(n for n, _ in p.loops) for p in (self, other)) > _MANY:
            return True
        mine, theirs = self.starts(), other.starts()
        first = np.searchsorted(mine, theirs - self.run, "right")
        behind = np.searchsorted(mine, theirs + other.run, "left")
        return bool((behind > first).any())


def places(step: Step, vec: int) -> tuple[Place, ...] | None:
    """What a step touches of memory that is ever written; None where nobody knows."""
    boxes = step.kernel.reach(step.args, vec)
    if boxes is None:
        return None
    return tuple(
        _place(step.refs[box.stream], box)
        for box in boxes
        if step.refs[box.stream].space in ("arena", "output") and all(n > 0 for n, _ in box.loops)
    )


def _place(ref: Ref, box: Box) -> Place:
    loops, run = [loop for loop in box.loops if loop[0] != 1], ref.bytes if box.run is None else box.run
    loops.sort(key=lambda loop: -abs(loop[1]))
    while loops and loops[-1][1] == run:
        run *= loops.pop()[0]
    return Place((ref.space, ref.index), ref.offset + box.at, tuple(loops), run, box.written)


@dataclass
class _Touched:
    """What a thread has touched in a phase; `everything` where nobody knows."""

    everything: bool = False
    known: dict[tuple[str, int], list[Place]] = field(default_factory=dict)
    _ends: dict[tuple[str, int], Ints] = field(default_factory=dict)

    def add(self, found: tuple[Place, ...] | None) -> None:
        if found is None:
            self.everything = True
            return
        for place in found:
            self.known.setdefault(place.key, []).append(place)
            self._ends.pop(place.key, None)

    def races(self, found: tuple[Place, ...] | None) -> bool:
        """Whether something of it is written by one and touched by the other."""
        if found is None or self.everything:
            return self.everything or bool(self.known)
        return any(self._meets(place) for place in found)

    def _meets(self, place: Place) -> bool:
        mine = self.known.get(place.key)
        if not mine:
            return False
        if place.key not in self._ends:
            self._ends[place.key] = np.array([(p.low, p.high, p.written) for p in mine], np.int64)
        low, high, written = self._ends[place.key].T
        near = (low < place.high) & (place.low < high) & ((written != 0) | place.written)
        return any(mine[i].meets(place) for i in np.flatnonzero(near).tolist())


class _Phases:
    """The phases so far; the last one is still open."""

    def __init__(self, threads: int, target: Target) -> None:
        self.threads, self.target = threads, target
        self.steps: list[Step] = []
        self.cycles = 0.0
        self.number = 0
        self._open()

    def _open(self) -> None:
        self.mine: list[list[Step]] = [[] for _ in range(self.threads)]
        self.load = [0.0] * self.threads
        self.touched = [_Touched() for _ in range(self.threads)]

    def close(self) -> None:
        """End the phase."""
        if any(self.mine):
            for thread, steps in enumerate(self.mine):
                self.steps += (replace(step, thread=thread, phase=self.number) for step in steps)
            self.cycles += max(self.load) + MEETING
            self.number += 1
            self._open()

    def put(self, parts: Sequence[Sequence[Step]], costs: Sequence[float]) -> None:
        """Steps for each thread, which do not touch what others of them write, into this phase or the next one."""
        found = [[places(step, self.target.vec) for step in steps] for steps in parts]
        if any(self._races(thread, mine) for thread, mine in enumerate(found)):
            self.close()
        self._add(parts, found, costs)

    def put_one(self, step: Step, cycles: float) -> None:
        """A step onto the thread with least to do, if that can be in this phase."""
        found = places(step, self.target.vec)
        threads = sorted(range(self.threads), key=lambda t: self.load[t])
        thread = next((t for t in threads if not self._races(t, [found])), None)
        if thread is None:
            self.close()
            thread = 0
        parts: list[list[Step]] = [[] for _ in range(self.threads)]
        parts[thread] = [step]
        lists = [[found] if t == thread else [] for t in range(self.threads)]
        self._add(parts, lists, [cycles * (t == thread) for t in range(self.threads)])

    def _races(self, thread: int, mine: Sequence[tuple[Place, ...] | None]) -> bool:
        others = [touched for t, touched in enumerate(self.touched) if t != thread]
        return any(touched.races(found) for touched in others for found in mine)

    def _add(
        self,
        parts: Sequence[Sequence[Step]],
        found: Sequence[Sequence[tuple[Place, ...] | None]],
        costs: Sequence[float],
    ) -> None:
        for thread, (steps, touched) in enumerate(zip(parts, found, strict=True)):
            self.mine[thread] += steps
            self.load[thread] += costs[thread]
            for one in touched:
                self.touched[thread].add(one)


def share(steps: Sequence[Step], cycles: Sequence[float], threads: int, target: Target) -> Shared:
    """`steps` for that many threads, given the estimated cycles of each."""
    phases = _Phases(threads, target)
    pairs = list(zip(steps, cycles, strict=True))
    for _, group in groupby(pairs, key=lambda pair: (pair[0].node, pair[0].kernel)):
        run = list(group)
        dealt = _dealt([step for step, _ in run], threads, target.vec)
        if dealt:
            each = run[0][1]
            phases.put(dealt, [each * len(part) for part in dealt])
            continue
        for step, cost in run:
            axis = best_axis(step, threads, target) if cost >= SMALL else None
            parts = taken_apart(step, axis, threads) if axis else ()
            if axis and _apart([[part] for part in parts], target.vec):
                cuts = axis.cuts(threads)
                whole = axis.cost(0, axis.units)
                phases.put(
                    [[part] for part in parts],
                    [cost * axis.cost(a, b) / whole for a, b in pairwise(cuts)],
                )
            else:
                phases.put_one(step, cost)
    phases.close()
    return Shared(tuple(phases.steps), phases.cycles)


def best_axis(step: Step, threads: int, target: Target) -> Axis | None:
    """The axis that shares the step best; None where none has a unit for each thread."""
    kernel, vec = (step.wide, target.widened.vec) if step.wide else (step.kernel, target.vec)
    axes = [axis for axis in kernel.axes(step.args, vec) if axis.units >= threads]
    least = min((axis.share(threads) for axis in axes), default=0.0)
    return next((axis for axis in axes if axis.share(threads) * NEAR <= least), None)


def taken_apart(step: Step, axis: Axis, threads: int) -> tuple[Step, ...]:
    """A part of `step` for each thread."""
    cuts = axis.cuts(threads)
    return tuple(part_of(step, axis, first, end) for first, end in pairwise(cuts))


def part_of(step: Step, axis: Axis, first: int, end: int) -> Step:
    """The units `first` to `end` of a step."""
    moves, args = axis.part(first, end)
    refs = {n: replace(r, offset=r.offset + moves.get(n, 0)) for n, r in step.refs.items()}
    return replace(step, refs=refs, args={**step.args, **args})


def _dealt(run: Sequence[Step], threads: int, vec: int) -> list[Sequence[Step]]:
    """Equal steps of a node in a portion for each thread; none where they are few, or touch what others write."""
    if len(run) < threads or any(step.args != run[0].args for step in run):
        return []
    cuts = [len(run) * i // threads for i in range(threads + 1)]
    if max(b - a for a, b in pairwise(cuts)) * threads > 1.2 * len(run):
        return []
    parts = [run[a:b] for a, b in pairwise(cuts)]
    return list(parts) if _apart(parts, vec) else []


def _apart(parts: Sequence[Sequence[Step]], vec: int) -> bool:
    """Whether the portions can run at the same time."""
    before: list[_Touched] = []
    for part in parts:
        found = [places(step, vec) for step in part]
        if any(touched.races(one) for touched in before for one in found):
            return False
        mine = _Touched()
        for one in found:
            mine.add(one)
        before.append(mine)
    return True
