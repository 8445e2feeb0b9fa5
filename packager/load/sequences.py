"""Sequences of tensors, taken apart when pack builds: where positions are known, only their tensors remain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx

from packager.errors import Where
from packager.graph import Node, Value
from packager.load.op import Op
from packager.load.scope import Scope
from packager.load.writer import Writer

_OPERATORS = frozenset(
    (
        "ConcatFromSequence",
        "SequenceAt",
        "SequenceConstruct",
        "SequenceEmpty",
        "SequenceErase",
        "SequenceInsert",
        "SequenceLength",
        "SplitToSequence",
    )
)


def handles(node: onnx.NodeProto, scope: Scope) -> bool:
    """Whether the node makes, changes or reads a sequence in a way that is known here."""
    first = node.input[0] if node.input else ""
    return node.op_type in _OPERATORS or (node.op_type == "Identity" and scope.sequence(first) is not None)


def visit(writer: Writer, node: onnx.NodeProto, version: int, where: Where, scope: Scope) -> None:
    """Translate one such node."""
    items = scope.sequence(node.input[0]) if node.input and node.input[0] else None
    output = node.output[0] if len(node.output) == 1 else ""
    inputs = tuple(
        None if not n or scope.lacks(n) or scope.sequence(n) is not None else writer.lookup(n, scope, where)
        for n in node.input
    )
    op = writer.op(node, version, where, scope, inputs, (writer.target(output, scope),))
    if not output:
        op.invalid(f"it has {len(node.output)} outputs")
    if node.op_type == "SequenceConstruct":
        scope.lists[output] = tuple(op.input(i) for i in range(len(inputs)))
    elif node.op_type == "SequenceEmpty":
        scope.lists[output] = ()
    elif node.op_type == "SplitToSequence":
        names: list[str] = []
        writer.translate(op, lambda o: _split(o, names))
        scope.lists[output] = tuple(writer.values[n] for n in names)
    elif items is None:
        op.invalid(f"'{node.input[0] if node.input else ''}' is no sequence")
    elif node.op_type == "Identity":
        scope.lists[output] = items
    elif node.op_type == "SequenceInsert":
        at = _position(op, 2, len(items), len(items), behind=True)
        scope.lists[output] = (*items[:at], op.input(1), *items[at:])
    elif node.op_type == "SequenceErase":
        at = _position(op, 1, len(items) - 1, len(items))
        scope.lists[output] = (*items[:at], *items[at + 1 :])
    else:
        make = _joined if node.op_type == "ConcatFromSequence" else _read
        writer.translate(op, lambda o: make(o, items))
        scope.values[output] = writer.values[op.outputs[0]]


def _position(op: Op, index: int, default: int, size: int, behind: bool = False) -> int:
    """The position that input number `index` names among `size`, counted from the front; `behind` allows the end."""
    given = op.sizes(index, "position") if op.get(index) is not None else (default,)
    if len(given) != 1 or not -size <= given[0] < size + behind:
        op.invalid(f"its position {given} is outside a sequence of {size}")
    return given[0] + size if given[0] < 0 else given[0]


def _read(op: Op, items: Sequence[Value]) -> tuple[Node, ...]:
    """SequenceAt, SequenceLength."""
    if op.op == "SequenceLength":
        return (op.same(op.constant(np.array(len(items), np.int64))),)
    return (op.same(items[_position(op, 1, 0, len(items))]),)


def _joined(op: Op, items: Sequence[Value]) -> tuple[Node, ...]:
    """ConcatFromSequence: Concat, behind an Unsqueeze of each part if the axis is new."""
    if not items:
        op.invalid("its sequence is empty")
    new = bool(op.integer("new_axis", 0))
    axis = op.axis(op.integer("axis"), items[0].rank + new)
    extra = [op.step("Unsqueeze", (i,), {"axes": (axis,)}) for i in items] if new else []
    parts: Sequence[Value | str] = [n.outputs[0] for n in extra] or list(items)
    last = op.node("Concat", parts, {"axis": axis}) if len(parts) > 1 else op.same(parts[0])
    return (*extra, last)


def _split(op: Op, names: list[str]) -> tuple[Node, ...]:
    """SplitToSequence: Split, and a Squeeze behind each part if it drops the axis. `names` gets the parts' names."""
    axis = op.axis(op.integer("axis", 0))
    size = op.x.shape[axis]
    given = op.get(1)
    sizes = op.sizes(1, "sizes") if given is not None else (1,) * size
    if given is not None and given.rank == 0:
        chunk = sizes[0]
        if chunk < 1:
            op.invalid(f"its parts have {chunk} elements")
        sizes = tuple(min(chunk, size - at) for at in range(0, size, chunk))
    if sum(sizes) != size or min(sizes, default=0) < 0 or len(sizes) > 4096:
        op.invalid(f"its sizes {list(sizes[:32])} do not cut {size} elements")
    names += [op.fresh(f"{op.outputs[0]}/{i}") for i in range(len(sizes))]
    if len(sizes) == 1:
        nodes: tuple[Node, ...] = (op.node("Identity", (op.x,), {}, names),)
    else:
        nodes = (op.node("Split", (op.x,), {"axis": axis, "split": sizes}, names),)
    if given is None and not op.integer("keepdims", 1):
        drops = tuple(op.step("Squeeze", (n,), {"axes": (axis,)}) for n in names)
        names[:] = [d.outputs[0] for d in drops]
        nodes += drops
    return nodes
