"""Who computes each node of a graph, and why: rows, as JSON and as a table for the terminal."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from rich.console import Group, RenderableType
from rich.markup import escape

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
    note: str = ""
    """In place of the arena, where pack does not plan the memory."""

    def to_json(self) -> dict[str, object]:
        """For `--json`."""
        return asdict(self)


def render_explanation(explanation: Explanation) -> RenderableType:
    """The rows as a table for the terminal."""
    shown = table("node", "kernel", ">est. cycles", ">share", ">MACs", ">weights", ">output", "why")
    total = sum(r.cycles for r in explanation.rows)
    for row in explanation.rows:
        shown.add_row(
            f"{escape(row.node)} [dim]{escape(' + '.join((row.op, *row.fused)))}[/]",
            escape(row.kernel or "view"),
            f"{row.cycles:,.0f}" if row.kernel and total else "",
            f"{row.cycles / total:.1%}" if total and row.kernel else "",
            f"{row.macs:,}" if row.macs else "",
            human(row.weight_bytes) if row.weight_bytes else "",
            human(row.out_bytes),
            escape(row.why),
        )
    arena = f"arena {explanation.arena:,} bytes, lower bound {explanation.arena_lower_bound:,}"
    kernels = len({r.kernel for r in explanation.rows if r.kernel})
    more = escape(explanation.note) or f"{kernels} kernels, {arena}"
    head = f"[bold]{escape(explanation.target)}[/]: {len(explanation.rows)} nodes, {more}\n"
    return Group(head, shown)
