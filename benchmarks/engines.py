"""An engine's kernels against pack's own, in one process, turn by turn as in speed.py; and what both take in bytes.

    python benchmarks/engines.py MODEL.onnx ... [--engine xnnpack] [--target x86-64-v3 ...]

Each network is built twice: with `engines: [ENGINE, llvm]` and with pack's own kernels alone. Kernels for wider vectors
than the target's are left out, so that both use the same instructions. Given are the least and the median CPU time per
inference and their ratio (above 1 pack's own are faster), the bytes of both binaries, and how many the engine brought.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from native import Native
from onnx_build import build, name_of, stored_inputs
from speed import machine, plain, take_turns

from packager.run.execute import pinned
from packager.run.inputs import synthetic

HEAD = """\
| network | target | nodes | {0}, ms (least) | (median) | pack, ms (least) | (median) | ratio (least) | (median) \
| binary, {0} | binary, pack | of {0} |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""


def compared(model: Path, target: str, engine: str, out: Path, seconds: float, toolchain: str) -> str:
    """The row of `model` for `target`."""
    runs, reports = [], []
    for kind, engines in (("theirs", f"{engine}, llvm"), ("ours", "llvm")):
        folder = out / kind
        [report] = build(model, [target], folder, artifacts="exe, shared", toolchain=toolchain, engines=engines)
        runs.append(Native(folder / name_of(model) / report.target, stored_inputs(model) or synthetic(report.inputs)))
        reports.append(report)
    with pinned():
        theirs, ours = take_turns([native.run for native in runs], seconds)
    rows = [k for k in reports[0].kernels if k.engine == engine]
    cells = [
        model.stem,
        reports[0].target,
        str(len({node for k in rows for node in k.nodes})),
        *(f"{f(t.cpu) / 1e6:.3f}" for t in (theirs, ours) for f in (np.min, np.median)),
        *(f"**{f(theirs.cpu) / f(ours.cpu):.2f}**" for f in (np.min, np.median)),
        *(f"{report.size['binary']:,}" for report in reports),
        f"{sum(k.bytes for k in rows):,}",
    ]
    return f"| {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=Path, metavar="MODEL.onnx")
    parser.add_argument("--engine", default="xnnpack")
    parser.add_argument("--target", nargs="+", default=["x86-64-v3"], metavar="T", help="those this machine runs")
    parser.add_argument("--toolchain", default="local")
    parser.add_argument("--seconds", type=float, default=10.0, help="of turns for each network and target (10)")
    parser.add_argument("--out", type=Path, default=Path("build/engines"), help="folder for the builds (build/engines)")
    options = parser.parse_args(arguments)
    print("\n".join([machine().partition(". ")[0], "", HEAD.format(options.engine)]), flush=True)
    for model in options.models:
        for target in options.target:
            same = plain(target, options.out)
            row = compared(model, same, options.engine, options.out, options.seconds, options.toolchain)
            print(row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
