"""A Spelling -> onnx.NodeProto: attributes get the types that the operator's schema states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import onnx
from onnx import defs, helper

from packager.graph import Attr

_A = onnx.AttributeProto
_FLOAT = {int(_A.FLOAT), int(_A.FLOATS)}


def node_proto(
    op: str, inputs: Sequence[str], outputs: Sequence[str], attrs: Mapping[str, Attr], opset: int, name: str = ""
) -> onnx.NodeProto:
    """The ONNX node. An attribute that came after `opset` is left out where it has its default.

    Raises KeyError for an operator or an attribute that ONNX does not have.
    """
    if not defs.has(op, opset, ""):
        raise KeyError(f"ONNX has no operator {op} at operator set {opset}")
    schema = defs.get_schema(op, opset, "")
    node = helper.make_node(op, inputs, outputs, name=name)
    for key, value in sorted(attrs.items()):
        if key not in schema.attributes:
            if _is_default(op, key, value):
                continue
            raise KeyError(f"{op} has no attribute {key} at operator set {opset}")
        kind = attribute_kind(schema, key)
        if kind in _FLOAT:
            value = tuple(float(v) for v in value) if isinstance(value, tuple) else float(value)
        node.attribute.append(helper.make_attribute(key, value, attr_type=kind))
    return node


def attribute_kind(schema: defs.OpSchema, key: str) -> int:
    """The type of the attribute `key`, as AttributeProto numbers it."""
    kind: Any = schema.attributes[key].type  # its stub lacks the value
    return int(kind.value)


def fits(op: str, attrs: Mapping[str, Attr], opset: int) -> bool:
    """Whether the operator with these attributes can be written at `opset`."""
    if not defs.has(op, opset, ""):
        return op == "Swish"  # which the writer spells out
    known = defs.get_schema(op, opset, "").attributes
    return all(k in known or _is_default(op, k, v) for k, v in attrs.items())


def _is_default(op: str, key: str, value: Attr) -> bool:
    """Whether the newest operator set has the attribute, and with this default."""
    attribute = defs.get_schema(op, defs.onnx_opset_version(), "").attributes.get(key)
    if attribute is None or attribute.default_value.type == _A.UNDEFINED:
        return False
    default = helper.get_attribute_value(attribute.default_value)
    return bool((default.decode() if isinstance(default, bytes) else default) == value)
