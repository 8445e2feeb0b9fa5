"""The model's interface: which values are inputs, of what size, and which are outputs; what the manifest says of it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import onnx_ir as ir
from onnx_ir.passes import common

from packager import dtype as dtypes
from packager.error import one_line
from packager.errors import (
    DynamicShape,
    ModelInvalid,
    PackError,
    UnknownName,
    Unsupported,
    Where,
    raise_all,
)
from packager.load import limits, tensors
from packager.load.inline import sort
from packager.load.model_file import damaged
from packager.load.reader import constant
from packager.load.source import Source, too_many_nodes

Pins = Mapping[str, Sequence[int]]
"""Shapes that the manifest gives to inputs."""


def cut(source: Source, outputs: Sequence[str], where: Where) -> list[str]:
    """Make the values named `outputs` (default: its own) the outputs of the model, and drop what none of them needs.

    Sorts the nodes. Initialisers listed among the inputs (IR 3) are constants, not inputs. Gives the outputs' names.
    """
    graph, file = source.model.graph, Where(source.file)
    common.RemoveInitializersFromInputsPass()(source.model)
    for value in graph.initializers.values():
        if value.const_value is not None:
            value.shape = ir.Shape(value.const_value.shape.numpy())
            value.type = ir.TensorType(value.const_value.dtype)
    written = (value for node in graph for value in node.outputs if value.name)
    values = {v.name or "": v for v in (*graph.inputs, *graph.initializers.values(), *written)}
    wanted = list(outputs) or [o.name or "" for o in graph.outputs]
    if not wanted:
        raise damaged("the model has no outputs", file, "its graph lists none")
    if len(wanted) > limits.OUTPUTS:
        raise too_many_nodes(file)
    twice = next((o for o in wanted if wanted.count(o) > 1), None)
    if twice is not None:
        raise ModelInvalid(
            f"the output '{twice}' is listed twice",
            where=file,
            why="outputs need names of their own",
            fix="remove one",
        )
    gone = "no node, input or initialiser defines it"
    raise_all(
        _unknown("output", o, values, where) if outputs else damaged(f"the output '{o}' does not exist", file, gone)
        for o in wanted
        if o not in values
    )
    for output in wanted:
        if values[output].is_graph_input():
            raise Unsupported(
                f"the output '{output}' is an input",
                where=file,
                why="the model hands it through unchanged, and both would have one name",
                fix="leave it out of the model's outputs, or list the others with `outputs:` in the manifest",
            )
    graph.outputs.clear()
    graph.outputs.extend(values[o] for o in wanted)
    sort(source)
    common.RemoveUnusedNodesPass()(source.model)
    return wanted


def _unknown(kind: str, name: str, known: Collection[str], where: Where) -> UnknownName:
    near = difflib.get_close_matches(name[:200], list(known)[:20_000], n=3, cutoff=0.4)
    shown = near or sorted(known)[:8]
    return UnknownName(
        f"the model has no {'value' if kind == 'output' else kind} '{name}'",
        where=where,
        why=f"the manifest names it as an {kind}",
        fix=("perhaps you meant " if near else "there are: ") + ", ".join(f"'{n}'" for n in shown),
    )


def pin(source: Source, pins: Pins, needed: bool, where: Where) -> None:
    """Give the inputs static shapes: the file's, or those that the manifest `pins`.

    With `needed`, inputs that no node reads are left out, whatever their size.
    """
    file, inputs = source.file, {i.name or "": i for i in source.model.graph.inputs}
    errors: list[PackError] = [_unknown("input", p, inputs, where) for p in pins if p not in inputs]
    open_: dict[str, list[str]] = {}
    for name, value in inputs.items():
        if needed and not value.uses() and not value.is_graph_output():
            continue
        try:
            shape = _shape(value, pins.get(name), Where(file), where)
        except PackError as error:
            errors.append(error)
            continue
        if isinstance(shape, list):
            open_[name] = shape
            continue
        value.shape = ir.Shape(shape)
        if 0 in shape and value.dtype is not None:  # all is known of a tensor without elements
            nothing = np.zeros(shape, dtypes.BY_ONNX[value.dtype].np)
            value.replace_all_uses_with(constant(nothing, f"{name}/empty"), replace_graph_outputs=False)
    if open_:
        lines = ", ".join(f"{_yaml(n)}: [{', '.join(dims)}]" for n, dims in open_.items())
        given = ", ".join(f"'{n}' has the shape {_as_given(inputs[n])}" for n in open_)
        errors.append(
            DynamicShape(
                f"the size of {'inputs' if len(open_) > 1 else 'input'} {', '.join(repr(n) for n in open_)} is open",
                where=where if str(where) else file,
                why=f"the model was exported with dynamic axes: {given}",
                fix=f"state sizes in the manifest (numbers in place of names):\n"
                f"         model:\n           path: {_yaml(file)}\n           inputs: {{{lines}}}",
            )
        )
    raise_all(errors)


def _as_given(value: ir.Value) -> str:
    """The shape that the model states."""
    if value.shape is None:
        return "unknown"
    return f"[{', '.join(str(d if isinstance(d, int) else d.value or '?') for d in value.shape)}]"


def _yaml(text: str) -> str:
    plain = text.replace("_", "a").replace(".", "a").replace("-", "a").replace("/", "a")
    if plain.isalnum() and not text[0].isdigit():
        return text
    return '"' + one_line(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _shape(value: ir.Value, pin: Sequence[int] | None, at: Where, where: Where) -> tuple[int, ...] | list[str]:
    """The shape of an input, where it is open the manifest's `pin`; or what to write there for each of its sizes."""
    if not isinstance(value.type, ir.TensorType):
        raise Unsupported(
            f"the input '{value.name}' is no tensor of a type that pack reads",
            where=at,
            why="pack compiles networks that take dense tensors of float32, and of other types that numpy has",
            fix="export the model with float32 tensors as inputs",
        )
    dims = None if value.shape is None else [d if isinstance(d, int) else d.value for d in value.shape]
    if pin is not None:
        fixed = [d if isinstance(d, int) and d > 0 else p for d, p in zip(dims or (), pin, strict=False)]
        if dims is not None and (len(dims) != len(pin) or fixed != list(pin)):
            raise UnknownName(
                f"the shape {list(pin)} does not fit the input '{value.name}'",
                where=where,
                why=f"the model has it as [{', '.join(str(d or '?') for d in dims)}]",
                fix="write a shape with the same number of dimensions, and the model's numbers where it has numbers",
            )
    elif dims is None:
        return ["1", "..."]
    elif any(not isinstance(d, int) or d < 0 for d in dims):
        return [_fill_in(d, axis, len(dims)) for axis, d in enumerate(dims)]
    return tensors.shape_of((d for d in pin or dims or () if isinstance(d, int)), f"the input '{value.name}'", at)


def _fill_in(size: int | str | None, axis: int, rank: int) -> str:
    """What to write for a size: the model's number, 1 for a batch, the model's name, or one of ours."""
    if isinstance(size, int) and size >= 0:
        return str(size)
    if axis == 0 and rank > 1:
        return "1"
    return size if isinstance(size, str) and size else f"SIZE{axis}"
