"""report.json, its rendering (golden), and the difference of two reports."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import RenderableType

from packager.report.diff import diff, diff_json, render_diff
from packager.report.render import bar, human, plain, render, summary
from packager.report.types import Bytes, KernelRow, Report, Verification, with_seconds
from packager.run.dist import open_dist

Make = Callable[..., Path]
Golden = Callable[[str, str], None]


@pytest.fixture
def report(make_dist: Make) -> Report:
    return open_dist(make_dist()).report


def text(shown: RenderableType, width: int = 110) -> str:
    return plain(shown, width) + "\n"


def test_json_comes_back(report: Report) -> None:
    assert Report.of_json(report.to_json(), "here") == report


def test_json_has_the_keys_of_the_contract(report: Report) -> None:
    data = json.loads(report.to_json())
    assert data["schema"] == 1
    names = {
        "name",
        "target",
        "toolchain",
        "size",
        "ram",
        "budget",
        "kernels",
        "nodes",
        "frontier",
        "verify",
        "seconds",
    }
    assert names <= set(data)
    assert set(data["size"]) == {
        "binary", "text", "rodata", "data", "bss", "headers", "weights", "static_lib", "shared_lib"
    }  # fmt: skip
    assert set(data["ram"]) == {"arena", "arena_lower_bound", "arena_header", "stack", "static", "total"}
    assert set(data["budget"]["binary"]) == {"limit", "used", "ok"}
    assert {"symbol", "bytes", "nodes", "engine", "variant"} <= set(data["kernels"][0])
    assert {"name", "op", "kernel", "macs", "weight_bytes", "out_bytes"} <= set(data["nodes"][0])
    assert {"reference", "runner", "max_abs", "max_rel", "cosine", "ok"} <= set(data["verify"])


def test_terminal(report: Report, golden: Golden) -> None:
    golden(text(render(report)), "report.txt")


def test_summary_is_one_line(report: Report) -> None:
    assert text(summary(report), 200).count("\n") == 1
    assert "verified against onnx.reference 1 (native)" in text(summary(report), 200)
    unverified = replace(report, verify=Verification(why="no emulator"))
    assert "not verified: no emulator" in text(summary(unverified))
    assert "up to date" in text(summary(replace(report, up_to_date=True)))


def test_names_are_not_markup(report: Report) -> None:
    odd = replace(report.nodes[0], name="[bold]x[/y]")
    assert "[bold]x[/y]" in text(render(replace(report, nodes=(odd,))))


def test_report_without_kernels_nodes_and_budget_renders(report: Report) -> None:
    empty = replace(report, kernels=(), nodes=(), labels=(), budget={}, verify=Verification())
    assert "not verified" in text(render(empty))


@pytest.mark.parametrize("part, whole, want", [(0, 10, "░░░░"), (5, 10, "██░░"), (20, 10, "████"), (1, 0, "░░░░")])
def test_bar(part: int, whole: int, want: str) -> None:
    assert bar(part, whole, 4) == want


@pytest.mark.parametrize("count, want", [(0, "0 B"), (999, "999 B"), (31_400, "31.4 kB"), (12_345_678, "12.3 MB")])
def test_human(count: int, want: str) -> None:
    assert human(count) == want


def test_diff_of_itself_is_empty(report: Report) -> None:
    assert diff(report, report) == ()
    assert "no size differs" in text(render_diff(report, report))


def test_diff_sorts_by_size_of_the_change(report: Report, golden: Golden) -> None:
    kernels = (KernelRow("conv", 500, (), "llvm", ""), KernelRow("map_mul", 290, (), "llvm", ""))
    labels = (Bytes("text", "conv", 500), Bytes("text", "map_mul", 290), Bytes("rodata", "steps", 160),
              Bytes("text", "pack_main", 100))  # fmt: skip
    after = replace(report, size=dict(report.size) | {"binary": 1200}, kernels=kernels, labels=labels)
    rows = diff_json(report, after)
    assert [(r["group"], r["name"], r["delta"]) for r in rows] == [
        ("size", "binary", 500),
        ("kernel", "conv", 500),
        ("kernel", "map_mul", -10),
        ("label", "headers ELF header", -150),
        ("label", "rodata steps", 10),
    ]
    golden(text(render_diff(report, after)), "diff.txt")


def test_total_is_the_sum_of_the_stages(report: Report) -> None:
    assert with_seconds(report, {"load": 1.25, "link": 0.5}).seconds == {"load": 1.25, "link": 0.5, "total": 1.75}
