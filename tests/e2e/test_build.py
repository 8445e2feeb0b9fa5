"""`build` on a small network: what the folder holds, when it is built again, and what a failure leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
import yaml

import packager
from packager.check.verify import verify
from packager.debug import Debug
from packager.errors import (
    DockerUnavailable,
    ModelChanged,
    ModelTooLarge,
    NoRunner,
    OverBudget,
    PackErrors,
    RunFailed,
    Usage,
    VerifyFailed,
)
from packager.report.types import Report
from packager.run import execute
from packager.run.dist import file_hash, open_dist

Toy = Callable[..., Path]

pytestmark = [pytest.mark.toolchain, pytest.mark.usefixtures("local_toolchain")]


def build(manifest: Path, **options: object) -> list[Report]:
    return packager.build(manifest, out=manifest.parent / "out", toolchain="local", **options)


def snapshot(folder: Path) -> dict[str, tuple[int, str]]:
    return {str(p.relative_to(folder)): (p.stat().st_mtime_ns, file_hash(p)) for p in folder.rglob("*") if p.is_file()}


def test_the_folder_holds_what_the_contract_says(built: Path) -> None:
    names = {"toy", "toy.weights", "toy.h", "libtoy.a", "libtoy.so", "report.json", "manifest.lock.yaml"}
    assert {p.name for p in built.iterdir()} == names
    lock = yaml.safe_load((built / "manifest.lock.yaml").read_text())
    assert lock["files"] == {n: file_hash(built / n) for n in sorted(names - {"report.json", "manifest.lock.yaml"})}
    assert lock["toolchain"]["version"]


def test_every_byte_has_a_label_and_the_sums_are_the_file_sizes(built: Path) -> None:
    report = json.loads((built / "report.json").read_text())
    size = report["size"]
    assert size["binary"] == (built / "toy").stat().st_size
    assert size["binary"] == sum(size[k] for k in ("text", "rodata", "data", "headers"))
    assert size["binary"] == sum(label["bytes"] for label in report["labels"])
    assert size["weights"] == (built / "toy.weights").stat().st_size
    assert size["shared_lib"] == (built / "libtoy.so").stat().st_size
    assert size["static_lib"] == (built / "libtoy.a").stat().st_size
    labels = {label["name"]: label["bytes"] for label in report["labels"]}
    assert all(0 < kernel["bytes"] == labels[kernel["symbol"]] for kernel in report["kernels"])


def test_the_report_accounts_for_nodes_ram_and_budget(built: Path) -> None:
    report = open_dist(built).report
    nodes = {n.name for n in report.nodes}
    assert {n for k in report.kernels for n in k.nodes} <= nodes
    kernels = {k.symbol for k in report.kernels}
    assert all(set(n.kernel.split(" + ")) <= kernels for n in report.nodes if n.kernel)
    macs = {n.onnx: n.macs for n in report.nodes if n.macs}
    assert sum(macs.values()) == 12 * 12 * 6 * (27 + 9) + 36 * 6 * (10 + 7 * 9) + 17 * 36 * 5
    assert report.ram["arena"] <= 1.10 * report.ram["arena_lower_bound"]
    assert report.ram["total"] == sum(report.ram[k] for k in ("arena", "arena_header", "stack", "static"))
    assert report.budget["binary"].used == report.size["binary"]
    assert report.budget["binary"].ok
    assert set(report.seconds) == {"load", "optimise", "codegen", "link", "verify", "total"}


def test_the_binary_equals_the_reference(built: Path) -> None:
    report = open_dist(built).report
    assert report.verify.ok
    assert report.verify.runner == "native"
    assert [o.name for o in report.verify.outputs] == ["features", "scores"]
    assert verify(open_dist(built), reference="onnx.reference").ok


def test_an_unchanged_build_does_nothing(toy: Toy) -> None:
    manifest = toy()
    [first] = build(manifest)
    before = snapshot(manifest.parent / "out")
    start = time.monotonic()
    [second] = build(manifest)
    assert time.monotonic() - start < 4
    assert snapshot(manifest.parent / "out") == before
    assert (first.up_to_date, second.up_to_date) == (False, True)
    assert second.size == first.size
    # A comment changes no byte; an option does, and so does a file that was touched.
    manifest.write_text(manifest.read_text() + "# a remark\n")
    assert build(manifest)[0].up_to_date
    exe = manifest.parent / "out" / first.name / first.target / first.name
    exe.write_bytes(exe.read_bytes() + b"\0")
    assert not build(manifest)[0].up_to_date
    assert not build(manifest, sets=["budget.binary=50kB"])[0].up_to_date


@pytest.mark.slow
def test_an_output_folder_behind_a_link_elsewhere(toy: Toy, tmp_path: Path) -> None:
    manifest = toy()
    (tmp_path / "far" / "away" / "disk").mkdir(parents=True)
    (manifest.parent / "out").symlink_to(tmp_path / "far" / "away" / "disk")
    [report] = build(manifest)
    assert report.verify.ok
    folder = tmp_path / "far" / "away" / "disk" / report.name / report.target
    assert verify(open_dist(folder)).ok
    (folder / "y.bin").write_bytes(b"a user's own")
    assert build(manifest)[0].up_to_date
    assert not build(manifest, sets=["artifacts=[exe]"])[0].up_to_date
    assert (folder / "y.bin").read_bytes() == b"a user's own"
    assert not (folder / "libtoy.a").exists()


@pytest.mark.provokes("E312")
def test_a_model_that_fits_no_memory(tmp_path: Path) -> None:
    shape = [1, 2**29]
    value = [onnx.helper.make_tensor_value_info(n, onnx.TensorProto.FLOAT, shape) for n in "xy"]
    graph = onnx.helper.make_graph([onnx.helper.make_node("Relu", ["x"], ["y"])], "g", value[:1], value[1:])
    onnx.save(onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)]), tmp_path / "m.onnx")
    (tmp_path / "m.yaml").write_text("model: m.onnx\ntargets: [x86-64-v2]\n")
    with pytest.raises(ModelTooLarge, match="needs 4,294,967,296 bytes") as caught:
        build(tmp_path / "m.yaml")
    assert caught.value.where == str(tmp_path / "m.yaml") + ":1"


@pytest.mark.slow
def test_external_data_counts(toy: Toy) -> None:
    manifest = toy(external=True)
    [report] = build(manifest)
    assert build(manifest)[0].up_to_date
    lock = yaml.safe_load((manifest.parent / "out" / "toy" / report.target / "manifest.lock.yaml").read_text())
    assert list(lock["model"]["data"]) == ["toy.data"]
    data = bytearray((manifest.parent / "toy.data").read_bytes())
    data[:4] = np.float32(0.25).tobytes()
    (manifest.parent / "toy.data").write_bytes(data)
    assert not build(manifest)[0].up_to_date


@pytest.mark.provokes("E401")
@pytest.mark.slow
def test_over_budget_names_what_is_large_and_keeps_the_old_folder(toy: Toy) -> None:
    manifest = toy()
    build(manifest)
    before = snapshot(manifest.parent / "out")
    said: list[str] = []
    with pytest.raises(PackErrors) as caught:
        build(manifest, sets=["budget.binary=1kB", "budget.ram=2KiB", "budget.weights=1MB"], say=said.append)
    errors = caught.value.errors
    assert all(isinstance(e, OverBudget) for e in errors)
    assert caught.value.status == 4
    assert [e.what.split(" budget")[0].rsplit(" ", 1)[1] for e in errors] == ["binary", "ram"]
    assert errors[0].why.count(" B") == 3
    assert "--set budget.binary" in errors[0].where
    assert any("budget" in text for text in said)
    assert snapshot(manifest.parent / "out") == before


@pytest.mark.slow
def test_speed_is_the_fastest_that_fits_the_budget(toy: Toy, built: Path) -> None:
    fast = open_dist(built).report
    [fits] = build(toy(f"budget: {{binary: {fast.size['binary'] - 1}}}"))
    linked = [row for row in fits.frontier if not row.get("estimated")]
    assert [row["chosen"] for row in linked] == [False, True]
    assert fits.frontier[0] == {**fast.frontier[0], "chosen": False}
    assert 0 <= fits.frontier[0]["gap"] < 0.05
    estimated = [row for row in fast.frontier if row.get("estimated")]
    assert estimated
    assert all(row["binary"] < fast.size["binary"] and not row["chosen"] for row in estimated)
    assert fits.frontier[1]["binary"] == fits.size["binary"] < fast.size["binary"]
    assert fits.frontier[1]["est_cost"] > fast.frontier[0]["est_cost"]
    assert sum(k.bytes for k in fits.kernels) < sum(k.bytes for k in fast.kernels)
    assert fits.verify.ok


@pytest.mark.slow
@pytest.mark.provokes("E401")
def test_over_budget_leaves_nothing(toy: Toy) -> None:
    manifest = toy("budget: {weights: 100B}")
    with pytest.raises(OverBudget, match="weights budget") as caught:
        build(manifest)
    assert "dense" in caught.value.why
    assert not (manifest.parent / "out").exists()


@pytest.mark.slow
@pytest.mark.provokes("E601")
def test_a_failed_verification_names_a_place_and_leaves_nothing(toy: Toy) -> None:
    manifest = toy("verify: {atol: 0, rtol: 0}")
    with pytest.raises(VerifyFailed, match=r"output '\w+' of toy") as caught:
        build(manifest)
    assert "values agree" in caught.value.fix
    assert not (manifest.parent / "out").exists()


@pytest.mark.slow
def test_a_target_that_cannot_run_here_is_delivered_unverified(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise NoRunner("this machine cannot run the binary", why="no emulator", fix="install it")

    monkeypatch.setattr(execute, "choose_runner", nowhere)
    [report] = build(toy())
    assert (report.verify.runner, report.verify.ok) == ("none", False)
    assert "no emulator" in report.verify.why


@pytest.mark.slow
def test_libraries_alone_are_not_verified_and_say_so(toy: Toy) -> None:
    manifest = toy("artifacts: [static]")
    [report] = build(manifest)
    names = {p.name for p in (manifest.parent / "out" / "toy" / report.target).iterdir()}
    assert names == {"libtoy.a", "toy.h", "toy.weights", "report.json", "manifest.lock.yaml"}
    assert report.verify.runner == "none"
    assert "artifacts" in report.verify.why


@pytest.mark.slow
def test_embedded_weights_count_as_weights(toy: Toy) -> None:
    manifest = toy("weights: embed")
    [report] = build(manifest)
    folder = manifest.parent / "out" / "toy" / report.target
    assert not (folder / "toy.weights").exists()
    assert report.size["binary"] + report.size["weights"] == (folder / "toy").stat().st_size
    assert report.size["weights"] > 10_000
    assert report.verify.ok
    x = {"x": np.random.default_rng(0).standard_normal((1, 3, 12, 12), np.float32)}
    got, want = packager.load(folder).run(x), execute.run(open_dist(folder), x)
    assert all(np.array_equal(got[k], want[k]) for k in want)


@pytest.mark.slow
def test_sample_tolerance_and_cut(toy: Toy) -> None:
    manifest = toy("verify: {inputs: sample.npz, atol: 1e-3}")
    np.savez(manifest.parent / "sample.npz", x=np.ones((1, 3, 12, 12), np.float32))
    [report] = build(manifest, sets=["model.outputs=[r0]"])
    assert [t.name for t in report.outputs] == ["r0"]
    assert report.outputs[0].shape == (1, 6, 12, 12)
    assert report.verify.ok
    assert report.verify.outputs[0].limit >= 1e-3


@pytest.mark.slow
def test_places_times_and_hash_seeds_do_not_reach_the_bytes(toy: Toy) -> None:
    code = "import sys, packager; packager.build(sys.argv[1], out=sys.argv[2], toolchain='local')"
    found = []
    for seed, folder in (("0", "a"), ("1", "some/other/place")):
        manifest = toy(folder=folder)
        out = manifest.parent / f"out-{seed}"
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-c", code, manifest, out], env=environment, check=True)
        files = (p for p in out.rglob("*") if p.is_file() and p.name != "report.json")
        found.append({str(p.relative_to(out)): p.read_bytes() for p in files})
    assert found[0].keys() == found[1].keys()
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []
    assert len(found[0]) == 6


@pytest.mark.slow
def test_two_targets_at_once_give_the_same_bytes(toy: Toy) -> None:
    manifest = toy("targets: [x86-64-v2, x86-64-v3]")
    alone = build(manifest)
    folder = manifest.parent / "out"
    before = {k: v[1] for k, v in snapshot(folder).items() if not k.endswith("report.json")}
    for path in folder.rglob("toy"):
        if path.is_file():
            path.unlink()
    together = build(manifest, jobs=2)
    assert [r.target for r in together] == [r.target for r in alone]
    assert not any(r.up_to_date for r in together)
    assert {k: v[1] for k, v in snapshot(folder).items() if not k.endswith("report.json")} == before


@pytest.mark.slow
def test_one_bad_target_does_not_stop_the_others(toy: Toy) -> None:
    manifest = toy("targets: [{target: x86-64-v2, budget: {binary: 1kB}}, x86-64-v3]")
    with pytest.raises(OverBudget, match="x86-64-v2") as caught:
        build(manifest, jobs=2)
    assert "section" in caught.value.details  # travels from the child process
    assert [p.name for p in (manifest.parent / "out" / "toy").iterdir()] == ["x86-64-v3"]


def test_a_model_other_than_the_pinned_one(toy: Toy) -> None:
    with pytest.raises(ModelChanged, match="pins"):
        build(toy(), sets=[f"model.sha256={'f' * 64}"])


def test_an_unknown_toolchain(toy: Toy) -> None:
    with pytest.raises(Usage, match="magic"):
        packager.build(toy(), toolchain="magic")


@pytest.mark.slow
def test_damaged_weights_are_found_by_the_executable(toy: Toy) -> None:
    manifest = toy()
    [report] = build(manifest)
    folder = manifest.parent / "out" / "toy" / report.target
    weights = bytearray((folder / "toy.weights").read_bytes())
    weights[100] ^= 1
    (folder / "toy.weights").write_bytes(weights)
    x = {"x": np.zeros((1, 3, 12, 12), np.float32)}
    with pytest.raises(RunFailed, match="status 7") as caught:
        execute.run(open_dist(folder), x)
    assert "toy.weights" in caught.value.why


@pytest.mark.slow
def test_the_model_may_be_renamed_but_not_changed_for_verify(toy: Toy) -> None:
    manifest = toy()
    [report] = build(manifest)
    model = onnx.load(str(manifest.parent / "toy.onnx"))
    model.producer_name = "another"
    onnx.save(model, str(manifest.parent / "toy.onnx"))
    dist = open_dist(manifest.parent / "out" / "toy" / report.target)
    with pytest.raises(packager.errors.ReferenceMissing, match="changed"):
        verify(dist)


def test_what_ails_all_targets_is_said_once(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    with pytest.raises(DockerUnavailable) as caught:
        packager.build(toy("targets: [x86-64-v2, x86-64-v3]"), toolchain="docker")
    assert not isinstance(caught.value, PackErrors)


@pytest.mark.slow
def test_a_stopped_build_is_another_build(toy: Callable[..., Path], tmp_path: Path) -> None:
    manifest = toy()
    for debug, known in ((Debug(stop=900), False), (Debug(stop=900), True), (Debug(), False), (Debug(), True)):
        (report,) = packager.build(manifest, out=tmp_path / "b", toolchain="local", debug=debug)
        assert report.up_to_date is known


@pytest.mark.slow
def test_keep_holds_every_stage_down_to_the_assembly(toy: Toy, tmp_path: Path) -> None:
    [report] = build(toy(), debug=Debug(keep=tmp_path / "keep"))
    inside = tmp_path / "keep" / report.target
    for symbol in (kernel.symbol for kernel in report.kernels):
        [code], [assembly] = inside.glob(f"*-IR-of-{symbol}.ll"), inside.glob(f"*-assembly-of-{symbol}.s")
        assert f'@"{symbol}"' in code.read_text() or f"@{symbol}(" in code.read_text()
        assert f"{symbol}:" in assembly.read_text()
    assert len([*inside.glob("*-memory-map.txt")]) == 1
    assert {p.name[4:] for p in inside.iterdir()} >= {"memory-map.txt", "model.h.h", "commands.txt"}
    assert any("-pass-layout-" in p.name for p in (tmp_path / "keep").iterdir())
