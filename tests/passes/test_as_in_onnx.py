"""Back to ONNX's own words: the same values, no image NHWC, nothing fused, and no Transposes that the model has not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from packager.load import load
from packager.passes.as_in_onnx import as_in_onnx
from packager.passes.optimise import optimise
from tests.passes.net import Build, count, difference
from tests.passes.zoo import Zoo


@pytest.mark.parametrize("seed", [*range(20), *(pytest.param(n, marks=pytest.mark.slow) for n in range(20, 80))])
def test_random_networks_mean_the_same(seed: int, tmp_path: Path):
    before = optimise(Zoo(tmp_path, seed).grow(8))
    after = as_in_onnx(before)
    assert difference(before, after) <= 1e-5
    assert not [n for n in after.nodes if n.epilogue or n.attrs.get("layout")]


def test_a_constant_per_channel_keeps_its_axis(net: Build):
    n = net(x=(1, 3, 5, 6))
    y = n("Mul", n.conv("x", 3, 4, 3), np.arange(4, dtype=np.float32).reshape(4, 1, 1))
    before = n.graph(n("Softmax", n("Add", y, n("Sigmoid", n.conv(y, 4, 4))), axis=1))
    after = as_in_onnx(optimise(before))
    assert difference(before, after) <= 1e-5
    assert count(after)["Transpose"] == 0


@pytest.mark.sampled(3)
@pytest.mark.models
@pytest.mark.parametrize(
    ("name", "transposes"),
    [
        ("mobilenet_v2_100_224_f32", 1),
        ("ultraface_rfb_320", 8),
        pytest.param("yolox_nano_416", 1, marks=pytest.mark.slow),
        ("mlperf_kws_dscnn_f32", 0),
    ],
)
def test_real_networks_have_no_more_transposes_than_before(models: Path, name: str, transposes: int):
    before = load(models / f"{name}.onnx")
    after = as_in_onnx(optimise(before))
    assert difference(before, after) <= 1e-4
    assert count(after)["Transpose"] <= transposes
