"""How long a build takes, from the command to a verified binary, and how long one of which nothing has changed.

    python benchmarks/builds.py MODELS/yolox_nano_416.onnx [--targets x86-64-v3,aarch64] [--toolchain local] [--runs 3]

Every build is a process of its own, as a user starts it, into an empty folder. Real inputs from io/<stem>.npz beside
the model verify it where there are any. Seconds of the fastest run and their median; the stages are of the fastest.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from onnx_build import name_of, stored_inputs

STAGES = ("load", "optimise", "codegen", "link", "verify")


def main() -> None:
    """Print one row for each target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=Path)
    parser.add_argument("--targets", default="x86-64-v2,x86-64-v3,aarch64,armv7")
    parser.add_argument("--toolchain", default="local", choices=("local", "docker"))
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(
        f"{'network':26} {'target':10} {'least':>6} {'median':>6} {'again':>6}  {' '.join(f'{s:>8}' for s in STAGES)}"
    )
    for model in options.models:
        for target in options.targets.split(","):
            print(row(model.resolve(), target, options.toolchain, options.runs), flush=True)


def row(model: Path, target: str, toolchain: str, runs: int) -> str:
    """Seconds of `runs` builds, of one more that finds nothing to do, and of the stages."""
    taken: list[tuple[float, dict[str, float]]] = []
    with tempfile.TemporaryDirectory(prefix="pack-builds-") as temporary:
        manifest = Path(temporary, "manifest.yaml")
        manifest.write_text(_manifest(model, target, manifest.parent), encoding="utf-8")
        for number in range(runs):
            out = Path(temporary, f"out{number}")
            seconds = _build(manifest, toolchain, out)
            [report] = out.rglob("report.json")
            taken.append((seconds, json.loads(report.read_text(encoding="utf-8"))["seconds"]))
        again = _build(manifest, toolchain, out)
    least, stages = min(taken, key=lambda t: t[0])
    middle = median(seconds for seconds, _ in taken)
    parts = " ".join(f"{stages.get(stage, 0):8.2f}" for stage in STAGES)
    return f"{model.stem:26} {target:10} {least:6.2f} {middle:6.2f} {again:6.2f}  {parts}"


def _manifest(model: Path, target: str, folder: Path) -> str:
    text = f'name: {name_of(model)}\nmodel: "{model}"\ntargets: [{target}]\n'
    inputs = stored_inputs(model)
    if not inputs:
        return text
    np.savez(folder / "sample.npz", **{f"{name}": array for name, array in inputs.items()})
    return text + "verify: {inputs: sample.npz}\n"


def _build(manifest: Path, toolchain: str, out: Path) -> float:
    command = [
        sys.executable,
        "-m",
        "packager.cli",
        "build",
        str(manifest),
        "--toolchain",
        toolchain,
        "--out",
        str(out),
    ]
    environment = {k: v for k, v in os.environ.items() if k not in ("DEBUG", "KEEP", "STOP")}
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return perf_counter() - start


if __name__ == "__main__":
    main()
