"""A pytest plugin for CI: a skipped test has checked nothing, so it fails; only the real networks may be absent."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

MODELS = Path(__file__).parents[2] / "shared" / "models"


def excused(item: pytest.Item) -> bool:
    """True for a test of the real networks where they are absent."""
    return item.get_closest_marker("models") is not None and not MODELS.is_dir()


def fail(report: Any) -> None:
    """Turn a skip into a failure that gives the reason of the skip."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"nothing may be skipped in CI: {reason}"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """A test that skips fails."""
    outcome = yield
    if not excused(item):
        fail(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, None]:
    """A file that skips itself fails."""
    outcome = yield
    fail(outcome.get_result())
