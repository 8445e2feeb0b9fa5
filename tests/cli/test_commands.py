"""The commands that need no build: lists, doctor, init, output folders, toolchains."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from packager import manifest
from packager.cli import doctor
from packager.errors import PackError
from packager.load import load, microsoft
from packager.lowering.base import REWRITTEN
from packager.ops import all_ops
from packager.passes.optimise import optimise
from packager.toolchain import local

Run = Callable[..., tuple[int, str, str]]


def save(path: Path, shape: list[int | str], name: str = "x") -> Path:
    x = helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)
    graph = helper.make_graph([helper.make_node("Relu", [name], ["y"])], "g", [x], [y])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)]), path)
    return path


# --- lists ---


def test_targets(pack: Run) -> None:
    status, out, err = pack("targets", "--json")
    rows = {r["name"]: r for r in json.loads(out)["targets"]}
    assert (status, err) == (0, "")
    chips = rows.pop("snpe")
    assert {"sm8550", "qcm6490"} <= set(chips["socs"])
    assert chips["runs_here"] in ("none", "QNN HTP simulator")
    assert set(rows) == {"aarch64", "armv7", "x86-64-v2", "x86-64-v3", "x86-64-v4"}
    assert all(r["runs_here"] in ("native", "none") or r["runs_here"].startswith("qemu-") for r in rows.values())
    assert "64-bit Arm" in pack("targets")[1]


def test_ops(pack: Run) -> None:
    _, out, _ = pack("ops", "--json", "--target", "aarch64")
    listed = json.loads(out)["ops"]
    rows = {r["op"]: r for r in listed if not r["domain"]}
    assert rows["Conv"]["kind"] == "kernel"
    assert rows["Relu"]["kind"] == "elementwise"
    own = [r for r in listed if not onnx.defs.has(r["op"], r["domain"])]
    assert {(r["domain"], r["op"]) for r in own} <= set(microsoft.OPERATORS), "an operator that no model can hold"
    assert {r["kind"] for r in own} == {"expanded"}
    assert rows["Conv"]["targets"] == ["aarch64"]
    assert "f16" in rows["Conv"]["dtypes"]
    assert rows["StringConcat"]["targets"] == []
    assert "Conv" in pack("ops")[1]


@pytest.mark.parametrize("name", REWRITTEN)
def test_operators_that_are_said_to_vanish_do(name: str, tmp_path: Path) -> None:
    def tensor(name: str, *values: float, dtype: type = np.float32) -> onnx.TensorProto:
        return numpy_helper.from_array(np.array(values, dtype), name)

    nodes = {
        "CastLike": [helper.make_node(name, ["x", "i"], ["y"])],
        "Constant": [helper.make_node(name, [], ["k"], value=tensor("k", 1)), helper.make_node("Add", ["x", "k"], ["y"])],
        "ConstantOfShape": [helper.make_node(name, ["one"], ["k"]), helper.make_node("Add", ["x", "k"], ["y"])],
        "EyeLike": [helper.make_node(name, ["m"], ["k"]), helper.make_node("Add", ["x", "k"], ["y"])],
        "MatMul": [helper.make_node(name, ["x", "m"], ["y"])],
        "Mean": [helper.make_node(name, ["x", "x"], ["y"])],
        "Range": [helper.make_node(name, ["a", "b", "a"], ["k"]), helper.make_node("Add", ["x", "k"], ["y"])],
        "Shape": [helper.make_node(name, ["x"], ["k"]), helper.make_node("Expand", ["x", "k"], ["y"])],
        "Size": [helper.make_node(name, ["x"], ["n"]), helper.make_node("Cast", ["n"], ["k"], to=1),
                 helper.make_node("Add", ["x", "k"], ["y"])],
        "BatchNormalization": [helper.make_node(name, ["x", "v", "v", "v", "v"], ["y"])],
        "Upsample": [helper.make_node(name, ["x", "s"], ["y"])],
    }.get(name, [helper.make_node(name, ["x"], ["y"])])  # fmt: skip
    constants = [
        tensor("i", 1, dtype=np.int32), tensor("one", 1, dtype=np.int64), tensor("v", 1, 2), tensor("s", 1, 1, 2, 2),
        numpy_helper.from_array(np.float32(1), "a"), numpy_helper.from_array(np.float32(3), "b"),
        numpy_helper.from_array(np.ones((2, 2), np.float32), "m"),
    ]  # fmt: skip
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 2, 2, 2])
    y = helper.make_tensor_value_info("y", TensorProto.INT32 if name == "CastLike" else TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, "g", [x], [y], constants)
    opset = helper.make_opsetid("", 9 if name == "Upsample" else 15)
    onnx.save(helper.make_model(graph, opset_imports=[opset], ir_version=8), tmp_path / "m.onnx")
    found = optimise(load(tmp_path / "m.onnx"))
    assert name not in {n.op for n in found.nodes}
    assert {n.op for n in found.nodes} <= {o.name for o in all_ops()}


@pytest.mark.provokes("E103")
def test_ops_of_an_unknown_target(pack: Run) -> None:
    status, _, err = pack("ops", "--target", "arm64")
    assert status == 2
    assert "unknown target 'arm64'" in err


# --- doctor ---


def test_doctor_names_what_is_missing(pack: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///no/such/socket")
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(local, "_zig", lambda target: None)
    status, out, err = pack("doctor", "--json")
    checks = {c["name"]: c for c in json.loads(out)["checks"]}
    assert status == 5
    assert not json.loads(out)["ok"]
    assert checks["Docker"]["state"] == checks["local compiler"]["state"] == "missing"
    assert "none for aarch64" in checks["local compiler"]["found"]
    assert "no daemon answers" in checks["Docker"]["found"]
    assert "packager[local]" in checks["local compiler"]["fix"]
    assert checks["LLVM"]["state"] == checks["files of pack"]["state"] == "ok"
    assert "no toolchain works" in err
    assert "missing" in pack("doctor")[1]


def test_doctor_is_content_with_one_toolchain(pack: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///no/such/socket")
    monkeypatch.setattr(doctor, "local_compilers", lambda: [doctor.Check("local compiler", "ok", "here")])
    assert pack("doctor")[0] == 0


def test_doctor_sees_a_full_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ok = doctor._writable("folder", lambda: tmp_path)
    assert ok.state in ("ok", "broken")
    assert doctor._writable("folder", lambda: tmp_path / "absent").state == "broken"
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 10})())
    assert "MB free" in doctor._writable("folder", lambda: tmp_path).found


# --- init ---


def test_init_writes_a_manifest_that_can_be_read(pack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    save(tmp_path / "My Net.v2.onnx", [1, 3, 8, 8])
    status, out, err = pack("init", "../My Net.v2.onnx")
    assert (status, out) == (0, "")
    assert "wrote manifest.yaml" in err
    text = Path("manifest.yaml").read_text()
    m = manifest.load("manifest.yaml")
    assert (m.name, m.model.path.name, len(m.targets)) == ("my_net_v2", "My Net.v2.onnx", 1)
    assert "# input  x: f32[1, 3, 8, 8]" in text
    # Every comment that shows a key must be right once the `# ` in front of it is gone.
    Path("sample.npz").write_bytes(b"")
    keys = text.replace("# budget", "budget").replace("# preprocess", "preprocess").replace("#   x:", "  x:")
    Path("all.yaml").write_text(keys.replace("# verify", "verify"))
    assert manifest.load("all.yaml").models[0].preprocess["x"].resize == "letterbox"


def test_init_leaves_open_sizes_to_fill_in(pack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "m.onnx", ["batch", 3, "H x", 0], "in: put")
    _, _, err = pack("init", "m.onnx", "-o", "m.yaml")
    line = 1 + Path("m.yaml").read_text().splitlines().index('    "in: put": [batch, 3, H_x, SIZE3] # f32')
    assert f"fill in the sizes at m.yaml:{line}" in err
    with pytest.raises(PackError) as caught:
        manifest.load("m.yaml")
    assert f"m.yaml:{line}" in str(caught.value)
    Path("m.yaml").write_text(Path("m.yaml").read_text().replace("[batch, 3, H_x, SIZE3]", "[1, 3, 8, 8]"))
    assert manifest.load("m.yaml").model.inputs == {"in: put": (1, 3, 8, 8)}


@pytest.mark.provokes("E100", "E104", "E301")
def test_init_refuses(pack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "m.onnx", [1])
    Path("manifest.yaml").write_text("mine")
    assert "exists" in pack("init", "m.onnx")[2]
    assert Path("manifest.yaml").read_text() == "mine"
    assert pack("init", "no.onnx")[0] == pack("init", ".")[0] == 2
    Path("bad.onnx").write_bytes(b"\x08\x07garbage")
    assert pack("init", "bad.onnx", "-o", "b.yaml")[0] == 3
    assert not Path("b.yaml").exists()


def test_init_to_stdout(pack: Run, tmp_path: Path) -> None:
    save(tmp_path / "m.onnx", ["N", 3])
    _, out, err = pack("init", tmp_path / "m.onnx", "-o", "-")
    assert out.startswith("# Manifest of pack")
    assert err == ""
    assert json.loads(pack("init", tmp_path / "m.onnx", "-o", "-", "--json")[1])["fill_in"] == [6]


# --- output folders ---


def test_run(pack: Run, make_dist: Callable[..., Path], tmp_path: Path) -> None:
    dist = make_dist()
    np.savez(tmp_path / "in.npz", x=np.array([[1, 2, 3, 4]], np.float32))
    status, out, err = pack("run", dist, "--input", tmp_path / "in.npz", "--output", tmp_path / "out.npz")
    assert status == 0, err
    assert out == "y: float32[1, 4], from 2 to 8, mean 5\n"
    with np.load(tmp_path / "out.npz") as file:
        np.testing.assert_array_equal(file["y"], [[2, 4, 6, 8]])
    status, out, _ = pack("run", dist, "--json")
    assert (status, json.loads(out)["outputs"][0]["shape"]) == (0, [1, 4])


@pytest.mark.provokes("E100", "E120", "E121")
def test_run_refuses(pack: Run, make_dist: Callable[..., Path], tmp_path: Path) -> None:
    dist = make_dist()
    assert pack("run", dist, "--output", "out.bin")[0] == 2
    assert pack("run", dist, "--input", tmp_path / "no.npz")[0] == 2
    assert pack("run", tmp_path)[0] == 2


@pytest.mark.provokes("E550")
def test_run_into_a_folder_that_is_not_there(pack: Run, make_dist: Callable[..., Path], tmp_path: Path) -> None:
    status, _, err = pack("run", make_dist(), "--output", tmp_path / "no" / "out.npz")
    assert status == 5
    assert "Traceback" not in err


def test_verify(pack: Run, make_dist: Callable[..., Path]) -> None:
    status, out, err = pack("verify", make_dist())
    assert status == 0, err
    assert out.startswith("against ")
    assert "ok" in out


@pytest.mark.provokes("E601")
def test_verify_finds_a_wrong_binary(pack: Run, make_dist: Callable[..., Path]) -> None:
    status, out, err = pack("verify", make_dist(scale=2.5), "--json")
    assert status == 6
    assert "E601" in err
    assert '"ok": false' in out


def test_bench(pack: Run, make_dist: Callable[..., Path]) -> None:
    status, out, err = pack("bench", make_dist(), "--runs", "3")
    assert status == 0, err
    assert "ms" in out
    assert pack("bench", make_dist(), "--threads", "2")[0] == 2


def test_report_and_diff(pack: Run, make_dist: Callable[..., Path], tmp_path: Path) -> None:
    dist = make_dist()
    status, out, err = pack("report", dist)
    assert (status, err) == (0, "")
    assert "toy" in out
    assert json.loads(pack("report", dist, "--json")[1])["schema"] == 1
    assert json.loads(pack("diff", dist, dist, "--json")[1]) == {"changes": [], "files": []}
    assert "no size differs\nno file differs\n" in pack("diff", dist, dist)[1]
    other = tmp_path / "other"
    shutil.copytree(dist, other)
    (other / "toy.weights").write_bytes(b"\1" * (dist / "toy.weights").stat().st_size)
    assert json.loads(pack("diff", dist, other, "--json")[1]) == {"changes": [], "files": ["toy.weights"]}
    assert "no size differs\nfiles that differ: toy.weights\n" in pack("diff", dist, other)[1]


@pytest.mark.provokes("E105")
def test_html_is_not_in_this_version(pack: Run, make_dist: Callable[..., Path]) -> None:
    status, _, err = pack("report", make_dist(), "--html", "x.html")
    assert (status, err.startswith("error[E105]")) == (2, True)


# --- toolchains ---


@pytest.mark.provokes("E501")
def test_toolchain_without_a_daemon(pack: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///no/such/socket")
    assert pack("toolchain", "build")[0] == pack("toolchain", "prune")[0] == 5
    status, out, _ = pack("toolchain", "list", "--json")
    assert status == 0
    assert {r["kind"] for r in json.loads(out)["toolchains"]} == {"docker", "local"}
    assert pack("toolchain", "list", "nope")[0] == 2


# --- build ---


def test_build_reads_the_manifest_first(pack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert pack("build", "no.yaml")[0] == 2
    Path("m.yaml").write_text("model: no.onnx\ntargets: [aarch46]\nbugdet: {}\n")
    status, _, err = pack("build", "m.yaml", "--set", "name=X")
    assert status == 2
    assert err.count("error[") == 4


@pytest.mark.parametrize(("name", "value"), [("DEBUG", "9"), ("DEBUG", "x"), ("STOP", "-1")])
def test_wrong_debug_levels(pack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    save(tmp_path / "m.onnx", [1])
    (tmp_path / "m.yaml").write_text("model: m.onnx\ntargets: [aarch64]\n")
    status, _, err = pack("build", tmp_path / "m.yaml")
    assert status == 2
    assert f"environment variable {name}" in err
