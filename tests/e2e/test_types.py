"""Element types other than f32, in executables for other processors under emulation, against the same numbers here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper

import packager
from packager.backend import run_model
from packager.dtype import BY_NAME
from packager.run.dist import open_dist
from packager.run.execute import run

CASES = {
    "shifts": ("BitShift", ["u64", "u64"], "u64", {"direction": "RIGHT"}),
    "shifts left": ("BitShift", ["u64", "u64"], "u64", {"direction": "LEFT"}),
    "signed shifts": ("BitShift", ["i64", "i64"], "i64", {"direction": "RIGHT"}),
    "quotients": ("Div", ["i64", "i64"], "i64", {}),
    "small quotients": ("Div", ["u32", "u32"], "u32", {}),
    "remainders": ("Mod", ["f64", "f64"], "f64", {"fmod": 1}),
    "powers": ("Pow", ["f64", "i64"], "f64", {}),
    "logarithms": ("Log", ["f64"], "f64", {}),
    "to half": ("Cast", ["f32"], "f16", {"to": 10}),
    "long to half": ("Cast", ["f64"], "f16", {"to": 10}),
    "to long": ("Cast", ["f64"], "i64", {"to": 7}),
    "from long": ("Cast", ["u64"], "f64", {"to": 11}),
    "products": ("MatMul", ["i64", "i64"], "i64", {}),
}


def model(case: str) -> tuple[onnx.ModelProto, dict[str, np.ndarray]]:
    op, kinds, result, attrs = CASES[case]
    random, names = np.random.default_rng(5), ["a", "b"][: len(kinds)]
    feeds = {}
    for name, kind in zip(names, kinds, strict=True):
        dtype = BY_NAME[kind]
        low, high = (0, 70) if op in ("BitShift", "Pow") and name == "b" else (1, 2**40 if dtype.bytes == 8 else 2**31)
        if op == "Pow":
            low, high = (-3, 4) if name == "b" else (1, 9)
        if dtype.is_float:
            feeds[name] = (random.standard_normal((9, 9)) ** 2 * 100 + 0.5).astype(dtype.np)
        else:
            sign = (
                np.where(random.random((9, 9)) < 0.5, -1, 1)
                if kind == "i64" and not (op == "BitShift" and name == "b")
                else 1
            )
            feeds[name] = (random.integers(low, high, (9, 9)) * sign).astype(dtype.np)
    infos = [helper.make_tensor_value_info(n, BY_NAME[k].onnx, (9, 9)) for n, k in zip(names, kinds, strict=True)]
    out = helper.make_tensor_value_info("y", BY_NAME[result].onnx, (9, 9))
    graph = helper.make_graph([helper.make_node(op, names, ["y"], **attrs)], "g", infos, [out])
    imports = [helper.make_opsetid("", 28 if op == "BitShift" else 21)]
    return helper.make_model(graph, opset_imports=imports, ir_version=10), feeds


@pytest.mark.slow
@pytest.mark.qemu
@pytest.mark.toolchain
@pytest.mark.parametrize("target", ["armv7", "aarch64"])
@pytest.mark.parametrize("case", CASES)
def test_other_processors_give_the_same(tmp_path: Path, case: str, target: str) -> None:
    proto, feeds = model(case)
    onnx.save(proto, tmp_path / "m.onnx")
    np.savez(tmp_path / "in.npz", **feeds)
    (tmp_path / "m.yaml").write_text(
        f"model: m.onnx\ntargets: [{target}]\nartifacts: [exe]\nverify: {{inputs: in.npz}}\n"
    )
    packager.build(tmp_path / "m.yaml", out=tmp_path / "out", toolchain="local")
    got = run(open_dist(tmp_path / "out" / "m" / target), feeds)["y"]
    (want,) = run_model(proto, list(feeds.values()))
    if got.dtype.kind in "iu":
        np.testing.assert_array_equal(got, want)
    else:
        np.testing.assert_allclose(got.astype(np.float64), want.astype(np.float64), rtol=1e-12)
