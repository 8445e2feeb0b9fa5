"""`pack build` and `pack explain`: the pipeline, whole or only up to its decisions."""

from __future__ import annotations

import json
import os
from argparse import Namespace
from pathlib import Path

from packager.cli.terminal import Terminal
from packager.debug import Debug


def build(args: Namespace, terminal: Terminal) -> int:
    """Build every target of the manifest; one line each, or all of the report with -v."""
    from packager.pipeline.build import build as run
    from packager.report.render import render, summary

    reports = run(
        args.manifest,
        targets=args.target,
        out=args.out,
        toolchain=args.toolchain,
        jobs=args.jobs,
        sets=args.set,
        say=terminal.say,
        debug=Debug.of(os.environ),
    )
    if terminal.json:
        folders = [str(Path(args.out) / r.name / r.target) for r in reports]
        rows = [{"folder": f, "report": json.loads(r.to_json())} for f, r in zip(folders, reports, strict=True)]
        terminal.result("", {"builds": rows})
        return 0
    for report in reports:
        terminal.show(render(report) if terminal.verbose else summary(report))
    return 0


def explain(args: Namespace, terminal: Terminal) -> int:
    """Every node of every target: its kernel, the reason, estimated cost and bytes."""
    from rich.console import Group

    from packager.pipeline.explain import explain as decide
    from packager.pipeline.explanation import render_explanation

    found = decide(args.manifest, targets=args.target, sets=args.set, debug=Debug.of(os.environ))
    text = Group(*(render_explanation(e) for e in found))
    terminal.result(text, {"targets": [e.to_json() for e in found]})
    return 0
