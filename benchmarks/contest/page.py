"""Sections of a page that a program writes: between its mark, `<!-- name.py -->`, and `<!-- end -->`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

END = "<!-- end -->"


def put(page: Path, name: str, lines: list[str]) -> None:
    """Replace the section `name` of `page` by `lines`. Raises SystemExit where the page has no such section."""
    mark = f"<!-- {name} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(mark)
    if not found:
        raise SystemExit(f"{page} has no section {mark}")
    page.write_text("\n".join([before + mark, *lines, END + rest.partition(END)[2]]), encoding="utf-8")


def show(lines: Iterable[str], page: Path | None, name: str) -> None:
    """Print lines as they come; at the end they are the section `name` of `page`, if one is given."""
    shown: list[str] = []
    for line in lines:
        print(line, flush=True)
        shown.append(line)
    if page is not None:
        put(page, name, shown)
