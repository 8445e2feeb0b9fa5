"""Regions of memory as N-dimensional index spaces: what copies and elementwise operators are described with.

A `Region` is a reference, a shape and strides in elements. Permuting, cropping, splitting and broadcasting only change
those numbers; `loops` then finds the fewest nested loops that walk several regions of one shape together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from packager.dtype import DType
from packager.graph import Array, dense_strides
from packager.kernels.base import Ref
from packager.lowering.base import Context


@dataclass(frozen=True)
class Region:
    """Elements of `dtype` at `ref + sum(i * strides)`; strides count elements and may be 0 or negative."""

    ref: Ref
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    dtype: DType

    @property
    def bytes(self) -> int:
        """From the first to the last, where strides are positive."""
        return self.dtype.bytes * (1 + sum((n - 1) * s for n, s in zip(self.shape, self.strides, strict=True)))

    def permute(self, axes: Sequence[int]) -> Region:
        """Dimension d of the result is dimension axes[d]."""
        return replace(self, shape=tuple(self.shape[a] for a in axes), strides=tuple(self.strides[a] for a in axes))

    def crop(self, axis: int, start: int, count: int, step: int = 1) -> Region:
        """`count` elements of one axis: start, start + step, ..."""
        shape, strides = list(self.shape), list(self.strides)
        moved = self.moved(start * strides[axis])
        shape[axis], strides[axis] = count, strides[axis] * step
        return replace(moved, shape=tuple(shape), strides=tuple(strides))

    def moved(self, elements: int) -> Region:
        """The same shape, `elements` further on."""
        return replace(self, ref=replace(self.ref, offset=self.ref.offset + elements * self.dtype.bytes))

    def split(self, axis: int, *sizes: int) -> Region:
        """One axis as several, row-major."""
        if prod(sizes) != self.shape[axis]:
            raise ValueError(f"axis {axis} of {self.shape} is not {sizes}")
        inner = [prod(sizes[i + 1 :]) * self.strides[axis] for i in range(len(sizes))]
        return replace(
            self,
            shape=(*self.shape[:axis], *sizes, *self.shape[axis + 1 :]),
            strides=(*self.strides[:axis], *inner, *self.strides[axis + 1 :]),
        )

    def drop(self, axis: int) -> Region:
        """Without an axis of one element."""
        kept = [d for d in range(len(self.shape)) if d != axis]
        return self.permute(kept)

    def insert(self, axis: int) -> Region:
        """With a new axis of one element."""
        shape, strides = list(self.shape), list(self.strides)
        shape.insert(axis, 1)
        strides.insert(axis, 0)
        return replace(self, shape=tuple(shape), strides=tuple(strides))

    def broadcast(self, shape: Sequence[int]) -> Region:
        """Numpy's broadcasting to `shape`: new or stretched axes have stride 0."""
        missing = len(shape) - len(self.shape)
        own, strides = (1,) * missing + self.shape, (0,) * missing + self.strides
        if any(n not in (1, m) for n, m in zip(own, shape, strict=True)):
            raise ValueError(f"{self.shape} does not broadcast to {tuple(shape)}")
        stretched = tuple(0 if n == 1 else s for n, s in zip(own, strides, strict=True))
        return replace(self, shape=tuple(shape), strides=stretched)


def region(ctx: Context, name: str) -> Region:
    """The whole of a run-time value, or of a constant, which then gets its place among the weights."""
    value = ctx.graph[name]
    if value.const is not None:
        return constant(ctx, value.const, value.dtype)
    return Region(ctx.ref(name), value.shape, ctx.storage(name).strides, value.dtype)


def constant(ctx: Context, array: Array, dtype: DType) -> Region:
    """An array among the weights, row-major."""
    return Region(ctx.weights(np.ascontiguousarray(array)), array.shape, dense_strides(array.shape), dtype)


@dataclass(frozen=True)
class Loops:
    """A loop nest, outermost first: trip counts, and for each region its stride per loop."""

    counts: tuple[int, ...]
    strides: tuple[tuple[int, ...], ...]

    def vector(self, lanes: int) -> bool:
        """True where the innermost loop holds a vector, is contiguous for the first region, and contiguous or constant
        for every other one."""
        return self.counts[-1] >= lanes and _unit(tuple(s[-1] for s in self.strides))


def _unit(strides: tuple[int, ...]) -> bool:
    return strides[0] == 1 and all(s in (0, 1) for s in strides)


def loops(lanes: int, *regions: Region) -> Loops:
    """The fewest loops over regions of one shape; the first region is the one written, by vectors of `lanes`.

    Axes of one element go away, the others are sorted by the output's stride, and neighbours merge where every region
    steps through both as through one. Where the innermost loop holds no vector, a long loop with short steps takes its
    place: turns of a loop cost less than starts of one.
    """
    shape = regions[0].shape
    kept = [d for d in range(len(shape)) if shape[d] != 1]
    kept.sort(key=lambda d: (-abs(regions[0].strides[d]), -max(abs(r.strides[d]) for r in regions)))
    axes: list[tuple[int, tuple[int, ...]]] = []
    for d in kept:
        count, strides = shape[d], tuple(r.strides[d] for r in regions)
        if axes and all(outer == inner * count for outer, inner in zip(axes[-1][1], strides, strict=True)):
            axes[-1] = (axes[-1][0] * count, strides)
        else:
            axes.append((count, strides))
    if not axes:
        axes = [(1, (1,) * len(regions))]
    if not (_unit(axes[-1][1]) and axes[-1][0] >= lanes):
        long = [a for a in axes if a[0] >= 8] or axes
        inner = min(long, key=lambda a: (min(abs(s) for s in a[1]) != 1, sum(abs(s) for s in a[1])))
        axes.remove(inner)
        axes.append(inner)
    return Loops(tuple(a[0] for a in axes), tuple(tuple(a[1][r] for a in axes) for r in range(len(regions))))
