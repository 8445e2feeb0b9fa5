"""Comparison with the reference: figures, tolerances, NaN and infinity, and the oracles themselves."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from packager.check.compare import Tolerance, compare
from packager.check.oracle import reference_outputs, roundoff
from packager.check.verify import demand, model_of, verify
from packager.errors import ReferenceMissing, VerifyFailed
from packager.run.dist import open_dist
from packager.run.inputs import write_npz

Make = Callable[..., Path]
NAN, INF = math.nan, math.inf


def check(
    got: list[float], want: list[float], atol: float | None = None, rtol: float | None = None
) -> tuple[bool, float]:
    result = compare("y", np.array(got, np.float32), np.array(want, np.float32), Tolerance(atol, rtol))
    return result.ok, result.max_abs


def test_default_tolerance_grows_with_the_peak() -> None:
    assert check([1000.05, 0], [1000, 0])[0]
    assert check([1000, 0.05], [1000, 0])[0]
    assert not check([1000, 0.2], [1000, 0])[0]
    assert not check([0.5, 0.0002], [0.5, 0])[0]


def test_given_tolerance_is_per_element() -> None:
    assert not check([1000, 0.05], [1000, 0], atol=1e-4, rtol=1e-3)[0]
    assert check([1000.5, 0], [1000, 0], atol=1e-4, rtol=1e-3)[0]
    assert check([1.5], [1.0], atol=0.5)[0]


@pytest.mark.parametrize("got, want, ok", [
    ([NAN, 1], [NAN, 1], True),
    ([INF, -INF], [INF, -INF], True),
    ([NAN, 1], [0, 1], False),
    ([0, 1], [NAN, 1], False),
    ([INF, 1], [-INF, 1], False),
    ([3e38, 1], [INF, 1], False),
])  # fmt: skip
def test_nan_and_infinity(got: list[float], want: list[float], ok: bool) -> None:
    good, error = check(got, want)
    assert good is ok
    assert error == (0 if ok else INF)


def test_the_worst_element_is_named() -> None:
    want = np.zeros((2, 3), np.float32)
    got = want.copy()
    got[1, 2] = 5
    result = compare("y", got, want, Tolerance())
    assert (result.index, result.got, result.want) == ((1, 2), 5.0, 0.0)


def test_cosine_of_huge_values_and_zeros() -> None:
    big = np.array([1e300, -1e300])
    assert compare("y", big, big, Tolerance()).cosine == pytest.approx(1)
    zero = np.zeros(2)
    assert compare("y", zero, zero, Tolerance()).cosine == 1
    assert compare("y", big, zero, Tolerance()).cosine == 0


def test_empty_tensors_and_other_shapes() -> None:
    assert compare("y", np.zeros((0, 2)), np.zeros((0, 2)), Tolerance()).ok
    assert not compare("y", np.zeros((1, 2)), np.zeros((2, 1)), Tolerance()).ok


@pytest.mark.parametrize("reference", ["onnx.reference", "onnxruntime"])
def test_a_good_binary(make_dist: Make, reference: str) -> None:
    pytest.importorskip(reference)
    dist = open_dist(make_dist())
    result = verify(dist, reference=reference)
    assert result.ok
    assert result.reference.startswith(reference)
    assert result.runner == "native"
    demand(dist, result)


@pytest.mark.provokes("E601")
def test_a_bad_binary(make_dist: Make) -> None:
    dist = open_dist(make_dist(scale=2.5))
    result = verify(dist, inputs={"x": np.array([[1, 2, 4, 3]], np.float32)})
    assert (result.ok, result.max_abs) == (False, 2.0)
    with pytest.raises(VerifyFailed, match="output 'y' of toy") as caught:
        demand(dist, result)
    assert "'y'[0, 2] is 10," in caught.value.why
    assert "says 8;" in caught.value.why


def test_sample_and_tolerance_of_the_manifest(make_dist: Make) -> None:
    folder = make_dist(scale=2.5, checks={"inputs": "../../../sample.npz", "atol": 1.0})
    write_npz(folder / "../../../sample.npz", {"x": np.full((1, 4), 1.5, np.float32)})
    result = verify(open_dist(folder))
    assert result.ok
    assert result.max_abs == 0.75


@pytest.mark.provokes("E602")
def test_a_changed_or_lost_model(make_dist: Make) -> None:
    dist = open_dist(make_dist())
    path = model_of(dist)
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ReferenceMissing, match="has changed"):
        verify(dist)
    path.unlink()
    with pytest.raises(ReferenceMissing, match="is gone"):
        verify(dist)


def save(
    path: Path, nodes: list[onnx.NodeProto], shape: list[object], consts: dict[str, np.ndarray], opset: int
) -> Path:
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, "g", [x], [y], [onnx.numpy_helper.from_array(v, k) for k, v in consts.items()])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8), str(path))
    return path


@pytest.mark.parametrize("opset", [8, 9, 13, 15])
def test_oracles_agree_on_batch_normalization(tmp_path: Path, opset: int) -> None:
    pytest.importorskip("onnxruntime")
    rng = np.random.default_rng(0)
    consts = {n: rng.random(3).astype(np.float32) + 0.5 for n in ("scale", "bias", "mean", "var")}
    node = helper.make_node("BatchNormalization", ["x", *consts], ["y"], epsilon=1e-3)
    path = save(tmp_path / "m.onnx", [node], [1, 3, 4, 4], consts, opset)
    x = {"x": rng.random((1, 3, 4, 4)).astype(np.float32)}
    (_, ours), (_, theirs) = (reference_outputs(path, x, ["y"], only) for only in ("onnx.reference", "onnxruntime"))
    np.testing.assert_allclose(ours["y"], theirs["y"], rtol=1e-5)


@pytest.mark.parametrize("only", ["onnx.reference", "onnxruntime"])
def test_pinned_sizes_and_inner_tensors(tmp_path: Path, only: str) -> None:
    pytest.importorskip(only)
    nodes = [helper.make_node("Relu", ["x"], ["inner"]), helper.make_node("Neg", ["inner"], ["y"])]
    path = save(tmp_path / "m.onnx", nodes, ["n", 2], {}, 17)
    label, values = reference_outputs(path, {"x": np.array([[-1, 1]] * 3, np.float32)}, ["inner", "y"], only)
    assert label.startswith(only)
    np.testing.assert_array_equal(values["inner"], [[0, 1]] * 3)
    np.testing.assert_array_equal(values["y"], [[0, -1]] * 3)


def test_without_onnxruntime_the_reference_serves(make_dist: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert verify(open_dist(make_dist())).reference.startswith("onnx.reference")


def test_a_model_that_no_oracle_runs(tmp_path: Path) -> None:
    path = save(tmp_path / "m.onnx", [helper.make_node("Nonsense", ["x"], ["y"], domain="no.where")], [1], {}, 17)
    with pytest.raises(ReferenceMissing) as caught:
        reference_outputs(path, {"x": np.ones(1, np.float32)}, ["y"])
    assert "onnx.reference" in caught.value.why
    assert "onnxruntime" in caught.value.why


def test_the_report_keeps_infinite_errors(make_dist: Make) -> None:
    dist = open_dist(make_dist())
    bad = compare("y", np.array([np.inf]), np.array([1.0]), Tolerance())
    verification = replace(dist.report.verify, max_abs=INF, outputs=(bad,))
    text = replace(dist.report, verify=verification).to_json()
    assert "Infinity" not in text
    assert type(dist.report).of_json(text, "here").verify == verification


def test_noise_is_allowed_more_than_a_sample(make_dist: Make) -> None:
    folder = make_dist(scale=2 * 1.0009)  # every element is off by 0.09 %
    x = {"x": np.array([[1, 2, -3, 4]], np.float32)}
    assert verify(open_dist(folder)).ok
    assert not verify(open_dist(folder), inputs=x).ok
    write_npz(folder / "../../../sample.npz", x)
    assert not verify(open_dist(make_dist(scale=2 * 1.0009, checks={"inputs": "../../../sample.npz"}))).ok


@pytest.mark.parametrize(
    ("attrs", "wrong"), [({"count_include_pad": 1, "pads": [0, 0, 1, 1]}, True), ({"pads": [0, 0, 1, 1]}, False)]
)
def test_an_old_onnxruntime_is_not_asked_for_averages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attrs: dict[str, object], wrong: bool
) -> None:
    """Python 3.10 has no newer one; then onnx.reference says what is right."""
    ort = pytest.importorskip("onnxruntime")
    node = helper.make_node("AveragePool", ["x"], ["y"], kernel_shape=[2, 2], **attrs)
    ends = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, (1, 1, 5, 5)),
        helper.make_empty_tensor_value_info("y"),
    ]
    model = helper.make_model(
        helper.make_graph([node], "g", ends[:1], ends[1:]), opset_imports=[helper.make_opsetid("", 13)], ir_version=8
    )
    onnx.save(model, tmp_path / "m.onnx")
    monkeypatch.setattr(ort, "__version__", "1.23.2")
    label, _ = reference_outputs(tmp_path / "m.onnx", {"x": np.ones((1, 1, 5, 5), np.float32)}, ["y"])
    assert label.startswith("onnx.reference" if wrong else "onnxruntime")


@pytest.mark.parametrize(
    ("kind", "error", "right"),
    [
        (TensorProto.FLOAT, 1.0009, True), (TensorProto.FLOAT, 1.005, False), (TensorProto.FLOAT16, 1.005, True),
        (TensorProto.FLOAT16, 1.03, False), (TensorProto.BFLOAT16, 1.03, True), (TensorProto.BFLOAT16, 1.2, False),
    ],
)  # fmt: skip
def test_a_model_in_fewer_bits_may_be_further_off(tmp_path: Path, kind: int, error: float, right: bool) -> None:
    """By the roundings of its coarsest type, which the ends of the network do not show."""
    nodes = [
        helper.make_node("Cast", ["x"], ["h"], to=kind), helper.make_node("Add", ["h", "h"], ["s"]),
        helper.make_node("Cast", ["s"], ["y"], to=TensorProto.FLOAT),
    ]  # fmt: skip
    path = save(tmp_path / "m.onnx", nodes, [64], {}, 17)
    x = {"x": np.linspace(-3, 3, 64, dtype=np.float32)}
    _, want = reference_outputs(path, x, ["y"])
    got = want["y"] * np.float32(error)
    assert compare("y", got, want["y"], Tolerance(noise=True, roundoff=roundoff(path))).ok is right
