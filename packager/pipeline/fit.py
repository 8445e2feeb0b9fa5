"""From the plan to files for one target: the fastest choice of kernels whose binary fits the budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packager.binary.link import link
from packager.debug import Clock, Debug, silent
from packager.engines import llvm
from packager.pipeline.task import Task
from packager.program.choose import Choice, Offers
from packager.program.lower import lower
from packager.program.split import split
from packager.report.measure import measure
from packager.report.types import Report
from packager.toolchain.choose import choose

if TYPE_CHECKING:
    from packager.binary.artifact import Artifact
    from packager.kernels.base import Code
    from packager.manifest.types import TargetRequest
    from packager.plan.types import Plan
    from packager.program.assign import Assigned

Frontier = Callable[[], tuple[dict[str, Any], ...]]


def assemble(
    task: Task, assigned: Assigned, plan: Plan, folder: Path, clock: Clock, debug: Debug
) -> tuple[Report, Artifact, Plan, Frontier]:
    """Generate code, link into `folder` and measure; where the binary is over budget again, with a smaller choice.

    What is still over budget with the smallest is returned as it is. The last of the results looks for the report's
    frontier, which takes a while: the choices that were linked, then all smaller ones, whose bytes are an estimate.
    """
    target, request = task.request.target, task.request
    code: dict[str, Code] = {}
    linked: list[dict[str, Any]] = []
    with clock("codegen"):
        options = _Options(assigned, plan, request)
        made = options.first
    while True:
        with clock("codegen"):
            graph, program = made.plan.graph, lower(made.plan, made.assigned, made.choice, request.threads)
            code |= {f.name: llvm.emit(f, target, debug) for f in program.ours if f.name not in code}
        with clock("link"):
            artifact = link(
                program, {f.name: code[f.name] for f in program.ours},
                [graph[i] for i in graph.inputs], [graph[o] for o in graph.outputs], made.plan.arena_bytes,
                task.name, target, choose(task.toolchain, target, silent), folder,
                weights=request.weights, artifacts=request.artifacts, debug=debug,
            )  # fmt: skip
            report = measure(request, made.plan, made.assigned, program, artifact, made.choice.cycles)
        linked += [dict(point) for point in report.frontier]
        row = report.budget.get("binary")
        with clock("codegen"):
            smaller = options.smaller(made.choice, row.used - row.limit) if row and not row.ok else None
        if smaller is None:
            break
        linked[-1]["chosen"] = False
        made = smaller

    def frontier() -> tuple[dict[str, Any], ...]:
        with clock("codegen"):
            below = tuple(options.below(made.choice, report.size["binary"]))
            return ({**linked[0], "gap": options.offers.gap()}, *linked[1:], *below)

    return replace(report, **task.facts), artifact, made.plan, frontier


@dataclass(frozen=True)
class Made:
    """A choice of kernels, and the plan that suits it."""

    assigned: Assigned
    plan: Plan
    choice: Choice


def first(assigned: Assigned, plan: Plan, request: TargetRequest) -> Made:
    """What is built where the budget allows it."""
    return _Options(assigned, plan, request).first


class _Options:
    """What can be built. Nodes are split unless that takes memory or weights which the budget does not have: points are
    more numbers than pixels, and more than taps."""

    def __init__(self, assigned: Assigned, plan: Plan, request: TargetRequest) -> None:
        self.assigned, self.plan, self.request = assigned, plan, request
        self.offers = Offers(plan, assigned, request.optimize)
        self.first = self._made(next(iter(self.offers)))
        if self.first.plan is not plan and self._over(self.first):
            self.offers = Offers(plan, assigned, request.optimize, splits=False)
            self.first = self._made(next(iter(self.offers)))

    def smaller(self, now: Choice, over: int) -> Made | None:
        """The fastest with `over` bytes less than `now`, else the smallest; None where that is `now`."""
        choice = self.offers.within(now.bytes - over) or list(self.offers)[-1]
        return self._made(choice) if choice.bytes < now.bytes else None

    def below(self, now: Choice, binary: int) -> Iterator[dict[str, Any]]:
        """Points of the frontier for all choices smaller than `now`, which makes a binary of so many bytes."""
        for choice in (c for c in self.offers if c.bytes < now.bytes):
            size = binary - now.bytes + choice.bytes
            yield {"binary": size, "est_cost": float(choice.cycles), "chosen": False, "estimated": True}

    def _made(self, choice: Choice) -> Made:
        return Made(*split(self.assigned, self.plan, choice))

    def _over(self, made: Made) -> bool:
        ram, weights = self.request.budget.ram, self.request.budget.weights
        if ram is not None and made.plan.arena_bytes > ram:
            return True
        return weights is not None and len(lower(made.plan, made.assigned, made.choice).weights) > weights
