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
from packager.report.measure import measure
from packager.report.types import Report
from packager.toolchain.choose import choose

if TYPE_CHECKING:
    from packager.binary.artifact import Artifact
    from packager.kernels.base import Code
    from packager.lowering.base import Variant

Choice = Mapping[str, "Variant"]


def assemble(task: Task, folder: Path, clock: Clock, debug: Debug) -> tuple[Report, Artifact]:
    """Generate code, link into `folder` and measure; where the binary is over budget again, with fewer kernels.

    What is still over budget when no kernel can be spared any more is returned as it is. The report's frontier has a
    row for each choice that was linked.
    """
    plan, target, request = task.plan, task.request.target, task.request
    assert plan is not None, "the front end comes first"
    graph = plan.graph
    choices = llvm.choices(plan, target, request.optimize)
    code: dict[str, Code] = {}
    frontier: tuple[Mapping[str, Any], ...] = ()
    chosen: Choice | None = None
    while True:
        with clock("codegen"):
            chosen = next(choices) if chosen is None else chosen
            program = llvm.lower(plan, target, chosen)
            code |= {k.symbol: llvm.emit(k, target, debug) for k in program.kernels if k.symbol not in code}
        with clock("link"):
            artifact = link(
                program, {k.symbol: code[k.symbol] for k in program.kernels},
                [graph[i] for i in graph.inputs], [graph[o] for o in graph.outputs], plan.arena_bytes,
                task.name, target, choose(task.toolchain, target, silent), folder,
                weights=request.weights, artifacts=request.artifacts, debug=debug,
            )  # fmt: skip
            report = measure(request, plan, program, artifact, sum(v.cycles for v in chosen.values()))
        frontier = (*({**point, "chosen": False} for point in frontier), *report.frontier)
        row = report.budget.get("binary")
        over = row.used - row.limit if row else 0
        bytes_of = {kernel.symbol: kernel.bytes for kernel in report.kernels}
        chosen = _smaller(chosen, choices, bytes_of, over) if over > 0 else None
        if chosen is None:
            return replace(report, frontier=frontier, **task.facts), artifact


def _smaller(now: Choice, choices: Iterator[Choice], bytes_of: Mapping[str, int], over: int) -> Choice | None:
    """The next of `choices` that does without kernels of at least `over` bytes, else the last one, None after it."""
    smaller = None
    for smaller in choices:
        if sum(bytes_of.get(symbol, 0) for symbol in _symbols(now) - _symbols(smaller)) >= over:
            break
    return smaller


def _symbols(choice: Choice) -> set[str]:
    return {kernel.symbol for variant in choice.values() for kernel in (variant.kernel, *variant.extra)}
