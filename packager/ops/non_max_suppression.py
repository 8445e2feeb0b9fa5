"""NonMaxSuppression (ONNX 10): of boxes that overlap too much those with the best score, class by class; how many."""

from __future__ import annotations

from functools import partial

from packager.emit.builder import Val
from packager.lowering.heaps import Row, largest_first
from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("NonMaxSuppression", since=10)
def non_max_suppression(
    w: Writer, boxes: Tensor, scores: Tensor, most: Tensor, overlap: Tensor | None, least: Tensor | None, *, y: Tensor,
    count: Tensor, heap: Tensor,
) -> None:  # fmt: skip
    """Boxes from the best score down, each kept unless it overlaps too much with one that is kept."""
    batches, classes, size = scores.shape
    entries, total = Row(w, heap), w.var(w.fn.index(0))
    limit = w.index(_number(w, most).minimum(w.cast(w.number(size), "i64")))
    threshold = w.constant(0, "f32") if overlap is None else _number(w, overlap)
    w.clear(y)
    with w.over(batches, classes) as (b, c):
        start, waiting = total.get(), w.var(w.fn.index(0))
        with w.over(size) as (i,):
            wanted = i.eq(i) if least is None else scores[(b, c, i)] > _number(w, least)
            with w.if_(wanted):
                entries[waiting.get()] = i
                waiting.set(waiting.get() + 1)
        worse = partial(_worse, w, scores, b, c)
        with largest_first(w, entries, waiting.get(), worse, lambda: total.get() - start < limit) as (box, _):
            kept, other = w.var(box.eq(box)), w.var(start)
            with w.fn.while_(lambda: w.both(kept.get(), other.get() < total.get())):
                kept.set(w.negated(_overlap(w, boxes, b, box, w.index(y[ix(other.get(), 2)]), threshold)))
                other.set(other.get() + 1)
            with w.if_(kept.get()):
                for k, value in enumerate((b, c, box)):
                    y[ix(total.get(), k)] = value
                total.set(total.get() + 1)
    count[0] = total.get()


def _number(w: Writer, x: Tensor) -> Val:
    """The only element of a tensor."""
    return x[tuple(w.fn.index(0) for _ in x.shape)]


def _worse(w: Writer, scores: Tensor, batch: Val, group: Val, p: Val, q: Val) -> Val:
    """Whether box p comes after box q."""
    one, other = scores[(batch, group, p)], scores[(batch, group, q)]
    return w.either(one < other, w.both(one.eq(other), p > q))


def _overlap(w: Writer, boxes: Tensor, batch: Val, p: Val, q: Val, threshold: Val) -> Val:
    """Whether two boxes share more than that part of what they cover together."""
    (low_p, high_p), (low_q, high_q) = _corners(w, boxes, batch, p), _corners(w, boxes, batch, q)
    sides = [a.minimum(b) - c.maximum(d) for a, b, c, d in zip(high_p, high_q, low_p, low_q, strict=True)]
    shared = sides[0] * sides[1]
    areas = [(h[0] - l[0]) * (h[1] - l[1]) for h, l in ((high_p, low_p), (high_q, low_q))]
    together = areas[0] + areas[1] - shared
    full = [side > 0.0 for side in (*sides, shared, *areas, together)]
    return w.both(*full, shared / together > threshold)


def _corners(w: Writer, boxes: Tensor, batch: Val, box: Val) -> tuple[list[Val], list[Val]]:
    """The lower and the upper corner of a box, which is given by two corners, or by its centre and its sizes."""
    a, b, c, d = (boxes[ix(batch, box, k)] for k in range(4))
    if w.node.int("center_point_box"):
        return [a - c / 2.0, b - d / 2.0], [a + c / 2.0, b + d / 2.0]
    return [a.minimum(c), b.minimum(d)], [a.maximum(c), b.maximum(d)]
