"""`pack init`: the first manifest of a model, with its inputs and outputs, and open sizes to fill in."""

from __future__ import annotations

import json
import os
import re
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from packager import target
from packager.cli.terminal import Terminal
from packager.dtype import BY_ONNX
from packager.errors import FileMissing, Usage, Where
from packager.manifest.read import default_name

if TYPE_CHECKING:
    import onnx

PREFERRED = ("x86-64-v3", "x86-64-v2", "aarch64", "armv7")
"""Targets by preference: the first one that this machine runs natively is proposed."""


def init(args: Namespace, terminal: Terminal) -> int:
    """Write the manifest, or print it with `-o -`; an existing file is left alone."""
    from packager.load import model_file

    path = Path(args.model)
    if not path.is_file():
        raise FileMissing(
            f"the model '{args.model}' cannot be read",
            where="command line",
            why="it is a folder" if path.is_dir() else "there is no such file",
            fix="give the path of an ONNX file",
        )
    model = model_file.read(path, "", Where("command line"))
    to_stdout = args.output == "-"
    folder = Path.cwd() if to_stdout else Path(args.output).absolute().parent
    text, open_lines = manifest_text(model, path, folder)
    if to_stdout:
        terminal.result_text(text.rstrip("\n"), {"manifest": text, "fill_in": open_lines})
        return 0
    try:
        with Path(args.output).open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise Usage(
            f"'{args.output}' exists",
            where="command line",
            why="pack init does not overwrite a file",
            fix="choose another name with -o FILE, or remove the file",
        ) from None
    terminal.say(f"wrote {args.output}")
    for line in open_lines:
        terminal.say(f"fill in the sizes at {args.output}:{line}", "yellow")
    if not open_lines:
        terminal.say(f"next: pack build {args.output}")
    if terminal.json:
        terminal.result_text("", {"file": args.output, "fill_in": open_lines})
    return 0


def manifest_text(model: onnx.ModelProto, path: Path, folder: Path) -> tuple[str, list[int]]:
    """The manifest in `folder` for the model in `path`, and the numbers of the lines that have sizes to fill in."""
    constants = {t.name for t in model.graph.initializer}
    inputs = [i for i in model.graph.input if i.name not in constants]
    lines = [
        "# Manifest of pack. `pack build` reads it; docs/manifest.md explains every key.",
        f"name: {default_name(path.stem)}",
        "model:",
        f"  path: {quoted(os.path.relpath(path.absolute(), folder))}",
    ]
    fill_in: list[int] = []
    if any(_open(i) for i in inputs):
        lines.append("  inputs: # the model leaves sizes open: write numbers in place of the names")
        for value in filter(_open, inputs):
            lines.append(f"    {quoted(value.name)}: [{', '.join(_dims(value))}] # {_element(value)}")
            fill_in.append(len(lines))
    else:
        lines += [f"  # input  {quoted(i.name)}: {_element(i)}[{', '.join(_dims(i))}]" for i in inputs]
    for value in model.graph.output:
        lines.append(f"  # output {quoted(value.name)}: {_element(value)}[{', '.join(_dims(value))}]")
    lines += [f"targets: [{_here()}] # `pack targets` lists all"]
    lines += ["# budget: {binary: 95kB, weights: 4MB, ram: 8MB} # over one of them: an error"]
    pictures = [i for i in inputs if len(_dims(i)) == 4]
    if len(pictures) == 1:
        how = "{resize: letterbox, channels: rgb, scale: 0.00392157, mean: [0, 0, 0], std: [1, 1, 1]}"
        lines += [
            "# preprocess: # how `pack run --input photo.jpg` makes an input",
            f"#   {quoted(pictures[0].name)}: {how}",
        ]
    lines += ["# verify: {inputs: sample.npz, atol: 1e-4, rtol: 1e-3} # without inputs: seeded noise"]
    return "\n".join(lines) + "\n", fill_in


def quoted(text: str) -> str:
    """`text` as YAML: plain where that is safe."""
    return (
        text
        if re.fullmatch(r"[A-Za-z_./][\w./-]*", text, re.ASCII) and "null" not in text.lower()
        else json.dumps(text)
    )


def _dims(value: onnx.ValueInfoProto) -> list[str]:
    """Sizes as the model states them: numbers, names, or SIZE0 where there is neither."""
    shape = value.type.tensor_type.shape.dim
    return [str(d.dim_value) if d.dim_value > 0 else _word(d.dim_param, i) for i, d in enumerate(shape)]


def _word(name: str, index: int) -> str:
    """A dimension's name, made harmless for YAML."""
    word = re.sub(r"\W+", "_", name, flags=re.ASCII)
    return word if word and not word[0].isdigit() else f"SIZE{index}"


def _open(value: onnx.ValueInfoProto) -> bool:
    tensor = value.type.tensor_type
    return not tensor.HasField("shape") or any(d.dim_value <= 0 for d in tensor.shape.dim)


def _element(value: onnx.ValueInfoProto) -> str:
    code = value.type.tensor_type.elem_type
    return str(BY_ONNX[code]) if code in BY_ONNX else f"type{code}"


def _here() -> str:
    """The preferred target that this machine runs."""
    from packager.report.types import Execution
    from packager.run.execute import runs_natively

    for name in PREFERRED:
        t = target.load(name)
        if runs_natively(Execution.of(t)):
            return name
    return PREFERRED[0]
