"""Executed instructions per multiply-add, where there is no hardware to time: counted by qemu, and the inner loops as
llvm-mca reads them for real cores.

    python benchmarks/instructions.py MODEL.onnx ... [--target aarch64 armv7] [--write docs/benchmarks.md]

The executable of each network runs in qemu's user mode with a plugin (count.c; needs a C compiler, and a qemu-user
that has plugins: `-plugin` in its help). It runs the model once and then N times more, so that two counts give what one
run executes. Then, for the kernels that compute most of the network, the loop with most multiply-adds goes through
llvm-mca: multiply-adds per cycle and core, beside the most that the core can do.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onnx_build import build, name_of, stored_inputs

from packager import target as targets
from packager.debug import Debug
from packager.report.types import Report
from packager.run.dist import Dist, open_dist
from packager.run.inputs import synthetic
from packager.target import Target

PLUGIN = Path(__file__).with_name("count.c")
BEGIN, END = "<!-- instructions.py -->", "<!-- end -->"


@dataclass(frozen=True)
class Core:
    """A core that llvm-mca models: `peak` is how many f32 multiply-adds it can start in a cycle."""

    name: str
    peak: int


CORES = {
    "aarch64": (Core("cortex-a72", 4), Core("cortex-a55", 4)),
    "armv7": (Core("cortex-a15", 4),),
}

FMA = re.compile(r"\b(fmla|vmla|vfma)(?:\.\w+)?\b")
BRANCH = re.compile(r"^\tb(?:\.?(?:ne|eq|lt|le|gt|ge|lo|hi|ls|hs|mi|pl))\s+(\.LBB\w+)|^\t(?:cbn?z|tbn?z)\s.*(\.LBB\w+)")

HEAD = """\
| network | target | MMAC | instructions, millions | per multiply-add |
|---|---|---:|---:|---:|"""
LOOPS = """\
| network | target | kernel | MACs of its nodes | instructions of the loop | of them multiply-adds | core \
| MAC per cycle | of its peak |
|---|---|---|---:|---:|---:|---|---:|---:|"""


def executed(dist: Dist, model: Path, plugin: Path, runs: int) -> int:
    """Instructions that the executable of `dist` takes for one run and `runs` more."""
    inputs = stored_inputs(model) or synthetic(dist.report.inputs)
    emulator = shutil.which(dist.report.execution.qemu)
    if emulator is None:
        raise SystemExit(f"{dist.report.execution.qemu} is not on PATH: apt install qemu-user")
    cpu = ["-cpu", dist.report.execution.qemu_cpu] if dist.report.execution.qemu_cpu else []
    with tempfile.TemporaryDirectory() as scratch:
        files = []
        for i, tensor in enumerate(dist.report.inputs):
            files.append(f"{scratch}/in{i}")
            inputs[tensor.name].tofile(files[-1])
        files += [f"{scratch}/out{i}" for i in range(len(dist.report.outputs))]
        done = subprocess.run(
            [emulator, *cpu, "-plugin", str(plugin), "-d", "plugin", str(dist.folder / dist.report.name),
             "--bench", str(runs), str(dist.folder / f"{dist.report.name}.weights"), *files],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    found = re.search(r"^instructions (\d+)$", done.stderr, re.MULTILINE)
    if done.returncode or found is None:
        raise SystemExit(f"{dist.folder}: {done.stderr.strip()[-400:]}")
    return int(found[1])


def innermost(assembly: str) -> list[str]:
    """Instructions of the loop with most multiply-adds among those that hold no other; empty where none has any."""
    lines = assembly.splitlines()
    labels = {line[:-1]: i for i, line in enumerate(lines) if line.startswith(".LBB") and line.endswith(":")}
    best: list[str] = []
    for end, line in enumerate(lines):
        found = BRANCH.match(line.split("@")[0].split("//")[0])
        start = labels.get((found[1] or found[2]) if found else "", end)
        body = [text for text in lines[start : end + 1] if text.startswith("\t") and not text.startswith("\t.")]
        inner = any(BRANCH.match(text) for text in lines[start:end])
        if start < end and not inner and fmas(body) > fmas(best):
            best = body
    return best


def fmas(body: list[str]) -> int:
    """How many of the instructions multiply and add."""
    return sum(bool(FMA.search(line)) for line in body)


def cycles(body: list[str], target: Target, core: Core) -> float | None:
    """Cycles of one turn of the loop on `core`, by llvm-mca; None where it cannot tell for one of the instructions."""
    turns = 200
    tool = next(filter(None, map(shutil.which, ("llvm-mca", *(f"llvm-mca-{n}" for n in range(30, 12, -1))))), None)
    if tool is None:
        raise SystemExit("llvm-mca is not on PATH: apt install llvm")
    done = subprocess.run(
        [tool, f"-mtriple={target.triple}", f"-mcpu={core.name}", f"-mattr={target.features}", f"-iterations={turns}"],
        input="\n".join(body) + "\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.search(r"^Total Cycles:\s+(\d+)", done.stdout, re.MULTILINE)
    return int(found[1]) / turns if found and "error" not in done.stderr else None


def loops(report: Report, target: Target, kept: Path, most: int) -> Iterator[str]:
    """Rows on the kernels of a build with most multiply-adds; `kept` holds its dumps."""
    whole = sum(node.macs for node in report.nodes) or 1
    shares = {k.symbol: sum(n.macs for n in report.nodes if k.symbol in n.kernel.split(" + ")) for k in report.kernels}
    for symbol in sorted(filter(shares.get, shares), key=lambda s: -shares[s])[:most]:
        [path] = kept.glob(f"*-assembly-of-{symbol}.s")
        body = innermost(path.read_text(encoding="utf-8"))
        if not body:
            continue
        lanes = target.vec
        for core in CORES[target.name]:
            turn = cycles(body, target, core)
            rate = fmas(body) * lanes / turn if turn else 0.0
            known = (f"{rate:.2f}", f"{rate / core.peak:.0%}") if turn else ("-", "-")
            share = f"{shares[symbol] / whole:.0%}"
            cells = [
                report.name,
                report.target,
                symbol,
                share,
                str(len(body)),
                str(fmas(body)),
                core.name,
                *known,
            ]
            yield f"| {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=Path, metavar="MODEL.onnx")
    parser.add_argument("--target", nargs="+", default=list(CORES), choices=list(CORES), metavar="T")
    parser.add_argument("--kernels", type=int, default=3, help="how many of each network's go through llvm-mca (3)")
    parser.add_argument("--out", type=Path, default=Path("build/instructions"), help="folder for the builds")
    parser.add_argument("--write", type=Path, metavar="FILE.md", help=f"put the tables into this page at {BEGIN}")
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    plugin = (options.out / "count.so").resolve()
    subprocess.run(["cc", "-O2", "-fPIC", "-shared", "-o", str(plugin), str(PLUGIN)], check=True)
    counts, inner = HEAD.split("\n"), LOOPS.split("\n")
    for model in options.models:
        kept = options.out / "kept" / name_of(model)
        shutil.rmtree(kept, ignore_errors=True)
        shutil.rmtree(options.out / name_of(model), ignore_errors=True)
        for report in build(model, options.target, options.out, artifacts="exe", debug=Debug(keep=kept)):
            dist = open_dist(options.out / name_of(model) / report.target)
            count = executed(dist, model, plugin, 2) - executed(dist, model, plugin, 1)
            macs = sum(n.macs for n in report.nodes)
            cells = [report.name, report.target, f"{macs / 1e6:.1f}", f"{count / 1e6:.1f}", f"**{count / macs:.3f}**"]
            counts.append(f"| {' | '.join(cells)} |")
            inner += loops(report, targets.load(report.target), kept / report.target, options.kernels)
            print(counts[-1], flush=True)
    print("\n".join(inner))
    if options.write:
        before, _, rest = options.write.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        text = "\n".join([before + BEGIN, *counts, "", *inner, END + after])
        options.write.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
