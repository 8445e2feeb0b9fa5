"""ONNX's own node tests: each is computed as ONNX says, or refused with a documented error.

Three ways: as they are, with parameters (every input but the first) as constants, as real networks have them, and with
all inputs as constants, so that everything folds. Making the cases takes seconds, so this is part of the slow run.
"""

from __future__ import annotations

import os
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from packager.errors import DynamicShape, ModelInvalid, PackError, PackErrors, Unsupported
from packager.export import reference
from packager.load import load

pytest.importorskip("onnxruntime")

# What no implementation can repeat, or that both evaluators get wrong at the time of writing.
RANDOM = "bernoulli"
BROKEN = {"test_quantizelinear_blocked_symmetric"}


def cases():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from onnx.backend.test.loader import load_model_tests

        found = load_model_tests(kind="node")
    for case in found:
        if not case.data_sets or RANDOM in case.name or case.name in BROKEN:
            continue
        arrays = (*case.data_sets[0][0], *case.data_sets[0][1])
        if all(isinstance(a, np.ndarray) and a.dtype.kind in "fiub" for a in arrays):
            yield case


def run(case, path: Path, given: int) -> str:
    """Load the case with all but the first `given` inputs as constants, and compare. Gives 'ok' or the refusal's name."""
    inputs, wanted = case.data_sets[0]
    model = onnx.ModelProto()
    model.CopyFrom(case.model)
    names = [i.name for i in model.graph.input]
    for name, array in list(zip(names, inputs, strict=False))[given:]:
        model.graph.initializer.append(numpy_helper.from_array(array, name))
    path.write_bytes(model.SerializeToString())
    try:
        graph = load(path)
    except PackError as error:
        first = error.errors[0] if isinstance(error, PackErrors) else error
        assert isinstance(first, (Unsupported, DynamicShape, ModelInvalid)), str(error)
        assert not isinstance(first, ModelInvalid) or "is empty" in first.what, str(error)
        return type(first).__name__
    if any(name.endswith(".count") for name in graph.outputs):
        return "bounded"  # ONNX has no way to say that; tests/ops/test_bounded.py runs them
    reasons = []
    for engine in ("onnxruntime", "onnx.reference"):
        try:
            found = reference(graph, dict(zip(names, inputs, strict=False)), engine=engine)
        except Exception as error:  # each evaluator lacks some operators
            reasons.append(f"{engine}: {error}")
            continue
        wrong = [o for o, w in zip(graph.outputs, wanted, strict=True) if not close(found[o], w)]
        if not wrong:
            return "ok"
        reasons.append(f"{engine}: {wrong} differ")
    raise AssertionError(f"{case.name}: {'; '.join(reasons)}\n{graph}")


def close(a, b):
    return a.shape == b.shape and a.dtype == b.dtype and np.allclose(a, b, rtol=1e-3, atol=1e-5, equal_nan=True)


@pytest.mark.slow
@pytest.mark.parametrize(("given", "least"), [(99, 1100), (1, 1340), (0, 1390)])
def test_all_operators(tmp_path, given, least):
    count = Counter(run(c, tmp_path / "m.onnx", given) for c in cases())
    assert count["ok"] > least, count


@pytest.mark.parametrize("name", [f"sequence_model{i}" for i in range(1, 8)])
def test_models_with_sequences(tmp_path, name):
    folder = Path(onnx.__file__).parent / "backend" / "test" / "data" / "simple" / f"test_{name}"
    assert converted(folder, tmp_path / "m.onnx") == "ok"


@pytest.mark.slow
def test_networks_that_pytorch_converted(tmp_path):
    """Real exports of opset 6, called opset 7: what changed between the two is not in them."""
    folder = Path(onnx.__file__).parent / "backend" / "test" / "data" / "pytorch-converted"
    count = Counter(converted(case, tmp_path / "m.onnx") for case in sorted(folder.iterdir()))
    assert count["ok"] > 60, count
    assert not count["wrong"]


def converted(folder: Path, path: Path) -> str:
    model = onnx.load(os.fspath(folder / "model.onnx"))
    for node in model.graph.node:
        if any(a.name == "broadcast" and a.i and node.op_type != "Gemm" for a in node.attribute):
            return "broadcast"
        if node.op_type == "PRelu" and "multiparam" in folder.name:
            return "broadcast"  # the slope was aligned to the channels
        kept = [a for a in node.attribute if a.name not in ("is_test", "broadcast", "consumed_inputs")]
        del node.attribute[:]
        node.attribute.extend(kept)
    if model.opset_import[0].version < 7:
        model.opset_import[0].version = 7
    path.write_bytes(model.SerializeToString())
    graph = load(path)
    data = folder / "test_data_set_0"

    def read(kind, k):
        return numpy_helper.to_array(onnx.load_tensor(os.fspath(data / f"{kind}_{k}.pb")))

    feeds = {n: read("input", k) for k, n in enumerate(graph.inputs)}
    found = reference(graph, feeds, engine="onnxruntime")
    good = all(np.allclose(found[o], read("output", k), rtol=1e-3, atol=1e-5) for k, o in enumerate(graph.outputs))
    return "ok" if good else "wrong"
