"""How a tensor lies compared with what the model calls it: a Form, and the way from one form to another.

The model's value v has axes in the model's order. A form names a tensor t that holds the same elements in another
order: axis i of v is axis `dims[i]` of t, and every other axis of t has size 1. So NHWC is dims (0, 3, 1, 2) of a
value with axes N, C, H, W; a rank-3 value N, C, L lies as image [N, 1, L, C] with dims (0, 3, 2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from packager.graph import Array, Value
from packager.passes.view import Draft

NHWC = {3: (0, 3, 2), 4: (0, 3, 1, 2)}
"""Rank of an image -> dims of its NHWC form; images of rank 3 have height 1."""


@dataclass(frozen=True)
class Form:
    """The tensor `name` of shape `shape` holds a value whose axis i it calls `dims[i]`."""

    name: str
    shape: tuple[int, ...]
    dims: tuple[int, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """The value's axes longer than 1, in the order in which the tensor has them."""
        return tuple(sorted((i for i, d in enumerate(self.dims) if self.shape[d] != 1), key=lambda i: self.dims[i]))

    @property
    def plain(self) -> bool:
        """True if the tensor is the value itself."""
        return self.dims == tuple(range(len(self.shape)))


def plain(value: Value) -> Form:
    """The value as the model has it."""
    return Form(value.name, value.shape, tuple(range(value.rank)))


def shaped(value: Value, rank: int, dims: tuple[int, ...]) -> Form:
    """The form, not yet a tensor, of `value` with these dims in a tensor of `rank` axes."""
    shape = [1] * rank
    for size, dim in zip(value.shape, dims, strict=True):
        shape[dim] = size
    return Form("", tuple(shape), dims)


def rearranged(array: Array, want: Form) -> Array:
    """The constant `array` in the form `want`."""
    axes = sorted(range(array.ndim), key=lambda i: want.dims[i])
    return np.asarray(array.transpose(axes).reshape(want.shape))


def convert(draft: Draft, have: Form, want: Form, out: str = "", stem: str = "") -> str:
    """Nodes that turn tensor `have` into the form `want` of the same value; the name of the result.

    Only axes of size 1 move: a Reshape, or nothing. Else a Transpose, with a Reshape where the ranks differ. The
    result is called `out` if that is given, and then at least an Identity stands there.
    """
    stem = stem or have.name
    if have.order == want.order:
        if have.shape == want.shape:
            return draft.op("Identity", (have.name,), want.shape, out=out) if out else have.name
        return draft.op("Reshape", (have.name,), want.shape, {"shape": want.shape}, out=out)
    used = {have.dims[i] for i in have.order}
    units = [d for d in range(len(have.shape)) if d not in used]
    if len(have.shape) == len(want.shape):
        at = {want.dims[i]: have.dims[i] for i in want.order}
        perm = tuple(at[d] if d in at else units.pop(0) for d in range(len(want.shape)))
        return draft.op("Transpose", (have.name,), want.shape, {"perm": perm}, out=out)
    perm = (*units, *(have.dims[i] for i in want.order))
    moved = draft.op("Transpose", (have.name,), tuple(have.shape[p] for p in perm), {"perm": perm})
    return draft.op("Reshape", (moved,), want.shape, {"shape": want.shape}, out=out)


@dataclass(frozen=True)
class Blocks:
    """A Reshape as blocks: `pairs` of (axes of the old shape, axes of the new) with equal products, none of size 1."""

    pairs: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]

    @classmethod
    def of(cls, old: tuple[int, ...], new: tuple[int, ...]) -> Blocks:
        """The finest blocks in which `old` becomes `new`; both have the same number of elements, none is 0."""
        a, b = ([i for i, d in enumerate(s) if d != 1] for s in (old, new))
        pairs = []
        while a or b:
            left, right = [a.pop(0)], [b.pop(0)]
            p, q = old[left[0]], new[right[0]]
            while p != q:
                if p < q:
                    left.append(a.pop(0))
                    p *= old[left[-1]]
                else:
                    right.append(b.pop(0))
                    q *= new[right[-1]]
            pairs.append((tuple(left), tuple(right)))
        return cls(tuple(pairs))

    def keep(self, order: tuple[int, ...]) -> bool:
        """True if the old axes, lying in `order`, have the axes of each block side by side and in sequence."""
        return order == self.grouped(order)

    def grouped(self, order: tuple[int, ...]) -> tuple[int, ...]:
        """The nearest order that has: blocks where their first axis lies, axes of a block in sequence."""
        return tuple(i for left, _ in self._sorted(order) for i in left)

    def renamed(self, order: tuple[int, ...]) -> tuple[int, ...]:
        """The order of the new axes when the old ones lie in `order`."""
        return tuple(i for _, right in self._sorted(order) for i in right)

    def _sorted(self, order: tuple[int, ...]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        return sorted(self.pairs, key=lambda pair: min(order.index(i) for i in pair[0]))


def form_of_order(value: Value, order: tuple[int, ...]) -> Form:
    """A form of `value` with its axes longer than 1 in `order`, and those of size 1 where an image has them.

    Leading axes of size 1 stay in front; any other stands before the axis that follows it in the model, or, at the end,
    behind the one before it. So [1, C, 1, W] in the order W, C is [1, 1, W, C].
    """
    lying = list(order)
    first = min(order, default=value.rank)
    for axis in reversed(range(first, value.rank)):
        if axis in order:
            continue
        if axis + 1 < value.rank:
            lying.insert(lying.index(axis + 1), axis)
        else:
            before = [i for i in order if i < axis]
            lying.insert(lying.index(max(before)) + 1, axis)
    lying = [*range(first), *lying]
    dims = tuple(lying.index(i) for i in range(value.rank))
    return shaped(value, value.rank, dims)
