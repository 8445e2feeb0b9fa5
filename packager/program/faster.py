"""Which of several plans comes first for several threads: strips save memory, but threads must meet at each of them,
unless each has a band of its own."""

from __future__ import annotations

from collections.abc import Sequence

from packager.plan.types import Plan
from packager.program.assign import Assigned
from packager.program.choose import Offers
from packager.program.lower import lower
from packager.program.split import split

WORTH = 0.99
"""What a plan takes of the time of the first one, at most, to be preferred to it."""

Ways = tuple[tuple[Assigned, Plan], ...]


def faster_first(plans: Sequence[tuple[Assigned, Plan]], threads: int) -> Ways:
    """`plans` in their order, but the fastest for so many threads first, where it is clearly faster than the first."""
    ways = tuple(plans)
    if threads == 1 or len(ways) == 1:
        return ways
    times = [_cycles(*way, threads) for way in ways]
    best = min(range(len(ways)), key=times.__getitem__)
    return (ways[best], *ways[:best], *ways[best + 1 :]) if times[best] < WORTH * times[0] else ways


def _cycles(assigned: Assigned, plan: Plan, threads: int) -> float:
    """The estimate of a run."""
    assigned, plan, choice = split(assigned, plan, next(iter(Offers(plan, assigned, "speed"))))
    return lower(plan, assigned, choice, threads).cycles
