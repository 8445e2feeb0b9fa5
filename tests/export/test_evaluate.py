"""The two references, put right where they depart from ONNX, and one in place of the other."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import pytest
from ml_dtypes import bfloat16, float4_e2m1fn, float8_e4m3fn
from onnx import helper

from packager import onnx_reference, onnx_runtime
from packager.errors import ReferenceMissing
from packager.export import outputs_of
from packager.graph import Array

RNG = np.random.default_rng(5)


def model_of(nodes: list[onnx.NodeProto], feeds: dict[str, Array], opset: int, **outputs: Any) -> onnx.ModelProto:
    """A model of `nodes`; `outputs` have these numpy types."""
    kind = helper.np_dtype_to_tensor_dtype
    return helper.make_model(
        helper.make_graph(
            nodes, "g", [helper.make_tensor_value_info(n, kind(a.dtype), a.shape) for n, a in feeds.items()],
            [helper.make_tensor_value_info(n, kind(np.dtype(t)), None) for n, t in outputs.items()],
        ),
        opset_imports=[helper.make_opsetid("", opset)], ir_version=10 if opset < 23 else 11,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("opset", "kind"),
    [(19, float8_e4m3fn), (21, float8_e4m3fn), (23, float8_e4m3fn), (23, float4_e2m1fn), (19, np.int8), (23, np.int8)],
)
@pytest.mark.parametrize("shape", [(), (3,), (2, 2)])
def test_zero_points_of_float_types_count(kind: Any, opset: int, shape: tuple[int, ...]) -> None:
    """The formula of ONNX: one for all, one for each column, and one for each block of two columns."""
    opset = max(opset, 21) if shape == (2, 2) else opset  # the first with blocks
    x = RNG.standard_normal((2, 3)).astype(np.float32)
    scale = np.asarray(RNG.uniform(0.5, 1.5, shape), np.float32)
    zero = np.asarray(RNG.choice([-1.0, 0.5, 1.0], shape)).astype(kind)
    block = {"block_size": 2} if shape == (2, 2) else {}
    names = ["QuantizeLinear", "DequantizeLinear"]
    nodes = [
        helper.make_node(op, [i, "s", "z"], [o], axis=1, **block) for op, i, o in zip(names, "xq", "qy", strict=True)
    ]
    feeds = {"x": x, "s": scale, "z": zero}
    q, y = onnx_reference.run(model_of(nodes, feeds, opset, q=kind, y=np.float32), feeds, ["q", "y"])
    step, shift = (a.repeat(2, 1)[:, :3] if block else a for a in (scale, zero.astype(np.float32)))
    want = np.rint(x / step) + shift if kind is np.int8 else x / step + shift
    np.testing.assert_array_equal(q, want.astype(kind))
    np.testing.assert_allclose(y, (want.astype(kind).astype(np.float32) - shift) * step, rtol=1e-6)


def test_bytes_of_onnxruntime_are_numbers() -> None:
    """Those of the one type that it gives so; an old one gives none, and the other reference serves."""
    feeds = {"x": np.float32([1, -2, 0.4, 449])}
    model = model_of([helper.make_node("Cast", ["x"], ["y"], to=17)], feeds, 21, y=float8_e4m3fn)
    y = outputs_of(model, feeds, ["y"])[1]["y"]
    assert y.dtype == float8_e4m3fn
    np.testing.assert_array_equal(y, feeds["x"].astype(float8_e4m3fn))


def test_what_onnxruntime_does_not_know_the_other_computes() -> None:
    feeds = {"x": np.asarray([1, 2, 3], bfloat16)}
    model = model_of([helper.make_node("Mul", ["x", "x"], ["y"])], feeds, 21, y=bfloat16)
    label, found = outputs_of(model, feeds, ["y"])
    assert label == onnx_reference.name()
    np.testing.assert_array_equal(found["y"], np.asarray([1, 4, 9], bfloat16))


def test_one_that_is_asked_for_does_not_serve_as_another() -> None:
    feeds = {"x": np.asarray([1, 2, 3], bfloat16)}
    model = model_of([helper.make_node("Mul", ["x", "x"], ["y"])], feeds, 21, y=bfloat16)
    with pytest.raises(ReferenceMissing) as caught:
        outputs_of(model, feeds, ["y"], "onnxruntime")
    assert "onnx.reference" not in caught.value.why


PADS = {"count_include_pad": 1, "pads": [0, 0, 1, 1]}
TRACKS = {"nodes_missing_value_tracks_true": [0, 1]}
CORNERS = {"coordinate_transformation_mode": "align_corners"}
ERRS: dict[str, tuple[str, list[str], int, dict[str, Any], str, bool]] = {
    "averages where pads differ": ("AveragePool", ["x"], 1, PADS, "1.23.2", True),
    "averages of pads that are made": (
        "AveragePool", ["x"], 1, {"count_include_pad": 1, "auto_pad": "SAME_UPPER"}, "1.23.2", True,
    ),
    "averages, since it was mended": ("AveragePool", ["x"], 1, PADS, "1.24.0", False),
    "averages where pads are alike": ("AveragePool", ["x"], 1, PADS | {"pads": [1, 1, 1, 1]}, "1.23.2", False),
    "averages without pads": ("AveragePool", ["x"], 1, {"pads": [0, 0, 1, 1]}, "1.23.2", False),
    "corners by a scale that cuts": ("Resize", ["x", "", "1.3"], 1, CORNERS, "1.32.0", True),
    "corners by a scale that nobody knows": ("Resize", ["x", "", "s"], 1, CORNERS, "1.32.0", False),
    "corners by a scale for a size that nobody knows": ("Resize", ["h", "", "1.5"], 1, CORNERS, "1.32.0", False),
    "corners by a whole scale": ("Resize", ["h", "", "2.0"], 1, CORNERS, "1.32.0", False),
    "corners by a scale that fits": ("Resize", ["x", "", "1.5"], 1, CORNERS, "1.32.0", False),
    "corners by sizes": ("Resize", ["x", "", "", "s"], 1, CORNERS, "1.32.0", False),
    "centres by a scale": ("Resize", ["x", "", "1.3"], 1, {}, "1.32.0", False),
    "missing values in trees": ("TreeEnsemble", ["x"], 1, TRACKS, "1.23.2", True),
    "missing values in trees, since that was mended": ("TreeEnsemble", ["x"], 1, TRACKS, "1.32.0", False),
    "attention of its own": ("MultiHeadAttention", ["x", "k", "v"], 1, {"num_heads": 1}, "1.23.2", True),
    "attention of its own, since that was mended": ("MultiHeadAttention", ["x", "k", "v"], 1, {}, "1.24.0", False),
    "what Attention masks": ("Attention", ["x", "k", "v"], 4, {}, "1.32.0", True),
    "Attention's result": ("Attention", ["x", "k", "v"], 3, {}, "1.32.0", False),
}  # fmt: skip


@pytest.mark.parametrize("what", ERRS)
def test_onnxruntime_is_not_asked_for_what_it_gets_wrong(what: str) -> None:
    op, inputs, outputs, attrs, version, wrong = ERRS[what]
    domain = "com.microsoft" if op == "MultiHeadAttention" else ""
    node = helper.make_node(op, inputs, [f"o{i}" for i in range(outputs)], domain=domain, **attrs)
    known = [onnx.numpy_helper.from_array(np.float32([1, 1, float(n), float(n)]), n) for n in ("1.3", "1.5", "2.0")]
    x = helper.make_tensor_value_info("x", 1, (1, 3, 8, 6))
    assert bool(onnx_runtime.errs(version, helper.make_graph([node], "g", [x], [], known))) is wrong
