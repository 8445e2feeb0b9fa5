"""Where each kilobyte of an executable goes: the labels of report.json, put together by what they are for.

    python benchmarks/kilobytes.py MODEL.onnx ... [--target x86-64-v3 ...] [--optimize speed size]

One column for each build. The groups of a column add up to the file's size, as the labels do that they are made of.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from onnx_build import build

from packager.report.types import Report

GROUPS = {
    "kernels: convolutions and products": ("conv_",),
    "kernels: depthwise convolutions": ("depthwise_",),
    "kernels: Winograd's transforms": ("winograd",),
    "kernels: ends of tiles (activations, residuals)": ("finish_",),
    "kernels: pools and sums": ("pool_", "reduce_"),
    "kernels: copies, zeros, layout": ("copy_", "fill", "interleave", "transpose_", "gather"),
    "kernels: all others": (),
    "kernels for AVX-512, beside the others": (),
    "steps: the calls in order": ("steps",),
    "steps: tables of kernels, sizes and arguments": ("kernel table", "function table", "tensor sizes", "frame"),
    "steps: their reader": ("pack_steps", "pack_leb", "pack_level"),
    "constants of kernels": ("constants",),
    "program: files, memory, hash, arguments": ("pack_", "_start"),
    "program: usage and error texts": ("usage text", "error messages"),
    "ELF headers, alignment": ("ELF", "program headers", "alignment", "section"),
}
"""Group -> how the names of its labels begin."""


def group_of(name: str, kind: str, kernels: set[str]) -> str:
    """The group of the label `name`."""
    if name in kernels and name.endswith("_wide"):
        return "kernels for AVX-512, beside the others"
    for group, prefixes in GROUPS.items():
        if name.startswith(prefixes) and (name in kernels) == group.startswith("kernels"):
            return group
    if name in kernels:
        return "kernels: all others"
    return "ELF headers, alignment" if kind in ("headers", "padding") else "program: files, memory, hash, arguments"


def grouped(report: Report) -> Counter[str]:
    """Bytes of each group."""
    kernels, found = {k.symbol for k in report.kernels}, Counter[str]()
    for label in report.labels:
        found[group_of(label.name, label.kind, kernels)] += label.bytes
    if found.total() != report.size["binary"]:
        raise SystemExit(f"the labels of {report.name} do not add up to its size")
    return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=Path, metavar="MODEL.onnx")
    parser.add_argument("--target", nargs="+", default=["x86-64-v3"], metavar="T")
    parser.add_argument("--optimize", nargs="+", default=["speed", "size"], choices=["speed", "size"])
    parser.add_argument("--toolchain", default="local")
    parser.add_argument("--out", type=Path, default=Path("build/kilobytes"), help="folder for the builds")
    options = parser.parse_args(arguments)
    for model in options.models:
        columns: dict[str, Counter[str]] = {}
        for optimize in options.optimize:
            folder = options.out / optimize
            for report in build(
                model, options.target, folder, artifacts="exe", toolchain=options.toolchain, optimize=optimize
            ):
                columns[f"{report.target}, {optimize}"] = grouped(report)
        print(f"{model.stem:48}" + "".join(f"{title:>19}" for title in columns))
        for group in GROUPS:
            if any(found[group] for found in columns.values()):
                print(f"{group:48}" + "".join(f"{found[group]:19,}" for found in columns.values()))
        print(f"{'all':48}" + "".join(f"{found.total():19,}" for found in columns.values()))
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
