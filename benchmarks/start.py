"""Cold start and memory: from exec until the first result is written and the process has ended, and the peak RSS.

    python benchmarks/start.py MODELS --work build/rivals [--networks NAME ...] [--write docs/benchmarks.md]

Of pack it is the executable itself that is started, many times, by a small program (start.c, compiled here): it maps
weights and inputs, runs, writes the outputs and ends. Files are in the page cache. Beside it stands what onnxruntime,
ncnn and LiteRT take inside a running Python process, from when their library has been loaded until their first
result, and by how much that process grows: less than a program of theirs would take, which starts, loads and ends,
too. Models converted by rivals.py are found in --work; what is not there is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from contest import page
from contest.case import Case, core, whole
from contest.contender import HERE
from contest.convert import NotConverted, convert
from contest.runners import missing
from contest.table import RIVALS, cpu
from onnx_build import build, name_of
from rivals import NETWORKS, arrays_of

from packager.run.execute import pinned

SECTION = "start.py"
TINY = {"mlperf_ic_resnet8_f32", "mlperf_vww_mnv1_025_f32", "mlperf_kws_dscnn_f32", "mlperf_ad_ae_f32", "mnist_8"}


@dataclass(frozen=True)
class Start:
    """Milliseconds on the wall, least and median; peak RSS in MB (1000 kB), the largest; least ms of CPU."""

    least: float
    median: float
    rss: float
    cpu: float = 0.0

    @staticmethod
    def of(wall: list[float], kibibytes: list[float], cpu: float = 0.0) -> Start:
        """From nanoseconds and KiB of every run; milliseconds of CPU."""
        return Start(min(wall) / 1e6, float(np.median(wall)) / 1e6, max(kibibytes) * 1.024e-3, cpu)

    @property
    def memory(self) -> str:
        """The peak, with what Linux's counters can tell: they are summed up every 32 pages or so on each CPU."""
        return f"{self.rss:.1f}" if self.rss >= 0.3 else "< 0.3"


def launcher(work: Path) -> Path:
    """start.c, compiled with the compiler of the extra `local`."""
    made, source = work / "start", Path(__file__).with_name("start.c")
    if not made.is_file() or made.stat().st_mtime < source.stat().st_mtime:
        machine = os.uname().machine
        command = [sys.executable, "-m", "ziglang", "cc", "-target", f"{machine}-linux-musl", "-static", "-O2"]
        subprocess.run([*command, "-o", str(made), str(source)], check=True)
    return made


def ours(model: Path, case: Case, options: argparse.Namespace) -> Start:
    """Of the executable for `model`."""
    work: Path = options.work
    [report] = build(model, [options.target], work / "pack", artifacts="exe, shared", toolchain=options.toolchain)
    folder = work / "pack" / name_of(model) / report.target
    with tempfile.TemporaryDirectory() as scratch:
        files = [f"{scratch}/in{k}" for k in range(len(report.inputs))]
        for path, tensor in zip(files, report.inputs, strict=True):
            case.inputs[tensor.name].tofile(path)
        files += [f"{scratch}/out{k}" for k in range(len(report.outputs))]
        weights = [str(path) for path in folder.glob("*.weights")]
        command = [str(launcher(work)), str(options.runs), str(folder / report.name), *weights, *files]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [[float(word) for word in line.split()] for line in done.stdout.splitlines()]
    if any(row[3] for row in rows):
        raise SystemExit(f"{folder}: {done.stderr.strip()[-300:] or 'the executable failed'}")
    return Start.of([row[0] for row in rows], [row[2] for row in rows], min(row[1] for row in rows) / 1e3)


def theirs(engine: str, case: Case, options: argparse.Namespace) -> Start | None:
    """Of an engine inside Python, in a new process each time; None where it does not run the network."""
    if missing(engine):
        return None
    cases = [case, core(case, options.work / "cases")]
    for one in filter(None, cases):
        try:
            model = convert(engine, one, options.work, "")
        except NotConverted:
            continue
        command = [sys.executable, "-m", "contest.cold", engine, str(model), str(arrays_of(one, options.work))]
        found = []
        for _ in range(options.rival_runs):
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(HERE)}
            )
            if done.returncode:
                break
            found.append(json.loads(done.stdout.splitlines()[-1]))
        else:
            return Start.of([f["wall"] for f in found], [f["rss"] for f in found])
    return None


def rows(options: argparse.Namespace) -> Iterator[str]:
    """A row of the table for each network."""
    engines = ("onnxruntime", "ncnn", "litert")
    yield cpu() + ", one core."
    yield ""
    titles = " | ".join(f"{RIVALS[e]}, ms | MB" for e in engines)
    yield f"| network | pack, ms (least) | (median) | CPU | peak RSS, MB | allowed: ms | MB | {titles} |"
    yield f"|---|---:|---:|---:|---:|---:|---:|{'---:|' * 2 * len(engines)}"
    for name in options.networks:
        model = (options.models / f"{name}.onnx").resolve()
        case = whole(model)
        mine = ours(model, case, options)
        limits = ("1.5", "3") if name in TINY else ("15", "20") if name.startswith("mobilenet_v2") else ("", "")
        cells = [name, f"**{mine.least:.2f}**", f"{mine.median:.2f}", f"{mine.cpu:.2f}", f"**{mine.memory}**", *limits]
        for engine in engines:
            other = theirs(engine, case, options)
            cells += [f"{other.least:.1f}", f"{other.rss:.1f}"] if other else ["-", "-"]
        yield f"| {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path, metavar="MODELS", help="folder of .onnx files")
    parser.add_argument("--networks", nargs="+", default=NETWORKS, metavar="NAME", help="file names without .onnx")
    parser.add_argument("--target", default="x86-64-v3", metavar="T", help="one that this machine runs (x86-64-v3)")
    parser.add_argument("--toolchain", default="local")
    parser.add_argument("--runs", type=int, default=200, help="of the executable (200)")
    parser.add_argument("--rival-runs", type=int, default=5, help="of each other engine (5)")
    parser.add_argument("--work", type=Path, default=Path("build/rivals"), help="rivals.py's folder (build/rivals)")
    parser.add_argument(
        "--write", type=Path, metavar="FILE.md", help=f"put the table into section {SECTION} of this page"
    )
    options = parser.parse_args(arguments)
    options.work = options.work.resolve()
    (options.work / "cases").mkdir(parents=True, exist_ok=True)
    with pinned():
        page.show(rows(options), options.write, SECTION)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
