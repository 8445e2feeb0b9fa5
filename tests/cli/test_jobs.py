"""Several processes at once: results and errors in order, and none of them outlives the one that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from packager.errors import ManifestError, PackErrors
from packager.pipeline.jobs import each

ROOT = Path(__file__).parents[2]
PARENT = """
import signal, sys, time
from pathlib import Path
from packager.pipeline import jobs
from packager.pipeline.output import staged

def work(name):
    with staged(Path(sys.argv[1]) / name, "x", ()):
        time.sleep(60)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the tests run in a shell's background
    jobs.each(work, ["a", "b"], 2)
"""


def halve(number: int) -> int:
    if number % 2:
        errors = [ManifestError(f"{number} {i}", where="m.yaml:1", why="odd", fix="f") for i in (1, 2)]
        raise PackErrors(errors)
    return number // 2


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_results_and_errors_in_order(jobs: int) -> None:
    done, errors = each(halve, [4, 3, 2], jobs)
    assert done == [2, 1]
    assert [e.what for e in errors] == ["3 1", "3 2"]


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.slow)])
def test_children_end_with_their_parent(tmp_path: Path, number: signal.Signals) -> None:
    script, out = tmp_path / "parent.py", tmp_path / "out"
    script.write_text(PARENT)
    process = subprocess.Popen(
        [sys.executable, script, out], env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 30
    while len(list(out.glob(".*"))) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    children = [int(p.name.split(".")[2]) for p in out.glob(".*")]
    assert len(children) == 2
    process.send_signal(number)
    process.wait(timeout=30)
    until = time.monotonic() + 8  # less than what a child sleeps, or may take to clean up
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [child for child in children if Path(f"/proc/{child}").exists()]
    assert not list(out.rglob("*"))
    assert process.stderr is not None
    err = process.stderr.read()
    process.stderr.close()
    assert err.count("Traceback") == (1 if number == signal.SIGINT else 0)  # the script's own, for want of a handler
