"""From the plan to files for one target: the fastest choice of kernels whose binary fits the budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packager.binary.link import link
from packager.debug import Clock, Debug, silent
from packager.engines import llvm
from packager.engines.llvm import Choice
from packager.pipeline.task import Task
from packager.report.measure import measure
from packager.report.types import Report
from packager.toolchain.choose import choose

if TYPE_CHECKING:
    from packager.binary.artifact import Artifact
    from packager.kernels.base import Code


def assemble(task: Task, folder: Path, clock: Clock, debug: Debug) -> tuple[Report, Artifact]:
    """Generate code, link into `folder` and measure; where the binary is over budget again, with smaller choices.

    What is still over budget with the smallest is returned as it is. The report's frontier has a row for each choice
    that was linked.
    """
    plan, target, request = task.plan, task.request.target, task.request
    assert plan is not None, "the front end comes first"
    graph = plan.graph
    choices = llvm.choices(plan, target, request.optimize)
    code: dict[str, Code] = {}
    frontier: tuple[Mapping[str, Any], ...] = ()
    with clock("codegen"):
        chosen = next(choices)
    while True:
        with clock("codegen"):
            program = llvm.lower(plan, target, chosen)
            code |= {f.name: llvm.emit(f, target, debug) for f in program.functions if f.name not in code}
        with clock("link"):
            artifact = link(
                program, {f.name: code[f.name] for f in program.functions},
                [graph[i] for i in graph.inputs], [graph[o] for o in graph.outputs], plan.arena_bytes,
                task.name, target, choose(task.toolchain, target, silent), folder,
                weights=request.weights, artifacts=request.artifacts, debug=debug,
            )  # fmt: skip
            report = measure(request, plan, program, artifact, chosen.cycles)
        frontier = (*({**point, "chosen": False} for point in frontier), *report.frontier)
        row = report.budget.get("binary")
        over = row.used - row.limit if row else 0
        with clock("codegen"):
            smaller = _smaller(chosen, choices, over) if over > 0 else None
        if smaller is None:
            return replace(report, frontier=frontier, **task.facts), artifact
        chosen = smaller


def _smaller(now: Choice, choices: Iterator[Choice], over: int) -> Choice | None:
    """The next of `choices` whose functions have fewer bytes by `over`, else the last one, None after it."""
    smaller = None
    for smaller in choices:
        if now.bytes - smaller.bytes >= over:
            break
    return smaller
