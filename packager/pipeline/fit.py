"""From the plan to files for one target: the fastest choice of kernels whose binary fits the budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packager.binary.link import link
from packager.debug import Clock, Debug, silent
from packager.engines import llvm
from packager.pipeline.task import Task
from packager.program.choose import Choice, choices
from packager.program.lower import lower
from packager.report.measure import measure
from packager.report.types import Report
from packager.toolchain.choose import choose

if TYPE_CHECKING:
    from packager.binary.artifact import Artifact
    from packager.kernels.base import Code
    from packager.plan.types import Plan
    from packager.program.assign import Assigned


def assemble(
    task: Task, assigned: Assigned, plan: Plan, folder: Path, clock: Clock, debug: Debug
) -> tuple[Report, Artifact]:
    """Generate code, link into `folder` and measure; where the binary is over budget again, with smaller choices.

    What is still over budget with the smallest is returned as it is. The report's frontier has a row for each choice
    that was linked.
    """
    graph, target, request = plan.graph, task.request.target, task.request
    options = choices(plan, assigned, request.optimize)
    code: dict[str, Code] = {}
    frontier: tuple[Mapping[str, Any], ...] = ()
    with clock("codegen"):
        chosen = next(options)
    while True:
        with clock("codegen"):
            program = lower(plan, assigned, chosen)
            code |= {f.name: llvm.emit(f, target, debug) for f in program.ours if f.name not in code}
        with clock("link"):
            artifact = link(
                program, {f.name: code[f.name] for f in program.ours},
                [graph[i] for i in graph.inputs], [graph[o] for o in graph.outputs], plan.arena_bytes,
                task.name, target, choose(task.toolchain, target, silent), folder,
                weights=request.weights, artifacts=request.artifacts, debug=debug,
            )  # fmt: skip
            report = measure(request, plan, assigned, program, artifact, chosen.cycles)
        frontier = (*({**point, "chosen": False} for point in frontier), *report.frontier)
        row = report.budget.get("binary")
        over = row.used - row.limit if row else 0
        with clock("codegen"):
            smaller = _smaller(chosen, options, over) if over > 0 else None
        if smaller is None:
            return replace(report, frontier=frontier, **task.facts), artifact
        chosen = smaller


def _smaller(now: Choice, options: Iterator[Choice], over: int) -> Choice | None:
    """The next of `options` whose functions have fewer bytes by `over`, else the last one, None after it."""
    smaller = None
    for smaller in options:
        if now.bytes - smaller.bytes >= over:
            break
    return smaller
