"""Which variant computes each node: one choice for the whole graph, because variants share machine functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from packager.engines.llvm import compile_ahead, compiled
from packager.kernels.base import Function, Kernel
from packager.lowering.base import Variant
from packager.plan.types import Plan
from packager.program import solve
from packager.program.assign import Assigned
from packager.program.chain import Turn, helpers
from packager.program.lower import Lowering
from packager.program.solve import Ladder, Menu
from packager.target import Target
from packager.together import numbers

PRICES = tuple(1000 / percent for percent in (0.75, 1, 1.6, 3.2, 6.4, 13, 26, 51, 1e4))
"""Bytes that one per cent of the run's time is worth: what a further kilobyte must save, in per cent. It falls from the
first, which `optimize: speed` starts with, to the last, which asks for the smallest."""


@dataclass(frozen=True)
class Choice:
    """A variant for every node that is no view, the estimated cycles of a run, and the bytes of its functions."""

    variants: Mapping[str, Variant]
    cycles: float
    bytes: int


def menu(plan: Plan, assigned: Assigned, splits: bool = True) -> dict[str, tuple[Variant, ...]]:
    """What can compute each node that is no view. The nodes of a chain are each asked for the usual strip."""
    ctx = Lowering(plan, assigned.target, assigned.limit, splits)
    found: dict[str, tuple[Variant, ...]] = {}
    for node in (n for n in plan.order if n.name not in plan.views):
        chain = assigned.chains.get(node.name)
        if chain is None:
            offered = assigned.engine(node).variants(ctx, node, assigned.region(node))
            # What is split is planned again, from a graph without the planner's copies: it cannot read one.
            found[node.name] = tuple(
                v for v in offered if v.inside is None or all(i in assigned.graph.values for i in v.inside.inputs)
            )
            continue
        extra, strips = helpers(chain), f"{chain.height} of the chain's rows at a time"
        for i, inner in enumerate(chain.nodes):
            turn = Turn(ctx, chain, node.outputs[-1], chain.usual, i)
            found[inner.name] = tuple(
                replace(
                    v, cycles=v.cycles * chain.turns * chain.twice, extra=(*v.extra, *extra), why=f"{v.why}; {strips}"
                )
                for v in assigned.engine(inner).variants(turn, inner, None)
            )
    return found


def choose(plan: Plan, assigned: Assigned, optimize: str = "speed", only: Container[str] = ()) -> Choice:
    """What `optimize` asks for."""
    return next(iter(Offers(plan, assigned, optimize, only)))


class Offers:
    """All choices for a plan, from what `optimize` asks for to the smallest.

    Machine functions are shared, so a further one must earn its bytes; each choice after the first has fewer bytes and
    asks more of them. Nodes that can do with functions whose names are in `only` do. With `splits` nodes may be split.
    Of several models each one's time counts as much as another's, however long it is: what a function must save is a
    share of a run, and a run is of one model.
    """

    def __init__(
        self, plan: Plan, assigned: Assigned, optimize: str = "speed", only: Container[str] = (), splits: bool = True
    ) -> None:
        offers = offers_of(plan, assigned, only, splits)
        functions = _functions(offers)
        compile_ahead(compilable(offers), assigned.target)
        self._names = tuple(offers)
        self._sets = tuple(dict.fromkeys(_set(v) for variants in offers.values() for v in variants))
        self._cheapest = [{_set(v): v for v in reversed(variants)} for variants in offers.values()]
        self._weights = weights(plan, assigned, offers)
        rows = [
            tuple(weight * c[s].cycles if s in c else np.inf for s in self._sets)
            for c, weight in zip(self._cheapest, self._weights, strict=True)
        ]
        # Nodes that differ in nothing but their name choose alike: they are one row, as dear as all of them.
        counts = Counter(rows)
        self._row = [list(counts).index(row) for row in rows]
        table = Menu(
            np.array([[count * cost for cost in row] for row, count in counts.items()], float).reshape(
                len(counts), len(self._sets)
            ),
            np.array([[f in s for f in functions] for s in self._sets], bool).reshape(len(self._sets), len(functions)),
            np.array([bytes_of(f, assigned.target) for f in functions.values()], float),
        )
        fastest = float(table.best(table.fastest).sum()) / len(plan.graph.parts or "1") or 1.0
        prices = PRICES if optimize == "speed" else PRICES[-1:]
        self._ladder = Ladder(table, [100 * price / fastest for price in prices])

    def __iter__(self) -> Iterator[Choice]:
        """The choices of the ladder, fastest first."""
        return map(self._made, self._ladder)

    def within(self, limit: int) -> Choice | None:
        """The fastest that is found whose functions have at most `limit` bytes; None where the smallest has more."""
        found = self._ladder.within(limit)
        return None if found is None else self._made(found)

    def gap(self) -> float:
        """How far the first choice may be from the best one: a share of its bytes and priced cycles."""
        return self._ladder.gap(next(iter(self._ladder)))

    def _made(self, found: solve.Choice) -> Choice:
        taken = self._ladder.menu.taken(found.kept)
        made = {n: c[self._sets[taken[row]]] for n, c, row in zip(self._names, self._cheapest, self._row, strict=True)}
        several = len(set(self._weights)) > 1
        cycles = sum(variant.cycles for variant in made.values()) if several else found.cycles
        return Choice(made, cycles, int(found.bytes))


def offers_of(
    plan: Plan, assigned: Assigned, only: Container[str] = (), splits: bool = True
) -> dict[str, tuple[Variant, ...]]:
    """What each node can choose from, see `Offers`."""
    offers = {
        name: tuple(v for v in variants if all(f.name in only for f in v.functions)) or variants
        for name, variants in menu(plan, assigned, splits).items()
    }
    return without_idle(offers)


def compilable(offers: Mapping[str, tuple[Variant, ...]]) -> Iterator[Function]:
    """The functions that are not other people's: their bytes show when they are compiled."""
    return (f for f in _functions(offers).values() if not f.kernel.foreign)


def _functions(offers: Mapping[str, tuple[Variant, ...]]) -> dict[str, Function]:
    return {f.name: f for variants in offers.values() for v in variants for f in v.functions}


def weights(plan: Plan, assigned: Assigned, offers: Mapping[str, tuple[Variant, ...]]) -> list[float]:
    """How much a cycle of each node counts: 1 in the model that takes longest, more in others."""
    number: dict[str, int] = {}
    for name, model in numbers(plan.graph).items():
        inner = assigned.chains[name].nodes if name in assigned.chains else ()
        number |= dict.fromkeys((name, *(node.name for node in inner)), model)
    least: dict[int, float] = {}
    for name, variants in offers.items():
        least[number[name]] = least.get(number[name], 0.0) + min(v.cycles for v in variants)
    most = max(least.values(), default=0.0)
    return [most / least[number[name]] if least[number[name]] else 1.0 for name in offers]


def without_idle(offers: Mapping[str, tuple[Variant, ...]]) -> dict[str, tuple[Variant, ...]]:
    """`offers` without the variants whose functions can do more than any node here needs of them: with a simpler one
    in its place every such variant is offered too, and as fast. Nothing is lost, and nothing is compiled to learn that
    it is larger."""
    left = {name: {_set(v): v for v in reversed(variants)} for name, variants in offers.items()}
    kernels = {f.name: f.kernel for variants in offers.values() for v in variants for f in v.functions}
    for function, kernel in sorted(kernels.items(), key=lambda item: -_steps_down(item[1])):
        users = [(name, v) for name, found in left.items() for s, v in found.items() if function in s]
        for way in range(len(kernel.simpler)):
            instead = [(left[name], v, _simplified(v, way)) for name, v in users]
            if all(function not in s and s in found and found[s].cycles <= v.cycles for found, v, s in instead):
                for found, v, _ in instead:
                    del found[_set(v)]
                break
    return {name: tuple(reversed(found.values())) for name, found in left.items()}


def _steps_down(kernel: Kernel) -> int:
    """How often it can be made simpler: those that can do most go first, to where the next are still offered."""
    return max((1 + _steps_down(k) for k in kernel.simpler), default=0)


def _simplified(variant: Variant, way: int) -> frozenset[str]:
    """The functions of `variant`, each that can be made simpler made so."""
    return frozenset(_simpler(f, f.kernel, way) for f in variant.functions)


@lru_cache(maxsize=65536)
def _simpler(function: Function, kernel: Kernel, way: int) -> str:
    """The name of the function that does a part of what `function` does, or its own."""
    made = kernel.simpler[way : way + 1]
    return replace(function, symbol=made[0].symbol).name if made else function.name


def _set(variant: Variant) -> frozenset[str]:
    return frozenset(f.name for f in variant.functions)


def bytes_of(function: Function, target: Target) -> int:
    """The bytes of its code. Those of other people's functions show when they are linked, and there is no choice."""
    return 0 if function.kernel.foreign else compiled(function, target).bytes
