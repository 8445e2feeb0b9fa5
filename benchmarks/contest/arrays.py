"""Inputs and expected outputs in a file; how far from them a result is. With numpy alone, for processes of engines."""

from __future__ import annotations

from pathlib import Path

import numpy as np

TOLERANCE = 1e-3
"""Times the largest reference value, or 1: what an engine may be off (Winograd's algorithm is allowed to all)."""


def stored(path: Path, end: str) -> dict[str, np.ndarray]:
    """The arrays of `end`, "in" or "out", in an npz with keys like `in:name`; in the file's order."""
    with np.load(path) as arrays:
        return {key.removeprefix(f"{end}:"): arrays[key] for key in arrays.files if key.startswith(f"{end}:")}


def worst(got: list[np.ndarray], want: list[np.ndarray]) -> float:
    """The largest error over TOLERANCE, above 1 for a wrong result; infinite where an output is missing.

    Engines order and shape their outputs in ways of their own (channels last, no leading 1): each wanted array is
    compared with the one of `got` that is nearest, and none of these serves twice. Integers may be off by one.
    """
    left, found = list(got), 0.0
    for expected in want:
        errors = [_error(array, expected) for array in left]
        if not errors or min(errors) == np.inf:
            return float("inf")
        found = max(found, min(errors))
        left.pop(int(np.argmin(errors)))
    return found


def _error(got: np.ndarray, want: np.ndarray) -> float:
    if got.size != want.size:
        return float("inf")
    scale = 1.0 if want.dtype.kind in "iu" else TOLERANCE * max(1.0, float(np.abs(want).max(initial=0)))
    ways = [got.reshape(want.shape)]
    if want.ndim > 2 and got.shape == tuple(np.moveaxis(want, 1, -1).shape):
        ways.append(np.moveaxis(got, -1, 1))
    errors = [float(np.abs(way.astype(np.float64) - want.astype(np.float64)).max(initial=0)) for way in ways]
    best = min(errors)
    return best / scale if np.isfinite(best) else float("inf")
