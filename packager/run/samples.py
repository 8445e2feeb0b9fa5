"""Real inputs, many of them: an npz or npy with a sample per step of its first axis, or a folder with one per file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from packager.errors import CalibrationInvalid, InputInvalid, PackErrors, PhotoInvalid, raise_all
from packager.graph import Array
from packager.report.types import Tensor
from packager.run.inputs import read_arrays, read_inputs
from packager.run.photos import SUFFIXES

MOST = 512
"""Samples that are read at most; a hundred are plenty."""

ARRAYS = frozenset({".npz", ".npy"})


def files_of(path: Path, where: str) -> tuple[Path, ...]:
    """The file `path`; or, of a folder, the first MOST photos, npz and npy in the order of their names.

    Raises CalibrationInvalid, `where` being the place that names the path.
    """
    try:
        if path.is_file():
            return (path,)
        found = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES | ARRAYS and p.is_file())
    except OSError as error:
        raise _invalid(f"'{path.name}' cannot be read", where, error.strerror or str(error)) from error
    if not found:
        kinds = ", ".join(sorted(s.removeprefix(".") for s in SUFFIXES | ARRAYS))
        raise _invalid(
            f"the folder '{path.name}' holds no inputs", where, f"there is no file of the kinds {kinds} in it"
        )
    return tuple(found[:MOST])


def read_samples(
    path: Path, tensors: Sequence[Tensor], preprocess: Mapping[str, Any], where: str
) -> list[dict[str, Array]]:
    """The samples in `path`, each {input: array} of the model's own shapes and element types.

    A file holds arrays [n, *shape] or, where the model's own first axis is the batch, [n * batch, ...]. Photos become
    inputs as `preprocess` says. Raises CalibrationInvalid for each mistake; `where` is the place that names the path.
    """
    files = files_of(path, where)
    if path.is_file() and path.suffix.lower() in ARRAYS:
        return _split(path, tensors, where)
    read: list[dict[str, Array]] = []
    errors: list[CalibrationInvalid] = []
    for file in files:
        try:
            read.append(read_inputs(file, tensors, preprocess))
        except (InputInvalid, PhotoInvalid, PackErrors) as error:
            errors += [_invalid(f"{file.name}: {e.what}", f"{where}, {file}", e.why, e.fix) for e in error.each]
    raise_all(errors[:8])
    return read


def _split(path: Path, tensors: Sequence[Tensor], where: str) -> list[dict[str, Array]]:
    """The samples of one file of arrays."""
    where = f"{where}, {path}"
    try:
        arrays = read_arrays(path, tensors)
    except InputInvalid as error:
        raise _invalid(error.what, where, error.why, error.fix) from error
    errors, stacks = [], {}
    known = {t.name for t in tensors}
    if set(arrays) != known:
        given, wanted = ", ".join(sorted(arrays)), ", ".join(sorted(known))
        raise _invalid(f"'{path.name}' does not hold the model's inputs", where, f"it has {given}; they are {wanted}")
    for tensor in tensors:
        array = arrays[tensor.name]
        if array.shape == tensor.shape:
            stack = array[None]
        elif array.shape[1:] == tensor.shape:
            stack = array
        elif array.ndim and tensor.shape and _batches(array.shape, tensor.shape):
            stack = array.reshape(-1, *tensor.shape)
        else:
            fits = f"samples of {list(tensor.shape)} do not lie one after the other in it"
            errors.append(_invalid(f"the array '{tensor.name}' has the shape {list(array.shape)}", where, fits))
            continue
        stacks[tensor.name] = stack
    raise_all(errors)
    counts = {name: len(stack) for name, stack in stacks.items()}
    if len(set(counts.values())) > 1:
        said = ", ".join(f"{count} of '{name}'" for name, count in counts.items())
        raise _invalid("the inputs have different numbers of samples", where, f"there are {said}")
    count = min(next(iter(counts.values()), 0), MOST)
    return [{name: np.ascontiguousarray(stack[i]) for name, stack in stacks.items()} for i in range(count)]


def _batches(shape: Sequence[int], sample: Sequence[int]) -> bool:
    """True where arrays of shape `sample`, joined along their first axis, have `shape`."""
    return tuple(shape[1:]) == tuple(sample[1:]) and sample[0] > 0 and shape[0] % sample[0] == 0


def _invalid(what: str, where: str, why: str, fix: str = "") -> CalibrationInvalid:
    usual = "give 8 to 100 real inputs: an npz by input name, an npy, or a folder of photos (docs/snpe.md)"
    return CalibrationInvalid(f"calibration data: {what}", where=where, why=why, fix=fix or usual)
