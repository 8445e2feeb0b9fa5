"""The real networks on every target with both toolchains: right, small, in as little memory as possible, and repeatable."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

import packager
from packager.check.probe import probe
from packager.report.types import Report
from packager.run.dist import file_hash, open_dist
from packager.run.execute import run

NETWORKS = (
    "yolox_nano_416",
    "mobilenet_v2_100_224_f32",
    "ultraface_rfb_320",
    "ultraface_rfb_320_simplified",
    "resnet20_cifar10",
    "yunet_n_320",
    "mnist_8",
    "mlperf_kws_dscnn_f32",
    "mlperf_ic_resnet8_f32",
    "mlperf_vww_mnv1_025_f32",
    "mlperf_ad_ae_f32",
    "ppocr_cls_v2",
    "person_reid_retail_0248",
)
TARGETS = ("x86-64-v2", "x86-64-v3", "aarch64", "armv7")
LIMITS = {"yolox_nano_416": 32_000, "mobilenet_v2_100_224_f32": 24_000}
"""Bytes that `size.binary` may have."""

Arrays = dict[str, np.ndarray]

pytestmark = [pytest.mark.models, pytest.mark.slow]


@pytest.fixture
def stored(models: Path, network: str) -> tuple[Arrays, Arrays]:
    """Inputs and outputs that onnxruntime gave when the network was collected."""
    with np.load(models / "io" / f"{network}.npz") as file:
        arrays = {name: file[name] for name in file.files}
    ins = {n.removeprefix("in:"): a for n, a in arrays.items() if n.startswith("in:")}
    return ins, {n.removeprefix("out:"): a for n, a in arrays.items() if n.startswith("out:")}


def write_manifest(folder: Path, model: Path, inputs: Arrays, target_name: str) -> Path:
    np.savez(folder / "sample.npz", **{f"{name}": array for name, array in inputs.items()})
    shapes = ", ".join(f'"{name}": {list(array.shape)}' for name, array in inputs.items())
    text = (
        f'model: {{path: "{model}", inputs: {{{shapes}}}}}\ntargets: [{target_name}]\nverify: {{inputs: sample.npz}}\n'
    )
    (folder / "manifest.yaml").write_text(text, encoding="utf-8")
    return folder / "manifest.yaml"


def build(folder: Path, model: Path, inputs: Arrays, target_name: str, toolchain: str) -> tuple[Path, Report]:
    manifest = write_manifest(folder, model, inputs, target_name)
    [report] = packager.build(manifest, out=folder / "out", toolchain=toolchain)
    return folder / "out" / report.name / report.target, report


@pytest.mark.usefixtures("runs_here")
@pytest.mark.parametrize("toolchain", ["local", "docker"])
@pytest.mark.parametrize("target_name", TARGETS)
@pytest.mark.parametrize("network", NETWORKS)
def test_network(
    models: Path, stored: tuple[Arrays, Arrays], network: str, target_name: str, toolchain: str, tmp_path: Path
) -> None:
    inputs, outputs = stored
    folder, report = build(tmp_path, models / f"{network}.onnx", inputs, target_name, toolchain)
    assert report.verify.ok
    assert report.toolchain["kind"] == toolchain
    got = run(open_dist(folder), inputs)
    for name, want in outputs.items():
        limit = 1e-4 * max(1.0, float(np.abs(want.astype(np.float64)).max()))
        error = float(np.abs(got[name].astype(np.float64) - want.astype(np.float64)).max())
        assert got[name].dtype == want.dtype
        assert error <= limit, f"{name}: max error {error:.3g}, allowed {limit:.3g}"
    assert report.size["binary"] <= LIMITS.get(network, 64_000)
    assert report.size["binary"] == sum(label.bytes for label in report.labels)
    assert report.ram["arena"] <= 1.10 * report.ram["arena_lower_bound"]


@pytest.mark.usefixtures("runs_here")
@pytest.mark.parametrize("toolchain", ["local", "docker"])
@pytest.mark.parametrize("target_name", ["x86-64-v3", "aarch64"])
@pytest.mark.parametrize("network", ["yolox_nano_416"])
def test_two_builds_are_equal(
    models: Path, stored: tuple[Arrays, Arrays], network: str, target_name: str, toolchain: str, tmp_path: Path
) -> None:
    found = []
    for place in ("one", "two/deeper"):
        base = tmp_path / place
        base.mkdir(parents=True)
        shutil.copy(models / f"{network}.onnx", base / "net.onnx")
        folder, _ = build(base, base / "net.onnx", stored[0], target_name, toolchain)
        found.append({p.name: file_hash(p) for p in folder.iterdir() if p.name != "report.json"})
    assert found[0] == found[1]


@pytest.mark.usefixtures("runs_here")
@pytest.mark.parametrize("target_name", ["x86-64-v3", "aarch64"])
@pytest.mark.parametrize("network", ["mnist_8", "ultraface_rfb_320"])
def test_every_value_in_between_is_right(
    models: Path, stored: tuple[Arrays, Arrays], network: str, target_name: str, tmp_path: Path
) -> None:
    folder, _ = build(tmp_path, models / f"{network}.onnx", stored[0], target_name, "local")
    found = probe(open_dist(folder))
    assert found.wrong is None, str(found)
    assert found.drift.ok, str(found)


@pytest.mark.parametrize("network", ["yolox_nano_416"])
def test_photo_to_boxes_in_one_command(
    models: Path, stored: tuple[Arrays, Arrays], network: str, tmp_path: Path
) -> None:
    pytest.importorskip("PIL")
    from packager.run.inputs import read_inputs

    manifest = write_manifest(tmp_path, models / f"{network}.onnx", stored[0], "x86-64-v3")
    keys = "preprocess: {images: {resize: letterbox, fill: 114, channels: bgr, layout: nchw}}\n"
    manifest.write_text(manifest.read_text() + keys)
    [report] = packager.build(manifest, out=tmp_path / "out", toolchain="local")
    dist = open_dist(tmp_path / "out" / report.name / report.target)
    inputs = read_inputs(models / "inputs" / "dog.jpg", dist.report.inputs, dist.report.preprocess)
    [output] = run(dist, inputs).values()
    best = output[0][np.argsort(-output[0, :, 4] * output[0, :, 5:].max(axis=1))[:50]]
    classes = {int(row[5:].argmax()) for row in best if row[4] * row[5:].max() > 0.5}
    assert classes == {1, 2, 16}  # COCO: bicycle, car, dog
