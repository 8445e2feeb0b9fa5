"""Loops and branches as straight code: Loop turn by turn, Scan at once, If on data as both branches and a choice.

A Loop becomes its first turn and a Loop for the others: when the walk comes to that one, it knows whether it goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx_ir as ir
from onnx_ir._cloner import Cloner
from onnxscript.optimizer._constant_folding import Replacement

from packager import dtype as dtypes
from packager.errors import DynamicShape
from packager.graph import Array
from packager.load import limits
from packager.load.inline import PLACE
from packager.load.op import Op
from packager.load.reader import constant, read_value, where_of

OPERATORS = frozenset(("If", "Loop", "Scan"))

_STATE = "pack.loop"
"""In `meta` of the Loop that is left: how many turns are before it, and how many inputs are results of them."""


@dataclass
class Written:
    """Nodes that stand in place of one."""

    node: ir.Node
    nodes: list[ir.Node] = field(default_factory=list)

    def op(self, op: str, inputs: Sequence[ir.Value | None], **attrs: Any) -> ir.Value:
        """A further node, of the newest operator set; gives its output."""
        made = ir.Node(
            "", op, inputs, [ir.Attr(k, _KINDS[type(v)], v) for k, v in attrs.items()],
            outputs=[ir.Value(name=f"{self.node.name}/{op}/{len(self.nodes)}")],
        )  # fmt: skip
        made.name = f"{self.node.name}/{op}"
        made.meta[PLACE] = self.node.meta[PLACE]
        self.nodes.append(made)
        return made.outputs[0]

    def body(self, graph: ir.Graph, given: Mapping[ir.Value, ir.Value], turn: str) -> list[ir.Value]:
        """A copy of the nodes of `graph` with values in place of its inputs; gives its results."""
        known: dict[ir.Value, ir.Value | None] = dict(given)
        for value in graph.initializers.values():
            if value.const_value is not None:
                known[value] = constant(value.const_value.numpy(), value.name or "")
        cloner = Cloner(
            attr_map={}, value_map=known, metadata_props={}, allow_outer_scope_values=True, resolve_ref_attrs=False
        )
        for inner in graph:
            copy = cloner.clone_node(inner)
            copy.name = f"{inner.name}{turn}"
            self.nodes.append(copy)
        return [known.get(v) or v for v in graph.outputs]

    def array(self, array: Array) -> ir.Value:
        """A constant."""
        return constant(array, f"{self.node.name}/const")

    def stacked(self, parts: Sequence[ir.Value], axis: int) -> ir.Value:
        """The parts along a new axis."""
        axes = self.array(np.array([axis], np.int64))
        return self.op("Concat", [self.op("Unsqueeze", [p, axes]) for p in parts], axis=axis)


_KINDS = {int: ir.AttributeType.INT}


def step(op: Op, node: ir.Node) -> Replacement | None:
    """What stands in place of a Loop, Scan or If; None for an If that is decided, which onnxscript takes apart."""
    written = Written(node)
    made = {"If": _if, "Loop": _loop, "Scan": _scan}[op.op](op, node, written)
    if made is None:
        return None
    if not any(n.op_type == "Loop" for n in written.nodes[-1:]):
        for graph in _graphs(node):
            _forget(graph)
    return Replacement(made, written.nodes)


def _if(_: Op, node: ir.Node, written: Written) -> list[ir.Value] | None:
    condition = node.inputs[0]
    if condition is None or condition.const_value is not None:
        return None
    yes, no = (written.body(node.attributes[f"{b}_branch"].as_graph(), {}, f"/{b}") for b in ("then", "else"))
    flat = written.op("Reshape", [condition, written.array(np.array([], np.int64))])
    return [written.op("Where", [flat, a, b]) for a, b in zip(yes, no, strict=True)]


def _loop(op: Op, node: ir.Node, written: Written) -> list[ir.Value]:
    body = node.attributes["body"].as_graph()
    turn, collected = node.meta.get(_STATE, (0, 0))
    count = len(body.inputs) - 2
    scans = len(body.outputs) - 1 - count
    carried = [v for v in node.inputs[2 : 2 + count] if v is not None]
    before = [v for v in node.inputs[2 + count :] if v is not None]
    trips, condition = node.inputs[0], node.inputs[1]
    limit = op.known(0, "trip count").reshape(-1)[0] if trips is not None else None
    open_ = condition is not None and condition.const_value is None
    goes_on = condition is None or open_ or bool(op.known(1, "condition").reshape(-1)[0])
    if limit is None and open_:
        op.known(1, "condition")
    if open_ and scans:
        raise DynamicShape(
            "Loop collects results until data ends it",
            where=op.where,
            why="the number of results is known only at run time",
            fix="export the loop with a fixed number of turns, or carry a mask instead of a condition",
        ).of(condition.name or "" if condition is not None else "")
    most = limits.TURNS if limit is None else limits.SEQUENCE
    if turn > most or (limit or 0) > most or (trips is None and condition is None):
        op.unsupported(f"it has more than {most} turns", "export the model without it")
    if len(body.inputs) != 2 + len(carried) or scans < 0:
        op.invalid(f"its body has {len(body.inputs)} inputs and {len(body.outputs)} outputs for {len(carried)} values")
    if not goes_on or (limit is not None and turn >= limit):
        parts = [before[i::scans] for i in range(scans)]
        return [
            *carried,
            *(written.stacked(p, 0) if p else _nothing(op, body.outputs[1 + count + i]) for i, p in enumerate(parts)),
        ]
    number, truth = written.array(np.array(turn, np.int64)), written.array(np.array(True))
    given = dict(zip(body.inputs, (number, condition or truth, *carried), strict=True))
    going, *results = written.body(body, given, f"/{turn}")
    kept = results[:count]
    if open_ and condition is not None:
        flat = written.op("Reshape", [condition, written.array(np.array([], np.int64))])
        kept = [written.op("Where", [flat, new, old]) for new, old in zip(kept, carried, strict=True)]
        going = written.op("And", [flat, written.op("Reshape", [going, written.array(np.array([], np.int64))])])
    rest = ir.Node(
        "", "Loop", [trips, going, *kept, *before, *results[count:]], [node.attributes["body"]],
        outputs=[ir.Value(name=v.name) for v in node.outputs],
    )  # fmt: skip
    node.attributes.pop("body")
    rest.name = node.name
    rest.meta[PLACE], rest.meta[_STATE] = node.meta[PLACE], (turn + 1, collected + scans)
    written.nodes.append(rest)
    return list(rest.outputs)


def _nothing(op: Op, like: ir.Value) -> ir.Value:
    """What a Loop without turns has collected."""
    if like.dtype is None or like.dtype not in dtypes.BY_ONNX or like.shape is None or like.shape.is_dynamic():
        op.unsupported("it has no turns, and its body does not say what it collects", "export the model without it")
    return constant(np.zeros((0, *like.shape.numpy()), dtypes.BY_ONNX[like.dtype].np), like.name or "")


def _scan(op: Op, node: ir.Node, written: Written) -> list[ir.Value]:
    body, old = node.attributes["body"].as_graph(), op.version < 9
    inputs = [v for v in node.inputs[1 if old else 0 :] if v is not None]
    count = op.integer("num_scan_inputs")
    states, scanned = inputs[: len(inputs) - count], inputs[len(inputs) - count :]
    collected = len(body.outputs) - len(states)
    if not old:
        axes = op.ints("scan_input_axes") or (0,) * count
        into = op.ints("scan_output_axes") or (0,) * collected
        back, backwards = (op.ints(f"scan_{k}_directions") or (0,) * 4096 for k in ("input", "output"))
        return _scanned(written, body, states, scanned, axes, into, back, backwards, op, "")
    if node.inputs[0] is not None:
        op.unsupported("its sequences have lengths of their own", "export with operator set 9 or newer")
    results: list[list[ir.Value]] = []
    for b in range(read_value(inputs[0], where_of(node)).shape[0]):
        one = [_taken(written, v, b, 0) for v in (*states, *scanned)]
        back = op.ints("directions") or (0,) * count
        results.append(
            _scanned(
                written, body, one[: len(states)], one[len(states) :], (0,) * count, (0,) * collected, back,
                (0,) * collected, op, f"/{b}", [v.shape[1] for v in map(_shape(node), scanned)],
            )
        )  # fmt: skip
    return [written.stacked(parts, 0) for parts in zip(*results, strict=True)]


def _shape(node: ir.Node) -> Any:
    return lambda value: read_value(value, where_of(node))


def _taken(written: Written, value: ir.Value, index: int, axis: int) -> ir.Value:
    return written.op("Gather", [value, written.array(np.array(index, np.int64))], axis=axis)


def _scanned(
    written: Written,
    body: ir.Graph,
    states: Sequence[ir.Value],
    scanned: Sequence[ir.Value],
    axes: Sequence[int],
    into: Sequence[int],
    back: Sequence[int],
    backwards: Sequence[int],
    op: Op,
    within: str,
    lengths: Sequence[int] = (),
) -> list[ir.Value]:
    """The turns of one Scan: the last states, then what was collected."""
    shapes = [] if lengths else [read_value(v, op.where).shape for v in scanned]
    lengths = lengths or [s[op.axis(a, len(s))] for s, a in zip(shapes, axes, strict=True)]
    if len(set(lengths)) != 1 or len(body.inputs) != len(states) + len(scanned):
        op.invalid(f"its sequences have {list(lengths)} elements, its body {len(body.inputs)} inputs")
    if lengths[0] > limits.SEQUENCE:
        op.unsupported(f"it has more than {limits.SEQUENCE} turns", "export the model without it")
    collected: list[list[ir.Value]] = [[] for _ in body.outputs[len(states) :]]
    now = list(states)
    for turn in range(lengths[0]):
        place = [lengths[0] - 1 - turn if b else turn for b in back[: len(scanned)]]
        parts = [_taken(written, v, p, a) for v, p, a in zip(scanned, place, axes, strict=True)]
        results = written.body(body, dict(zip(body.inputs, (*now, *parts), strict=True)), f"{within}/{turn}")
        now = results[: len(states)]
        for found, part in zip(collected, results[len(states) :], strict=True):
            found.append(part)
    ordered = [c[::-1] if b else c for c, b in zip(collected, backwards, strict=False)]
    return [*now, *(written.stacked(c, a) for c, a in zip(ordered, into, strict=True))]


def _graphs(node: ir.Node) -> Iterator[ir.Graph]:
    for attribute in node.attributes.values():
        if attribute.type == ir.AttributeType.GRAPH:
            yield attribute.as_graph()


def _forget(graph: ir.Graph) -> None:
    """Let the nodes of a graph that has been copied read nothing: what they alone read is dead."""
    for inner in list(graph.all_nodes()):
        for i in range(len(inner.inputs)):
            inner.replace_input_with(i, None)
