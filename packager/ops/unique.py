"""Unique (ONNX 11): the different rows of a matrix, where each is first, which one each is, how often, how many."""

from __future__ import annotations

from packager.emit.builder import Val
from packager.lowering.heaps import Row, largest_first
from packager.lowering.nest import Tensor, Writer, nest


@nest("Unique", since=11)
def unique(
    w: Writer, x: Tensor, *, y: Tensor, indices: Tensor | None, inverse: Tensor | None, counts: Tensor | None,
    count: Tensor, memory: Tensor,
) -> None:  # fmt: skip
    """The different rows of a matrix: sorted, cut into groups of equals, numbered."""
    rows, width = x.shape
    order, first, group, number = (Row(w, memory, (k,)) for k in range(4))
    for t in (y, indices, counts):
        if t is not None:
            w.clear(t)
    with w.over(rows) as (i,):
        order[i] = i
    with largest_first(w, order, w.number(rows), lambda a, b: _order(w, x, a, b) < 0) as (row, place):
        order[place] = row
    groups = w.var(w.fn.index(0))
    with w.over(rows) as (k,):
        new = w.var(k.eq(0))
        with w.if_(k > 0):
            new.set(w.unequal(_compared(w, x, order[k], order[k - 1]), 0))
        with w.if_(new.get()):
            first[groups.get()] = order[k]
            groups.set(groups.get() + 1)
        group[order[k]] = groups.get() - 1
    seen = w.var(w.fn.index(0))
    with w.over(rows) as (i,):
        own = group[i]
        place = own
        with w.if_(first[own].eq(i)):
            place = own if w.node.int("sorted", 1) else seen.get()
            number[own] = place
            if indices is not None:
                indices[place] = i
            with w.over(width) as (j,):
                y[(place, j)] = x[(i, j)]
            seen.set(seen.get() + 1)
        if inverse is not None:
            inverse[i] = number[own]
        if counts is not None:
            counts[number[own]] = counts[number[own]] + 1
    count[0] = groups.get()


def _compared(w: Writer, x: Tensor, a: Val, b: Val) -> Val:
    """-1, 0 or 1: row a of x is less than row b, the same, or more. NaN is the same as NaN, and more than all else."""
    found, j = w.var(w.constant(0, "i32")), w.var(w.fn.index(0))
    with w.fn.while_(lambda: w.both(found.get().eq(0), j.get() < w.number(x.shape[1]))):
        one, other = x[(a, j.get())], x[(b, j.get())]
        less, more = one < other, one > other
        if one.is_float:
            less = w.either(less, w.both(one.eq(one), w.unequal(other, other)))
            more = w.either(more, w.both(w.unequal(one, one), other.eq(other)))
        found.set(w.select(less, found.get().same(-1), w.select(more, found.get().same(1), 0)))
        j.set(j.get() + 1)
    return found.get()


def _order(w: Writer, x: Tensor, a: Val, b: Val) -> Val:
    """The same, and of rows that are the same the first is less."""
    found = _compared(w, x, a, b)
    return w.select(w.both(found.eq(0), a < b), found.same(-1), found)
