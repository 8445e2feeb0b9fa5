"""The report of a network for a chip on the terminal: files, levels, outputs, the noisiest layers, times."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.text import Text

from packager.report.render import bar, how_verified, human, seconds, table
from packager.report.types import Report


def render(report: Report) -> RenderableType:
    """Everything of `report`."""
    parts = [_title(report), _files(report), _levels(report), _outputs(report)]
    if report.htp["quantisation"]:
        parts.append(_quantisation(report))
    return Group(*parts, *([seconds(report)] if report.seconds else []))


def summary(report: Report) -> RenderableType:
    """The report in one line."""
    verify, wide = report.verify, (report.htp["quantisation"] or {}).get("wide", ())
    state = "up to date" if report.up_to_date else f"{report.seconds.get('total', 0.0):.1f} s"
    return Text.from_markup(
        f"[bold]{escape(report.name)}[/] {escape(report.target)}: context binary {human(report.size['binary'])}, "
        f"DLC {human(report.size['dlc'])}; {verify.level} on the {verify.runner}, cosine to float32 {verify.cosine:.6f}"
        + (f", {len(wide)} of {report.htp['quantisation']['nodes']} nodes in 16 bit" if wide else "")
        + f"; {state}"
    )


def _title(report: Report) -> RenderableType:
    chip, tools = report.htp["chip"], report.htp["tools"]
    name = f"{chip['soc']} (v{chip['arch']})" if chip["soc"] else f"any v{chip['arch']}"
    head = f"[bold]{escape(report.name)}[/] for [bold]{escape(report.target)}[/]"
    made = f"Qualcomm's HTP in {name}, {chip['precision']}, VTCM {chip['vtcm']} MB, QAIRT {tools['qairt']}"
    return Text.from_markup(f"{head}, {escape(made)}\n")


def _files(report: Report) -> RenderableType:
    rows = table("file", ">bytes", "")
    files: dict[str, int] = report.htp["files"]
    largest = max(files.values())
    for name, count in sorted(files.items(), key=lambda item: (-item[1], item[0])):
        rows.add_row(escape(name), f"{count:,}", bar(count, largest))
    rows.add_row("[bold]all[/]", f"[bold]{sum(files.values()):,}[/]", "")
    if row := report.budget.get("binary"):
        state = Text(f"budget {human(row.limit)}: {row.used / row.limit:.0%}", "green" if row.ok else "red")
        return Group(rows, state)
    return rows


def _levels(report: Report) -> RenderableType:
    rows = table("level", "", "what was found")
    for level in report.htp["levels"]:
        state = Text("ok", "green") if level["reached"] else Text("not", "yellow")
        rows.add_row(level["name"], state, escape(level["found"]))
    return rows


def _outputs(report: Report) -> RenderableType:
    rows = table(how_verified(report.verify), ">max abs", ">of the peak", ">cosine")
    for out in report.verify.outputs:
        rows.add_row(escape(out.name), f"{out.max_abs:.3g}", f"{out.max_rel:.2%}", f"{out.cosine:.7f}")
    return rows


def _quantisation(report: Report) -> RenderableType:
    found = report.htp["quantisation"]
    rows = table("noisiest layers", "operator", ">noise", ">bits")
    for layer in found["worst"]:
        rows.add_row(escape(layer["node"]), escape(layer["op"]), f"{layer['noise']:.4f}", str(layer["bits"]))
    per = ", a scale per channel" if found["per_channel"] else ""
    used = found["samples"] - found["held"]
    how = f"{found['dtype']} by {found['method']} over {used} samples{per}, {found['held']} held back"
    wide = found["wide"]
    named = f"; in 16 bit: {', '.join(wide[:12])}{' ...' if len(wide) > 12 else ''}" if wide else ""
    return Group(rows, Text(f"{how}; {len(wide)} of {found['nodes']} nodes in 16 bit{named}"))
