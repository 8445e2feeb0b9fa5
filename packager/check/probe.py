"""Find the first node whose value is wrong: a probe of the same program that also writes every value in between.

The probe has the graph, kernels and tables of the shipped binary, but no memory is used twice, and copies at its end
bring each value out. Dist -> Probe. The reference's values come from the optimised graph, exported to ONNX.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import yaml

from packager.binary.link import link
from packager.check.compare import Tolerance, compare
from packager.check.oracle import reference_outputs, roundoff
from packager.check.verify import model_of, sample
from packager.config import source
from packager.debug import silent
from packager.engine import Engine
from packager.engines import llvm
from packager.errors import ReferenceMissing, Usage, Where
from packager.export import reference_by
from packager.graph import Array, Graph, Node, Value
from packager.load import load
from packager.passes.optimise import optimise
from packager.plan.planner import make_plan
from packager.program.assign import Assigned, assign
from packager.program.choose import choose
from packager.program.find import engines
from packager.program.lower import lower
from packager.program.split import split
from packager.report.measure import tensors
from packager.report.types import OutputCheck
from packager.run.dist import Dist
from packager.run.execute import levels, run, runner_of
from packager.toolchain.choose import Kind
from packager.toolchain.choose import choose as choose_toolchain


@dataclass(frozen=True)
class Wrong:
    """A node whose value differs although all that it reads is right: `check` says how far, `onnx` where it is from."""

    node: str
    op: str
    onnx: str
    value: str
    check: OutputCheck

    def __str__(self) -> str:
        where = f", ONNX node '{self.onnx}'" if self.onnx and self.onnx != self.node else ""
        at = f"'{self.value}'{list(self.check.index)}"
        return (
            f"the first node that differs is '{self.node}' ({self.op}{where}): {at} is {self.check.got:.9g}, "
            f"must be {self.check.want:.9g} (max error {self.check.max_abs:.3g})"
        )


@dataclass(frozen=True)
class Probe:
    """What was found: the number of values compared, the first wrong node, and whether the passes kept the meaning.

    `drift` is the check of the output in which the optimised graph, run by the reference itself, differs most from the
    original model.
    """

    reference: str
    runner: str
    values: int
    wrong: Wrong | None
    drift: OutputCheck

    def __str__(self) -> str:
        if self.wrong:
            return str(self.wrong)
        if not self.drift.ok:
            return (
                f"a pass changed the meaning: the optimised graph's '{self.drift.name}' differs from the model's by "
                f"{self.drift.max_abs:.3g} in the reference itself; bisect with STOP=n"
            )
        return (
            f"all {self.values} values agree with {self.reference} when each keeps its own memory ({self.runner}); "
            "if the shipped binary differs nevertheless, the sharing of memory is at fault"
        )


def probe(dist: Dist, inputs: Mapping[str, Array] | None = None) -> Probe:
    """Build and run the probe of `dist` on `inputs` (default: the manifest's sample, else noise).

    Raises what load, link and run raise, and ReferenceMissing where the model has changed.
    """
    dist = dist.of()
    if dist.report.htp:
        raise Usage(
            f"nodes of {dist.report.target} cannot be looked at one by one",
            where=str(dist.folder),
            why="Qualcomm's compiler makes one piece of all of them",
            fix="`pack report DIST` lists the layers that quantisation disturbs most",
        )
    arrays = dict(inputs) if inputs is not None else sample(dist)
    path, built = model_of(dist), dist.report.source
    if any(t.count for t in dist.report.outputs):
        raise ReferenceMissing(
            "nodes cannot be compared one by one",
            where=str(path),
            why="sizes in the model depend on data, and what lies behind a count is nothing that a reference knows",
            fix="`pack verify` without --per-node compares the outputs",
        )
    if built.get("ops"):
        raise ReferenceMissing(
            "nodes cannot be compared one by one",
            where=str(path),
            why="the model has operators of the user's own, which no ONNX file of pack's can hold",
            fix="`pack verify` without --per-node compares the outputs; `pack ops --test` the operators",
        )
    pins = {name: tuple(shape) for name, shape in built["inputs"].items()}
    graph = load(path, name=dist.report.name, inputs=pins, outputs=built["outputs"], where=Where(str(path)))
    graph = optimise(graph)
    assigned = assign(graph, dist.target, engines_of(dist))
    # What stays inside a region that an engine took as one, nobody sees.
    seen = {o for n in assigned.graph.nodes for o in n.outputs}
    values = [o for n in graph.nodes for o in n.outputs if o in seen]
    engine, want = reference_by(graph, arrays, values)
    kinds = levels(dist, runner_of(dist)).values()
    runs = [_run(dist, assigned, str(built["optimize"]), arrays, options) for options in kinds]
    label, original = reference_outputs(path, arrays, graph.outputs)
    noise = inputs is None and not dist.report.checks.get("inputs")
    tolerance = Tolerance(noise=noise, roundoff=roundoff(path))
    drift = [compare(name, want[name], original[name], tolerance) for name in graph.outputs if name in want]
    return Probe(
        reference=engine,
        runner=runner_of(dist).label,
        values=len(values),
        wrong=next(filter(None, (_first(graph, got, want, tolerance) for got in runs)), None),
        drift=max(drift, key=lambda c: (not c.ok, c.max_abs), default=OutputCheck(label, 0.0, 0.0, 1.0, True)),
    )


def _first(graph: Graph, got: Mapping[str, Array], want: Mapping[str, Array], tolerance: Tolerance) -> Wrong | None:
    for node in graph.nodes:
        for value in (o for o in node.outputs if o in got):
            check = compare(value, got[value], want[value].reshape(got[value].shape), tolerance)
            if not check.ok:
                return Wrong(node.name, node.op, node.where.node, value, check)
    return None


def engines_of(dist: Dist) -> tuple[Engine, ...]:
    """The engines that `dist` was built with, with their options."""
    rows = dist.report.source["engines"]
    items = [
        source.parse(yaml.safe_dump(row["options"]), row["name"], (dist.folder / row["base"]).resolve())
        if row["options"] is not None
        else None
        for row in rows
    ]
    return engines([row["name"] for row in rows], items, Where(str(dist.folder)))


def with_probes(graph: Graph) -> tuple[Graph, dict[str, str]]:
    """`graph` with a copy of every inner value as a further output, and value -> name of the output that shows it."""
    shown = {o: o for o in graph.outputs}
    values: dict[str, Value] = dict(graph.values)
    nodes: list[Node] = list(graph.nodes)
    taken = set(values) | {n.name for n in nodes}
    for value in [o for n in graph.nodes for o in n.outputs if o and o not in shown]:
        name = next(c for c in (f"{value}@probe", *(f"{value}@probe{i}" for i in range(len(taken)))) if c not in taken)
        taken.add(name)
        shown[value] = name
        values[name] = replace(graph[value], name=name)
        nodes.append(Node(name, "Copy", (value,), (name,)))
    outputs = (*graph.outputs, *(shown[v] for v in shown if v not in graph.outputs))
    return replace(graph, nodes=tuple(nodes), values=values, outputs=outputs), shown


def _run(
    dist: Dist, assigned: Assigned, optimize: str, inputs: Mapping[str, Array], options: Sequence[str]
) -> dict[str, Array]:
    """Every run-time value of the graph by name, as the target's kernels compute it; `options` choose among them."""
    probed, shown = with_probes(assigned.graph)
    assigned, target = replace(assigned, graph=probed), dist.target
    plan = make_plan(probed, assigned.needs, keep_all=True)
    shipped = {row.symbol for row in dist.report.kernels}
    assigned, plan, chosen = split(assigned, plan, choose(plan, assigned, optimize, shipped), keep_all=True)
    program = lower(plan, assigned, chosen, dist.report.threads.count)
    kernels = llvm.compile_kernels(program, target)
    kind: Kind = "docker" if dist.report.toolchain["kind"] == "docker" else "local"
    with tempfile.TemporaryDirectory(prefix="pack-probe-") as folder:
        artifact = link(
            program,
            kernels,
            [probed[i] for i in probed.inputs],
            [probed[o] for o in probed.outputs],
            plan.arena_bytes,
            "probe",
            target,
            choose_toolchain(kind, target, silent),
            Path(folder),
            artifacts=("exe",),
        )
        execution = replace(dist.report.execution, files=artifact.files)
        report = replace(dist.report, execution=execution, outputs=tensors(probed, probed.outputs))
        # A probe with other nodes may need no wide kernels, and then it does not know the option.
        wide = any(step.wide for step in program.steps)
        results = run(Dist(Path(folder), report), inputs, options=options if wide else ())
    return {value: np.asarray(results[name]) for value, name in shown.items()}
