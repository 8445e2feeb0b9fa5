"""Pools and LRN against onnx.reference: channels around the vector's length, windows over the border, gaps, batches."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from packager.dtype import F32
from packager.graph import FLOW, Array, Attr, Stage
from tests.ops.oracle import reference_nhwc
from tests.ops.strided import Style, evaluate, f32

GAPS = Style((0, 3, 2, 1))


def windows(op: str, x: Array, attrs: Mapping[str, Attr], shape: tuple[int, ...]) -> Array:
    """MaxPool and AveragePool without padding counted, by definition: onnx.reference is slow, and its MaxPool reads
    pads in another order."""
    kernel, pads, steps = (attrs[k] for k in ("kernel_shape", "pads", "strides"))
    want = np.empty(shape, np.float32)
    for i, j in np.ndindex(shape[1:3]):
        top, left = i * steps[0] - pads[0], j * steps[1] - pads[1]
        part = x[:, max(0, top) : top + kernel[0], max(0, left) : left + kernel[1]]
        want[:, i, j] = (part.max if op == "MaxPool" else part.mean)(axis=(1, 2))
    return want


def pooled(op: str, x: Array, attrs: dict[str, Attr], styles: dict[str, Style] | None = None) -> None:
    want = reference_nhwc(op, x, attrs=attrs)
    given_attrs: dict[str, Attr] = {"strides": (1, 1), "pads": (0,) * 4, "dilations": (1, 1), **attrs, "layout": "NHWC"}
    got = evaluate(op, {"x": x}, {"y": (want.shape, F32)}, attrs=given_attrs, styles=styles)["y"]
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-6)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("op", ["MaxPool", "AveragePool", "LpPool"])
@pytest.mark.parametrize("channels", [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 70])
def test_channels(channels: int, op: str) -> None:
    attrs: dict[str, Attr] = {"kernel_shape": (3, 3), "pads": (1, 1, 1, 1)}
    pooled(op, f32(1, 5, 6, channels), attrs, {"x": GAPS, "y": GAPS})


@pytest.mark.sampled(3)
@pytest.mark.parametrize("op", ["MaxPool", "AveragePool"])
@pytest.mark.parametrize(
    "attrs",
    [
        {"kernel_shape": (2, 2), "strides": (2, 2)},
        {"kernel_shape": (3, 3), "strides": (2, 2), "pads": (1, 1, 1, 1)},
        {"kernel_shape": (3, 3), "strides": (2, 2), "ceil_mode": 1},
        {"kernel_shape": (5, 5), "pads": (2, 2, 2, 2)},
        {"kernel_shape": (13, 13), "pads": (6, 6, 6, 6)},
        {"kernel_shape": (3, 2), "strides": (1, 2), "pads": (2, 0, 1, 1), "dilations": (2, 1)},
        {"kernel_shape": (7, 9)},
    ],
)
def test_windows(op: str, attrs: dict[str, Attr]) -> None:
    pooled(op, -1 - np.abs(f32(2, 7, 9, 10)), attrs)


@pytest.mark.parametrize("padded", [0, 1])
@pytest.mark.parametrize("ceil", [0, 1])
def test_what_an_average_counts(padded: int, ceil: int) -> None:
    attrs: dict[str, Attr] = {"kernel_shape": (3, 3), "strides": (2, 2), "pads": (1, 1, 1, 1), "ceil_mode": ceil}
    pooled("AveragePool", f32(1, 6, 7, 9), {**attrs, "count_include_pad": padded})


def test_padded_average_with_holes() -> None:
    attrs: dict[str, Attr] = {"kernel_shape": (2, 2), "pads": (1, 1, 1, 1), "dilations": (2, 2), "count_include_pad": 1}
    pooled("AveragePool", f32(1, 6, 7, 9), attrs)


def test_norms_of_windows() -> None:
    for p in (1, 2):
        pooled("LpPool", f32(1, 6, 7, 9), {"kernel_shape": (2, 3), "p": p})


def test_stages_behind_a_pool() -> None:
    x = f32(1, 6, 6, 12)
    attrs: dict[str, Attr] = {"kernel_shape": (2, 2), "strides": (2, 2)}
    want = np.maximum(reference_nhwc("AveragePool", x, attrs=attrs) * np.float32(2.0), 0)
    given_attrs: dict[str, Attr] = {**attrs, "pads": (0,) * 4, "dilations": (1, 1), "layout": "NHWC"}
    got = evaluate(
        "AveragePool", {"x": x}, {"y": (want.shape, F32)}, consts={"k": np.float32([2.0])}, inputs=("x",),
        attrs=given_attrs, epilogue=(Stage("Mul", (FLOW, "k")), Stage("Relu")), styles={"y": GAPS},
    )["y"]  # fmt: skip
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_pool(data: st.DataObject) -> None:
    kernel = tuple(data.draw(st.integers(1, 5)) for _ in range(2))
    pads = tuple(data.draw(st.integers(0, k - 1)) for k in (*kernel, *kernel))
    attrs: dict[str, Attr] = {"kernel_shape": kernel, "pads": pads}
    attrs["strides"] = tuple(data.draw(st.integers(1, 3)) for _ in range(2))
    size = [data.draw(st.integers(1, 9)) for _ in range(2)]
    assume(all(n + pads[d] + pads[d + 2] >= kernel[d] for d, n in enumerate(size)))
    x = f32(data.draw(st.integers(1, 2)), *size, data.draw(st.sampled_from([1, 5, 16, 40])))
    op = data.draw(st.sampled_from(["MaxPool", "AveragePool"]))
    out = [(n + pads[d] + pads[d + 2] - kernel[d]) // attrs["strides"][d] + 1 for d, n in enumerate(size)]
    shape = (x.shape[0], *out, x.shape[3])
    given_attrs: dict[str, Attr] = {**attrs, "dilations": (1, 1), "layout": "NHWC"}
    styles = {"x": Style((data.draw(st.integers(0, 2)),) * 3 + (0,))}
    got = evaluate(op, {"x": x}, {"y": (shape, F32)}, attrs=given_attrs, styles=styles)["y"]
    np.testing.assert_allclose(got, windows(op, x, attrs, shape), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("channels", [1, 3, 8, 19, 64])
@pytest.mark.parametrize("size", [1, 3, 5])
def test_local_response(channels: int, size: int) -> None:
    x = f32(2, 3, 4, channels, scale=5.0)
    attrs: dict[str, Attr] = {"size": size, "alpha": 0.3, "beta": 0.6, "bias": 1.5}
    # The formula, not onnx.reference: that one takes the batch for the channels.
    squares = np.pad(x.astype(np.float64) ** 2, [(0, 0)] * 3 + [((size - 1) // 2, size // 2)])
    near = sum(squares[..., k : k + channels] for k in range(size))
    want = x / (1.5 + 0.3 / size * near) ** 0.6
    styles = {"x": GAPS, "y": GAPS}
    got = evaluate("LRN", {"x": x}, {"y": (x.shape, F32)}, attrs={**attrs, "layout": "NHWC"}, styles=styles)["y"]
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-6)
