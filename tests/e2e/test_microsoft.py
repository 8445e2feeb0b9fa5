"""What ONNX Runtime's optimiser saves, through `pack build`: its own operators in the file, and the same numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

import packager
from tests.e2e.conftest import HERE

pytestmark = [pytest.mark.slow, pytest.mark.toolchain, pytest.mark.usefixtures("local_toolchain")]


def network() -> onnx.ModelProto:
    """A convolution, then one block as transformers have it: a residual sum, a normalisation, and Gelu."""
    rng = np.random.default_rng(3)
    node = helper.make_node
    weights = {
        "w": rng.normal(0, 0.3, (8, 3, 3, 3)), "b": rng.normal(size=8), "gamma": rng.normal(size=8),
        "beta": rng.normal(size=8), "up": rng.normal(0, 0.3, (8, 8)),
        "half": 0.5, "one": 1.0, "root": np.sqrt(2),
    }  # fmt: skip
    nodes = [
        node("Conv", ["x", "w", "b"], ["c"], "conv", pads=[1, 1, 1, 1]),
        node("Relu", ["c"], ["r"], "relu"),
        node("Reshape", ["r", "rows"], ["flat"], "flat"),
        node("Transpose", ["flat"], ["tokens"], "tokens", perm=[0, 2, 1]),
        node("MatMul", ["tokens", "up"], ["m"], "up"),
        node("Add", ["m", "tokens"], ["sum"], "sum"),
        node("LayerNormalization", ["sum", "gamma", "beta"], ["n"], "norm", axis=-1, epsilon=1e-5),
        node("Div", ["n", "root"], ["g0"], "root"),
        node("Erf", ["g0"], ["g1"], "erf"),
        node("Add", ["g1", "one"], ["g2"], "plus"),
        node("Mul", ["n", "g2"], ["g3"], "times"),
        node("Mul", ["g3", "half"], ["y"], "half"),
    ]
    graph = helper.make_graph(
        nodes, "net", [helper.make_tensor_value_info("x", 1, [1, 3, 7, 9])],
        [helper.make_tensor_value_info("y", 1, [1, 63, 8])],
        [numpy_helper.from_array(np.asarray(a, np.float32), n) for n, a in weights.items()]
        + [numpy_helper.from_array(np.array([1, 8, 63]), "rows")],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def test_a_model_that_the_optimiser_saved_is_built_and_verified(tmp_path: Path) -> None:
    ort = pytest.importorskip("onnxruntime")
    options = ort.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "net.onnx")
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    model = network()
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    saved = {n.op_type for n in onnx.load(tmp_path / "net.onnx").graph.node if n.domain == "com.microsoft"}
    assert {"FusedConv", "Gelu", "SkipLayerNormalization"} <= saved
    (tmp_path / "net.yaml").write_text(f"model: net.onnx\ntargets: [{HERE}]\n")
    (report,) = packager.build(tmp_path / "net.yaml", out=tmp_path / "out", toolchain="local")
    assert report.verify.ok
    x = np.random.default_rng(4).normal(size=(1, 3, 7, 9)).astype(np.float32)
    found = packager.load(next((tmp_path / "out").rglob("report.json")).parent).run({"x": x})
    np.testing.assert_allclose(found["y"], session.run(["y"], {"x": x})[0], atol=1e-5)
