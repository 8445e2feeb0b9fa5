"""Real networks: few copies, and an arena within a tenth of its lower bound (in fact at it)."""

from __future__ import annotations

from functools import partial

import pytest

from packager.debug import Debug
from packager.engines import llvm
from packager.load import load
from packager.passes.optimise import optimise
from packager.plan.planner import make_plan

QUICK = {"mlperf_ic_resnet8_f32": 1, "mnist_8": 1, "resnet20_cifar10": 0, "yolox_nano_416": 0}
"""Network -> copies: only where the network's own input is read with a halo."""

SLOW = {
    "mobilenet_v2_100_224_f32": 0,
    "ultraface_rfb_320": 0,
    "ultraface_rfb_320_simplified": 0,
    "yunet_n_320": 0,
    "mlperf_kws_dscnn_f32": 1,
    "mlperf_vww_mnv1_025_f32": 1,
    "mlperf_ad_ae_f32": 0,
    "ppocr_cls_v2": 0,
    "person_reid_retail_0248": 3,
}


@pytest.mark.sampled(4)
@pytest.mark.models
@pytest.mark.parametrize(
    ("name", "copies"), [*QUICK.items(), *(pytest.param(*p, marks=pytest.mark.slow) for p in SLOW.items())]
)
def test_networks_reach_the_lower_bound(models, name, copies):
    graph = optimise(load(models / f"{name}.onnx"), Debug())
    plan = make_plan(graph, partial(llvm.needs, graph))
    assert sum(n.op == "Copy" for n in plan.graph.nodes) <= copies
    assert plan.arena_bytes <= 1.02 * plan.lower_bound
