"""Errors of the model and of the stages between, each provoked where it arises."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from packager.dtype import F32
from packager.engines import llvm
from packager.errors import GraphBroken, ModelChanged, ModelTooLarge, PlanBroken, Unsupported
from packager.graph import Graph, Node, Value
from packager.load import limits, load
from packager.plan.check import check
from packager.plan.needs import Needs
from packager.plan.planner import make_plan


def save(path: Path, op: str = "Relu", domain: str = "") -> Path:
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 4])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4])
    graph = helper.make_graph([helper.make_node(op, ["x"], ["y"], domain=domain, name="the node")], "g", [x], [y])
    opsets = [helper.make_opsetid("", 13), helper.make_opsetid("my.domain", 1)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), path)
    return path


@pytest.mark.provokes("E302")
def test_a_model_with_another_hash(tmp_path: Path) -> None:
    with pytest.raises(ModelChanged) as caught:
        load(save(tmp_path / "m.onnx"), sha256="0" * 64)
    assert "write `sha256: " in caught.value.fix


@pytest.mark.provokes("E310")
def test_an_operator_that_nobody_knows(tmp_path: Path) -> None:
    with pytest.raises(Unsupported) as caught:
        load(save(tmp_path / "m.onnx", "Frobnicate", "my.domain"))
    assert caught.value.where == "m.onnx node 'the node'"


@pytest.mark.provokes("E312")
def test_a_file_beyond_all_measure(tmp_path: Path) -> None:
    path = save(tmp_path / "m.onnx")
    os.truncate(path, limits.FILE_BYTES + 1)  # sparse: it takes no room
    with pytest.raises(ModelTooLarge) as caught:
        load(path)
    assert str(limits.FILE_BYTES) in caught.value.why


@pytest.mark.provokes("E390")
@pytest.mark.parametrize(
    ("nodes", "says"),
    [
        ([Node("a", "Relu", ("t",), ("y",))], "read before it is written"),
        ([Node("a", "Relu", ("x",), ("x",))], "written twice"),
        ([Node("a", "Relu", ("x",), ("y",)), Node("a", "Relu", ("y",), ("t",))], "two nodes"),
        ([Node("a", "Relu", ("x",), ("u",))], "has no type"),
        ([], "never written"),
    ],
)
def test_a_graph_that_contradicts_itself(nodes: list[Node], says: str) -> None:
    values: Mapping[str, Value] = {n: Value(n, (1,), F32) for n in "xyt"}
    with pytest.raises(GraphBroken, match="inconsistent") as caught:
        Graph("g", tuple(nodes), values, ("x",), ("y",)).verify()
    assert says in caught.value.why


@pytest.mark.provokes("E391")
def test_a_plan_with_two_values_in_one_place() -> None:
    names = ("x", "a", "b", "c", "d", "y")
    values = {n: Value(n, (1, 64), F32) for n in names}
    nodes = (
        Node("1", "Exp", ("x",), ("a",)),
        Node("2", "Sin", ("a",), ("b",)),
        Node("3", "Cos", ("a",), ("c",)),
        Node("4", "Add", ("b", "c"), ("d",)),
        Node("5", "Mul", ("d", "a"), ("y",)),
    )
    graph = Graph("g", nodes, values, ("x",), ("y",)).verify()
    plan = make_plan(graph, partial(llvm.needs, graph))
    needs: dict[str, Needs] = {n.name: llvm.needs(plan.graph, n) for n in plan.order}
    check(plan, needs)
    assert len(plan.offsets) > 1
    with pytest.raises(PlanBroken):
        check(replace(plan, offsets=dict.fromkeys(plan.offsets, 0)), needs)
