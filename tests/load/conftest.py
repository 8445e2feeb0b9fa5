"""Models as text, and the check that a loaded graph computes what a reference computes from the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper, parser
from onnx.reference import ReferenceEvaluator

from packager.export import reference, to_onnx
from packager.graph import Array, Graph
from packager.load import load

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    """`save(text, opset)`: the file of a model in ONNX's text form, or of a ModelProto."""

    def write(model: str | onnx.ModelProto, opset: int = 13, name: str = "m.onnx") -> Path:
        if isinstance(model, str):
            model = parser.parse_model(f'<ir_version: 8, opset_import: ["": {opset}, "local": 1]> {model}')
        path = tmp_path / name
        onnx.save(model, str(path))
        return path

    return write


@pytest.fixture
def same(save: Save) -> Callable[..., Graph]:
    """`same(text, opset)`: load the model, compare its export with the file itself in `engine`, give the graph."""
    ort = pytest.importorskip("onnxruntime")

    def check(
        model: str | onnx.ModelProto,
        opset: int = 13,
        atol: float = 1e-6,
        engine: str = "onnxruntime",
        **options: object,
    ) -> Graph:
        path = save(model, opset)
        graph = load(path, **options)
        onnx.checker.check_model(to_onnx(graph), full_check=True)
        feeds = random_inputs(graph)
        if engine == "onnxruntime":
            quiet = ort.SessionOptions()
            quiet.log_severity_level = 4
            oracle = ort.InferenceSession(str(path), quiet, providers=["CPUExecutionProvider"])
        else:
            oracle = ReferenceEvaluator(str(path))
        wanted = dict(zip(graph.outputs, oracle.run(list(graph.outputs), feeds), strict=True))
        found = reference(graph, feeds, engine=engine)
        for name in graph.outputs:
            assert found[name].shape == wanted[name].shape == graph[name].shape
            assert found[name].dtype == wanted[name].dtype == graph[name].dtype.np
            np.testing.assert_allclose(found[name], wanted[name], atol=atol, rtol=1e-5)
        return graph

    return check


def random_inputs(graph: Graph, seed: int = 7) -> dict[str, Array]:
    """An array for every input: normally distributed floats, or small integers."""
    rng = np.random.default_rng(seed)
    return {
        n: rng.normal(size=graph[n].shape).astype(graph[n].dtype.np)
        if graph[n].dtype.is_float
        else rng.integers(0, 2, graph[n].shape).astype(graph[n].dtype.np)
        for n in graph.inputs
    }


@pytest.fixture
def one_node() -> Callable[..., onnx.ModelProto]:
    """`one_node(op, inputs, consts, opset, **attrs)`: a model of one operator whose output has an open type."""

    def make(
        op: str, shapes: list[tuple[int, ...]], consts: list[Array | None] = (), opset: int = 13, **attrs: object
    ) -> onnx.ModelProto:
        names = [f"x{i}" for i in range(len(shapes))]
        extra = ["" if c is None else f"c{i}" for i, c in enumerate(consts)]
        node = helper.make_node(op, names + extra, ["y"], **attrs)
        graph = helper.make_graph(
            [node],
            "g",
            [helper.make_tensor_value_info(n, 1, s) for n, s in zip(names, shapes, strict=True)],
            [onnx.ValueInfoProto(name="y")],
            [onnx.numpy_helper.from_array(c, n) for c, n in zip(consts, extra, strict=True) if c is not None],
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)

    return make
