"""What benchmarks/rivals.py rests on: other engines get the same network, and wrong results are told from right ones."""

from __future__ import annotations

import importlib
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

pytest.importorskip("onnxruntime")


@pytest.fixture
def contest(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The modules, as the program beside their folder imports them."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    names = ("arrays", "case", "contender", "respell", "table")
    yield SimpleNamespace(**{name: importlib.import_module(f"contest.{name}") for name in names})
    for name in [n for n in sys.modules if n.partition(".")[0] == "contest"]:
        del sys.modules[name]


def save(path: Path, nodes: list[onnx.NodeProto], shape: list[int], kind: int = TensorProto.FLOAT, **constants: object):
    end = nodes[-1].output[0]
    values = [numpy_helper.from_array(np.asarray(v), k) for k, v in constants.items()]
    ends = [helper.make_tensor_value_info("x", kind, shape)], [helper.make_tensor_value_info(end, kind, None)]
    graph = helper.make_graph(nodes, "net", *ends, values)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 11)], ir_version=8), path)
    return path


@pytest.mark.parametrize(("rows", "columns"), [((0, 2), (1, 2)), ((1, 3), (0, 1)), ((2, 2), (3, 2))])
def test_ncnn_gets_the_same_network_without_strided_slices(
    contest: SimpleNamespace, rows: tuple[int, int], columns: tuple[int, int], tmp_path: Path
) -> None:
    far = np.array([2**31 - 1])
    nodes = [
        helper.make_node("Slice", ["x", "r", "far", "two", "rs"], ["a"]),
        helper.make_node("Slice", ["a", "c", "far", "three", "cs"], ["b"]),
        helper.make_node("Split", ["b"], ["s", "t"], axis=1),
        helper.make_node("Sub", ["s", "t"], ["y"]),
    ]
    numbers = {"r": rows[0], "rs": rows[1], "c": columns[0], "cs": columns[1], "two": 2, "three": 3}
    path = save(tmp_path / "net.onnx", nodes, [1, 4, 9, 10], far=far, **{k: np.array([v]) for k, v in numbers.items()})
    assert contest.respell.plain(path, tmp_path / "made.onnx")
    made = onnx.load(tmp_path / "made.onnx")
    onnx.checker.check_model(made)
    steps = {t.name: numpy_helper.to_array(t) for t in made.graph.initializer}
    assert all(steps[n.input[4]].max() == 1 for n in made.graph.node if n.op_type == "Slice")
    x = {"x": np.arange(360, dtype=np.float32).reshape(1, 4, 9, 10) ** 2}
    want = x["x"][:, :, rows[0] :: rows[1], columns[0] :: columns[1]]
    got = contest.case.reference(tmp_path / "made.onnx", x, ["y"])["y"]
    np.testing.assert_array_equal(got, want[:, :2] - want[:, 2:])
    assert not contest.respell.plain(tmp_path / "made.onnx", tmp_path / "again.onnx")


def test_a_network_of_bytes_has_a_core_of_floats(contest: SimpleNamespace, tmp_path: Path) -> None:
    nodes = [
        helper.make_node("Cast", ["x"], ["f"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["f", "w"], ["m"]),
        helper.make_node("QuantizeLinear", ["m", "scale", "zero"], ["y"]),
    ]
    constants = {"w": np.float32([[0.5, 2, 3]]), "scale": np.float32(0.25), "zero": np.uint8(3)}
    case = contest.case.whole(save(tmp_path / "net.onnx", nodes, [1, 3], TensorProto.UINT8, **constants))
    core = contest.case.core(case, tmp_path)
    assert [n.op_type for n in onnx.load(core.model).graph.node] == ["Mul"]
    assert {n: a.dtype for n, a in core.inputs.items()} == {"f": np.float32}
    np.testing.assert_array_equal(core.outputs["m"], case.inputs["x"] * constants["w"])
    got = contest.case.reference(core.model, core.inputs, ["m"])
    np.testing.assert_array_equal(got["m"], core.outputs["m"])
    assert contest.case.core(core, tmp_path) is None


def test_a_wrong_result_is_told_from_a_right_one(contest: SimpleNamespace) -> None:
    image, scores = np.arange(24, dtype=np.float32).reshape(1, 2, 3, 4), np.float32([[1, 2]])
    worst = contest.arrays.worst
    assert worst([image, scores], [image, scores]) == 0
    assert worst([scores[0], np.moveaxis(image, 1, -1)], [image, scores]) == 0, "other order, channels last"
    assert 0.9 < worst([image, scores + 2e-3 * 0.95], [image, scores]) < 1
    assert worst([image, scores + 2e-3 * 1.05], [image, scores]) > 1
    assert worst([image[..., ::-1], scores], [image, scores]) > 1
    assert worst([scores, scores], [image, scores]) == np.inf
    assert worst([image * np.nan, scores], [image, scores]) == np.inf
    assert worst([np.uint8([7])], [np.uint8([8])]) == 1, "a rounded half"


def test_the_table_has_no_time_for_what_is_wrong(contest: SimpleNamespace) -> None:
    def measured(*times: float) -> object:
        blocks = [[t * 1e6, 2e6 * t] for t in times]
        return contest.contender.Measured(cpu=blocks, wall=blocks, code=10, flops=int(4e9))

    rows = {name: measured(3.0, 3.0) for name in contest.table.RIVALS}
    rows |= {"pack": measured(1.0, 1.1), "small": measured(2.0), "peak": measured(10.0)}
    rows["ncnn"] = contest.contender.Measured(wrong=True, error=7.0)
    rows["mnn"] = contest.contender.Measured(reason="it does not load")
    rows["openvino"] = measured(1.5)
    result = contest.table.Result("net", int(1e8), 5000, 4000, 9, rows)
    assert contest.table.Result.of_json(result.as_json()) == result
    assert result.ratio() == pytest.approx(1.5)
    assert result.of_peak() == pytest.approx(1e8 / 1e6 / (4e9 / 2 / 1e7))
    text = "\n".join(contest.table.table([result], "x86-64-v3", limited=True))
    [row] = [line for line in text.splitlines() if line.startswith("| net | 100.0")]
    assert row.startswith(
        "| net | 100.0 | 1.000 | 3.000 | wrong [1] | - [2] | 1.500 | 3.000 | **1.50** | 1.45 | 1.50 |"
    )
    assert row.endswith("| 100.0 | 50% |")
    assert "[1] ncnn, net: off by 7 times what is allowed" in text
    assert "[2] MNN, net: it does not load" in text
    assert "geometric mean" in text
    assert "AVX-512 that nobody was let use, one core" in text


ASKS = {
    "ecx = 0": b"\x31\xc9\x0f\x01\xd0\x24\xe6",
    "long before": b"\xb9\x00\x00\x00\x00" + b"\x90" * 24 + b"\x0f\x01\xd0",
}
OTHERS = {
    "and, add": b"\x83\xe0\x0f\x01\xd0",
    "too long before": b"\x31\xc9" + b"\x90" * 30 + b"\x0f\x01\xd0",
}


@pytest.mark.parametrize("code", [*ASKS.values(), *OTHERS.values()], ids=[*ASKS, *OTHERS])
def test_only_the_question_for_avx512_is_changed(code: bytes, tmp_path: Path, contest: SimpleNamespace) -> None:
    del contest  # the folder that it makes known
    limit = importlib.import_module("avx2_only").limit
    path = tmp_path / "library.so"
    path.write_bytes(b"before" + code + b"behind")
    asks = code in ASKS.values()
    assert limit(path) == asks
    changed = code.replace(b"\x0f\x01\xd0", b"\xcc\x90\x90") if asks else code
    assert path.read_bytes() == b"before" + changed + b"behind"


@pytest.mark.toolchain
@pytest.mark.slow
@pytest.mark.skipif(platform.machine() != "x86_64", reason="other processors have no AVX-512 to hide")
def test_a_limited_library_is_told_that_there_is_no_avx512(tmp_path: Path, contest: SimpleNamespace) -> None:
    """Its other bits stay as they are."""
    del contest
    avx2_only = importlib.import_module("avx2_only")
    source, library, mask = tmp_path / "ask.c", tmp_path / "ask.so", tmp_path / "mask.so"
    source.write_text(
        "unsigned ask(void) { unsigned low, high;"
        '__asm__ volatile("xorl %%ecx, %%ecx\\n\\txgetbv" : "=a"(low), "=d"(high) : : "ecx"); return low; }'
    )
    for made, of in ((library, source), (mask, avx2_only.MASK)):
        subprocess.run([sys.executable, "-m", "ziglang", "cc", "-O2", "-fPIC", "-shared", "-o", made, of], check=True)
    code = f"import ctypes; print(ctypes.CDLL({str(library)!r}).ask())"

    def answer(**env: str) -> int:
        command = [sys.executable, "-c", code]
        return int(subprocess.run(command, env={**os.environ, **env}, capture_output=True, check=True).stdout)

    before = answer()
    assert avx2_only.limit(library) == 1
    assert answer(LD_PRELOAD=str(mask)) == before & ~0xE0
