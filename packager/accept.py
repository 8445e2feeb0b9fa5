"""The end of a build: within budget, and equal to the reference? Report -> Verification, or an error."""

from __future__ import annotations

from packager.artifact import Artifact
from packager.dist import Dist
from packager.errors import NoRunner, OverBudget, PackError, PackErrors
from packager.manifest.types import TargetRequest
from packager.measure import labels
from packager.plan.types import Plan
from packager.probe import probe
from packager.render import plain, render
from packager.report import NodeRow, Report, Verification
from packager.verify import demand, verify


def demand_budget(report: Report, request: TargetRequest, plan: Plan, artifact: Artifact) -> None:
    """Raise one OverBudget for each exceeded limit, with what was used and the three largest contributors."""
    largest = contributors(plan, artifact, report.nodes)
    advice = {
        "binary": "set `optimize: size`, or use fewer kinds of layers",
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
                fix=f"raise `budget: {{{key}: ...}}` to at least {row.used} B, or {advice[key]}",
            )
        )
    if errors:
        errors[0].details = plain(render(report))
        raise errors[0] if len(errors) == 1 else PackErrors(errors)


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
    try:
        result = verify(dist)
    except NoRunner as error:
        return Verification(why=f"{error.what}: {error.why}")
    if not result.ok:
        demand(dist, result, str(probe(dist)))
    return result
