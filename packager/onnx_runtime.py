"""ONNX Runtime as an oracle: without its optimiser, and not asked what it is known to answer wrongly."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import onnx

from packager.dtype import F8E4M3FN
from packager.graph import Array


def module() -> Any:
    """The module. Raises ImportError. It is kept from writing into the home folder and calling home."""
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # it has to be there before the import
    return import_module("onnxruntime")


def name() -> str:
    """Name and version. Raises ImportError."""
    return f"onnxruntime {module().__version__}"


def run(
    model: onnx.ModelProto | Path, feeds: Mapping[str, Array], names: Sequence[str], anyway: bool = False
) -> list[Array]:
    """The outputs `names`, computed node by node on one thread.

    Raises ImportError, RuntimeError where this version is known to err unless it is asked `anyway`, and whatever it
    raises itself.
    """
    ort = module()
    graph = onnx.load(str(model), load_external_data=False).graph if isinstance(model, Path) else model.graph
    if not anyway and (why := errs(ort.__version__, graph)):
        raise RuntimeError(f"version {ort.__version__} {why}")
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    options.log_severity_level = 4
    source = str(model) if isinstance(model, Path) else model.SerializeToString()
    session = ort.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    types = {o.name: o.type for o in session.get_outputs()}
    values = session.run(list(names), dict(feeds)) if names else []
    return [_typed(np.asarray(value), types[name]) for name, value in zip(names, values, strict=True)]


def _typed(value: Array, kind: str) -> Array:
    """What it gives as bytes, as the numbers that they stand for."""
    raw = kind == "tensor(float8e4m3fn)" and value.dtype == np.uint8
    return value.view(F8E4M3FN.np) if raw else value


def errs(version: str, graph: onnx.GraphProto) -> str:
    """How this version may err on one of the nodes of `graph`; '' where it is known to be right."""
    old = tuple(int(part) for part in version.split(".")[:2]) < (1, 24)  # 1.23 is the last for Python 3.10
    for node in graph.node:
        attrs = {a.name: a for a in node.attribute}
        if old and node.op_type == "AveragePool" and "count_include_pad" in attrs and attrs["count_include_pad"].i:
            uneven = "pads" in attrs and len(set(attrs["pads"].ints)) > 1
            if uneven or ("auto_pad" in attrs and attrs["auto_pad"].s.startswith(b"SAME")):
                return "divides averages wrongly where pads that differ count"
        tracks = "nodes_missing_value_tracks_true"
        if old and node.op_type == "TreeEnsemble" and tracks in attrs and any(attrs[tracks].ints):
            return "does not go where nodes say of missing values"
        if old and node.domain == "com.microsoft" and "Attention" in node.op_type:
            return f"may end the process on {node.op_type}"
        mode = attrs["coordinate_transformation_mode"].s if "coordinate_transformation_mode" in attrs else b""
        if node.op_type == "Resize" and mode == b"align_corners" and _cuts(graph, *node.input[:1], *node.input[2:]):
            return "takes a size times a scale as a whole number where corners are aligned"
        if node.op_type == "Attention" and not node.domain and len(node.output) > 3 and node.output[3]:
            return "masks with the least number instead of minus infinity, which its fourth output shows"
    return ""


def _cuts(graph: onnx.GraphProto, x: str = "", scales: str = "", sizes: str = "") -> bool:
    """Whether an image `x` times `scales` has sizes that are no whole numbers, as far as the file says."""
    by = next((onnx.numpy_helper.to_array(t) for t in graph.initializer if t.name == scales), np.array([]))
    dims = next((v.type.tensor_type.shape.dim for v in (*graph.input, *graph.value_info) if v.name == x), ())
    if sizes or by.size == 0 or len(dims) != by.size:
        return False
    found = by * [d.dim_value for d in dims]
    return bool((np.abs(found - np.rint(found)) > 1e-3).any())
