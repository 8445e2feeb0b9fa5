"""The end of a build: within budget, and equal to the reference? Report -> Verification, or an error."""

from __future__ import annotations

from collections.abc import Mapping

from packager.binary.artifact import Artifact
from packager.check.probe import probe
from packager.check.verify import demand, verify, worst
from packager.errors import ModelTooLarge, NoRunner, OverBudget, PackError, ReferenceMissing, Usage, raise_all
from packager.manifest.types import TargetRequest
from packager.plan.types import Plan
from packager.report.measure import labels
from packager.report.render import plain, render
from packager.report.types import NodeRow, Report, Verification
from packager.run.dist import Dist
from packager.together import ends

RUN_BYTES = 2**30
"""Most bytes of a run's inputs, outputs and arena: a 32-bit target has no room for more, and the check takes thrice."""


def demand_size(plan: Plan) -> None:
    """Raise ModelTooLarge where one run would need more memory than pack builds for; names the largest tensors."""
    graph, buffers = plan.graph, {b.id: b.bytes for b in plan.buffers if b.space == "arena"}
    runs = [{*inputs, *outputs} for inputs, outputs in ends(graph)] or [{*graph.inputs, *graph.outputs}]
    arenas = plan.arenas or (plan.arena_bytes,)
    total = max(arena + sum(graph[v].nbytes for v in own) for own, arena in zip(runs, arenas, strict=True))
    if total <= RUN_BYTES:
        return
    sizes = {name: graph[name].nbytes for own in runs for name in own}
    sizes |= {value: buffers[s.buffer] for value, s in plan.storage.items() if s.buffer in buffers}
    largest = ", ".join(f"'{n}' {b:,} B" for n, b in sorted(sizes.items(), key=lambda item: -item[1])[:3])
    raise ModelTooLarge(
        f"a run of the model needs {total:,} bytes of memory",
        why=f"pack allows {RUN_BYTES:,}; the largest tensors: {largest}",
        fix="use a smaller input, or cut the model with `model: {outputs: [...]}` in the manifest",
    )


def demand_budget(
    report: Report, request: TargetRequest, plan: Plan, artifact: Artifact, least: Mapping[str, int]
) -> None:
    """Raise one OverBudget for each exceeded limit, with what was used, the three largest contributors and the `least`
    that can be reached."""
    largest = contributors(plan, artifact, report.nodes)
    advice = {
        "binary": "use fewer kinds of layers; no kernel can be spared",
        "weights": "use a smaller network, or fewer classes",
        "ram": "use a smaller input or a network with smaller activations",
    }
    errors: list[PackError] = []
    for key in report.over:
        row = report.budget[key]
        names = ", ".join(f"{label} {count:,} B" for label, count in largest[key][:3])
        errors.append(
            OverBudget(
                f"{report.name} for {report.target} is over its {key} budget: {row.used:,} of {row.limit:,} bytes",
                where=request.at(f"budget.{key}"),
                why=f"largest: {names}",
                fix=f"raise `budget: {{{key}: ...}}` to at least {least[key]} B, or {advice[key]}",
            )
        )
    if errors:
        errors[0].details = plain(render(report))
        raise_all(errors)


def contributors(plan: Plan, artifact: Artifact, nodes: tuple[NodeRow, ...]) -> dict[str, list[tuple[str, int]]]:
    """For each budget what it is spent on, largest first."""
    buffers = {b.id: b.bytes for b in plan.buffers if b.space == "arena"}
    holder: dict[int, str] = {}
    for value, storage in plan.storage.items():
        holder.setdefault(storage.buffer, value)
    memory = [(f"'{holder.get(i, 'scratch')}'", count) for i, count in buffers.items()]
    memory += [("stack", artifact.stack), ("static data", artifact.static)]
    return {
        "binary": [(f"{b.kind} {b.name}", b.bytes) for b in labels(artifact) if b.kind != "weights"],
        "weights": sorted(((n.name, n.weight_bytes) for n in nodes), key=lambda item: -item[1]),
        "ram": sorted(memory, key=lambda item: -item[1]),
    }


def verify_build(dist: Dist) -> Verification:
    """The check at the end of a build: good, or not possible here (`runner` is 'none', `why` says so).

    Raises VerifyFailed with the first node that differs, RunFailed, ReferenceMissing.
    """
    if "exe" not in dist.report.execution.files:
        return Verification(why="the manifest's `artifacts` leave the executable out, which is what pack runs")
    found: dict[str, Verification] = {}
    for one in dist.each:
        try:
            found[one.model] = verify(one)
        except NoRunner as error:
            return Verification(why=f"{error.what}: {error.why}")
        if not found[one.model].ok:
            demand(one, found[one.model], _hint(one))
    return worst(found)


def _hint(dist: Dist) -> str:
    """The first node that differs; '' where nodes cannot be compared one by one."""
    try:
        return str(probe(dist))
    except (ReferenceMissing, Usage):
        return ""
