"""One engine with one network in a process of its own, and what was measured of it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parents[1]
LIMIT = 300.0
"""Seconds after which an engine that does not answer is given up."""


class Failed(Exception):
    """The engine does not run the model; the message says why."""


class Contender:
    """A started process that answers (`contest.worker`). Raises Failed where the model does not open or run."""

    def __init__(self, name: str, model: Path, case: Path) -> None:
        paths = os.pathsep.join(filter(None, (str(HERE), os.environ.get("PYTHONPATH", ""))))
        # Whatever library of threads an engine brings, it gets one, and that one sleeps when it has nothing to do.
        threads = {
            "OMP_NUM_THREADS": "1",
            "OMP_WAIT_POLICY": "passive",
            "KMP_BLOCKTIME": "0",
            "OPENBLAS_NUM_THREADS": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "contest.worker", name, str(model), str(case)],
            env={**os.environ, **threads, "PYTHONPATH": paths}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.opened = self._answer()

    def ask(self, line: str) -> dict[str, Any]:
        """The answer to `line`."""
        stdin = self._process.stdin
        if stdin is None:
            raise Failed("its process is closed")
        try:
            stdin.write(line + "\n")
            stdin.flush()
        except OSError:
            pass  # it is gone: what it left says why
        return self._answer()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _answer(self) -> dict[str, Any]:
        stdout = self._process.stdout
        if stdout is None:
            raise Failed("its process is closed")
        if not select.select([stdout], [], [], LIMIT)[0]:
            self.close()
            raise Failed(f"no answer within {LIMIT:.0f} s")
        line = stdout.readline()
        if not line:
            self._process.wait()
            status = self._process.returncode
            name = signal.Signals(-status).name if status < 0 else f"exit status {status}"
            raise Failed(f"its process ended ({name})")
        found: dict[str, Any] = json.loads(line)
        if "failed" in found:
            self.close()
            raise Failed(str(found["failed"]))
        return found


@dataclass
class Measured:
    """What became of an engine with a network: `reason` says why there are no times. Nanoseconds per inference."""

    reason: str = ""
    wrong: bool = False
    core: bool = False
    error: float = 0.0
    code: int = 0
    flops: int = 0
    cpu: list[list[float]] = field(default_factory=list)
    wall: list[list[float]] = field(default_factory=list)
    """Samples of each round."""

    def least(self, kind: str = "cpu") -> float:
        """The least of all samples; infinite where there is none."""
        return min((min(block) for block in getattr(self, kind)), default=float("inf"))

    def median(self, kind: str = "cpu") -> float:
        """The median of all samples; infinite where there is none."""
        blocks = getattr(self, kind)
        return float(np.median(np.concatenate(blocks))) if blocks else float("inf")

    def noise(self) -> float:
        """How far the least of the even rounds and the least of the odd rounds are apart, of the smaller one."""
        if len(self.cpu) < 2:
            return 0.0
        even, odd = (min(min(block) for block in self.cpu[k::2]) for k in (0, 1))
        return abs(even - odd) / min(even, odd)

    def as_json(self) -> dict[str, Any]:
        """Plain data; `Measured(**data)` is the way back."""
        return asdict(self)


def race(contenders: dict[str, tuple[Contender, Measured]], seconds: float, rounds: int) -> None:
    """Time all in turns, fill what was measured. One that fails on the way or is wrong at the end loses its times."""
    length = round(seconds * 1e9 / (rounds * max(1, len(contenders))))
    names = list(contenders)
    for turn in range(rounds + 1):
        for name in names if turn % 2 else reversed(names):
            process, found = contenders[name]
            if found.reason:
                continue
            try:
                times = process.ask(f"run {length if turn else 0}")
                if turn:  # the first round warms up
                    found.cpu.append(times["cpu"])
                    found.wall.append(times["wall"])
            except Failed as error:
                found.reason, found.cpu, found.wall = str(error), [], []
    for process, found in contenders.values():
        if not found.reason:
            try:
                found.error = float(process.ask("check")["error"])
                found.wrong = found.error > 1
            except Failed as error:
                found.reason = str(error)
            if found.wrong or found.reason:
                found.cpu, found.wall = [], []
        process.close()
