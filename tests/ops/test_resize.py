"""Resize against onnx.reference: every mode and transformation, up and down, whole and broken factors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.dtype import F32, U8
from packager.graph import Array, Attr, Stage
from packager.kernels.map import Map
from packager.lowering.base import find
from packager.target import load
from tests.ops.oracle import reference_nhwc
from tests.ops.strided import Lab, Style, evaluate, f32, graph_of

GAPS = Style((0, 3, 2, 1))
MODES = ["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel", "half_pixel_symmetric"]


def resized(x: Array, sizes: tuple[int, int], attrs: dict[str, Attr], styles: dict[str, Style] | None = None) -> Array:
    """The kernel's result, compared with the reference's."""
    none = np.float32([])
    want = reference_nhwc("Resize", x, [none, none, np.int64([x.shape[0], x.shape[3], *sizes])], attrs)
    scales = (1.0, 1.0, float(np.float32(sizes[0] / x.shape[1])), float(np.float32(sizes[1] / x.shape[2])))
    given_attrs: dict[str, Attr] = {**attrs, "scales": scales, "layout": "NHWC"}
    got = evaluate("Resize", {"x": x}, {"y": (want.shape, F32)}, attrs=given_attrs, styles=styles)["y"]
    np.testing.assert_allclose(got, want, rtol=1e-4, atol=2e-5)
    return got


@pytest.mark.parametrize("transform", MODES)
@pytest.mark.parametrize("sizes", [(10, 14), (8, 3), (5, 7), (1, 1), (13, 9)])
@pytest.mark.parametrize("mode", ["linear", "cubic"])
def test_interpolation(mode: str, sizes: tuple[int, int], transform: str) -> None:
    if transform == "pytorch_half_pixel" and sizes == (1, 1):
        sizes = (2, 1 + (mode == "cubic"))  # the reference samples at -0.5 where the standard says 0
    resized(f32(1, 5, 7, 9), sizes, {"mode": mode, "coordinate_transformation_mode": transform})


@pytest.mark.parametrize("transform", MODES)
@pytest.mark.parametrize("rounding", ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"])
def test_nearest(rounding: str, transform: str) -> None:
    for sizes in ((10, 14), (8, 5), (3, 5), (5, 21)):
        attrs: dict[str, Attr] = {
            "mode": "nearest",
            "nearest_mode": rounding,
            "coordinate_transformation_mode": transform,
        }
        resized(f32(2, 5, 7, 10), sizes, attrs, {"x": GAPS, "y": GAPS})


@pytest.mark.parametrize("channels", [1, 2, 3, 8, 9, 31, 32, 33])
def test_channels(channels: int) -> None:
    attrs: dict[str, Attr] = {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
    resized(f32(2, 4, 5, channels), (9, 8), attrs, {"x": GAPS, "y": GAPS})


def test_other_cubics() -> None:
    resized(f32(1, 6, 7, 5), (9, 11), {"mode": "cubic", "cubic_coeff_a": -0.5, "exclude_outside": 1})
    for mode in ("linear", "cubic"):
        resized(f32(1, 12, 13, 5), (5, 4), {"mode": mode, "antialias": 1})


def test_whole_factors_are_copies() -> None:
    attrs: dict[str, Attr] = {
        "mode": "nearest", "nearest_mode": "floor", "coordinate_transformation_mode": "asymmetric", "layout": "NHWC",
    }  # fmt: skip
    x = np.arange(4 * 6 * 20).reshape(1, 4, 6, 20)
    for factors, want in (((2, 3), x.repeat(2, axis=1).repeat(3, axis=2)), ((0.5, 2), x[:, ::2].repeat(2, axis=2))):
        for dtype in (F32, U8):
            scales = (1.0, 1.0, *map(float, factors))
            source, target = x.astype(dtype.np), want.astype(dtype.np)
            every = {**attrs, "scales": scales}
            graph, node = graph_of("Resize", {"x": source}, {"y": (want.shape, dtype)}, {}, every, "x")
            found = find("Resize")
            assert found is not None
            assert found.operator is not None
            assert isinstance(found.operator.variants(Lab(graph, load("aarch64"), {}), node)[0].kernel, Map)
            got = evaluate(
                "Resize", {"x": source}, {"y": (want.shape, dtype)}, attrs=every, styles={"x": GAPS}, deeper=True
            )
            np.testing.assert_array_equal(got["y"], target)


def test_one_pixel_by_pytorch_is_the_first() -> None:
    x = f32(1, 4, 5, 3)
    attrs: dict[str, Attr] = {
        "mode": "linear", "coordinate_transformation_mode": "pytorch_half_pixel", "scales": (1.0, 1.0, 0.25, 0.2),
        "layout": "NHWC",
    }  # fmt: skip
    got = evaluate("Resize", {"x": x}, {"y": ((1, 1, 1, 3), F32)}, attrs=attrs)["y"]
    np.testing.assert_array_equal(got, x[:, :1, :1])


def test_nearest_of_old_tensorflow() -> None:
    x = f32(1, 3, 3, 2)
    attrs: dict[str, Attr] = {
        "mode": "nearest", "nearest_mode": "floor", "coordinate_transformation_mode": "tf_half_pixel_for_nn",
        "scales": (1.0, 1.0, 5 / 3, 5 / 3), "layout": "NHWC",
    }  # fmt: skip
    got = evaluate("Resize", {"x": x}, {"y": ((1, 5, 5, 2), F32)}, attrs=attrs)["y"]
    at = [0, 0, 1, 2, 2]
    np.testing.assert_array_equal(got, x[:, at][:, :, at])


def test_stages_behind_a_resize() -> None:
    x = f32(1, 3, 4, 11)
    attrs: dict[str, Attr] = {"mode": "linear", "scales": (1.0, 1.0, 2.0, 2.0), "layout": "NHWC"}
    plain = evaluate("Resize", {"x": x}, {"y": ((1, 6, 8, 11), F32)}, attrs=attrs)["y"]
    got = evaluate("Resize", {"x": x}, {"y": ((1, 6, 8, 11), F32)}, attrs=attrs, epilogue=(Stage("Relu"),))["y"]
    np.testing.assert_array_equal(got, np.maximum(plain, 0))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_size(data: st.DataObject) -> None:
    size = st.integers(1, 12)
    x = f32(1, data.draw(size), data.draw(size), 6)
    attrs: dict[str, Attr] = {
        "mode": data.draw(st.sampled_from(["linear", "nearest", "cubic"])),
        "coordinate_transformation_mode": data.draw(st.sampled_from(MODES[:3])),
    }
    resized(x, (data.draw(size), data.draw(size)), attrs)
