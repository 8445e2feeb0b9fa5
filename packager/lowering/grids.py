"""Interpolation between the elements of a tensor at places computed at run time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from packager.emit.builder import Val
from packager.emit.convert import Kind
from packager.emit.math import absolute, floor, rint
from packager.lowering.nest import Writer

Tap = tuple[Val, Val, Val | None]
"""An index inside the tensor, its share, and whether it is one of the tensor's at all (None: it is)."""


@dataclass(frozen=True)
class Grid:
    """How a tensor with the spatial sizes `shape` is sampled."""

    w: Writer
    shape: tuple[int, ...]
    mode: str = "linear"
    padding: str = "zeros"
    align: bool = False
    kind: Kind = "f32"

    def taps(self, place: Sequence[Val]) -> list[list[Tap]]:
        """The taps along each axis of a place in [-1, 1]."""
        return [self._axis(p, n) for p, n in zip(place, self.shape, strict=True)]

    def value(self, taps: Sequence[Sequence[Tap]], read: Callable[[list[Val]], Val]) -> Val:
        """The interpolated element."""
        w, total = self.w, self.w.constant(0, self.kind)
        for chosen in product(*taps):
            one = w.cast(read([t[0] for t in chosen]), self.kind)
            for _, share, there in chosen:
                one = one if self.mode == "nearest" else one * share
                one = w.select(there, one, 0) if there is not None else one
            total = total + one
        return total

    def _axis(self, place: Val, n: int) -> list[Tap]:
        size = float(n)
        x = (place + 1.0) * ((size - 1) / 2) if self.align else ((place + 1.0) * size - 1.0) * 0.5
        if self.mode == "nearest":
            return [self._tap(rint(x), x.same(1.0), n)]
        if self.mode == "linear":
            x = self._pulled(x, n)
        return self.around(x, n)

    def around(self, x: Val, n: int) -> list[Tap]:
        """The taps around a place in elements."""
        base = floor(x)
        t = x - base
        if self.mode == "linear":
            return [self._tap(base, 1.0 - t, n), self._tap(base + 1.0, t, n)]
        a = -0.75
        far = [((a * d - 5 * a) * d + 8 * a) * d - 4 * a for d in (t + 1.0, 2.0 - t)]
        near = [((a + 2) * d - (a + 3)) * d * d + 1.0 for d in (t, 1.0 - t)]
        shares = (far[0], near[0], near[1], far[1])
        return [self._tap(base + float(k), s, n) for k, s in zip((-1, 0, 1, 2), shares, strict=True)]

    def _tap(self, place: Val, share: Val, n: int) -> Tap:
        w = self.w
        there = None
        if self.padding == "zeros":
            there = w.both(place >= 0.0, place <= n - 1.0)
        else:
            place = self._pulled(place, n)
        # A place that is no number is none of the tensor's.
        index = w.index(w.select(place.eq(place), place, 0.0).clip(-1.0, float(n)))
        return index.maximum(0).minimum(w.number(n) - 1), share, there

    def _pulled(self, x: Val, n: int) -> Val:
        """A place inside the borders that padding draws."""
        if self.padding == "border":
            return x.clip(0.0, n - 1.0)
        if self.padding != "reflection":
            return x
        low, high = (0.0, n - 1.0) if self.align else (-0.5, n - 0.5)
        span = high - low
        if span == 0:
            return x.same(0.0)
        # Mirrored at both ends: a triangle wave.
        away = absolute(x - low)
        turn = away - floor(away * (1 / (2 * span))) * (2 * span)
        return low + turn.minimum(2 * span - turn)
