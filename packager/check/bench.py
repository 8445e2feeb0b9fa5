"""How fast the shipped executable is: its own clock on a core for each thread, interleaved with onnxruntime.

Dist -> Bench.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from packager.check.verify import model_of, sample
from packager.errors import NoRunner, RunFailed, Usage
from packager.graph import Array
from packager.run.cuts import own
from packager.run.dist import Dist
from packager.run.execute import TIMEOUT, bench_run, pinned, runner_of
from packager.run.inputs import write_npz

ROUNDS = 10
"""Times the candidates take turns, so that a slow moment of the machine hits both. A turn gives its fastest run."""


@dataclass(frozen=True)
class Series:
    """Nanoseconds of the fastest run of each turn; `label` says whose."""

    label: str
    nanoseconds: tuple[int, ...]

    @property
    def best(self) -> float:
        """The fastest, in milliseconds."""
        return min(self.nanoseconds) / 1e6

    @property
    def middle(self) -> float:
        """The median over the turns, in milliseconds."""
        return median(self.nanoseconds) / 1e6


@dataclass(frozen=True)
class Bench:
    """The shipped executable (`ours`) and what it was compared with, None when nothing was asked for."""

    ours: Series
    other: Series | None
    runs: int

    @property
    def ratio(self) -> float | None:
        """How many times faster ours is, best against best."""
        return self.other.best / self.ours.best if self.other else None

    def to_json(self) -> dict[str, object]:
        """Milliseconds for `--json`."""
        rows = {s.label: {"min_ms": s.best, "median_ms": s.middle} for s in (self.ours, self.other) if s}
        return {"runs": self.runs, "results": rows, "ratio": self.ratio}

    def __str__(self) -> str:
        lines = [
            f"{s.label:<24} min {s.best:9.3f} ms   median {s.middle:9.3f} ms" for s in (self.ours, self.other) if s
        ]
        return "\n".join(lines + ([f"ratio (min / min)        x{self.ratio:.2f}"] if self.ratio else []))


def bench(
    dist: Dist, *, runs: int = 50, against: str = "", threads: int = 0, inputs: Mapping[str, Array] | None = None
) -> Bench:
    """Time `runs` runs of the executable, natively or emulated, pinned to a core for each thread if that can be done.

    `against` is '' or 'onnxruntime', which runs the original model with as many threads in a child process. Raises
    Usage for another number of `threads` than the binary has (0: as many as it has), NoRunner for a chip, RunFailed
    where the comparison cannot run.
    """
    dist = dist.of()
    built = dist.report.threads.count
    if threads not in (0, built):
        raise Usage(
            f"--threads {threads}",
            where="command line",
            why=f"the binary was built for {built} thread{'s' * (built > 1)}",
            fix=f"leave --threads out, or build again with `--set threads={threads}`",
        )
    if against not in ("", "onnxruntime"):
        raise Usage(
            f"--against {against}",
            where="command line",
            why="pack compares with onnxruntime",
            fix="--against onnxruntime",
        )
    if dist.report.htp:
        raise NoRunner(
            f"{dist.report.target} cannot be timed here",
            where=str(dist.folder),
            why="the simulator's time says nothing about the chip's",
            fix="copy the folder to a device, run fetch_runtime.sh there, and then "
            f"`./qnn_runner --bench {runs} {dist.report.name}.bin in0.bin ... out0.bin ...`",
        )
    arrays = inputs or sample(dist)
    runner = runner_of(dist)
    rounds = min(ROUNDS, max(1, runs))
    counts = [runs // rounds + (r < runs % rounds) for r in range(rounds)]
    ours: list[int] = []
    theirs: list[int] = []
    with pinned(built):
        for count in counts:
            ours.append(bench_run(dist, arrays, count, runner=runner))
            if against:
                theirs.append(_onnxruntime(dist, arrays, count, built))
    return Bench(
        Series(f"{dist.report.name} ({runner.label})", tuple(ours)),
        Series(f"{against} ({built} thread{'s' * (built > 1)})", tuple(theirs)) if against else None,
        runs,
    )


def _onnxruntime(dist: Dist, inputs: Mapping[str, Array], runs: int, threads: int) -> int:
    """Nanoseconds of the fastest of `runs` runs of the original model, in a child process on the same cores."""
    with tempfile.TemporaryDirectory(prefix="pack-bench-") as folder:
        arrays = Path(folder) / "inputs.npz"
        write_npz(arrays, inputs)
        task = {
            "model": str(model_of(dist)),
            "inputs": str(arrays),
            "outputs": own(dist.report.outputs),
            "runs": runs,
            "threads": threads,
        }
        done = subprocess.run(
            [sys.executable, "-c", CHILD, json.dumps(task)],
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise RunFailed(
            "onnxruntime cannot be measured",
            where=str(dist.folder),
            why=last,
            fix='pip install "packager[verify]", or leave --against out',
        )
    return int(done.stdout)


CHILD = """
import json, sys, time
import numpy as np
from packager.check.oracle import adapted
from packager.onnx_runtime import module
from pathlib import Path
ort = module()
task = json.loads(sys.argv[1])
with np.load(task["inputs"]) as file:
    inputs = {name: file[name] for name in file.files}
options = ort.SessionOptions()
options.intra_op_num_threads, options.inter_op_num_threads = task["threads"], 1
options.log_severity_level = 4
options.add_session_config_entry("session.intra_op.allow_spinning", str(int(task["threads"] > 1)))
model = adapted(Path(task["model"]), inputs, task["outputs"])
source = task["model"] if model is None else model.SerializeToString()
session = ort.InferenceSession(source, options, providers=["CPUExecutionProvider"])
for _ in range(3):
    session.run(task["outputs"], inputs)
best = 1 << 62
for _ in range(task["runs"]):
    start = time.perf_counter_ns()
    session.run(task["outputs"], inputs)
    best = min(best, time.perf_counter_ns() - start)
print(best)
"""
"""What the child runs: onnxruntime with all its optimisations, after three runs to warm it up."""
