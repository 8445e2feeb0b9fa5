"""Graphs with what only we have (NHWC, epilogues, Copy, Swish) become valid ONNX that computes what they mean."""

from __future__ import annotations

import numpy as np
import onnx
import pytest

from packager.dtype import F32, I64
from packager.export import reference, to_onnx
from packager.graph import FLOW, Graph, Node, Stage, Value

RNG = np.random.default_rng(3)
ENGINES = ["onnxruntime", "onnx.reference"]


def const(name, array):
    array = np.asarray(array, np.float32)
    return Value(name, array.shape, F32, array)


def graph(nodes, values, inputs, outputs):
    return Graph("g", tuple(nodes), {v.name: v for v in values}, tuple(inputs), tuple(outputs)).verify()


def f32(name, *shape):
    return Value(name, shape, F32)


def run(g, engine="onnxruntime", wanted=None, **feeds):
    if engine == "onnxruntime":
        pytest.importorskip("onnxruntime")
    onnx.checker.check_model(to_onnx(g), full_check=True)
    feeds = feeds or {i: RNG.normal(size=g[i].shape).astype(np.float32) for i in g.inputs}
    return feeds, reference(g, feeds, wanted, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_nhwc_conv_with_an_epilogue(engine):
    w, b = RNG.normal(size=(4, 3, 3, 3)), RNG.normal(size=4)
    values = [f32("x", 1, 5, 6, 3), const("w", w), const("b", b), f32("y", 1, 5, 6, 4), f32("r", 1, 5, 6, 4)]
    stages = (
        Stage("Swish"),
        Stage("Mul", (FLOW, "s")),
        Stage("Add", ("r", FLOW)),
        Stage("Sub", ("b", FLOW)),
        Stage("Clip", (FLOW,), {"min": -0.5, "max": 0.75}),
    )
    attrs = {
        "layout": "NHWC",
        "pads": (1, 1, 1, 1),
        "strides": (1, 1),
        "dilations": (1, 1),
        "group": 1,
        "kernel_shape": (3, 3),
    }
    node = Node("conv", "Conv", ("x", "w", "b"), ("y",), attrs, stages)
    g = graph([node], [*values, const("s", 0.5)], ["x", "r"], ["y"])
    feeds, found = run(g, engine)
    padded = np.pad(feeds["x"], ((0, 0), (1, 1), (1, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (1, 2))
    y = np.einsum("nhwcij,ocij->nhwo", windows, w) + b
    y = y / (1 + np.exp(-y)) * 0.5 + feeds["r"]
    np.testing.assert_allclose(found["y"], np.clip(b - y, -0.5, 0.75), atol=1e-5)


@pytest.mark.parametrize("engine", ENGINES)
def test_nhwc_space_to_depth_and_copy(engine):
    nodes = [
        Node("s", "SpaceToDepth", ("x",), ("a",), {"blocksize": 2, "layout": "NHWC"}),
        Node("c", "Copy", ("a",), ("y",)),
    ]
    g = graph(nodes, [f32("x", 1, 4, 6, 3), f32("a", 1, 2, 3, 12), f32("y", 1, 2, 3, 12)], ["x"], ["y"])
    feeds, found = run(g, engine)
    blocks = feeds["x"].reshape(1, 2, 2, 3, 2, 3).transpose(0, 1, 3, 2, 4, 5).reshape(1, 2, 3, 12)
    np.testing.assert_array_equal(found["y"], blocks)


def test_nhwc_resize_keeps_scales_in_onnx_order():
    attrs = {
        "layout": "NHWC",
        "mode": "nearest",
        "scales": (1.0, 1.0, 2.0, 3.0),
        "sizes": (1, 2, 8, 9),
        "coordinate_transformation_mode": "asymmetric",
        "nearest_mode": "floor",
    }
    g = graph([Node("r", "Resize", ("x",), ("y",), attrs)], [f32("x", 1, 4, 3, 2), f32("y", 1, 8, 9, 2)], ["x"], ["y"])
    feeds, found = run(g)
    np.testing.assert_array_equal(found["y"], feeds["x"].repeat(2, 1).repeat(3, 2))


def test_operators_with_names_of_our_own():
    values = [f32("x", 2, 3), f32("a", 2, 3), f32("b", 2, 3), f32("c", 2, 3), f32("y", 2, 3)]
    nodes = [
        Node("a", "Swish", ("x",), ("a",), {"alpha": 1.7}),
        Node("b", "GeluTanh", ("a",), ("b",)),
        Node("c", "Abs", ("b",), ("c",)),
        Node("y", "PowBy", ("c",), ("y",), {"exponent": 1.5}),
    ]
    feeds, found = run(graph(nodes, values, ["x"], ["y"]))
    a = feeds["x"] / (1 + np.exp(-1.7 * feeds["x"]))
    b = 0.5 * a * (1 + np.tanh(np.sqrt(2 / np.pi) * (a + 0.044715 * a**3)))
    np.testing.assert_allclose(found["y"], np.abs(b) ** 1.5, atol=1e-6)


@pytest.mark.parametrize(
    ("attrs", "want"),
    [
        ({"starts": (4,), "ends": (-1,), "axes": (1,), "steps": (-1,)}, np.s_[:, ::-1]),
        ({"starts": (4,), "ends": (0,), "axes": (1,), "steps": (-2,)}, np.s_[:, 4:0:-2]),
        ({"starts": (1, 0), "ends": (2, 3), "axes": (0, 1), "steps": (1, 1)}, np.s_[1:2, 0:3]),
    ],
)
def test_slices(attrs, want):
    x = RNG.normal(size=(2, 5)).astype(np.float32)
    y = f32("y", *x[want].shape)
    _, found = run(graph([Node("s", "Slice", ("x",), ("y",), attrs)], [f32("x", 2, 5), y], ["x"], ["y"]), x=x)
    np.testing.assert_array_equal(found["y"], x[want])


@pytest.mark.parametrize("engine", ENGINES)
def test_any_value_can_be_asked_for(engine):
    values = [f32("x", 3), const("k", [1, 2, 3]), f32("a", 3), f32("y", 3)]
    g = graph([Node("n", "Add", ("x", "k"), ("a",)), Node("m", "Neg", ("a",), ("y",))], values, ["x"], ["y"])
    feeds, found = run(g, engine, ["a", "k", "x"], x=np.ones(3, np.float32))
    assert list(found) == ["a", "k", "x"]
    assert found["a"].tolist() == [2, 3, 4]
    assert found["k"].tolist() == [1, 2, 3]
    assert found["x"] is feeds["x"] or found["x"].tolist() == [1, 1, 1]


def test_outputs_that_are_inputs_or_constants_behind_identity():
    values = [f32("x", 3), const("k", [1, 2, 3]), f32("a", 3), f32("b", 3)]
    g = graph([Node("n", "Identity", ("x",), ("a",)), Node("m", "Identity", ("k",), ("b",))], values, ["x"], ["a", "b"])
    _, found = run(g, x=np.zeros(3, np.float32))
    assert found["a"].tolist() == [0, 0, 0]
    assert found["b"].tolist() == [1, 2, 3]


def test_the_model_keeps_names_shapes_and_types():
    g = graph(
        [Node("n", "ArgMax", ("x",), ("y",), {"axis": 1, "keepdims": 0, "select_last_index": 0})],
        [f32("x", 2, 5), Value("y", (2,), I64)],
        ["x"],
        ["y"],
    )
    model = to_onnx(g)
    assert [i.name for i in model.graph.input] == ["x"]
    assert model.graph.output[0].type.tensor_type.elem_type == onnx.TensorProto.INT64
    assert model.graph.node[0].name == "n"
    assert model.opset_import[0].version == 21


def test_newer_operators_raise_the_operator_set():
    attrs = {"epsilon": 1e-5, "axis": -1, "stash_type": 1}
    node = Node("n", "RMSNormalization", ("x", "k"), ("y",), attrs)
    model = to_onnx(graph([node], [f32("x", 2, 3), const("k", [1, 2, 3]), f32("y", 2, 3)], ["x"], ["y"]))
    assert model.opset_import[0].version >= 23


def test_what_onnx_does_not_have_is_an_error():
    values = [f32("x", 3), f32("y", 3)]
    with pytest.raises(KeyError, match="Blur"):
        to_onnx(graph([Node("n", "Blur", ("x",), ("y",))], values, ["x"], ["y"]))
    with pytest.raises(KeyError, match="no attribute colour"):
        to_onnx(graph([Node("n", "Relu", ("x",), ("y",), {"colour": 1})], values, ["x"], ["y"]))


@pytest.mark.sampled(3)
@pytest.mark.models
@pytest.mark.parametrize("name", ["mobilenet_v2_100_224_f32", "yunet_n_320", "ppocr_cls_v2"])
def test_real_networks_after_the_passes(models, name):
    from packager.load import load
    from packager.passes.optimise import optimise

    pytest.importorskip("onnxruntime")
    before = load(models / f"{name}.onnx")
    stored = np.load(models / "io" / f"{name}.npz")
    feeds = {i: stored[f"in:{i}"] for i in before.inputs}
    found = reference(optimise(before), feeds)
    for output in before.outputs:
        np.testing.assert_allclose(found[output], stored[f"out:{output}"], atol=1e-4)


@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
@pytest.mark.parametrize(("op", "include"), [("MaxPool", 0), ("AveragePool", 0), ("AveragePool", 1)])
def test_pools_whose_last_window_hangs_over(op, include, layout):
    shape, result = ((1, 2, 7, 6), (1, 2, 4, 3)) if layout == "NCHW" else ((1, 7, 6, 2), (1, 4, 3, 2))
    attrs = {"kernel_shape": (3, 2), "strides": (2, 2), "dilations": (1, 1), "pads": (1, 0, 0, 1), "ceil_mode": 1}
    attrs |= {"layout": "NHWC"} if layout == "NHWC" else {}
    attrs |= {"count_include_pad": include} if op == "AveragePool" else {"storage_order": 0}
    g = graph([Node("p", op, ("x",), ("y",), attrs)], [f32("x", *shape), f32("y", *result)], ["x"], ["y"])
    feeds, found = run(g)
    x = feeds["x"] if layout == "NCHW" else feeds["x"].transpose(0, 3, 1, 2)
    y = found["y"] if layout == "NCHW" else found["y"].transpose(0, 3, 1, 2)
    for row in range(4):
        for column in range(3):
            top, left = 2 * row - 1, 2 * column
            seen = x[:, :, max(0, top) : top + 3, left : left + 2].reshape(2, -1)
            # The padded image is 8 by 7: what lies beyond it counts nowhere.
            area = (min(top + 3, 7) - top) * (min(left + 2, 7) - left) if include else seen.shape[1]
            want = seen.max(1) if op == "MaxPool" else seen.sum(1) / area
            np.testing.assert_allclose(y[0, :, row, column], want, rtol=1e-5)
