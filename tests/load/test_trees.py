"""TreeEnsemble: random forests against ONNX Runtime, and what is wrong with others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

from packager import backend
from packager.errors import ModelInvalid, PackError, Unsupported
from packager.export import reference
from packager.graph import Array
from packager.load import load


def forest(seed: int, *, trees: int = 3, features: int = 4, targets: int = 2, modes: tuple[int, ...] = (0,)) -> Any:
    """The lists of random trees, up to four levels deep."""
    rng = np.random.default_rng(seed)
    lists: dict[str, list[Any]] = {
        k: []
        for k in ("feature", "split", "mode", "true", "false", "true_leaf", "false_leaf", "tracks", "target", "weight")
    }

    def grow(level: int) -> tuple[int, int]:
        """The number of a new node or leaf, and whether it is a leaf."""
        if level == 4 or (level and rng.random() < 0.3):
            lists["target"].append(int(rng.integers(targets)))
            lists["weight"].append(rng.standard_normal())
            return len(lists["target"]) - 1, 1
        node = len(lists["feature"])
        lists["feature"].append(int(rng.integers(features)))
        lists["mode"].append(int(rng.choice(modes)))
        lists["split"].append(float(np.round(rng.standard_normal(), 1)))
        lists["tracks"].append(int(rng.integers(2)))
        for side in ("true", "false"):
            lists[side].append(0)
            lists[f"{side}_leaf"].append(0)
        for side in ("true", "false"):
            lists[side][node], lists[f"{side}_leaf"][node] = grow(level + 1)
        return node, 0

    return [grow(0)[0] for _ in range(trees)], lists


def model_of(seed: int, x: Array, kinds: dict[str, Any] | None = None, **changed: Any) -> onnx.ModelProto:
    """A model of one TreeEnsemble; `changed` are attributes that are other than they should be."""
    roots, lists = forest(seed, features=x.shape[1], **(kinds or {}))
    targets = (kinds or {}).get("targets", 2)
    attrs: dict[str, Any] = {
        "n_targets": targets, "tree_roots": roots, "nodes_featureids": lists["feature"],
        "nodes_truenodeids": lists["true"], "nodes_falsenodeids": lists["false"],
        "nodes_trueleafs": lists["true_leaf"], "nodes_falseleafs": lists["false_leaf"],
        "nodes_missing_value_tracks_true": lists["tracks"], "leaf_targetids": lists["target"],
        "nodes_modes": numpy_helper.from_array(np.array(lists["mode"], np.uint8)),
        "nodes_splits": numpy_helper.from_array(np.array(lists["split"], x.dtype)),
        "leaf_weights": numpy_helper.from_array(np.array(lists["weight"], x.dtype)),
    } | changed  # fmt: skip
    kind = helper.np_dtype_to_tensor_dtype(x.dtype)
    node = helper.make_node("TreeEnsemble", ["x"], ["y"], "trees", domain="ai.onnx.ml", **attrs)
    ends = [helper.make_tensor_value_info(n, kind, s) for n, s in (("x", x.shape), ("y", (len(x), targets)))]
    graph = helper.make_graph([node], "g", ends[:1], ends[1:])
    imports = [helper.make_opsetid("", 21), helper.make_opsetid("ai.onnx.ml", 5)]
    return helper.make_model(graph, opset_imports=imports, ir_version=10)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("how", [0, 1])
@pytest.mark.parametrize("modes", [(0,), (3,), (0, 1, 2, 3, 4, 5)])
def test_random_forests(modes: tuple[int, ...], how: int, dtype: Any) -> None:
    pytest.importorskip("onnxruntime")
    x = np.round(np.random.default_rng(how).standard_normal((17, 4)), 1).astype(dtype)
    for seed in range(4):
        kinds = {"modes": modes, "trees": 1 + seed, "targets": 2 + seed % 2}
        model = model_of(seed, x, kinds, aggregate_function=how)
        (got,) = backend.prepare(model).run([x])
        want = reference(model, {"x": x}, engine="onnxruntime")["y"]
        np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-6)


def test_missing_values_go_where_the_node_says() -> None:
    """Against onnx.reference: an old ONNX Runtime errs here."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((40, 4)).astype(np.float32)
    x[rng.random(x.shape) < 0.3] = np.nan
    model = model_of(5, x)
    (got,) = backend.prepare(model).run([x])
    np.testing.assert_allclose(got, reference(model, {"x": x}, engine="onnx.reference")["y"], rtol=1e-5)


REFUSED: dict[str, tuple[dict[str, Any], type[PackError], str]] = {
    "a feature": ({"nodes_featureids": [9] * 9}, ModelInvalid, "not of one length"),
    "what is missing": ({"nodes_missing_value_tracks_true": [1]}, ModelInvalid, "not of one length"),
    "a root": ({"tree_roots": [99]}, ModelInvalid, "a root that is not there"),
    "a target": ({"n_targets": 1}, ModelInvalid, "a target that is not there"),
    "a leaf": (
        {"leaf_targetids": [0], "leaf_weights": numpy_helper.from_array(np.ones(1, np.float32))},
        ModelInvalid,
        "leaf",
    ),
    "targets": ({"n_targets": 2**40}, Unsupported, "a constant of"),
    "a way to sum up": ({"aggregate_function": 2}, Unsupported, "aggregate_function is 2"),
    "an end": ({"post_transform": 1}, Unsupported, "post_transform 1"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_contradicts_itself_is_refused(tmp_path: Path, what: str) -> None:
    changed, kind, said = REFUSED[what]
    onnx.save(model_of(3, np.zeros((2, 4), np.float32), **changed), tmp_path / "m.onnx")
    with pytest.raises(kind) as caught:
        load(tmp_path / "m.onnx")
    (error,) = caught.value.each
    assert said in error.why
    assert "trees" in str(error.where)


def test_nodes_that_lead_back_are_refused(tmp_path: Path) -> None:
    def tables(*numbers: Any) -> onnx.TensorProto:
        return numpy_helper.from_array(np.array(numbers, np.float32))

    lists = {
        "nodes_featureids": [0, 0], "nodes_truenodeids": [1, 0], "nodes_falsenodeids": [0, 0], "nodes_trueleafs": [0, 0],
        "nodes_falseleafs": [1, 1], "nodes_missing_value_tracks_true": [0, 0], "leaf_targetids": [0], "tree_roots": [0],
        "nodes_modes": numpy_helper.from_array(np.zeros(2, np.uint8)), "nodes_splits": tables(0, 0), "leaf_weights": tables(1),
    }  # fmt: skip
    onnx.save(model_of(3, np.zeros((2, 4), np.float32), **lists), tmp_path / "m.onnx")
    with pytest.raises(ModelInvalid, match="lead back"):
        load(tmp_path / "m.onnx")
