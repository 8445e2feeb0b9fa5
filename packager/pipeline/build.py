"""The pipeline: Manifest -> Graph -> Plan -> Program -> Artifact -> Report, for each target.

`build/<name>/<target>/` appears when it is complete, within budget and verified; a failure changes nothing there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from packager import manifest
from packager.debug import ARENA, Clock, Debug, silent
from packager.errors import PackError, in_manifest, raise_all
from packager.manifest import Manifest
from packager.manifest.types import TargetRequest
from packager.pipeline import jobs as processes
from packager.pipeline import lock
from packager.pipeline.output import staged
from packager.pipeline.task import Task, prepare
from packager.report.types import Report, with_seconds
from packager.run.dist import REPORT, Dist, own_files

if TYPE_CHECKING:
    from packager.graph import Graph
    from packager.plan.types import Plan
    from packager.program.assign import Assigned

OUT = "build"
"""Where output folders go unless told otherwise: `build/<name>/<target>` under the current folder."""


def build(
    source: str | Path | Manifest,
    *,
    targets: Sequence[str] = (),
    out: str | Path | None = None,
    toolchain: str | None = None,
    jobs: int | None = None,
    sets: Sequence[str] = (),
    say: Callable[[str], None] = silent,
    debug: Debug | None = None,
) -> list[Report]:
    """Build the manifest `source` for all its targets (or `targets`), into `out`/<name>/<target>; one report each.

    `toolchain` and `sets` (KEY=VALUE) override the manifest; `jobs` targets are built at a time (default: one);
    `say` gets progress lines; `debug` defaults to what the environment asks for. A target whose folder is up to date
    is left as it is. Raises PackErrors with the errors of all targets; those without one are built nevertheless.
    """
    debug = debug or Debug.of(os.environ)
    clock = Clock(debug)
    targets = (targets,) if isinstance(targets, str) else tuple(dict.fromkeys(targets))
    with clock("load"):
        m = source if isinstance(source, Manifest) else manifest.load(source, sets=sets, targets=targets)
        tasks, failed = prepare(m, Path(out or OUT), toolchain, say, debug.stop)
    stale = [task for task in tasks if task.done is None]
    if stale:
        front = front_end(m, clock, debug)
        stale = [task.after(*front, clock.seconds) for task in stale]
    built, broken = processes.each(partial(build_target, debug=debug), stale, jobs or 1)
    for details in (error.details for error in failed + broken if error.details):
        say(details)
    raise_all([in_manifest(error, m.model.where) for error in failed + broken])
    reports = {r.target: r for r in (*built, *(task.done for task in tasks if task.done))}
    return [reports[request.target.name] for request in m.targets]


def front_end(m: Manifest, clock: Clock, debug: Debug) -> tuple[Graph, dict[str, str]]:
    """What is the same for all targets: the optimised graph, and the hashes of the model's external data."""
    try:
        return _front_end(m, clock, debug)
    except PackError as error:
        in_manifest(error, m.model.where)
        raise


def _front_end(m: Manifest, clock: Clock, debug: Debug) -> tuple[Graph, dict[str, str]]:
    from packager import own
    from packager.engines.llvm import compiled
    from packager.load import load
    from packager.passes.optimise import optimise

    with clock("load"):
        own.load(m.ops, compiled.cache_clear)
        model = m.model
        graph = load(model.path, name=m.name, inputs=model.inputs, outputs=model.outputs, where=model.where)
        m.check_inputs(graph.inputs)
        data = lock.external_data(model.path)
    with clock("optimise"):
        graph = optimise(graph, debug)
    return graph, data


def build_target(task: Task, debug: Debug) -> Report:
    """Plan, codegen, link, measure and verify for one target; its folder appears at the end, or not at all."""
    from packager.pipeline.accept import demand_budget, demand_size, verify_build
    from packager.pipeline.fit import assemble
    from packager.plan.show import memory_map

    assert task.graph is not None, "the front end comes first"
    debug = debug.within(task.request.target.name)
    clock = Clock(debug, dict(task.seconds))
    with clock("optimise"):
        assigned, plan = planned(task.graph, task.request)
        demand_size(plan)
        debug.show(ARENA, "memory map", partial(memory_map, plan))
    with staged(task.folder, REPORT, own_files(task.name)) as folder:
        report, artifact, plan = assemble(task, assigned, plan, folder, clock, debug)
        demand_budget(report, task.request, plan, artifact)
        with clock("verify"):
            report = replace(report, verify=verify_build(Dist(folder, report)))
        report = with_seconds(report, clock.seconds)
        lock.write(folder, task.locked, artifact.toolchain.version)
        (folder / REPORT).write_text(report.to_json(), encoding="utf-8")
    return report


def planned(graph: Graph, request: TargetRequest) -> tuple[Assigned, Plan]:
    """Who computes which node of `graph` for a target, and where everything lies."""
    from packager import own
    from packager.program import strips
    from packager.program.assign import assign
    from packager.program.find import engines

    own.load(request.ops)  # a process of its own for this target knows nothing of the others
    chosen = engines(request.engines, request.engine_options, request.at("engines"))
    return strips.planned(assign(graph, request.target, chosen), request.budget.ram)
