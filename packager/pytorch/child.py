"""The process that has PyTorch in it: a job on standard input -> an ONNX file, and an answer on standard output.

Started by its path, and independent of the package: what the user's module imports cannot meet pack's own code. An
answer is JSON, {"kind", "why", "known"}; `kind` is done, torch, module, factory, inputs, outputs or failed.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import random
import re
import site
import sys
import sysconfig
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any

DTYPES = {
    "f32": "float32", "f64": "float64", "f16": "float16", "bf16": "bfloat16", "i8": "int8", "i16": "int16",
    "i32": "int32", "i64": "int64", "u8": "uint8", "bool": "bool",
}  # fmt: skip
"""Element types by pack's name, and PyTorch's."""

LONGEST = 400
"""Characters of a reason."""

SEVERAL = 20
"""Names that an answer lists."""


class Refused(Exception):
    """The answer to a job that cannot be done."""

    def __init__(self, kind: str, why: str, known: list[str] | None = None) -> None:
        super().__init__(why)
        self.answer = {"kind": kind, "why": why, "known": known or []}


def main() -> None:
    """Read the job, do it, and leave the answer."""
    job: dict[str, Any] = json.load(sys.stdin)
    out = os.dup(1)
    os.dup2(2, 1)  # what the module prints is no part of the answer
    # What the module imports lies beside the manifest or on Python's path, not beside this file.
    sys.path[:] = [p for p in sys.path if p != str(Path(__file__).parent)]
    answer = {"kind": "done", "why": "", "known": []}
    try:
        export(job)
    except Refused as refused:
        answer = refused.answer
    with os.fdopen(out, "w", encoding="utf-8") as stream:
        json.dump(answer, stream)


def export(job: dict[str, Any]) -> None:
    """Write the job's file. Raises Refused."""
    try:
        import onnx
        import torch
    except Exception as error:  # a broken installation raises whatever it likes
        raise Refused("torch", reason(error, "")) from error
    folder = job["folder"]
    sys.path.insert(0, folder)
    seed(torch)
    made = built(loaded(job["module"], folder), job, torch)
    network, examples = made if isinstance(made, tuple) and len(made) == 2 else (made, None)
    if not isinstance(network, torch.nn.Module):
        raise Refused("failed", f"'{job['factory']}' gives {article(network)}, which is no torch.nn.Module")
    network.eval()
    names, args, kwargs = fed(network, examples, job["inputs"], torch)
    try:
        with torch.no_grad():
            results = torch.utils._pytree.tree_leaves(network(*args, **kwargs))
    except Exception as error:
        raise Refused("failed", f"the network does not take its inputs: {reason(error, folder)}") from error
    count = sum(isinstance(result, torch.Tensor) for result in results)
    if job["outputs"] and len(job["outputs"]) != count:
        raise Refused("outputs", f"the network gives {count}, the manifest names {len(job['outputs'])}")
    try:
        torch.onnx.export(
            network, args, job["file"], kwargs=kwargs, input_names=names, output_names=job["outputs"] or None,
            dynamo=True, external_data=False, verbose=False,
        )  # fmt: skip
        model = onnx.load(job["file"])
    except Exception as error:
        raise Refused("failed", reason(error, folder)) from error
    forget(model)
    Path(job["file"]).write_bytes(model.SerializeToString(deterministic=True))


def seed(torch: ModuleType) -> None:
    """A module that draws its weights draws the same ones each time."""
    import numpy

    random.seed(0)
    numpy.random.seed(0)
    torch.manual_seed(0)


def loaded(name: str, folder: str) -> ModuleType:
    """The user's module."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            raise Refused("module", str(error)) from error
        raise Refused("failed", f"the module cannot be imported: {reason(error, folder)}") from error
    except (Exception, SystemExit) as error:
        raise Refused("failed", f"the module cannot be imported: {reason(error, folder)}") from error


def built(module: ModuleType, job: dict[str, Any], torch: ModuleType) -> Any:
    """What the factory gives; a network that stands in the module is its own."""
    found: Any = module
    for part in job["factory"].split("."):
        if not hasattr(found, part):
            own = (n for n, v in vars(module).items() if not n.startswith("_") and callable(v))
            known = [n for n in own if getattr(getattr(module, n), "__module__", "") == module.__name__]
            file = getattr(module, "__file__", None) or module.__name__
            raise Refused("factory", f"{file} defines no '{part}'", known[:SEVERAL])
        found = getattr(found, part)
    if isinstance(found, torch.nn.Module):
        return found
    try:
        return found()
    except (Exception, SystemExit) as error:
        raise Refused("failed", f"'{job['factory']}()' raised {reason(error, job['folder'])}") from error


def fed(network: Any, examples: Any, stated: list[dict[str, Any]], torch: ModuleType) -> tuple[list[str], Any, Any]:
    """Names of the inputs, and the network's arguments by place and by name.

    What the factory gave goes before noise of the stated shapes. Inputs go by name where all have names of parameters
    of `forward`, else in their order.
    """
    parameters = [p for p in inspect.signature(network.forward).parameters.values() if p.kind != p.VAR_KEYWORD]
    free = [p.name for p in parameters if p.kind != p.VAR_POSITIONAL]
    if examples is None:
        if not stated:
            raise Refused("inputs", "neither the manifest nor the factory states any")
        given = {one["name"]: noise(one, torch) for one in stated}
    elif isinstance(examples, dict):
        given = dict(examples)
        if stated and {one["name"] for one in stated} != set(given):
            raise Refused("inputs", f"the factory gives examples for {', '.join(given)}")
    else:
        several = list(examples) if isinstance(examples, (tuple, list)) else [examples]
        names = [one["name"] for one in stated] or free[: len(several)]
        if len(names) != len(several):
            raise Refused("inputs", f"the factory gives {len(several)} examples, there are {len(names)} names")
        given = dict(zip(names, several, strict=True))
    for one in stated:
        agree(one, given[one["name"]])
    wrong = [name for name, value in given.items() if not isinstance(value, torch.Tensor)]
    if wrong:
        raise Refused("inputs", f"the example for '{wrong[0]}' is {article(given[wrong[0]])}, not a tensor")
    if not set(given) <= set(free) or isinstance(examples, (tuple, list, torch.Tensor)):
        return list(given), tuple(given.values()), {}
    ordered = {name: given[name] for name in free if name in given}
    lead = next((i for i, name in enumerate(free) if name not in ordered), len(free))
    by_place = [p.name for p in parameters[:lead] if p.kind != p.KEYWORD_ONLY]
    rest = {name: value for name, value in ordered.items() if name not in by_place}
    return list(ordered), tuple(ordered[name] for name in by_place), rest


def noise(one: dict[str, Any], torch: ModuleType) -> Any:
    """An example: normal noise, zeros for all that is not a floating-point number, which may be indices."""
    kind = getattr(torch, DTYPES[one["dtype"] or "f32"])
    return torch.randn(one["shape"]).to(kind) if kind.is_floating_point else torch.zeros(one["shape"], dtype=kind)


def agree(one: dict[str, Any], example: Any) -> None:
    """Raise Refused where the manifest says something else of an input than the factory's example."""
    shape = list(getattr(example, "shape", ()))
    if shape != list(one["shape"]):
        raise Refused("inputs", f"the factory's example for '{one['name']}' has the shape {shape}")
    kind = str(getattr(example, "dtype", "")).removeprefix("torch.")
    if one["dtype"] and kind != DTYPES[one["dtype"]]:
        raise Refused("inputs", f"the factory's example for '{one['name']}' is of the type {kind}")


def forget(model: Any) -> None:
    """Take out what exporters write beside the network: stack traces with paths, and names that no one reads."""
    del model.metadata_props[:]
    bodies: list[Any] = [model.graph, *model.functions]
    for body in bodies:  # which grows by the branches in it
        values = (*body.input, *body.output, *body.initializer) if hasattr(body, "initializer") else ()
        for one in (body, *body.node, *body.value_info, *values):
            one.doc_string = ""
            del one.metadata_props[:]
        bodies += [a.g for node in body.node for a in node.attribute if a.HasField("g")]


def reason(error: BaseException, folder: str) -> str:
    """The first cause in one line, and the last line of the user's own code on the way to it."""
    while error.__cause__ is not None:
        error = error.__cause__
    lines = [line.strip() for line in re.sub("\x1b\\[[0-9;]*m", "", str(error)).splitlines() if line.strip()]
    text = f"{type(error).__name__}: {lines[0]}"[:LONGEST] if lines else type(error).__name__
    foreign = {sysconfig.get_path(p) for p in ("stdlib", "purelib", "platlib")} | {*site.getsitepackages(), __file__}
    own = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith((*foreign, "<"))]
    if not own:
        return text
    path = own[-1].filename
    inside = os.path.relpath(path, folder) if folder and path.startswith(folder) else path
    return f"{text} ({inside}:{own[-1].lineno}, in {own[-1].name})"


def article(value: object) -> str:
    """What kind of thing `value` is, in words."""
    return f"an object of the type {type(value).__name__}"


if __name__ == "__main__":
    main()
