"""The model's interface: which values are inputs, of what size, and which are outputs; what the manifest says of it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

import onnx

from packager import dtype as dtypes
from packager.errors import (
    DynamicShape,
    ModelInvalid,
    PackError,
    UnknownName,
    Unsupported,
    Where,
    raise_all,
)
from packager.graph import Value
from packager.load import tensors
from packager.load.scope import Scope, import_versions

Pins = Mapping[str, Sequence[int]]
"""Shapes that the manifest gives to inputs."""


def opsets(model: onnx.ModelProto, file: str) -> dict[str, int]:
    """Domain -> version of the operator sets that the model imports."""
    if model.ir_version < 3 or not model.opset_import:
        raise Unsupported(
            f"the file is of ONNX IR version {model.ir_version}",
            where=file,
            why="pack reads version 3 (ONNX 1.0) and newer, which state their operator sets",
            fix="export the model again with a current exporter",
        )
    return import_versions(model.opset_import, file)


def wanted_outputs(graph: onnx.GraphProto, outputs: Sequence[str], scope: Scope, file: str, where: Where) -> list[str]:
    """Names of the graph's outputs: the manifest's or the model's own."""
    wanted = list(outputs) or [o.name for o in graph.output]
    if not wanted:
        raise ModelInvalid("the model has no outputs", where=file, why="its graph lists none", fix="export it again")
    twice = sorted({o for o in wanted if wanted.count(o) > 1})
    if twice:
        raise ModelInvalid(
            f"the output '{twice[0]}' is listed twice",
            where=file,
            why="outputs need names of their own",
            fix="remove one",
        )
    known = {o for n in graph.node for o in n.output if o} | {i.name for i in graph.input} | scope.lazy.keys()
    errors = [_unknown("output", o, known, where) for o in outputs if o not in known]
    raise_all(errors)
    return wanted


def _unknown(kind: str, name: str, known: set[str] | dict[str, object], where: Where) -> UnknownName:
    near = difflib.get_close_matches(name[:200], list(known)[:20_000], n=3, cutoff=0.4)
    shown = near or sorted(known)[:8]
    return UnknownName(
        f"the model has no {'value' if kind == 'output' else kind} '{name}'",
        where=where,
        why=f"the manifest names it as an {kind}",
        fix=("perhaps you meant " if near else "there are: ") + ", ".join(f"'{n}'" for n in shown),
    )


def inputs_of(graph: onnx.GraphProto, pins: Pins, scope: Scope, file: str, where: Where) -> list[Value]:
    """The inputs with static shapes. Initialisers listed among the inputs (IR 3) are constants, not inputs.

    Inputs that are absent from the scope, because nothing wanted needs them, are left out, whatever their size.
    """
    declared = {i.name: i for i in graph.input if i.name not in scope.lazy}
    errors: list[PackError] = [_unknown("input", p, set(declared), where) for p in pins if p not in declared]
    if len(declared) + len(scope.lazy.keys() & {i.name for i in graph.input}) < len(graph.input):
        errors.append(
            ModelInvalid(
                "two inputs have one name", where=file, why="a name stands for one tensor", fix="export it again"
            )
        )
    values: list[Value] = []
    open_: dict[str, list[str]] = {}
    for name, info in declared.items():
        if name in scope.absent:
            continue
        try:
            values.append(_input(info, tuple(pins[name]) if name in pins else None, open_, file, where))
        except _Open:
            continue
        except PackError as error:
            errors.append(error)
    if open_:
        lines = ", ".join(f"{_yaml(n)}: [{', '.join(dims)}]" for n, dims in open_.items())
        errors.append(
            DynamicShape(
                f"the size of {'inputs' if len(open_) > 1 else 'input'} {', '.join(repr(n) for n in open_)} is open",
                where=where if str(where) else file,
                why=f"the model was exported with dynamic axes: {lines}",
                fix=f"state sizes in the manifest (numbers in place of names):\n"
                f"         model:\n           path: {_yaml(file)}\n           inputs: {{{lines}}}",
            )
        )
    raise_all(errors)
    return values


class _Open(Exception):
    """The input's sizes are not all known; what to write is in the caller's list."""


def _yaml(text: str) -> str:
    plain = text.replace("_", "a").replace(".", "a").replace("-", "a").replace("/", "a")
    return (
        text
        if plain.isalnum() and not text[0].isdigit()
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def _input(
    info: onnx.ValueInfoProto, pin: tuple[int, ...] | None, open_: dict[str, list[str]], file: str, where: Where
) -> Value:
    """One input; its open sizes are taken from the manifest's `pin`, or noted in `open_`."""
    at = Where(file)
    if not info.type.HasField("tensor_type"):
        kind = info.type.WhichOneof("value") or "untyped value"
        raise Unsupported(
            f"the input '{info.name}' is a {kind.replace('_type', '')}",
            where=at,
            why="pack compiles networks that take dense tensors",
            fix="export the model with tensors as inputs",
        )
    tensor = info.type.tensor_type
    if tensor.elem_type not in dtypes.BY_ONNX:
        raise Unsupported(
            f"the input '{info.name}' has elements of type {tensors.type_name(tensor.elem_type)}",
            where=at,
            why="pack compiles float32, and integer and other float types that numpy has",
            fix="export the model with a float32 input",
        )
    dims = [(d.dim_value if d.HasField("dim_value") else None, d.dim_param) for d in tensor.shape.dim]
    if not tensor.HasField("shape"):
        if pin is None:
            open_[info.name] = ["1", "..."]
            raise _Open
        dims = [(None, "")] * len(pin)
    if pin is not None:
        fixed = [size for size, _ in dims]
        if len(pin) != len(dims) or any(f not in (None, 0, -1, p) for f, p in zip(fixed, pin, strict=False)):
            stated = ", ".join(str(size) if size is not None else param or "?" for size, param in dims)
            raise UnknownName(
                f"the shape {list(pin)} does not fit the input '{info.name}'",
                where=where,
                why=f"the model has it as [{stated}]",
                fix="write a shape with the same number of dimensions, and the model's numbers where it has numbers",
            )
        shape = tensors.shape_of(pin, f"the input '{info.name}'", at)
    else:
        if any(size is None or size < 0 for size, _ in dims):
            open_[info.name] = [
                str(size)
                if size is not None and size >= 0
                else "1"
                if i == 0 and len(dims) > 1
                else param or f"SIZE{i}"
                for i, (size, param) in enumerate(dims)
            ]
            raise _Open
        shape = tensors.shape_of((size or 0 for size, _ in dims), f"the input '{info.name}'", at)
    if 0 in shape:
        raise ModelInvalid(
            f"the input '{info.name}' is empty",
            where=at,
            why=f"its shape is {list(shape)}",
            fix="export the model with sizes above 0, or state them with `inputs:` in the manifest",
        )
    return Value(info.name, shape, dtypes.BY_ONNX[tensor.elem_type])
