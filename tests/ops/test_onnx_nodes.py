"""ONNX's own node tests: whatever is compiled must be right, and what was compiled once must stay so (a ratchet).

`onnx_nodes.txt` lists the tests that pass. After adding an operator, run with PACK_UPDATE_NODES=1 to add to it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper
from onnx.backend.test.loader import load_model_tests

from packager.errors import PackError
from packager.graph import Array
from tests.inprocess import HOST_TARGETS, compile_model, run

RATCHET = Path(__file__).with_name("onnx_nodes.txt")

WRONG = {
    "test_averagepool_2d_ceil_last_window_starts_on_pad",  # the stored result has four digits
}
"""Tests whose own results are not to be trusted."""


def cases() -> Iterator[tuple[str, onnx.ModelProto, list[Array], list[Array]]]:
    """Name, model, inputs and outputs of the tests on ONNX's own operators over plain tensors."""
    for case in load_model_tests(kind="node"):
        if case.model is None or any(o.domain not in ("", "ai.onnx") for o in case.model.opset_import):
            continue
        inputs, outputs = case.data_sets[0]
        if all(isinstance(a, np.ndarray) or np.isscalar(a) for a in (*inputs, *outputs)):
            model = onnx.ModelProto.FromString(case.model.SerializeToString())
            yield case.name, model, [np.asarray(a) for a in inputs], [np.asarray(a) for a in outputs]


def constant(model: onnx.ModelProto, inputs: list[Array]) -> onnx.ModelProto:
    """The model with all inputs but the first as initialisers: shapes, axes, weights, scales."""
    changed = onnx.ModelProto.FromString(model.SerializeToString())
    for info, array in list(zip(model.graph.input, inputs, strict=False))[1:]:
        changed.graph.input.remove(info)
        changed.graph.initializer.append(numpy_helper.from_array(array, info.name))
    return changed


def passes(model: onnx.ModelProto, inputs: list[Array], outputs: list[Array], folder: Path) -> bool:
    """False where the model is refused, with the reason; an AssertionError where the result is wrong."""
    names = [i.name for i in model.graph.input]
    for form in (model, constant(model, inputs)):
        try:
            compiled = compile_model(form, folder, HOST_TARGETS[-1])
        except PackError:
            continue
        feeds = {n: a for n, a in zip(names, inputs, strict=False) if n in compiled.graph.inputs}
        got = run(compiled, feeds)
        for info, want in zip(form.graph.output, outputs, strict=True):
            np.testing.assert_allclose(got[info.name].reshape(want.shape), want, rtol=1e-4, atol=1e-5)
        return True
    return False


@pytest.mark.slow
def test_onnx_nodes(tmp_path: Path) -> None:
    known = set(RATCHET.read_text().split())
    seen, passed, wrong = set(), set(), {}
    for name, model, inputs, outputs in cases():
        seen.add(name)
        try:
            if name not in WRONG and passes(model, inputs, outputs, tmp_path):
                passed.add(name)
        except AssertionError as error:
            wrong[name] = " ".join(str(error).split())[:200]
    if os.environ.get("PACK_UPDATE_NODES"):
        RATCHET.write_text("\n".join(sorted(known | passed)) + "\n")
    assert wrong == {}
    assert sorted((known & seen) - passed) == []
