"""A Form -> onnx.NodeProto: attributes get the types that the operator's schema states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import onnx
from onnx import defs, helper

from packager.graph import Attr

_FLOAT = (defs.OpSchema.AttrType.FLOAT, defs.OpSchema.AttrType.FLOATS)


def node_proto(
    op: str, inputs: Sequence[str], outputs: Sequence[str], attrs: Mapping[str, Attr], opset: int, name: str = ""
) -> onnx.NodeProto:
    """The ONNX node. Attributes that `op` does not have at `opset` are an error (KeyError)."""
    schema = defs.get_schema(op, opset, "")
    node = helper.make_node(op, inputs, outputs, name=name)
    for key, value in sorted(attrs.items()):
        kind = schema.attributes[key].type
        if kind in _FLOAT:
            value = tuple(float(v) for v in value) if isinstance(value, tuple) else float(value)
        node.attribute.append(helper.make_attribute(key, value, attr_type=int(kind.value)))
    return node
