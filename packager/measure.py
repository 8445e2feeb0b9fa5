"""Count what a build made. Plan + Program + Artifact -> Report: bytes by label, kernels, nodes, RAM, budgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from math import prod
from typing import Any

from packager.artifact import Artifact
from packager.errors import OverBudget, PackError, PackErrors, Where
from packager.graph import Graph, Node
from packager.kernels.base import Kernel, Program
from packager.plan.types import Plan
from packager.report import SECTIONS, BudgetRow, Bytes, KernelRow, NodeRow, Tensor


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
        "binary": file("exe") - embedded,
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


def kernel_rows(program: Program, artifact: Artifact, engine: str) -> tuple[KernelRow, ...]:
    """Each kernel with its bytes and the nodes that call it, largest first."""
    counts: Counter[str] = Counter()
    for label in artifact.labels:
        counts[label.name] += label.end - label.start
    callers: dict[str, dict[str, None]] = {}
    for step in program.steps:
        callers.setdefault(step.kernel.symbol, {})[step.node] = None
    rows = (
        KernelRow(k.symbol, counts[k.symbol], tuple(callers[k.symbol]), engine, variant(k)) for k in program.kernels
    )
    return tuple(sorted(rows, key=lambda r: (-r.bytes, r.symbol)))


def variant(kernel: Kernel) -> str:
    """What the kernel is specialised on, from its fields: `rows=6 vectors=2`."""
    return " ".join(f"{f.name}={getattr(kernel, f.name)}" for f in fields(kernel))


def node_rows(graph: Graph, program: Program) -> tuple[NodeRow, ...]:
    """Each node of the optimised graph, in execution order."""
    kernels: dict[str, dict[str, None]] = {}
    for step in program.steps:
        kernels.setdefault(step.node, {})[step.kernel.symbol] = None
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
        "stack": artifact.stack,
        "static": artifact.static,
        "total": plan.arena_bytes + artifact.stack + artifact.static,
    }


def budgets(
    limits: Mapping[str, int | None], size: Mapping[str, int], memory: Mapping[str, int]
) -> dict[str, BudgetRow]:
    """The manifest's limits against what was used."""
    used = {"binary": size["binary"], "weights": size["weights"], "ram": memory["total"]}
    return {k: BudgetRow(limit, used[k], used[k] <= limit) for k, limit in limits.items() if limit is not None}


def over_budget(
    name: str, target: str, rows: Mapping[str, BudgetRow], largest: Mapping[str, list[tuple[str, int]]], where: Where
) -> PackError | None:
    """One OverBudget for each exceeded limit, with its three largest contributors; None when all hold."""
    advice = {
        "binary": "set `optimize: size`, or use fewer kinds of layers",
        "weights": "use a smaller network, or fewer classes",
        "ram": "use a smaller input or a network with smaller activations",
    }
    errors = [
        OverBudget(
            f"{name} for {target} is over its {key} budget: {row.used:,} of {row.limit:,} bytes",
            where=where,
            why="largest: " + ", ".join(f"{label} {count:,} B" for label, count in largest[key][:3]),
            fix=f"raise `budget: {{{key}: ...}}` to at least {row.used} B, or {advice[key]}",
        )
        for key, row in rows.items()
        if not row.ok
    ]
    return None if not errors else errors[0] if len(errors) == 1 else PackErrors(errors)


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


def frontier(binary: int, nodes: tuple[NodeRow, ...]) -> tuple[Mapping[str, Any], ...]:
    """The variants that were weighed, here the one built: its bytes, and as cost its multiply-adds."""
    return ({"binary": binary, "est_cost": float(sum(n.macs for n in nodes)), "chosen": True},)
