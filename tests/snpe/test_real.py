"""Qualcomm's compiler and simulator themselves: files for each architecture, verified; and every way to be deceived."""

from __future__ import annotations

import ctypes
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper

from packager.errors import ArtefactBroken, NotOnHtp, SnpeFailed, VerifyFailed
from packager.snpe import Options, SnpeTarget, compile_network, dlc, package, resolve, structs, verify
from packager.snpe.build import _compiled
from packager.snpe.child import work
from packager.snpe.cpu import CpuModel
from packager.snpe.prepare import prepare
from packager.snpe.quantise import quantise
from tests.snpe.networks import byte_network, small_feeds, small_network

pytestmark = [pytest.mark.qnn, pytest.mark.toolchain]
CHIP = resolve(soc="sm8550")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> verify.Shipped:
    model = quantise(prepare(small_network(), "small"), small_feeds(), Options(), "small").model
    return verify.Shipped("small", CHIP, model, *_compiled(model, "small", CHIP, tmp_path_factory.mktemp("c"), print))


KINDS = [*((f"v{a}", "int8") for a in (68, 69, 73, 75, 79, 81)), ("v68", "a16w8"), ("v73", "a16w8"), ("v73", "fp16")]


@pytest.mark.parametrize(("arch", "precision"), KINDS)
def test_every_architecture_and_precision(arch: str, precision: str, tmp_path: Path) -> None:
    said: list[str] = []
    chip = resolve(arch=arch, precision=precision)
    target = SnpeTarget(chip, toolchain="local")
    built = compile_network(small_network(), "small", target, small_feeds(), tmp_path, said.append)
    assert built.verification.reached == "L3"
    assert built.verification.cosine > (0.995 if precision == "int8" else 0.999)
    assert {p.name: p.stat().st_size for p in tmp_path.iterdir()} == dict(built.files)
    assert set(built.files) == {
        "small.dlc", "small.bin", "io.json", "SHA256SUMS", "qnn_runner", "snpe_runner", "qnn_runner.c", "snpe_runner.c",
        "fetch_runtime.sh",
    }  # fmt: skip
    assert any("L3" in line for line in said)
    report = json.loads(json.dumps(built.to_json()))
    assert [x["reached"] for x in report["verification"]["levels"]] == [True] * 4 + [False] * 2
    assert report["verification"]["runner"] == "QNN HTP simulator"
    assert (report["quantisation"] is None) == (precision == "fp16")
    about = json.loads((tmp_path / "io.json").read_text())
    assert [(t["name"], t["dtype"], t["dims"]) for t in about["inputs"]] == [("x", "float32", [1, 3, 16, 16])]
    package.check(tmp_path)
    assert (tmp_path / "qnn_runner").read_bytes()[18] == 183  # AArch64


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    target = SnpeTarget(CHIP, toolchain="local")
    files = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        compile_network(small_network(), "small", target, small_feeds(), tmp_path / name)
        files.append({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()})
    assert files[0] == files[1]


@pytest.mark.parametrize("precision", ["int8", "a16w8", "fp16"])
def test_bytes_in_and_bytes_out(precision: str, tmp_path: Path) -> None:
    feeds = [{"x": np.random.default_rng(i).integers(0, 256, (1, 3, 8, 8), np.uint8)} for i in range(8)]
    target = SnpeTarget(resolve(soc="sm8550", precision=precision), toolchain="local")
    built = compile_network(byte_network(), "bytes", target, feeds, tmp_path)
    assert built.verification.reached == "L3"
    about = json.loads((tmp_path / "io.json").read_text())
    assert [t["dtype"] for t in (*about["inputs"], *about["outputs"])] == ["uint8", "uint8"]


def test_an_operator_that_the_htp_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotOnHtp) as caught:
        compile_network(
            small_network("Cosh"), "small", SnpeTarget(resolve(arch="v73", precision="fp16")), small_feeds(), tmp_path
        )
    assert caught.value.where == "small node 'the middle'"
    assert "Cosh" in caught.value.what
    assert list(tmp_path.iterdir()) == []


def test_a_provider_that_fails_is_no_success(tmp_path: Path) -> None:
    """onnxruntime alone would go on with the CPU, and the numbers would look perfect."""
    onnx.save(small_network(), str(tmp_path / "m.onnx"))
    (tmp_path / "out").mkdir()
    job = {
        "action": "context",
        "model": str(tmp_path / "m.onnx"),
        "folder": str(tmp_path / "out"),
        "chip": asdict(CHIP),
    }
    # The SoC with number 46 computes no floats: all nodes are left over.
    with pytest.raises(NotOnHtp) as caught:
        work({**job, "chip": {**asdict(CHIP), "number": 46, "precision": "fp16"}}, "small")
    assert "first (Conv)" in caught.value.what + caught.value.why
    np.savez(tmp_path / "in.npz", **{"0:x": small_feeds(1)[0]["x"]})
    ends = {"inputs": str(tmp_path / "in.npz"), "outputs": str(tmp_path / "out.npz")}
    with pytest.raises(SnpeFailed):
        work({"action": "run_context", "wrapper": str(tmp_path / "absent.onnx"), "chip": asdict(CHIP), **ends}, "small")
    assert not (tmp_path / "out.npz").exists()


def test_a_plain_model_in_place_of_a_context_is_no_success(tmp_path: Path) -> None:
    """A model with a node for the CPU must not be run by it, not even where a compiled one is expected."""
    onnx.save(small_network("Cosh"), str(tmp_path / "m.onnx"))
    np.savez(tmp_path / "in.npz", **{"0:x": small_feeds(1)[0]["x"]})
    ends = {"inputs": str(tmp_path / "in.npz"), "outputs": str(tmp_path / "out.npz")}
    with pytest.raises((SnpeFailed, NotOnHtp)):
        work({"action": "run_context", "wrapper": str(tmp_path / "m.onnx"), "chip": asdict(CHIP), **ends}, "small")


def test_what_was_there_before_is_not_taken_for_a_result(tmp_path: Path, shipped: verify.Shipped) -> None:
    onnx.save(shipped.model, str(tmp_path / "m.onnx"))
    for action, name in (("dlc", "old.dlc"), ("context", "old.bin")):
        folder = tmp_path / action
        folder.mkdir()
        (folder / name).write_bytes(b"old")
        job = {"action": action, "model": str(tmp_path / "m.onnx"), "folder": str(folder), "chip": asdict(CHIP)}
        with pytest.raises(SnpeFailed, match="was made") as caught:
            work(job, "small")
        assert "2 files" in caught.value.why


@pytest.mark.parametrize("harm", ["cut", "head", "empty", "other"])
def test_a_damaged_file_is_an_error(shipped: verify.Shipped, harm: str) -> None:
    def spoil(content: bytes) -> bytes:
        head = b"\xff" * 64 + content[64:]
        return {"cut": content[: len(content) // 2], "head": head, "empty": b"", "other": b"PK\3\4" + b"x" * 999}[harm]

    with pytest.raises(ArtefactBroken):
        verify.check_dlc(verify.Shipped("small", CHIP, shipped.model, spoil(shipped.dlc), b""))
    with pytest.raises(ArtefactBroken):
        verify.check_binary(verify.Shipped("small", CHIP, shipped.model, b"", spoil(shipped.binary)))


def test_a_file_of_another_network_is_an_error(shipped: verify.Shipped) -> None:
    other = small_network()
    other.graph.output[0].name = "z"
    for check in (verify.check_dlc, verify.check_binary):
        with pytest.raises(ArtefactBroken) as caught:
            check(verify.Shipped("small", CHIP, other, shipped.dlc, shipped.binary))
        assert "y float32" in caught.value.why
    elsewhere = verify.Shipped("small", resolve(soc="sm8650"), shipped.model, shipped.dlc, shipped.binary)
    with pytest.raises(ArtefactBroken) as caught:
        verify.check_binary(elsewhere)
    assert "43, not 57" in caught.value.why


def test_a_flipped_weight_is_found_in_the_dlc(shipped: verify.Shipped) -> None:
    begin, size = dlc.entries(shipped.dlc)["model.params.bin"]
    content = bytearray(shipped.dlc)
    weight = dlc.read(shipped.dlc, "x").tensors["w1_quantized"].content
    at = shipped.dlc.index(weight, begin, begin + size)
    content[at + 5] ^= 0x40
    with pytest.raises(ArtefactBroken) as caught:
        verify.check_dlc(verify.Shipped("small", CHIP, shipped.model, bytes(content), shipped.binary))
    assert "w1_quantized" in caught.value.why


def test_outputs_that_are_too_far_are_an_error(shipped: verify.Shipped) -> None:
    feeds = small_feeds(1)
    want = [{"y": -CpuModel(small_network())(feeds[0])["y"]}]
    with pytest.raises(VerifyFailed) as caught:
        verify.verify(shipped, feeds, want, least=0.9, runner=None)
    assert "cosine -0.9" in caught.value.why


def test_without_a_c_compiler_the_level_says_so(shipped: verify.Shipped) -> None:
    feeds = small_feeds(1)
    want = [CpuModel(small_network())(feeds[0])]
    found = verify.verify(shipped, feeds, want, least=0.9, runner=None, why_no_runner="no C compiler")
    assert found.reached == "L1"
    assert "L2 not: no C compiler" in str(found)


def test_the_layout_of_the_structures() -> None:
    sizes = {
        structs.Quantization: 40, structs.Tensor: 144, structs.Graph: 88, structs.BinaryV1: 128, structs.BinaryV3: 136,
        structs.Provider: 40, structs.SystemProvider: 32, structs.Interface: 640, structs.DeviceConfig: 16,
    }  # fmt: skip
    assert {k: ctypes.sizeof(k) for k in sizes} == sizes
    assert structs.Tensor.name.offset == 16
    assert structs.Tensor.memory.offset == 104


def test_the_binary_describes_itself(shipped: verify.Shipped) -> None:
    info = verify.describe(shipped.binary, "small")
    assert (info["soc_model"], info["core_api"]) == (43, "2.40.0")
    assert helper.tensor_dtype_to_np_dtype(1) == np.dtype(info["graphs"][0]["inputs"][0]["dtype"])
