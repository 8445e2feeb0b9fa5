"""Sequences of tensors, taken apart when pack builds: what onnxscript leaves of them, and what it does not check.

onnxscript keeps the tensors of a sequence that SequenceConstruct or SplitToSequence makes, and leads SequenceAt and
ConcatFromSequence to them. Inserting, erasing and counting is done here, in its own notes.
"""

from __future__ import annotations

import numpy as np
import onnx_ir as ir
from onnxscript.optimizer._constant_folding import OptimizerState, Replacement

from packager.errors import Unsupported, Where
from packager.load import limits
from packager.load.op import Op
from packager.load.reader import constant, is_sequence

_MAKES = frozenset(("SequenceConstruct", "SequenceEmpty", "SplitToSequence"))
_TAKES = frozenset(("ConcatFromSequence", "SequenceAt", "SequenceErase", "SequenceInsert", "SequenceLength"))

OPERATORS = _MAKES | _TAKES


def refuse(value: ir.Value, where: Where) -> None:
    """Raise Unsupported if `value`, which something else than an operator on sequences needs, is a sequence."""
    if is_sequence(value):
        raise Unsupported(
            f"'{value.name}' is a sequence of tensors",
            where=where,
            why="pack takes sequences apart when it builds, but this operator keeps one",
            fix="export the model without sequences, or cut it before this node with `outputs:`",
        )


def step(op: Op, node: ir.Node, state: OptimizerState) -> Replacement | None:
    """What stands in place of `node`, an operator on sequences; None where `state` has it now, or onnxscript does it.

    `op` is what is known of `node`; inputs that are sequences are absent from it.
    """
    noted = state.get_sym_value(node.inputs[0]) if node.inputs else None
    items = list(noted) if isinstance(noted, list) else []
    if op.op in _TAKES and not isinstance(noted, list):
        op.invalid("its first input is no sequence")
    if op.op == "SplitToSequence":
        _split(op, node)
    elif op.op == "SequenceLength":
        return Replacement([constant(np.array(len(items)), op.outputs[0])], [])
    elif op.op == "SequenceInsert":
        _bound(op, len(items) + 1)
        if op.input(1) and (new := node.inputs[1]):
            items.insert(_position(op, 2, len(items), items, 1), new)
    elif op.op == "SequenceErase":
        del items[_position(op, 1, -1, items)]
    elif op.op == "SequenceAt":
        _position(op, 1, 0, items)
    elif op.op == "ConcatFromSequence" and not items:
        op.invalid("its sequence is empty")
    if op.op in ("SequenceEmpty", "SequenceErase", "SequenceInsert"):
        state.set_sym_value(node.outputs[0], items)
    return None


def _position(op: Op, index: int, default: int, items: list[ir.Value], behind: int = 0) -> int:
    """The position in `items`, or that many `behind` it, that input number `index` names."""
    given = op.sizes(index, "position") if op.get(index) is not None else (default,)
    if len(given) != 1 or not -len(items) <= given[0] < len(items) + behind:
        op.invalid(f"its position {list(given)} is outside a sequence of {len(items)}")
    return given[0]


def _split(op: Op, node: ir.Node) -> None:
    """Check SplitToSequence, and say it as onnxscript wants it: with sizes, and `keepdims` where there were none."""
    size, sizes = op.x.shape[op.axis(op.integer("axis", 0))], op.sizes(1, "sizes")
    if op.get(1) is None:
        sizes = (1,)
        node.resize_inputs(2)
        node.replace_input_with(1, constant(np.array(1), f"{op.name}/split"))
    else:
        node.attributes.pop("keepdims", None)
        if op.input(1).rank == 1:
            if sum(sizes) != size or min(sizes, default=-1) < 0:
                op.invalid(f"its sizes {list(sizes[:32])} do not cut {size} elements")
            sizes = (-(-size // len(sizes)),)
    if len(sizes) != 1 or sizes[0] < 1:
        op.invalid(f"its parts have {list(sizes)} elements")
    _bound(op, -(-size // sizes[0]))


def _bound(op: Op, size: int) -> None:
    if size > limits.SEQUENCE:
        op.unsupported(f"its sequence would have {size} tensors", "export the model without unrolled loops")
