"""Operators that ONNX defines by others: a call -> the nodes of its body, where pack has no kernel of its own."""

from __future__ import annotations

from typing import Any

import onnx
import onnx_ir as ir
from onnx import defs, helper, inliner
from onnxscript.optimizer._constant_folding import Replacement

from packager.load.inline import PLACE
from packager.load.reader import constant, read_value, where_of
from packager.load.source import NEWEST
from packager.lowering.base import REWRITTEN, find

_DOMAIN = "pack.call"
"""Where the body stands while it is inlined."""


def expands(node: ir.Node) -> bool:
    """Whether `node` of the file is to be taken as the body that ONNX gives it."""
    version = node.version or 0
    if node.op_type in REWRITTEN or not defs.has(node.op_type, version, node.domain):
        return False
    schema: Any = defs.get_schema(node.op_type, version, node.domain)  # its stub lacks the functions
    body = bool(schema.has_function or schema.has_context_dependent_function)
    return body and (bool(node.domain) or find(node.op_type) is None)


def expand(node: ir.Node) -> Replacement:
    """The nodes that compute what `node` does."""
    where, version = where_of(node), node.version or 0
    inputs = {f"in{i}": v for i, v in enumerate(node.inputs) if v is not None}
    call = ir.serde.serialize_node(node)
    call.input[:] = [f"in{i}" if v is not None else "" for i, v in enumerate(node.inputs)]
    call.output[:] = [f"out{i}" if v.name else "" for i, v in enumerate(node.outputs)]
    types = {n: read_value(v, where) for n, v in inputs.items()}
    infos = [helper.make_tensor_value_info(n, v.dtype.onnx, v.shape) for n, v in types.items()]
    schema: Any = defs.get_schema(node.op_type, version, node.domain)  # its stub lacks the functions
    given = {a.name for a in call.attribute}
    call.attribute.extend(
        a.default_value for n, a in schema.attributes.items() if n not in given and a.default_value.type
    )
    by_name = {i.name: i.type for i in infos}
    function = onnx.FunctionProto.FromString(
        schema.get_context_dependent_function(
            call.SerializeToString(), [by_name.get(i, onnx.TypeProto()).SerializeToString() for i in call.input]
        )
        if schema.has_context_dependent_function
        else schema.get_function_with_opset_version(schema.function_opset_versions[-1])
    )
    function.domain = call.domain = _DOMAIN
    outputs = [helper.make_empty_tensor_value_info(o) for o in call.output if o]
    if not any(o.domain == "" for o in function.opset_import):
        function.opset_import.append(helper.make_opsetid("", NEWEST))
    imports = [*function.opset_import, helper.make_opsetid(_DOMAIN, 1)]
    model = helper.make_model(
        helper.make_graph([call], "call", infos, outputs), opset_imports=imports, functions=[function]
    )
    inlined = inliner.inline_local_functions(model)
    body = ir.from_proto(inlined)
    versions = dict(body.opset_imports)
    own = {v.name: v for v in body.graph.inputs}
    for name, value in inputs.items():
        own[name].replace_all_uses_with(value)
    for initialiser in body.graph.initializers.values():
        if initialiser.name not in inputs and initialiser.const_value is not None:
            initialiser.replace_all_uses_with(constant(initialiser.const_value.numpy(), initialiser.name or ""))
    for inner in body.graph.all_nodes():
        inner.version = versions.get(inner.domain, 0)
        inner.meta[PLACE] = node.meta[PLACE]
        inner.name = f"{node.name}/{inner.op_type}"
    results = {v.name: v for v in body.graph.outputs}
    nodes = list(body.graph)
    body.graph.outputs.clear()
    body.graph.remove(nodes)
    found = [results[f"out{i}"] if v.name else ir.Value(name="") for i, v in enumerate(node.outputs)]
    return Replacement(found, nodes)
