"""The real networks: same outputs as stored, and nothing left that a pass should have removed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from packager.export import reference
from packager.load import load
from packager.passes.optimise import optimise
from tests.passes.net import count

pytestmark = pytest.mark.models

# model: nodes at most, Transposes (one where the model's input is NCHW with several channels), Reshapes at most
LIMITS = {
    "yolox_nano_416": (139, 1, 3),
    "mobilenet_v2_100_224_f32": (58, 0, 1),
    "ultraface_rfb_320": (72, 1, 8),
    "ultraface_rfb_320_simplified": (65, 1, 8),
    "resnet20_cifar10": (27, 1, 1),
    "yunet_n_320": (78, 1, 12),
    "mnist_8": (7, 0, 2),
    "mlperf_kws_dscnn_f32": (13, 0, 1),
    "mlperf_ic_resnet8_f32": (13, 0, 1),
    "mlperf_vww_mnv1_025_f32": (31, 0, 1),
    "mlperf_ad_ae_f32": (10, 0, 0),
    "ppocr_cls_v2": (77, 1, 1),
    "person_reid_retail_0248": (254, 0, 1),
}

# Transformers, recurrent and quantised networks
OTHERS = {
    "kwt1_kws_transformer": (376, 12, 77),
    "dtln_1": (42, 0, 12),  # two LSTM as products and gates
    "dtln_2": (48, 0, 16),
    "mcunet_vww_int8_qdq": (184, 0, 2),
    "mlperf_vww_mnv1_025_int8_qdq": (91, 0, 1),
    "mobilenet_v2_100_224_uint8_qdq": (196, 0, 1),
    "yolox_nano_416_int8_qdq": (1097, 1, 3),
}

GONE = {"BatchNormalization", "GlobalAveragePool", "Identity", "Relu", "Clip", "HardSwish", "LeakyRelu", "Squeeze"}


@pytest.mark.sampled(12)
@pytest.mark.parametrize("name", [*LIMITS, *(pytest.param(name, marks=pytest.mark.slow) for name in OTHERS)])
def test_real_networks(models: Path, name: str):
    nodes, transposes, reshapes = {**LIMITS, **OTHERS}[name]
    graph = optimise(load(models / f"{name}.onnx"))
    found = count(graph)
    assert len(graph.nodes) <= nodes
    assert found["Transpose"] <= transposes
    assert found["Reshape"] <= reshapes
    assert not GONE & found.keys()
    if "qdq" not in name and not name.startswith("dtln"):
        assert found["Sigmoid"] == 0
    with np.load(models / "io" / f"{name}.npz") as io:
        got = reference(graph, {i: io[f"in:{i}"] for i in graph.inputs})
        for output in graph.outputs:
            want = io[f"out:{output}"].astype(np.float64)
            assert np.abs(got[output] - want).max() <= 1e-4 * max(1.0, np.abs(want).max())
