"""Networks in another form: the same function, in numbers that the chip can hold."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from packager.snpe.cpu import CpuModel
from packager.snpe.encode import refined
from packager.snpe.fixed_point import rewritten, with_floors
from packager.snpe.half import unfused
from packager.snpe.wiring import Wiring
from tests.snpe.networks import noisy_network, small_feeds, small_network

pytest.importorskip("onnxruntime")


def spectrum(square: str = "Mul") -> onnx.ModelProto:
    """log(max(sqrt(a*a + b*b), 1e-12)) of two values, f32[1, 8]."""
    two = [numpy_helper.from_array(np.array(2, np.float32), "two")]
    floor = [numpy_helper.from_array(np.array(1e-12, np.float32), "floor")]
    ends = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, 8]) for n in ("a", "b", "m", "y")]
    nodes = [
        helper.make_node(square, [n, "two" if square == "Pow" else n], [f"{n}2"], name=f"square {n}") for n in "ab"
    ]
    nodes += [
        helper.make_node("Add", ["a2", "b2"], ["s"], name="sum"),
        helper.make_node("Sqrt", ["s"], ["m"], name="root"),
        helper.make_node("Max", ["m", "floor"], ["f"], name="max"),
        helper.make_node("Log", ["f"], ["y"], name="log"),
    ]
    graph = helper.make_graph(nodes, "spectrum", ends[:2], ends[2:], (two if square == "Pow" else []) + floor)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)


@pytest.mark.parametrize("square", ["Mul", "Pow"])
def test_a_magnitude_without_squares(square: str) -> None:
    model = rewritten(spectrum(square))
    onnx.checker.check_model(model)
    assert "Pow" not in {n.op_type for n in model.graph.node}
    rng = np.random.default_rng(0)
    feeds = {n: rng.normal(0, 10, (1, 8)).astype(np.float32) for n in "ab"}
    feeds["a"][0, 0] = feeds["b"][0, 0] = 0
    np.testing.assert_allclose(CpuModel(model)(feeds)["m"], np.hypot(feeds["a"], feeds["b"]), rtol=1e-6, atol=1e-6)


def test_what_is_no_magnitude_stays() -> None:
    model = small_network()
    assert [n.op_type for n in rewritten(model).graph.node] == [n.op_type for n in model.graph.node]


def test_a_logarithm_sees_no_zero() -> None:
    model = with_floors(spectrum(), {"f": (0.0, 51.0), "m": (0.0, 51.0)}, 255)
    (floor,) = [numpy_helper.to_array(i) for i in model.graph.initializer if i.name == "floor"]
    assert floor == pytest.approx(0.4)
    same = with_floors(spectrum(), {}, 255)
    assert same.SerializeToString() == spectrum().SerializeToString()


def test_sigmoid_and_product_are_kept_apart() -> None:
    model, feed = noisy_network(), small_feeds(1)[0]
    apart = unfused(model)
    assert [n.op_type for n in apart.graph.node].count("Max") == 1
    np.testing.assert_array_equal(CpuModel(apart)(feed)["y"], CpuModel(model)(feed)["y"])
    plain = small_network()
    assert unfused(plain).SerializeToString() == plain.SerializeToString()


@pytest.mark.parametrize("operator", ["Sigmoid", "Tanh"])
def test_a_layer_and_what_bounds_it_are_kept_apart(operator: str) -> None:
    model, feed = small_network(operator), small_feeds(1)[0]
    apart = unfused(model)
    assert [n.op_type for n in apart.graph.node] == ["Conv", "Max", operator, "Conv", "GlobalAveragePool"]
    np.testing.assert_array_equal(CpuModel(apart)(feed)["y"], CpuModel(model)(feed)["y"])


def test_ranges_for_eight_bits() -> None:
    wiring = Wiring(noisy_network())
    found = {
        "x": (-2.0, 2.0),
        "a": (-90.0, 30.0),
        "g": (0.0, 1.0),
        "b": (-0.3, 30.0),
        "c": (-5.0, 9.0),
        "d": (-5.0, 30.0),
    }
    limits = refined(wiring, found, set())
    assert -10 < limits["a"][0] < -3  # below, the product is within a quarter step of zero
    assert limits["b"] == limits["c"] == limits["d"] == (-5.0, 30.0)  # one encoding for what is joined
    wide = refined(wiring, found, {n.name for n in wiring.nodes})
    assert wide == found
