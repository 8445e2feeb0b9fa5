"""Count what a build made. Plan + Program + Artifact -> Report: bytes by label, kernels, nodes, RAM, budgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from math import prod

from packager.binary.artifact import Artifact
from packager.binary.csource import HEADER, c_name
from packager.graph import Graph, Node
from packager.kernels.base import Kernel, Program, functions_of
from packager.manifest.types import TargetRequest
from packager.plan.types import Plan
from packager.report.types import (
    SECTIONS,
    BudgetRow,
    Bytes,
    Execution,
    KernelRow,
    NodeRow,
    Report,
    Tensor,
    Verification,
)
from packager.target import Target

ENGINE = "llvm"
"""The only engine of this version makes every kernel."""


def macs(graph: Graph, node: Node) -> int:
    """Multiply-adds of `node`: convolutions and matrix products; 0 for everything else."""
    if node.op not in ("Conv", "ConvTranspose", "Gemm", "MatMul"):
        return 0
    x, w, y = graph[node.inputs[0]], graph[node.inputs[1]], graph[node.outputs[0]]
    if node.op == "Conv":
        return y.size * prod(w.shape[1:])
    if node.op == "ConvTranspose":
        return x.size * prod(w.shape[1:])
    return y.size * x.shape[0 if node.op == "Gemm" and node.int("transA") else -1]


def tensors(graph: Graph, names: tuple[str, ...]) -> tuple[Tensor, ...]:
    """The model's inputs or outputs as the report shows them."""
    return tuple(Tensor(n, graph[n].dtype.name, graph[n].shape) for n in names)


def sections(artifact: Artifact) -> dict[str, int]:
    """Bytes of the executable by section; they add up to its file's size. Padding counts as headers."""
    sums = dict.fromkeys(SECTIONS, 0)
    for label in artifact.labels:
        sums[label.kind if label.kind in sums else "headers"] += label.end - label.start
    return sums


def sizes(artifact: Artifact) -> dict[str, int]:
    """`size` of the report: file sizes, and the executable's sections. Embedded weights do not count as binary."""

    def file(kind: str) -> int:
        return (artifact.folder / artifact.files[kind]).stat().st_size if kind in artifact.files else 0

    by = sections(artifact)
    embedded = by.pop("weights")
    return {
        "binary": sum(by.values()),
        **{kind: by[kind] for kind in ("text", "rodata", "data")},
        "bss": max(0, artifact.static - by["data"]),
        "headers": by["headers"],
        "weights": embedded or file("weights"),
        "static_lib": file("static"),
        "shared_lib": file("shared"),
    }


def labels(artifact: Artifact) -> tuple[Bytes, ...]:
    """Bytes of the executable by kind and name, largest first."""
    sums: Counter[tuple[str, str]] = Counter()
    for label in artifact.labels:
        sums[label.kind, label.name] += label.end - label.start
    ordered = sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Bytes(kind, name, count) for (kind, name), count in ordered if count)


def owners(graph: Graph) -> dict[str, str]:
    """Step owner -> node. A step names its node, or the value whose halo it clears: its writer or first reader."""
    names = {value: nodes[0].name for value, nodes in graph.consumers().items()}
    names |= {value: node.name for value, node in graph.producers().items()}
    return names | {node.name: node.name for node in graph.nodes}


def kernel_rows(graph: Graph, program: Program, artifact: Artifact, engine: str) -> tuple[KernelRow, ...]:
    """Each machine function with its bytes and the nodes that need it, largest first."""
    counts: Counter[str] = Counter()
    for label in artifact.labels:
        counts[label.name] += label.end - label.start
    callers: dict[str, dict[str, None]] = {}
    owner = owners(graph)
    for step in program.steps:
        for function in step.functions:
            callers.setdefault(function.name, {})[owner[step.node]] = None
    rows = (
        KernelRow(f.name, counts[f.name], tuple(callers[f.name]), engine, variant(f.kernel)) for f in program.functions
    )
    return tuple(sorted(rows, key=lambda r: (-r.bytes, r.symbol)))


def variant(kernel: Kernel) -> str:
    """What the kernel is specialised on, from its fields: `rows=6 vectors=2`."""
    return " ".join(f"{f.name}={_short(getattr(kernel, f.name))}" for f in fields(kernel))


def _short(value: object) -> str:
    """A field's value without the names of classes: of an epilogue, its operators."""
    if hasattr(value, "op"):
        return str(value.op)
    if is_dataclass(value):
        return "+".join(filter(None, (_short(getattr(value, f.name)) for f in fields(value))))
    return "+".join(map(_short, value)) if isinstance(value, tuple) else str(value)


def node_rows(graph: Graph, program: Program) -> tuple[NodeRow, ...]:
    """Each node of the optimised graph, in execution order."""
    kernels: dict[str, dict[str, None]] = {}
    owner = owners(graph)
    for step in program.steps:
        kernels.setdefault(owner[step.node], {}).update(dict.fromkeys(f.name for f in functions_of(step.kernel)))
    rows = []
    for node in graph.nodes:
        constants = {name: graph[name].nbytes for name in node.reads if graph[name].const is not None}
        rows.append(
            NodeRow(
                name=node.name,
                op=node.op,
                kernel=" + ".join(kernels.get(node.name, ())),
                macs=macs(graph, node),
                weight_bytes=sum(constants.values()),
                out_bytes=sum(graph[o].nbytes for o in node.outputs if o),
                onnx=node.where.node,
                fused=tuple(stage.op for stage in node.epilogue),
            )
        )
    return tuple(rows)


def ram(plan: Plan, artifact: Artifact) -> dict[str, int]:
    """`ram` of the report: what the model needs beside its code, weights and the caller's own tensors."""
    return {
        "arena": plan.arena_bytes,
        "arena_lower_bound": plan.lower_bound,
        "arena_header": HEADER,
        "stack": artifact.stack,
        "static": artifact.static,
        "total": plan.arena_bytes + HEADER + artifact.stack + artifact.static,
    }


def budgets(
    limits: Mapping[str, int | None], size: Mapping[str, int], memory: Mapping[str, int]
) -> dict[str, BudgetRow]:
    """The manifest's limits against what was used."""
    used = {"binary": size["binary"], "weights": size["weights"], "ram": memory["total"]}
    return {k: BudgetRow(limit, used[k], used[k] <= limit) for k, limit in limits.items() if limit is not None}


def _wide(program: Program, target: Target) -> str:
    """The CPU flag with which other kernels run; '' where none do."""
    return target.wide.flag if target.wide and any(step.wide for step in program.steps) else ""


def measure(request: TargetRequest, plan: Plan, program: Program, artifact: Artifact, cost: float) -> Report:
    """The report of what was built, not verified yet. `cost` is the estimate of a run, in cycles."""
    graph, target, size, memory = plan.graph, request.target, sizes(artifact), ram(plan, artifact)
    return Report(
        name=artifact.name,
        target=target.name,
        toolchain={f.name: getattr(artifact.toolchain, f.name) for f in fields(artifact.toolchain)},
        size=size,
        ram=memory,
        budget=budgets(request.budget.limits(), size, memory),
        kernels=kernel_rows(graph, program, artifact, ENGINE),
        nodes=node_rows(graph, program),
        frontier=({"binary": size["binary"], "est_cost": float(cost), "chosen": True},),
        verify=Verification(why="the build ended before"),
        seconds={},
        labels=labels(artifact),
        inputs=tensors(graph, graph.inputs),
        outputs=tensors(graph, graph.outputs),
        execution=Execution.of(target, artifact.files, c_name(artifact.name), wide=_wide(program, target)),
    )
