"""A binary for x86-64-v3 with kernels for AVX-512 beside: the same bits with and without, one kind where bytes count."""

from __future__ import annotations

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


def built(folder: Path, *lines: str) -> tuple[Path, Report]:
    """The model for x86-64-v3, or for what a line `targets:` says, built in `folder`; its output and its report."""
    model(folder / "net.onnx")
    targets = () if any(line.startswith("targets:") for line in lines) else ("targets: [x86-64-v3]",)
    (folder / "manifest.yaml").write_text("\n".join(["model: net.onnx", *targets, *lines, ""]), encoding="utf-8")
    [report] = packager.build(folder / "manifest.yaml", out=folder / "out", toolchain="local")
    return folder / "out" / "net" / report.target, report


@pytest.fixture(scope="module")
def both(local_toolchain: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The model with both kinds of kernels. Not to be changed."""
    return built(tmp_path_factory.mktemp("both"))


def runner_here(folder: Path) -> Runner:
    """How the binary runs here; skips where neither this machine nor an emulator does."""
    try:
        return runner_of(open_dist(folder))
    except NoRunner as error:
        pytest.skip(error.why)


@pytest.mark.slow
def test_both_kinds_give_the_same_bits(both: tuple[Path, Report]) -> None:
    folder, report = both
    dist, runner = open_dist(folder), runner_here(folder)
    assert report.execution.wide == "avx512f"
    assert any(k.symbol.endswith("_wide") for k in report.kernels)
    inputs = synthetic(report.inputs)
    plainly = run(dist, inputs, runner=runner)
    base = run(dist, inputs, runner=runner, options=("--base",))
    for name, array in plainly.items():
        np.testing.assert_array_equal(array, base[name])


@pytest.mark.slow
def test_all_that_can_run_here_is_verified(both: tuple[Path, Report]) -> None:
    folder, report = both
    runner = runner_here(folder)
    here = ("avx512f", "base") if runner.label == "native" and has_flag("avx512f") else ("base",)
    assert report.verify.kernels == here
    assert verify(open_dist(folder)).kernels == here
    assert Report.of_json(report.to_json(), "here").verify == report.verify
    assert ("not run here" in plain(render(report))) == (here == ("base",))


@pytest.mark.slow
def test_an_emulator_runs_the_base_kernels_only(both: tuple[Path, Report]) -> None:
    folder, _ = both
    assert levels(open_dist(folder), Runner("qemu-x86_64", ("qemu-x86_64",))) == {"base": ()}


@pytest.mark.slow
def test_where_bytes_count_there_is_one_kind(tmp_path: Path) -> None:
    _, smallest = built(tmp_path, "optimize: size")
    budget = smallest.size["binary"] + 64
    folder, tight = built(tmp_path, f"budget: {{binary: {budget}}}")
    assert tight.size["binary"] <= budget
    for report in (smallest, tight):
        assert not any(k.symbol.endswith("_wide") for k in report.kernels)
        assert report.execution.wide == ""
    assert b"--base" not in (folder / "net").read_bytes()


@pytest.mark.slow
def test_a_target_file_can_do_without(tmp_path: Path) -> None:
    (tmp_path / "board.yaml").write_text("like: x86-64-v3\nname: board\nwide: none\n", encoding="utf-8")
    _, report = built(tmp_path, "targets: [./board.yaml]")
    assert (report.target, report.execution.wide) == ("board", "")
