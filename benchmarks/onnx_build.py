"""Build an ONNX file for a benchmark: a manifest of a few lines is written beside the output folders."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

import packager
from packager.debug import QUIET, Debug
from packager.report.types import Report


def name_of(model: Path) -> str:
    """The name that `build` gives: the file's stem in the letters that a manifest allows."""
    return re.sub(r"[^a-z0-9_-]", "-", model.stem.lower())


def stored_inputs(model: Path) -> dict[str, np.ndarray]:
    """Real inputs from io/<stem>.npz beside the model (keys `in:<name>`); empty where there is no such file."""
    stored = model.parent / "io" / f"{model.stem}.npz"
    if not stored.is_file():
        return {}
    with np.load(stored) as arrays:
        return {key[3:]: arrays[key] for key in arrays.files if key.startswith("in:")}


def build(
    model: Path,
    targets: list[str],
    out: Path,
    *,
    artifacts: str,
    toolchain: str = "local",
    engines: str = "llvm",
    binary: int | None = None,
    optimize: str = "speed",
    debug: Debug = QUIET,
) -> list[Report]:
    """Reports of `model` for every target, verified on its stored inputs; the files are in `out`/NAME/TARGET. `binary`
    is the budget of the executable in bytes, `optimize` the manifest's key."""
    name, inputs = name_of(model), stored_inputs(model)
    out.mkdir(parents=True, exist_ok=True)
    lines = [
        f"name: {name}",
        f"model: {model.resolve()}",
        f"targets: [{', '.join(targets)}]",
        f"toolchain: {toolchain}",
        f"artifacts: [{artifacts}]",
        f"engines: [{engines}]",
        f"optimize: {optimize}",
    ]
    if binary is not None:
        lines.append(f"budget: {{binary: {binary}}}")
    if inputs:
        arrays: dict[str, Any] = {**inputs}
        np.savez(out / f"{name}.npz", **arrays)
        lines.append(f"verify: {{inputs: {name}.npz}}")
    manifest = out / f"{name}.yaml"
    manifest.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(packager.build(manifest, out=out, debug=debug))
