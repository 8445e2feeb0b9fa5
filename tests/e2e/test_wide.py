"""A binary for x86-64-v3 with kernels for AVX-512 beside: the same bits with and without, one kind where bytes count."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import packager
from packager.check.verify import verify
from packager.errors import NoRunner
from packager.report.render import plain, render
from packager.report.types import Report
from packager.run.dist import open_dist
from packager.run.execute import Runner, has_flag, levels, run, runner_of
from packager.run.inputs import synthetic

Net = Callable[..., tuple[Path, Report]]

pytestmark = [pytest.mark.toolchain, pytest.mark.usefixtures("local_toolchain")]


def model(path: Path) -> None:
    """Enough channels for wide vectors: a convolution, a depthwise one, a SiLU with a residual, 40 outputs."""
    rng = np.random.default_rng(3)
    shapes = {"w0": (32, 3, 3, 3), "w1": (32, 1, 3, 3), "w2": (32, 32, 1, 1), "w3": (40, 32, 1, 1), "b": (32,)}
    consts = {name: (rng.standard_normal(shape) / 4).astype(np.float32) for name, shape in shapes.items()}
    nodes = [
        helper.make_node("Conv", ["x", "w0", "b"], ["c0"], pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c0"], ["r0"]),
        helper.make_node("Conv", ["r0", "w1"], ["c1"], pads=[1, 1, 1, 1], group=32),
        helper.make_node("Relu", ["c1"], ["r1"]),
        helper.make_node("Conv", ["r1", "w2", "b"], ["c2"]),
        helper.make_node("Sigmoid", ["c2"], ["s2"]),
        helper.make_node("Mul", ["c2", "s2"], ["m2"]),
        helper.make_node("Add", ["m2", "r0"], ["a2"]),
        helper.make_node("Conv", ["a2", "w3"], ["y"]),
    ]
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 29, 31])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, "net", [x], [y], [numpy_helper.from_array(v, k) for k, v in consts.items()])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


@pytest.fixture
def net(tmp_path: Path) -> Net:
    """`net(line, ...)` builds the model for x86-64-v3, or for what a line `targets:` says; its folder and report."""

    def build(*lines: str) -> tuple[Path, Report]:
        model(tmp_path / "net.onnx")
        targets = () if any(line.startswith("targets:") for line in lines) else ("targets: [x86-64-v3]",)
        (tmp_path / "manifest.yaml").write_text("\n".join(["model: net.onnx", *targets, *lines, ""]), encoding="utf-8")
        [report] = packager.build(tmp_path / "manifest.yaml", out=tmp_path / "out", toolchain="local")
        return tmp_path / "out" / "net" / report.target, report

    return build


def runner_here(folder: Path) -> Runner:
    """How the binary runs here; skips where neither this machine nor an emulator does."""
    try:
        return runner_of(open_dist(folder))
    except NoRunner as error:
        pytest.skip(error.why)


def test_both_kinds_give_the_same_bits(net: Net) -> None:
    folder, report = net()
    dist, runner = open_dist(folder), runner_here(folder)
    assert report.execution.wide == "avx512f"
    assert any(k.symbol.endswith("_wide") for k in report.kernels)
    inputs = synthetic(report.inputs)
    plainly = run(dist, inputs, runner=runner)
    base = run(dist, inputs, runner=runner, options=("--base",))
    for name, array in plainly.items():
        np.testing.assert_array_equal(array, base[name])


def test_all_that_can_run_here_is_verified(net: Net) -> None:
    folder, report = net()
    runner = runner_here(folder)
    here = ("avx512f", "base") if runner.label == "native" and has_flag("avx512f") else ("base",)
    assert report.verify.kernels == here
    assert verify(open_dist(folder)).kernels == here
    assert Report.of_json(report.to_json(), "here").verify == report.verify
    assert ("not run here" in plain(render(report))) == (here == ("base",))


def test_an_emulator_runs_the_base_kernels_only(net: Net) -> None:
    folder, _ = net()
    assert levels(open_dist(folder), Runner("qemu-x86_64", ("qemu-x86_64",))) == {"base": ()}


@pytest.mark.parametrize("line", ["optimize: size", "budget: {binary: 9kB}"])
def test_where_bytes_count_there_is_one_kind(net: Net, line: str) -> None:
    folder, report = net(line)
    assert not any(k.symbol.endswith("_wide") for k in report.kernels)
    assert (report.execution.wide, report.size["binary"] <= 9000) == ("", True)
    assert b"--base" not in (folder / "net").read_bytes()


def test_a_target_file_can_do_without(net: Net, tmp_path: Path) -> None:
    (tmp_path / "board.yaml").write_text("like: x86-64-v3\nname: board\nwide: none\n", encoding="utf-8")
    _, report = net("targets: [./board.yaml]")
    assert (report.target, report.execution.wide) == ("board", "")
