"""Matrix products as loops: any element types, strides and leading axes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from packager.emit.builder import Val
from packager.emit.convert import Kind
from packager.lowering.nest import Lanes, Tensor, Writer, ix

At = Callable[[tuple[Any, ...]], Val]
"""A number that belongs to a place of the result."""


ROWS, VECTORS = 4, 2
"""The tile of a result that is kept in registers: rows, and vectors in each of them."""


def mat_mul(w: Writer, a: Tensor, b: Tensor, *, y: Tensor) -> None:
    """Matrix products, one for each place of the leading axes."""
    vec = w.fn.vec
    if (
        a.rank < 2
        or b.rank < 2
        or y.kind != "f32"
        or b.at.strides[-1] != 1
        or y.at.strides[-1] != 1
        or y.shape[-1] < vec
    ):
        product(w, a, b, y, y.kind)
        return
    lead = y.shape[:-2]
    a, b = a.broadcast((*lead, *a.shape[-2:])), b.broadcast((*lead, *b.shape[-2:]))
    with w.over(*lead) as at:
        for row, rows in w.blocks(y.shape[-2], (ROWS, 1)):
            for column, lanes in w.blocks(y.shape[-1], (VECTORS * vec, vec, 1)):
                _tile(w, a, b, y, at, row, column, rows, [min(vec, lanes)] * max(1, lanes // vec))


def _tile(
    w: Writer, a: Tensor, b: Tensor, y: Tensor, at: tuple[Val, ...], row: Val, column: Val, rows: int, widths: list[int]
) -> None:
    """`rows` rows of the result, of as many vectors as there are `widths`."""
    places = [Lanes(column + i * n, n) if n > 1 else column for i, n in enumerate(widths)]
    found = [[w.var(w.fn.splat(w.constant(0, "f32"), n)) for n in widths] for _ in range(rows)]
    with w.over(a.shape[-1]) as (k,):
        right = [b[ix(*at, k, p)] for p in places]
        for r, sums in enumerate(found):
            left = a[ix(*at, row + r, k)]
            for total, one in zip(sums, right, strict=True):
                total.set(w.multiply_add(left, one, total.get()))
    for r, sums in enumerate(found):
        for total, p in zip(sums, places, strict=True):
            y[ix(*at, row + r, p)] = total.get()


def gemm(w: Writer, a: Tensor, b: Tensor, c: Tensor | None = None, *, y: Tensor) -> None:
    """`alpha * A @ B + beta * C`."""
    a, b = (t.permute((1, 0)) if w.node.int(k) else t for t, k in ((a, "transA"), (b, "transB")))
    alpha, beta = w.node.float("alpha", 1.0), w.node.float("beta", 1.0)
    added = c.broadcast(y.shape) if c is not None else None

    def finish(total: Val, i: tuple[Any, ...]) -> Val:
        found = total if alpha == 1 else total * alpha
        if added is None:
            return found
        return found + (added[i] if beta == 1 else added[i] * beta)

    product(w, a, b, y, y.kind, finish=finish)


def product(
    w: Writer, a: Tensor, b: Tensor, y: Tensor, kind: Kind, less: tuple[At | None, At | None] = (None, None),
    finish: Callable[[Val, tuple[Any, ...]], Val] = lambda total, _: total,
) -> None:  # fmt: skip
    """y = finish(a @ b), computed in `kind`, of elements `less` what belongs to their row or column."""
    if b.rank == 1:
        b, y = b.insert(1), y.insert(y.rank)
    if a.rank == 1:
        a, y = a.insert(0), y.insert(y.rank - 1)
    depth, lead = a.shape[-1], y.shape[:-2]
    a, b = a.broadcast((*lead, *a.shape[-2:])), b.broadcast((*lead, *b.shape[-2:]))

    def element(i: tuple[Any, ...]) -> Val:
        *at, row, column = i
        # What belongs to a row or column is the same for all of its products.
        first, second = (of(i) if of is not None else None for of in less)

        def terms(k: Val) -> tuple[Val, Val]:
            left, right = w.cast(a[ix(*at, row, k)], kind), w.cast(b[ix(*at, k, column)], kind)
            return left - first if first is not None else left, right - second if second is not None else right

        return finish(w.dot(i, (depth,), kind, terms), i)

    w.each(y, element, kind, b.kind)


def number_of(given: Tensor, axis: int) -> At:
    """Zero points, or scales, of the rows (axis -2) or columns (axis -1) of matrices, or one for all."""

    def at(i: tuple[Any, ...]) -> Val:
        if given.size == 1:
            return given[(0,) * given.rank]
        if given.rank == 1:
            return given[i[axis]]
        # A row or column of one element for each matrix.
        return given[tuple(0 if n == 1 else j for n, j in zip(given.shape, i[-given.rank :], strict=True))]

    return at
