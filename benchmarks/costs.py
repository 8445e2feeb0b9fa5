"""How well the cost model foresees what kernels take: every variant of every node, timed in this process.

    python benchmarks/costs.py MODEL.onnx ... [--target x86-64-v3] [--wide] [--nodes]

The choice of kernels rests on estimated cycles. Here each variant runs alone on random data, hot in the caches, pinned
to one core; the least of many runs counts. Printed for each family of kernels: how many variants there are, the factor
from estimated cycles to nanoseconds (median) and how far single ones are from it (quartiles of measured / foreseen);
and what wrong guesses cost: the time of the variants that are foreseen to be fastest over that of the fastest.
`--wide` times the kernels for wider vectors, `--nodes` prints every variant.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter_ns

import numpy as np

from packager import target as targets
from packager.kernels.base import Ref
from packager.load import load
from packager.lowering.base import Variant
from packager.passes.optimise import optimise
from packager.plan.planner import make_plan
from packager.program.assign import Assigned, assign
from packager.program.choose import Choice, menu
from packager.program.lower import Lowering, steps_of
from packager.program.split import split
from packager.run.execute import has_flag, pinned, runs_natively
from packager.run.inprocess import Calls, prepare


@dataclass(frozen=True)
class Timed:
    """A variant of a node: estimated cycles, measured nanoseconds."""

    node: str
    variant: Variant
    cycles: float
    nanoseconds: float


def time_of(calls: Calls, seconds: float = 0.004) -> float:
    """The least nanoseconds of all `calls` one after another."""
    best, end = float("inf"), perf_counter_ns() + seconds * 1e9
    while True:
        start = perf_counter_ns()
        calls()
        now = perf_counter_ns()
        best = min(best, now - start)
        if now > end:
            return best


def measure(assigned: Assigned, wide: bool) -> Iterator[Timed]:
    """Every variant of every node."""
    target, plan = assigned.target, make_plan(assigned.graph, assigned.needs)
    rng = np.random.default_rng(0)

    def memory(size: int) -> np.ndarray:
        return rng.standard_normal(size // 4 + 64).astype(np.float32)

    tensors = {
        (kind, i): memory(plan.graph[name].nbytes)
        for kind, names in (("input", plan.graph.inputs), ("output", plan.graph.outputs))
        for i, name in enumerate(names)
    }
    for name, variants in menu(plan, assigned).items():
        for variant in variants:
            if wide and all(part.wide is None for part in (variant, *variant.parts)):
                continue
            around, inside, chosen = split(assigned, plan, Choice({name: variant}, 0.0, 0))
            node = next(n for n in inside.order if n.name == name)
            arena, ctx = memory(inside.arena_bytes), Lowering(inside, target, assigned.limit)
            steps = list(steps_of(ctx, around, chosen, node))
            weights = np.frombuffer(ctx.blob + bytes(64), np.uint8).copy()

            def address(ref: Ref, weights: np.ndarray = weights, arena: np.ndarray = arena) -> int:
                space = {"arena": arena, "weights": weights}.get(ref.space)
                where = tensors[ref.space, ref.index] if space is None else space
                return int(where.ctypes.data) + ref.offset

            calls = Calls([prepare(s, target, address, wide=wide) for s in steps])
            time_of(calls, 0)
            yield Timed(name, variant, variant.cycles, time_of(calls) if steps else 0.0)


def family(variant: Variant) -> str:
    """The kernel's class and tile: what shares a cost formula."""
    if variant.parts:
        return variant.parts[0].kernel.symbol.split("_")[0]
    return re.sub(r"_of\d+by\d+|_(clip|t\d|or_call)\b", "", variant.kernel.symbol).split("_clip")[0]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=Path, metavar="MODEL.onnx")
    parser.add_argument("--target", default="x86-64-v3")
    parser.add_argument("--wide", action="store_true")
    parser.add_argument("--nodes", action="store_true")
    options = parser.parse_args(arguments)
    target = targets.load(options.target)
    if not runs_natively(target) or (options.wide and not (target.wide and has_flag(target.wide.flag))):
        raise SystemExit(f"this machine does not run that code of {target.name}")
    found: list[Timed] = []
    with pinned():
        for model in options.models:
            found += measure(assign(optimise(load(model)), target), options.wide)
    by_node: dict[str, list[Timed]] = defaultdict(list)
    by_family: dict[str, list[float]] = defaultdict(list)
    for timed in found:
        by_node[timed.node].append(timed)
        if timed.cycles and timed.nanoseconds:
            by_family[family(timed.variant)].append(timed.nanoseconds / timed.cycles)
        if options.nodes:
            names = " + ".join(f.name for f in timed.variant.functions)
            print(f"{timed.node:32} {timed.nanoseconds / 1e3:9.1f} us {timed.cycles:12.0f} cycles  {names}")
    print(f"{'family':28} {'variants':>8} {'ns/cycle':>9} {'measured / foreseen':>20}")
    for name, ratios in sorted(by_family.items(), key=lambda item: -len(item[1])):
        middle = float(np.median(ratios))
        low, high = np.quantile(ratios, (0.25, 0.75)) / middle
        print(f"{name:28} {len(ratios):8} {middle:9.3f} {low:10.2f} to {high:.2f}")
    picked = sum(min(group, key=lambda t: t.cycles).nanoseconds for group in by_node.values())
    least = sum(min(t.nanoseconds for t in group) for group in by_node.values())
    print(f"foreseen fastest: {picked / 1e6:.3f} ms, fastest: {least / 1e6:.3f} ms, {picked / least - 1:+.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
