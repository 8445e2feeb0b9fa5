"""Nodes in order, functions in place of their calls: Source -> the same as one graph whose nodes know their place.

onnx_ir sorts and inlines. A node that was `leak` in a function that `one` calls has the place `one/leak` then.
"""

from __future__ import annotations

from collections import Counter
from graphlib import CycleError, TopologicalSorter
from itertools import count

import onnx_ir as ir
from onnx_ir.passes import common

from packager.errors import Unsupported, Where
from packager.load import limits
from packager.load.model_file import damaged
from packager.load.op import invalid
from packager.load.source import NEWEST, Source, reason, too_many_nodes

PLACE = "pack.place"
"""In `meta` of a node: its `Where`, with its name behind those of the calls around it."""

_OWN, _CALL = "pack.name", "pack.call."
"""In `metadata_props`: the name of a node, and of a call. Inlining hands a call's down, the outermost first."""


def sort(source: Source) -> None:
    """Put each node of each graph and function behind those whose values it reads, otherwise in the file's order."""
    for graph in source.graphs:
        try:
            graph.sort()
        except ValueError as error:
            names = [n.name or "" for n in _cycle(graph)]
            why = f"these nodes wait for one another: {', '.join(map(repr, names[:8])) or 'some inside others'}"
            raise damaged("the graph has a cycle", Where(source.file, node=(names or [""])[0]), why) from error


def _cycle(graph: ir.Graph | ir.Function) -> list[ir.Node]:
    """The nodes of one cycle, in the file's order."""
    try:
        TopologicalSorter({node: node.predecessors() for node in graph}).prepare()
    except CycleError as error:
        return [node for node in graph if node in error.args[1]]
    return []


def inline(source: Source) -> None:
    """Inline all functions, whose nodes are sorted, and set the PLACE of all nodes."""
    model, numbers = source.model, count()
    _keep_called(source)
    for graph in source.graphs:
        # A node knows the version of its operator: that of a function need not be the model's.
        graph.opset_imports.clear()
        graph.opset_imports[""] = NEWEST
        for node in graph.all_nodes():
            node.metadata_props[_OWN] = node.name or ""
            function = model.functions.get(node.op_identifier())
            if function is not None:
                node.metadata_props[f"{_CALL}{next(numbers)}"] = node.name or ""
                if len(node.inputs) > len(function.inputs) or len(node.outputs) > len(function.outputs):
                    where = Where(source.file, node=node.name or "")
                    raise invalid(node.op_type, where, "it has more inputs or outputs than the function of this name")
                node.resize_outputs(len(function.outputs))
                for value in node.outputs:
                    value.name = value.name or None  # a result that nobody reads keeps the name that it has inside
    try:
        common.InlinePass()(model)
    except (ValueError, RuntimeError) as error:
        raise Unsupported(
            "a function cannot be inlined", where=source.file, why=reason(error), fix="export without functions"
        ) from error
    for node in model.graph.all_nodes():
        calls = [name for key, name in node.metadata_props.items() if key.startswith(_CALL)]
        node.meta[PLACE] = Where(source.file, node="/".join((*calls, node.metadata_props[_OWN])))


def _keep_called(source: Source) -> None:
    """Drop functions that nobody calls. Raise unless the calls of the others end, and lead to few enough nodes."""
    functions = source.model.functions
    nodes = {
        key: Counter(node.op_identifier() for node in graph.all_nodes())
        for key, graph in zip((None, *functions), source.graphs, strict=True)
    }
    calls = {key: [f for f in found if f in functions] for key, found in nodes.items()}
    try:
        order = list(TopologicalSorter(calls).static_order())
    except CycleError as error:
        name = error.args[1][0][1]
        raise damaged("functions call one another", Where(source.file), f"'{name}' calls itself in the end") from error
    copies, depth = (Counter[ir.OperatorIdentifier | None]({None: n}) for n in (1, 0))
    for caller in reversed(order):
        for called in calls[caller] if copies[caller] else ():
            copies[called] += copies[caller] * nodes[caller][called]
            depth[called] = max(depth[called], depth[caller] + 1)
    for unused in [f for f in functions if not copies[f]]:
        del functions[unused]
    total = sum(copies[key] * sum(found.values()) for key, found in nodes.items())
    if total > limits.NODES or max(copies.values()) > limits.COPIES or max(depth.values()) > limits.CALLS:
        raise too_many_nodes(Where(source.file))
