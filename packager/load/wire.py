"""A walk over protobuf bytes before the parser sees them: bytes -> nothing, or ModelInvalid at the damaged byte.

The parser is robust against damage, but not against amplification: two bytes can claim an empty message that costs a
hundred bytes of memory. Counting fields first keeps the cost of parsing proportional to what the limits allow, and
says at which byte, inside which node or tensor, a truncated file breaks off.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from packager.errors import ModelInvalid, Where
from packager.load import limits

# Message type -> {field number: (message type, name)} for the fields that hold messages; every other field is a leaf.
_MESSAGES: dict[str, dict[int, tuple[str, str]]] = {
    "Model": {
        7: ("Graph", "graph"),
        8: ("Leaf", "opset_import"),
        14: ("Leaf", "metadata_props"),
        20: ("Training", "training_info"),
        25: ("Function", "functions"),
        26: ("Leaf", "configuration"),
    },
    "Graph": {
        1: ("Node", "node"),
        5: ("Tensor", "initializer"),
        11: ("ValueInfo", "input"),
        12: ("ValueInfo", "output"),
        13: ("ValueInfo", "value_info"),
        14: ("Annotation", "quantization_annotation"),
        15: ("Sparse", "sparse_initializer"),
        16: ("Leaf", "metadata_props"),
    },
    "Node": {5: ("Attribute", "attribute"), 9: ("Leaf", "metadata_props"), 10: ("Devices", "device_configurations")},
    "Attribute": {
        5: ("Tensor", "t"),
        6: ("Graph", "g"),
        10: ("Tensor", "tensors"),
        11: ("Graph", "graphs"),
        14: ("Type", "tp"),
        15: ("Type", "type_protos"),
        22: ("Sparse", "sparse_tensor"),
        23: ("Sparse", "sparse_tensors"),
    },
    "Function": {
        7: ("Node", "node"),
        9: ("Leaf", "opset_import"),
        11: ("Attribute", "attribute_proto"),
        12: ("ValueInfo", "value_info"),
        14: ("Leaf", "metadata_props"),
    },
    "Training": {
        1: ("Graph", "initialization"),
        2: ("Graph", "algorithm"),
        3: ("Leaf", "initialization_binding"),
        4: ("Leaf", "update_binding"),
    },
    "Tensor": {3: ("Leaf", "segment"), 13: ("Leaf", "external_data"), 16: ("Leaf", "metadata_props")},
    "Sparse": {1: ("Tensor", "values"), 2: ("Tensor", "indices")},
    "Annotation": {2: ("Leaf", "quant_parameter_tensor_names")},
    "ValueInfo": {2: ("Type", "type"), 4: ("Leaf", "metadata_props")},
    "Type": {
        1: ("TensorType", "tensor_type"),
        4: ("Element", "sequence_type"),
        5: ("Element", "map_type"),
        8: ("TensorType", "sparse_tensor_type"),
        9: ("Element", "optional_type"),
    },
    "Element": {1: ("Type", "elem_type"), 2: ("Type", "value_type")},
    "TensorType": {2: ("Shape", "shape")},
    "Shape": {1: ("Leaf", "dim")},
    "Leaf": {},
    "Devices": {2: ("Sharding", "sharding_spec")},
    "Sharding": {3: ("Leaf", "index_to_device_group_map"), 4: ("Dims", "sharded_dim")},
    "Dims": {2: ("Leaf", "simple_sharding")},
}

# Message type -> the fields that hold names, which must be text. The parser hands broken text through as bytes.
_TEXTS: dict[str, frozenset[int]] = {
    "Graph": frozenset((2,)),
    "Node": frozenset((1, 2, 3, 4, 7, 8)),
    "Attribute": frozenset((1, 21)),
    "Function": frozenset((1, 4, 5, 6, 10, 13)),
    "Tensor": frozenset((8,)),
    "ValueInfo": frozenset((1,)),
    "Leaf": frozenset((1, 2)),
}


@dataclass
class _Message:
    """A message under the cursor: its type, where it ends, its name in the message around it, and parts seen so far."""

    kind: str
    end: int
    name: str
    cut: ModelInvalid | None = None
    counts: dict[int, int] = field(default_factory=dict)


def check(data: bytes | memoryview, file: str) -> None:
    """Walk the ModelProto in `data`. Raises ModelInvalid where it is damaged, too deep or has too many fields."""
    # An explicit stack: the file decides the depth, not Python's.
    stack = [_Message("Model", len(data), "model")]
    at = fields = 0
    graph = False
    while stack:
        message = stack[-1]
        if at == message.end:
            if message.cut:
                raise message.cut
            stack.pop()
            continue
        fields += 1
        if fields > limits.FIELDS:
            raise _bad(file, at, stack, f"it has more than {limits.FIELDS} protobuf fields")
        start = at
        tag, at = _varint(data, at, file, stack)
        number, wire = tag >> 3, tag & 7
        if wire not in (0, 1, 2, 5) or number == 0:
            raise _bad(file, start, stack, f"byte {data[start]:#04x} starts no protobuf field")
        if wire == 0:
            _, at = _varint(data, at, file, stack)
            continue
        size = 8 if wire == 1 else 4
        if wire == 2:
            size, at = _varint(data, at, file, stack)
        inner = _MESSAGES[message.kind].get(number) if wire == 2 else None
        cut = None
        if size > message.end - at:
            cut = _bad(file, start, stack, f"field {number} claims {size} bytes where {message.end - at} are left")
            if inner is None:
                raise cut
            size = message.end - at  # look inside for the place where it breaks off
        if inner is None:
            if wire == 2 and number in _TEXTS.get(message.kind, ()):
                _text(bytes(data[at : at + size]), file, start, stack)
            at += size
            continue
        if len(stack) >= limits.NESTING:
            raise _bad(file, start, stack, f"messages are nested more than {limits.NESTING} deep")
        index = message.counts.get(number, 0)
        message.counts[number] = index + 1
        graph |= message.kind == "Model" and number == 7
        stack.append(_Message(inner[0], at + size, f"{inner[1]}[{index}]", cut))
    if not graph:
        raise _bad(file, 0, [_Message("Model", 0, "model")], "there is no graph in it")


def _varint(data: bytes | memoryview, at: int, file: str, stack: list[_Message]) -> tuple[int, int]:
    """The varint at `at` and the offset behind it."""
    end = stack[-1].end
    value = data[at] if at < end else 0x80
    if value < 0x80:
        return value, at + 1
    value = 0
    for i in range(10):
        if at + i >= end:
            raise _bad(file, at, stack, "a number is cut off")
        byte = data[at + i]
        value |= (byte & 0x7F) << (7 * i)
        if byte < 0x80:
            return value, at + i + 1
    raise _bad(file, at, stack, "a number is longer than 64 bits")


def _text(name: bytes, file: str, at: int, stack: list[_Message]) -> None:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad(file, at, stack, f"the name {name[:40]!r} is no UTF-8 text") from error


def _bad(file: str, at: int, stack: list[_Message], why: str) -> ModelInvalid:
    return ModelInvalid(
        "this is not a whole ONNX file",
        where=Where(file),
        why=f"at byte {at}, in {'.'.join(m.name for m in stack)}: {why}",
        fix="export the model again, or copy the file again: it is damaged, truncated, or no ONNX model",
    )
