"""Elements of every type, bit by bit: against ml_dtypes and numpy, on all codes of the small types."""

from __future__ import annotations

import math

import numpy as np
import onnx
import pytest
from onnx import helper

from packager.backend import run_model
from packager.dtype import ALL, BY_NAME, DType
from packager.graph import Array

SMALL = [d.name for d in ALL if d.is_float and d.bytes < 4]
INTEGERS = [d.name for d in ALL if d.is_int]


def converted(x: Array, source: DType, to: DType, **attrs: object) -> Array:
    """What our code makes of a Cast."""
    graph = helper.make_graph(
        [helper.make_node("Cast", ["x"], ["y"], to=to.onnx, **attrs)], "cast",
        [helper.make_tensor_value_info("x", source.onnx, x.shape)],
        [helper.make_tensor_value_info("y", to.onnx, x.shape)],
    )  # fmt: skip
    (y,) = run_model(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 25)]), [x])
    return y


def codes(dtype: DType) -> Array:
    """Every element of a small type."""
    bits = np.arange(2**dtype.bits, dtype=np.uint16 if dtype.bytes == 2 else np.uint8)
    return bits.view(dtype.np)


def floats() -> Array:
    """f32 of every exponent, those halfway between small floats among them, and what is no number."""
    random = np.random.default_rng(0).integers(0, 2**32, 20_001, dtype=np.uint32).view(np.float32)
    halves = np.concatenate([codes(BY_NAME[n]).astype(np.float32) for n in ("f16", "bf16", "f8e4m3fn", "f4e2m1")])
    middle = ((halves[1:].astype(np.float64) + halves[:-1]) / 2).astype(np.float32)
    return np.concatenate([random, halves, middle, np.float32([0.0, -0.0, np.inf, -np.inf, np.nan])])


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", SMALL)
def test_every_code_of_a_small_float_is_read_as_it_is(name: str) -> None:
    dtype = BY_NAME[name]
    x = codes(dtype)
    np.testing.assert_array_equal(converted(x, dtype, BY_NAME["f32"]), x.astype(np.float32))


@pytest.mark.parametrize("name", [n for n in SMALL if n != "f8e8m0"])
def test_floats_become_the_nearest_small_float(name: str) -> None:
    dtype = BY_NAME[name]
    with np.errstate(all="ignore"):
        x = floats()
        if name.startswith("f8"):  # beyond the largest, ONNX saturates and ml_dtypes does not
            top = float(
                np.nanmax(np.where(np.isinf(codes(dtype).astype(np.float32)), 0, codes(dtype).astype(np.float32)))
            )
            x = np.where(np.abs(x) > top, np.sign(x) * np.float32(top), x).astype(np.float32)
        want = x.astype(dtype.np)
        got = converted(x, BY_NAME["f32"], dtype)
    np.testing.assert_array_equal(got.astype(np.float32), want.astype(np.float32))
    real = ~np.isnan(x)
    np.testing.assert_array_equal(np.signbit(got.astype(np.float32))[real], np.signbit(want.astype(np.float32))[real])


@pytest.mark.sampled(7)
@pytest.mark.parametrize("to", INTEGERS)
@pytest.mark.parametrize("source", INTEGERS)
def test_integers_keep_their_low_bits(source: str, to: str) -> None:
    kind = BY_NAME[source]
    wide = np.random.default_rng(1).integers(-(2**63), 2**63 - 1, 37, dtype=np.int64)
    x = (wide >> 60).astype(kind.np) if kind.bits < 8 else wide.astype(kind.np)
    got = converted(x, kind, BY_NAME[to])
    bits = BY_NAME[to].bits
    whole = x.astype(np.int64).astype(object) % 2**64
    want = whole % 2**bits
    np.testing.assert_array_equal(got.astype(np.int64).astype(object) % 2**bits, want)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("to", ["i32", "i64", "u32", "u64", "i16", "u8", "f64", "f32"])
@pytest.mark.parametrize("source", ["f32", "f64", "f16"])
def test_floats_are_cut_off(source: str, to: str) -> None:
    x = np.array([0.0, 1.5, 2.999, 100.75, 0.25, 17.0, 99.5], BY_NAME[source].np)
    np.testing.assert_array_equal(converted(x, BY_NAME[source], BY_NAME[to]), x.astype(BY_NAME[to].np))


@pytest.mark.sampled(7)
@pytest.mark.parametrize("op", ["Add", "Sub", "Mul", "Div", "Mod", "Max", "Min", "Pow", "Less", "Equal"])
@pytest.mark.parametrize("name", ["i8", "u8", "i16", "u16", "i32", "u32", "i64", "u64"])
@pytest.mark.parametrize("shape", [(1,), (7,), (3, 17)])
def test_integers_are_exact(op: str, name: str, shape: tuple[int, ...]) -> None:
    kind = BY_NAME[name]
    if op == "Pow":  # ONNX has it of signed integers of 32 and 64 bits
        kind = BY_NAME["i64" if kind.bytes == 8 else "i32"]
    rng, limits = np.random.default_rng(2), np.iinfo(kind.np)
    a, b = (rng.integers(limits.min, limits.max, shape, dtype=kind.np, endpoint=True) for _ in "ab")
    b = np.where(b == 0, 3, b).astype(kind.np)
    if op == "Pow":
        a, b = (a % 11).astype(kind.np), (b % 7).astype(kind.np)
    node = helper.make_node(op, ["a", "b"], ["y"])
    info = [helper.make_tensor_value_info(n, kind.onnx, shape) for n in "ab"]
    graph = helper.make_graph([node], "g", info, [helper.make_empty_tensor_value_info("y")])
    (got,) = run_model(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)]), [a, b])
    with np.errstate(all="ignore"):
        want = {
            "Add": lambda: a + b, "Sub": lambda: a - b, "Mul": lambda: a * b, "Mod": lambda: np.mod(a, b),
            "Div": lambda: np.array([_quotient(int(p), int(q), kind) for p, q in zip(a.flat, b.flat, strict=True)],
                                    kind.np).reshape(shape),
            "Max": lambda: np.maximum(a, b), "Min": lambda: np.minimum(a, b), "Pow": lambda: np.power(a, b),
            "Less": lambda: a < b, "Equal": lambda: a == b,
        }[op]()  # fmt: skip
    np.testing.assert_array_equal(got, want)


def _quotient(a: int, b: int, kind: DType) -> int:
    found = abs(a) // abs(b)
    whole = -found if (a < 0) != (b < 0) else found
    limits = np.iinfo(kind.np)
    return whole if whole <= limits.max else limits.min


def test_a_division_by_zero_is_no_trap() -> None:
    for kind in (np.int32, np.int64, np.uint8):
        zero, five = np.zeros(9, kind), np.full(9, 5, kind)
        code = helper.np_dtype_to_tensor_dtype(np.dtype(kind))
        for op in ("Div", "Mod"):
            graph = helper.make_graph(
                [helper.make_node(op, ["a", "b"], ["y"])], "g",
                [helper.make_tensor_value_info(n, code, (9,)) for n in "ab"],
                [onnx.helper.make_empty_tensor_value_info("y")],
            )  # fmt: skip
            assert run_model(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)]), [five, zero])


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    "op", ["Exp", "Log", "Sin", "Cos", "Tanh", "Sigmoid", "Atan", "Erf", "Sqrt", "Tan", "Softplus"]
)
def test_f64_is_as_precise_as_f64(op: str) -> None:
    x = np.random.default_rng(3).uniform(-20, 20, 1003)
    x = np.abs(x) if op in ("Log", "Sqrt") else x
    graph = helper.make_graph(
        [helper.make_node(op, ["x"], ["y"])], "g", [helper.make_tensor_value_info("x", 11, x.shape)],
        [helper.make_tensor_value_info("y", 11, x.shape)],
    )  # fmt: skip
    (got,) = run_model(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 24)]), [x])
    want = {
        "Sigmoid": lambda v: 1 / (1 + np.exp(-v)), "Atan": np.arctan, "Erf": np.vectorize(math.erf),
        "Softplus": lambda v: np.logaddexp(v, 0),
    }  # fmt: skip
    np.testing.assert_allclose(got, want.get(op, getattr(np, op.lower(), None))(x), rtol=1e-11, atol=1e-13)


def test_doubles_become_halves_in_one_step() -> None:
    """All places halfway between two halves, and just beside them: by f32 they would be rounded twice."""
    halves = np.sort(codes(BY_NAME["f16"]).astype(np.float64))
    halves = halves[np.isfinite(halves)]
    middle = (halves[1:] + halves[:-1]) / 2
    near = [middle * (1 + sign * 2.0**-e) for sign in (-1, 1) for e in (30, 52)]
    ends = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e300, -1e-300, 65520.0, np.nextafter(65520.0, 0), 2.0**-25]
    x = np.concatenate([halves, middle, *near, ends])
    with np.errstate(all="ignore"):
        want = x.astype(np.float16)
    got = converted(x, BY_NAME["f64"], BY_NAME["f16"])
    number = ~np.isnan(x)
    np.testing.assert_array_equal(got.view(np.uint16)[number], want.view(np.uint16)[number])
    assert np.isnan(got[~number]).all()
