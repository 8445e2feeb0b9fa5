"""What several threads need to know of a call: how it is taken apart, and which bytes it reads and writes.

A call's parts compute its outputs and nothing twice, each element as the whole call does: the same bits.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil

Numbers = Mapping[str, int | float]
"""A call's arguments by name."""

Moves = Mapping[str, int]
"""Bytes by which pointers move on, by name."""

EMPTY: Moves = {}


@dataclass(frozen=True)
class Box:
    """Bytes that a call touches: `run` of them at every place that `loops` (count, step in bytes) visit, beginning `at`
    bytes behind the pointer `stream`. Without a `run`: as many as the pointer's Ref says."""

    stream: str
    run: int | None
    loops: tuple[tuple[int, int], ...] = ()
    at: int = 0
    written: bool = False


@dataclass(frozen=True)
class Axis:
    """A loop that a call can be taken apart along, into `units` at most.

    `part(first, end)` says what the call for these units is: bytes that its pointers move on, and arguments that
    differ. `cost(first, end)` is what it takes, in any measure. A part has `least` units or more.
    """

    units: int
    part: Callable[[int, int], tuple[Moves, Numbers]]
    cost: Callable[[int, int], float] = lambda first, end: end - first
    least: int = 1

    def fits(self, parts: int) -> bool:
        """Whether there are units for so many parts."""
        return self.units >= parts * self.least

    def cuts(self, parts: int) -> tuple[int, ...]:
        """Where `parts` parts of about equal cost begin, and the end.

        Of cuts that are as good it is the one into equal lengths, which is the same in all layers."""
        whole, found = self.cost(0, self.units), [0]
        for part in range(1, parts):
            least, most = found[-1] + self.least, self.units - (parts - part) * self.least
            goal = whole * part / parts
            above = bisect_left(range(most), goal, least, key=lambda end: self.cost(0, end))
            even = self.units * part // parts
            near = (end for end in (even, above - 1, above) if least <= end <= most)
            found.append(min(near, key=lambda end: abs(self.cost(0, end) - goal)))
        return (*found, self.units)


def counted(arg: str, args: Numbers, moves: Moves, unit: int = 1, tile: int = 1, also: Moves = EMPTY) -> Axis:
    """The axis whose length is the argument `arg`. `moves` are those per element, `also` those per unit; parts begin at
    a multiple of `unit` elements and have at least so many. `tile`: how many of them take the time of one."""
    count = int(args[arg])
    units = max(1, count // unit)

    def length(first: int, end: int) -> int:
        return (end * unit if end < units else count) - first * unit

    def part(first: int, end: int) -> tuple[Moves, Numbers]:
        moved = {name: step * unit * first for name, step in moves.items()}
        return moved | {name: step * first for name, step in also.items()}, {arg: length(first, end)}

    return Axis(units, part, lambda first, end: ceil(length(first, end) / tile))


def longer_first(rows: Axis, columns: Axis, height: int, width: int) -> tuple[Axis, Axis]:
    """Both, that along the longer side first: fewer windows then reach from one thread's part into another's. The rows
    of a strip stay together."""
    return (columns, rows) if width > height else (rows, columns)


def window(count: int, step: int, taps: int, apart: int) -> tuple[tuple[int, int], ...]:
    """The loops that visit `taps` places, `apart` from each other, from each of `count` places: one loop where they
    leave no gap."""
    if apart and step % apart == 0 and 0 < step // apart <= taps:
        return (((count - 1) * (step // apart) + taps, apart),)
    return ((count, step), (taps, apart))
