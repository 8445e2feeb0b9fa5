"""The emulator of the toolchain image, for machines that have Docker but no qemu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from packager import target
from packager.errors import DockerPermission, DockerUnavailable, NoRunner, RunFailed
from packager.report.types import Execution
from packager.run.dist import open_dist
from packager.run.execute import Runner, choose_runner, execute
from packager.toolchain import container, docker

Make = Callable[..., Path]
AARCH64 = target.load("aarch64")


@pytest.fixture
def no_qemu(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No program can be found, and the machine is of no known kind."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("platform.machine", lambda: "nothing")


@pytest.fixture
def foreign(make_dist: Make) -> Path:
    data = asdict(AARCH64)
    folder = make_dist()
    report = open_dist(folder).report
    source = dict(report.source) | {"target": data}
    (folder / "report.json").write_text(replace(report, source=source).to_json(), encoding="utf-8")
    return folder


@pytest.mark.usefixtures("no_qemu")
def test_without_a_daemon_there_is_no_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    with pytest.raises(NoRunner, match="cannot run"):
        choose_runner(Execution({}, "toy", AARCH64.qemu, "", AARCH64.native, ()), target=AARCH64)


def test_files_travel_into_the_image_and_back(foreign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def run_in_image(target: object, argv: object, files: object, outputs: object, **_: object) -> container.Finished:
        seen.update(target=target, argv=argv, files=files, outputs=outputs)
        return container.Finished(0, b"12\n", b"", {"out0.bin": b"result"})

    monkeypatch.setattr(docker, "run_in_image", run_in_image)
    (tmp_path / "in0.bin").write_bytes(b"input")
    files = [tmp_path / "in0.bin", tmp_path / "out0.bin"]
    runner = Runner("qemu-aarch64", image="some/image:1")
    text = execute(open_dist(foreign), files, options=("--bench", "3"), runner=runner, timeout=9)
    assert text == "12\n"
    assert (tmp_path / "out0.bin").read_bytes() == b"result"
    assert seen["target"] == AARCH64
    assert seen["argv"] == ["toy", "--bench", "3", "toy.weights", "in0.bin", "out0.bin"]
    assert seen["outputs"] == ["out0.bin"]
    assert isinstance(seen["files"], dict)
    assert set(seen["files"]) == {"toy", "toy.weights", "in0.bin"}


def test_a_failure_in_the_image_is_the_run_s(foreign: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = container.Finished(139, b"", b"toy: broken\n", {})
    monkeypatch.setattr(docker, "run_in_image", lambda *_, **__: done)
    with pytest.raises(RunFailed, match="SIGSEGV") as caught:
        execute(open_dist(foreign), [], runner=Runner("qemu-aarch64", image="x"), timeout=9)
    assert caught.value.why == "toy: broken"


@pytest.mark.docker
def test_a_real_image(toy_aarch64: Path, no_qemu: None) -> None:
    from packager.run.execute import run, runner_of

    dist = open_dist(toy_aarch64)
    runner = runner_of(dist)
    assert (runner.label, bool(runner.image)) == ("qemu-aarch64", True)
    [output] = run(dist, {"x": np.arange(-2, 2, dtype=np.float32).reshape(1, 4)}).values()
    np.testing.assert_array_equal(output, [[0, 0, 0, 1]])


@pytest.fixture
def toy_aarch64(tmp_path: Path) -> Path:
    """A Relu for AArch64, built in the image."""
    import onnx
    from onnx import TensorProto, helper

    import packager

    x, y = (helper.make_tensor_value_info(n, TensorProto.FLOAT, [1, 4]) for n in "xy")
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "relu", [x], [y])
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], ir_version=8), str(tmp_path / "relu.onnx")
    )
    (tmp_path / "manifest.yaml").write_text("model: relu.onnx\ntargets: [aarch64]\n")
    try:
        [report] = packager.build(tmp_path / "manifest.yaml", out=tmp_path / "out", toolchain="docker")
    except (DockerUnavailable, DockerPermission) as error:
        pytest.skip(error.why)
    return tmp_path / "out" / report.name / report.target
