"""The table of operators says what is: against ONNX's node tests, and against the compiler for every element type."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import defs, numpy_helper

from packager.dtype import BY_NAME, BY_ONNX
from packager.engines.llvm import lacks
from packager.errors import PackError
from packager.load import load, support
from packager.ops import all_ops
from tests.scripts import script

ROOT = Path(__file__).parents[2]


def test_the_page_is_current() -> None:
    module = script("scripts/operators_md.py")
    page, made = module.PAGE.read_text(encoding="utf-8"), module.page()
    if f"onnx {'.'.join(onnx.__version__.split('.')[:2])} knows" in page:
        assert page == made, "run python scripts/operators_md.py"
    missing = [op.name for op in all_ops() if defs.has(op.name) and f"| {op.name} |" not in page]
    assert missing == []


def test_every_operator_has_a_row_and_a_reason() -> None:
    rows = {(r.domain, r.op): r for r in support.rows()}
    assert all(rows["", op.name].kind in ("elementwise", "kernel") for op in all_ops() if defs.has(op.name))
    assert rows["", "Relu"].kind == "elementwise"
    assert rows["", "If"].kind == rows["", "GRU"].kind == rows["", "GlobalAveragePool"].kind == "rewritten"
    assert rows["", "Attention"].kind == "expanded"
    assert rows["", "ImageDecoder"].kind == "none"
    assert {r.op for r in rows.values() if r.kind == "none" and r.op not in support._WHY_NOT} == {"MaxRoiPool"}
    assert all(r.dtypes for r in rows.values() if r.kind != "none" and "Sequence" not in r.op)


def test_types_in_few_words() -> None:
    assert support.compact(("f32", "i8", "i16", "i32", "i64", "bool", "f64")) == "f64 f32 i8-i64 bool"
    assert support.compact(("u8", "i4", "f8e5m2")) == "u8 i4 f8e5m2"
    assert support.compact(()) == ""


@cache
def node_tests() -> tuple[tuple[str, onnx.ModelProto], ...]:
    from onnx.backend.test.loader import load_model_tests

    return tuple((case.name, case.model) for case in load_model_tests(kind="node"))


@pytest.mark.slow
def test_the_table_agrees_with_onnx_s_node_tests() -> None:
    """An operator is compiled if one of its tests passes, and left out if none does."""
    passing = set((ROOT / "tests" / "ops" / "onnx_nodes.txt").read_text().split())
    outcomes: dict[tuple[str, str], set[bool]] = defaultdict(set)
    for name, model in node_tests():
        if len(model.graph.node) == 1:
            (node,) = model.graph.node
            outcomes[node.domain, node.op_type].add(name in passing)
    rows = {(r.domain, r.op): r for r in support.rows()}
    said = {key for key, found in outcomes.items() if key in rows and (True in found) != (rows[key].kind != "none")}
    # Tests of Not are of operator set 1, those of the others have sequences or absent values as inputs and outputs.
    assert said == {("", "Not"), ("", "OptionalHasElement"), ("", "SequenceInsert"), ("", "SplitToSequence")}


@pytest.mark.slow
def test_every_type_of_the_table_is_compiled(tmp_path: Path) -> None:
    """One node test of each operator, with its elements in every type of the table: read, and computed by a kernel."""
    passing = set((ROOT / "tests" / "ops" / "onnx_nodes.txt").read_text().split())
    rows = {r.op: r for r in support.rows() if not r.domain and r.kind in ("elementwise", "kernel")}
    done: set[str] = set()
    wrong: dict[str, list[str]] = {}
    for name, model in node_tests():
        op = model.graph.node[0].op_type
        if name not in passing or op not in rows or op in done or len(model.graph.node) != 1:
            continue
        for kind in rows[op].dtypes:
            why = refusal(model, kind, tmp_path)
            if why is not None:
                wrong.setdefault(op, []).append(f"{kind}: {why}")
        done.add(op)
    assert wrong == {}
    assert len(done) > 130


def refusal(model: onnx.ModelProto, kind: str, folder: Path) -> str | None:
    """Why the model with its elements in that type is refused; None where it is not, or where it is no model then."""
    typed = retyped(model, BY_NAME[kind].onnx)
    try:
        onnx.checker.check_model(typed, full_check=True)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError):
        return None
    (folder / "m.onnx").write_bytes(typed.SerializeToString())
    try:
        graph = load(folder / "m.onnx")
    except PackError as error:
        return None if error.each[0].code == "E311" else error.each[0].what  # its sizes are inputs
    found = [e.what for node in graph.nodes if (e := lacks(graph, node)) is not None]
    return found[0] if found else None


def retyped(model: onnx.ModelProto, to: int) -> onnx.ModelProto:
    """The model with all that has the type of the first operand of several types in another one."""
    made = onnx.ModelProto()
    made.CopyFrom(model)
    (node,) = made.graph.node
    schema = defs.get_schema(node.op_type, made.opset_import[0].version, node.domain)
    several = {c.type_param_str for c in schema.type_constraints if len(c.allowed_type_strs) > 1}
    ends = [*zip(node.input, formal(schema.inputs, len(node.input)), strict=True)]
    ends += [*zip(node.output, formal(schema.outputs, len(node.output)), strict=True)]
    main = next((kind for _, kind in ends if kind in several), "")
    names = {name for name, kind in ends if kind == main and name}
    for info in (*made.graph.input, *made.graph.output):
        if info.name in names:
            info.type.tensor_type.elem_type = to
    for constant in made.graph.initializer:
        if constant.name in names:
            array = numpy_helper.to_array(constant).astype(BY_ONNX[to].np)
            constant.CopyFrom(numpy_helper.from_array(np.asarray(array), constant.name))
    return made


def formal(ends: Any, count: int) -> list[str]:
    """The type of each of `count` operands; the last formal one may stand for several."""
    return [ends[min(i, len(ends) - 1)].type_str for i in range(count)]
