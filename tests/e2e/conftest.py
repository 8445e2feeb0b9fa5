"""A small network of every shape that matters, built once for this machine; the targets and how they run here."""

from __future__ import annotations

import platform
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import packager
from packager import target
from packager.errors import LocalToolchainMissing, NoRunner
from packager.report.types import Execution
from packager.run.execute import choose_runner
from packager.toolchain import local

HERE = {"x86_64": "x86-64-v2", "aarch64": "aarch64"}.get(platform.machine(), "x86-64-v2")
"""The target that stands for this machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests whose target this machine runs only in an emulator are marked so."""
    native = {name: target.load(name).native for name in target.names()}
    for item in items:
        name = getattr(item, "callspec", None) and item.callspec.params.get("target_name")
        if name and platform.machine() not in native[name]:
            item.add_marker("qemu")
        if getattr(item, "callspec", None) and item.callspec.params.get("toolchain") == "docker":
            item.add_marker("docker")


@pytest.fixture
def runs_here(target_name: str) -> None:
    """Skip the test where neither this machine nor an emulator runs the target `target_name`."""
    t = target.load(target_name)
    try:
        choose_runner(Execution({}, "", t.qemu, t.qemu_cpu, t.native, t.needs), target=t)
    except NoRunner as error:
        pytest.skip(error.why)


def toy_model(path: Path, *, size: int = 12, classes: int = 5, external: bool = False) -> Path:
    """Convolutions (plain, strided, depthwise), batch norm, a residual, pools, a concat, a dense layer, two outputs."""
    rng = np.random.default_rng(7)
    consts: dict[str, np.ndarray] = {}

    def const(name: str, *shape: int, low: float = -0.4, high: float = 0.4) -> str:
        consts[name] = rng.uniform(low, high, shape).astype(np.float32)
        return name

    nodes = [
        helper.make_node("Conv", ["x", const("w0", 6, 3, 3, 3), const("b0", 6)], ["c0"], "stem", pads=[1, 1, 1, 1]),
        helper.make_node("BatchNormalization", ["c0", const("s", 6), const("t", 6), const("m", 6),
                                                const("v", 6, low=0.5, high=1.5)], ["n0"], "norm"),
        helper.make_node("Relu", ["n0"], ["r0"], "relu"),
        helper.make_node("Conv", ["r0", const("w1", 6, 1, 3, 3)], ["c1"], "depthwise", group=6, pads=[1, 1, 1, 1]),
        helper.make_node("Add", ["c1", "r0"], ["a"], "residual"),
        helper.make_node("MaxPool", ["a"], ["p"], "pool", kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Conv", ["p", const("w2", 10, 6, 1, 1)], ["left"], "left"),
        helper.make_node("Conv", ["p", const("w3", 7, 6, 3, 3)], ["right"], "right", pads=[1, 1, 1, 1]),
        helper.make_node("Concat", ["left", "right"], ["both"], "both", axis=1),
        helper.make_node("Sigmoid", ["both"], ["gate"], "gate"),
        helper.make_node("Mul", ["both", "gate"], ["features"], "silu"),
        helper.make_node("Flatten", ["features"], ["flat"], "flat"),
        helper.make_node("Gemm", ["flat", const("w4", 17 * (size // 2) ** 2, classes), const("b4", classes)],
                         ["scores"], "dense"),
    ]  # fmt: skip
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", 3, size, size])
    outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in ("features", "scores")]
    graph = helper.make_graph(nodes, "toy", [x], outputs, [numpy_helper.from_array(v, k) for k, v in consts.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, str(path), save_as_external_data=external, location=f"{path.stem}.data", size_threshold=64)
    return path


@pytest.fixture
def toy(tmp_path: Path) -> Callable[..., Path]:
    """`toy("name: toy", ...)` writes the model and a manifest with these further lines; returns the manifest."""

    def write(*lines: str, folder: str = ".", **options: object) -> Path:
        base = tmp_path / folder
        base.mkdir(parents=True, exist_ok=True)
        toy_model(base / "toy.onnx", **options)
        text = "model: {path: toy.onnx, inputs: {x: [1, 3, 12, 12]}}\n"
        lines = lines if any(line.startswith("targets:") for line in lines) else (f"targets: [{HERE}]", *lines)
        (base / "manifest.yaml").write_text("\n".join([text, *lines, ""]), encoding="utf-8")
        return base / "manifest.yaml"

    return write


@pytest.fixture(scope="session")
def local_toolchain() -> None:
    """Skip where no compiler is on this machine."""
    try:
        local.find(target.load(HERE))
    except LocalToolchainMissing as error:
        pytest.skip(error.why)


@pytest.fixture(scope="session")
def built(local_toolchain: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the toy for this machine. Not to be changed."""
    base = tmp_path_factory.mktemp("built")
    toy_model(base / "toy.onnx")
    text = f"model: {{path: toy.onnx, inputs: {{x: [1, 3, 12, 12]}}}}\ntargets: [{HERE}]\nbudget: {{binary: 16kB, ram: 1MB}}\n"
    (base / "manifest.yaml").write_text(text, encoding="utf-8")
    [report] = packager.build(base / "manifest.yaml", out=base / "out", toolchain="local")
    return base / "out" / report.name / report.target
