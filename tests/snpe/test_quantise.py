"""Quantisation on the CPU: ends, calibration, widths, biases. Needs onnxruntime, not Qualcomm's wheel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from packager.errors import CalibrationInvalid, DynamicShape, ModelInvalid
from packager.snpe.calibrate import samples
from packager.snpe.cpu import CpuModel, closeness, cosine
from packager.snpe.ends import attach, strip
from packager.snpe.prepare import prepare
from packager.snpe.quantise import Options, quantise
from tests.snpe.networks import byte_network, noisy_network, small_feeds, small_network

pytest.importorskip("onnxruntime")


@pytest.mark.parametrize("options", [
    Options(), Options(per_channel=False), Options(method="percentile"), Options(method="entropy"), Options("a16w8"),
], ids=str)  # fmt: skip
def test_every_way_to_quantise_comes_close(options: Options) -> None:
    done = quantise(prepare(small_network(), "small"), small_feeds(), options, "small")
    report = done.report
    assert report.cosine > (0.999 if options.dtype == "a16w8" else 0.99)
    assert (report.samples, report.held) == (12, 2)
    assert [layer.node for layer in report.worst]
    onnx.checker.check_model(done.model)
    weights = {i.data_type for i in done.model.graph.initializer if len(i.dims) == 4}
    assert weights == {TensorProto.INT8 if options.per_channel else TensorProto.UINT8}


def test_it_is_the_same_every_time() -> None:
    first, second = (
        quantise(prepare(small_network(), "small"), small_feeds(), Options(), "small").model for _ in range(2)
    )
    assert first.SerializeToString(deterministic=True) == second.SerializeToString(deterministic=True)


def test_layers_that_eight_bits_ruin_get_sixteen() -> None:
    prepared = prepare(noisy_network(), "noisy")
    plain = quantise(prepared, small_feeds(), Options(goal=0), "noisy").report
    assert plain.wide == ()
    better = quantise(prepared, small_feeds(), Options(goal=max(0.9999, plain.cosine)), "noisy").report
    assert better.wide
    assert better.cosine > plain.cosine


def test_bytes_at_the_ends_stay_bytes() -> None:
    model = byte_network()
    core, ends = strip(model)
    assert {v.type.tensor_type.elem_type for v in (*core.graph.input, *core.graph.output)} == {TensorProto.FLOAT}
    assert [(e.name, e.dtype, e.zero_point) for e in (*ends.inputs.values(), *ends.outputs.values())] == [
        ("x", "uint8", 0), ("y", "uint8", 3),
    ]  # fmt: skip
    feeds = [{"x": np.random.default_rng(i).integers(0, 256, (1, 3, 8, 8), np.uint8)} for i in range(6)]
    again = attach(core, ends)
    onnx.checker.check_model(again)
    for feed in feeds:
        np.testing.assert_array_equal(CpuModel(again)(feed)["y"], CpuModel(model)(feed)["y"])
    for dtype in ("int8", "a16w8"):
        done = quantise(prepare(model, "bytes"), feeds, Options(dtype), "bytes")
        kinds = [v.type.tensor_type.elem_type for v in (*done.model.graph.input, *done.model.graph.output)]
        assert kinds == [TensorProto.UINT8] * 2
        got, want = (CpuModel(m)(feeds[0])["y"] for m in (done.model, model))
        assert np.abs(got.astype(int) - want.astype(int)).max() <= 3
        if dtype == "int8":  # no conversion is left where the core begins with the same encoding
            assert not [n for n in done.model.graph.node if n.op_type == "QuantizeLinear" and n.input[0] == "x/real"]


@pytest.mark.provokes("E108")
@pytest.mark.parametrize(
    ("feeds", "says"),
    [
        ([], "no calibration data"),
        ([{"z": np.zeros((1, 3, 16, 16), np.float32)}], "is missing"),
        ([{"x": np.zeros((3, 16, 16), np.float32)}], "[3, 16, 16]"),
        ([{"x": np.zeros((1, 3, 16, 16))}], "float64"),
        ([{"x": np.full((1, 3, 16, 16), np.nan, np.float32)}], "NaN"),
    ],
)
def test_calibration_data_that_does_not_fit(feeds: list[dict[str, np.ndarray]], says: str) -> None:
    with pytest.raises((CalibrationInvalid, Exception)) as caught:
        samples(small_network(), feeds, "small")
    assert says in str(caught.value)
    assert caught.value.status == 2


def test_a_model_with_an_open_size_or_a_broken_one() -> None:
    model = small_network()
    model.graph.input[0].type.tensor_type.shape.dim[0].dim_param = "batch"
    with pytest.raises(DynamicShape, match="no fixed size"):
        prepare(model, "open")
    broken = small_network()
    broken.graph.node[0].input[1] = "nowhere"
    with pytest.raises(ModelInvalid, match="cannot be prepared"):
        prepare(broken, "broken")


def test_closeness() -> None:
    a, b = np.array([1.0, 2.0]), np.array([2.0, 4.0])
    assert cosine(a, b) == pytest.approx(1)
    assert cosine(np.zeros(2), np.zeros(2)) == 1
    assert cosine(np.zeros(2), a) == 0
    assert cosine(np.array([np.nan, 1]), a) == 0
    (found,) = closeness([{"y": np.array([np.inf, 0])}], [{"y": a}], ["y"])
    assert (found.cosine, found.max_abs, found.peak) == (0, np.inf, 2)
    assert replace(found, cosine=1) != found


def test_old_operator_sets_are_lifted() -> None:
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 4])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4])
    w = numpy_helper.from_array(np.eye(4, dtype=np.float32), "w")
    graph = helper.make_graph([helper.make_node("MatMul", ["x", "w"], ["y"])], "g", [x], [y], [w])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=7)
    assert prepare(model, "old").core.opset_import[0].version >= 21
