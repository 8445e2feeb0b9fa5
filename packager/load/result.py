"""onnx_ir.Model whose nodes have forms -> Graph: outputs under their own names, and always written by a node."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

import onnx_ir as ir

from packager.errors import Where
from packager.graph import Graph, Node, Value
from packager.load import sequences
from packager.load.fold import FORM
from packager.load.names import Names
from packager.load.reader import read_value
from packager.load.source import Source


def graph(source: Source, wanted: Sequence[str], name: str, cut: bool) -> Graph:
    """The graph called `name` with the outputs `wanted`; without inputs that it does not need, if it was `cut`."""
    file, model = Where(source.file), source.model.graph
    results = [(output, _origin(value)) for output, value in zip(wanted, model.outputs, strict=True)]
    for _, value in results:
        sequences.refuse(value, file)
    called = {value: value.name or "" for value in model.inputs}
    # A value has the name of the first output that it is, of its own if it is several.
    for output, value in sorted(results, key=lambda result: result[0] != result[1].name):
        if value.const_value is None:
            called.setdefault(value, output)
    names, node_names = Names((*wanted, *called.values())), Names()
    values: dict[str, Value] = {}

    def call(value: ir.Value) -> str:
        if value not in called:
            called[value] = names.fresh(f"{value.name}/const" if value.name in wanted else value.name or "")
        if called[value] not in values:
            values[called[value]] = replace(read_value(value, file), name=called[value])
        return called[value]

    inputs = [call(v) for v in model.inputs if not cut or v.uses() or v.is_graph_output()]
    nodes: list[Node] = []
    for node in model:
        form = node.meta.get(FORM)
        if form is not None:
            read = tuple(call(v) if v else "" for v in node.inputs[: len(form.inputs)])
            made = tuple(call(v) if o else "" for o, v in zip(form.outputs, node.outputs, strict=False))
            nodes.append(replace(form, name=node_names.fresh(form.name), inputs=read, outputs=made))
    for output, value in results:
        if called.get(value) != output:
            origin = call(value)
            values[output] = replace(values[origin], name=output, const=None)
            called_node = node_names.fresh(f"{output}/Identity")
            nodes.append(Node(called_node, "Identity", (origin,), (output,), where=replace(file, node=output)))
    return Graph(name, tuple(nodes), MappingProxyType(values), tuple(inputs), tuple(wanted)).verify()


def _origin(value: ir.Value) -> ir.Value:
    """The value that `value` is, behind Identities."""
    while (node := value.producer()) and node.op_type == "Identity" and node.inputs[0]:
        value = node.inputs[0]
    return value
