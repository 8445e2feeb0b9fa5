"""TopK (ONNX 1): the largest or smallest elements along an axis, and where they stand."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("TopK")
def top_k(w: Writer, x: Tensor, *, values: Tensor | None, indices: Tensor | None) -> None:
    """Each is the best of those that come behind the one before: in value, and of equals in place."""
    axis = w.node.int("axis") % x.rank
    k, size, largest = w.node.int("k"), x.shape[axis], w.node.int("largest", 1)
    x = x.last(axis)
    values, indices = (t.last(axis) if t is not None else None for t in (values, indices))
    with w.over(*x.shape[:-1]) as i:
        worst, place = w.var(x[ix(*i, w.fn.index(0))]), w.var(w.fn.index(-1))
        with w.over(k) as (rank,):
            best, found = w.var(worst.get()), w.var(w.fn.index(-1))
            with w.over(size) as (j,):
                one, before = x[ix(*i, j)], worst.get()
                behind = (one < before) if largest else (one > before)
                later = w.both(one.eq(before), j > place.get())
                left = w.either(rank.eq(0), behind, later)
                better = (one > best.get()) if largest else (one < best.get())
                with w.if_(w.both(left, w.either(better, found.get() < 0))):
                    best.set(one)
                    found.set(j)
            worst.set(best.get())
            place.set(found.get())
            if values is not None:
                values[ix(*i, rank)] = best.get()
            if indices is not None:
                indices[ix(*i, rank)] = found.get()
