"""What can be built within the budgets, fastest first: plans -> choices of kernels with plans that suit them.

The bytes of a binary, and those of a run's stack, are known when it is linked; those of the weights and of the arena
before. So what cannot fit is passed over, and the others are tried one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from packager.binary.link import payload
from packager.program.choose import Choice, Offers
from packager.program.lower import lower
from packager.program.split import split

if TYPE_CHECKING:
    from packager.manifest.types import TargetRequest
    from packager.plan.types import Plan
    from packager.program.assign import Assigned
    from packager.report.types import Report


@dataclass(frozen=True)
class Made:
    """A choice of kernels, the plan that suits it, the offers that it is one of, and the number of the plan that these
    are for."""

    assigned: Assigned
    plan: Plan
    choice: Choice
    offers: Offers
    number: int = 0

    @property
    def rank(self) -> tuple[float, int, int]:
        """What tells choices apart."""
        return self.choice.cycles, self.choice.bytes, self.plan.arena_bytes


class Search:
    """All choices for some plans, the one to prefer first, and for each those that split nodes first: these are faster,
    but points are more numbers than pixels, and more than taps, so that a budget for memory or weights may want the
    others."""

    def __init__(self, plans: Sequence[tuple[Assigned, Plan]], request: TargetRequest) -> None:
        self._plans, self._request = plans, request
        self._offers: dict[tuple[int, bool], Offers] = {}
        self._seen: set[tuple[float, int, int]] = set()
        self.least_weights = (True, 2**63)
        """Whether the arena is over budget with them, and how many bytes the fewest weights are."""
        self.first = self._first()
        self._seen.add(self.first.rank)

    def _first(self) -> Made:
        """The fastest whose weights and arena fit; the fastest of all where none does."""
        fastest: Made | None = None
        for made in self._all():
            fastest = fastest or made
            if self._may_fit(made):
                return made
        assert fastest is not None, "there is always a choice"
        return fastest

    def after(self, made: Made, report: Report) -> Made | None:
        """What to try when `made` was linked and is over a budget; None where there is nothing left.

        At last comes what has fewest bytes, and what takes least memory, whatever else they take: the error says what
        can be reached.
        """
        row = report.budget.get("binary")
        most = made.choice.bytes - (row.used - row.limit) if row and not row.ok else None
        found: Made | None = None
        if most is not None and (choice := made.offers.within(most)) is not None:
            found = Made(*split(*self._plans[made.number], choice), made.offers, made.number)
        for other in ([found] if found else []), self._all():
            for candidate in other:
                small = most is None or candidate.choice.bytes <= most
                if candidate.rank not in self._seen and small and self._may_fit(candidate):
                    self._seen.add(candidate.rank)
                    return candidate
        for least in (lambda m: m.choice.bytes), (lambda m: (m.plan.arena_bytes, m.choice.bytes)):
            last = min(self._all(), key=least)
            if last.rank not in self._seen:
                self._seen.add(last.rank)
                return last
        return None

    def _all(self) -> Iterator[Made]:
        """Each plan's choices, fastest first; those without splits only where splits differ."""
        for number, (assigned, plan) in enumerate(self._plans):
            for splits in (True, False):
                if (number, splits) not in self._offers:
                    self._offers[number, splits] = Offers(plan, assigned, self._request.optimize, splits=splits)
                offers, differs = self._offers[number, splits], False
                for choice in offers:
                    made = Made(*split(assigned, plan, choice), offers, number)
                    differs = differs or made.plan is not plan
                    yield made
                if not differs:
                    break

    def _may_fit(self, made: Made) -> bool:
        """Whether weights and arena are within budget."""
        ram, weights = self._request.budget.ram, self._request.budget.weights
        room = ram is None or made.plan.arena_bytes <= ram
        if weights is None:
            return room
        count = len(payload(lower(made.plan, made.assigned, made.choice).weights))
        self.least_weights = min(self.least_weights, (not room, count))
        return room and count <= weights


def within(plans: Sequence[tuple[Assigned, Plan]], ram: int | None) -> tuple[Assigned, Plan]:
    """The first of the plans whose arena is within `ram` bytes, else the first."""
    return next((p for p in plans if ram is None or p[1].arena_bytes <= ram), plans[0])


def below(made: Made, binary: int) -> Iterator[dict[str, Any]]:
    """Points of the frontier for all choices smaller than `made`, which makes a binary of so many bytes."""
    now = made.choice
    for choice in (c for c in made.offers if c.bytes < now.bytes):
        size = binary - now.bytes + choice.bytes
        yield {"binary": size, "est_cost": float(choice.cycles), "chosen": False, "estimated": True}
