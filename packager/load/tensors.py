"""TensorProto -> numpy array, with every claimed size checked against the bytes that are really there.

External data is read only from regular files inside the model's own folder.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from math import prod
from pathlib import Path, PurePosixPath, PureWindowsPath

import numpy as np
import onnx
from onnx import numpy_helper

from packager import dtype as dtypes
from packager.errors import ModelInvalid, ModelTooLarge, PackError, Unsupported, Where
from packager.graph import Array
from packager.load import limits

_FIELDS = {
    **dict.fromkeys((2, 3, 4, 5, 6, 9, 10), "int32_data"),
    1: "float_data",
    7: "int64_data",
    11: "double_data",
    12: "uint64_data",
    13: "uint64_data",
}
"""TensorProto.DataType -> the typed field that holds the elements when `raw_data` does not."""


def type_name(code: int) -> str:
    """ONNX's name of an element type, or its number."""
    known: dict[int, str] = {v: k for k, v in onnx.TensorProto.DataType.items()}
    return known.get(code, f"number {code}")


def shape_of(dims: Iterable[int], what: str, where: Where) -> tuple[int, ...]:
    """The dims as a shape within the limits, or the error that says how `what` breaks them."""
    shape = tuple(dims)
    if any(d < 0 for d in shape):
        raise _invalid(f"{what} has a negative size", where, f"its shape is {list(shape[:32])}")
    if len(shape) > limits.RANK or prod(shape) > limits.ELEMENTS:
        raise ModelTooLarge(
            f"{what} is too large",
            where=where,
            why=f"its shape is {list(shape[:32])}; pack allows {limits.RANK} dimensions and {limits.ELEMENTS} elements",
            fix="if the file is not damaged, export the network with smaller sizes",
        )
    return shape


def array(tensor: onnx.TensorProto, what: str, where: Where, folder: Path) -> Array:
    """The content of a dense tensor. `what` names it in errors, `folder` is where external data may lie."""
    if tensor.data_type not in dtypes.BY_ONNX:
        raise Unsupported(
            f"{what} has elements of type {type_name(tensor.data_type)}",
            where=where,
            why="pack compiles float32, and integer and other float types that numpy has",
            fix="export the model in float32",
        )
    dtype = dtypes.BY_ONNX[tensor.data_type]
    shape = shape_of(tensor.dims, what, where)
    need = prod(shape) * dtype.bytes
    if need > limits.WEIGHT_BYTES:
        raise ModelTooLarge(
            f"{what} is too large",
            where=where,
            why=f"its {list(shape)} elements of {dtype} are {need} bytes; pack reads at most {limits.WEIGHT_BYTES}",
            fix="if the file is not damaged, use a smaller network",
        )
    if tensor.HasField("segment"):
        raise _invalid(f"{what} is a segment of a tensor", where, "ONNX never defined how segments are joined")
    if tensor.data_location == onnx.TensorProto.EXTERNAL:
        data = _external(tensor, what, where, folder, need)
        return np.frombuffer(data, dtype.np.newbyteorder("<")).astype(dtype.np, copy=False).reshape(shape)
    if tensor.HasField("raw_data"):
        have, unit = len(tensor.raw_data), "bytes"
    else:
        have, unit, need = len(getattr(tensor, _FIELDS[tensor.data_type])), "elements", prod(shape)
    if have != need:
        raise _invalid(
            f"{what} is not whole", where, f"its shape {list(shape)} needs {need} {unit}, the file holds {have}"
        )
    return numpy_helper.to_array(tensor).reshape(shape)


def dense(sparse: onnx.SparseTensorProto, what: str, where: Where, folder: Path) -> Array:
    """The content of a sparse tensor (COO, linear or per-axis indices), zeros filled in."""
    shape = shape_of(sparse.dims, what, where)
    values = array(sparse.values, what, where, folder).reshape(-1)
    places = array(sparse.indices, f"the indices of {what}", where, folder)
    if prod(shape) > limits.FOLD_ELEMENTS:
        raise ModelTooLarge(
            f"{what} is too large",
            where=where,
            why=f"its {prod(shape)} elements are more than the {limits.FOLD_ELEMENTS} that pack fills in",
            fix="store it as a dense tensor",
        )
    if places.dtype != np.int64 or places.shape not in ((values.size,), (values.size, len(shape))):
        raise _invalid(f"{what} is not whole", where, f"{values.size} values have indices {list(places.shape)}")
    indices = places.astype(np.int64, copy=False)
    bounds = np.array(shape if indices.ndim == 2 else [prod(shape)], np.int64)
    if (indices < 0).any() or (indices.reshape(values.size, -1) >= bounds).any():
        raise _invalid(f"{what} is not whole", where, f"an index lies outside its shape {list(shape)}")
    full: Array = np.zeros(shape, values.dtype)
    if indices.ndim == 2:
        full[tuple(indices.T)] = values
    else:
        full.reshape(-1)[indices] = values
    return full


def _external(tensor: onnx.TensorProto, what: str, where: Where, folder: Path, need: int) -> bytes:
    """The bytes of external data: location relative to `folder`, offset and length checked against the file."""
    entries = {e.key: e.value for e in tensor.external_data}
    location = entries.get("location", "")
    windows = PureWindowsPath(location)
    parts = {*PurePosixPath(location).parts, *windows.parts}
    if not location or "\0" in location or location.startswith("/") or windows.drive or windows.root or ".." in parts:
        raise _outside(what, where, location, "absolute paths and '..' are not allowed")
    home = folder.resolve()
    path = Path(home, *PurePosixPath(location).parts)
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(home):
            raise _outside(what, where, location, f"it leads to {real}")
        # Opened without waiting, so that a named pipe cannot stop us; what it is gets checked on the open file.
        handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_NOFOLLOW", 0))
    except (OSError, ValueError, RuntimeError) as error:
        raise _unreadable(what, where, location, error) from error
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise _outside(what, where, location, "it is no regular file")
    with os.fdopen(handle, "rb") as file:
        offset = _number(entries, "offset", 0, what, where)
        length = _number(entries, "length", need, what, where)
        if length != need:
            raise _invalid(f"{what} is not whole", where, f"its shape needs {need} bytes, its length is {length}")
        if offset + length > status.st_size:
            why = f"bytes {offset} to {offset + length} are beyond the {status.st_size} bytes of '{location}'"
            raise _invalid(f"{what} is not whole", where, why)
        try:
            file.seek(offset)
            data = file.read(length)
        except OSError as error:
            raise _unreadable(what, where, location, error) from error
    if len(data) != length:
        raise _invalid(f"{what} is not whole", where, f"'{location}' ended after {len(data)} of {length} bytes")
    return data


def _number(entries: dict[str, str], key: str, default: int, what: str, where: Where) -> int:
    text = entries.get(key, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise _invalid(f"{what} is not whole", where, f"its {key} '{text[:40]}' is not a number of bytes")
    return int(text)


def _outside(what: str, where: Where, location: str, why: str) -> PackError:
    return ModelInvalid(
        f"{what} reaches outside the model's folder",
        where=where,
        why=f"its external data is '{location[:200]}': {why}",
        fix="put the data file beside the model, or save the model with the weights inside",
    )


def _unreadable(what: str, where: Where, location: str, error: Exception) -> PackError:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return ModelInvalid(
        f"the external data of {what} cannot be read",
        where=where,
        why=f"'{location[:200]}': {reason}",
        fix="put the data file beside the model, under the name that it had when the model was saved",
    )


def _invalid(what: str, where: Where, why: str) -> PackError:
    return ModelInvalid(what, where=where, why=why, fix="export the model again: the file is damaged")
