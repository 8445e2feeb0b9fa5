"""Count what a build made. Plan + Program + Artifact -> Report: bytes by label, kernels, nodes, RAM, budgets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from math import prod

from packager.binary.artifact import Artifact
from packager.binary.csource import c_name
from packager.engine import Region
from packager.graph import Cut, Graph, Node
from packager.kernels.base import Kernel, Program, functions_of
from packager.kernels.foreign import Foreign
from packager.manifest.types import TargetRequest
from packager.plan.types import Plan
from packager.program.assign import Assigned
from packager.report.types import (
    SECTIONS,
    BudgetRow,
    Bytes,
    Execution,
    KernelRow,
    ModelRow,
    NodeRow,
    Report,
    Runtime,
    Tensor,
    Threads,
    Verification,
)
from packager.target import Target
from packager.together import ends

Regions = Mapping[str, Region]


def macs(graph: Graph, node: Node, regions: Regions) -> int:
    """Multiply-adds of `node`: convolutions and matrix products, 0 for everything else; of a region, of all inside."""
    if node.name in regions:
        inner = regions[node.name].graph
        return sum(macs(inner, n, {}) for n in inner.nodes)
    if node.op == "WinogradOutput":  # of the convolution that it ends, however few of them are done
        return graph[node.outputs[0]].size * node.int("depth")
    if node.op == "FusedAttention":
        scores = graph[node.outputs[0]].size // graph[node.inputs[2]].shape[-1] * graph[node.inputs[2]].shape[-2]
        return scores * sum(graph[i].shape[-1] for i in (node.inputs[0], node.inputs[2]))
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
    none = Cut(0, "")
    cuts = {n: graph.cuts.get(n, none) for n in names}
    return tuple(Tensor(n, graph[n].dtype.name, graph[n].shape, c.axis, c.count) for n, c in cuts.items())


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


def kernel_rows(graph: Graph, program: Program, artifact: Artifact) -> tuple[KernelRow, ...]:
    """Each machine function with its bytes and the nodes that need it, largest first; also what engines
    have beside: functions that their kernels call, and constants."""
    counts: Counter[str] = Counter()
    for label in artifact.labels:
        counts[label.name] += label.end - label.start
    callers: dict[str, dict[str, None]] = {}
    owner = owners(graph)
    for step in program.steps:
        for function in step.functions:
            callers.setdefault(function.name, {})[owner[step.node]] = None
    rows = [
        KernelRow(f.name, counts[f.name], tuple(callers[f.name]), engine_of(f.kernel), variant(f.kernel))
        for f in program.functions
    ]
    for part in artifact.brought:
        nodes = dict.fromkeys(node for kernel in part.kernels for node in callers[kernel])
        rows.append(KernelRow(part.name, counts[part.name], tuple(nodes), part.engine, ""))
    return tuple(sorted(rows, key=lambda r: (-r.bytes, r.symbol)))


def engine_of(kernel: Kernel) -> str:
    """Who wrote the kernel."""
    return kernel.engine if isinstance(kernel, Foreign) else "llvm"


def variant(kernel: Kernel) -> str:
    """What the kernel is specialised on, from its fields: `rows=6 vectors=2`; nothing is known of others' kernels."""
    if isinstance(kernel, Foreign):
        return ""
    return " ".join(f"{f.name}={_short(getattr(kernel, f.name))}" for f in fields(kernel))


def _short(value: object) -> str:
    """A field's value without the names of classes: of an epilogue, its operators."""
    if hasattr(value, "op"):
        return str(value.op)
    if is_dataclass(value):
        return "+".join(filter(None, (_short(getattr(value, f.name)) for f in fields(value))))
    return "+".join(map(_short, value)) if isinstance(value, tuple) else str(value)


def operators(node: Node, regions: Regions) -> str:
    """The node's operator; of a region, those inside, each once."""
    inner = regions[node.name].graph.nodes if node.name in regions else (node,)
    return " + ".join(dict.fromkeys(n.op for n in inner))


def weight_bytes(graph: Graph, node: Node, regions: Regions) -> int:
    """Bytes of the constants that the node reads; of a region, of all inside."""
    inner = regions[node.name].graph if node.name in regions else None
    names = {v for n in inner.nodes for v in n.reads} if inner else set(node.reads)
    return sum(v.nbytes for name in names if (v := (inner or graph)[name]).const is not None)


def node_rows(
    graph: Graph, program: Program, regions: Regions, functions: tuple[KernelRow, ...]
) -> tuple[NodeRow, ...]:
    """Each node of the optimised graph, in execution order; `functions` are all that any needs."""
    kernels: dict[str, dict[str, None]] = {}
    owner = owners(graph)
    code: Counter[str] = Counter()
    for row in functions:
        code.update(dict.fromkeys(row.nodes, row.bytes))
    for step in program.steps:
        kernels.setdefault(owner[step.node], {}).update(dict.fromkeys(f.name for f in functions_of(step.kernel)))
    return tuple(
        NodeRow(
            name=node.name,
            op=operators(node, regions),
            kernel=" + ".join(kernels.get(node.name, ())),
            macs=macs(graph, node, regions),
            weight_bytes=weight_bytes(graph, node, regions),
            out_bytes=sum(graph[o].nbytes for o in _results(node, regions)),
            onnx=node.where.node,
            fused=tuple(stage.op for stage in node.epilogue),
            code_bytes=code[node.name],
        )
        for node in graph.nodes
    )


def _results(node: Node, regions: Regions) -> tuple[str, ...]:
    """The node's outputs, without the memory that a region's engine asked for."""
    outputs = tuple(filter(None, node.outputs))
    return outputs[: len(regions[node.name].graph.outputs)] if node.name in regions else outputs


def model_rows(plan: Plan) -> tuple[ModelRow, ...]:
    """Each of several models, by its own names."""

    def own(names: tuple[str, ...], given: tuple[str, ...]) -> tuple[Tensor, ...]:
        called = dict(zip(names, given, strict=True)) | {"": ""}
        return tuple(replace(t, name=called[t.name], count=called[t.count]) for t in tensors(graph, names))

    graph = plan.graph
    return tuple(
        ModelRow(part.name, c_name(part.name), arena, own(inputs, part.inputs), own(outputs, part.outputs))
        for part, (inputs, outputs), arena in zip(graph.parts, ends(graph), plan.arenas, strict=True)
    )


def ram(plan: Plan, artifact: Artifact) -> dict[str, int]:
    """`ram` of the report: what the model needs beside its code, weights and the caller's own tensors."""
    return {
        "arena": plan.arena_bytes,
        "arena_lower_bound": plan.lower_bound,
        "arena_header": artifact.header,
        "stack": artifact.stack,
        "static": artifact.static,
        "total": plan.arena_bytes + artifact.header + artifact.stack + artifact.static,
    }


def budgets(
    limits: Mapping[str, int | None], size: Mapping[str, int], memory: Mapping[str, int]
) -> dict[str, BudgetRow]:
    """The manifest's limits against what was used."""
    used = {"binary": size["binary"], "weights": size["weights"], "ram": memory["total"]}
    return {k: BudgetRow(limit, used[k], used[k] <= limit) for k, limit in limits.items() if limit is not None}


def runtimes(program: Program, artifact: Artifact) -> tuple[Runtime, ...]:
    """What the program's hosted engines need where it runs, and their bytes. Their C's names begin with their own."""
    found: dict[str, Runtime] = {}
    for kernel in (k for k in program.kernels if isinstance(k, Foreign) and k.hosted):
        prefix = c_name(kernel.engine)
        code = sum(label.end - label.start for label in artifact.labels if label.name.startswith(prefix))
        steps = [s for s in program.steps if isinstance(s.kernel, Foreign) and s.kernel.engine == kernel.engine]
        blocks = {r.offset: r.bytes for s in steps for r in s.refs.values() if r.space == "weights"}
        needs = kernel.sources.runtime or "the system's C library"
        found[kernel.engine] = Runtime(kernel.engine, needs, code, sum(blocks.values()))
    return tuple(found.values())


def _wide(program: Program, target: Target) -> str:
    """The CPU flag with which other kernels run; '' where none do."""
    return target.wide.flag if target.wide and any(step.wide for step in program.steps) else ""


def measure(
    request: TargetRequest, plan: Plan, assigned: Assigned, program: Program, artifact: Artifact, cost: float
) -> Report:
    """The report of what was built, not verified yet. `cost` is the estimate of a run by one thread, in cycles."""
    target, size, memory = request.target, sizes(artifact), ram(plan, artifact)
    graph = assigned.whole(plan)
    functions = kernel_rows(graph, program, artifact)
    return Report(
        name=artifact.name,
        target=target.name,
        toolchain={f.name: getattr(artifact.toolchain, f.name) for f in fields(artifact.toolchain)},
        size=size,
        ram=memory,
        budget=budgets(request.budget.limits(), size, memory),
        kernels=functions,
        nodes=node_rows(graph, program, assigned.regions, functions),
        frontier=({"binary": size["binary"], "est_cost": float(cost), "chosen": True},),
        verify=Verification(why="the build ended before"),
        seconds={},
        labels=labels(artifact),
        inputs=() if graph.parts else tensors(graph, graph.inputs),
        outputs=() if graph.parts else tensors(graph, graph.outputs),
        execution=Execution.of(
            target, artifact.files, c_name(artifact.name), _wide(program, target), runtimes(program, artifact)
        ),
        threads=Threads(program.threads, program.phases, round(program.speedup, 3)),
        models=model_rows(plan),
    )
