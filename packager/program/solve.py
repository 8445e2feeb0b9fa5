"""Which machine functions to keep: every node takes its cheapest variant among those whose functions are all there.

A function costs its bytes once, however many nodes share it, so the choice is one for the whole graph: facility
location with sets of facilities. Menu -> for each node the index of its variant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int_]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Menu:
    """`cycles[node, set]` is what a node costs with a set of functions, infinite where it cannot use them;
    `needs[set, function]` says what is in a set, `sizes[function]` the bytes of its code."""

    cycles: Floats
    needs: Bools
    sizes: Floats

    def best(self, kept: Bools) -> Floats:
        """The cost of every node with the functions `kept`, infinite where none of its sets is among them."""
        costs: Floats = self.cycles[:, self._within(kept)].min(axis=1, initial=np.inf)
        return costs

    def taken(self, kept: Bools) -> Ints:
        """The set that every node takes, given the functions `kept`."""
        sets: Ints = np.where(self._within(kept), self.cycles, np.inf).argmin(axis=1)
        return sets

    def used(self, kept: Bools) -> Bools:
        """Those of the functions `kept` that a node really takes."""
        found: Bools = np.zeros(len(self.sizes), bool)
        if len(self.cycles):
            np.any(self.needs[self.taken(kept)], axis=0, out=found)
        return found

    def _within(self, kept: Bools) -> Bools:
        missing: Bools = np.zeros(len(self.needs), bool)
        np.any(self.needs & ~kept, axis=1, out=missing)
        return ~missing

    @cached_property
    def fastest(self) -> Bools:
        """The functions of the fastest choice there is."""
        return self.used(np.ones(len(self.sizes), bool))


@dataclass(frozen=True)
class Choice:
    """Functions to keep, what they weigh in bytes, and the cycles of all nodes."""

    kept: Bools
    bytes: float
    cycles: float


def solve(menu: Menu, price: float, starts: Iterable[Bools] = ()) -> Choice:
    """The functions with the least `bytes + price * cycles`, by local search.

    It starts from everything, from the fastest choice and from `starts`, and drops whatever costs more than it saves,
    one function at a time, dearest first. Then it takes in one set of functions and drops others first, as long as the
    sum falls. The result is a local optimum: with no further set and without no function is it better.
    """

    def value(kept: Bools) -> float:
        return float(menu.sizes[kept].sum() + price * menu.best(kept).sum())

    def shrunk(kept: Bools, droppable: Bools) -> tuple[float, Bools]:
        now = value(kept)
        while True:
            tried = []
            for function in np.flatnonzero(kept & droppable).tolist():
                without = kept.copy()
                without[function] = False
                tried.append((value(without), function))
            least, dropped = min(tried, default=(np.inf, -1))
            if not least < now:
                return now, kept
            kept, now = kept.copy(), least
            kept[dropped] = False

    everything = np.ones(len(menu.sizes), bool)
    now, kept = min(
        (shrunk(start, everything) for start in (menu.fastest, everything, *starts)), key=lambda found: found[0]
    )
    better = True
    while better:
        better = False
        for needed in menu.needs:
            if (needed & ~kept).any():
                _, tried = shrunk(kept | needed, ~needed)
                then, tried = shrunk(tried, everything)
                if then < now - 1e-9 * abs(now):
                    now, kept, better = then, tried, True
    return Choice(kept, float(menu.sizes[kept].sum()), float(menu.best(kept).sum()))


def ladder(menu: Menu, prices: Sequence[float]) -> Iterator[Choice]:
    """Choices for falling `prices` of a cycle, each smaller and slower than the one before."""
    found: list[Choice] = []
    for price in prices:
        choice = solve(menu, price, [c.kept for c in found[-1:]])
        if not found or (choice.bytes < found[-1].bytes and choice.cycles > found[-1].cycles):
            found.append(choice)
            yield choice
