"""ONNX -> the float32 core that is quantised and compiled: folded by onnxruntime, every node with a name of its own."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import onnx
from onnx import version_converter

from packager.errors import DynamicShape, ModelInvalid, Where
from packager.snpe.ends import Ends, inputs_of, strip
from packager.snpe.install import onnxruntime

OPSET = 21
"""The first with 16-bit QuantizeLinear; what packager.export writes."""


@dataclass(frozen=True)
class Prepared:
    """`model` is the network as it was given, `core` its float32 core, `ends` its integer inputs and outputs."""

    model: onnx.ModelProto
    core: onnx.ModelProto
    ends: Ends


def prepare(model: onnx.ModelProto, name: str) -> Prepared:
    """Fold constants and batch normalisation (onnxruntime's basic optimisations), strip integer ends, name the nodes.

    Raises DynamicShape for an input without a size, ModelInvalid for a model that onnx or onnxruntime refuses.
    """
    for tensor, shape in inputs_of(model):
        if 0 in shape:
            raise DynamicShape(
                f"the input '{tensor}' of {name} has no fixed size",
                where=Where(name),
                why=f"its shape is {list(shape)}, where 0 is a size that the model leaves open",
                fix=f"state it: `model: {{path: ..., inputs: {{{tensor}: [...]}}}}`",
            )
    try:
        opset = next(o.version for o in model.opset_import if o.domain in ("", "ai.onnx"))
        newer = version_converter.convert_version(model, OPSET) if opset < OPSET else model
        core, ends = strip(newer)
        return Prepared(newer, _named(_folded(core)), ends)
    except Exception as error:  # whatever onnx and onnxruntime raise means that they cannot read it
        raise ModelInvalid(
            f"{name} cannot be prepared for the HTP",
            where=Where(name),
            why=" ".join(str(error).split())[:500] or type(error).__name__,
            fix="check the model with onnx.checker, and export it at operator set 21",
        ) from error


def _folded(model: onnx.ModelProto) -> onnx.ModelProto:
    ort = onnxruntime()
    with tempfile.TemporaryDirectory(prefix="pack-") as folder:
        path = Path(folder) / "folded.onnx"
        options = ort.SessionOptions()
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(path)
        options.log_severity_level = 4
        ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        folded = onnx.load(str(path))
    # onnxruntime writes down all operator sets that it knows.
    domains = {n.domain for n in folded.graph.node} | {""}
    used = [o for o in folded.opset_import if o.domain in domains]
    del folded.opset_import[:]
    folded.opset_import.extend(used)
    return folded


def _named(model: onnx.ModelProto) -> onnx.ModelProto:
    """Every node with a name that no other has: errors, widths and the report speak of nodes by name."""
    taken: set[str] = set()
    for node in model.graph.node:
        stem = node.name or node.output[0]
        number = 0
        while (name := f"{stem}.{number}" if number else stem) in taken:
            number += 1
        taken.add(name)
        node.name = name
    return model
