"""Small networks for the tests of snpe."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def _model(nodes, inputs, outputs, arrays) -> onnx.ModelProto:
    values = [[helper.make_tensor_value_info(n, t, s) for n, t, s in ends] for ends in (inputs, outputs)]
    constants = [
        numpy_helper.from_array(v if v.dtype != np.float64 else v.astype(np.float32), k) for k, v in arrays.items()
    ]
    graph = helper.make_graph(nodes, "small", *values, constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)


def small_network(middle: str = "Relu") -> onnx.ModelProto:
    """Conv -> `middle` -> Conv -> GlobalAveragePool, f32[1, 3, 16, 16] -> f32[1, 8, 1, 1]; seeded weights."""
    rng = np.random.default_rng(0)
    nodes = [
        helper.make_node("Conv", ["x", "w0", "b0"], ["a"], name="first", kernel_shape=[3, 3], pads=[1] * 4),
        helper.make_node(middle, ["a"], ["b"], name="the middle"),
        helper.make_node("Conv", ["b", "w1", "b1"], ["c"], name="second", kernel_shape=[3, 3], pads=[1] * 4),
        helper.make_node("GlobalAveragePool", ["c"], ["y"], name="pool"),
    ]
    arrays = {
        "w0": rng.normal(0, 0.3, (8, 3, 3, 3)), "b0": rng.normal(0, 0.1, 8),
        "w1": rng.normal(0, 0.2, (8, 8, 3, 3)), "b1": rng.normal(0, 0.1, 8),
    }  # fmt: skip
    return _model(nodes, [("x", 1, [1, 3, 16, 16])], [("y", 1, [1, 8, 1, 1])], arrays)


def noisy_network() -> onnx.ModelProto:
    """x * sigmoid(x) behind a layer one of whose channels is a hundred times the others; two levels joined by Concat."""
    rng = np.random.default_rng(1)
    w0 = rng.normal(0, 0.3, (8, 3, 1, 1))
    w0[0] *= 100
    nodes = [
        helper.make_node("Conv", ["x", "w0"], ["a"], name="first", kernel_shape=[1, 1]),
        helper.make_node("Sigmoid", ["a"], ["g"], name="gate"),
        helper.make_node("Mul", ["a", "g"], ["b"], name="swish"),
        helper.make_node("Conv", ["b", "w1"], ["c"], name="second", kernel_shape=[3, 3], pads=[1] * 4, group=8),
        helper.make_node("Concat", ["b", "c"], ["d"], name="join", axis=1),
        helper.make_node("Conv", ["d", "w2"], ["y"], name="last", kernel_shape=[1, 1]),
    ]
    w1 = rng.normal(0, 1, (8, 1, 3, 3))
    w1[0] /= 100
    w2 = rng.normal(0, 1, (4, 16, 1, 1))
    w2[:, 0] /= 100
    return _model(nodes, [("x", 1, [1, 3, 16, 16])], [("y", 1, [1, 4, 16, 16])], {"w0": w0, "w1": w1, "w2": w2})


def byte_network() -> onnx.ModelProto:
    """uint8 picture -> Cast -> Conv -> Relu -> mean -> QuantizeLinear -> uint8."""
    rng = np.random.default_rng(2)
    nodes = [
        helper.make_node("Cast", ["x"], ["f"], name="cast", to=TensorProto.FLOAT),
        helper.make_node("Conv", ["f", "w"], ["c"], name="conv", kernel_shape=[3, 3], pads=[1] * 4),
        helper.make_node("Relu", ["c"], ["r"], name="relu"),
        helper.make_node("GlobalAveragePool", ["r"], ["p"], name="pool"),
        helper.make_node("Flatten", ["p"], ["l"], name="flat"),
        helper.make_node("QuantizeLinear", ["l", "scale", "zero"], ["y"], name="last"),
    ]
    arrays = {"w": rng.normal(0, 0.01, (4, 3, 3, 3)), "scale": np.float32(0.1), "zero": np.uint8(3)}
    arrays = {k: np.asarray(v) for k, v in arrays.items()}
    return _model(nodes, [("x", TensorProto.UINT8, [1, 3, 8, 8])], [("y", TensorProto.UINT8, [1, 4])], arrays)


def small_feeds(count: int = 12) -> list[dict[str, np.ndarray]]:
    """Smooth pictures: sums of two waves."""
    grid = np.mgrid[0:16, 0:16].astype(np.float32) / 16
    feeds = []
    for i in range(count):
        picture = [np.sin(grid[0] * (i + c + 1)) + np.cos(grid[1] * (2 * i + c)) for c in range(3)]
        feeds.append({"x": np.stack(picture)[None].astype(np.float32)})
    return feeds
