"""Two output folders compared byte by byte of their labels. (Report, Report) -> rows, largest change first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.markup import escape

from packager.report.render import table
from packager.report.types import Report


@dataclass(frozen=True)
class Change:
    """`before` and `after` bytes of what both reports call `name`; `group` is size, ram, kernel or label."""

    group: str
    name: str
    before: int
    after: int

    @property
    def delta(self) -> int:
        """Bytes more than before."""
        return self.after - self.before


def diff(before: Report, after: Report) -> tuple[Change, ...]:
    """Every figure that differs: sizes and RAM in their own order, then kernels and labels by size of the change."""
    fixed = [
        Change(group, key, old.get(key, 0), new.get(key, 0))
        for group, old, new in (("size", before.size, after.size), ("ram", before.ram, after.ram))
        for key in dict.fromkeys((*old, *new))
    ]
    ranked = [c for g in ("kernel", "label") for c in _changes(g, _sums(before, g), _sums(after, g))]
    return tuple(c for c in (*fixed, *ranked) if c.delta)


def _sums(report: Report, group: str) -> Mapping[str, int]:
    if group == "kernel":
        return Counter({k.symbol: k.bytes for k in report.kernels})
    kernels = {k.symbol for k in report.kernels}
    sums: Counter[str] = Counter()
    for row in report.labels:
        if row.name not in kernels:
            sums[f"{row.kind} {row.name}"] += row.bytes
    return sums


def _changes(group: str, old: Mapping[str, int], new: Mapping[str, int]) -> list[Change]:
    changes = [Change(group, name, old.get(name, 0), new.get(name, 0)) for name in old.keys() | new.keys()]
    return sorted(changes, key=lambda c: (-abs(c.delta), c.name))


def diff_json(before: Report, after: Report) -> list[dict[str, object]]:
    """The changes as JSON rows: group, name, before, after, delta."""
    return [
        {"group": c.group, "name": c.name, "before": c.before, "after": c.after, "delta": c.delta}
        for c in diff(before, after)
    ]


def render_diff(before: Report, after: Report) -> RenderableType:
    """The changes as a table for the terminal."""
    head = f"{escape(before.name)} {escape(before.target)} -> {escape(after.name)} {escape(after.target)}"
    changes = diff(before, after)
    if not changes:
        return f"{head}: no size differs"
    rows = table("", "what", ">before", ">after", ">change")
    group = ""
    for c in changes:
        colour = "red" if c.delta > 0 else "green"
        state = "new" if not c.before else "gone" if not c.after else f"{c.delta / c.before:+.1%}"
        rows.add_row(
            c.group if c.group != group else "",
            escape(c.name),
            f"{c.before:,}",
            f"{c.after:,}",
            f"[{colour}]{c.delta:+,}[/] {state}",
        )
        group = c.group
    return Group(head, rows)
