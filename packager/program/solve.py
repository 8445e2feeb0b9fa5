"""Which machine functions to keep: every node takes its cheapest variant among those whose functions are all there.

A function costs its bytes once, however many nodes share it, so the choice is one for the whole graph: facility
location with sets of facilities. Menu -> for each node the index of its variant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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

    def savings(self, kept: Bools, price: float) -> Floats:
        """By how much the sum of bytes and priced cycles falls without each function that is kept, -inf for the others:
        only nodes that use it cost more."""
        found = np.where(kept, self.sizes, -np.inf)
        if not len(self.cycles):
            return found
        columns = np.flatnonzero(self._within(kept))
        cycles, needs = self.cycles[:, columns], self.needs[columns]
        taken = cycles.argmin(axis=1)
        now = cycles[np.arange(len(cycles)), taken]
        users = needs[taken]
        for function in np.flatnonzero(kept & users.any(axis=0)).tolist():
            rows = np.flatnonzero(users[:, function])
            others = cycles[rows][:, ~needs[:, function]].min(axis=1, initial=np.inf)
            found[function] -= price * (others - now[rows]).sum()
        return found

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


def solve(menu: Menu, price: float, starts: Sequence[Bools] = ()) -> Choice:
    """The functions with the least `bytes + price * cycles`, by local search.

    It starts from the fastest choice and from `starts` (default: everything), and drops whatever costs more than it
    saves, one function at a time, dearest first. Then it takes in one set of functions and drops others first, as long
    as the sum falls. The result is a local optimum: with no further set and without no function is it better.
    """

    def value(kept: Bools) -> float:
        return float(menu.sizes[kept].sum() + price * menu.best(kept).sum())

    def shrunk(kept: Bools, droppable: Bools) -> tuple[float, Bools]:
        while True:
            saved = np.where(droppable, menu.savings(kept, price), -np.inf)
            dropped = int(saved.argmax()) if saved.size else -1
            if dropped < 0 or not saved[dropped] > 0:
                return value(kept), kept
            kept = kept.copy()
            kept[dropped] = False

    everything = np.ones(len(menu.sizes), bool)
    now, kept = min(
        (shrunk(start, everything) for start in (menu.fastest, *(starts or [everything]))), key=lambda found: found[0]
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
