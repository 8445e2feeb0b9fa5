"""Programs side by side: their results in order, and none left when one fails, takes too long or is not wanted any more."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from packager.processes import run, together


def python(code: str, timeout: float = 60.0) -> str:
    return run([sys.executable, "-c", code], b"given", timeout, os.environ).stdout.decode().strip()


def waiting(file: Path, timeout: float = 60.0) -> Callable[[], str]:
    """A program that writes its number and that of a child into `file`, and waits for the child for a minute."""
    code = (
        "import os, pathlib, subprocess; child = subprocess.Popen(['sleep', '60'])\n"
        f"pathlib.Path({str(file)!r}).write_text(f'{{os.getpid()}} {{child.pid}}'); child.wait()"
    )
    return lambda: python(code, timeout)


def numbers(file: Path) -> list[int]:
    """What a program that waits has written, as soon as it is there."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if file.exists() and len(found := file.read_text().split()) == 2:
            return [int(n) for n in found]
        time.sleep(0.01)
    raise AssertionError("it has not started")


def gone(process: int) -> bool:
    """Whether it has ended, within a few seconds; one that nobody has waited for counts as ended."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.01)
    return False


def test_results_come_in_order() -> None:
    def late() -> str:
        return python("import time; time.sleep(0.3); print('late')")

    assert together(late, lambda: python("import sys; print(sys.stdin.read())")) == ["late", "given"]


def test_where_one_fails_the_others_are_stopped(tmp_path: Path) -> None:
    file = tmp_path / "numbers"

    def fails() -> str:
        numbers(file)
        raise ValueError("the reason")

    with pytest.raises(ValueError, match="the reason"):
        together(waiting(file), fails)
    assert all(gone(process) for process in numbers(file))


@pytest.mark.slow
def test_what_takes_too_long_ends_with_its_children(tmp_path: Path) -> None:
    file = tmp_path / "numbers"
    with pytest.raises(subprocess.TimeoutExpired):
        waiting(file, timeout=2)()
    assert all(gone(process) for process in numbers(file))


@pytest.mark.slow
def test_ctrl_c_stops_them(tmp_path: Path) -> None:
    """In a process of its own: the signal is for the main thread, which waits for the others."""
    file = tmp_path / "numbers"
    code = (
        "import signal; from pathlib import Path; from tests.test_processes import together, waiting\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it\n"
        f"together(waiting(Path({str(file)!r})), waiting(Path({str(file)!r} + '2')))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stderr=subprocess.PIPE, cwd=Path(__file__).parents[2]
    ) as process:
        started = numbers(file)
        process.send_signal(2)
        assert b"KeyboardInterrupt" in process.communicate(timeout=60)[1]
    assert all(gone(n) for n in started)
