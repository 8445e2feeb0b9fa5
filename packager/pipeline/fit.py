"""From the plan to files for one target: the fastest choice of kernels whose binary fits the budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packager.binary.csource import Interface
from packager.binary.link import link
from packager.debug import Clock, Debug, silent
from packager.engines import llvm
from packager.pipeline.search import Made, Search, below
from packager.pipeline.task import Task
from packager.program.lower import lower
from packager.report.measure import measure
from packager.report.types import Report
from packager.together import ends
from packager.toolchain.choose import choose

if TYPE_CHECKING:
    from packager.binary.artifact import Artifact
    from packager.graph import Value
    from packager.kernels.base import Code
    from packager.plan.types import Plan
    from packager.program.assign import Assigned


@dataclass(frozen=True)
class Fitted:
    """What was linked last. `frontier` looks for the report's, which takes a while: the choices that were linked, then
    all smaller ones, whose bytes are an estimate. `least` are the fewest bytes of each budget that were reached."""

    report: Report
    artifact: Artifact
    plan: Plan
    frontier: Callable[[], tuple[dict[str, Any], ...]]
    least: Mapping[str, int]


def assemble(task: Task, plans: Sequence[tuple[Assigned, Plan]], folder: Path, clock: Clock, debug: Debug) -> Fitted:
    """Generate code, link into `folder` and measure; where it is over a budget again, with another choice.

    Where no choice is within all budgets, the nearest is returned as it is.
    """
    target, request = task.request.target, task.request
    code: dict[str, Code] = {}
    tried: list[tuple[Report, Artifact, Made]] = []
    with clock("codegen"):
        search = Search(plans, request)
        made: Made | None = search.first
    while made is not None:
        with clock("codegen"):
            graph, program = made.plan.graph, lower(made.plan, made.assigned, made.choice, request.threads)
            code |= {f.name: llvm.emit(f, target, debug) for f in program.ours if f.name not in code}
        with clock("link"):
            artifact = link(
                program, {f.name: code[f.name] for f in program.ours},
                [graph[i] for i in graph.inputs], [graph[o] for o in graph.outputs], made.plan.arena_bytes,
                task.name, target, choose(task.toolchain, target, silent), folder,
                weights=request.weights, artifacts=request.artifacts, models=interfaces(made.plan), debug=debug,
            )  # fmt: skip
            report = measure(request, made.plan, made.assigned, program, artifact, made.choice.cycles)
        tried.append((report, artifact, made))
        if not report.over:
            break
        with clock("codegen"):
            made = search.after(made, report)
    # The last fits, unless nothing does: then the error is about what comes nearest.
    report, artifact, chosen = tried[-1] if not tried[-1][0].over else min(tried, key=lambda t: _excess(t[0]))

    def frontier() -> tuple[dict[str, Any], ...]:
        with clock("codegen"):
            linked = [{**point, "chosen": r is report} for r, _, _ in tried for point in r.frontier]
            linked[0]["gap"] = search.first.offers.gap()
            return (*linked, *below(chosen, report.size["binary"]))

    reached = least([r for r, _, _ in tried], search.least_weights[1])
    models = tuple(replace(row, **task.parts[row.name]) for row in report.models)
    return Fitted(replace(report, **task.facts, models=models), artifact, chosen.plan, frontier, reached)


def interfaces(plan: Plan) -> tuple[Interface, ...]:
    """What callers see of each of several models; nothing where there is one."""
    graph = plan.graph

    def own(names: Sequence[str], given: Sequence[str]) -> tuple[Value, ...]:
        return tuple(replace(graph[name], name=mine) for name, mine in zip(names, given, strict=True))

    return tuple(
        Interface(part.name, own(inputs, part.inputs), own(outputs, part.outputs), arena)
        for part, (inputs, outputs), arena in zip(graph.parts, ends(graph), plan.arenas, strict=True)
    )


def _excess(report: Report) -> tuple[int, int]:
    """How many budgets are exceeded, and by how many bytes together."""
    return len(report.over), sum(report.budget[key].used - report.budget[key].limit for key in report.over)


def least(tried: Sequence[Report], weights: int) -> dict[str, int]:
    """Per budget the fewest bytes that were reached: within the other budgets where that is possible."""
    found: dict[str, int] = {}
    for key in tried[0].budget:
        within = [r for r in tried if set(r.over) <= {key}] or tried
        found[key] = min(r.budget[key].used for r in within)
    if "weights" in found and all("weights" in r.over for r in tried):
        found["weights"] = weights
    return found
