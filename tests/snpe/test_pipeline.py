"""The target `snpe` through the pipeline: what is handed on, what stands in lock and report, and what is missing.

Tests marked qnn use Qualcomm's compiler and simulator; in the others a stand-in has the place of `compile_network`.
"""

from __future__ import annotations

import importlib.metadata
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import yaml

import packager
import packager.snpe
from packager.check.bench import bench
from packager.check.verify import verify as verify_dist
from packager.chip import family
from packager.errors import (
    ArtefactBroken,
    CalibrationInvalid,
    NoRunner,
    NotOnHtp,
    OverBudget,
    PackError,
    ReferenceMissing,
    SnpeMissing,
    Unsupported,
    VerifyFailed,
)
from packager.pipeline.explain import explain
from packager.report.render import plain, render, summary
from packager.report.types import Report
from packager.run import simulator
from packager.run.dist import open_dist, own_files, read_lock
from packager.snpe import Built, Level, Quantisation, SnpeTarget, Verification, install, package
from packager.snpe.cpu import Closeness
from packager.snpe.quantise import Layer
from packager.snpe.sdk import Sdk
from tests.snpe.networks import small_feeds, small_network
from tests.snpe.photos import resnet20

Pack = Callable[..., tuple[int, str, str]]
MANIFEST = """\
name: small
model: small.onnx
targets: [{target: snpe, soc: sm8550}, {target: snpe, arch: v73, precision: fp16}]
quantize: {calibration: calib.npz}
toolchain: local
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a network, calibration data and a manifest."""
    monkeypatch.chdir(tmp_path)
    onnx.save(small_network(), "small.onnx")
    np.savez("calib.npz", x=np.concatenate([feed["x"] for feed in small_feeds()]))
    Path("m.yaml").write_text(MANIFEST)
    return tmp_path


class StandIn:
    """In place of `compile_network`: notes what it was asked for, and writes what a build would."""

    def __init__(self) -> None:
        self.calls: list[tuple[SnpeTarget, list[dict[str, Any]], list[dict[str, Any]]]] = []

    def __call__(
        self, model: onnx.ModelProto, name: str, target: SnpeTarget, feeds: Sequence[Any], folder: Path,
        say: Callable[[str], None], checks: Sequence[Any] = (),
    ) -> Built:  # fmt: skip
        self.calls.append((target, list(feeds), list(checks)))
        names = (
            f"{name}.dlc",
            f"{name}.bin",
            *package.RUNNERS,
            *(f"{r}.c" for r in package.RUNNERS),
            "fetch_runtime.sh",
        )
        files = {n: f"{n} for {target.chip}".encode() * 9 for n in (*names, "io.json")}
        package.write(folder, files)
        say("the stand-in has compiled")
        level = Level("L3", True, "the same bits")
        found = Closeness("y", 0.9991, 0.02, 2.0)
        how = target.quantise
        quantised = Quantisation("int8", how.method, how.per_channel, 12, 2, (found,), (Layer("first", "Conv", 0.1, 16),),
                                 ("first",), 4, 0.5)  # fmt: skip
        sizes = {n: len(c) for n, c in files.items()} | {package.SUMS: (folder / package.SUMS).stat().st_size}
        tools = {"onnxruntime": "1", "onnxruntime-qnn": install.VERSION, "qairt": install.QAIRT, "cc": "cc 1"}
        verification = Verification("L3", (level, Level("L4", False, "no SDK")), (found,), 1)
        return Built(name, target, folder, sizes, None if target.chip.precision == "fp16" else quantised, verification,
                     tools, {"compile": 1.0, "verify": 2.0})  # fmt: skip


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    made = StandIn()
    monkeypatch.setattr(packager.snpe, "compile_network", made)
    monkeypatch.setattr(install, "demand", lambda: None)
    return made


# --- what the pipeline hands on, and what it makes of the result ---


@pytest.mark.toolchain
def test_a_build_is_handed_on_and_reported(folder: Path, stand_in: StandIn) -> None:
    said: list[str] = []
    int8, fp16 = packager.build("m.yaml", say=said.append)
    assert [r.target for r in (int8, fp16)] == ["snpe-sm8550", "snpe-v73-fp16"]
    assert "the stand-in has compiled" in said
    (target, feeds, checks), (half, _, _) = stand_in.calls
    assert (target.chip.number, half.chip.precision, target.toolchain) == (43, "fp16", "local")
    assert (len(feeds), checks, target.least) == (12, [], 0.98)
    np.testing.assert_array_equal(feeds[5]["x"], small_feeds()[5]["x"])
    out = folder / "build" / "small"
    assert {p.name for p in out.iterdir()} == {"snpe-sm8550", "snpe-v73-fp16"}
    assert {p.name for p in (out / "snpe-sm8550").iterdir()} <= own_files("small")
    report = open_dist(out / "snpe-sm8550").report
    assert (report.verify.ok, report.verify.level, report.verify.runner) == (True, "L3", "QNN HTP simulator")
    assert (report.verify.cosine, report.verify.outputs[0].max_abs) == (0.9991, 0.02)
    assert report.htp["chip"] == {"soc": "sm8550", "number": 43, "arch": 73, "vtcm": 8, "precision": "int8"}
    assert report.htp["quantisation"]["wide"] == ["first"]
    assert report.size["binary"] == (out / "snpe-sm8550" / "small.bin").stat().st_size
    assert sum(row.bytes for row in report.labels) == report.size["binary"]
    assert {n.op for n in report.nodes} == {"Conv", "Relu", "GlobalAveragePool"}
    assert report.seconds["compile"] == 1.0
    assert Report.of_json(report.to_json(), "here").htp == report.htp
    assert open_dist(out / "snpe-sm8550").target.chip == target.chip
    assert open_dist(out / "snpe-v73-fp16").report.htp["quantisation"] is None


@pytest.mark.slow
@pytest.mark.toolchain
def test_an_unchanged_build_does_nothing_and_a_changed_one_all(folder: Path, stand_in: StandIn) -> None:
    def built(*sets: str) -> list[bool]:
        return [not r.up_to_date for r in packager.build("m.yaml", sets=sets)]

    assert built() == [True, True]
    assert built() == [False, False]
    assert len(stand_in.calls) == 2
    lock = read_lock(folder / "build" / "small" / "snpe-sm8550")
    assert lock["options"]["precision"] == "int8"
    assert lock["quantize"]["calibration"]["file"] == "calib.npz"
    assert {"onnxruntime", "onnxruntime-qnn"} <= set(lock["tools"])
    np.savez("calib.npz", x=np.concatenate([feed["x"] for feed in small_feeds(8)]))
    assert built() == [True, True], "other calibration data, other bytes"
    assert built("quantize.method=entropy") == [True, True]
    assert built("quantize.method=entropy", "targets.0.verify={cosine: 0.9}") == [True, False]


def test_passes_that_fail_are_the_affair_of_the_targets_that_want_them(
    folder: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(graph: object, debug: object) -> None:
        raise Unsupported("the operator", where="small.onnx", why="no kernel knows it", fix="none")

    monkeypatch.setattr("packager.passes.optimise.optimise", refuse)
    text = Path("m.yaml").read_text().replace("targets: [", "targets: [x86-64-v2, x86-64-v3, ")
    Path("both.yaml").write_text(text)
    with pytest.raises(Unsupported) as caught:
        packager.build("both.yaml")
    assert caught.value.what == "the operator"
    assert len(stand_in.calls) == 2
    assert sorted(p.name for p in Path("build/small").iterdir()) == ["snpe-sm8550", "snpe-v73-fp16"]


@pytest.mark.slow
@pytest.mark.toolchain
@pytest.mark.parametrize("package_name", ["onnxruntime", "onnxruntime-qnn"])
def test_another_version_is_another_build(
    folder: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, package_name: str
) -> None:
    from packager.pipeline import lock

    packager.build("m.yaml")
    real = lock.tool_version
    monkeypatch.setattr(lock, "tool_version", lambda name: "9.9" if name == package_name else real(name))
    assert [r.up_to_date for r in packager.build("m.yaml")] == [False, False]


@pytest.mark.toolchain
def test_what_a_check_is_made_with(folder: Path, stand_in: StandIn) -> None:
    np.savez("sample.npz", **small_feeds(1)[0])
    packager.build("m.yaml", sets=("verify={inputs: sample.npz, cosine: 0.5}",))
    target, _, [check] = stand_in.calls[0]
    np.testing.assert_array_equal(check["x"], small_feeds(1)[0]["x"])
    assert target.least == 0.5
    dist = open_dist(folder / "build" / "small" / "snpe-sm8550")
    assert (dist.folder / dist.report.checks["inputs"]).resolve() == folder / "sample.npz"


@pytest.mark.toolchain
def test_fp16_does_without_real_inputs(folder: Path, stand_in: StandIn) -> None:
    Path("m.yaml").write_text("name: small\nmodel: small.onnx\ntargets: [snpe-v73-fp16]\ntoolchain: local\n")
    packager.build("m.yaml")
    (_, feeds, [noise]) = stand_in.calls[0]
    assert (feeds, noise["x"].shape) == ([], (1, 3, 16, 16))


@pytest.mark.toolchain
@pytest.mark.provokes("E401")
def test_over_budget_nothing_appears(folder: Path, stand_in: StandIn) -> None:
    with pytest.raises(OverBudget) as caught:
        packager.build("m.yaml", targets=("snpe-sm8550",), sets=("targets.0.budget={binary: 10B}",))
    assert caught.value.where == "--set targets.0.budget={binary: 10B}"
    assert not (folder / "build" / "small" / "snpe-sm8550").exists()
    [report] = packager.build("m.yaml", targets=("snpe-sm8550",), sets=("targets.0.budget={binary: 1MB}",))
    assert report.budget["binary"].ok


@pytest.mark.toolchain
def test_a_failure_leaves_the_folder_as_it_was(
    folder: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    packager.build("m.yaml")
    before = {p: p.read_bytes() for p in (folder / "build" / "small" / "snpe-sm8550").iterdir()}

    def fail(*_: object) -> Built:
        raise VerifyFailed("too far", where="simulator", why="cosine 0.1", fix="more data")

    monkeypatch.setattr(packager.snpe, "compile_network", fail)
    with pytest.raises(VerifyFailed):
        packager.build("m.yaml", targets=("snpe-sm8550",), sets=("quantize.method=entropy",))
    assert {p: p.read_bytes() for p in (folder / "build" / "small" / "snpe-sm8550").iterdir()} == before
    assert [p.name for p in (folder / "build" / "small").iterdir() if "partial" in p.name] == []


@pytest.mark.provokes("E108")
@pytest.mark.toolchain
@pytest.mark.parametrize("late", [False, True])
def test_calibration_data_that_does_not_fit(
    folder: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    def refuse(*_: object) -> Built:
        raise CalibrationInvalid("sample 3 holds NaN", where="small: quantize.calibration", why="NaN", fix="clean it")

    if late:
        monkeypatch.setattr(packager.snpe, "compile_network", refuse)
    else:
        np.savez("calib.npz", y=np.zeros((4, 3, 16, 16), np.float32))
    with pytest.raises(CalibrationInvalid) as caught:
        packager.build("m.yaml", targets=("snpe-sm8550",))
    assert caught.value.where.startswith("m.yaml:4, ")
    assert caught.value.where.endswith("calib.npz")


@pytest.mark.provokes("E513")
@pytest.mark.toolchain
def test_an_sdk_that_is_none(folder: Path, stand_in: StandIn) -> None:
    with pytest.raises(PackError, match="not Qualcomm's AI Runtime SDK") as caught:
        packager.build("m.yaml", targets=("snpe-sm8550",), sets=("targets.0.sdk=.",))
    assert (caught.value.status, caught.value.where.startswith("--set targets.0.sdk=.")) == (5, True)
    assert stand_in.calls == []


@pytest.mark.toolchain
def test_terminal_report(folder: Path, stand_in: StandIn, pack: Pack) -> None:
    report, half = packager.build("m.yaml")
    text = plain(render(report))
    for part in (
        "sm8550 (v73), int8, VTCM 8 MB",
        "small.dlc",
        "L3     ok",
        "0.9991",
        "noisiest layers",
        "in 16 bit: first",
    ):
        assert part in text
    assert "noisiest" not in plain(render(half))
    assert "L3 on the QNN HTP simulator, cosine to float32 0.999100, 1 of 4 nodes in 16 bit" in plain(
        summary(report), 300
    )
    assert "up to date" in plain(summary(packager.build("m.yaml")[0]), 300)
    status, out, _ = pack("report", "build/small/snpe-sm8550", "--json")
    assert (status, json.loads(out)["htp"]["level"]) == (0, "L3")
    assert pack("diff", "build/small/snpe-sm8550", "build/small/snpe-v73-fp16")[0] == 0


# --- commands on the folder ---


@pytest.mark.toolchain
@pytest.mark.provokes("E601", "E602", "E603", "E702")
def test_the_simulator_runs_the_shipped_binary(
    folder: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, pack: Pack
) -> None:
    from packager.check.oracle import reference_outputs
    from packager.snpe import verify

    packager.build("m.yaml")
    seen: list[verify.Shipped] = []
    off = 1.0

    def simulated(shipped: verify.Shipped, feeds: Sequence[Any], _: Path) -> list[dict[str, Any]]:
        seen.append(shipped)
        _, want = reference_outputs(folder / "small.onnx", feeds[0], ["y"])
        return [{"y": want["y"] * np.float32(off)}]

    monkeypatch.setattr(verify, "simulated", simulated)
    dist = folder / "build" / "small" / "snpe-sm8550"
    status, out, err = pack("run", dist, "--output", "out.npz")
    assert (status, "y: float32[1, 8, 1, 1]" in out) == (0, True)
    assert "run on the QNN HTP simulator, not on a device" in err
    assert (seen[0].binary, seen[0].chip.number) == ((dist / "small.bin").read_bytes(), 43)
    model = packager.load(dist)
    assert model.runner == "QNN HTP simulator"
    assert model.run(small_feeds(1)[0])["y"].shape == (1, 8, 1, 1)
    status, out, _ = pack("verify", dist)
    assert (status, "run QNN HTP simulator, L3 when it was built" in out) == (0, True)
    off = -1.0
    status, _, err = pack("verify", dist)
    assert (status, "cosine -1.000000, asked for 0.98" in err) == (6, True)
    with pytest.raises(NoRunner, match="cannot be timed here") as caught:
        bench(open_dist(dist))
    assert "says nothing about the chip's" in caught.value.why
    assert pack("bench", dist)[0] == 7
    status, _, err = pack("verify", dist, "--per-node")
    assert (status, "one by one" in err) == (2, True)
    (folder / "calib.npz").unlink()
    with pytest.raises(ReferenceMissing):
        verify_dist(open_dist(dist))
    (dist / "small.bin").write_bytes(b"flipped")
    with pytest.raises(ArtefactBroken):
        packager.load(dist)


def test_explain_needs_nothing_installed(folder: Path, pack: Pack) -> None:
    found, _ = explain("m.yaml")
    assert {(r.engine, r.kernel) for r in found.rows} == {("snpe", "HTP v73")}
    status, out, _ = pack("explain", "m.yaml")
    assert (status, "all of them on Qualcomm's HTP" in " ".join(out.split())) == (0, True)


# --- without the extra ---


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python without onnxruntime-qnn."""
    real = importlib.metadata.version

    def version(name: str) -> str:
        if name == "onnxruntime-qnn":
            raise importlib.metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(importlib.metadata, "version", version)


@pytest.mark.provokes("E511")
@pytest.mark.toolchain
@pytest.mark.usefixtures("bare")
def test_without_the_extra_the_build_ends_with_5_and_how_to_install_it(folder: Path, pack: Pack) -> None:
    status, _, err = pack("build", "m.yaml")
    assert status == 5
    assert "python -m pip install 'packager[snpe]'" in err
    assert "m.yaml:3" in err
    assert not (folder / "build").exists()


@pytest.mark.slow
@pytest.mark.toolchain
@pytest.mark.usefixtures("bare")
def test_without_the_extra_the_other_targets_are_built(folder: Path) -> None:
    with pytest.raises(SnpeMissing):
        packager.build("m.yaml", sets=("targets=[x86-64-v2, snpe-sm8550]",))
    assert (folder / "build" / "small" / "x86-64-v2" / "small").is_file()


@pytest.mark.usefixtures("bare")
def test_doctor_and_targets_say_what_is_missing(pack: Pack) -> None:
    checks = {c["name"]: c for c in json.loads(pack("doctor", "--json")[1])["checks"]}
    assert (checks["onnxruntime-qnn"]["state"], checks["onnxruntime-qnn"]["fix"]) == ("missing", install.INSTALL)
    rows = {r["name"]: r for r in json.loads(pack("targets", "--json")[1])["targets"]}
    assert (rows["snpe"]["runs_here"], "sm8550" in rows["snpe"]["socs"]) == ("none", True)


@pytest.mark.toolchain
def test_a_folder_is_not_run_without_the_extra(
    folder: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, pack: Pack
) -> None:
    packager.build("m.yaml", targets=("snpe-sm8550",))

    def demand() -> None:
        raise SnpeMissing("not there", where="target snpe", why="not installed", fix=install.INSTALL)

    monkeypatch.setattr(install, "demand", demand)
    status, _, err = pack("run", folder / "build" / "small" / "snpe-sm8550")
    assert (status, install.INSTALL in err) == (5, True)


def test_the_runners_are_for_the_system_beside_the_chip() -> None:
    assert family().like == package.DEVICE
    assert "not on a device" in simulator.NOTE


# --- Qualcomm's compiler and simulator ---


@pytest.mark.qnn
@pytest.mark.toolchain
def test_a_small_network_from_manifest_to_verified_files(folder: Path, pack: Pack, sdk: Sdk) -> None:
    Path("photos").mkdir()
    for i, feed in enumerate(small_feeds(10)):
        np.savez(f"photos/{i}.npz", **feed)
    targets = f"targets=[{{target: snpe, arch: v75, sdk: {sdk.root}}}, snpe-v68-a16w8]"
    sets = ("--set", "quantize={calibration: photos, method: percentile}", "--set", targets)
    status, _, err = pack("build", "m.yaml", *sets, "--jobs", "2")
    assert status == 0, err
    assert ("L4 on the QNN HTP simulator" in err, "L3 on the QNN HTP simulator" in err) == (True, True)
    for name in ("snpe-v75", "snpe-v68-a16w8"):
        assert pack("verify", f"build/small/{name}")[0] == 0
        package.check(Path("build/small", name))
    status, _, err = pack("build", "m.yaml", *sets)
    assert err.count("up to date") == 2
    assert pack("run", "build/small/snpe-v75", "--input", "photos/3.npz", "--output", "out.npz")[0] == 0
    with np.load("out.npz") as file:
        assert file["y"].shape == (1, 8, 1, 1)


@pytest.mark.qnn
@pytest.mark.toolchain
@pytest.mark.provokes("E313")
def test_what_the_htp_lacks_is_named_with_the_line_of_the_model(folder: Path) -> None:
    onnx.save(small_network("Cosh"), "small.onnx")
    with pytest.raises(NotOnHtp) as caught:
        packager.build("m.yaml", targets=("snpe-v73-fp16",))
    assert caught.value.where.startswith("m.yaml:2, ")
    assert "the middle" in caught.value.where
    assert "target: aarch64" in caught.value.fix


@pytest.mark.qnn
@pytest.mark.toolchain
@pytest.mark.models
def test_resnet20_for_two_chips_and_a_cpu(tmp_path: Path, models: Path, pack: Pack) -> None:
    feeds, held = resnet20(models)
    np.savez(tmp_path / "calib.npz", image=np.concatenate([feed["image"] for feed in feeds]))
    np.savez(tmp_path / "sample.npz", **held[0])
    shutil.copy(models / "resnet20_cifar10.onnx", tmp_path)
    (tmp_path / "m.yaml").write_text(
        "name: resnet20\nmodel: resnet20_cifar10.onnx\n"
        "targets: [x86-64-v2, {target: snpe, soc: sm8550, precision: int8}, {target: snpe, arch: v73, precision: fp16}]\n"
        "quantize: {calibration: calib.npz}\nverify: {inputs: sample.npz}\ntoolchain: local\n"
    )
    out = tmp_path / "build"
    status, _, err = pack("build", tmp_path / "m.yaml", "--out", out)
    assert status == 0, err
    cpu, int8, fp16 = (out / "resnet20" / n for n in ("x86-64-v2", "snpe-sm8550", "snpe-v73-fp16"))
    for dist, least in ((int8, 0.995), (fp16, 0.9999)):
        report = open_dist(dist).report
        assert report.verify.level == "L3"
        assert report.verify.cosine > least
        status, said, _ = pack("verify", dist)
        assert (status, "QNN HTP simulator" in said) == (0, True)
    assert len(open_dist(int8).report.htp["quantisation"]["worst"]) == 10
    assert yaml.safe_load((int8 / "manifest.lock.yaml").read_text())["tools"]["onnxruntime-qnn"] == install.VERSION
    assert pack("run", int8, "--input", tmp_path / "sample.npz", "--output", tmp_path / "out.npz")[0] == 0
    exact = packager.load(cpu).run(held[0])["logits"]
    with np.load(tmp_path / "out.npz") as file:
        assert file["logits"].argmax() == exact.argmax()
    assert pack("build", tmp_path / "m.yaml", "--out", out)[2].count("up to date") == 3
