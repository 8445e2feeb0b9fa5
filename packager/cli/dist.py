"""`pack run`, `verify`, `bench`, `report`, `diff`: everything that works on an output folder alone."""

from __future__ import annotations

import json
import math
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packager.cli.terminal import Terminal
from packager.errors import NotInThisVersion, Usage

if TYPE_CHECKING:
    from packager.graph import Array


def run(args: Namespace, terminal: Terminal) -> int:
    """The shipped binary on a file's inputs, or on seeded noise."""
    from packager.run.dist import open_dist
    from packager.run.execute import run as execute
    from packager.run.execute import runner_of
    from packager.run.inputs import read_inputs, synthetic, write_npz

    if args.output and not args.output.endswith(".npz"):
        raise Usage(
            f"--output {args.output}",
            where="command line",
            why="outputs are written as npz, keyed by tensor name",
            fix=f"write --output {Path(args.output).stem or 'out'}.npz",
        )
    dist = open_dist(args.dist).of(args.model)
    report = dist.report
    if args.input:
        inputs = read_inputs(Path(args.input), report.inputs, report.preprocess)
    else:
        inputs = synthetic(report.inputs)
        terminal.say("no --input: running on seeded noise")
    runner = runner_of(dist)
    terminal.detail(f"runner: {' '.join((runner.label, *runner.prefix))}")
    if runner.note:
        terminal.say(runner.note)
    outputs = execute(dist, inputs, runner=runner)
    if args.output:
        write_npz(Path(args.output), outputs)
        terminal.say(f"wrote {args.output}: {', '.join(outputs)}")
    rows = [{"name": name, **_facts(array)} for name, array in outputs.items()]
    lines = [
        f"{r['name']}: {r['dtype']}{r['shape']}, from {r['min']:.6g} to {r['max']:.6g}, mean {r['mean']:.6g}"
        if r["min"] is not None
        else f"{r['name']}: {r['dtype']}{r['shape']}, no finite number in it"
        for r in rows
    ]
    terminal.result_text("\n".join(lines), {"runner": runner.label, "outputs": rows})
    return 0


def verify(args: Namespace, terminal: Terminal) -> int:
    """The shipped binary against the reference; an error (exit 6) where they differ."""
    from packager.check.verify import demand, worst
    from packager.check.verify import verify as check
    from packager.report.render import how_verified
    from packager.run.dist import open_dist

    dist = open_dist(args.dist)
    dists = (dist.of(args.model),) if args.model else dist.each
    results = {one.model: check(one) for one in dists}
    result = worst(results)
    lines = [how_verified(result)]
    for out in result.outputs:
        state = "ok" if out.ok else "WRONG"
        lines.append(
            f"{out.name}: max abs {out.max_abs:.3g}, max rel {out.max_rel:.3g}, cosine {out.cosine:.7f}, {state}"
        )
    data = asdict(result)
    hints = dict.fromkeys(results, "")
    if args.per_node:
        from packager.check.probe import probe

        terminal.say("building a probe that shows every node's value")
        found = {one.model: probe(one) for one in dists}
        hints = {name: str(what) for name, what in found.items()}
        lines += (f"{name}: {hint}" if name else hint for name, hint in hints.items())
        data["per_node"] = asdict(found[""]) if "" in found else {name: asdict(what) for name, what in found.items()}
    terminal.result_text("\n".join(lines), finite(data))
    for one in dists:
        demand(one, results[one.model], hints[one.model])
    return 0


def bench(args: Namespace, terminal: Terminal) -> int:
    """Milliseconds of one run, natively or emulated."""
    from packager.check.bench import bench as measure
    from packager.run.dist import open_dist

    result = measure(
        open_dist(args.dist).of(args.model), runs=args.runs, against=args.against or "", threads=args.threads
    )
    terminal.result_text(str(result), result.to_json())
    return 0


def report(args: Namespace, terminal: Terminal) -> int:
    """What the build measured."""
    from packager.report.render import render
    from packager.run.dist import open_dist

    if args.html:
        raise NotInThisVersion(
            "--html is not in this version of pack",
            where="command line",
            why="the name is reserved for a later version",
            fix="use `pack report DIST` for the terminal, or --json for other tools",
        )
    found = open_dist(args.dist).report
    terminal.result(render(found), json.loads(found.to_json()))
    return 0


def diff(args: Namespace, terminal: Terminal) -> int:
    """Every figure that differs between two builds, and the files whose content does."""
    from packager.report.diff import diff_json, render_diff
    from packager.run.dist import content, open_dist

    one, two = open_dist(args.dist_a), open_dist(args.dist_b)
    a, b = content(one.folder), content(two.folder)
    files = sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))
    before, after = one.report, two.report
    terminal.result(render_diff(before, after), {"changes": diff_json(before, after), "files": files})
    if not terminal.json:
        terminal.result_text(f"files that differ: {', '.join(files)}" if files else "no file differs", None)
    return 0


def finite(data: Any) -> Any:
    """`data` with None in place of NaN and infinities, which JSON cannot say."""
    if isinstance(data, dict):
        return {k: finite(v) for k, v in data.items()}
    if isinstance(data, (list, tuple)):
        return [finite(v) for v in data]
    return None if isinstance(data, float) and not math.isfinite(data) else data


def _facts(array: Array) -> dict[str, Any]:
    """Type, shape, and range of the finite elements."""
    import numpy as np

    numbers = np.asarray(array, np.float64).ravel()
    numbers = numbers[np.isfinite(numbers)]
    empty = numbers.size == 0
    low, high, mean = (None, None, None) if empty else (numbers.min(), numbers.max(), numbers.mean())
    return {
        "dtype": str(array.dtype),
        "shape": list(array.shape),
        "min": None if low is None else float(low),
        "max": None if high is None else float(high),
        "mean": None if mean is None or not math.isfinite(mean) else float(mean),
        "not_finite": int(array.size - numbers.size),
    }
