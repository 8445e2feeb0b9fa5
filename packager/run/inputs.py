"""Inputs of a run: npz, npy or photo -> arrays by tensor name, checked against the model; or seeded synthetic ones."""

from __future__ import annotations

import difflib
import os
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from packager.dtype import BY_NAME
from packager.errors import InputInvalid, PackError, raise_all
from packager.graph import Array
from packager.report.types import Tensor
from packager.run.photos import SUFFIXES, noise_photo, read_keys, read_photo

NO_KEYS: Mapping[str, Any] = MappingProxyType({})


def read_inputs(path: Path, tensors: Sequence[Tensor], preprocess: Mapping[str, Any]) -> dict[str, Array]:
    """Inputs from the file `path`: npz keyed by tensor name, npy or photo for a model with one input. Checked."""
    if path.suffix.lower() in SUFFIXES:
        tensor = _only(path, tensors)
        if not path.is_file():
            raise _unreadable(path, "there is no such file")
        return {tensor.name: read_photo(path, tensor, read_keys(preprocess.get(tensor.name, {})))}
    return check_inputs(read_arrays(path, tensors), tensors, str(path))


def read_arrays(path: Path, tensors: Sequence[Tensor]) -> dict[str, Array]:
    """What an npz or npy holds, by name, of whatever shapes; an npy is that of the model's one input."""
    try:
        if not _is_numpy(path):
            raise _unreadable(path, "it begins like neither an npz nor an npy")
        loaded = np.load(path, allow_pickle=False)
        if isinstance(loaded, np.ndarray):
            return {_only(path, tensors).name: loaded}
        with loaded:
            return {name: loaded[name] for name in loaded.files}
    except (OSError, ValueError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error) as error:
        raise _unreadable(path, str(error)) from error


def synthetic(tensors: Sequence[Tensor], preprocess: Mapping[str, Any] = NO_KEYS, seed: int = 0) -> dict[str, Array]:
    """Deterministic inputs: floats from a normal distribution, 8-bit integers over their range, others 0 or 1.

    An input with `preprocess` becomes a picture of noise, so that its values are of the size the network expects.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    made: dict[str, Array] = {}
    for tensor in tensors:
        kind = BY_NAME[tensor.dtype]
        dtype = kind.np
        if tensor.name in preprocess:
            made[tensor.name] = noise_photo(rng, tensor, read_keys(preprocess[tensor.name]))
        elif kind.is_float:  # also where numpy has no such type of its own
            made[tensor.name] = rng.standard_normal(tensor.shape).astype(dtype)
        elif kind.name in ("i8", "u8"):
            info = np.iinfo(dtype.name)
            made[tensor.name] = rng.integers(info.min, info.max, tensor.shape, endpoint=True).astype(dtype)
        else:
            made[tensor.name] = rng.integers(0, 2, tensor.shape).astype(dtype)
    return made


def check_inputs(arrays: Mapping[str, Array], tensors: Sequence[Tensor], where: str) -> dict[str, Array]:
    """`arrays` in the model's order, dense and little-endian; every wrong name, shape and dtype reported at once."""
    want = {t.name: t for t in tensors}
    if not isinstance(arrays, Mapping):
        raise _misfit(f"inputs are given as {type(arrays).__name__}, without names", where,
                      f"the model's inputs are {_names(tensors)}", "pass a dict of arrays by name")  # fmt: skip
    errors: list[PackError] = []
    for name in sorted(set(arrays) - set(want)):
        near = difflib.get_close_matches(name, want, 1)
        errors.append(
            _misfit(f"the model has no input '{name}'", where, f"its inputs are {_names(tensors)}",
                    f"rename it to '{near[0]}'" if near else "leave it out")
        )  # fmt: skip
    for name, tensor in want.items():
        if name not in arrays:
            errors.append(
                _misfit(f"the input '{name}' is missing", where, f"given: {', '.join(sorted(arrays)) or 'nothing'}",
                        f"add an array '{name}' of {tensor.dtype}{list(tensor.shape)}")
            )  # fmt: skip
            continue
        array, dtype = np.asarray(arrays[name]), BY_NAME[tensor.dtype].np
        if array.shape != tensor.shape:
            errors.append(
                _misfit(f"the input '{name}' has the shape {list(array.shape)}", where,
                        f"the binary was built for {list(tensor.shape)}",
                        "reshape or resize it, or build for that shape (`model: {inputs: ...}` in the manifest)")
            )  # fmt: skip
        if array.dtype.newbyteorder("=") != dtype:
            errors.append(
                _misfit(f"the input '{name}' has the element type {array.dtype}", where,
                        f"the model reads {dtype}", f"convert it: array.astype('{dtype}')")
            )  # fmt: skip
    raise_all(errors)
    return {t.name: np.asarray(arrays[t.name], BY_NAME[t.dtype].np.newbyteorder("<"), order="C") for t in tensors}


def write_npz(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write an npz keyed by tensor name, whole or not at all: where that fails, the file is as it was before.

    (np.savez will not do: names such as `file` are taken by its own parameters.)
    """
    real = Path(os.path.realpath(path))
    partial = real.with_name(f".{real.name}.{os.getpid()}.partial")
    try:
        with zipfile.ZipFile(partial, "w") as archive:
            for name, array in arrays.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, np.asarray(array), allow_pickle=False)
        partial.replace(real)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        partial.unlink(missing_ok=True)


def _misfit(what: str, where: str, why: str, fix: str) -> InputInvalid:
    return InputInvalid(what, where=where, why=why, fix=fix)


def _names(tensors: Sequence[Tensor]) -> str:
    return ", ".join(f"'{t.name}' {t.dtype}{list(t.shape)}" for t in tensors)


def _only(path: Path, tensors: Sequence[Tensor]) -> Tensor:
    if len(tensors) != 1:
        raise InputInvalid(
            f"one {path.suffix} file cannot feed {len(tensors)} inputs",
            where=str(path),
            why=f"the model's inputs are {_names(tensors)}",
            fix="give an npz keyed by these names",
        )
    return tensors[0]


def _is_numpy(path: Path) -> bool:
    """True for what numpy writes. What it does not know, numpy takes for a pickle, and says so."""
    with path.open("rb") as file:
        return file.read(6).startswith((b"PK", b"\x93NUMPY"))


def _unreadable(path: Path, why: str) -> InputInvalid:
    return InputInvalid(
        f"'{path}' cannot be read as an input",
        where=str(path),
        why=why,
        fix="give an npz keyed by tensor name, an npy without pickled objects, or a photo (jpg, png, ...)",
    )
