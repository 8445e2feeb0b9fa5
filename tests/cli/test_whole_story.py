"""A user's first five minutes: init, explain, build, run, verify, report, diff; and what budgets and locks do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import packager
from packager.cli.init import PREFERRED

Run = Callable[..., tuple[int, str, str]]


def save(path: Path) -> None:
    """Relu(Conv(x)) with 8 channels, seeded weights and an open batch size."""
    rng = np.random.default_rng(0)
    weights = numpy_helper.from_array(rng.standard_normal((8, 3, 3, 3)).astype(np.float32), "w")
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", 3, 8, 8])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["N", 8, 6, 6])
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"], name="conv"),
        helper.make_node("Relu", ["c"], ["y"], name="relu"),
    ]
    graph = helper.make_graph(nodes, "g", [x], [y], [weights])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


@pytest.mark.slow
@pytest.mark.toolchain
@pytest.mark.provokes("E311", "E401")
def test_the_first_five_minutes(pack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    save(tmp_path / "tiny.onnx")
    assert pack("init", "tiny.onnx")[0] == 0
    text = Path("manifest.yaml").read_text()
    assert pack("build", "manifest.yaml")[0] == 2, "N is not filled in yet"
    pinned = "--set", "model.inputs.x=[1, 3, 8, 8]"
    Path("open.yaml").write_text("model: tiny.onnx\ntargets: [aarch64]\n")
    assert pack("explain", "open.yaml")[0] == 3, "the batch size is open"
    Path("manifest.yaml").write_text(text.replace("[N, 3, 8, 8]", "[1, 3, 8, 8]"))

    status, out, err = pack("explain", "manifest.yaml", "--json")
    assert status == 0, err
    rows = json.loads(out)["targets"][0]["rows"]
    assert [r["op"] for r in rows if r["macs"]] == ["Conv"]
    assert pack("explain", "open.yaml", *pinned)[0] == 0

    status, out, err = pack("build", "manifest.yaml", "--toolchain", "local", "--json")
    assert status == 0, err
    (built,) = json.loads(out)["builds"]
    dist = Path(built["folder"])
    target = dist.name
    assert dist == Path("build/tiny", target)
    assert target in PREFERRED
    assert built["report"]["verify"]["ok"]
    status, _, err = pack("build", "manifest.yaml", "--toolchain", "local")
    assert "up to date" in err

    np.savez("in.npz", x=np.ones((1, 3, 8, 8), np.float32))
    status, out, err = pack("run", dist, "--input", "in.npz", "--output", "out.npz")
    assert (status, out.startswith("y: float32[1, 8, 6, 6]")) == (0, True), err
    with np.load("out.npz") as file, packager.load(dist) as model:
        np.testing.assert_array_equal(file["y"], model.run({"x": np.ones((1, 3, 8, 8), np.float32)})["y"])

    status, out, err = pack("verify", dist, "--per-node")
    assert status == 0, err
    assert "values agree" in out
    assert pack("bench", dist, "--runs", "2")[0] == 0
    assert "tiny" in pack("report", dist)[1]

    status, _, err = pack("build", "manifest.yaml", "--toolchain", "local", "--out", "b", "--set", "budget.binary=1kB")
    assert (status, "E401" in err) == (4, True)
    assert not Path("b/tiny", target).exists()
    assert pack("build", "manifest.yaml", "--toolchain", "local", "--out", "b", "--set", "artifacts=[exe]")[0] == 0
    changes = json.loads(pack("diff", dist, Path("b/tiny", target), "--json")[1])["changes"]
    assert {"static_lib", "shared_lib"} <= {c["name"] for c in changes}
