"""The picture of docs/rivals.svg: for each network, bytes of code against time per inference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COLUMNS = 5
COLOURS = ("#d62728", "#ff9896", "#1f77b4", "#2ca02c", "#9467bd", "#8c564b", "#7f7f7f")


@dataclass(frozen=True)
class Panel:
    """A network: (engine, bytes of code, ms) of every engine that has a correct result."""

    title: str
    points: tuple[tuple[str, int, float], ...]


def panel(result: Any, rivals: Mapping[str, str]) -> Panel:
    """The points of a `Result` of rivals.py."""
    points = [
        ("pack", result.binary, result.ours.least() / 1e6),
        ("pack, optimize: size", result.small, result.rows["small"].least() / 1e6),
    ]
    for name, title in rivals.items():
        if result.rows[name].cpu:
            points.append((title, result.rows[name].code, result.rows[name].least() / 1e6))
    return Panel(result.name, tuple(points))


def draw(path: Path, panels: Sequence[Panel]) -> None:
    """Write the picture; the same numbers give the same bytes. Needs matplotlib (extra `bench`)."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "pack", "svg.fonttype": "none", "font.size": 8})
    from matplotlib import pyplot

    names = list(dict.fromkeys(name for p in panels for name, *_ in p.points))
    colour = dict(zip(names, COLOURS, strict=False))
    rows = -(-len(panels) // COLUMNS)
    figure, axes = pyplot.subplots(rows, COLUMNS, figsize=(14, 2.3 * rows + 0.6), squeeze=False, layout="constrained")
    for axis, shown in zip(axes.flat, panels, strict=False):
        for name, size, time in shown.points:
            axis.plot(size, time, "o" if name.startswith("pack") else "s", color=colour[name], markersize=6)
        axis.set_xscale("log")
        axis.set_xlim(3e3, 3e8)
        axis.minorticks_off()
        axis.set_ylim(0, 1.15 * max(time for *_, time in shown.points))
        axis.set_title(shown.title, fontsize=8)
        axis.grid(visible=True, linewidth=0.3)
    for axis in list(axes.flat)[len(panels) :]:
        axis.set_axis_off()
    handles = [
        pyplot.Line2D([], [], marker="o" if n.startswith("pack") else "s", linestyle="", color=colour[n], label=n)
        for n in names
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=len(names), frameon=False)
    figure.supxlabel("bytes of code (pack: the executable; others: shared libraries in use, as they come from PyPI)")
    figure.supylabel("ms of CPU time per inference, least")
    figure.savefig(path, format="svg", metadata={"Date": None})
    pyplot.close(figure)
    # Trailing blanks in what matplotlib writes would be refused by this repository's checks.
    text = "\n".join(line.rstrip() for line in path.read_text(encoding="utf-8").splitlines())
    path.write_text(text + "\n", encoding="utf-8")
