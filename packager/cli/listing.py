"""`pack targets` and `pack ops`: what this version can build for, and from."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from packager import target
from packager.cli.terminal import Terminal


def targets(args: Namespace, terminal: Terminal) -> int:
    """Every target, and how this machine runs its binaries."""
    del args
    from packager.errors import NoRunner
    from packager.report.render import table
    from packager.report.types import Execution
    from packager.run.execute import choose_runner

    rows = []
    for name in target.names():
        t = target.load(name)
        try:
            here = choose_runner(Execution.of(t), target=t).label
        except NoRunner:
            here = "none"
        rows.append({"name": name, "summary": t.summary, "lanes": t.vec, "registers": t.registers, "runs_here": here})
    rows.append(_chips())
    text = table("target", "what", "runs here")
    for row in rows:
        text.add_row(str(row["name"]), str(row["summary"]), str(row["runs_here"]))
    terminal.result(text, {"targets": rows})
    return 0


def _chips() -> dict[str, object]:
    """The row of the target `snpe`."""
    from packager import chip
    from packager.errors import SnpeMissing
    from packager.snpe.install import demand

    found = chip.family()
    try:
        demand()
        here = chip.SIMULATOR
    except SnpeMissing:
        here = "none"
    architectures = [f"v{a}" for a in found.architectures]
    what = f"{found.summary}: {', '.join(architectures)}; {', '.join(sorted(found.socs))}"
    return {
        "name": chip.FAMILY,
        "summary": what,
        "runs_here": here,
        "architectures": architectures,
        "socs": sorted(found.socs),
        "precisions": list(chip.PRECISIONS),
    }


def ops(args: Namespace, terminal: Terminal) -> int:
    """Every ONNX operator, how it is compiled and for which types; with `--test`, the cases of a file of the user's."""
    if args.test:
        from packager.backend import check_own

        rows = [asdict(row) for row in check_own(Path(args.test))]
        terminal.result(
            "\n".join(f"{r['op']} {r['shapes']}: max error {r['error']:.1e}" for r in rows), {"cases": rows}
        )
        return 0
    from rich.markup import escape

    from packager.load import support
    from packager.report.render import table

    targets = [args.target] if args.target else target.names()
    if args.target:
        target.load(args.target)  # an unknown name is an error; all CPUs have the same operators
    found = support.rows()
    text = table("operator", "since", "how", "element types, on every CPU", "what")
    for row in found:
        name = f"{row.domain}.{row.op}" if row.domain else row.op
        text.add_row(name, str(row.since), row.kind, support.compact(row.dtypes), escape(row.doc))
    listed = [{**asdict(row), "targets": targets if row.kind != "none" else []} for row in found]
    terminal.result(text, {"target": args.target, "ops": listed})
    return 0
