"""Networks as PyTorch exports them (`export.py`), compiled for this machine and compared with ONNX Runtime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper

from packager import backend
from packager.export import reference
from packager.graph import Array

MODELS = sorted(Path(__file__).with_name("models").glob("*.onnx"))

LARGEST = 40_000
"""Bytes of a file."""


def inputs(model: onnx.ModelProto) -> dict[str, Array]:
    """Seeded noise; small numbers where indices are read."""
    rng = np.random.default_rng(9)
    found: dict[str, Array] = {}
    for value in model.graph.input:
        kind = value.type.tensor_type
        dtype = helper.tensor_dtype_to_np_dtype(kind.elem_type)
        shape = [d.dim_value for d in kind.shape.dim]
        noise = rng.integers(0, 5, shape) if dtype.kind in "iu" else rng.standard_normal(shape)
        found[value.name] = noise.astype(dtype)
    return found


def test_there_are_many_and_each_is_small() -> None:
    kinds = {path.stem.rsplit("_", 1)[0] for path in MODELS}
    assert len(kinds) >= 60
    assert {"detector", "unet_bilinear", "gru_bidirectional", "lstm", "gpt", "audio", "video"} <= kinds
    assert {"anchors", "convnext", "swin", "conformer", "tasnet", "llama", "graphs", "spectral"} <= kinds
    ways = {"script11", "script13", "script16", "script17", "dynamo18", "dynamo23"}
    assert {path.stem.rsplit("_", 1)[1] for path in MODELS} == ways
    assert max(path.stat().st_size for path in MODELS) <= LARGEST


def test_nothing_is_told_of_who_exported_them() -> None:
    for path in MODELS:
        text = path.read_bytes()
        assert b"/home/" not in text
        assert b"/tmp/" not in text
        assert b".py" not in text


@pytest.mark.slow
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_an_export_computes_what_onnxruntime_computes(path: Path) -> None:
    compare(onnx.load(path), onnx.load(path))


@pytest.mark.slow
@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_what_the_optimiser_of_onnxruntime_saves_is_read(path: Path, tmp_path: Path) -> None:
    """A third of the networks then have operators of com.microsoft: FusedConv, FusedMatMul, SkipLayerNormalization."""
    ort = pytest.importorskip("onnxruntime")
    options = ort.SessionOptions()
    options.optimized_model_filepath = str(tmp_path / "saved.onnx")
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.log_severity_level = 4
    ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    compare(onnx.load(path), onnx.load(tmp_path / "saved.onnx"))


def compare(model: onnx.ModelProto, compiled: onnx.ModelProto) -> None:
    """Raise unless the code of `compiled` computes what ONNX Runtime computes of `model`."""
    feeds = inputs(model)
    want = reference(model, feeds, engine="onnxruntime")
    got = backend.prepare(compiled).run(feeds)
    # ONNX Runtime computes networks of half precision in single, and rounds less often.
    part = 2**-9 if any(t.data_type == onnx.TensorProto.FLOAT16 for t in model.graph.initializer) else 1e-4
    for (name, expected), found in zip(want.items(), got, strict=True):
        assert found.dtype == expected.dtype, name
        assert found.shape == expected.shape, name
        limit = part * max(1.0, float(np.abs(expected).max(initial=0)))
        np.testing.assert_allclose(found, expected, rtol=0, atol=limit, err_msg=name)
