"""One thread of pack's code against one thread of ONNX Runtime, in one process, turn by turn.

    python benchmarks/speed.py MODEL.onnx ... [--target T ...] [--avx2] [--write docs/benchmarks.md]

Both run on one core that nothing else is bound to. A sample is one inference, or as many as fill a millisecond; the
two take turns, in blocks that are long enough for each to find its own data in the caches again, and the order of the
turns alternates. Given are the least and the median CPU time per inference, the wall time beside it, and the ratio:
above 1 pack is faster. With --avx2 neither side uses AVX-512. Inputs come from io/<model>.npz beside the model (keys
`in:<name>`), else from a fixed seed.
"""

from __future__ import annotations

import argparse
import platform
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter_ns, process_time_ns

import avx2_only
import numpy as np
import onnxruntime
from native import Native
from onnx_build import build, name_of, stored_inputs

from packager.run.dist import open_dist
from packager.run.execute import pinned
from packager.run.inputs import synthetic
from packager.version import VERSION

SAMPLE = 1_000_000
BLOCK = 50_000_000
BEGIN, END = "<!-- speed.py: {} -->", "<!-- end -->"


@dataclass(frozen=True)
class Times:
    """Nanoseconds per inference of every sample: of CPU, and on the wall."""

    cpu: np.ndarray
    wall: np.ndarray


@dataclass(frozen=True)
class Row:
    """One network's result."""

    name: str
    target: str
    macs: int
    binary: int
    ours: Times
    theirs: Times
    error: float

    def __str__(self) -> str:
        ratios = [f(self.theirs.cpu) / f(self.ours.cpu) for f in (np.min, np.median)]
        wall = np.min(self.theirs.wall) / np.min(self.ours.wall)
        cells = [
            self.name,
            self.target,
            f"{self.macs / 1e6:.1f}",
            *(f"{f(t.cpu) / 1e6:.3f}" for t in (self.ours, self.theirs) for f in (np.min, np.median)),
            *(f"**{r:.2f}**" for r in ratios),
            f"{wall:.2f}",
            f"{self.error:.1e}",
            f"{self.binary:,}",
        ]
        return f"| {' | '.join(cells)} |"


HEAD = """\
| network | target | MMAC | pack, ms (least) | (median) | ONNX Runtime, ms (least) | (median) | ratio (least) \
| ratio (median) | ratio (least, wall) | largest error | binary, bytes |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""


def sample(run: Callable[[], None], count: int) -> tuple[float, float]:
    """(CPU, wall) nanoseconds per inference over `count` inferences."""
    wall, cpu = perf_counter_ns(), process_time_ns()
    for _ in range(count):
        run()
    return (process_time_ns() - cpu) / count, (perf_counter_ns() - wall) / count


def take_turns(runs: list[Callable[[], None]], seconds: float) -> list[Times]:
    """Samples of every function of `runs`, in alternating blocks, over `seconds` in all."""
    counts, lengths = [], []
    for run in runs:
        run()
        wall = min(sample(run, 1)[1] for _ in range(3))
        counts.append(max(1, round(SAMPLE / wall)))
        lengths.append(max(3, round(BLOCK / (wall * counts[-1]))))
    samples: list[list[tuple[float, float]]] = [[] for _ in runs]
    end, turn = perf_counter_ns() + seconds * 1e9, 0
    while perf_counter_ns() < end or turn < 4:
        order = range(len(runs)) if turn % 2 else reversed(range(len(runs)))
        for k in order:
            runs[k]()  # the other's data leave the caches here, outside the samples
            samples[k] += [sample(runs[k], counts[k]) for _ in range(lengths[k])]
        turn += 1
    return [Times(*np.array(s).T) for s in samples]


def measure(model: Path, folder: Path, seconds: float) -> Row:
    """Check that `model` and its build in `folder` give the same result, and time them."""
    report = open_dist(folder).report
    inputs = stored_inputs(model) or synthetic(report.inputs)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    # Bound buffers: ONNX Runtime reads and writes in place, as our library does.
    binding = session.io_binding()
    for name, array in inputs.items():
        binding.bind_cpu_input(name, array)
    names = [o.name for o in session.get_outputs()]
    want = dict(zip(names, session.run(None, inputs), strict=True))
    for name in names:
        binding.bind_ortvalue_output(name, onnxruntime.OrtValue.ortvalue_from_numpy(np.empty_like(want[name])))
    native = Native(folder, inputs)
    native.run()
    error = max(float(np.abs(native.outputs[n] - want[n]).max()) for n in names)
    largest = max(float(np.abs(w).max()) for w in want.values())
    if error > 1e-4 * max(1.0, largest):
        raise SystemExit(f"{model.name}: results differ by {error}, timing them would mean nothing")
    ours, theirs = take_turns([native.run, lambda: session.run_with_iobinding(binding)], seconds)
    return Row(model.stem, report.target, sum(n.macs for n in report.nodes), report.size["binary"], ours, theirs, error)


def machine() -> str:
    """CPU and versions, one line."""
    text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    found = re.search(r"^(?:model name|Model)\s*:\s*(.+)$", text, re.MULTILINE)
    packages = ", ".join(f"{p} {version(p)}" for p in ("llvmlite", "onnxruntime", "numpy"))
    cpu = found[1] if found else platform.machine()
    note = ""
    if re.search(r"\bavx512f\b", text):
        note = ". The CPU has AVX-512, and ONNX Runtime uses it"
        if avx2_only.masked():
            note = ". The CPU has AVX-512, and ONNX Runtime was kept from using it (benchmarks/avx2_only.py)"
    return f"{cpu}, one core; packager {VERSION}, Python {platform.python_version()}, {packages}{note}."


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=Path, metavar="MODEL.onnx")
    parser.add_argument("--target", nargs="+", default=["x86-64-v3"], metavar="T", help="those this machine runs")
    parser.add_argument("--toolchain", default="local")
    parser.add_argument("--seconds", type=float, default=10.0, help="of turns for each network (10)")
    parser.add_argument("--out", type=Path, default=Path("build/speed"), help="folder for the builds (build/speed)")
    parser.add_argument("--avx2", action="store_true", help="keep ONNX Runtime from using AVX-512: see avx2_only.py")
    parser.add_argument("--write", type=Path, metavar="FILE.md", help="put the table into this page")
    parser.add_argument("--section", default="main", help=f"where in the page: between {BEGIN} and {END}")
    options = parser.parse_args(arguments)
    if options.avx2:
        avx2_only.again(Path(__file__), arguments, ["onnxruntime"], options.out)
    if avx2_only.masked():
        options.target = [avx2_only.plain(target, options.out) for target in options.target]
    for model in options.models:
        build(model, options.target, options.out, artifacts="exe, shared", toolchain=options.toolchain)
    lines = [machine(), "", *HEAD.split("\n")]
    print("\n".join(lines), flush=True)
    with pinned():
        for model in options.models:
            for target in options.target:
                folder = options.out / name_of(model) / Path(target).stem
                lines.append(str(measure(model, folder, options.seconds)))
                print(lines[-1], flush=True)
    if options.write:
        begin = BEGIN.format(options.section)
        before, _, rest = options.write.read_text(encoding="utf-8").partition(begin)
        after = rest.partition(END)[2]
        options.write.write_text("\n".join([before + begin, *lines, END + after]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
