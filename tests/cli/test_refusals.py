"""All that cannot be compiled of a model in one report: grouped by cause, each node with its types, and where to cut."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import onnx
import pytest
from onnx import helper

from packager.errors import Unsupported
from packager.load import limits

Pack = Callable[..., tuple[int, str, str]]
N = helper.make_node


def manifest(folder: Path, nodes: list[onnx.NodeProto], outputs: list[str], targets: str = "x86-64-v3") -> Path:
    graph = helper.make_graph(
        nodes, "g", [helper.make_tensor_value_info("x", 1, [2, 70, 70])],
        [helper.make_empty_tensor_value_info(o) for o in outputs],
    )  # fmt: skip
    imports = [helper.make_opsetid("", 21), helper.make_opsetid("com.microsoft", 1)]
    onnx.save(helper.make_model(graph, opset_imports=imports, ir_version=10), folder / "m.onnx")
    path = folder / "m.yaml"
    path.write_text(f"model: m.onnx\ntargets: [{targets}]\n")
    return path


NODES = [
    N("Relu", ["x"], ["a"], "first"),
    N("RandomNormalLike", ["a"], ["r1"], "noise1"),
    N("RandomNormalLike", ["x"], ["r2"], "noise2"),
    N("FusedThing", ["a"], ["f"], "fused", domain="com.microsoft"),
    N("Sigmoid", ["f"], ["behind"], "behind"),
    N("NonZero", ["a"], ["places"], "places"),
    N("Cast", ["places"], ["floats"], "floats", to=1),
    N("ReduceSum", ["floats"], ["s"], "sum"),
    N("Det", ["a"], ["d"], "det"),
]
OUTPUTS = ["r1", "r2", "behind", "s", "d"]


def test_one_report_groups_what_cannot_be_compiled(tmp_path: Path, pack: Pack) -> None:
    """The front end's errors and those of kernels come together; what only reads what failed is not listed."""
    path = manifest(tmp_path, NODES, OUTPUTS)
    status, _, text = pack("explain", path)
    assert status == Unsupported.exit
    heads = [line for line in text.splitlines() if line.startswith("error[")]
    assert len(heads) == 4
    assert "error[E310]: no kernel for RandomNormalLike (2 nodes)" in heads
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if "noise1" in line)
    assert lines[first].endswith("node 'noise1': RandomNormalLike(f32[2,70,70])")
    assert lines[first + 1].endswith("node 'noise2': RandomNormalLike(f32[2,70,70])")
    assert "node 'fused': FusedThing(f32[2,70,70])" in text
    assert "`ops: [my_ops.py]`" in text
    assert "node 'sum': ReduceSum(f32[3,9800])" in text
    assert "`model: {outputs: [floats]}` in the manifest" in text
    assert "node 'det': Det(f32[2,70,70])" in text
    assert "behind" not in "".join(line for line in lines if line.startswith("  at:"))


def test_errors_of_kernels_alone_are_grouped_too(tmp_path: Path, pack: Pack) -> None:
    path = manifest(tmp_path, [NODES[0], *NODES[1:3], NODES[8]], ["r1", "r2", "d"])
    status, _, text = pack("explain", path)
    assert status == Unsupported.exit
    assert "no kernel for RandomNormalLike (2 nodes)" in text
    assert "Det of matrices of 70 rows" in text
    assert "`model: {outputs: [a]}` in the manifest" in text


def test_json_has_each_node(tmp_path: Path, pack: Pack) -> None:
    path = manifest(tmp_path, NODES, OUTPUTS)
    _, out, _ = pack("explain", path, "--json")
    rows = json.loads(out)["errors"]
    assert sorted(row["node"].split("(")[0] for row in rows) == [
        "Det", "FusedThing", "RandomNormalLike", "RandomNormalLike", "ReduceSum",
    ]  # fmt: skip


def test_many_nodes_of_one_cause_are_all_named(tmp_path: Path, pack: Pack) -> None:
    nodes = [N("RandomNormalLike", ["x"], [f"r{i}"], f"noise{i}") for i in range(120)]
    nodes.append(N("FusedThing", ["x"], ["f"], "fused", domain="com.microsoft"))
    path = manifest(tmp_path, nodes, [*(f"r{i}" for i in range(120)), "f"])
    _, _, text = pack("explain", path)
    assert limits.ERRORS > 120
    assert all(f"'noise{i}'" in text for i in range(120))
    assert text.count("error[") == 2


def test_without_errors_of_its_own_a_chip_is_not_told_what_pack_lacks(tmp_path: Path, pack: Pack) -> None:
    """What pack's kernels cannot do is no fault where another compiler takes the network."""
    path = manifest(tmp_path, [*NODES[:4]], ["r1", "r2", "f"], targets="{target: snpe, soc: sm8550, precision: fp16}")
    _, _, text = pack("explain", path)
    assert "FusedThing" in text
    assert "RandomNormalLike" not in text


@pytest.mark.parametrize("op", ["DepthToSpace", "SpaceToDepth", "LRN", "GlobalAveragePool"])
def test_what_passes_lay_out_or_replace_is_no_fault(tmp_path: Path, pack: Pack, op: str) -> None:
    attrs: dict[str, int] = {"size": 3} if op == "LRN" else {} if op == "GlobalAveragePool" else {"blocksize": 2}
    nodes = [
        N("Unsqueeze", ["x", "zero"], ["image"]), N("Reshape", ["image", "sizes"], ["channels"]),
        N(op, ["channels"], ["y"], **attrs), N("FusedThing", ["x"], ["f"], "fused", domain="com.microsoft"),
    ]  # fmt: skip
    nodes = [
        N("Constant", [], ["zero"], value_ints=[0]), N("Constant", [], ["sizes"], value_ints=[1, 4, 70, 35]), *nodes,
    ]  # fmt: skip
    if op == "SpaceToDepth":
        nodes[1] = N("Constant", [], ["sizes"], value_ints=[1, 2, 70, 70])
    path = manifest(tmp_path, nodes, ["y", "f"])
    _, _, text = pack("explain", path)
    assert text.count("error[") == 1
