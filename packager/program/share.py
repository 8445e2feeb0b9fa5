"""A run divided among threads: (steps, estimates of their cycles) -> the same work as steps with a thread and a phase.

Threads wait for one another between phases. A step is taken apart into parts of about equal cost, one for each
thread; many equal steps of one node (a point each, an image each) are dealt out instead. A step joins the running phase
as long as no thread touches in it what another one writes. What cannot be taken apart runs on the thread that has least
to do. Of several ways that is taken which costs least with what a thread must fetch from another core's cache. Bands of
a chain are parts already, one for each thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby, pairwise, zip_longest
from math import prod

import numpy as np
import numpy.typing as npt

from packager.kernels.base import Ref, Step
from packager.kernels.parts import Axis, Box
from packager.target import Target

SMALL, TINY = 2000, 250
"""Cycles below which a step is taken apart only if less must be fetched for it then, and those below which it never is:
threads meet in some hundred cycles, at best."""

MEETING = 1500
"""Cycles that it takes threads to meet at the end of a phase: half of them is a line's way from core to core."""

NEAR = 0.97
"""An axis that comes before others is taken when it shares the work so well, compared with the best of them."""

FAIR = 0.85
"""What shares the work worse than this, compared with the best, is not thought of, whatever need not move."""

LINE, MOVED = 64, 10
"""Bytes that go at once from one core's cache to another's, and the cycles that this takes: measured on Zen 4, as what
the calls of two networks took longer on two cores than on one."""

WORTH = 0.9
"""Of a step's cost, what the largest part must be below, or the step stays whole."""

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

    def lines(self) -> Ints:
        """The cache lines that it touches, some of them twice."""
        if prod(n for n, _ in self.loops) > _MANY:
            return np.arange(self.low // LINE, (self.high - 1) // LINE + 1)
        starts = self.starts()
        first, last = starts // LINE, (starts + self.run - 1) // LINE
        found = np.add.outer(first, np.arange(int((last - first).max()) + 1))
        return found[found <= last[:, None]]

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
    """What a thread touches in a phase; `everything` where nobody knows."""

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


@dataclass(frozen=True)
class _Option:
    """A way to do some steps: those of each thread, and what they cost and touch."""

    parts: tuple[tuple[Step, ...], ...]
    costs: tuple[float, ...]
    found: tuple[tuple[tuple[Place, ...] | None, ...], ...]

    @staticmethod
    def of(parts: Sequence[Sequence[Step]], costs: Sequence[float], vec: int) -> _Option:
        found = tuple(tuple(places(step, vec) for step in part) for part in parts)
        return _Option(tuple(map(tuple, parts)), tuple(costs), found)

    @cached_property
    def touched(self) -> tuple[_Touched, ...]:
        """By thread."""
        made = tuple(_Touched() for _ in self.parts)
        for mine, found in zip(made, self.found, strict=True):
            for one in found:
                mine.add(one)
        return made

    @cached_property
    def apart(self) -> bool:
        """Whether its threads can run at the same time."""
        return not self.races(self.touched)

    @property
    def whole(self) -> bool:
        """Whether one thread does everything."""
        return sum(map(bool, self.parts)) == 1

    @cached_property
    def lines(self) -> tuple[Mapping[tuple[str, int], tuple[Ints, Ints]], ...]:
        """By thread and memory: the cache lines that it touches, and those of them that it writes."""
        return tuple(_lines([place for one in steps for place in one or ()]) for steps in self.found)

    def races(self, others: Sequence[_Touched]) -> bool:
        """Whether a thread touches what another one of `others` does, and one of them writes."""
        pairs = ((mine, other) for t, mine in enumerate(self.found) for u, other in enumerate(others) if t != u)
        return any(other.races(one) for mine, other in pairs for one in mine)


def _lines(found: Sequence[Place]) -> dict[tuple[str, int], tuple[Ints, Ints]]:
    known: dict[tuple[str, int], tuple[list[Ints], list[Ints]]] = {}
    for place in found:
        touched, written = known.setdefault(place.key, ([], []))
        for kind in (touched, written) if place.written else (touched,):
            kind.append(place.lines())
    return {key: (_union(touched), _union(written)) for key, (touched, written) in known.items()}


def _union(found: Sequence[Ints]) -> Ints:
    return np.unique(np.concatenate(found)) if found else np.array([], np.int64)


class _Owners:
    """In whose cache each line of memory is: the last thread that wrote it, until another one has read it."""

    SHARED = -1

    def __init__(self) -> None:
        self._of: dict[tuple[str, int], npt.NDArray[np.int16]] = {}

    def moved(self, option: _Option) -> list[float]:
        """The cycles by thread that it takes to fetch what others wrote."""
        return [
            MOVED * float(sum(self._foreign(key, touched, thread).sum() for key, (touched, _) in mine.items()))
            for thread, mine in enumerate(option.lines)
        ]

    def take(self, option: _Option) -> None:
        """Whose everything is once `option` has run."""
        for thread, mine in enumerate(option.lines):
            for key, (touched, _) in mine.items():
                self._known(key, touched)[touched[self._foreign(key, touched, thread)]] = self.SHARED
        for thread, mine in enumerate(option.lines):
            for key, (_, written) in mine.items():
                self._known(key, written)[written] = thread

    def after(self, option: _Option) -> _Owners:
        """Whose everything would be."""
        copy = _Owners()
        copy._of = {key: of.copy() for key, of in self._of.items()}
        copy.take(option)
        return copy

    def _foreign(self, key: tuple[str, int], lines: Ints, thread: int) -> npt.NDArray[np.bool_]:
        owners = self._known(key, lines)[lines]
        foreign: npt.NDArray[np.bool_] = (owners != thread) & (owners != self.SHARED)
        return foreign

    def _known(self, key: tuple[str, int], lines: Ints) -> npt.NDArray[np.int16]:
        known = self._of.get(key, np.array([], np.int16))
        if len(lines) and lines[-1] >= len(known):
            more = np.full(2 * int(lines[-1]) + 1 - len(known), self.SHARED, np.int16)
            self._of[key] = known = np.concatenate([known, more])
        return known


class _Phases:
    """The phases so far; the last one is still open."""

    def __init__(self, threads: int) -> None:
        self.threads = threads
        self.owners = _Owners()
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

    def put(self, options: Sequence[_Option], following: Sequence[_Option]) -> None:
        """The best of `options`: one for which no phase need begin, before it and before what follows."""
        fetched = [self.owners.moved(option) for option in options]
        most = min((sum(moved) for option, moved in zip(options, fetched, strict=True) if option.whole), default=np.inf)
        ways = [
            (option, [cost + more for cost, more in zip(option.costs, moved, strict=True)])
            for option, moved in zip(options, fetched, strict=True)
            if option.whole or sum(moved) < most
        ]

        def ahead(option: _Option) -> float:
            """What must be fetched for it by what follows, where there is one way to do that."""
            return max(self.owners.after(option).moved(following[0])) if len(following) == 1 < len(ways) else 0.0

        def price(option: _Option, costs: Sequence[float]) -> float:
            new = option.races(self.touched)
            meets = all(after.races(option.touched) or (not new and after.races(self.touched)) for after in following)
            together = max(mine + cost for mine, cost in zip(self.load, costs, strict=True))
            return (new + meets) * MEETING + (max(self.load) + max(costs) if new else together) + ahead(option)

        prices = [price(*way) for way in ways]
        option, costs = next(way for way, n in zip(ways, prices, strict=True) if n * NEAR <= min(prices))
        if option.races(self.touched):
            self.close()
        self.owners.take(option)
        for thread, steps in enumerate(option.parts):
            self.mine[thread] += steps
            self.load[thread] += costs[thread]
            for one in option.found[thread]:
                self.touched[thread].add(one)


def share(steps: Sequence[Step], cycles: Sequence[float], threads: int, target: Target) -> Shared:
    """`steps` for that many threads, given the estimated cycles of each."""
    found: list[Sequence[_Option]] = []
    for whole, bands in groupby(zip(steps, cycles, strict=True), key=lambda pair: pair[0].band and pair[0].band.whole):
        if whole is not None:
            found.append([_in_bands(list(bands), threads, target)])
            continue
        for _, group in groupby(bands, key=lambda pair: (pair[0].node, pair[0].kernel, pair[0].args)):
            run = list(group)
            alike = [step for step, _ in run], run[0][1]
            if len(run) >= threads:
                found.append(_options(*alike, threads, target))
            else:
                found += (_options([step], cost, threads, target) for step, cost in run)
    phases = _Phases(threads)
    for options, following in zip_longest(found, found[1:], fillvalue=()):
        phases.put(options, following)
    phases.close()
    return Shared(tuple(phases.steps), phases.cycles)


def _in_bands(run: Sequence[tuple[Step, float]], threads: int, target: Target) -> _Option:
    """All bands of something, each with the thread that it is for; the steps come with their costs."""
    parts: list[list[Step]] = [[] for _ in range(threads)]
    costs = [0.0] * threads
    for step, cost in run:
        assert step.band
        parts[step.band.thread].append(step)
        costs[step.band.thread] += cost
    return _Option.of(parts, costs, target.vec)


def _options(run: Sequence[Step], cost: float, threads: int, target: Target) -> Sequence[_Option]:
    """How the equal steps `run` can be divided, each of which costs so much; those that share the work best."""
    found: list[_Option] = []
    whole = cost * len(run)
    if whole >= TINY:
        for axis in axes_of(run[0], target):
            if axis.fits(threads):
                cuts, all_of_it = axis.cuts(threads), axis.cost(0, axis.units)
                parts = [[part_of(step, axis, *ends) for step in run] for ends in pairwise(cuts)]
                costs = [whole * axis.cost(*ends) / all_of_it for ends in pairwise(cuts)]
                found.append(_Option.of(parts, costs, target.vec))
    if whole >= SMALL and len(run) >= threads:
        cuts = tuple(len(run) * i // threads for i in range(threads + 1))
        costs = [cost * (b - a) for a, b in pairwise(cuts)]
        found.append(_Option.of([run[a:b] for a, b in pairwise(cuts)], costs, target.vec))
    least = min((max(option.costs) for option in found), default=0.0)
    near = [option for option in found if max(option.costs) * FAIR <= least and option.apart]
    if near and whole >= SMALL and least < WORTH * whole:
        return near
    found.clear()
    for mine in range(threads):
        parts = [list(run) if thread == mine else [] for thread in range(threads)]
        found.append(_Option.of(parts, [whole if part else 0.0 for part in parts], target.vec))
    return [*found, *near] if whole < SMALL else found


def axes_of(step: Step, target: Target) -> tuple[Axis, ...]:
    """Along which a step can be taken apart, also where the CPU has wider vectors: those have the larger units."""
    kernel, vec = (step.wide, target.widened.vec) if step.wide else (step.kernel, target.vec)
    return kernel.axes(step.args, vec)


def part_of(step: Step, axis: Axis, first: int, end: int) -> Step:
    """The units `first` to `end` of a step."""
    moves, args = axis.part(first, end)
    refs = {n: replace(r, offset=r.offset + moves.get(n, 0)) for n, r in step.refs.items()}
    return replace(step, refs=refs, args={**step.args, **args})
