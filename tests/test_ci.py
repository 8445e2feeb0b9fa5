"""CI's own guard: with its plugin a test that skips fails, and nothing else changes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CI = Path(__file__).parents[1] / ".ci"

CASES = """
import pytest

def test_skips(): pytest.skip("no emulator here")

@pytest.mark.skipif(True, reason="another reason")
def test_is_skipped(): pass

@pytest.mark.xfail(strict=True)
def test_fails_as_expected(): raise AssertionError

def test_passes(): pass
"""


def test_a_skip_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "test_cases.py").write_text(CASES)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")} | {"PYTHONPATH": str(CI)}
    command = [sys.executable, "-m", "pytest", "-p", "no_skips", "-p", "no:cacheprovider", "-q", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "nothing may be skipped in CI: Skipped: no emulator here" in done.stdout
    assert "nothing may be skipped in CI: Skipped: another reason" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("1 failed, 1 passed, 1 xfailed, 1 error")
