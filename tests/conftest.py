"""Fixtures for all tests: golden files, and the real networks where they are there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write golden files instead of comparing with them")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """`golden(text, name)` compares `text` with `golden/<name>` beside the test's file."""

    def compare(text: str, name: str) -> None:
        path = Path(request.path).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path} is missing: run pytest with --update-golden, and read what it wrote"
        assert text == path.read_text(encoding="utf-8"), f"differs from {path}; --update-golden where that is right"

    return compare


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of the real networks; the test is skipped where it is absent."""
    path = ROOT.parent / "shared" / "models"
    if not (path / "index.json").is_file():
        pytest.skip("needs the real networks in ../shared/models")
    return path
