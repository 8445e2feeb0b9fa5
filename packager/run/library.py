"""An output folder as a Python function: its shared library through ctypes, or its executable in an emulator.

model = packager.load("build/yolox-nano/x86-64-v3")
outputs = model.run({"images": array})
"""

from __future__ import annotations

import _ctypes
import ctypes
import os
import weakref
from collections.abc import Mapping
from itertools import count
from math import prod
from pathlib import Path
from types import TracebackType

import numpy as np

from packager.dtype import BY_NAME
from packager.errors import LibraryUnusable
from packager.graph import Array
from packager.kernels.foreign import MESSAGE_BYTES
from packager.plan.types import ALIGN
from packager.report.types import Tensor
from packager.run.cuts import cuts, trimmed
from packager.run.dist import Dist, open_dist
from packager.run.execute import run, runner_of, runs_natively
from packager.run.inputs import check_inputs
from packager.run.runtimes import environment, needed

ENGINE, MESSAGE = 6, slice(64, 64 + MESSAGE_BYTES)
"""PACK_EENGINE of pack.h, and where in the arena it puts its text."""

Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]


class Model:
    """A packaged model, ready to run. Safe to use from several threads: each call has its own arena.

    Where the folder holds several models, this is all of them: `models` has each by its name, and `run` says so.
    """

    def __init__(self, dist: Dist) -> None:
        self.dist = dist
        self.models: dict[str, Model] = {one.model: Model(one) for one in dist.each if one.model and one is not dist}
        """Each of several models by its name."""
        self.inputs = {t.name: (t.dtype, t.shape) for t in dist.report.inputs}
        self.outputs = {t.name: (t.dtype, t.shape) for t in dist.report.outputs}
        native = runs_natively(dist.report.execution) and "shared" in dist.report.execution.files
        self._library = _Library(dist) if native and not self.models else None
        self.runner = "library" if native else runner_of(dist).label
        """How `run` computes: 'library' (in this process), 'native' or 'qemu-...' (the executable)."""
        self._closed = False

    def run(self, inputs: Mapping[str, Array]) -> dict[str, Array]:
        """Outputs by name for `inputs` by name, in the model's own shapes and element types.

        Raises InputInvalid for wrong names, shapes or dtypes; LibraryUnusable, RunFailed and their like when the run
        itself fails or the model is closed.
        """
        if self._closed:
            raise _unusable(
                self.dist, "the model is closed", "it was used after `close` or its `with` block", "load it"
            )
        if self._library is None:
            return run(self.dist, inputs)  # which asks for one where there are several
        return self._library.run(check_inputs(inputs, self.dist.report.inputs, str(self.dist.folder)))

    def close(self) -> None:
        """Let go of the library and the weights. Calls that are running keep their own hold on them."""
        self._library, self._closed = None, True
        for model in self.models.values():
            model.close()

    def __enter__(self) -> Model:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()


class _Library:
    """`NAME_run` of the shared library, with the weights mapped into memory."""

    def __init__(self, dist: Dist) -> None:
        self._dist = dist
        path, prefix = dist.file("shared").resolve(), dist.report.execution.prefix
        if dist.report.execution.runtimes:
            for key, value in environment(dist.report.execution).items():
                os.environ.setdefault(key, value)  # an engine looks there for what it loads into this process
        try:
            self._lib = ctypes.CDLL(_spelling(path))
            weakref.finalize(self, _ctypes.dlclose, self._lib._handle).atexit = False
            self._run = getattr(self._lib, f"{prefix}_run")
            arena_bytes = getattr(self._lib, f"{prefix}_arena_bytes")
            self._strerror = getattr(self._lib, f"{prefix}_strerror")
        except (OSError, AttributeError) as error:
            raise _unusable(dist, f"{path.name} cannot be loaded", str(error), "build the folder again") from error
        arena_bytes.restype, arena_bytes.argtypes = ctypes.c_size_t, ()
        self._strerror.restype, self._strerror.argtypes = ctypes.c_char_p, (ctypes.c_int,)
        pointer, size = ctypes.c_void_p, ctypes.c_size_t
        self._run.restype = ctypes.c_int
        self._run.argtypes = (pointer, size, pointer, size, ctypes.POINTER(pointer), ctypes.POINTER(pointer))
        self._arena_bytes = int(arena_bytes())
        self._weights = _map(dist.weights)
        # Arenas of calls that have ended. A used one is faster: its pages are there, and the weights count as checked.
        self._arenas: list[Bytes] = []

    def run(self, inputs: Mapping[str, Array]) -> dict[str, Array]:
        """One call. ctypes lets other threads run meanwhile, so all that is written belongs to this call alone."""
        try:
            arena = self._arenas.pop()
        except IndexError:
            arena = _aligned(self._arena_bytes)
        # Tensors of the caller's may lie anywhere; the library wants them on a multiple of their element's size.
        sources = [a if a.ctypes.data % ALIGN == 0 else _aligned_copy(a) for a in inputs.values()]
        outputs = {t.name: _aligned_tensor(t) for t in self._dist.report.outputs}
        status = self._run(
            self._weights.ctypes.data if self._weights.size else None,
            self._weights.size,
            arena.ctypes.data,
            arena.size,
            (ctypes.c_void_p * max(1, len(sources)))(*(a.ctypes.data for a in sources)),
            (ctypes.c_void_p * max(1, len(outputs)))(*(a.ctypes.data for a in outputs.values())),
        )
        if status != 0:
            text, fix = (self._strerror(status) or b"").decode(errors="replace"), "build the folder again"
            if status == ENGINE:
                text = bytes(arena[MESSAGE]).split(b"\0")[0].decode(errors="replace")
                fix = f"install what it needs: {needed(self._dist.report.execution)}"
            raise _unusable(self._dist, f"the library returned {status}", text or "no message", fix)
        self._arenas.append(arena)
        return trimmed(outputs, cuts(self._dist.report.outputs))


def load(folder: str | Path, model: str = "") -> Model:
    """The packaged model in the output folder `folder` (`build/<name>/<target>`); of several, the one called `model`.

    On a machine that can run the target's code the shared library works in this process; for another CPU the
    executable runs in its emulator, which `Model.runner` tells. Raises DistInvalid, LibraryUnusable, NoRunner, and
    Usage where no model has the name.
    """
    dist = open_dist(folder)
    return Model(dist.of(model) if model else dist)


_loads = count()
"""Numbers the libraries loaded by this process."""


def _spelling(path: Path) -> str:
    """`path` spelt as no load before: given a known spelling, the loader hands out the file that was there then.

    The number of the load is written in the path's slashes, of which any number means one.
    """
    digits = f"{next(_loads):b}".replace("0", "./").replace("1", ".//")
    return f"{path.parent}/{digits}{path.name}"


def _aligned(size: int) -> Bytes:
    """`size` zero bytes (at least one cache line) that start at a multiple of ALIGN."""
    raw = np.zeros(max(size, ALIGN) + ALIGN, np.uint8)
    start = -raw.ctypes.data % ALIGN
    return raw[start : start + max(size, ALIGN)]


def _aligned_tensor(tensor: Tensor) -> Array:
    dtype = BY_NAME[tensor.dtype].np
    size = prod(tensor.shape) * dtype.itemsize
    return _aligned(size)[:size].view(dtype).reshape(tensor.shape)


def _aligned_copy(array: Array) -> Array:
    copy = _aligned(array.nbytes)[: array.nbytes].view(array.dtype).reshape(array.shape)
    copy[...] = array
    return copy


def _map(path: Path | None) -> Bytes:
    """The weights file, mapped read-only (a page is a multiple of ALIGN); empty where the binary holds the weights."""
    if path is None or path.stat().st_size == 0:
        return np.empty(0, np.uint8)
    return np.memmap(path, np.uint8, mode="r")


def _unusable(dist: Dist, what: str, why: str, fix: str) -> LibraryUnusable:
    return LibraryUnusable(what, where=str(dist.folder), why=why, fix=fix)
