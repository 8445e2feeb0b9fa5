"""Where the time of a network goes, and how near each part is to the core's peak.

    python benchmarks/where.py MODELS [--networks NAME ...] [--write docs/benchmarks.md]

The program that `pack build` makes is called in this process, on one core: neighbouring steps of one kind together, so
that each finds the caches as it does in a run. The least time of each such piece counts, less what the clock takes. The
kinds' shares say what holds a network back: multiply-adds below the peak, or work that has none.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from time import perf_counter_ns

import numpy as np
from contest import page
from contest.case import whole
from contest.peak import Chains
from contest.table import cpu
from rivals import NETWORKS

from packager import target as targets
from packager.graph import Graph, Node
from packager.kernels.base import Ref, Step
from packager.load import load
from packager.passes.optimise import optimise
from packager.program import strips
from packager.program.assign import assign
from packager.program.choose import Offers
from packager.program.lower import lower
from packager.program.split import split
from packager.report.measure import macs
from packager.run.execute import has_flag, pinned
from packager.run.inprocess import Calls, prepare
from packager.target import Target

SECTION = "where.py"
MOVES = ("copy_", "fill", "interleave", "transpose_", "gather")
KINDS = ("1x1", "k x k", "first layer", "Winograd", "depthwise", "grouped", "products", "pools, resizing, softmax",
         "elementwise", "copies and zeros")  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A kind's time in a run, and the multiply-adds of its nodes, counted as direct sums."""

    nanoseconds: float
    macs: int


def kind_of(step: Step, nodes: dict[str, Node], graph: Graph) -> str:
    """One of KINDS."""
    node = nodes.get(step.node)
    if step.kernel.symbol.startswith(MOVES) or node is None:
        return "copies and zeros"
    if node.op.startswith("Winograd"):
        return "Winograd"
    if node.op == "Conv":
        cin, weights = (
            graph[node.inputs[0]].shape[3 if node.attrs.get("layout") == "NHWC" else 1],
            graph[node.inputs[1]],
        )
        group = node.int("group", 1)
        if group > 1:
            return "depthwise" if weights.shape[1] == 1 else "grouped"
        if cin <= 4:
            return "first layer"
        return "1x1" if weights.shape[2:] == (1, 1) else "k x k"
    if node.op in ("Gemm", "MatMul"):
        return "products"
    return "elementwise" if step.kernel.symbol.startswith("map") else "pools, resizing, softmax"


def timed(pieces: list[Callable[[], None]], seconds: float) -> list[float]:
    """The least nanoseconds of each piece, all of them in order again and again."""
    least = [float("inf")] * len(pieces)
    end = perf_counter_ns() + seconds * 1e9
    while perf_counter_ns() < end:
        for k, piece in enumerate(pieces):
            start = perf_counter_ns()
            piece()
            least[k] = min(least[k], perf_counter_ns() - start)
    return least


def parts(model: Path, target: Target, seconds: float) -> dict[str, Part]:
    """Kind -> its part, of those that `model` has."""
    base = optimise(load(model))
    (assigned, plan), *_ = strips.planned(assign(base, target))
    assigned, plan, chosen = split(assigned, plan, next(iter(Offers(plan, assigned, "speed"))))
    program, graph = lower(plan, assigned, chosen), assigned.whole(plan)
    case, rng = whole(model), np.random.default_rng(0)

    def memory(size: int, array: np.ndarray | None = None) -> np.ndarray:
        raw = np.zeros(size + 128, np.uint8)
        found = raw[-raw.ctypes.data % 64 :][: size + 64]
        if array is not None:
            found[: array.nbytes] = np.frombuffer(np.ascontiguousarray(array).tobytes(), np.uint8)
        return found

    spaces = {
        "arena": [memory(plan.arena_bytes)],
        "weights": [memory(len(program.weights), np.frombuffer(program.weights, np.uint8))],
        "input": [memory(plan.graph[n].nbytes, case.inputs.get(n, rng.random(1))) for n in plan.graph.inputs],
        "output": [memory(plan.graph[n].nbytes) for n in plan.graph.outputs],
    }

    def address(ref: Ref) -> int:
        return int(spaces[ref.space][ref.index].ctypes.data) + ref.offset

    wide = target.wide is not None and has_flag(target.wide.flag)
    nodes = {n.name: n for n in graph.nodes}
    kinds, pieces = [], []
    for kind, steps in groupby(program.steps, lambda step: kind_of(step, nodes, graph)):
        kinds.append(kind)
        pieces.append(Calls([prepare(step, target, address, wide=wide) for step in steps]))
    overhead = timed([Calls([])], 0.05)[0]
    times: Counter[str] = Counter()
    for kind, time in zip(kinds, timed(pieces, seconds), strict=True):
        times[kind] += max(0.0, time - overhead)

    counts: Counter[str] = Counter()
    first = {step.node: step for step in reversed(program.steps) if not step.kernel.symbol.startswith(MOVES)}
    for node in base.nodes:
        if (n := macs(base, node, {})) and node.name in first:
            counts[kind_of(first[node.name], nodes, graph)] += n
    return {kind: Part(times[kind], counts[kind]) for kind in KINDS if kind in times}


def rows(options: argparse.Namespace) -> Iterator[str]:
    """The table."""
    target, chains = targets.load(options.target), Chains()
    yield cpu() + f", one core; {target.name}. In brackets: of the core's peak."
    yield ""
    yield f"| network | {' | '.join(KINDS)} |"
    yield f"|---|{'---:|' * len(KINDS)}"
    for name in options.networks:
        found = parts((options.models / f"{name}.onnx").resolve(), target, options.seconds)
        peak = chains.flops / 2 / timed([chains.run], 0.2)[0]
        total = sum(part.nanoseconds for part in found.values())
        cells = [name]
        for kind in KINDS:
            part = found.get(kind)
            if part is None or part.nanoseconds < 0.001 * total:
                cells.append("")
            else:
                rate = f" ({part.macs / part.nanoseconds / peak:.0%})" if part.macs else ""
                cells.append(f"{part.nanoseconds / total:.0%}{rate}")
        yield f"| {' | '.join(cells)} |"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path, metavar="MODELS", help="folder of .onnx files")
    parser.add_argument("--networks", nargs="+", default=NETWORKS, metavar="NAME", help="file names without .onnx")
    parser.add_argument("--target", default="x86-64-v3", metavar="T", help="one that this machine runs (x86-64-v3)")
    parser.add_argument("--seconds", type=float, default=3.0, help="for each network (3)")
    parser.add_argument(
        "--write", type=Path, metavar="FILE.md", help=f"put the table into section {SECTION} of this page"
    )
    options = parser.parse_args(arguments)
    with pinned():
        page.show(rows(options), options.write, SECTION)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
