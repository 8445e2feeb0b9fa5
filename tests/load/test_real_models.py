"""The real networks: what is loaded and exported computes the stored outputs, in little time."""

from __future__ import annotations

import json
import time

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from packager import backend
from packager.errors import PackErrors, Unsupported
from packager.export import reference
from packager.load import load

LIST = """
yolox_nano_416 ultraface_rfb_320 ultraface_rfb_320_simplified mnist_8 resnet20_cifar10 mlperf_kws_dscnn_f32
mlperf_ic_resnet8_f32 mlperf_vww_mnv1_025_f32 mlperf_ad_ae_f32 mobilenet_v2_100_224_f32 kwt1_kws_transformer dtln_1
dtln_2 yunet_n_320 ppocr_cls_v2 person_reid_retail_0248 mlperf_kws_dscnn_int8_qdq mlperf_ic_resnet8_int8_qdq
mlperf_vww_mnv1_025_int8_qdq mlperf_ad_ae_int8_qdq mlperf_sww_int8_qdq mcunet_vww_int8_qdq
mobilenet_v2_100_224_uint8_qdq yolox_nano_416_int8_qdq
"""
NAMES = LIST.split()


@pytest.mark.sampled(6)
@pytest.mark.models
@pytest.mark.parametrize("name", NAMES)
def test_stored_outputs(models, name):
    pytest.importorskip("onnxruntime")
    graph = load(models / f"{name}.onnx")
    stored = np.load(models / "io" / f"{name}.npz")
    found = reference(graph, {i: stored[f"in:{i}"] for i in graph.inputs}, engine="onnxruntime")
    assert set(graph.outputs) == {k[4:] for k in stored if k.startswith("out:")}
    for output in graph.outputs:
        wanted = stored[f"out:{output}"]
        assert found[output].dtype == wanted.dtype
        scale = max(1.0, float(np.abs(wanted.astype(np.float64)).max()))
        np.testing.assert_allclose(found[output].astype(np.float64), wanted, rtol=0, atol=1e-5 * scale)


@pytest.mark.models
def test_every_stored_model_is_in_the_list(models):
    index = json.loads((models / "index.json").read_text())
    assert {m["name"] for m in index["models"]} - set(NAMES) == {"resnet20_cifar10_qoperator"}


@pytest.mark.models
def test_a_runtimes_own_operators_are_named(models, tmp_path):
    model = onnx.load(models / "resnet20_cifar10_qoperator.onnx")
    next(n for n in model.graph.node if n.domain == "com.microsoft").op_type = "QLinearThing"
    onnx.save(model, tmp_path / "m.onnx")
    with pytest.raises((Unsupported, PackErrors), match=r"com\.microsoft\.QLinearThing"):
        load(tmp_path / "m.onnx")


@pytest.mark.models
def test_a_quantised_network_of_a_runtimes_own_operators(models):
    """As the installed onnxruntime computes it, give or take a few steps.

    The stored outputs are those of another machine: where a processor lacks the instruction, onnxruntime adds pairs of
    products in 16 bits, which saturate. That moves outputs by eleven steps.
    """
    pytest.importorskip("onnxruntime")
    model = onnx.load(models / "resnet20_cifar10_qoperator.onnx")
    stored = np.load(models / "io" / "resnet20_cifar10_qoperator.npz")
    step = next(numpy_helper.to_array(i) for i in model.graph.initializer if i.name == "logits_scale")
    feeds = {"image": stored["in:image"]}
    (found,) = backend.prepare(model).run(feeds)
    wanted = reference(model, feeds, engine="onnxruntime")["logits"]
    assert found.argmax() == wanted.argmax() == stored["out:logits"].argmax()
    np.testing.assert_allclose(found, wanted, rtol=0, atol=12 * float(step))


@pytest.mark.models
def test_nothing_of_a_shape_computation_is_left(models):
    graph = load(models / "ultraface_rfb_320.onnx")
    assert not {n.op for n in graph.nodes} & {"Shape", "Gather", "Unsqueeze", "Constant", "Cast", "Identity"}
    assert all(v.dtype.name == "f32" for v in graph.values.values())


@pytest.mark.slow
@pytest.mark.models
def test_yolox_loads_in_little_time(models):
    seconds = []
    for _ in range(2):  # the first one imports, too
        start = time.process_time()
        load(models / "yolox_nano_416.onnx")
        seconds.append(time.process_time() - start)
    assert min(seconds) < 1.5
