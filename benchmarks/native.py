"""A model's shared library called through C, with buffers made once, so that little of Python is timed."""

from __future__ import annotations

import ctypes
from pathlib import Path

import numpy as np

from packager.dtype import BY_NAME
from packager.run.dist import open_dist

ALIGN = 64


def aligned(size: int) -> np.ndarray:
    """`size` zero bytes on a cache line."""
    raw = np.zeros(size + ALIGN, np.uint8)
    start = -raw.ctypes.data % ALIGN
    return raw[start : start + size]


class Native:
    """The library of the output folder `folder`, with `inputs` (arrays by tensor name) in place."""

    def __init__(self, folder: Path, inputs: dict[str, np.ndarray]) -> None:
        dist = open_dist(folder)
        prefix, report = dist.report.execution.prefix, dist.report
        library = ctypes.CDLL(str(dist.file("shared").resolve()))
        self._call = getattr(library, f"{prefix}_run")
        self._call.restype = ctypes.c_int
        arena_bytes = getattr(library, f"{prefix}_arena_bytes")
        arena_bytes.restype = ctypes.c_size_t
        stored = dist.weights.read_bytes() if dist.weights else b""
        weights, self._arena = aligned(len(stored)), aligned(int(arena_bytes()))
        weights[:] = np.frombuffer(stored, np.uint8)
        self.outputs: dict[str, np.ndarray] = {}
        self._tensors = [weights]
        pointers: list[list[int]] = [[], []]
        for which, tensors in enumerate((report.inputs, report.outputs)):
            for tensor in tensors:
                dtype = BY_NAME[tensor.dtype].np
                place = aligned(int(np.prod(tensor.shape)) * dtype.itemsize).view(dtype).reshape(tensor.shape)
                if which == 0:
                    place[...] = inputs[tensor.name]
                else:
                    self.outputs[tensor.name] = place
                self._tensors.append(place)
                pointers[which].append(place.ctypes.data)
        self._arguments = (
            ctypes.c_void_p(weights.ctypes.data if dist.weights else None),
            ctypes.c_size_t(weights.size),
            ctypes.c_void_p(self._arena.ctypes.data),
            ctypes.c_size_t(self._arena.size),
            *((ctypes.c_void_p * len(p))(*p) for p in pointers),
        )

    def run(self) -> None:
        """One inference; `outputs` holds the result."""
        status = self._call(*self._arguments)
        if status:
            raise RuntimeError(f"the library returned {status}")
