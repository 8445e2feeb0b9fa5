"""Two tensors compared, NaN and infinity aware. (got, want, tolerance) -> OutputCheck. All arithmetic in float64."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from packager.graph import Array
from packager.report.types import OutputCheck, Verification

Reals = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

DEFAULT = 1e-4
"""Without a tolerance in the manifest: max |got - want| <= DEFAULT * max(1, max |want|)."""

NOISE = 1e-3
"""On noise instead of a real sample NOISE * |want| is allowed on top: far from what it was trained on a network
multiplies rounding errors, and the reference itself is then further than DEFAULT from the exact result."""

ROUNDINGS = 16
"""Where numbers are kept in fewer bits than float32, so many of their roundings take the place of what is less."""


@dataclass(frozen=True)
class Tolerance:
    """What may differ: |got - want| <= atol + rtol * |want|, element by element; with neither, DEFAULT and NOISE.

    With `cosine`, the least cosine of a whole output is all that counts: quantisation moves every element. `roundoff`
    is the largest relative error of rounding to the coarsest float type in the model.
    """

    atol: float | None = None
    rtol: float | None = None
    noise: bool = False
    cosine: float | None = None
    roundoff: float = 0.0


def compare(name: str, got: Array, want: Array, tolerance: Tolerance) -> OutputCheck:
    """How far `got` is from `want`. NaN equals NaN, an infinity itself; else they are infinitely wrong."""
    if got.shape != want.shape:
        return OutputCheck(name, math.inf, math.inf, 0.0, False)
    if want.size == 0:
        return OutputCheck(name, 0.0, 0.0, 1.0, True)
    g, w = got.astype(np.float64).ravel(), want.astype(np.float64).ravel()
    same = (g == w) | (np.isnan(g) & np.isnan(w))
    both = np.isfinite(g) & np.isfinite(w)
    with np.errstate(invalid="ignore", over="ignore"):
        error = np.where(same, 0.0, np.where(both, np.abs(g - w), math.inf))
    size = np.where(np.isfinite(w), np.abs(w), 0.0)
    peak = float(size.max())
    if tolerance.atol is None and tolerance.rtol is None:
        least = ROUNDINGS * tolerance.roundoff
        limit = max(DEFAULT, least) * max(1.0, peak) + (max(NOISE, least) * size if tolerance.noise else 0.0 * size)
    else:
        limit = (tolerance.atol or 0.0) + (tolerance.rtol or 0.0) * size
    # The worst element is the one furthest over its own limit: with a relative tolerance, not the largest error.
    with np.errstate(divide="ignore", invalid="ignore"):
        excess = np.where(error > 0, error / limit, 0.0)
    worst = int(np.argmax(excess))
    floor = np.maximum(size, peak / 1000)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(error > 0, error / floor, 0.0)
    cosine = _cosine(np.where(both, g, 0.0), np.where(both, w, 0.0)) if (both | same).all() else 0.0
    return OutputCheck(
        name=name,
        max_abs=float(error.max()),
        max_rel=float(relative.max()),
        cosine=cosine,
        ok=bool((error <= limit).all()) if tolerance.cosine is None else cosine >= tolerance.cosine,
        index=tuple(int(i) for i in np.unravel_index(worst, want.shape)),
        got=float(g[worst]),
        want=float(w[worst]),
        limit=float(limit[worst]),
    )


def compare_all(
    got: Mapping[str, Array], want: Mapping[str, Array], tolerance: Tolerance, *, reference: str, runner: str
) -> Verification:
    """All outputs of `want` compared; the figures of the worst."""
    checks = tuple(compare(name, got[name], want[name], tolerance) for name in want)
    return Verification(
        reference=reference,
        runner=runner,
        max_abs=max(c.max_abs for c in checks),
        max_rel=max(c.max_rel for c in checks),
        cosine=min(c.cosine for c in checks),
        ok=all(c.ok for c in checks),
        outputs=checks,
    )


def _cosine(g: Reals, w: Reals) -> float:
    """Cosine of the angle between the tensors; two zero tensors are parallel, a zero and a non-zero one orthogonal."""
    scale_g, scale_w = float(np.abs(g).max()), float(np.abs(w).max())
    if scale_g == 0 or scale_w == 0:
        return float(scale_g == scale_w)
    g, w = g / scale_g, w / scale_w  # squares of large values must not overflow
    return min(1.0, float(g @ w / math.sqrt(float(g @ g) * float(w @ w))))
