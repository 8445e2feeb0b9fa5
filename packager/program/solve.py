"""Which machine functions to keep: every node takes its cheapest variant among those whose functions are all there.

A function costs its bytes once, however many nodes share it, so the choice is one for the whole graph: facility
location with sets of facilities. Menu -> for each node the index of its variant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int_]
Bools = npt.NDArray[np.bool_]

_HALVES = 4
"""Steps of the search for a price between two."""

_NEAR = 0.001
"""A gap that is not worth looking for a smaller one."""


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
        rows, functions = np.nonzero(needs[taken])
        others = np.where(needs.T[functions], np.inf, cycles[rows]).min(axis=1, initial=np.inf)
        found -= price * np.bincount(functions, others - now[rows], len(found))
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
    refused = turn = 0
    while refused < len(menu.needs):
        needed = menu.needs[turn]
        turn = (turn + 1) % len(menu.needs)
        refused += 1
        if not (needed & ~kept).any():
            continue
        then, tried = shrunk(kept | needed, ~needed)
        if then > now and (tried | kept).sum() == tried.sum():
            continue  # nothing goes because this has come
        then, tried = shrunk(tried, everything)
        if then < now - 1e-9 * abs(now):
            now, kept, refused = then, tried, 0
    return Choice(kept, float(menu.sizes[kept].sum()), float(menu.best(kept).sum()))


@dataclass
class Ladder:
    """Choices for falling `prices` of a cycle, each smaller and slower than the one before; made when they are asked
    for."""

    menu: Menu
    prices: Sequence[float]
    _found: list[tuple[float, Choice]] = field(default_factory=list)
    _next: int = 0

    def __iter__(self) -> Iterator[Choice]:
        number = 0
        while number < len(self._found) or self._more():
            yield self._found[number][1]
            number += 1

    def within(self, limit: float) -> Choice | None:
        """The fastest choice that is found of at most `limit` bytes; None where the smallest has more.

        Between two prices the search goes on by halves, and what is left of the bytes is spent on what saves most.
        """
        above = None
        for number, choice in enumerate(self):
            if choice.bytes <= limit:
                break
            above = number
        else:
            return None
        best = choice
        if above is not None:
            high, low = self._found[above][0], self._found[number][0]
            for _ in range(_HALVES):
                middle = (high * low) ** 0.5
                tried = solve(self.menu, middle, [self._found[above][1].kept])
                if tried.bytes > limit:
                    high = middle
                else:
                    low = middle
                    best = min(best, tried, key=lambda c: c.cycles)
        return _filled(self.menu, best, limit)

    def gap(self, choice: Choice) -> float:
        """How far a choice of the ladder may be from the best one, as a share of its bytes and priced cycles."""
        price = next((p for p, c in self._found if c is choice), self.prices[0])
        now = choice.bytes + price * choice.cycles
        return max(0.0, 1 - bound(self.menu, price, (1 - _NEAR) * now) / now) if now else 0.0

    def _more(self) -> bool:
        """Whether one more choice was found."""
        while self._next < len(self.prices):
            price = self.prices[self._next]
            self._next += 1
            choice = solve(self.menu, price, [self._found[-1][1].kept] if self._found else ())
            last = self._found[-1][1] if self._found else None
            if last is None or (choice.bytes < last.bytes and choice.cycles > last.cycles):
                self._found.append((price, choice))
                return True
        return False


def _filled(menu: Menu, choice: Choice, limit: float) -> Choice:
    """`choice` with further sets of functions, those that save most first, as long as `limit` bytes hold them."""
    kept, cycles = choice.kept, choice.cycles
    while True:
        tried = []
        for needed in menu.needs:
            more = kept | needed
            if (more != kept).any() and menu.sizes[more].sum() <= limit:
                tried.append((float(menu.best(more).sum()), tuple(np.flatnonzero(needed & ~kept).tolist())))
        least, added = min(tried, default=(np.inf, ()))
        if not least < cycles:
            break
        kept, cycles = kept.copy(), least
        kept[list(added)] = True
    kept = menu.used(kept)
    return Choice(kept, float(menu.sizes[kept].sum()), float(menu.best(kept).sum()))


def bound(menu: Menu, price: float, enough: float = np.inf, rounds: int = 300) -> float:
    """A lower bound of `bytes + price * cycles` over all choices, from the dual of facility location; the first that is
    found of at least `enough`, else the best.

    Every node pays a share of each function that it uses. Whatever the shares, as long as those of a function add up to
    its bytes, the sum of what each node pays at least, choosing for itself, is a bound. Subgradient steps look for the
    shares that make it large (D. Erlenkotter, A Dual-Based Procedure for Uncapacitated Facility Location, 1978, has the
    dual; N. Shor the method).
    """
    nodes = len(menu.cycles)
    if not nodes:
        return 0.0
    priced = np.where(np.isfinite(menu.cycles), price * menu.cycles, np.inf)
    # The functions of each set, padded with one that costs nothing.
    members = [np.flatnonzero(row).tolist() for row in menu.needs]
    width = max(map(len, members))
    padded = np.array([row + [len(menu.sizes)] * (width - len(row)) for row in members])
    goal = float(menu.sizes[menu.fastest].sum() + price * menu.best(menu.fastest).sum())
    used = menu.needs[menu.taken(menu.fastest)]
    shares = used * (menu.sizes / np.maximum(1, used.sum(axis=0)))
    best = -np.inf
    for turn in range(rounds):
        costs = priced + np.pad(shares, ((0, 0), (0, 1)))[:, padded].sum(axis=2)
        taken = costs.argmin(axis=1)
        now = float(costs[np.arange(nodes), taken].sum())
        best = max(best, now)
        if best >= enough:
            break
        slope = menu.needs[taken].astype(float)
        # Of a function, shares of the nodes that want it rise, and the others fall, so that their sum stays.
        length = float(np.square(slope - slope.mean(axis=0)).sum())
        shares = _shared(shares + (goal - now) / max(1.0, length) * 0.997**turn * slope, menu.sizes)
    return best


def _shared(shares: Floats, sizes: Floats) -> Floats:
    """The nearest shares >= 0 whose columns add up to `sizes`: a projection onto simplices, column by column."""
    ordered = -np.sort(-shares, axis=0)
    over = (ordered.cumsum(axis=0) - sizes) / np.arange(1, len(shares) + 1)[:, None]
    count = (ordered > over).sum(axis=0)
    level = over[np.maximum(count, 1) - 1, np.arange(len(sizes))]
    found: Floats = np.maximum(shares - level, 0.0)
    return found
