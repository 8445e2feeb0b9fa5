"""What the file says: onnx_ir.Node -> Op, checked by ONNX itself; onnx_ir.Value -> Value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import onnx
import onnx_ir as ir
from onnx import checker, defs

from packager import dtype as dtypes
from packager.errors import ModelInvalid, PackError, Unsupported, Where
from packager.graph import Array, Value
from packager.load.inline import PLACE
from packager.load.op import Op, Raw
from packager.load.source import NEWEST
from packager.lowering.base import OWN

DOMAINS = frozenset(("", "ai.onnx.ml", "ai.onnx.preview", "ai.onnx.preview.training"))
"""ONNX's own operator sets."""

_LAYOUTS = frozenset(("com.microsoft.nchwc", "com.ms.internal.nhwc"))
"""Domains of operators on memory as a kernel of ONNX Runtime wants it, which mean nothing outside of it."""

_DEPRECATED = frozenset(("GroupNormalization",))
"""Operators that ONNX takes back at some operator set, and that exporters wrote nevertheless."""

_PLAIN = frozenset(getattr(ir.AttributeType, kind) for kind in ("FLOAT", "INT", "STRING", "FLOATS", "INTS", "STRINGS"))


def where_of(node: ir.Node) -> Where:
    """Where in the file `node` is from."""
    where: Where = node.meta[PLACE]
    return where


def about(error: PackError, node: ir.Node) -> PackError:
    """`error`, saying which node it is about, and where exactly to cut the model if that helps."""
    for one in error.each:
        kinds = (_kind(v) for v in node.inputs if v is not None)
        computed = (v.name for v in node.inputs if v is not None and v.producer() is not None and not v.const_value)
        one.about(f"{node.op_type}({', '.join(kinds)})", filter(None, computed))
    return error


def _kind(value: ir.Value) -> str:
    """Type and shape as far as they are known: `f32[1,?,8]`."""
    kind = dtypes.BY_ONNX[value.dtype].name if value.dtype in dtypes.BY_ONNX else "?"
    if is_sequence(value):
        return "sequence"
    if value.shape is None:
        return kind
    return f"{kind}[{','.join(str(d) if isinstance(d, int) else '?' for d in value.shape)}]"


def read_value(value: ir.Value, where: Where) -> Value:
    """The value of ours, which a node at `where` reads. It is a tensor whose shape is known."""
    tensor = value.const_value
    if tensor is not None and tensor.dtype not in dtypes.BY_ONNX:
        raise Unsupported(
            f"the constant '{value.name}' has elements of type {tensor.dtype.name}",
            where=where,
            why="pack compiles float32, and integer and other float types that numpy has",
            fix="export the model in float32",
        )
    if tensor is not None and not isinstance(tensor, ir.Tensor):  # as it is in the file: each look at it is a copy
        tensor = value.const_value = ir.Tensor(tensor.numpy(), name=value.name)
    assert value.shape is not None
    assert value.dtype is not None
    const = None if tensor is None else tensor.numpy()
    return Value(value.name or "", value.shape.numpy(), dtypes.BY_ONNX[value.dtype], const)


def read_op(node: ir.Node, fresh: Callable[[str], str]) -> Op:
    """The node as a normaliser sees it; inputs that are no tensors are absent."""
    where, version = where_of(node), node.version or NEWEST
    inputs = tuple(None if v is None or is_sequence(v) else read_value(v, where) for v in node.inputs)
    outputs = list(_outputs(node, version))
    while outputs and not outputs[-1]:
        outputs.pop()
    graphs = (ir.AttributeType.GRAPH, ir.AttributeType.GRAPHS)
    attrs = {a.name: _plain(a, where) for a in node.attributes.values() if not a.is_ref() and a.type not in graphs}
    known = defaults(node.op_type, version, node.domain) if node.op_type not in OWN else {}
    return Op(node.op_type, version, where, inputs, tuple(outputs), attrs, known, fresh)


def check(node: ir.Node) -> None:
    """Raise unless it is one of ONNX's own operators, and as ONNX wants it."""
    if node.op_type in OWN:
        return
    where, version = where_of(node), node.version
    full = f"{node.domain}.{node.op_type}" if node.domain else node.op_type
    if node.domain not in DOMAINS or not version or not defs.has(node.op_type, version, node.domain):
        foreign = "it is none of ONNX's own operators" if version else "the model does not import its operator set"
        raise Unsupported(
            f"there is no operator '{full[:200]}'",
            where=where,
            why=foreign if node.domain not in DOMAINS or not version else f"it is not in ONNX's operator set {version}",
            fix="save the model with ONNX Runtime's graph optimisation level 'extended' (ORT_ENABLE_EXTENDED) or a "
            "lower one, which keep to what is the same on all machines; or take the model that it was made of"
            if node.domain in _LAYOUTS
            else "export the model with ONNX's own operators only, without a runtime's optimisations; or say what it "
            "means in a file, `ops: [my_ops.py]` (`pack ops --test`); or cut it before this node with `outputs:` in "
            "the manifest",
        )
    kinds = {a.type for a in node.attributes.values()}
    if not kinds <= _PLAIN or (
        node.op_type in _DEPRECATED and defs.get_schema(node.op_type, version, node.domain).deprecated
    ):
        return
    context = checker.C.CheckerContext()
    context.ir_version, context.opset_imports = onnx.IR_VERSION, {node.domain: version}
    try:
        checker.check_node(ir.serde.serialize_node(node), context)
    except (checker.ValidationError, RuntimeError) as error:
        raise ModelInvalid(
            f"{node.op_type} is not valid",
            where=where,
            why=" ".join(str(error).split("==> Context:")[0].split()),
            fix="export the model again, or correct the node",
        ) from error


def _plain(attribute: ir.Attr, where: Where) -> Raw:
    """The value of an attribute that is no graph."""
    value = attribute.value
    if attribute.type == ir.AttributeType.TENSOR and attribute.as_tensor().dtype in dtypes.BY_ONNX:
        return attribute.as_tensor().numpy()
    if attribute.type in _PLAIN and not isinstance(value, bytes):
        plain: Raw = value
        return plain
    raise ModelInvalid(
        f"the attribute '{attribute.name}' has no value that pack can read",
        where=where,
        why="it is no text" if isinstance(value, bytes) else f"its type is {attribute.type.name}",
        fix="export the model again",
    )


def is_sequence(value: ir.Value) -> bool:
    """Whether it is a sequence of tensors."""
    return isinstance(value.type, ir.SequenceType)


def _outputs(node: ir.Node, version: int) -> Iterator[str]:
    """Names of the outputs; '' for optional ones that nobody reads."""
    formal = defs.get_schema(node.op_type, version, node.domain).outputs if node.op_type not in OWN else []
    for i, value in enumerate(node.outputs):
        optional = i < len(formal) and formal[i].option == defs.OpSchema.FormalParameterOption.Optional
        read = value.uses() or value.is_graph_output()
        yield "" if optional and not read else value.name or ""


def constant(array: Array, name: str) -> ir.Value:
    """A constant that is in no graph: nobody reads it but the nodes that it is given to."""
    tensor = ir.Tensor(array, name=name)
    return ir.Value(name=name, shape=ir.Shape(array.shape), type=ir.TensorType(tensor.dtype), const_value=tensor)


@lru_cache(maxsize=512)
def defaults(op: str, version: int, domain: str = "") -> Mapping[str, Raw]:
    """Attributes that an `op` of operator set `version` has when the file does not state them.

    An attribute that came with a later operator set has that set's default, which means what there was before it.
    """
    found: dict[str, Raw] = {}
    for since in dict.fromkeys((version if domain else NEWEST, version)):
        known = defs.get_schema(op, since, domain).attributes if defs.has(op, since, domain) else {}
        for name, attribute in known.items():
            if attribute.default_value.type:
                found[name] = ir.serde.deserialize_attribute(attribute.default_value).value
    return found
