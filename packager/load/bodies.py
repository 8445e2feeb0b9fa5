"""Graphs inside the graph: a function's body in place of its call, a branch in place of an If that is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import onnx

from packager.errors import ModelInvalid, Unsupported, Where
from packager.load.scope import Scope, constants, import_versions
from packager.load.writer import Writer


@dataclass(frozen=True)
class Body:
    """Nodes that stand in place of one: what they see, and the names of the values that are its outputs."""

    nodes: Sequence[onnx.NodeProto]
    results: Sequence[str]
    scope: Scope


def function(writer: Writer, node: onnx.NodeProto, proto: onnx.FunctionProto, where: Where, scope: Scope) -> Body:
    """The body of the function `proto`, for its call `node`."""
    bound = {a.name: a for a in proto.attribute_proto}
    for attribute in node.attribute:
        if not attribute.ref_attr_name:
            bound[attribute.name] = attribute
        elif attribute.ref_attr_name in scope.bound:
            bound[attribute.name] = scope.bound[attribute.ref_attr_name]
    given = [n if n and not scope.lacks(n) else "" for n in node.input]
    if len(given) > len(proto.input) or len(node.output) > len(proto.output):
        raise ModelInvalid(
            f"the call of function '{node.op_type}' does not fit it",
            where=where,
            why=f"it passes {len(given)} inputs and {len(node.output)} outputs; "
            f"the function has {len(proto.input)} and {len(proto.output)}",
            fix="export the model again",
        )
    opsets = import_versions(proto.opset_import, writer.file)
    inner = Scope({**scope.opsets, **opsets}, f"{where.node}/", bound=bound, depth=scope.depth + 1)
    inner.values = {n: writer.lookup(g, scope, where) for n, g in zip(proto.input, given, strict=False) if g}
    inner.absent = frozenset(proto.input) - inner.values.keys()
    return Body(proto.node, proto.output, inner)


def branch(writer: Writer, node: onnx.NodeProto, where: Where, scope: Scope) -> Body:
    """The branch of an If that its constant condition takes."""
    name = node.input[0] if len(node.input) == 1 else ""
    value = writer.lookup(name, scope, where) if name and not scope.lacks(name) else None
    graphs = {a.name: a.g for a in node.attribute if a.HasField("g")}
    if value is None or value.size != 1 or graphs.keys() != {"then_branch", "else_branch"}:
        raise ModelInvalid(
            "If is not valid",
            where=where,
            why="it needs one condition and two branches",
            fix="export the model again",
        )
    if value.const is None:
        raise Unsupported(
            "If depends on data",
            where=where,
            why=f"its condition '{value.name}' is computed at run time; pack compiles straight networks",
            fix="export the model with the condition fixed, or cut it before this node with `outputs:`",
        )
    graph = graphs["then_branch" if value.const.reshape(-1)[0] else "else_branch"]
    inner = Scope(scope.opsets, f"{where.node}/", scope, bound=scope.bound, depth=scope.depth + 1)
    inner.lazy = constants(graph, writer.file, writer.folder, inner.prefix)
    return Body(graph.node, [o.name for o in graph.output], inner)
