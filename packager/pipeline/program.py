"""A program for a CPU: Graph -> Plan -> Program -> Artifact -> Report. A kind of target, see `kinds.py`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packager.config import source
from packager.config.spec import each
from packager.debug import ARENA, Clock, Debug
from packager.errors import PackError, Unsupported, Where, in_manifest
from packager.manifest.types import Options, TargetRequest
from packager.pipeline import lock
from packager.pipeline.explanation import Explanation, Row
from packager.pipeline.kinds import Decides
from packager.pipeline.output import staged
from packager.pipeline.task import Task
from packager.report.types import Report, with_seconds
from packager.run.dist import REPORT, Dist, file_hash, own_files
from packager.target import Target
from packager.toolchain.base import ToolchainId, library_path

if TYPE_CHECKING:
    from packager.engine import Engine
    from packager.graph import Graph
    from packager.kernels.base import Function
    from packager.lowering.base import Variant
    from packager.plan.types import Plan
    from packager.program.assign import Assigned

PASSES = True
BYTE_OPTIONS = ("optimize", "weights", "artifacts", "threads", "engines")
_OTHERS = {"engine_options", "ops", "budget", "toolchain", "verify", "quantize", "places"}
assert {f.name for f in fields(Options)} == {*BYTE_OPTIONS} | _OTHERS, (
    "an option of the manifest is missing from the lock"
)


def decides(request: TargetRequest, toolchain: ToolchainId) -> Decides:
    """Options, what the engines bring, and the packages that they work with."""
    options = {key: getattr(request, key) for key in BYTE_OPTIONS}
    return Decides(options, {"engines": _engines(request, toolchain.kind)}, _packages(request))


def checks(request: TargetRequest) -> dict[str, Any]:
    """The manifest's tolerance, if it has one."""
    return {key: getattr(request.verify, key) for key in ("atol", "rtol")} if lock.tolerance_given(request) else {}


def build(task: Task, say: Callable[[str], None], debug: Debug) -> Report:
    """Plan, codegen, link, measure and verify for one target; its folder appears at the end, or not at all."""
    from packager.engines.llvm import early

    del say  # it is a matter of seconds
    assert task.graph is not None, "the front end comes first"
    usual = partial(_usual, task.graph, task.request.target, _asked(task.request))
    with early(usual, task.request.target):
        return _build(task, task.graph, debug.within(task.request.target.name))


def _build(task: Task, graph: Graph, debug: Debug) -> Report:
    from packager.pipeline.accept import demand_budget, demand_size, verify_build
    from packager.pipeline.fit import assemble
    from packager.plan.show import memory_map

    clock = Clock(debug, dict(task.seconds))
    with clock("optimise"):
        plans = planned(graph, task.request)
        demand_size(plans[0][1])
        debug.show(ARENA, "memory map", partial(memory_map, plans[0][1]))
    with staged(task.folder, REPORT, own_files(task.name), task.given) as folder:
        made = assemble(task, plans, folder, clock, debug)
        report = made.report
        if report.over:
            shown = replace(report, frontier=made.frontier())
            demand_budget(shown, task.request, made.plan, made.artifact, made.least)
        with clock("verify"), ThreadPoolExecutor(1) as other:  # which mostly waits for the binary
            verified = other.submit(verify_build, Dist(folder, report))
            report = replace(report, frontier=made.frontier(), verify=verified.result())
        report = with_seconds(report, clock.seconds)
        lock.write(folder, task.locked, made.artifact.toolchain.version)
        (folder / REPORT).write_text(report.to_json(), encoding="utf-8")
    return report


def _asked(request: TargetRequest) -> Sequence[Engine]:
    """The engines to ask, first the one to prefer. From here on the user's operators are known."""
    from packager import own
    from packager.program.find import engines

    own.load(request.ops)  # a process of its own for this target knows nothing of the others
    return engines(request.engines, request.engine_options, request.at("engines"))


def _usual(graph: Graph, target: Target, asked: Sequence[Engine]) -> Iterator[Function]:
    """The functions that will be wanted, nearly all: those for the first plan that comes to mind."""
    from packager.plan.planner import make_plan
    from packager.program.assign import assign
    from packager.program.choose import compilable, offers_of
    from packager.together import apart

    for one in apart(graph):
        assigned = assign(one, target, asked)
        yield from compilable(offers_of(make_plan(assigned.graph, assigned.needs), assigned))


def planned(graph: Graph, request: TargetRequest) -> tuple[tuple[Assigned, Plan], ...]:
    """Who computes which node of `graph` for a target, and where everything lies; then another way, if there is one."""
    from packager.program import strips
    from packager.program.assign import assign
    from packager.program.beside import Ways, beside
    from packager.program.faster import faster_first
    from packager.together import apart

    asked = _asked(request)

    def ways(one: Graph, where: Where) -> Ways:
        try:
            return strips.planned(assign(one, request.target, asked), request.threads)
        except PackError as error:
            if str(where):
                in_manifest(error, where)
            raise

    places = [part.where for part in graph.parts] or [Where()]
    found = beside(graph, each(partial(ways, *one) for one in zip(apart(graph), places, strict=True)))
    return found if request.optimize == "size" else faster_first(found, request.threads)


def explain(graph: Graph, request: TargetRequest) -> Explanation:
    """Every node with its kernel, the reason, and the estimate that the choice rests on."""
    from packager.pipeline.search import within
    from packager.program.choose import choose
    from packager.report.measure import macs, operators, weight_bytes

    assigned, plan = within(planned(graph, request), request.budget.ram)
    whole, chosen = assigned.whole(plan), choose(plan, assigned, request.optimize)
    rows = []
    for node in whole.nodes:
        variant = chosen.variants.get(node.name)
        rows.append(
            Row(
                node=node.name,
                op=operators(node, assigned.regions),
                onnx=node.where.node,
                fused=tuple(stage.op for stage in node.epilogue),
                engine=assigned.engine(node).name if variant else "",
                kernel=" + ".join(f.name for f in variant.functions) if variant else "",
                why=_why(variant, assigned.declined.get(node.name, ())),
                cycles=variant.cycles if variant else 0.0,
                macs=macs(whole, node, assigned.regions),
                weight_bytes=weight_bytes(whole, node, assigned.regions),
                out_bytes=sum(whole[o].nbytes for o in node.outputs if o),
            )
        )
    return Explanation(request.target.name, tuple(rows), plan.arena_bytes, plan.lower_bound)


def _why(variant: Variant | None, declined: Sequence[tuple[str, str]]) -> str:
    """What speaks for the variant, and why engines with a higher priority did not take the node."""
    why = variant.why if variant else "a view: its output lies in its input's memory"
    return "; ".join((why, *(f"{engine} declined: {reason}" for engine, reason in declined)))


def _packages(request: TargetRequest) -> tuple[str, ...]:
    """The packages that the engines work with; pack's own needs no more than TOOLS."""
    others = [name for name in request.engines if name != "llvm"]
    if not others:
        return ()
    from packager.program.find import kind

    return tuple(dict.fromkeys(package for name in others for package in kind(name).PACKAGES))


def _engines(request: TargetRequest, toolchain: str) -> list[dict[str, Any]]:
    """The engines' options, the hashes of the files that these name, and of this machine's libraries where a local
    toolchain links them (a container's are in the image, which has a digest)."""
    if not any(request.engine_options) and set(request.engines) <= {"llvm"}:
        return []
    from packager.program.find import engines

    found = engines(request.engines, request.engine_options, request.at("engines"))
    return [
        {
            "options": source.plain(item),
            "files": {name: hashlib.sha256(content).hexdigest() for name, content in engine.inputs.items()},
            "libraries": _libraries(engine, request.target) if toolchain == "local" else {},
        }
        for engine, item in zip(found, request.engine_options, strict=True)
    ]


def _libraries(engine: Engine, target: Target) -> dict[str, str]:
    """Name and hash of the static libraries of an engine ('' of one that is not there), if it has any for `target`."""
    try:
        names = engine.sources(target).libraries
    except Unsupported:
        return {}
    paths = {name: Path(library_path(name, target)) for name in names}
    return {name: file_hash(path) if path.is_file() else "" for name, path in paths.items()}
