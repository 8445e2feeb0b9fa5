"""Count what was made for a chip. Graph + Built -> Report.

The figures of a program that have no meaning here (sections, arena) are 0; what only a chip has stands in `htp`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from packager.graph import Graph
from packager.manifest.types import TargetRequest
from packager.report.measure import budgets, macs, tensors, weight_bytes
from packager.report.types import Bytes, Execution, KernelRow, NodeRow, OutputCheck, Report, Verification
from packager.snpe import Built

FILES: Mapping[str, str] = {"context": ".bin", "dlc": ".dlc"}
"""Kinds of files that have the model's name."""


def measure(request: TargetRequest, graph: Graph, built: Built, toolchain: Mapping[str, str]) -> Report:
    """The report of `built`. `toolchain` is that of the runners, as the lock has it.

    `size.binary` is the context binary, which holds the weights: one label is all of it, one kernel the network.
    """
    target, chip = request.target, built.target.chip
    files = {kind: f"{built.name}{suffix}" for kind, suffix in FILES.items()}
    files |= {name: name for name in built.files if name not in files.values()}
    binary, dlc = (built.files[files[kind]] for kind in FILES)
    none = ("text", "rodata", "data", "bss", "headers", "weights", "static_lib", "shared_lib")
    size = {"binary": binary, **dict.fromkeys(none, 0), "dlc": dlc, "files": sum(built.files.values())}
    ram = dict.fromkeys(("arena", "arena_lower_bound", "arena_header", "stack", "static", "total"), 0)
    kernel = f"HTP v{chip.arch}"
    rows = tuple(
        NodeRow(
            name=node.name,
            op=node.op,
            kernel=kernel,
            macs=macs(graph, node, {}),
            weight_bytes=weight_bytes(graph, node, {}),
            out_bytes=sum(graph[o].nbytes for o in node.outputs if o),
            onnx=node.where.node,
            code_bytes=0,
        )
        for node in graph.nodes
    )
    return Report(
        name=built.name,
        target=target.name,
        toolchain={**toolchain, "version": built.tools["cc"], "why": "it compiled the runners"},
        size=size,
        ram=ram,
        budget=budgets({"binary": request.budget.binary}, size, ram),
        kernels=(KernelRow(kernel, binary, tuple(n.name for n in rows), request.engines[0], chip.precision),),
        nodes=rows,
        frontier=({"binary": binary, "est_cost": 0.0, "chosen": True},),
        verify=_verification(built),
        seconds={},
        labels=(Bytes("context", files["context"], binary),),
        inputs=tensors(graph, graph.inputs),
        outputs=tensors(graph, graph.outputs),
        execution=Execution(files, "", "", "", (), ()),
        htp=htp(built),
    )


def _verification(built: Built) -> Verification:
    """What the simulator's outputs were like. `max_rel` is the largest error by the largest value: a quantised network
    has steps of one size for small values and large ones."""
    found = built.verification
    outputs = tuple(
        OutputCheck(o.name, o.max_abs, o.max_abs / o.peak if o.peak else 0.0, o.cosine, True) for o in found.outputs
    )
    return Verification(
        reference=f"float32 by onnxruntime {built.tools['onnxruntime']}",
        runner=found.runner,
        max_abs=max(o.max_abs for o in outputs),
        max_rel=max(o.max_rel for o in outputs),
        cosine=found.cosine,
        ok=True,
        outputs=outputs,
        level=found.reached,
    )


def htp(built: Built) -> dict[str, Any]:
    """`htp` of the report: the chip, files, levels, quantisation and versions, as plain values."""
    found = built.verification
    data = {
        "chip": asdict(built.target.chip),
        "files": dict(built.files),
        "level": found.reached,
        "levels": [asdict(level) for level in found.levels],
        "samples": found.samples,
        "quantisation": asdict(built.quantisation) if built.quantisation else None,
        "tools": dict(built.tools),
    }
    plain: dict[str, Any] = json.loads(json.dumps(data))
    return plain
