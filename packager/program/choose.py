"""Which variant computes each node: one choice for the whole graph, because variants share machine functions."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from packager.engines.llvm import compiled
from packager.kernels.base import Function
from packager.lowering.base import Variant
from packager.plan.types import Plan
from packager.program.assign import Assigned
from packager.program.chain import Turn, helpers
from packager.program.lower import Lowering
from packager.program.solve import Menu, ladder
from packager.target import Target

PRICES = tuple(1000 / percent for percent in (0.7, 1, 1.6, 3.2, 6.4, 13, 26, 51, 1e4))
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
    ctx = Lowering(plan, assigned.target, splits)
    found: dict[str, tuple[Variant, ...]] = {}
    for node in (n for n in plan.order if n.name not in plan.views):
        chain = assigned.chains.get(node.name)
        if chain is None:
            found[node.name] = assigned.engine(node).variants(ctx, node, assigned.region(node))
            continue
        extra, strips = helpers(chain), f"{chain.height} of the chain's rows at a time"
        for i, inner in enumerate(chain.nodes):
            turn = Turn(ctx, chain, node.outputs[-1], chain.usual, i)
            found[inner.name] = tuple(
                replace(v, cycles=v.cycles * chain.turns, extra=(*v.extra, *extra), why=f"{v.why}; {strips}")
                for v in assigned.engine(inner).variants(turn, inner, None)
            )
    return found


def choose(plan: Plan, assigned: Assigned, optimize: str = "speed", only: Container[str] = ()) -> Choice:
    """The first of `choices`."""
    return next(choices(plan, assigned, optimize, only))


def choices(
    plan: Plan, assigned: Assigned, optimize: str = "speed", only: Container[str] = (), splits: bool = True
) -> Iterator[Choice]:
    """Variants for all nodes that are no views, from what `optimize` asks for to the smallest.

    Machine functions are shared, so a further one must earn its bytes; each choice after the first has fewer bytes and
    asks more of them. Nodes that can do with functions whose names are in `only` do. With `splits` nodes may be split.
    """
    offers = {
        name: tuple(v for v in variants if all(f.name in only for f in v.functions)) or variants
        for name, variants in menu(plan, assigned, splits).items()
    }
    functions = {f.name: f for variants in offers.values() for v in variants for f in v.functions}
    sets = tuple(dict.fromkeys(frozenset(f.name for f in v.functions) for o in offers.values() for v in o))
    cheapest = [{frozenset(f.name for f in v.functions): v for v in reversed(variants)} for variants in offers.values()]
    table = Menu(
        np.array([[c[s].cycles if s in c else np.inf for s in sets] for c in cheapest], float).reshape(
            len(offers), len(sets)
        ),
        np.array([[name in s for name in functions] for s in sets], bool).reshape(len(sets), len(functions)),
        np.array([bytes_of(f, assigned.target) for f in functions.values()], float),
    )
    fastest = float(table.best(table.fastest).sum()) or 1.0
    for found in ladder(table, [100 * p / fastest for p in (PRICES if optimize == "speed" else PRICES[-1:])]):
        taken = table.taken(found.kept)
        variants = {name: c[sets[i]] for name, c, i in zip(offers, cheapest, taken, strict=True)}
        yield Choice(variants, found.cycles, int(found.bytes))


def bytes_of(function: Function, target: Target) -> int:
    """The bytes of its code. Those of other people's functions show when they are linked, and there is no choice."""
    return 0 if function.kernel.foreign else compiled(function, target).bytes
