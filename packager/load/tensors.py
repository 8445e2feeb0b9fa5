"""TensorProto -> one whose bytes are in it, with every claimed size checked against the bytes that are really there.

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
from packager.errors import ModelInvalid, ModelTooLarge, PackError, Where
from packager.graph import Array
from packager.load import limits
from packager.load.model_file import damaged


def shape_of(dims: Iterable[int], what: str, where: Where) -> tuple[int, ...]:
    """The dims as a shape within the limits, or the error that says how `what` breaks them."""
    shape = tuple(dims)
    if any(d < 0 for d in shape):
        raise damaged(f"{what} has a negative size", where, f"its shape is {list(shape[:32])}")
    # Sizes beside a 0 count, too: numpy and the sizes of views multiply them.
    if len(shape) > limits.RANK or prod(d or 1 for d in shape) > limits.ELEMENTS:
        why = f"its shape is {list(shape[:32])}; pack allows {limits.RANK} dimensions and {limits.ELEMENTS} elements"
        raise _too_large(what, where, why)
    return shape


def fill(tensor: onnx.TensorProto, what: str, where: Where, folder: Path, room: int) -> int:
    """Put the bytes of a tensor of one of our types into it; gives their number, which is at most `room`.

    `what` names it in errors, `folder` is where external data may lie.
    """
    if tensor.data_type not in dtypes.BY_ONNX:
        raise damaged(f"{what} has no elements", where, f"their type is number {tensor.data_type}")
    shape = shape_of(tensor.dims, what, where)
    size = prod(shape) * dtypes.BY_ONNX[tensor.data_type].bytes
    if size > room:
        raise _too_large(what, where, f"its {size} bytes are more than the {room} that are left for constants")
    if tensor.data_location == onnx.TensorProto.EXTERNAL:
        tensor.raw_data = _external(tensor, what, where, folder, size)
        tensor.ClearField("data_location")
        del tensor.external_data[:]
    try:
        array = numpy_helper.to_array(tensor)
    except (ValueError, TypeError, ArithmeticError) as error:
        raise damaged(f"{what} is not whole", where, f"its shape is {list(shape)}: {error}") from error
    if not tensor.HasField("raw_data"):  # the other fields are lists of Python objects, each time they are read
        tensor.CopyFrom(numpy_helper.from_array(array, tensor.name))
    return size


def fill_sparse(
    tensor: onnx.TensorProto, sparse: onnx.SparseTensorProto, what: str, where: Where, folder: Path, room: int
) -> int:
    """Make `tensor` what `sparse` says (COO, linear or per-axis indices), zeros filled in; as `fill` does."""
    shape = shape_of(sparse.dims, what, where)
    for part in (sparse.values, sparse.indices):
        fill(part, what, where, folder, limits.WEIGHT_BYTES)
    values, indices = (numpy_helper.to_array(t) for t in (sparse.values, sparse.indices))
    if prod(shape) * values.itemsize > room:
        raise _too_large(what, where, f"it has {prod(shape)} elements with the zeros")
    if indices.dtype != np.int64 or indices.shape not in ((values.size,), (values.size, len(shape))):
        raise damaged(f"{what} is not whole", where, f"{values.size} values have indices {list(indices.shape)}")
    bounds = np.array(shape if indices.ndim == 2 else [prod(shape)], np.int64)
    if (indices < 0).any() or (indices.reshape(values.size, -1) >= bounds).any():
        raise damaged(f"{what} is not whole", where, f"an index lies outside its shape {list(shape)}")
    full: Array = np.zeros(shape if indices.ndim == 2 else prod(shape), values.dtype)
    full[tuple(indices.T) if indices.ndim == 2 else indices] = values.reshape(-1)
    tensor.CopyFrom(numpy_helper.from_array(full.reshape(shape), tensor.name))
    return full.nbytes


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
            raise damaged(f"{what} is not whole", where, f"its shape needs {need} bytes, its length is {length}")
        if offset + length > status.st_size:
            why = f"bytes {offset} to {offset + length} are beyond the {status.st_size} bytes of '{location}'"
            raise damaged(f"{what} is not whole", where, why)
        try:
            file.seek(offset)
            data = file.read(length)
        except OSError as error:
            raise _unreadable(what, where, location, error) from error
    if len(data) != length:
        raise damaged(f"{what} is not whole", where, f"'{location}' ended after {len(data)} of {length} bytes")
    return data


def _number(entries: dict[str, str], key: str, default: int, what: str, where: Where) -> int:
    text = entries.get(key, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise damaged(f"{what} is not whole", where, f"its {key} '{text[:40]}' is not a number of bytes")
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


def _too_large(what: str, where: Where, why: str) -> PackError:
    fix = "if the file is not damaged, export the network with smaller sizes"
    return ModelTooLarge(f"{what} is too large", where=where, why=why, fix=fix)
