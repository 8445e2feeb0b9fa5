"""A walk over protobuf bytes before the parser sees them: bytes -> nothing, or ModelInvalid at the damaged byte.

The parser is robust against damage, but not against amplification: two bytes can claim an empty message that costs a
hundred bytes of memory. Counting fields first keeps the cost of parsing proportional to what the limits allow, and
says at which byte, inside which node or tensor, a truncated file breaks off.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import onnx
from google.protobuf.descriptor import FieldDescriptor  # type: ignore[import-untyped]

from packager.errors import ModelInvalid, Where
from packager.load import limits

_VARINTS = (FieldDescriptor.TYPE_INT32, FieldDescriptor.TYPE_INT64, FieldDescriptor.TYPE_UINT64)


class _Field(NamedTuple):
    """What ONNX says of a field: its name, its type where it is a message, whether it holds text, or many numbers."""

    name: str = ""
    message: Any = None
    text: bool = False
    numbers: bool = False


@cache
def _fields(message: Any) -> dict[int, _Field]:
    """Number -> field of the message with this descriptor."""
    return {
        f.number: _Field(
            f.name,
            f.message_type,
            f.type == f.TYPE_STRING and f.name != "doc_string",
            # Bytes in the file that become objects in memory; the other lists of numbers stay as they are.
            f.type in _VARINTS or f.name == "floats",
        )
        for f in message.fields
    }


@dataclass
class _Message:
    """A message under the cursor: its type, where it ends, its name in the message around it, and parts seen so far."""

    kind: Any
    end: int
    name: str
    cut: ModelInvalid | None = None
    counts: dict[int, int] = field(default_factory=dict)


def check(data: bytes | memoryview, file: str) -> None:
    """Walk the ModelProto in `data`. Raises ModelInvalid where it is damaged, too deep or has too many fields."""
    # An explicit stack: the file decides the depth, not Python's.
    model = onnx.ModelProto.DESCRIPTOR
    stack = [_Message(model, len(data), "model")]
    at = fields = numbers = 0
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
        known = _fields(message.kind).get(number, _Field()) if wire == 2 else _Field()
        cut = None
        if size > message.end - at:
            cut = _bad(file, start, stack, f"field {number} claims {size} bytes where {message.end - at} are left")
            if known.message is None:
                raise cut
            size = message.end - at  # look inside for the place where it breaks off
        if known.message is None:
            if known.text:
                _text(bytes(data[at : at + size]), file, start, stack)
            numbers += size if known.numbers else 0
            if numbers > limits.NUMBERS:
                raise _bad(file, at, stack, f"it has more than {limits.NUMBERS} bytes of lists of numbers")
            at += size
            continue
        if len(stack) >= limits.NESTING:
            raise _bad(file, start, stack, f"messages are nested more than {limits.NESTING} deep")
        index = message.counts.get(number, 0)
        message.counts[number] = index + 1
        graph |= message.kind is model and known.name == "graph"
        stack.append(_Message(known.message, at + size, f"{known.name}[{index}]", cut))
    if not graph:
        raise _bad(file, 0, [_Message(model, 0, "model")], "there is no graph in it")


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
