"""The engine openvino: whole networks through OpenVINO's C API, and everything that can be missing or wrong."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

import packager
from packager.check.probe import probe
from packager.engine import Call, Region
from packager.engines.openvino import OpenVino
from packager.errors import EngineMissing, PackErrors, RunFailed, Unsupported
from packager.pipeline import lock
from packager.report.render import plain, render
from packager.report.types import Report
from packager.run.dist import open_dist
from packager.run.execute import bench_run, run
from packager.run.library import ENGINE, MESSAGE
from packager.target import load
from packager.toolchain.local import LocalToolchain
from tests.binary.sample import local_toolchain

ROOT = Path(__file__).parents[2]
DIGITS = ROOT / "examples" / "digits" / "digits.onnx"
KERNEL = ROOT / "examples" / "kernel" / "my_conv.c"
TARGET = "x86-64-v2"
INSTALL = "python -m pip install 'packager[openvino]'"
CONV = {"c": {"op": "Conv", "symbol": "my_conv", "sources": [str(KERNEL)]}}
openvino = pytest.mark.openvino


def demand_wheel() -> None:
    if find_spec("openvino") is None or platform.machine() != "x86_64":
        pytest.skip(f"needs the wheel, on x86-64: {INSTALL}")


@pytest.fixture(autouse=True)
def wheel(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests with the marker need the wheel; what the user's own environment says is out of the way."""
    monkeypatch.delenv("PACK_OPENVINO", raising=False)
    if request.node.get_closest_marker("openvino"):
        demand_wheel()


def build(folder: Path, engines: object = ("openvino",), model: Path = DIGITS, **more: object) -> Report:
    says = {"name": "toy", "model": str(model), "targets": [TARGET], "engines": engines, "toolchain": "local", **more}
    (folder / "manifest.yaml").write_text(json.dumps(says))
    (report,) = packager.build(folder / "manifest.yaml", out=folder / "out")
    return report


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The digits as OpenVINO computes them. Not to be changed."""
    demand_wheel()
    folder = tmp_path_factory.mktemp("openvino")
    build(folder)
    return folder / "out" / "toy" / TARGET


def image(seed: int = 0) -> dict[str, np.ndarray]:
    return {"image": np.random.default_rng(seed).uniform(0, 1, (1, 1, 8, 8)).astype(np.float32)}


def execute(dist: Path, *, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """The executable as a user starts it: only `env` says where OpenVINO is."""
    image()["image"].tofile(cwd / "in.bin")
    command = [dist / "toy", dist / "toy.weights", "in.bin", "out.bin"]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, env={"LC_ALL": "C", **env})


# --- what it computes ---


@openvino
@pytest.mark.toolchain
@pytest.mark.parametrize("target", ["x86-64-v2", "x86-64-v3"])
def test_all_cases(target: str) -> None:
    found = packager.check_engine("openvino", target, toolchain="local")
    assert found.verify.ok
    assert len(found.taken) > 55
    assert not found.declined
    assert found.bytes > 500


@openvino
@pytest.mark.models
@pytest.mark.toolchain
@pytest.mark.parametrize(
    "name", ["mobilenet_v2_100_224_f32", "ultraface_rfb_320", "mlperf_kws_dscnn_f32", "dtln_2", "kwt1_kws_transformer"]
)
def test_real_networks(name: str, models: Path, tmp_path: Path) -> None:
    report = build(tmp_path, model=models / f"{name}.onnx")
    assert report.verify.ok
    assert {node.kernel for node in report.nodes} == {"openvino"}
    assert len(report.nodes) == 1, "the whole network is one region"
    assert report.size["binary"] < 10_000


@openvino
@pytest.mark.toolchain
def test_several_networks_are_a_region_each(tmp_path: Path) -> None:
    models = [{"name": name, "model": str(DIGITS)} for name in ("one", "two")]
    says = {"models": models, "targets": [TARGET], "engines": ["openvino", "llvm"], "toolchain": "local"}
    (tmp_path / "manifest.yaml").write_text(json.dumps(says))
    (report,) = packager.build(tmp_path / "manifest.yaml", out=tmp_path / "out")
    assert report.verify.ok
    assert [node.name.split("/")[0] for node in report.nodes] == ["one", "two"]
    found = packager.load(tmp_path / "out" / "one-two" / TARGET).models
    first, second = (found[name].run(image())["probabilities"] for name in ("one", "two"))
    assert np.array_equal(first, second)


@openvino
@pytest.mark.toolchain
def test_what_the_report_says(dist: Path) -> None:
    report = open_dist(dist).report
    (runtime,) = report.execution.runtimes
    assert "OpenVINO 2024.6" in runtime.needs
    assert 1000 < runtime.code < report.size["text"]
    assert DIGITS.stat().st_size / 2 < runtime.weights <= report.size["weights"]
    shown = plain(render(report))
    assert f"{runtime.weights:,} in the weights" in shown
    assert "takes for itself is not counted" in shown
    assert "PACK_OPENVINO" in shown
    assert sum(row.bytes for row in report.labels) == (dist / "toy").stat().st_size


@openvino
@pytest.mark.toolchain
def test_other_engines_before_and_behind_it(tmp_path: Path) -> None:
    where = {"openvino": {"where": {"nodes": ["*pool*", "*Pool*", "probabilities"]}}}
    for engines in ([CONV, "openvino"], [where, "llvm"]):
        report = build(tmp_path, engines)
        assert report.verify.ok
        assert {k.engine for k in report.kernels} > {"openvino"}
    assert sum(n.kernel == "openvino" for n in report.nodes) > 1, "several regions, of different numbers of tensors"


@openvino
@pytest.mark.toolchain
def test_weights_inside_the_binary(tmp_path: Path) -> None:
    report = build(tmp_path, weights="embed")
    assert report.verify.ok
    assert report.size["weights"] == report.execution.runtimes[0].weights + -report.execution.runtimes[0].weights % 64


@openvino
@pytest.mark.docker
def test_in_a_container_s_toolchain(tmp_path: Path) -> None:
    assert build(tmp_path, toolchain="docker").verify.ok


@openvino
@pytest.mark.toolchain
def test_two_builds_are_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    build(tmp_path)
    again = tmp_path / "out" / "toy" / TARGET
    for path in (p for p in dist.iterdir() if p.name != "report.json"):
        assert path.read_bytes() == (again / path.name).read_bytes(), path.name


@openvino
@pytest.mark.toolchain
def test_another_version_of_the_wheel_makes_another_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path)
    assert build(tmp_path).up_to_date
    real = lock.tool_version
    monkeypatch.setattr(lock, "tool_version", lambda name: "1.0" if name == "openvino" else real(name))
    assert not build(tmp_path).up_to_date


# --- how it runs ---


@openvino
@pytest.mark.toolchain
def test_executable_library_and_clock(dist: Path) -> None:
    opened = open_dist(dist)
    model = packager.load(dist)
    assert model.runner == "library"
    for seed in range(3):
        got, want = model.run(image(seed)), run(opened, image(seed))
        assert np.array_equal(got["probabilities"], want["probabilities"])
    assert bench_run(opened, image(), 5) > 0
    assert probe(opened).wrong is None


@openvino
@pytest.mark.toolchain
def test_many_threads_and_two_models_in_a_process(dist: Path, tmp_path: Path) -> None:
    build(tmp_path, [CONV, "openvino"])
    models = [packager.load(folder) for folder in (dist, tmp_path / "out" / "toy" / TARGET, dist)]
    want = [models[0].run(image(seed))["probabilities"] for seed in range(40)]
    with ThreadPoolExecutor(8) as pool:  # the second model is compiled while many ask for it
        for model in models:
            got = list(pool.map(lambda seed, m=model: m.run(image(seed))["probabilities"], range(40)))
            assert all(np.allclose(g, w, atol=1e-5) for g, w in zip(got, want, strict=True))
    models[0].close()
    assert np.allclose(models[2].run(image(0))["probabilities"], want[0], atol=1e-6)


PROGRAM = r"""
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "toy.h"

int main(int argc, char **argv) {
    const pack_model_info *model = &toy_info;
    char *weights = aligned_alloc(64, model->weights_bytes);
    char *arenas[2] = {aligned_alloc(64, 4096), aligned_alloc(64, 4096)};
    float in[64] = {0.5f}, out[2][10];
    const void *inputs[] = {in};
    FILE *file = fopen(argv[1], "rb");
    if (argc != 3 || model->arena_bytes > 4096 || !file || fread(weights, 1, model->weights_bytes, file) != model->weights_bytes)
        return 1;
    setenv("PACK_OPENVINO", "/nowhere/libopenvino_c.so", 1);
    for (int i = 0; i < 5; i++) { /* arena 0, 1, 0, 1, 0: all fail, then all work, then the weights are damaged */
        char *arena = arenas[i % 2];
        void *outputs[] = {out[i % 2]};
        if (i == 2)
            setenv("PACK_OPENVINO", argv[2], 1);
        if (i == 4)
            weights[1000] ^= 1, memset(arena, 0, 16);
        int code = toy_run(weights, model->weights_bytes, arena, 4096, inputs, outputs);
        printf("%d %s\n", code, code == PACK_EENGINE ? PACK_MESSAGE(arena) : toy_strerror(code));
    }
    return memcmp(out[0], out[1], sizeof out[0]) != 0;
}
"""


@openvino
@pytest.mark.toolchain
@pytest.mark.parametrize("library", ["libtoy.a", "libtoy.so"])
def test_a_c_program(library: str, dist: Path, tmp_path: Path) -> None:
    (tmp_path / "main.c").write_text(PROGRAM)
    toolchain = local_toolchain(TARGET)
    assert isinstance(toolchain, LocalToolchain)
    flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", f"-I{dist}", f"-Wl,-rpath,{dist}", "-ldl"]
    command = [*toolchain.cc, "main.c", str(dist / library), *flags, "-o", "main"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    program = [tmp_path / "main", dist / "toy.weights", OpenVino.environment()["PACK_OPENVINO"]]
    done = subprocess.run(program, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    missing, *rest = sorted(set(done.stdout.splitlines()), reverse=True)
    assert missing.startswith("6 openvino: PACK_OPENVINO: /nowhere/libopenvino_c.so: cannot open")
    assert rest == ["5 the weights are damaged, or another build's", "0 ok"]


# --- what is missing ---


def test_without_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    with pytest.raises((EngineMissing, PackErrors)) as caught:
        build(tmp_path)
    assert INSTALL in str(caught.value)
    assert not (tmp_path / "out" / "toy" / TARGET).exists()


@pytest.mark.slow
def test_without_the_wheel_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "openvino.py").write_text("raise ImportError('libtbb.so.12: cannot open shared object file')\n")
    says = {"name": "toy", "model": str(DIGITS), "targets": [TARGET], "engines": ["openvino", "llvm"]}
    (tmp_path / "manifest.yaml").write_text(json.dumps(says))
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    for command in (["build", "--toolchain", "local", "--out", str(tmp_path / "out")], ["explain"]):
        whole = [sys.executable, "-m", "packager.cli", *command, str(tmp_path / "manifest.yaml")]
        done = subprocess.run(whole, capture_output=True, text=True, env=env)
        assert done.returncode == 5, done.stderr
        assert "E510" in done.stderr
        assert INSTALL in done.stderr
        assert "libtbb" in done.stderr
        assert "Traceback" not in done.stderr


def test_other_processors(tmp_path: Path) -> None:
    (tmp_path / "manifest.yaml").write_text(json.dumps({"model": str(DIGITS), "targets": ["aarch64"]}))
    sets = ["engines=[openvino]"]
    with pytest.raises((Unsupported, PackErrors), match="no engine takes") as caught:
        packager.build(tmp_path / "manifest.yaml", out=tmp_path, sets=sets, toolchain="local")
    assert "openvino: it is for x86_64, not for aarch64" in str(caught.value)


@openvino
@pytest.mark.toolchain
def test_without_openvino_at_run_time(dist: Path, tmp_path: Path) -> None:
    good = OpenVino.environment()["PACK_OPENVINO"]
    for env, why in (
        ({}, "install OpenVINO or let PACK_OPENVINO name its library"),
        ({"PACK_OPENVINO": ""}, "install OpenVINO or let PACK_OPENVINO name its library"),
        ({"PACK_OPENVINO": "/nowhere/libopenvino_c.so"}, "PACK_OPENVINO: /nowhere/libopenvino_c.so: cannot open"),
        ({"PACK_OPENVINO": str(dist)}, "PACK_OPENVINO: "),
        ({"PACK_OPENVINO": str(dist / "toy.weights")}, "PACK_OPENVINO: "),
        ({"PACK_OPENVINO": "libm.so.6"}, "this is no OpenVINO of 2024.6 or newer"),
    ):
        done = execute(dist, cwd=tmp_path, **env)
        assert done.returncode == 7, (env, done.stderr)
        assert done.stderr.startswith("toy: openvino: ")
        assert why in done.stderr
        assert done.stderr.count("\n") == 1
        assert not (tmp_path / "out.bin").exists()
    for env in ({"PACK_OPENVINO": good}, {"LD_LIBRARY_PATH": str(Path(good).parent)}):
        done = execute(dist, cwd=tmp_path, **env)
        assert (done.returncode, done.stderr) == (0, "")
        assert len((tmp_path / "out.bin").read_bytes()) == 40


@openvino
@pytest.mark.toolchain
def test_python_says_what_is_missing(dist: Path) -> None:
    code = f"import packager, numpy; packager.load({str(dist)!r}).run({{'image': numpy.zeros((1, 1, 8, 8), 'f4')}})"
    env = {**os.environ, "PACK_OPENVINO": "/nowhere.so"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    assert f"returned {ENGINE}" in done.stderr
    assert "PACK_OPENVINO: /nowhere.so: cannot open" in done.stderr
    assert "install what it needs: OpenVINO" in done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "packager.cli", "verify", str(dist)], capture_output=True, text=True, env=env
    )
    assert done.returncode == 7
    assert "the binary needs OpenVINO" in done.stderr


# --- what is damaged ---


@openvino
@pytest.mark.toolchain
def test_damaged_weights_are_told_before_openvino_sees_them(dist: Path, tmp_path: Path) -> None:
    content = bytearray((dist / "toy.weights").read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "toy.weights").write_bytes(content)
    (tmp_path / "toy").write_bytes((dist / "toy").read_bytes())
    (tmp_path / "toy").chmod(0o755)
    done = execute(tmp_path, cwd=tmp_path, **OpenVino.environment())
    assert done.returncode == 7
    assert done.stderr.endswith(": damaged, or the weights of another build\n")


@openvino
@pytest.mark.toolchain
@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (lambda onnx: onnx[: len(onnx) // 2], "cannot read the model"),
        (lambda onnx: b"", "cannot read the model"),
        (lambda onnx: bytes(len(onnx)), "cannot read the model"),
        (lambda onnx: onnx.replace(b"Softmax", b"Hardmin"), "Hardmin"),
    ],
)
def test_a_model_that_openvino_does_not_take(
    harm: Callable[[bytes], bytes], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hash holds, but what the weights file has is no model: another version's, or a mistake of ours."""
    real = OpenVino.compile

    def compile_(self: OpenVino, region: Region, target: object) -> list[Call]:
        harmed = replace(region)
        harmed.__dict__["onnx"] = harm(region.onnx)
        return list(real(self, harmed, load(TARGET)))

    monkeypatch.setattr(OpenVino, "compile", compile_)
    with pytest.raises(RunFailed, match="status 7") as caught:
        build(tmp_path)
    assert "toy: openvino: " in caught.value.why
    assert why in caught.value.why


@openvino
@pytest.mark.toolchain
def test_a_model_with_other_tensors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Region, "counts", property(lambda self: {"inputs": 2, "outputs": 1}))
    with pytest.raises(RunFailed) as caught:
        build(tmp_path)
    assert "it has other inputs or outputs than the region" in caught.value.why


def test_where_the_text_lies() -> None:
    header = (ROOT / "runtime" / "include" / "pack.h").read_text()
    assert f"PACK_EENGINE = {ENGINE} " in header
    assert f"(const char *)(arena) + {MESSAGE.start})" in header
    assert f"PACK_MESSAGE_BYTES {MESSAGE.stop - MESSAGE.start}\n" in header
