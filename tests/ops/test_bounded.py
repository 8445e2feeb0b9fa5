"""Operators whose result's size depends on data: the bound, the count, who carries it on, and who is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import onnx
import pytest
from onnx import NodeProto, TensorProto, helper, numpy_helper

from packager import backend
from packager.errors import PackError, Unsupported
from packager.export import reference, to_onnx
from packager.export.evaluate import Engine
from packager.graph import Array, Cut
from packager.load import load
from packager.run.cuts import trimmed
from tests.inprocess import HOST_TARGETS, compile_model, run

RNG = np.random.default_rng(11)
N = helper.make_node


def network(
    nodes: Sequence[NodeProto],
    inputs: dict[str, Array],
    outputs: Sequence[str],
    constants: dict[str, Array] | None = None,
) -> onnx.ModelProto:
    kinds = {n: helper.np_dtype_to_tensor_dtype(a.dtype) for n, a in inputs.items()}
    graph = helper.make_graph(
        list(nodes), "g", [helper.make_tensor_value_info(n, kinds[n], a.shape) for n, a in inputs.items()],
        [helper.make_empty_tensor_value_info(o) for o in outputs],
        [numpy_helper.from_array(a, n) for n, a in (constants or {}).items()],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)


def agree(folder: Path, proto: onnx.ModelProto, feeds: dict[str, Array], engine: Engine = "onnx.reference") -> None:
    """What is compiled, cut as its counts say, is what the reference gives."""
    want = reference(proto, feeds, engine=engine).values()
    compiled = compile_model(proto, folder, HOST_TARGETS[-1])
    got = trimmed(run(compiled, feeds), compiled.graph.cuts)
    for output, w in zip(proto.graph.output, want, strict=True):
        assert got[output.name].dtype == w.dtype
        assert got[output.name].shape == w.shape
        np.testing.assert_allclose(got[output.name].astype(np.float64), w.astype(np.float64), rtol=1e-6, atol=1e-6)


def sparse(*shape: int, dtype: Any = np.float32) -> Array:
    return (RNG.integers(-3, 4, shape) * (RNG.random(shape) < 0.5)).astype(dtype)


@pytest.mark.parametrize("shape", [(1,), (7,), (3, 5), (2, 3, 4, 5), (0, 3)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int8, np.int64, np.uint8, np.bool_, ml_dtypes.bfloat16])
def test_non_zero(tmp_path: Path, shape: tuple[int, ...], dtype: Any) -> None:
    x = sparse(*shape, dtype=dtype)
    agree(tmp_path, network([N("NonZero", ["x"], ["y"])], {"x": x}, ["y"]), {"x": x})


@pytest.mark.parametrize("fill", [0.0, np.nan])
def test_non_zero_of_nothing_and_of_all(tmp_path: Path, fill: float) -> None:
    x = np.full((4, 9), fill, np.float32)
    agree(tmp_path, network([N("NonZero", ["x"], ["y"])], {"x": x}, ["y"]), {"x": x})


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
@pytest.mark.parametrize("short", [0, 1])
def test_compress(tmp_path: Path, axis: int | None, short: int) -> None:
    x = sparse(3, 5, 4)
    size = x.size if axis is None else x.shape[axis]
    feeds = {"x": x, "c": RNG.random(size - short) < 0.5}
    attrs = {} if axis is None else {"axis": axis}
    agree(tmp_path, network([N("Compress", ["x", "c"], ["y"], **attrs)], feeds, ["y"]), feeds)


def test_compress_by_what_is_known_has_a_known_size(tmp_path: Path) -> None:
    x, known = sparse(3, 5), np.array([True, False, True])
    proto = network([N("Compress", ["x", "c"], ["y"], axis=0)], {"x": x}, ["y"], {"c": known})
    agree(tmp_path, proto, {"x": x})
    onnx.save(proto, tmp_path / "m.onnx")
    assert not load(tmp_path / "m.onnx").cuts


@pytest.mark.parametrize("axis", [None, 0, 1, 2])
@pytest.mark.parametrize("ordered", [0, 1])
@pytest.mark.parametrize("dtype", [np.float32, np.int8, np.int64])
def test_unique(tmp_path: Path, axis: int | None, ordered: int, dtype: Any) -> None:
    x = RNG.integers(0, 3, (7, 5, 2)).astype(dtype)
    attrs: dict[str, int] = {"sorted": ordered} | ({} if axis is None else {"axis": axis})
    outputs = ["y", "indices", "inverse", "counts"]
    agree(tmp_path, network([N("Unique", ["x"], outputs, **attrs)], {"x": x}, outputs), {"x": x}, "onnxruntime")


def test_unique_sorts_many_and_nan_last(tmp_path: Path) -> None:
    x = RNG.integers(-400, 400, 1000).astype(np.float32)
    x[RNG.integers(0, 1000, 50)] = np.nan
    outputs = ["y", "indices", "inverse", "counts"]
    agree(tmp_path, network([N("Unique", ["x"], outputs)], {"x": x}, outputs), {"x": x})


def boxes(batch: int, count: int, *, centre: bool = False) -> Array:
    first, size = RNG.random((batch, count, 2)) * 10, RNG.random((batch, count, 2)) * 4
    both = (first, size) if centre else (first, first + size)
    return np.concatenate(both if RNG.random() < 0.5 or centre else both[::-1], axis=2).astype(np.float32)


@pytest.mark.parametrize("centre", [0, 1])
@pytest.mark.parametrize(
    ("most", "overlap", "least"), [(3, 0.3, None), (50, 0.5, 0.4), (2**62, 0.1, 0.0), (0, 0.5, 0.5)]
)
@pytest.mark.parametrize("known", [False, True])
def test_boxes(
    tmp_path: Path, centre: int, most: int, overlap: float, least: float | None, known: bool
) -> None:  # fmt: skip
    feeds: dict[str, Array] = {"boxes": boxes(2, 40, centre=bool(centre)), "scores": RNG.random((2, 3, 40), np.float32)}
    more = {"most": np.array([most], np.int64), "overlap": np.array([overlap], np.float32)}
    more |= {} if least is None else {"least": np.array([least], np.float32)}
    names, node = [*feeds, *more], "NonMaxSuppression"
    given, constants = ({}, more) if known else (more, {})
    feeds = {**feeds, **given}
    proto = network([N(node, names, ["y"], center_point_box=centre)], feeds, ["y"], constants)
    agree(tmp_path, proto, feeds)


def test_boxes_of_equal_scores_come_in_order(tmp_path: Path) -> None:
    feeds = {"boxes": boxes(1, 30), "scores": np.full((1, 1, 30), 0.5, np.float32)}
    more = {"most": np.array([30], np.int64), "overlap": np.array([0.2], np.float32)}
    proto = network([N("NonMaxSuppression", [*feeds, *more], ["y"])], feeds, ["y"], more)
    agree(tmp_path, proto, feeds)


def test_the_count_is_a_further_output(tmp_path: Path) -> None:
    x = sparse(4, 6)
    nodes = [N("NonZero", ["x"], ["z"]), N("Transpose", ["z"], ["y"]), N("Neg", ["y"], ["n"])]
    onnx.save(network(nodes, {"x": x}, ["y", "n"]), tmp_path / "m.onnx")
    graph = load(tmp_path / "m.onnx")
    assert graph.outputs == ("y", "n", "y.count")
    assert graph.cuts == {"y": Cut(0, "y.count"), "n": Cut(0, "y.count")}
    assert graph["y"].shape == (24, 2)
    assert str(graph["y.count"]) == "i64[1]"


def test_a_name_that_is_taken_is_not_taken_again(tmp_path: Path) -> None:
    x = sparse(6)
    nodes = [N("NonZero", ["x"], ["y"]), N("Neg", ["x"], ["y.count"])]
    proto = network(nodes, {"x": x}, ["y", "y.count"])
    onnx.save(proto, tmp_path / "m.onnx")
    y, own, count = load(tmp_path / "m.onnx").outputs
    assert (y, own) == ("y", "y.count")
    assert count.startswith("y.count.")
    agree(tmp_path, proto, {"x": x})


def detected(*more: NodeProto, outputs: Sequence[str]) -> tuple[onnx.ModelProto, dict[str, Array]]:
    """Boxes of a detector: `chosen` are the numbers of those that are left, `count` of them; then `more`."""
    feeds = {"boxes": boxes(1, 20), "scores": RNG.random((1, 2, 20), np.float32)}
    known: dict[str, Array] = {
        "most": np.array([5]), "overlap": np.array([0.4], np.float32), "two": np.array([2]), "three": np.array([3]),
        "one": np.array([1]), "row": np.array([-1, 4]), "flat": np.array([-1]), "ones": np.ones((4, 3), np.float32),
        "zero": np.array([0]), "pair": RNG.random((2, 20), np.float32), "bias": np.ones(4, np.float32),
    }  # fmt: skip
    nodes = [
        N("NonMaxSuppression", ["boxes", "scores", "most", "overlap"], ["found"]),
        N("Slice", ["found", "two", "three", "one"], ["column"]),
        N("Squeeze", ["column", "one"], ["chosen"]),
        N("Squeeze", ["boxes", "zero"], ["flatboxes"]),
        N("Gather", ["flatboxes", "chosen"], ["corners"], axis=0),
        *more,
    ]
    return network(nodes, feeds, outputs, known), feeds


CARRIED = {
    "gathered": [N("Gather", ["pair", "chosen"], ["y"], axis=1)],
    "as numbers": [N("Cast", ["chosen"], ["y"], to=TensorProto.FLOAT)],
    "elementwise": [N("Mul", ["corners", "bias"], ["a"]), N("Sigmoid", ["a"], ["b"]), N("Add", ["b", "corners"], ["y"])],
    "compared": [N("Less", ["corners", "bias"], ["a"]), N("Where", ["a", "corners", "bias"], ["y"])],
    "product": [N("MatMul", ["corners", "ones"], ["a"]), N("Softmax", ["a"], ["y"], axis=-1)],
    "best": [N("ArgMax", ["corners"], ["y"], axis=1, keepdims=0)],
    "reduced": [N("ReduceMax", ["corners", "one"], ["y"], keepdims=0)],
    "turned": [N("Transpose", ["corners"], ["a"]), N("Unsqueeze", ["a", "zero"], ["y"])],
    "joined": [N("Unsqueeze", ["chosen", "one"], ["a"]), N("Cast", ["a"], ["b"], to=TensorProto.FLOAT),
               N("Concat", ["corners", "b"], ["y"], axis=1)],
    "cut": [N("Split", ["corners"], ["a", "b"], axis=1, num_outputs=2), N("Sub", ["b", "a"], ["y"])],
    "reshaped": [N("Unsqueeze", ["corners", "one"], ["a"]), N("Reshape", ["a", "row"], ["y"])],
    "by rows": [N("Cast", ["found"], ["a"], to=TensorProto.INT64), N("GatherND", ["scores", "a"], ["y"])],
    "size": [N("Shape", ["corners"], ["a"]), N("Gather", ["a", "zero"], ["y"], axis=0)],
    "size beside": [N("Shape", ["corners"], ["y"], start=1)],
    "whole size": [N("Shape", ["corners"], ["y"])],
}  # fmt: skip


@pytest.mark.parametrize("name", CARRIED)
def test_rows_are_carried_on(tmp_path: Path, name: str) -> None:
    proto, feeds = detected(*CARRIED[name], outputs=["y", "corners"])
    agree(tmp_path, proto, feeds)


REFUSED = {
    "sums": [N("ReduceSum", ["corners", "zero"], ["y"])],
    "a scatter": [N("Cast", ["chosen"], ["c"], to=1), N("ScatterElements", ["bias", "chosen", "c"], ["y"])],
    "another count": [N("NonZero", ["bias"], ["z"]), N("Transpose", ["z"], ["a"]), N("Cast", ["a"], ["b"], to=1),
                      N("Mul", ["b", "corners"], ["y"])],
    "a row of another tensor": [N("Transpose", ["boxes"], ["t"], perm=[0, 2, 1]), N("Mul", ["t", "cast"], ["y"])],
    "the next bound": [N("NonZero", ["corners"], ["y"])],
    "one row": [N("Reshape", ["corners", "flat"], ["y"])],
    "a sum of all": [N("Transpose", ["corners"], ["a"]), N("MatMul", ["a", "corners"], ["y"])],
    "a softmax": [N("Softmax", ["corners"], ["y"], axis=0)],
    "ends": [N("Concat", ["corners", "corners"], ["y"], axis=0)],
    "size of all": [N("Size", ["corners"], ["y"])],
    "ones": [N("EyeLike", ["corners"], ["y"])],
    "a sequence": [N("SequenceConstruct", ["corners"], ["s"]), N("ConcatFromSequence", ["s"], ["y"], axis=0)],
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_reads_behind_the_count_is_refused(name: str) -> None:
    nodes = [N("Cast", ["chosen"], ["cast"], to=TensorProto.FLOAT), *REFUSED[name]]
    proto, _ = detected(*nodes, outputs=["y"])
    with pytest.raises(PackError) as error:
        backend.prepare(proto)
    assert isinstance(error.value.each[0], Unsupported)
    assert "only a bound is known" in error.value.what or "several results" in error.value.what
    assert "outputs:" in error.value.fix


def test_the_backend_gives_what_there_is() -> None:
    x = sparse(5, 3)
    rep = backend.prepare(network([N("NonZero", ["x"], ["y"])], {"x": x}, ["y"]))
    for array in (x, np.zeros_like(x), np.ones_like(x)):
        np.testing.assert_array_equal(rep.run([array])[0], np.stack(np.nonzero(array)))


def test_others_are_not_handed_a_bound(tmp_path: Path) -> None:
    onnx.save(network([N("NonZero", ["x"], ["y"])], {"x": sparse(5, 3)}, ["y"]), tmp_path / "m.onnx")
    with pytest.raises(Unsupported, match="own kernels"):
        to_onnx(load(tmp_path / "m.onnx"))
