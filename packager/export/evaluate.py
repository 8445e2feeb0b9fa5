"""Run a Graph or a ModelProto by a reference: onnxruntime without optimisations, or onnx.reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any, Literal

import numpy as np
import onnx

from packager.export.model import to_onnx
from packager.graph import Array, Graph

Engine = Literal["auto", "onnxruntime", "onnx.reference"]


def engine_name(engine: Engine = "auto") -> str:
    """Name and version of the engine that `reference` takes for `engine`: `onnxruntime 1.23.0`."""
    if _pick(engine) == "onnxruntime":
        import onnxruntime

        return f"onnxruntime {onnxruntime.__version__}"
    return f"onnx.reference {onnx.__version__}"


def reference(
    model: Graph | onnx.ModelProto,
    feeds: Mapping[str, Array],
    wanted: Sequence[str] | None = None,
    engine: Engine = "auto",
) -> dict[str, Array]:
    """Values of the names `wanted` (default: the outputs) for the inputs `feeds`, in the order asked for.

    Of a graph, any value can be asked for, constants and inputs included; of a ModelProto its own outputs. `auto`
    takes onnxruntime where it is installed; `engine_name` says which it is. onnx.reference needs seconds for a large
    convolutional network. Whatever the engine raises comes through: the models here are our own.
    """
    given: dict[str, Array] = {}
    names = list(wanted) if wanted is not None else []
    if isinstance(model, Graph):
        names = names if wanted is not None else list(model.outputs)
        given = {n: np.asarray(model[n].const) for n in names if model[n].const is not None}
        given.update({n: feeds[n] for n in names if n in model.inputs})
        proto = to_onnx(model, [n for n in names if n not in given] or model.outputs)
    else:
        proto, names = model, names or [o.name for o in model.graph.output]
    asked = [n for n in names if n not in given]
    inputs = {i.name: feeds[i.name] for i in proto.graph.input}
    with np.errstate(all="ignore"):
        results = (_onnxruntime if _pick(engine) == "onnxruntime" else _reference)(proto, inputs, asked)
    found = {**given, **dict(zip(asked, results, strict=True))}
    return {n: np.asarray(found[n]) for n in names}


def _pick(engine: Engine) -> str:
    return engine if engine != "auto" else "onnxruntime" if find_spec("onnxruntime") else "onnx.reference"


def _onnxruntime(model: onnx.ModelProto, feeds: Mapping[str, Array], names: list[str]) -> list[Array]:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return list(session.run(names, dict(feeds))) if names else []


def _reference(model: onnx.ModelProto, feeds: Mapping[str, Array], names: list[str]) -> list[Array]:
    from onnx.reference import ReferenceEvaluator

    results: Any = ReferenceEvaluator(model).run(names, dict(feeds)) if names else []
    return list(results)
