"""A DLC file as Qualcomm's libraries write it: what is in it, and its time stamps made the same. bytes -> Dlc.

A DLC is a ZIP64 archive whose entries are stored and whose checksums are all zero, which Python's zipfile refuses; it
is read by offsets here. `model` and `model.params` are flatbuffers behind a header of 8 bytes; their tables are laid
out as Netron (MIT licence) reads them. Weights lie in `model.params.bin`.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

from packager.errors import ArtefactBroken

HEADER = bytes.fromhex("d50a040001000000")
"""Before a flatbuffer: a mark and version 4.1."""

DTYPES: Mapping[int, tuple[str, int]] = {
    0x0008: ("int8", 1), 0x0016: ("int16", 2), 0x0032: ("int32", 4), 0x0064: ("int64", 8), 0x0108: ("uint8", 1),
    0x0116: ("uint16", 2), 0x0132: ("uint32", 4), 0x0164: ("uint64", 8), 0x0216: ("float16", 2),
    0x0232: ("float32", 4), 0x0308: ("qint8", 1), 0x0316: ("qint16", 2), 0x0332: ("qint32", 4), 0x0408: ("quint8", 1),
    0x0416: ("quint16", 2), 0x0432: ("quint32", 4), 0x0508: ("bool", 1),
}  # fmt: skip
"""QNN's element types: name and bytes. A q says that real = (stored + offset) * scale."""

STATIC = 4
"""`location` of a tensor whose content is in the file."""


@dataclass(frozen=True)
class Tensor:
    """One tensor of the graph. `scale` and `offset` are those of a tensor with one encoding, else None; `channels` is
    the number of encodings of one with an encoding per channel. `content` are the bytes of a constant, else empty."""

    name: str
    dtype: str
    dims: tuple[int, ...]
    scale: float | None
    offset: int | None
    channels: int
    content: bytes

    @property
    def bytes(self) -> int:
        """Of the dense tensor."""
        return prod(self.dims) * next(size for name, size in DTYPES.values() if name == self.dtype)


@dataclass(frozen=True)
class Op:
    """One operator, by the names of its tensors."""

    name: str
    type: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Dlc:
    """What a DLC with one graph holds."""

    graph: str
    ops: tuple[Op, ...]
    tensors: Mapping[str, Tensor]

    @property
    def static_bytes(self) -> int:
        """Of all constants."""
        return sum(len(t.content) for t in self.tensors.values())

    @property
    def inputs(self) -> tuple[Tensor, ...]:
        """Tensors that are read but neither written nor constant, in the file's order."""
        written = {o for op in self.ops for o in op.outputs}
        read = {i for op in self.ops for i in op.inputs}
        return tuple(t for t in self.tensors.values() if t.name in read - written and not t.content)

    @property
    def outputs(self) -> tuple[Tensor, ...]:
        """Tensors that are written and not read, in the file's order."""
        read = {i for op in self.ops for i in op.inputs}
        return tuple(self.tensors[o] for op in self.ops for o in op.outputs if o not in read)


def read(content: bytes, name: str) -> Dlc:
    """The DLC in `content`; `name` is the file's, for errors. Raises ArtefactBroken for anything that does not fit."""
    try:
        return _read(content)
    except (struct.error, ValueError, KeyError, IndexError, UnicodeDecodeError, OverflowError) as error:
        raise ArtefactBroken(
            f"{name} is not a DLC that can be read",
            where=name,
            why=f"{type(error).__name__}: {error}" if str(error) else type(error).__name__,
            fix="it is damaged or truncated, or of another version: compare with SHA256SUMS, and build again",
        ) from error


def entries(content: bytes) -> dict[str, tuple[int, int]]:
    """Entry -> where its bytes begin and how many there are. Raises ValueError, struct.error."""
    found: dict[str, tuple[int, int]] = {}
    at = 0
    while content[at : at + 4] == b"PK\x03\x04":
        (method,) = struct.unpack_from("<H", content, at + 8)
        size, name_bytes, extra_bytes = struct.unpack_from("<IHH", content, at + 22)
        extra = at + 30 + name_bytes
        name = content[at + 30 : extra].decode()
        if method != 0:
            raise ValueError(f"the entry {name} is compressed")
        if size == 0xFFFFFFFF:  # the true size stands first in the ZIP64 field
            kind, _, size = struct.unpack_from("<HHQ", content, extra)
            if kind != 1:
                raise ValueError(f"the entry {name} has no size")
        begin = extra + extra_bytes
        if begin + size > len(content):
            raise ValueError(f"the entry {name} ends behind the end of the file")
        found[name] = (begin, size)
        at = begin + size
    if content[at : at + 4] != b"PK\x01\x02" or b"PK\x05\x06" not in content[at:]:
        raise ValueError("the archive has no directory at its end")
    return found


TIME = re.compile(rb'("timestamp": ")[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}( UTC")')
"""In the JSON of the two metadata entries."""


def without_time(content: bytes) -> bytes:
    """The same DLC with every time stamp at the beginning of 1970, so that two builds are the same bytes.

    Lengths stay, and no checksum covers them. Raises ValueError, struct.error for what is not a DLC.
    """
    result = bytearray(content)
    for name, (begin, size) in entries(content).items():
        if name.startswith("dlc.metadata"):
            entry = TIME.sub(rb"\g<1>1970-01-01 00:00:00\2", content[begin : begin + size])
            result[begin : begin + size] = entry
    return bytes(result)


def _read(content: bytes) -> Dlc:
    where = entries(content)

    def entry(name: str) -> bytes:
        begin, size = where[name]
        return content[begin : begin + size]

    models = _root(entry("model")).tables(0)
    parameters = _root(entry("model.params")).tables(0)
    if len(models) != 1 or len(parameters) != 1:
        raise ValueError(f"{len(models)} graphs where one belongs")
    weights, data = _weights(parameters[0]), entry("model.params.bin")
    tensors = (_tensor(t, weights, data) for t in models[0].tables(2))
    ops = (Op(t.string(0), t.string(1), t.strings(2), t.strings(3)) for t in models[0].tables(1))
    return Dlc(models[0].string(0), tuple(ops), {t.name: t for t in tensors})


def _weights(parameters: _Table) -> dict[str, tuple[int, int]]:
    """Tensor -> offset and bytes in model.params.bin."""
    found = {}
    for tensor in parameters.tables(1):
        place = tensor.table(3)
        if place is not None:
            found[tensor.string(0)] = (place.number(0, "Q"), place.number(1, "Q"))
    return found


def _tensor(table: _Table, weights: Mapping[str, tuple[int, int]], data: bytes) -> Tensor:
    name, dims = table.string(1), table.numbers(3)
    dtype, _ = DTYPES[table.number(6, "I")]
    content = b""
    if table.number(2, "i") == STATIC:
        begin, size = weights[name]
        content = data[begin : begin + size]
        if len(content) != size:
            raise ValueError(f"the content of '{name}' ends behind the end of the file")
    about = table.table(5)
    one = about.table(2) if about is not None else None
    many = about.table(3) if about is not None else None
    return Tensor(
        name, dtype, dims,
        float(one.number(3, "f")) if one is not None else None,
        one.number(4, "i") if one is not None else None,
        len(many.tables(1)) if many is not None else 0,
        content,
    )  # fmt: skip


@dataclass(frozen=True)
class _Table:
    """A table of a flatbuffer: `at` is its place in `data`. Fields are numbered from 0; an absent one is 0 or empty."""

    data: bytes
    at: int

    def _unpack(self, format_: str, at: int) -> tuple[int, ...]:
        if at < 0:  # which struct would count from the end
            raise ValueError("an offset before the beginning")
        return struct.unpack_from(f"<{format_}", self.data, at)

    def _field(self, number: int) -> int:
        """Where field `number` is; 0 for an absent one."""
        directory = self.at - self._unpack("i", self.at)[0]
        (size,) = self._unpack("H", directory)
        place = 4 + 2 * number
        offset = self._unpack("H", directory + place)[0] if place + 2 <= size else 0
        return self.at + offset if offset else 0

    def _target(self, at: int) -> int:
        return at + self._unpack("I", at)[0]

    def _elements(self, number: int) -> range:
        """Places of the 4-byte elements of a vector."""
        field = self._field(number)
        if not field:
            return range(0)
        begin = self._target(field)
        (count,) = self._unpack("I", begin)
        if begin + 4 + 4 * count > len(self.data):
            raise ValueError("a vector ends behind the end of the file")
        return range(begin + 4, begin + 4 + 4 * count, 4)

    def number(self, number: int, kind: str) -> int:
        """A number; `kind` is struct's letter."""
        field = self._field(number)
        return self._unpack(kind, field)[0] if field else 0

    def numbers(self, number: int) -> tuple[int, ...]:
        """A vector of u32."""
        return tuple(self._unpack("I", at)[0] for at in self._elements(number))

    def _text(self, at: int) -> str:
        (count,) = self._unpack("I", at)
        if at + 4 + count > len(self.data):
            raise ValueError("a text ends behind the end of the file")
        return self.data[at + 4 : at + 4 + count].decode()

    def string(self, number: int) -> str:
        """A text."""
        field = self._field(number)
        return self._text(self._target(field)) if field else ""

    def strings(self, number: int) -> tuple[str, ...]:
        """A vector of texts."""
        return tuple(self._text(self._target(at)) for at in self._elements(number))

    def table(self, number: int) -> _Table | None:
        """A table."""
        field = self._field(number)
        return _Table(self.data, self._target(field)) if field else None

    def tables(self, number: int) -> tuple[_Table, ...]:
        """A vector of tables."""
        return tuple(_Table(self.data, self._target(at)) for at in self._elements(number))


def _root(entry: bytes) -> _Table:
    if not entry.startswith(HEADER):
        raise ValueError(f"a header {entry[:8].hex()} where {HEADER.hex()} belongs")
    table = _Table(entry[len(HEADER) :], 0)
    return _Table(table.data, table._target(0))
