"""Budgets for binary, weights and RAM: met by another choice of kernels or refused, and what is said to fit does."""

from __future__ import annotations

from pathlib import Path

import pytest

import packager
from packager.error import PackError
from packager.errors import OverBudget
from packager.report.types import Report

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.toolchain, pytest.mark.slow, pytest.mark.usefixtures("local_toolchain")]


def build(out: Path, **budget: int) -> Report:
    """The digits example within a budget, for the target whose Winograd kernels want more weights than others."""
    sets = [f"budget={{{', '.join(f'{key}: {value} B' for key, value in budget.items())}}}"]
    [report] = packager.build(
        ROOT / "examples/digits/manifest.yaml", targets=["x86-64-v2"], sets=sets, out=out, toolchain="local"
    )
    return report


def least(out: Path, **budget: int) -> dict[str, int]:
    """What the error for an impossible budget says can be reached."""
    with pytest.raises(PackError) as caught:
        build(out, **budget)
    errors = caught.value.each
    assert all(isinstance(e, OverBudget) for e in errors)
    assert not out.exists()
    return {e.fix.split("{")[1].split(":")[0]: int(e.fix.split("at least ")[1].split(" ")[0]) for e in errors}


@pytest.mark.parametrize("key", ["binary", "weights", "ram"])
def test_what_is_said_to_fit_does(tmp_path: Path, key: str) -> None:
    [(named, reached)] = least(tmp_path / "no", **{key: 1000}).items()
    assert named == key
    report = build(tmp_path / "yes", **{key: reached})
    assert report.budget[key].used == reached
    assert report.verify.ok
    assert least(tmp_path / "no", **{key: reached - 1}) == {key: reached}


def test_budgets_hold_together(tmp_path: Path) -> None:
    ram = least(tmp_path / "no", ram=1000)["ram"]
    tight = build(tmp_path / "tight", ram=ram)
    limits = {"ram": ram, "weights": tight.size["weights"], "binary": tight.size["binary"]}
    report = build(tmp_path / "all", **limits)
    assert not report.over
    assert {key: row.limit for key, row in report.budget.items()} == limits
