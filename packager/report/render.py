"""A report on the terminal: budgets as bars, bytes by section and kernel, costliest nodes, RAM, verification, times."""

from __future__ import annotations

import io
from typing import Literal

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from packager.report.types import Report, Runtime, Verification

WIDTH = 30
"""Columns of a bar."""
TOP = 10
"""Rows of the list of costliest nodes."""


def human(count: int) -> str:
    """Bytes as people read them: `31.4 kB` (1 kB = 1000 B, as in the manifest)."""
    if abs(count) < 1000:
        return f"{count} B"
    value, unit = (count / 1e3, "kB") if abs(count) < 1e6 else (count / 1e6, "MB")
    return f"{value:,.1f} {unit}"


def bar(part: float, whole: float, width: int = WIDTH) -> str:
    """`part` of `whole` as a bar of `width` columns; more than the whole fills it."""
    share = min(1.0, part / whole) if whole > 0 else 0.0
    filled = round(share * width)
    return "█" * filled + "░" * (width - filled)


def render(report: Report) -> RenderableType:
    """Everything of `report`, for `rich.console.Console.print`."""
    if report.htp:
        from packager.report import render_network

        return render_network.render(report)
    parts = [_title(report), _budget(report), _sections(report), _kernels(report), _nodes(report), _ram(report)]
    if report.models:
        parts.insert(1, _models(report))
    if len(report.frontier) > 1:
        parts.append(_frontier(report))
    return Group(*parts, _verify(report), *([seconds(report)] if report.seconds else []))


def summary(report: Report) -> RenderableType:
    """The report in one line: what `pack build` prints for each target."""
    if report.htp:
        from packager.report import render_network

        return render_network.summary(report)
    size, verify = report.size, report.verify
    state = "up to date" if report.up_to_date else f"{report.seconds.get('total', 0.0):.1f} s"
    checked = f"verified against {verify.reference} ({verify.runner}), max error {verify.max_abs:.2g}"
    return Text.from_markup(
        f"[bold]{escape(report.name)}[/] {escape(report.target)}: binary {human(size['binary'])}, "
        f"weights {human(size['weights'])}, RAM {human(report.ram['total'])}; "
        + (checked if verify.ok else f"[yellow]not verified: {escape(verify.why)}[/]")
        + f"; {state}"
    )


def _title(report: Report) -> RenderableType:
    chain = report.toolchain
    made = " ".join(filter(None, (chain.get("kind"), chain.get("version"), chain.get("image"))))
    why = f" ({chain['why']})" if chain.get("why") else ""
    head = f"[bold]{escape(report.name)}[/] for [bold]{escape(report.target)}[/]"
    threads, several = report.threads, ""
    if threads.count > 1:
        estimate = f"estimated to be {threads.est_speedup:.2f} times as fast as one"
        several = f"{threads.count} threads, {threads.phases} phases, {estimate}\n"
    return Text.from_markup(f"{head}, {escape(made + why)}\n{several}")


def _budget(report: Report) -> RenderableType:
    used = {"binary": report.size["binary"], "weights": report.size["weights"], "ram": report.ram["total"]}
    rows = table("budget", "", ">used", ">limit", "")
    for key, count in used.items():
        row = report.budget.get(key)
        if row is None:
            rows.add_row(key, "", human(count), "none", "")
        else:
            style = "green" if row.ok else "red"
            state = f"{row.used / row.limit:.0%}" if row.limit else "over"
            filled = Text(bar(row.used, row.limit), style)
            rows.add_row(key, filled, human(count), human(row.limit), Text(state, style))
    return rows


def _models(report: Report) -> RenderableType:
    """What several models have of their own; all else of the report is about all of them."""
    rows = table("model", "inputs", "outputs", ">arena")
    for one in report.models:
        ends = (
            ", ".join(f"{t.name} {t.dtype}{list(t.shape)}" for t in tensors) for tensors in (one.inputs, one.outputs)
        )
        rows.add_row(escape(one.name), *map(escape, ends), f"{one.arena:,}")
    return rows


def _sections(report: Report) -> RenderableType:
    total = report.size["binary"]
    rows = table("section", ">bytes", "")
    for key in ("text", "rodata", "data", "headers"):
        rows.add_row(key, f"{report.size[key]:,}", bar(report.size[key], total))
    rows.add_row("[bold]executable[/]", f"[bold]{total:,}[/]", "")
    rows.add_row("static library", f"{report.size['static_lib']:,}", "")
    rows.add_row("shared library", f"{report.size['shared_lib']:,}", "")
    return rows


def _kernels(report: Report) -> RenderableType:
    rows = table("bytes of the executable", ">bytes", "", ">nodes", "engine", "variant")
    kernels = {k.symbol: k for k in report.kernels}
    shown = [b for b in report.labels if b.kind != "weights"]
    largest = max((b.bytes for b in shown), default=0)
    for row in shown[:24]:
        kernel = kernels.get(row.name)
        extra = (str(len(kernel.nodes)), kernel.engine, escape(kernel.variant)) if kernel else ("", row.kind, "")
        rows.add_row(escape(row.name), f"{row.bytes:,}", bar(row.bytes, largest, 12), *extra)
    rest = shown[24:]
    if rest:
        rows.add_row(f"{len(rest)} more", f"{sum(b.bytes for b in rest):,}", "", "", "", "")
    rows.add_row("[bold]sum[/]", f"[bold]{sum(b.bytes for b in shown):,}[/]", "", "", "", "")
    return rows


def _nodes(report: Report) -> RenderableType:
    total = sum(n.macs for n in report.nodes)
    rows = table(f"costliest nodes of {len(report.nodes)}", ">MACs", ">share", ">weights", ">output", ">code", "kernel")
    for node in sorted(report.nodes, key=lambda n: (-n.macs, n.name))[:TOP]:
        label = " + ".join((node.op, *node.fused))
        rows.add_row(
            f"{escape(node.name)} [dim]{escape(label)}[/]",
            f"{node.macs:,}",
            f"{node.macs / total:.1%}" if total else "",
            human(node.weight_bytes),
            human(node.out_bytes),
            human(node.code_bytes),
            escape(node.kernel or "view"),
        )
    weights = human(sum(n.weight_bytes for n in report.nodes))
    rows.add_row("[bold]all[/]", f"[bold]{total:,}[/]", "", weights, "", "", "")
    copies = [n for n in report.nodes if n.op == "Copy"]
    if copies:
        copied = human(sum(n.out_bytes for n in copies))
        rows.add_row(f"of them {len(copies)} copies by the planner", "", "", "", copied)
    return rows


def _frontier(report: Report) -> RenderableType:
    """Other sizes that the binary could have, and what they would cost: `budget: {binary: ...}` chooses."""
    points = sorted(report.frontier, key=lambda p: -p["binary"])
    least = min(p["est_cost"] for p in points) or 1.0
    longest = max(p["est_cost"] for p in points)
    rows = table("choices of kernels", ">binary", ">est. time", "")
    for point in points:
        gap = f", at most {point['gap']:.1%} from the best" if "gap" in point else ""
        name = "[bold]chosen[/]" if point["chosen"] else "" if point.get("estimated") else "over budget"
        time = f"{point['est_cost'] / least:.2f}"
        rows.add_row(name + gap, f"{point['binary']:,}", time, bar(point["est_cost"], longest))
    return rows


def _ram(report: Report) -> RenderableType:
    ram = report.ram
    rows = table("RAM", ">bytes", "")
    ratio = f"{ram['arena'] / ram['arena_lower_bound']:.3f} x the lower bound" if ram["arena_lower_bound"] else ""
    notes = {"arena": ratio, "arena_header": "its first bytes", "stack": "upper bound", "static": "writable data"}
    for key, note in notes.items():
        rows.add_row(key, f"{ram[key]:,}", note)
    rows.add_row("[bold]total[/]", f"[bold]{ram['total']:,}[/]", "")
    for one in report.execution.runtimes:
        rows.add_row(escape(one.engine), "", f"what {escape(one.needs.split(' (')[0])} takes for itself is not counted")
    return Group(rows, *(_runtime(one) for one in report.execution.runtimes))


def _runtime(one: Runtime) -> RenderableType:
    text = f"needs {one.needs} where it runs: {one.engine}, {one.code:,} bytes of code, {one.weights:,} in the weights"
    return Text(f"\n{text}", style="yellow")


def _verify(report: Report) -> RenderableType:
    verify = report.verify
    if verify.runner == "none":
        return Text(f"\nnot verified: {verify.why}", style="yellow")
    rows = table(how_verified(report.verify), ">max abs", ">max rel", ">cosine", "")
    for out in verify.outputs:
        state = Text("ok", "green") if out.ok else Text("WRONG", "red")
        rows.add_row(escape(out.name), f"{out.max_abs:.3g}", f"{out.max_rel:.3g}", f"{out.cosine:.7f}", state)
    unseen = report.execution.wide if report.execution.wide not in verify.kernels else ""
    return Group(rows, *([Text(f"not run here: the kernels for CPUs with {unseen}", "yellow")] if unseen else []))


def how_verified(verify: Verification) -> str:
    """Against what, where, and with which kernels if there are several kinds."""
    kinds = f", kernels {' and '.join(verify.kernels)}" if len(verify.kernels) > 1 else ""
    level = f", {verify.level} when it was built" if verify.level else ""
    return f"against {verify.reference}, run {verify.runner}{kinds}{level}"


def seconds(report: Report) -> RenderableType:
    """The stages and their times."""
    rows = table("time", ">seconds", "")
    total = report.seconds.get("total", 0.0)
    for stage, seconds in report.seconds.items():
        if stage != "total":
            rows.add_row(stage, f"{seconds:.2f}", bar(seconds, total))
    rows.add_row("[bold]total[/]", f"[bold]{total:.2f}[/]", "")
    return rows


def table(*headers: str) -> Table:
    """A table without lines; a header that starts with '>' is a column of figures."""
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold cyan")
    for header in headers:
        side: Literal["left", "right"] = "right" if header.startswith(">") else "left"
        made.add_column(header.removeprefix(">"), justify=side, overflow="fold")
    return made


def plain(shown: RenderableType, width: int = 110) -> str:
    """`shown` as text without colours."""
    stream = io.StringIO()
    Console(file=stream, width=width, color_system=None).print(shown)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())
