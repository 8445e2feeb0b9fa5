"""Reductions, softmax and normalisations against onnx.reference, along every set of axes, with gaps and in place."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.dtype import F32, I64
from packager.graph import Attr, Stage
from tests.ops.oracle import NHWC, reference
from tests.ops.strided import Style, evaluate, f32

KINDS = ["Mean", "Sum", "Max", "Min", "Prod", "L1", "L2", "SumSquare", "LogSum", "LogSumExp"]
AXES = [axes for n in (1, 2, 3) for axes in combinations(range(3), n)]
GAPS = Style((2, 3, 1, 0))


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    ("kind", "axes"), [*(("Mean", a) for a in AXES), *((k, a) for k in KINDS for a in ((1,), (2,)) if k != "Mean")]
)
def test_reductions(kind: str, axes: tuple[int, ...]) -> None:
    x = f32(3, 5, 19)
    if kind == "LogSum":
        x = np.abs(x)
    want = reference(f"Reduce{kind}", [x, np.int64(axes)], {"keepdims": 1})
    for styles in ({}, {"x": GAPS, "y": GAPS}):
        got = evaluate(f"Reduce{kind}", {"x": x}, {"y": (want.shape, F32)}, attrs={"axes": axes}, styles=styles)["y"]
        np.testing.assert_allclose(got, want, rtol=2e-5, atol=1e-6)


@pytest.mark.parametrize("size", [1, 2, 7, 8, 9, 31, 32, 33, 64, 100])
def test_sizes(size: int) -> None:
    along, across = f32(3, size), f32(5, size)
    for x, axis in ((along, 1), (across, 0)):
        got = evaluate(
            "ReduceMean", {"x": x}, {"y": ((x.shape[1 - axis],), F32)}, attrs={"axes": (axis,), "keepdims": 0}
        )
        np.testing.assert_allclose(got["y"], x.mean(axis=axis), rtol=1e-5, atol=1e-6)


def test_global_average_of_an_image_with_a_halo() -> None:
    x = f32(2, 7, 6, 40)
    style = Style((0, 1, 2, 0), halo=((0, 0), (1, 1), (2, 2), (0, 0)))
    got = evaluate("ReduceMean", {"x": x}, {"y": ((2, 1, 1, 40), F32)}, attrs={"axes": (1, 2)}, styles={"x": style})[
        "y"
    ]
    np.testing.assert_allclose(got, x.mean(axis=(1, 2), keepdims=True), rtol=1e-5, atol=1e-6)


def test_a_long_sum_keeps_its_digits() -> None:
    x = np.abs(f32(256, 384)) + 1
    got = evaluate("ReduceMean", {"x": x}, {"y": ((1, 1), F32)}, attrs={"axes": (0, 1)})["y"]
    assert abs(got.item() / x.astype(np.float64).mean() - 1) < 1e-6
    got = evaluate("ReduceMean", {"x": x.reshape(-1, 3)}, {"y": ((1, 3), F32)}, attrs={"axes": (0,)})["y"]
    np.testing.assert_allclose(got[0], x.reshape(-1, 3).astype(np.float64).mean(axis=0), rtol=1e-6)


def test_exponentials_do_not_overflow() -> None:
    x = f32(4, 9) + 200
    want = reference("ReduceLogSumExp", [x.astype(np.float64) - 200, np.int64([1])], {"keepdims": 1}) + 200
    got = evaluate("ReduceLogSumExp", {"x": x}, {"y": ((4, 1), F32)}, attrs={"axes": (1,)})["y"]
    np.testing.assert_allclose(got, want, rtol=1e-6)


def test_stages_behind_a_reduction() -> None:
    x = f32(1, 4, 4, 21)
    got = evaluate(
        "ReduceMean", {"x": x}, {"y": ((1, 1, 1, 21), F32)}, attrs={"axes": (1, 2)}, epilogue=(Stage("Sigmoid"),)
    )["y"]
    np.testing.assert_allclose(got, reference("Sigmoid", [x.mean(axis=(1, 2), keepdims=True)]), rtol=1e-5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_reduction(data: st.DataObject) -> None:
    shape = tuple(data.draw(st.lists(st.sampled_from([1, 2, 3, 8, 9, 17]), min_size=1, max_size=4)))
    axes = tuple(sorted(data.draw(st.sets(st.integers(0, len(shape) - 1), min_size=1))))
    kind = data.draw(st.sampled_from(["Mean", "Max"]))
    styles = {name: Style(tuple(data.draw(st.integers(0, 2)) for _ in shape)) for name in ("x", "y")}
    x = f32(*shape)
    want = (x.mean if kind == "Mean" else x.max)(axis=axes, keepdims=True)
    got = evaluate(f"Reduce{kind}", {"x": x}, {"y": (want.shape, F32)}, attrs={"axes": axes}, styles=styles)["y"]
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-6)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("op", ["Softmax", "LogSoftmax"])
@pytest.mark.parametrize(
    "shape",
    [(1, 10), (3, 1), (4, 2), (2, 3, 17), (2, 5, 8), (1, 6, 5, 4), (1, 2), (37, 2), (9, 4), (2, 3, 3, 8), (5, 16)],
)
def test_softmax(op: str, shape: tuple[int, ...]) -> None:
    x = f32(*shape, scale=8.0)
    for axis in range(len(shape)):
        want = reference(op, [x], {"axis": axis})
        for styles in ({}, {"x": GAPS, "y": GAPS}):
            got = evaluate(op, {"x": x}, {"y": (shape, F32)}, attrs={"axis": axis}, styles=styles)["y"]
            np.testing.assert_allclose(got, want, rtol=2e-5, atol=2e-6)
    if shape[-1] > 1:
        got = evaluate(op, {"x": x}, {"y": (shape, F32)}, attrs={"axis": len(shape) - 1}, inplace={"y": "x"})["y"]
        np.testing.assert_allclose(got, want, rtol=2e-5, atol=2e-6)


@pytest.mark.parametrize("op", ["ArgMax", "ArgMin"])
@pytest.mark.parametrize("last", [0, 1])
def test_arguments(op: str, last: int) -> None:
    x = np.round(f32(4, 5, 21))
    for axis in range(3):
        for keep in (0, 1):
            attrs: dict[str, Attr] = {"axis": axis, "keepdims": keep, "select_last_index": last}
            want = reference(op, [x], attrs)
            got = evaluate(op, {"x": x}, {"y": (want.shape, I64)}, attrs=attrs, styles={"x": GAPS})["y"]
            np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("channels", [1, 4, 9, 32])
def test_instance_normalization(channels: int) -> None:
    x, scale, bias = f32(2, 6, 5, channels, scale=3.0) + 10, f32(channels, seed=1), f32(channels, seed=2)
    planes = np.ascontiguousarray(x.transpose(0, 3, 1, 2))
    want = reference("InstanceNormalization", [planes, scale, bias], {"epsilon": 1e-3})
    attrs: dict[str, Attr] = {"epsilon": 1e-3}
    consts = {"s": scale, "b": bias}
    for styles in ({}, {"x": GAPS, "y": GAPS}):
        got = evaluate(
            "InstanceNormalization", {"x": planes}, {"y": (want.shape, F32)}, consts=consts, attrs=attrs, styles=styles
        )
        np.testing.assert_allclose(got["y"], want, rtol=1e-5, atol=1e-5)
        got = evaluate(
            "InstanceNormalization",
            {"x": x},
            {"y": (x.shape, F32)},
            consts=consts,
            attrs={**attrs, "layout": "NHWC"},
            styles=styles,
        )
        np.testing.assert_allclose(got["y"], want.transpose(NHWC), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("axis", [1, 2, 3])
@pytest.mark.parametrize("biased", [True, False])
def test_layer_normalization(axis: int, biased: bool) -> None:
    x = f32(2, 3, 4, 21, scale=2.0) - 5
    arrays = [f32(*x.shape[axis:], seed=k) for k in range(1 + biased)]
    want = reference("LayerNormalization", [x, *arrays], {"axis": axis})
    consts = dict(zip("sb", arrays, strict=False))
    for styles in ({}, {"x": GAPS}):
        got = evaluate(
            "LayerNormalization", {"x": x}, {"y": (x.shape, F32)}, consts=consts, attrs={"axis": axis}, styles=styles
        )
        np.testing.assert_allclose(got["y"], want, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("groups", [1, 2, 6])
def test_group_normalization(groups: int) -> None:
    x, scale, bias = f32(2, 4, 5, 24, scale=3.0) + 1, f32(24, seed=1), f32(24, seed=2)
    planes = np.ascontiguousarray(x.transpose(0, 3, 1, 2))
    attrs: dict[str, Attr] = {"num_groups": groups, "epsilon": 1e-4}
    want = reference("GroupNormalization", [planes, scale, bias], attrs)
    consts = {"s": scale, "b": bias}
    got = evaluate("GroupNormalization", {"x": planes}, {"y": (want.shape, F32)}, consts=consts, attrs=attrs)["y"]
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-5)
    attrs["layout"] = "NHWC"
    got = evaluate(
        "GroupNormalization", {"x": x}, {"y": (x.shape, F32)}, consts=consts, attrs=attrs, styles={"x": GAPS}
    )["y"]
    np.testing.assert_allclose(got, want.transpose(NHWC), rtol=1e-5, atol=1e-5)


def test_large_numbers_keep_the_logarithm() -> None:
    x = np.float32([[0, 1, 2, 3], [10000, 10001, 10002, 10003]])
    got = evaluate("LogSoftmax", {"x": x}, {"y": (x.shape, F32)}, attrs={"axis": 1})["y"]
    np.testing.assert_allclose(got, reference("LogSoftmax", [x], {"axis": 1}), rtol=1e-5)


def test_zeros_have_no_direction() -> None:
    got = evaluate(
        "LpNormalization", {"x": np.zeros((2, 9), np.float32)}, {"y": ((2, 9), F32)}, attrs={"axis": 1, "p": 2}
    )
    np.testing.assert_array_equal(got["y"], 0)


def test_root_mean_square() -> None:
    x, scale = f32(3, 4, 13, scale=3.0), f32(13, seed=1)
    want = x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + 1e-3) * scale
    attrs: dict[str, Attr] = {"axis": -1, "epsilon": 1e-3}
    got = evaluate("RMSNormalization", {"x": x}, {"y": (x.shape, F32)}, consts={"s": scale}, attrs=attrs)["y"]
    np.testing.assert_allclose(got, want, rtol=1e-5)


def test_other_normalisations() -> None:
    x = f32(2, 5, 3, 12)
    for axis in range(4):
        for p in (1, 2):
            attrs: dict[str, Attr] = {"axis": axis, "p": p}
            got = evaluate("LpNormalization", {"x": x}, {"y": (x.shape, F32)}, attrs=attrs)["y"]
            # Not the reference's: it forgets the magnitude at p=1.
            want = x / np.linalg.norm(x, p, axis=axis, keepdims=True)
            np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-6)
    want = (x - x.mean(axis=(0, 2, 3), keepdims=True)) / x.std(axis=(0, 2, 3), keepdims=True)
    got = evaluate("MeanVarianceNormalization", {"x": x}, {"y": (x.shape, F32)}, attrs={"axes": (0, 2, 3)})["y"]
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-5)
