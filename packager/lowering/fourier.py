"""Discrete Fourier transforms by their definition: sums over a table of one turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from packager.emit.builder import Val
from packager.lowering.nest import Writer


@dataclass(frozen=True)
class Signal:
    """What is transformed: `read(j, part)` is the real or imaginary part of one of `count` elements. Of `half` of a
    spectrum the other half is its mirror image."""

    read: Callable[[Val, int], Val]
    count: int
    complex: bool
    half: bool = False


def transform(
    w: Writer, signal: Signal, size: int, inverse: bool, write: Callable[[Val, int, Val], None], shape: tuple[int, ...]
) -> None:
    """Write the transform, of `size` points, of a signal that is cut off or filled up with zeros; `shape` is that of
    the result: points, and parts of a number."""
    turn = np.exp((2j if inverse else -2j) * np.pi * np.arange(size) / size)
    table = w.table(np.stack([turn.real, turn.imag], axis=-1).astype(np.float64))
    points = min(signal.count, size)
    with w.over(shape[0]) as (k,):
        totals = [w.var(0, "f64"), w.var(0, "f64")]
        step, angle = k, w.var(w.fn.index(0))
        with w.over(size if signal.half else points) as (j,):
            place, sign = j, None
            if signal.half:
                # Behind the middle the spectrum runs back, conjugated.
                behind = j >= w.number(signal.count)
                place = w.select(behind, w.number(size) - j, j).minimum(w.number(signal.count) - 1)
                sign = w.select(behind, w.constant(-1.0, "f64"), 1.0)
            real = w.cast(signal.read(place, 0), "f64")
            cosine, sine = table[(angle.get(), 0)], table[(angle.get(), 1)]
            totals[0].set(totals[0].get() + real * cosine)
            totals[1].set(totals[1].get() + real * sine)
            if signal.complex:
                imaginary = w.cast(signal.read(place, 1), "f64")
                imaginary = imaginary * sign if sign is not None else imaginary
                totals[0].set(totals[0].get() - imaginary * sine)
                totals[1].set(totals[1].get() + imaginary * cosine)
            after = angle.get() + step
            angle.set(w.select(after >= w.number(size), after - w.number(size), after))
        for part in range(shape[1]):
            found = totals[part].get()
            write(k, part, found * (1 / size) if inverse else found)
