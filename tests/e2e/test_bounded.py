"""Outputs whose size depends on data, as shipped: the executable, the library and the header, verified on each target."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import packager
from packager.graph import Array
from packager.run.dist import open_dist
from packager.run.execute import run
from tests.e2e.conftest import HERE

TARGETS = tuple(dict.fromkeys((HERE, "aarch64", "armv7")))


def detector(folder: Path) -> dict[str, Array]:
    """A network that ends with the boxes it has chosen, what is not zero, different, and asked for; inputs for it."""
    rng = np.random.default_rng(3)
    corner = rng.random((1, 40, 2)) * 10
    feeds: dict[str, Array] = {
        "boxes": np.concatenate([corner, corner + rng.random((1, 40, 2)) * 4], axis=2).astype(np.float32),
        "logits": rng.standard_normal((1, 3, 40)).astype(np.float32),
        "x": rng.integers(-2, 3, (6, 7)).astype(np.float32),
        "wanted": rng.random(6) < 0.5,
    }
    known = {
        "most": np.array([4]), "overlap": np.array([0.4], np.float32), "least": np.array([0.45], np.float32),
        "first": np.array([2]), "last": np.array([3]), "one": np.array([1]), "flat": np.array([40, 4]),
    }  # fmt: skip
    nodes = [
        helper.make_node("Sigmoid", ["logits"], ["scores"]),
        helper.make_node("NonMaxSuppression", ["boxes", "scores", "most", "overlap", "least"], ["selected"]),
        helper.make_node("Slice", ["selected", "first", "last", "one"], ["column"]),
        helper.make_node("Squeeze", ["column", "one"], ["numbers"]),
        helper.make_node("Reshape", ["boxes", "flat"], ["all"]),
        helper.make_node("Gather", ["all", "numbers"], ["corners"], axis=0),
        helper.make_node("NonZero", ["x"], ["places"]),
        helper.make_node("Unique", ["x"], ["values", "", "", "how_often"]),
        helper.make_node("Compress", ["x", "wanted"], ["rows"], axis=0),
    ]
    outputs = ["selected", "corners", "places", "values", "how_often", "rows"]
    kinds = {n: helper.np_dtype_to_tensor_dtype(a.dtype) for n, a in feeds.items()}
    graph = helper.make_graph(
        nodes, "detector", [helper.make_tensor_value_info(n, kinds[n], a.shape) for n, a in feeds.items()],
        [helper.make_tensor_value_info(o, 1 if o in ("corners", "values", "rows") else TensorProto.INT64, None)
         for o in outputs],
        [numpy_helper.from_array(a, n) for n, a in known.items()],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, folder / "detector.onnx")
    np.savez(folder / "sample.npz", **feeds)
    return feeds


@pytest.mark.toolchain
@pytest.mark.usefixtures("runs_here", "local_toolchain")
@pytest.mark.parametrize("target_name", [pytest.param(t, marks=() if t == HERE else pytest.mark.slow) for t in TARGETS])
def test_as_shipped(
    target_name: str, tmp_path: Path, pack: Callable[..., tuple[int, str, str]]
) -> None:  # fmt: skip
    feeds = detector(tmp_path)
    (tmp_path / "manifest.yaml").write_text(
        f"model: detector.onnx\ntargets: [{target_name}]\nartifacts: [exe, shared]\nverify: {{inputs: sample.npz}}\n"
    )
    [report] = packager.build(tmp_path / "manifest.yaml", out=tmp_path / "out", toolchain="local")
    assert report.verify.ok
    assert {o.name for o in report.verify.outputs} == {"selected", "corners", "places", "values", "how_often", "rows"}
    shapes = {t.name: (t.shape, t.axis, t.count) for t in report.outputs}
    assert shapes["selected"] == ((12, 3), 0, "selected.count")
    assert shapes["corners"] == ((12, 4), 0, "selected.count")
    assert shapes["places"] == ((2, 42), 1, "places.count")
    assert shapes["how_often"] == ((42,), 0, "values.count")
    dist = tmp_path / "out" / "detector" / target_name
    assert "selected.count" in (dist / "detector.h").read_text()
    x = feeds["x"]
    for got in (run(open_dist(dist), feeds), packager.load(dist).run(feeds)):
        np.testing.assert_array_equal(got["places"], np.stack(np.nonzero(x)))
        np.testing.assert_array_equal(got["values"], np.unique(x))
        np.testing.assert_array_equal(got["rows"], x[feeds["wanted"]])
        assert len(got["corners"]) == got["selected.count"][0] == len(got["selected"])
    status, _, message = pack("verify", dist, "--per-node")
    assert status != 0
    assert "one by one" in message
