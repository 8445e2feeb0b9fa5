"""Build an ONNX file for a benchmark: a manifest of a few lines is written beside the output folders."""

from __future__ import annotations

import re
from pathlib import Path

import packager
from packager.report import Report


def name_of(model: Path) -> str:
    """The name that `build` gives: the file's stem in the letters that a manifest allows."""
    return re.sub(r"[^a-z0-9_-]", "-", model.stem.lower())


def build(model: Path, targets: list[str], out: Path, *, artifacts: str, toolchain: str = "local") -> list[Report]:
    """Reports of `model` for every target; the files are in `out`/NAME/TARGET."""
    name = name_of(model)
    out.mkdir(parents=True, exist_ok=True)
    manifest = out / f"{name}.yaml"
    manifest.write_text(
        f"name: {name}\n"
        f"model: {model.resolve()}\n"
        f"targets: [{', '.join(targets)}]\n"
        f"toolchain: {toolchain}\n"
        f"artifacts: [{artifacts}]\n",
        encoding="utf-8",
    )
    return list(packager.build(manifest, out=out))
