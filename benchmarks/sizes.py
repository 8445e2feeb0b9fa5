"""The byte ratchet: build what sizes.json lists and compare every figure with the one written down there.

    python benchmarks/sizes.py            exit 1 where a binary or an arena grew, or a budget cannot be met
    python benchmarks/sizes.py --update   write the new figures down

Networks whose file is not on this machine are passed over, by name. Bytes depend on LLVM's version and the C
compiler's: with other versions than those of sizes.json only the limits hold, and the output says so.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from onnx_build import build

from packager.errors import PackError

ROOT = Path(__file__).parents[1]
TABLE = Path(__file__).with_name("sizes.json")
TOOLS = ("llvmlite", "ziglang")


def measure(model: Path, targets: list[str], limit: int, out: Path) -> dict[str, dict[str, int]]:
    """Target -> bytes of the binary, for which `limit` is the budget, of the weights and of the arena."""
    return {
        r.target: {"binary": r.size["binary"], "weights": r.size["weights"], "arena": r.ram["arena"]}
        for r in build(model, targets, out, artifacts="exe", binary=limit)
    }


def changes(entry: dict[str, Any], now: dict[str, dict[str, int]]) -> list[tuple[str, str, int, int]]:
    """(target, figure, bytes before, bytes now) wherever they differ; before is 0 for a new figure."""
    old = entry["bytes"]
    rows = [(t, k, old.get(t, {}).get(k, 0), v) for t, figures in now.items() for k, v in figures.items()]
    return [r for r in rows if r[2] != r[3]]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="networks of sizes.json (all)")
    parser.add_argument("--update", action="store_true", help="write the figures of this run down")
    parser.add_argument(
        "--out", type=Path, default=ROOT / "build" / "sizes", help="folder for the builds (build/sizes)"
    )
    options = parser.parse_args(arguments)
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    tools = {t: version(t) for t in TOOLS}
    same_tools = table["tools"] == tools
    if not same_tools and not options.update:
        print(f"sizes.json is of {table['tools']}, here are {tools}: only the limits are checked")
    failed = False
    for name, entry in table["networks"].items():
        model = (ROOT / entry["model"]).resolve()
        if options.names and name not in options.names:
            continue
        if not model.is_file():
            print(f"{name}: {entry['model']} is not here, passed over")
            continue
        try:
            now = measure(model, table["targets"], entry["limit"], options.out)
        except PackError as error:
            print(error)
            failed = True
            continue
        for target, figures in now.items():
            line = f"{figures['binary']:>8,} of {entry['limit']:,} bytes, arena {figures['arena']:,}"
            print(f"{name:28} {target:10} {line}")
        for target, figure, before, after in changes(entry, now):
            grew = after > before > 0 and figure != "weights"
            failed |= grew and same_tools and not options.update
            line = f"{figure}: {before:,} -> {after:,} ({after - before:+,})"
            print(f"{name:28} {target:10} {line}{'  GREW' if grew else ''}")
        entry["bytes"] = {**entry["bytes"], **now}
    if options.update:
        table["tools"] = tools
        TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
