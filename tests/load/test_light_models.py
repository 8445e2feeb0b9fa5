"""Well-known networks of opset 9 that ship with onnx, their weights as ConstantOfShape: they load as what they are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import pytest

from packager.export import reference
from packager.load import load

FOLDER = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"

LARGE = [("inception_v1", 57), ("resnet50", 53), ("densenet121", 121)]


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("name", "convs"),
    [("squeezenet", 26), ("shufflenet", 49), *(pytest.param(*row, marks=pytest.mark.slow) for row in LARGE)],
)
def test_nothing_but_layers_is_left(name, convs):
    graph = load(FOLDER / f"light_{name}.onnx")
    count = Counter(n.op for n in graph.nodes)
    assert count["Conv"] == convs
    assert not count.keys() & {
        "Shape",
        "Gather",
        "Unsqueeze",
        "Constant",
        "ConstantOfShape",
        "Identity",
        "Dropout",
        "Sum",
    }


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.onnx")), ids=lambda p: p.stem)
def test_stored_outputs(path):
    pytest.importorskip("onnxruntime")
    graph = load(path)
    (name,) = graph.inputs
    x = np.arange(graph[name].size, dtype=np.float32).reshape(graph[name].shape) / graph[name].size
    stored = onnx.numpy_helper.to_array(onnx.load_tensor(str(path.with_name(f"{path.stem}_output_0.pb"))))
    found = reference(graph, {name: x}, engine="onnxruntime")[graph.outputs[0]]
    np.testing.assert_allclose(found, stored, rtol=1e-3)
