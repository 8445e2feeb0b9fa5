"""Operators written as loops, against onnx.reference: odd sizes, all types that a machine computes in, guarded memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ml_dtypes import float4_e2m1fn, float8_e4m3fn
from onnx import helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from packager import onnx_reference
from packager.dtype import F32
from packager.graph import Array
from packager.kernels.base import functions_of
from packager.lowering.base import find
from tests.inprocess import HOST_TARGETS, compile_model, run
from tests.ops.strided import Lab, graph_of, load

RNG = np.random.default_rng(7)


def floats(*shape: int, dtype: Any = np.float32) -> Array:
    return RNG.standard_normal(shape).astype(dtype)


def ints(low: int, high: int, *shape: int, dtype: Any = np.int64) -> Array:
    return RNG.integers(low, high, shape).astype(dtype)


def agree(
    folder: Path, op: str, inputs: list[Array], *, constants: tuple[int, ...] = (), opset: int = 23, outputs: int = 1,
    rtol: float = 1e-5, target: str = HOST_TARGETS[-1], **attrs: Any,
) -> None:  # fmt: skip
    """The compiled operator gives what the reference gives; inputs whose numbers are `constants` are known."""
    names, results = [f"i{k}" for k in range(len(inputs))], [f"o{k}" for k in range(outputs)]
    kinds = [helper.np_dtype_to_tensor_dtype(a.dtype) for a in inputs]
    infos = [helper.make_tensor_value_info(n, k, a.shape) for n, k, a in zip(names, kinds, inputs, strict=True)]
    known = [numpy_helper.from_array(inputs[k], names[k]) for k in constants]
    graph = helper.make_graph(
        [helper.make_node(op, names, results, **attrs)], op, [i for k, i in enumerate(infos) if k not in constants],
        [helper.make_empty_tensor_value_info(o) for o in results], known,
    )  # fmt: skip
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)
    feeds = {n: a for k, (n, a) in enumerate(zip(names, inputs, strict=True)) if k not in constants}
    with np.errstate(all="ignore"):
        want = ReferenceEvaluator(proto).run(None, feeds)
    got = run(compile_model(proto, folder, target), feeds)
    for name, w in zip(results, want, strict=True):
        assert got[name].dtype == w.dtype
        assert got[name].shape == w.shape
        if w.dtype.kind in "iub":
            np.testing.assert_array_equal(got[name], w)
        else:
            np.testing.assert_allclose(got[name].astype(np.float64), w.astype(np.float64), rtol=rtol, atol=rtol)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int32, np.int64, np.uint32])
@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((1, 1), (1, 1)),
        ((5, 7), (7, 9)),
        ((2, 3, 4), (4, 17)),
        ((3, 1, 2, 5), (2, 5, 31)),
        ((2, 9, 33), (33, 50)),
        ((6,), (6, 3)),
        ((4, 6), (6,)),
    ],
)
def test_products(tmp_path: Path, dtype: Any, a: tuple[int, ...], b: tuple[int, ...]) -> None:
    make = (
        (lambda *s: ints(0, 9, *s, dtype=dtype)) if np.dtype(dtype).kind in "iu" else lambda *s: floats(*s, dtype=dtype)
    )
    agree(tmp_path, "MatMul", [make(*a), make(*b)])


@pytest.mark.parametrize("kinds", [(np.uint8, np.int8), (np.int8, np.int8), (np.uint8, np.uint8)])
def test_integer_products_and_convolutions(tmp_path: Path, kinds: tuple[Any, Any]) -> None:
    a, b = (
        ints(np.iinfo(k).min, np.iinfo(k).max + 1, *s, dtype=k) for k, s in zip(kinds, ((5, 7), (7, 9)), strict=True)
    )
    zeros = [np.array(3, kinds[0]), np.array(1, kinds[1])]
    agree(tmp_path, "MatMulInteger", [a, b, *zeros])
    x = ints(0, 100, 1, 3, 6, 5, dtype=kinds[0])
    weight = ints(0, 100, 4, 3, 3, 2, dtype=kinds[1])
    agree(tmp_path, "ConvInteger", [x, weight, *zeros], pads=[1, 0, 1, 1], strides=[2, 1])


@pytest.mark.sampled(4)
@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("dtype", [np.float32, np.float16, np.int8, np.int64, np.bool_])
def test_picking_and_placing(tmp_path: Path, axis: int, dtype: Any) -> None:
    x = ints(0, 2, 3, 5, 7, dtype=dtype)
    size = x.shape[axis]
    indices = np.stack([RNG.permutation(size)[:2] for _ in range(105 // size)]).astype(np.int64)
    shape = [2 if d == axis % 3 else n for d, n in enumerate(x.shape)]
    indices = np.moveaxis(indices.reshape(*[n for d, n in enumerate(shape) if d != axis % 3], 2), -1, axis)
    agree(tmp_path, "GatherElements", [x, indices], axis=axis)
    updates = ints(0, 2, *shape, dtype=dtype)
    agree(tmp_path, "ScatterElements", [x, indices, updates], axis=axis)
    if dtype != np.bool_:
        agree(tmp_path, "ScatterElements", [x, indices, updates], axis=axis, reduction="add")
    pairs = ints(0, 3, 4, 2)
    agree(tmp_path, "GatherND", [x, pairs])
    agree(tmp_path, "ScatterND", [x, np.array([[0, 1], [2, 3]]), ints(0, 2, 2, 7, dtype=dtype)])


@pytest.mark.sampled(4)
@pytest.mark.parametrize("largest", [0, 1])
@pytest.mark.parametrize(("shape", "axis", "k"), [((1,), 0, 1), ((3, 9), 1, 4), ((8, 3), 0, 8), ((2, 5, 3), 1, 2)])
def test_the_best_are_in_order_and_the_first_of_equals_first(
    tmp_path: Path, shape: tuple[int, ...], axis: int, k: int, largest: int
) -> None:
    for x in (floats(*shape), ints(0, 3, *shape, dtype=np.int32), ints(0, 9, *shape, dtype=np.uint64)):
        agree(tmp_path, "TopK", [x, np.array([k])], constants=(1,), outputs=2, axis=axis, largest=largest)


@pytest.mark.parametrize("options", [{}, {"exclusive": 1}, {"reverse": 1}, {"exclusive": 1, "reverse": 1}])
def test_running_sums(tmp_path: Path, options: dict[str, int]) -> None:
    for x in (floats(3, 5, 4), ints(-9, 9, 3, 5, 4, dtype=np.int32), floats(3, 5, 4, dtype=np.float64)):
        agree(tmp_path, "CumSum", [x, np.array(1)], constants=(1,), **options)


@pytest.mark.parametrize(
    "equation", ["ij,jk->ik", "bij,bjk", "ii->i", "...ij,...jk->...ik", "ij->ji", "i,j->ij", "ijk->j"]
)
def test_sums_of_products(tmp_path: Path, equation: str) -> None:
    sizes = {"i": 5, "j": 9, "k": 3, "b": 2}
    left = equation.split("->")[0].replace("...", "b").split(",")
    agree(tmp_path, "Einsum", [floats(*(sizes[c] for c in t)) for t in left], equation=equation)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("dtype", [np.float64, np.int32, np.int64])
@pytest.mark.parametrize("op", ["ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1"])
@pytest.mark.parametrize("axes", [[0], [1], [2], [0, 2], [0, 1, 2]])
def test_reductions(tmp_path: Path, op: str, dtype: Any, axes: list[int]) -> None:
    x = ints(-3, 4, 2, 9, 5, dtype=dtype) if np.dtype(dtype).kind == "i" else floats(2, 9, 5, dtype=dtype)
    for keep in (0, 1):
        agree(tmp_path, op, [x, np.array(axes)], constants=(1,), keepdims=keep)


@pytest.mark.parametrize("group", [1, 2])
@pytest.mark.parametrize(
    ("x", "weight", "attrs"),
    [
        ((2, 4, 9), (6, 4, 3), {"strides": [2], "pads": [1, 1]}),
        ((1, 4, 6, 7), (6, 4, 3, 2), {"dilations": [2, 1], "pads": [0, 1, 2, 1]}),
        ((1, 2, 4, 5, 3), (4, 2, 2, 3, 1), {"strides": [1, 2, 1], "pads": [1, 0, 1, 0, 1, 0]}),
    ],
)
def test_convolutions_of_any_rank_with_computed_weights(
    tmp_path: Path, x: tuple[int, ...], weight: tuple[int, ...], attrs: dict[str, Any], group: int
) -> None:
    kernel = (weight[0], weight[1] // group, *weight[2:])
    for dtype in (np.float32, np.float64):
        inputs = [floats(*s, dtype=dtype) for s in (x, kernel, (weight[0],))]
        agree(tmp_path, "Conv", inputs, group=group, kernel_shape=kernel[2:], **attrs)


@pytest.mark.parametrize("op", ["MaxPool", "AveragePool", "LpPool"])
def test_windows_of_three_axes(tmp_path: Path, op: str) -> None:
    more = {"p": 3} if op == "LpPool" else {"count_include_pad": 1} if op == "AveragePool" else {}
    agree(tmp_path, op, [floats(1, 2, 5, 6, 4)], kernel_shape=[2, 3, 2], strides=[2, 1, 1], **more)


@pytest.mark.parametrize("dtype", [np.float64, np.float16])
def test_softmax_and_layer_normalisation_of_other_floats(tmp_path: Path, dtype: Any) -> None:
    x, rtol = floats(3, 5, 7, dtype=dtype), 2e-3 if dtype == np.float16 else 1e-12
    for axis in (0, 1, 2):
        agree(tmp_path, "Softmax", [x], axis=axis, rtol=rtol)
    agree(tmp_path, "LogSoftmax", [x], axis=1, rtol=rtol)


def test_layer_normalisation_with_its_statistics(tmp_path: Path) -> None:
    agree(tmp_path, "LayerNormalization", [floats(3, 5, 7), floats(5, 7), floats(5, 7)], axis=1, outputs=3, rtol=1e-4)


@pytest.mark.parametrize("size", [1, 2, 7])
def test_determinants(tmp_path: Path, size: int) -> None:
    agree(tmp_path, "Det", [floats(3, size, size)], rtol=1e-4)


@pytest.mark.parametrize("n", [1, 7, 16])
def test_fourier_transforms_there_and_back(tmp_path: Path, n: int) -> None:
    for inverse in (0, 1):
        agree(
            tmp_path, "DFT", [floats(2, n, 2), np.array(n), np.array(1)], constants=(1, 2), inverse=inverse, rtol=1e-4
        )


@pytest.mark.parametrize("mode", ["nearest", "linear", "cubic"])
@pytest.mark.parametrize("shape", [((1, 2, 3, 4, 5), (1, 2, 5, 4, 9)), ((2, 3, 4), (2, 5, 7))])
def test_resizing_any_axes(tmp_path: Path, mode: str, shape: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    if mode == "cubic" and len(shape[0]) == 5:
        shape = ((3, 4, 5), (3, 6, 7))
    empty = np.zeros(0, np.float32)
    agree(
        tmp_path, "Resize", [floats(*shape[0]), empty, empty, np.array(shape[1])], constants=(1, 2, 3), mode=mode,
        coordinate_transformation_mode="half_pixel", rtol=1e-4,
    )  # fmt: skip


@pytest.mark.sampled(9)
@pytest.mark.parametrize("lengths", [(5, 2, 4), (0, 5, 1)])
@pytest.mark.parametrize("direction", ["forward", "reverse", "bidirectional"])
@pytest.mark.parametrize(("op", "gates"), [("RNN", 1), ("GRU", 3), ("LSTM", 4)])
def test_recurrent_networks(tmp_path: Path, op: str, gates: int, direction: str, lengths: tuple[int, ...]) -> None:
    """Against onnxruntime: the reference knows only some of the options."""
    ort = pytest.importorskip("onnxruntime")
    d, t, b, i, h = 2 if direction == "bidirectional" else 1, 5, 3, 4, 6
    x, state = floats(t, b, i), floats(d, b, h)
    weights = [floats(d, gates * h, k) * np.float32(0.3) for k in (i, h)]
    bias = floats(d, 2 * gates * h)
    inputs = [x, *weights, bias, np.array(lengths, np.int32), state] + (
        [floats(d, b, h), floats(d, 3 * h)] if op == "LSTM" else []
    )
    attrs: dict[str, Any] = {"direction": direction, "hidden_size": h, "clip": 1.5}
    if op == "GRU":
        attrs["linear_before_reset"] = 1
    count = 3 if op == "LSTM" else 2
    names, results = [f"i{k}" for k in range(len(inputs))], [f"o{k}" for k in range(count)]
    infos = [
        helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(a.dtype), a.shape)
        for n, a in zip(names, inputs, strict=True)
    ]
    graph = helper.make_graph(
        [helper.make_node(op, names, results, **attrs)], op, infos,
        [helper.make_tensor_value_info(o, 1, None) for o in results],
    )  # fmt: skip
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8)
    feeds = dict(zip(names, inputs, strict=True))
    session = ort.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    got = run(compile_model(proto, tmp_path, HOST_TARGETS[-1]), feeds)
    for name, want in zip(results, session.run(None, feeds), strict=True):
        np.testing.assert_allclose(got[name], want, rtol=1e-4, atol=1e-5)


NORMALISED: dict[str, tuple[str, int, dict[str, Any]]] = {
    "groups": ("GroupNormalization", 2, {"num_groups": 3}),
    "instances": ("InstanceNormalization", 2, {}),
    "mean and variance": ("MeanVarianceNormalization", 0, {}),
    "l1": ("LpNormalization", 0, {"axis": 1, "p": 1}),
    "l2": ("LpNormalization", 0, {"axis": 3}),
    "root mean square": ("RMSNormalization", 1, {}),
    "even window": ("LRN", 0, {"size": 4}),
    "odd window": ("LRN", 0, {"size": 3, "beta": 0.6, "alpha": 0.3, "bias": 2.0}),
}


@pytest.mark.parametrize("name", NORMALISED)
@pytest.mark.parametrize("dtype", [np.float64, np.float16])
def test_normalisations_of_other_types_give_what_float32_gives(tmp_path: Path, name: str, dtype: Any) -> None:
    op, more, attrs = NORMALISED[name]
    x = floats(2, 6, 5, 4)
    x[0, :, 2, 1] = x[1, 3, 2] = 0  # a norm of 0
    inputs = [x, *(floats(4 if op == "RMSNormalization" else 6) for _ in range(more))]
    results = []
    for kind in (np.float32, dtype):
        given = [a.astype(np.float16).astype(kind) for a in inputs]
        names = [f"i{k}" for k in range(len(given))]
        code = helper.np_dtype_to_tensor_dtype(np.dtype(kind))
        infos = [helper.make_tensor_value_info(n, code, a.shape) for n, a in zip(names, given, strict=True)]
        graph = helper.make_graph(
            [helper.make_node(op, names, ["y"], **attrs)], op, infos, [helper.make_empty_tensor_value_info("y")]
        )
        proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=10)
        results.append(run(compile_model(proto, tmp_path, HOST_TARGETS[-1]), dict(zip(names, given, strict=True)))["y"])
    assert results[1].dtype == dtype
    rtol = 4e-3 if dtype == np.float16 else 2e-5
    np.testing.assert_allclose(results[1].astype(np.float64), results[0].astype(np.float64), rtol=rtol, atol=rtol)


@pytest.mark.parametrize("dtype", [np.int8, np.uint16, np.int32, np.uint32, np.int64, np.uint64])
@pytest.mark.parametrize("fmod", [0, 1])
def test_what_is_left_of_a_division_by_zero(tmp_path: Path, dtype: Any, fmod: int) -> None:
    a, b = ints(-9 if np.dtype(dtype).kind == "i" else 0, 9, 3, 7, dtype=dtype), ints(0, 3, 3, 7, dtype=dtype)
    agree(tmp_path, "Mod", [a, b], fmod=fmod)


def test_loops_for_one_target_are_not_those_for_another() -> None:
    """Both nodes are too narrow for vectors of their own target, so their loops are the same: but not each other's."""
    made = []
    for name, depth, width in (("x86-64-v4", 6, 8), ("x86-64-v3", 8, 6)):
        feeds = {"a": floats(2, 3, 4, depth), "b": floats(2, 3, depth, width)}
        graph, node = graph_of("MatMul", feeds, {"y": ((2, 3, 4, width), F32)}, {}, {}, ("a", "b"))
        found = find("MatMul")
        assert found is not None
        assert found.operator is not None
        made.append(found.operator.variants(Lab(graph, load(name), {}), node)[0].kernel)
    assert made[0].symbol == made[1].symbol
    (first,), (second,) = (functions_of(kernel) for kernel in made)
    assert (first.kernel is made[0], second.kernel is made[1]) == (True, True)


@pytest.mark.parametrize("kind", [float8_e4m3fn, float4_e2m1fn])
@pytest.mark.parametrize("count", [1, 3])
def test_zero_points_of_float_types(tmp_path: Path, kind: Any, count: int) -> None:
    x, scale = floats(2, 3), np.asarray(RNG.uniform(0.5, 1.5, count), np.float32)
    feeds = {"x": x, "s": scale, "z": np.asarray(RNG.choice([-1.0, 0.5, 1.0], count)).astype(kind)}
    number = helper.np_dtype_to_tensor_dtype(np.dtype(kind))
    kinds, shapes = (1, 1, number, number, 1), (x.shape, (count,), (count,), x.shape, x.shape)
    infos = [helper.make_tensor_value_info(n, k, s) for n, k, s in zip("xszqy", kinds, shapes, strict=True)]
    nodes = [
        helper.make_node("QuantizeLinear", ["x", "s", "z"], ["q"], axis=1),
        helper.make_node("DequantizeLinear", ["q", "s", "z"], ["y"], axis=1),
    ]
    graph = helper.make_graph(nodes, "g", infos[:3], infos[3:])
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=11)
    got = run(compile_model(proto, tmp_path, HOST_TARGETS[-1]), feeds)
    for name, want in zip("qy", onnx_reference.run(proto, feeds, ["q", "y"]), strict=True):
        np.testing.assert_array_equal(got[name], want)
