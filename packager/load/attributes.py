"""AttributeProto -> Python values; defaults that a schema leaves to the reader."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import onnx
from onnx import defs

from packager.errors import ModelInvalid, Where
from packager.load import tensors
from packager.load.op import Raw

_A = onnx.AttributeProto


def decode(attribute: onnx.AttributeProto, where: Where, folder: Path) -> Raw:
    """The value of an attribute that is neither a graph nor a type. Raises ModelInvalid or Unsupported."""
    kind, name = attribute.type, attribute.name
    if kind == _A.FLOAT:
        return float(attribute.f)
    if kind == _A.INT:
        return int(attribute.i)
    if kind == _A.STRING:
        return _text(attribute.s, name, where)
    if kind == _A.FLOATS:
        return tuple(float(v) for v in attribute.floats)
    if kind == _A.INTS:
        return tuple(int(v) for v in attribute.ints)
    if kind == _A.STRINGS:
        return tuple(_text(s, name, where) for s in attribute.strings)
    if kind == _A.TENSOR:
        return tensors.array(attribute.t, f"the attribute '{name}'", where, folder)
    if kind == _A.SPARSE_TENSOR:
        return tensors.dense(attribute.sparse_tensor, f"the attribute '{name}'", where, folder)
    raise ModelInvalid(
        f"the attribute '{name}' has no value that pack can read",
        where=where,
        why=f"its type is {_A.AttributeType.Name(kind) if kind in _A.AttributeType.values() else kind}",
        fix="export the model again",
    )


@lru_cache(maxsize=512)
def defaults(op: str, version: int) -> Mapping[str, Raw]:
    """Attributes that an `op` of operator set `version` has when the file does not state them.

    An attribute that came with a later operator set has that set's default, which means what there was before it.
    """
    found: dict[str, Raw] = {}
    newest = defs.onnx_opset_version()
    for since in dict.fromkeys((newest, version)):
        if not defs.has(op, since, ""):
            continue
        for name, attribute in defs.get_schema(op, since, "").attributes.items():
            value = attribute.default_value
            if value.type in (_A.FLOAT, _A.INT, _A.STRING, _A.FLOATS, _A.INTS, _A.STRINGS):
                found[name] = decode(value, Where(), Path())
    return found


def _text(value: bytes, name: str, where: Where) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ModelInvalid(
            f"the attribute '{name}' is no text", where=where, why="it is not UTF-8", fix="export the model again"
        ) from error
