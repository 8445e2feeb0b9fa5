"""Elementwise operators against onnx.reference: every operator, odd sizes, broadcasting, gaps, in place, fused chains."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.dtype import BOOL, F32, I8, I32, I64, U8, DType
from packager.graph import FLOW, Array, Attr, Stage
from packager.kernels.map import Map
from packager.lowering.base import find
from packager.ops import all_ops
from tests.inprocess import HOST_TARGETS, on_every_target
from tests.ops.oracle import reference
from tests.ops.strided import Lab, Style, evaluate, f32, graph_of, load

UNARY: dict[str, dict[str, Attr]] = {
    "Abs": {}, "Atan": {}, "Ceil": {}, "Cos": {}, "Erf": {}, "Exp": {}, "Floor": {}, "HardSwish": {}, "Identity": {},
    "Mish": {}, "Neg": {}, "Reciprocal": {}, "Relu": {}, "Round": {}, "Selu": {}, "Sigmoid": {}, "Sign": {}, "Sin": {},
    "Softplus": {}, "Softsign": {}, "Tanh": {},
    "Celu": {"alpha": 0.7}, "Elu": {"alpha": 0.6}, "HardSigmoid": {"alpha": 0.3, "beta": 0.4},
    "Asinh": {}, "Cosh": {}, "Sinh": {}, "Tan": {}, "Shrink": {"lambd": 0.7, "bias": 0.2}, "LeakyRelu": {"alpha": 0.1}, "ThresholdedRelu": {"alpha": 0.5},
}  # fmt: skip
POSITIVE = ("Log", "Sqrt")
BINARY = ("Add", "Sub", "Mul", "Div", "Min", "Max", "PRelu")
SIZES = (1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 70)


@pytest.mark.sampled(3)
@on_every_target
@pytest.mark.parametrize("op", [*UNARY, *POSITIVE, "Gelu", "GeluTanh", "Swish", "PowBy"])
def test_unary(op: str, target: str) -> None:
    x = np.concatenate([f32(200, scale=3.0), np.float32([-90, -20, -0.0, 0.0, 0.5, 1.5, 2.5, -2.5, 20, 88, 1e-6])])
    if op in ("Ceil", "Floor", "Round"):
        x = np.concatenate([x, np.float32([4194304.5, -4194305.5, 8388607.5, 1e30])])
    if op in ("Sinh", "Cosh"):
        x = np.clip(x, -80, 80)
    if op in POSITIVE:
        x = np.abs(x) + np.float32(1e-30)
    attrs: dict[str, Attr] = UNARY.get(op, {})
    if op == "Swish":
        want = x * reference("Sigmoid", [x * np.float32(1.7)])
        attrs = {"alpha": 1.7}
    elif op == "PowBy":
        x, attrs = np.abs(x), {"exponent": 1.7}
        want = np.power(x, np.float32(1.7))
    elif op.startswith("Gelu"):
        want = reference("Gelu", [x], {"approximate": "tanh" if op == "GeluTanh" else "none"})
    else:
        want = reference(op, [x], attrs, 22)
    got = evaluate(op, {"x": x}, {"y": (x.shape, F32)}, attrs=attrs, target=target)["y"]
    exact = op in ("Abs", "Ceil", "Floor", "Identity", "Neg", "Relu", "Round", "Sign", "Sqrt")
    np.testing.assert_allclose(
        got,
        want,
        rtol=0 if exact else 4e-6,
        atol=0 if exact else 4e-7 * max(1, np.abs(want).max() if op in ("Mish", "Gelu", "GeluTanh") else 1),
    )


@pytest.mark.parametrize("size", SIZES)
def test_sizes_and_in_place(size: int) -> None:
    x = f32(size)
    for op, attrs in (("Sigmoid", {}), ("LeakyRelu", {"alpha": 0.1})):
        want = reference(op, [x], attrs)
        got = evaluate(op, {"x": x}, {"y": (x.shape, F32)}, attrs=attrs, inplace={"y": "x"})["y"]
        np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-6)


SHAPES = (((2, 3, 17), (2, 3, 17)), ((2, 3, 17), (17,)), ((2, 3, 17), (3, 1)), ((6, 33), ()), ((1, 5, 1), (4, 1, 9)))
"""Of both operands; the last pair stretches the first one too, which PRelu does not allow."""


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("op", "shapes"), [(o, s) for o in BINARY for s in SHAPES[: -1 if o == "PRelu" else None]])
def test_binary(op: str, shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    a, b = f32(*shapes[0], seed=1), f32(*shapes[1], seed=2)
    want = reference(op, [a, b])
    got = evaluate(op, {"a": a, "b": b}, {"y": (want.shape, F32)})["y"]
    np.testing.assert_allclose(got, want, rtol=1e-6)
    as_constant = evaluate(op, {"a": a}, {"y": (want.shape, F32)}, consts={"b": b})["y"]
    np.testing.assert_array_equal(as_constant, got)
    swapped = evaluate(op, {"b": b}, {"y": (want.shape, F32)}, consts={"a": a}, inputs=("a", "b"))["y"]
    np.testing.assert_array_equal(swapped, got)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_broadcast_in_any_strides(data: st.DataObject) -> None:
    shape = tuple(data.draw(st.lists(st.sampled_from([1, 2, 3, 5, 8, 9, 17]), min_size=1, max_size=4)))
    stretch = [data.draw(st.booleans()) for _ in shape]
    keep = data.draw(st.integers(0, len(shape)))
    other = tuple(1 if s else n for s, n in zip(stretch, shape, strict=True))[len(shape) - keep :]
    styles = {
        name: Style(tuple(data.draw(st.integers(0, 3)) for _ in shape), data.draw(st.sampled_from([1, 1, 2])))
        for name in ("a", "b", "y")
    }
    a, b = f32(*shape, seed=3), f32(*other, seed=4)
    got = evaluate("Sub", {"a": a, "b": b}, {"y": (shape, F32)}, inputs=("b", "a"), styles=styles)["y"]
    np.testing.assert_array_equal(got, b - a)


def test_several_inputs() -> None:
    arrays = {n: f32(3, 19, seed=i) for i, n in enumerate("abcd")}
    got = evaluate("Max", arrays, {"y": ((3, 19), F32)})["y"]
    np.testing.assert_array_equal(got, np.max(list(arrays.values()), axis=0))
    got = evaluate("Sum", arrays, {"y": ((3, 19), F32)})["y"]
    np.testing.assert_allclose(got, np.sum(list(arrays.values()), axis=0), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("exponent", [2.0, 0.5, -1.0, 4.0, 3.0, 1.0, 0.0, -2.5])
def test_constant_powers(exponent: float) -> None:
    x = np.abs(f32(37)) + np.float32(0.01)
    for kind in (np.float32, np.int64) if exponent == int(exponent) else (np.float32,):
        got = evaluate("Pow", {"x": x}, {"y": (x.shape, F32)}, consts={"e": np.asarray(exponent, kind)})["y"]
        np.testing.assert_allclose(got, np.power(x, np.float32(exponent)), rtol=3e-6)


def test_powers_of_signs_and_zeros() -> None:
    x = np.float32([-2, -2, -2, 0, 0, 0, 3, -1.5, 5])
    y = np.float32([3, 2, 0.5, 2, 0, -1, 0, -3, 1])
    got = evaluate("Pow", {"x": x, "e": y}, {"y": (x.shape, F32)})["y"]
    np.testing.assert_allclose(got, reference("Pow", [x, y]), rtol=1e-5)


def test_clip_with_bounds_of_every_kind() -> None:
    x, low, high = f32(50, scale=5.0), np.float32(-1.5), np.float32(2.0)
    one: dict[str, tuple[tuple[int, ...], DType]] = {"y": (x.shape, F32)}
    want = np.clip(x, low, high)
    np.testing.assert_array_equal(evaluate("Clip", {"x": x}, one, attrs={"min": -1.5, "max": 2.0})["y"], want)
    np.testing.assert_array_equal(
        evaluate("Clip", {"x": x}, one, consts={"l": np.asarray(low), "h": np.asarray(high)})["y"], want
    )
    np.testing.assert_array_equal(
        evaluate("Clip", {"x": x, "l": np.asarray(low)}, one, consts={"h": np.asarray(high)})["y"], want
    )
    np.testing.assert_array_equal(
        evaluate("Clip", {"x": x}, one, consts={"h": np.asarray(high)}, inputs=("x", "", "h"))["y"], np.minimum(x, high)
    )


@pytest.mark.parametrize("op", ["Greater", "Less", "GreaterOrEqual", "LessOrEqual", "Equal"])
def test_comparisons(op: str) -> None:
    a, b = np.round(f32(6, 13, seed=1)), np.round(f32(13, seed=2))
    got = evaluate(op, {"a": a, "b": b}, {"y": (a.shape, BOOL)})["y"]
    np.testing.assert_array_equal(got, reference(op, [a, b]))


def test_logic_and_where() -> None:
    a, b = f32(70, seed=1) > 0, f32(70, seed=2) > 0
    for op in ("And", "Or", "Xor"):
        np.testing.assert_array_equal(
            evaluate(op, {"a": a, "b": b}, {"y": (a.shape, BOOL)})["y"], reference(op, [a, b])
        )
    np.testing.assert_array_equal(evaluate("Not", {"a": a}, {"y": (a.shape, BOOL)})["y"], ~a)
    x = f32(3, 70)
    got = evaluate("Where", {"c": a, "x": x}, {"y": (x.shape, F32)}, consts={"z": np.float32([[1.0]])})["y"]
    np.testing.assert_array_equal(got, np.where(a, x, np.float32(1.0)))


@on_every_target
@pytest.mark.parametrize(
    ("source", "to"),
    [
        (U8, F32),
        (I8, F32),
        (I32, F32),
        (I64, F32),
        (BOOL, F32),
        (F32, U8),
        (F32, I8),
        (F32, I32),
        (F32, I64),
        (F32, BOOL),
        (U8, I32),
    ],
)
def test_casts(source: DType, to: DType, target: str) -> None:
    values = np.float64([0, 1, 2, 100, 127, 3, 17, 90, 64, 33, 5, 0, 1] * 3)
    if source in (I32, I64) or (source == F32 and to in (I32, I64)):
        values = np.concatenate([values, [-1, -70000, 2**24, -(2**31) + 128]])
    if source == I64:
        values = np.concatenate([values, [2.0**40, -(2.0**45)]])
    if source == F32:
        values = values + 0.75 * (values < 127) * (values >= 0)
    if source == F32 and to == I64:
        values = np.concatenate([values, [2.0**40, -(2.0**45)]])
    x = values.astype(source.np)
    got = evaluate("Cast", {"x": x}, {"y": (x.shape, to)}, attrs={"to": to.onnx}, target=target)["y"]
    np.testing.assert_array_equal(got, x.astype(to.np))


@pytest.mark.parametrize("kind", [np.uint8, np.int8])
def test_quantisation_is_exact(kind: type) -> None:
    zero = kind(3)
    x = np.concatenate([f32(500, scale=90.0), np.float32([0.5, 1.5, 2.5, -0.5, 1e6, -1e6, 0.05, 0.15])])
    for scale in (np.float32(0.1), np.float32(1.0), np.float32(0.0473)):
        consts = {"s": np.asarray(scale), "z": np.asarray(zero)}
        got = evaluate("QuantizeLinear", {"x": x}, {"y": (x.shape, U8 if kind is np.uint8 else I8)}, consts=consts)["y"]
        np.testing.assert_array_equal(got, reference("QuantizeLinear", [x, *consts.values()]))
        back = evaluate("DequantizeLinear", {"x": got}, {"y": (x.shape, F32)}, consts=consts)["y"]
        np.testing.assert_array_equal(back, reference("DequantizeLinear", [got, *consts.values()]))


def test_fused_stages() -> None:
    x, t, vector = f32(5, 21, seed=1), f32(5, 21, seed=2), f32(21, seed=3)
    stages = (
        Stage("Mul", (FLOW, "v")),
        Stage("Sub", ("t", FLOW)),
        Stage("Clip", attrs={"min": -0.5, "max": 0.75}),
        Stage("Gelu", attrs={"approximate": "tanh"}),
    )
    want = reference("Gelu", [np.clip(t - np.tanh(x) * vector, -0.5, 0.75)], {"approximate": "tanh"})
    got = evaluate(
        "Tanh", {"x": x, "t": t}, {"y": (x.shape, F32)}, consts={"v": vector}, inputs=("x",), epilogue=stages
    )["y"]
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-6)


NOT_ALONE = ("Pow", "Where", "PowBy", "QuantizeLinear", "DequantizeLinear")
"""Bodies whose node has further inputs than the body."""


@pytest.mark.slow
@pytest.mark.parametrize("name", [o.name for o in all_ops() if o.body is not None and o.name not in NOT_ALONE])
def test_bodies_fold_constants_as_they_compute(name: str) -> None:
    """One body for numpy and for code: what constant folding gives is what the kernel gives."""
    op = find(name)
    assert op is not None
    arrays: list[Array] = [np.abs(f32(40, seed=i)) + np.float32(0.1) for i in range(op.inputs)]
    if name in ("And", "Or", "Xor", "Not"):
        arrays = [a > 0.7 for a in arrays]
    folded = op.evaluate(*arrays)
    kind = BOOL if folded.dtype == bool or name in ("And", "Or", "Xor", "Not") else F32
    got = evaluate(name, {f"i{k}": a for k, a in enumerate(arrays)}, {"y": ((40,), kind)})["y"]
    np.testing.assert_allclose(got, folded.astype(got.dtype), rtol=1e-5, atol=1e-6)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("width", [1, 6, 8, 40])
@pytest.mark.parametrize("channels", [2, 3, 5, 7, 8, 11])
def test_few_channels_meet_constants_of_their_own(channels: int, width: int) -> None:
    x, c, d, s = f32(2, 3, width, channels), f32(channels), f32(1, channels, seed=1), 2 + f32(1, 1, 1, 1, seed=2) ** 2
    given, made = {"x": x, "s": s}, {"y": (x.shape, F32)}
    stages = Stage("Add", (FLOW, "d")), Stage("Div", (FLOW, "s"))
    want = (x * c + d) / s
    for style in (Style(), Style(halo=((0, 0), (1, 1), (2, 1), (0, 0))), Style(gaps=(0, 0, 0, 3))):
        got = evaluate(
            "Mul", given, made, consts={"c": c, "d": d}, inputs=("x", "c"), epilogue=stages, styles={"y": style}
        )
        np.testing.assert_allclose(got["y"], want, rtol=1e-6, atol=1e-6)
    graph, node = graph_of("Mul", given, made, {"c": c, "d": d}, {}, ("x", "c"), stages)
    machine = load(HOST_TARGETS[-1])
    found = find("Mul")
    assert found is not None
    assert found.operator is not None
    kernel = found.operator.variants(Lab(graph, machine, {}), node)[0].kernel
    assert isinstance(kernel, Map)
    assert kernel.scalar == (channels < machine.vec and (width * channels) % machine.vec != 0)
