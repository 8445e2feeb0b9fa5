"""Operators that move elements: against numpy, in any strides, for any element size; and the loops they become."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.dtype import BOOL, F32, I8, I16, I64, DType
from packager.graph import FLOW, Array, Attr, Stage
from packager.kernels.base import Ref
from packager.lowering.region import Region, loops
from packager.ops.gather import runs
from tests.ops.oracle import reference, reference_nhwc
from tests.ops.strided import Style, evaluate, f32

GAPS = Style((3, 2, 1, 0))
SIZES = [F32, I8, I16, I64, BOOL]


def numbers(shape: tuple[int, ...], dtype: DType = F32) -> Array:
    return np.arange(np.prod(shape)).reshape(shape).astype(dtype.np)


def moved(op: str, x: Array, want: Array, dtype: DType = F32, **attrs: Attr) -> None:
    """The operator gives `want`, dense and with gaps around both tensors."""
    for styles in ({}, {"x": GAPS, "y": GAPS}):
        got = evaluate(op, {"x": x}, {"y": (want.shape, dtype)}, attrs=attrs, styles=styles)["y"]
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("dtype", SIZES, ids=str)
@pytest.mark.parametrize("shape", [(1,), (7,), (8,), (9,), (33,), (2, 3, 40)])
def test_copy(shape: tuple[int, ...], dtype: DType) -> None:
    x = numbers(shape, dtype)
    moved("Copy", x, x, dtype)


@pytest.mark.parametrize("perm", [(0, 2, 3, 1), (0, 3, 1, 2), (3, 2, 1, 0), (1, 0, 2, 3), (0, 1, 3, 2)])
@pytest.mark.parametrize(
    "shape", [(1, 3, 9, 11), (2, 2, 8, 17), (1, 4, 5, 8), (1, 16, 7, 5), (3, 5, 1, 6), (1, 33, 4, 4)]
)
def test_transpose(shape: tuple[int, ...], perm: tuple[int, ...]) -> None:
    x = numbers(shape)
    moved("Transpose", x, x.transpose(perm), perm=perm)


def test_transpose_of_other_sizes() -> None:
    for dtype in SIZES:
        x = numbers((5, 9, 4), dtype)
        moved("Transpose", x, x.transpose(2, 0, 1), dtype, perm=(2, 0, 1))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_transpose_in_any_strides(data: st.DataObject) -> None:
    shape = tuple(data.draw(st.lists(st.sampled_from([1, 2, 3, 4, 5, 9, 18]), min_size=1, max_size=4)))
    perm = tuple(data.draw(st.permutations(range(len(shape)))))
    styles = {
        name: Style(tuple(data.draw(st.integers(0, 2)) for _ in shape), data.draw(st.sampled_from([1, 1, 3])))
        for name in ("x", "y")
    }
    x = numbers(shape)
    want = x.transpose(perm)
    got = evaluate("Transpose", {"x": x}, {"y": (want.shape, F32)}, attrs={"perm": perm}, styles=styles)["y"]
    np.testing.assert_array_equal(got, want)


def test_more_loops_than_needed() -> None:
    x = numbers((3, 5, 21))
    styles = {"x": GAPS}
    evaluate("Copy", {"x": x}, {"y": (x.shape, F32)}, styles=styles, deeper=True)
    evaluate("Sigmoid", {"x": x}, {"y": (x.shape, F32)}, styles=styles, deeper=True)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_pads_in_any_memory(data: st.DataObject) -> None:
    """The walk over the middle may need fewer loops than those over the borders, and the other way round."""
    shape = tuple(data.draw(st.lists(st.sampled_from([1, 2, 3, 4, 9, 18]), min_size=1, max_size=4)))
    mode: Any = data.draw(st.sampled_from(["constant", "edge", "reflect", "wrap"]))
    most = {"reflect": -1, "wrap": 0}
    widths = [data.draw(st.sampled_from([0, 0, 0, 1, 2, 3])) for _ in shape * 2]
    pads = [min(p, n + most[mode]) if mode in most else p for p, n in zip(widths, shape * 2, strict=True)]
    around = list(zip(pads[: len(shape)], pads[len(shape) :], strict=True))
    x = numbers(shape)
    want = np.pad(x, around, mode=mode)
    styles = {n: Style(tuple(data.draw(st.sampled_from([0, 0, 0, 2])) for _ in shape)) for n in ("x", "y")}
    attrs: dict[str, Attr] = {"pads": tuple(pads), "mode": mode, "value": 0.0}
    got = evaluate("Pad", {"x": x}, {"y": (want.shape, F32)}, attrs=attrs, styles=styles, deeper=True)["y"]
    np.testing.assert_array_equal(got, want)


def test_slices() -> None:
    x = numbers((4, 9, 12))
    moved("Slice", x, x[1:3, 8:2:-2, ::3], axes=(0, 1, 2), starts=(1, 8, 0), ends=(3, 2, 12), steps=(1, -2, 3))
    moved("Slice", x, x[:, ::-1], axes=(1,), starts=(8,), ends=(-1,), steps=(-1,))


def test_split_with_a_part_that_nobody_reads() -> None:
    x = numbers((3, 10, 4))
    outputs = {"a": ((3, 2, 4), F32), "c": ((3, 5, 4), F32)}
    got = evaluate("Split", {"x": x}, outputs, attrs={"axis": 1, "split": (2, 5)})
    np.testing.assert_array_equal(got["a"], x[:, :2])
    np.testing.assert_array_equal(got["c"], x[:, 2:7])


def test_concat() -> None:
    feeds = {"a": numbers((2, 3, 5)), "b": -numbers((2, 1, 5))}
    const = numbers((2, 4, 5))
    want = np.concatenate([*feeds.values(), const], axis=1)
    for styles in ({}, {"a": GAPS, "y": GAPS}):
        got = evaluate(
            "Concat", feeds, {"y": (want.shape, F32)}, consts={"k": const}, attrs={"axis": 1}, styles=styles
        )["y"]
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("dtype", SIZES, ids=str)
def test_expand_and_tile(dtype: DType) -> None:
    x = numbers((3, 1, 10), dtype)
    moved("Expand", x, np.broadcast_to(x, (2, 3, 4, 10)), dtype, shape=(2, 3, 4, 10))
    moved("Expand", x[..., :1], np.broadcast_to(x[..., :1], (3, 4, 70)), dtype, shape=(3, 4, 70))
    moved("Tile", x, np.tile(x, (2, 3, 2)), dtype, repeats=(2, 3, 2))


@pytest.mark.parametrize("indices", [2, [3, 1, 1, 0], [[0, 2], [4, 3]], [-1, 0, 1, 2], list(range(5))])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_gather(axis: int, indices: object) -> None:
    x, chosen = numbers((5, 6, 7)), np.asarray(indices, np.int64)
    want = np.take(x, chosen, axis=axis)
    for styles in ({}, {"x": GAPS, "y": GAPS}):
        got = evaluate(
            "Gather", {"x": x}, {"y": (want.shape, F32)}, consts={"i": chosen}, attrs={"axis": axis}, styles=styles
        )
        np.testing.assert_array_equal(got["y"], want)


def test_nothing_to_copy() -> None:
    x = numbers((2, 0, 3))
    assert evaluate("Copy", {"x": x}, {"y": (x.shape, F32)})["y"].shape == x.shape


def test_runs() -> None:
    assert list(runs([5, 6, 7, 3, 1, 4, 4, 4])) == [(0, 3, 1), (3, 2, -2), (5, 3, 0)]


@pytest.mark.parametrize("dtype", SIZES, ids=str)
@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_gather_of_computed_indices(kind: type, dtype: DType) -> None:
    x = numbers((3, 6, 5), dtype)
    for axis, indices in ((0, [[2, 0], [-1, 1]]), (1, [5, 5, -6, 0, 3]), (2, 4)):
        chosen = np.asarray(indices, kind)
        want = np.take(x, chosen, axis=axis)
        got = evaluate("Gather", {"x": x, "i": chosen}, {"y": (want.shape, dtype)}, attrs={"axis": axis})
        np.testing.assert_array_equal(got["y"], want)


def test_gather_of_many_constants_reads_a_table() -> None:
    order = np.random.default_rng(0).permutation(40)
    for x, axis in ((numbers((2, 40)), 1), (numbers((40, 33)), 0)):
        got = evaluate("Gather", {"x": x}, {"y": (x.shape, F32)}, consts={"i": order}, attrs={"axis": axis})["y"]
        np.testing.assert_array_equal(got, np.take(x, order, axis=axis))


def test_gather_stays_inside_the_tensor() -> None:
    """Whatever indices arrive at run time: no memory of others is read."""
    wild = np.int64([99, -99, 2**40, 1])
    got = evaluate("Gather", {"x": numbers((4, 3)), "i": wild}, {"y": ((4, 3), F32)}, attrs={"axis": 0})["y"]
    assert np.isin(got, numbers((4, 3))).all()


@pytest.mark.parametrize("mode", ["constant", "edge", "reflect", "wrap"])
@pytest.mark.parametrize("pads", [(0, 1, 2, 0, 3, 1), (1, 0, 0, 0, 0, 0), (0, 2, 2, 1, 2, 2), (0, 0, 0, 0, 0, 0)])
def test_pad(pads: tuple[int, ...], mode: str) -> None:
    x = numbers((2, 4, 9))
    want = reference("Pad", [x, np.int64(pads), np.float32(1.5)], {"mode": mode})
    moved("Pad", x, want, pads=pads, mode=mode, value=1.5)


def test_pad_of_bytes() -> None:
    x = numbers((2, 3), I8)
    moved("Pad", x, np.pad(x, 1, constant_values=-7), I8, pads=(1, 1, 1, 1), mode="constant", value=-7.0)


@pytest.mark.parametrize("c", [1, 3, 8])
def test_depth_and_space(c: int) -> None:
    for b in (2, 3):
        x = numbers((2, 2 * b, 3 * b, c))
        want = reference_nhwc("SpaceToDepth", x, attrs={"blocksize": b})
        moved("SpaceToDepth", x, want, blocksize=b, layout="NHWC")
        deep = numbers((2, 2, 3, c * b * b))
        for mode in ("DCR", "CRD"):
            want = reference_nhwc("DepthToSpace", deep, attrs={"blocksize": b, "mode": mode})
            moved("DepthToSpace", deep, want, blocksize=b, layout="NHWC", mode=mode)


def test_reshape_of_dense_tensors() -> None:
    x = numbers((4, 6))
    for op in ("Reshape", "Flatten", "Squeeze", "Unsqueeze"):
        got = evaluate(op, {"x": x}, {"y": ((3, 8), F32)})["y"]
        np.testing.assert_array_equal(got, x.reshape(3, 8))


def test_stages_behind_a_copy() -> None:
    x, t = f32(3, 4, 10), f32(10, 3, 4)
    got = evaluate(
        "Transpose", {"x": x, "t": t}, {"y": (t.shape, F32)}, attrs={"perm": (2, 0, 1)}, inputs=("x",),
        epilogue=(Stage("Add", (FLOW, "t")), Stage("Relu")),
    )["y"]  # fmt: skip
    np.testing.assert_array_equal(got, np.maximum(x.transpose(2, 0, 1) + t, 0))


def test_loops_are_as_few_as_the_strides_allow() -> None:
    def walk(shape: tuple[int, ...], *strides: tuple[int, ...]) -> tuple[int, ...]:
        return loops(8, *(Region(Ref("arena", 0), shape, s, F32) for s in strides)).counts

    assert walk((2, 3, 4), (12, 4, 1), (12, 4, 1)) == (24,)
    assert walk((2, 3, 40), (120, 40, 1), (160, 50, 1)) == (2, 3, 40)
    assert walk((2, 3, 40), (120, 40, 1), (0, 0, 1)) == (6, 40)
    assert walk((1, 1, 1), (9, 9, 9), (3, 3, 3)) == (1,)
    # A long loop with strides beats three elements in a row.
    assert walk((100, 3), (3, 1), (6, 1)) == (3, 100)
