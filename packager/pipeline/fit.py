"""From the plan to files for one target: the fastest choice of kernels whose binary fits the budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packager.binary.link import link
from packager.debug import Clock, Debug, silent
from packager.engines import llvm
from packager.pipeline.task import Task
from packager.program.choose import Choice, choices
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


def assemble(
    task: Task, assigned: Assigned, plan: Plan, folder: Path, clock: Clock, debug: Debug
) -> tuple[Report, Artifact, Plan]:
    """Generate code, link into `folder` and measure; where the binary is over budget again, with smaller choices.

    What is still over budget with the smallest is returned as it is. The report's frontier has a row for each choice
    that was linked.
    """
    target, request = task.request.target, task.request
    options = _options(assigned, plan, request)
    code: dict[str, Code] = {}
    frontier: tuple[Mapping[str, Any], ...] = ()
    with clock("codegen"):
        made = next(options)
    while True:
        with clock("codegen"):
            graph, program = made.plan.graph, lower(made.plan, made.assigned, made.choice)
            code |= {f.name: llvm.emit(f, target, debug) for f in program.ours if f.name not in code}
        with clock("link"):
            artifact = link(
                program, {f.name: code[f.name] for f in program.ours},
                [graph[i] for i in graph.inputs], [graph[o] for o in graph.outputs], made.plan.arena_bytes,
                task.name, target, choose(task.toolchain, target, silent), folder,
                weights=request.weights, artifacts=request.artifacts, debug=debug,
            )  # fmt: skip
            report = measure(request, made.plan, made.assigned, program, artifact, made.choice.cycles)
        frontier = (*({**point, "chosen": False} for point in frontier), *report.frontier)
        row = report.budget.get("binary")
        over = row.used - row.limit if row else 0
        with clock("codegen"):
            smaller = _smaller(made, options, over) if over > 0 else None
        if smaller is None:
            return replace(report, frontier=frontier, **task.facts), artifact, made.plan
        made = smaller


@dataclass(frozen=True)
class _Made:
    """A choice of kernels, and the plan that suits it."""

    assigned: Assigned
    plan: Plan
    choice: Choice


def _options(assigned: Assigned, plan: Plan, request: TargetRequest) -> Iterator[_Made]:
    """What can be built, from what `optimize` asks for to the smallest. Nodes are split unless that takes memory or
    weights which the budget does not have."""
    for splits in (True, False):
        for choice in choices(plan, assigned, request.optimize, splits=splits):
            made = _Made(*split(assigned, plan, choice))
            if made.plan is not plan and _over(made, request):
                break
            yield made
        else:
            return


def _over(made: _Made, request: TargetRequest) -> bool:
    """Whether split nodes break the budget: points are more numbers than pixels, and more than taps."""
    ram, weights = request.budget.ram, request.budget.weights
    if ram is not None and made.plan.arena_bytes > ram:
        return True
    return weights is not None and len(lower(made.plan, made.assigned, made.choice).weights) > weights


def _smaller(now: _Made, options: Iterator[_Made], over: int) -> _Made | None:
    """The next of `options` whose functions have fewer bytes by `over`, else the last one, None after it."""
    smaller = None
    for smaller in options:
        if now.choice.bytes - smaller.choice.bytes >= over:
            break
    return smaller
