"""The user's own operators: declared in one file, compiled, fused, verified, and tested by their own cases."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper, numpy_helper

import packager
from packager import backend, own
from packager.cli import main
from packager.errors import OperatorBroken
from packager.load import load
from packager.passes.optimise import optimise
from tests.inprocess import HOST_TARGETS

EXAMPLE = Path(__file__).parents[2] / "examples" / "operators" / "my_ops.py"

SHORT = {
    "identity": 'from packager.own import elementwise\n\n@elementwise("Same")\ndef same(x): return x\n',
    "hard swish": """from packager.own import elementwise, maximum, minimum

@elementwise("MyHardSwish")
def my_hard_swish(x):
    return x * minimum(maximum(x * (1 / 6) + 0.5, 0.0), 1.0)
""",
    "pool": """from packager.own import ix, nest

@nest("MyPool", shape=lambda x: (*x[:2], 1, 1), ref=lambda x: x.mean((2, 3), keepdims=True), cases=(((2, 3, 5, 7),),))
def my_pool(w, x, *, y):
    with w.over(*y.shape) as i:
        total = w.fold((), x.shape[2:], 0, x.kind, lambda a, *k: a + x[ix(*i[:2], *k)])
        y[i] = total * (1.0 / (x.shape[2] * x.shape[3]))
""",
}


def model(folder: Path) -> Path:
    weights = np.random.default_rng(0).standard_normal((8, 3, 3, 3)).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"]),
        helper.make_node("HardMish", ["c"], ["h"], domain="mine"),
        helper.make_node("GlobalEnergy", ["h"], ["y"], domain="mine"),
    ]
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info("x", 1, (1, 3, 9, 9))], [helper.make_tensor_value_info("y", 1, None)],
        [numpy_helper.from_array(weights, "w")],
    )  # fmt: skip
    imports = [helper.make_opsetid("", 17), helper.make_opsetid("mine", 1)]
    onnx.save(helper.make_model(graph, opset_imports=imports, ir_version=8), folder / "m.onnx")
    return folder / "m.onnx"


def test_an_own_operator_is_fused_like_any_other(tmp_path: Path) -> None:
    own.load([EXAMPLE])
    graph = optimise(load(model(tmp_path)))
    (conv,) = (n for n in graph.nodes if n.op == "Conv")
    assert [s.op for s in conv.epilogue] == ["HardMish"]
    assert graph["y"].shape == (1, 8)


@pytest.mark.toolchain
@pytest.mark.parametrize(
    "target",
    [
        pytest.param(HOST_TARGETS[-1], marks=pytest.mark.slow),
        *(pytest.param(t, marks=[pytest.mark.qemu, pytest.mark.slow]) for t in ("aarch64", "armv7")),
    ],
)
def test_a_model_with_own_operators_builds_and_verifies(tmp_path: Path, target: str) -> None:
    model(tmp_path)
    (tmp_path / "my_ops.py").write_text(EXAMPLE.read_text())
    (tmp_path / "m.yaml").write_text(f"model: m.onnx\nops: [my_ops.py]\ntargets: [{target}]\nartifacts: [exe]\n")
    (report,) = packager.build(tmp_path / "m.yaml", out=tmp_path / "out", toolchain="local")
    assert report.verify is not None
    assert report.verify.ok
    assert report.verify.reference.startswith("onnx.reference")
    (again,) = packager.build(tmp_path / "m.yaml", out=tmp_path / "out", toolchain="local")
    assert again.up_to_date
    (tmp_path / "my_ops.py").write_text(EXAMPLE.read_text().replace("x + 2.0", "x + 1.5"))
    (changed,) = packager.build(tmp_path / "m.yaml", out=tmp_path / "out", toolchain="local")
    assert not changed.up_to_date


@pytest.mark.parametrize(("name", "lines"), [("identity", 5), ("hard swish", 8), ("pool", 15)])
def test_own_operators_are_short(tmp_path: Path, name: str, lines: int) -> None:
    path = tmp_path / "short.py"
    path.write_text(SHORT[name])
    assert len(SHORT[name].splitlines()) <= lines
    assert all(case.error < 1e-5 for case in backend.check_own(path))


def test_the_cases_of_a_file_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ops", "--test", str(EXAMPLE), "--json"]) == 0
    cases = json.loads(capsys.readouterr().out)["cases"]
    assert {c["op"] for c in cases} == {"HardMish", "GlobalEnergy"}


WRONG = {
    "nothing": ("x = 1\n", "declares no operator"),
    "a mistake": ("import nowhere_at_all\n", "nowhere_at_all"),
    "another meaning": (SHORT["pool"].replace("x.mean(", "x.max("), "off by"),
}


@pytest.mark.provokes("E112")
@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_a_file_is_said(tmp_path: Path, name: str) -> None:
    text, why = WRONG[name]
    path = tmp_path / "wrong.py"
    path.write_text(text)
    with pytest.raises(OperatorBroken, match="own operator") as caught:
        backend.check_own(path)
    assert why in caught.value.why
