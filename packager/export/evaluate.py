"""Run ONNX, or a Graph, by a reference: onnxruntime without optimisations, or onnx.reference where that cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
import onnx

from packager import onnx_reference, onnx_runtime
from packager.errors import ReferenceMissing
from packager.export.model import to_onnx
from packager.graph import Array, Graph

Engine = Literal["", "onnxruntime", "onnx.reference"]


def outputs_of(
    model: onnx.ModelProto | Path,
    feeds: Mapping[str, Array],
    names: Sequence[str],
    only: Engine = "",
    own: Iterable[type] = (),
) -> tuple[str, dict[str, Array]]:
    """(name and version of the engine, the outputs `names` of `model` by name).

    onnx.reference serves where onnxruntime is not installed, does not know a type or errs; it needs seconds for a large
    convolutional network, and takes the classes `own` for the operators that they are named after. `only` asks for one
    of the two, whatever is known of it. Raises ReferenceMissing with the reason of each when none can run the model.
    """
    reasons: list[str] = []
    for name in ("onnxruntime", "onnx.reference"):
        if only not in ("", name):
            continue
        try:
            if name == "onnxruntime":
                label, values = onnx_runtime.name(), onnx_runtime.run(model, feeds, names, anyway=bool(only))
            else:
                label, values = onnx_reference.name(), onnx_reference.run(model, feeds, names, own)
            return label, dict(zip(names, values, strict=True))
        except ImportError:
            reasons.append(f"{name} is not installed")
        except Exception as error:  # whatever their C++ or numpy raises means "cannot run this"
            reasons.append(f"{name}: {' '.join(str(error).split())[:300]}")
    raise ReferenceMissing(
        "no reference can run the model",
        where=str(model) if isinstance(model, Path) else model.graph.name,
        why="; ".join(reasons),
        fix='pip install "packager[verify]" for onnxruntime; if it is there, name a sample in the manifest (`verify: '
        "{inputs: sample.npz}`), for it may not take made-up ones; else the model itself is at fault",
    )


def reference(
    model: Graph | onnx.ModelProto, feeds: Mapping[str, Array], wanted: Sequence[str] | None = None, engine: Engine = ""
) -> dict[str, Array]:
    """Values of the names `wanted` (default: the outputs) for the inputs `feeds`, in the order asked for.

    Of a graph, any value can be asked for, constants and inputs included; of a ModelProto its own outputs. `engine`
    asks for one. Raises ReferenceMissing.
    """
    return reference_by(model, feeds, wanted, engine)[1]


def reference_by(
    model: Graph | onnx.ModelProto, feeds: Mapping[str, Array], wanted: Sequence[str] | None = None, engine: Engine = ""
) -> tuple[str, dict[str, Array]]:
    """(name and version of the engine, what `reference` gives)."""
    given: dict[str, Array] = {}
    if isinstance(model, Graph):
        names = list(wanted if wanted is not None else model.outputs)
        given = {n: np.asarray(model[n].const) for n in names if model[n].const is not None}
        given.update({n: feeds[n] for n in names if n in model.inputs})
        proto = to_onnx(model, [n for n in names if n not in given] or model.outputs)
    else:
        proto, names = model, list(wanted or (o.name for o in model.graph.output))
    inputs = {i.name: feeds[i.name] for i in proto.graph.input}
    label, found = outputs_of(proto, inputs, [n for n in names if n not in given], engine)
    return label, {n: np.asarray({**given, **found}[n]) for n in names}
