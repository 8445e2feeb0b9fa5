"""A walk over protobuf bytes before the parser sees them: bytes -> nothing, or ModelInvalid at the damaged byte.

The parser is robust against damage, but not against amplification: two bytes can claim an empty message that costs a
hundred bytes of memory. Counting fields first keeps the cost of parsing proportional to what the limits allow, and
says at which byte, inside which node or tensor, a truncated file breaks off.
"""

from __future__ import annotations

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
_KINDS = {0: "varint", 1: "64-bit", 2: "length-delimited", 5: "32-bit"}


def check(data: bytes | memoryview, file: str) -> None:
    """Walk the ModelProto in `data`. Raises ModelInvalid where it is damaged, too deep or has too many fields."""
    # Message under the cursor: (type, end, path). An explicit stack: the file decides the depth, not Python's.
    stack: list[tuple[str, int, str]] = [("Model", len(data), "model")]
    counts: list[dict[int, int]] = [{}]
    at = fields = 0
    graph = False
    while stack:
        kind, end, path = stack[-1]
        if at == end:
            stack.pop()
            counts.pop()
            continue
        fields += 1
        if fields > limits.FIELDS:
            raise _bad(file, at, path, f"it has more than {limits.FIELDS} protobuf fields")
        start = at
        tag, at = _varint(data, at, end, file, path)
        number, wire = tag >> 3, tag & 7
        if wire not in _KINDS or number == 0:
            raise _bad(file, start, path, f"byte {data[start]:#04x} starts no protobuf field")
        if wire == 0:
            _, at = _varint(data, at, end, file, path)
            continue
        size = 8 if wire == 1 else 4
        if wire == 2:
            size, at = _varint(data, at, end, file, path)
        if size > end - at:
            raise _bad(file, start, path, f"field {number} claims {size} bytes where {end - at} are left")
        inner = _MESSAGES[kind].get(number) if wire == 2 else None
        if inner is None:
            if wire == 2 and number in _TEXTS.get(kind, ()):
                _text(bytes(data[at : at + size]), file, start, path)
            at += size
            continue
        if len(stack) >= limits.NESTING:
            raise _bad(file, start, path, f"messages are nested more than {limits.NESTING} deep")
        index = counts[-1].get(number, 0)
        counts[-1][number] = index + 1
        graph |= kind == "Model" and number == 7
        stack.append((inner[0], at + size, f"{path}.{inner[1]}[{index}]"))
        counts.append({})
    if not graph:
        raise _bad(file, 0, "model", "there is no graph in it")


def _varint(data: bytes | memoryview, at: int, end: int, file: str, path: str) -> tuple[int, int]:
    """The varint at `at` and the offset behind it."""
    value = data[at] if at < end else 0x80
    if value < 0x80:
        return value, at + 1
    value = 0
    for i in range(10):
        if at + i >= end:
            raise _bad(file, at, path, "a number is cut off")
        byte = data[at + i]
        value |= (byte & 0x7F) << (7 * i)
        if byte < 0x80:
            return value, at + i + 1
    raise _bad(file, at, path, "a number is longer than 64 bits")


def _text(name: bytes, file: str, at: int, path: str) -> None:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _bad(file, at, path, f"the name {name[:40]!r} is no UTF-8 text") from error


def _bad(file: str, at: int, path: str, why: str) -> ModelInvalid:
    return ModelInvalid(
        "this is not a whole ONNX file",
        where=Where(file),
        why=f"at byte {at}, in {path}: {why}",
        fix="export the model again, or copy the file again: it is damaged, truncated, or no ONNX model",
    )
