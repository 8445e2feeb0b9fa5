"""Who computes each node, and why, at what cost; builds nothing. Manifest -> Explanation for each target."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Group, RenderableType
from rich.markup import escape

from packager import manifest
from packager.debug import Clock, Debug
from packager.lowering.base import Variant
from packager.manifest import Manifest
from packager.pipeline.build import front_end, planned
from packager.program.choose import choose
from packager.report.measure import macs, operators, weight_bytes
from packager.report.render import human, table


@dataclass(frozen=True)
class Row:
    """One node: `kernel` is '' for a view. `cycles` is the estimate that the choice rests on; sizes are bytes."""

    node: str
    op: str
    onnx: str
    fused: tuple[str, ...]
    engine: str
    kernel: str
    why: str
    cycles: float
    macs: int
    weight_bytes: int
    out_bytes: int


@dataclass(frozen=True)
class Explanation:
    """All nodes for one target in execution order, and what the arena will take."""

    target: str
    rows: tuple[Row, ...]
    arena: int
    arena_lower_bound: int

    def to_json(self) -> dict[str, object]:
        """For `--json`."""
        return asdict(self)


def explain(
    source: str | Path | Manifest,
    *,
    targets: Sequence[str] = (),
    sets: Sequence[str] = (),
    debug: Debug | None = None,
) -> list[Explanation]:
    """What `build` would decide for every target whose binary is within budget.

    Raises as `build` does, up to code generation.
    """
    debug = debug or Debug.of(os.environ)
    m = source if isinstance(source, Manifest) else manifest.load(source, sets=sets, targets=targets)
    original, _ = front_end(m, Clock(debug), debug)
    result = []
    for request in m.targets:
        assigned, plan = planned(original, request)
        graph, chosen = assigned.whole(plan), choose(plan, assigned, request.optimize)
        rows = []
        for node in graph.nodes:
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
                    macs=macs(graph, node, assigned.regions),
                    weight_bytes=weight_bytes(graph, node, assigned.regions),
                    out_bytes=sum(graph[o].nbytes for o in node.outputs if o),
                )
            )
        result.append(Explanation(request.target.name, tuple(rows), plan.arena_bytes, plan.lower_bound))
    return result


def _why(variant: Variant | None, declined: Sequence[tuple[str, str]]) -> str:
    """What speaks for the variant, and why engines with a higher priority did not take the node."""
    why = variant.why if variant else "a view: its output lies in its input's memory"
    return "; ".join((why, *(f"{engine} declined: {reason}" for engine, reason in declined)))


def render_explanation(explanation: Explanation) -> RenderableType:
    """The rows as a table for the terminal."""
    shown = table("node", "kernel", ">est. cycles", ">share", ">MACs", ">weights", ">output", "why")
    total = sum(r.cycles for r in explanation.rows)
    for row in explanation.rows:
        shown.add_row(
            f"{escape(row.node)} [dim]{escape(' + '.join((row.op, *row.fused)))}[/]",
            escape(row.kernel or "view"),
            f"{row.cycles:,.0f}" if row.kernel else "",
            f"{row.cycles / total:.1%}" if total and row.kernel else "",
            f"{row.macs:,}" if row.macs else "",
            human(row.weight_bytes) if row.weight_bytes else "",
            human(row.out_bytes),
            escape(row.why),
        )
    arena = f"arena {explanation.arena:,} bytes, lower bound {explanation.arena_lower_bound:,}"
    kernels = len({r.kernel for r in explanation.rows if r.kernel})
    head = f"[bold]{escape(explanation.target)}[/]: {len(explanation.rows)} nodes, {kernels} kernels, {arena}\n"
    return Group(head, shown)
