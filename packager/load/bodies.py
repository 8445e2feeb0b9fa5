"""Graphs inside the graph: a function's body in place of its call, a branch in place of an If that is decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import onnx

from packager.errors import ModelInvalid, ModelTooLarge, Unsupported, Where
from packager.load import limits
from packager.load.scope import Scope, constants, import_versions, is_absent

if TYPE_CHECKING:
    from packager.load.walk import Walk


def inline(walk: Walk, node: onnx.NodeProto, function: onnx.FunctionProto, where: Where, scope: Scope) -> None:
    """Put a function's body in place of its call."""
    bound = {a.name: a for a in function.attribute_proto}
    for attribute in node.attribute:
        if not attribute.ref_attr_name:
            bound[attribute.name] = attribute
        elif attribute.ref_attr_name in scope.bound:
            bound[attribute.name] = scope.bound[attribute.ref_attr_name]
    given = [n if n and not is_absent(n, scope) else "" for n in node.input]
    if len(given) > len(function.input) or len(node.output) > len(function.output):
        raise ModelInvalid(
            f"the call of function '{node.op_type}' does not fit it",
            where=where,
            why=f"it passes {len(given)} inputs and {len(node.output)} outputs; "
            f"the function has {len(function.input)} and {len(function.output)}",
            fix="export the model again",
        )
    opsets = import_versions(function.opset_import, walk.file)
    inner = Scope({**scope.opsets, **opsets}, f"{where.node}/", bound=bound, depth=scope.depth + 1)
    inner.values = {n: walk.lookup(g, scope, where) for n, g in zip(function.input, given, strict=False) if g}
    inner.absent = frozenset(function.input) - inner.values.keys()
    enter(walk, function.node, function.output, node, where, inner, scope)


def branch(walk: Walk, node: onnx.NodeProto, where: Where, scope: Scope) -> None:
    """Put the branch that a constant condition takes in place of an If."""
    name = node.input[0] if len(node.input) == 1 else ""
    value = walk.lookup(name, scope, where) if name and not is_absent(name, scope) else None
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
    inner.lazy = constants(graph, walk.file, walk.folder, inner.prefix)
    enter(walk, graph.node, [o.name for o in graph.output], node, where, inner, scope)


def enter(
    walk: Walk,
    nodes: Sequence[onnx.NodeProto],
    results: Sequence[str],
    caller: onnx.NodeProto,
    where: Where,
    inner: Scope,
    scope: Scope,
) -> None:
    """Walk a body whose `results` become the caller's outputs."""
    if inner.depth > limits.CALLS:
        raise ModelTooLarge(
            "functions or branches are nested too deeply",
            where=where,
            why=f"there are more than {limits.CALLS} levels; perhaps a function calls itself",
            fix="export the model without nested functions",
        )
    if len(results) < len(caller.output):
        raise ModelInvalid(
            f"{caller.op_type} is not valid",
            where=where,
            why=f"it has {len(caller.output)} outputs, its body {len(results)}",
            fix="export the model again",
        )
    pairs = [(r, o) for r, o in zip(results, caller.output, strict=False) if o]
    written = {o for n in nodes for o in n.output}
    for result, name in pairs:
        if result in written and result not in inner.rename:
            inner.rename[result] = walk.target(name, scope)
    walk.run(nodes, [r for r, _ in pairs], inner)
    for result, name in pairs:
        scope.values[name] = walk.lookup(result, inner, where)
