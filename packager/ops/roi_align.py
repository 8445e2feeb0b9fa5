"""RoiAlign (ONNX 10): regions of an image, each cut into bins whose samples are averaged, or the largest taken."""

from __future__ import annotations

from packager.emit.builder import Val
from packager.emit.math import ceil, floor
from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("RoiAlign", since=10)
def roi_align(w: Writer, x: Tensor, rois: Tensor, batch: Tensor, *, y: Tensor) -> None:
    """Regions of an image, each cut into bins."""
    node = w.node
    aligned = node.str("coordinate_transformation_mode", "half_pixel") == "half_pixel"
    scale, ratio, largest = (
        node.float("spatial_scale", 1.0),
        node.int("sampling_ratio"),
        node.str("mode", "avg") == "max",
    )
    bins, size = y.shape[2:], x.shape[2:]
    with w.over(y.shape[0]) as (r,):
        image = w.index(batch[r], x.shape[0])
        # A region is x1, y1, x2, y2.
        start = [rois[(r, k)] * scale - (0.5 if aligned else 0.0) for k in (1, 0)]
        length = [rois[(r, k + 2)] * scale - (0.5 if aligned else 0.0) - s for k, s in zip((1, 0), start, strict=True)]
        length = length if aligned else [n.maximum(1.0) for n in length]
        step = [n * (1.0 / b) for n, b in zip(length, bins, strict=True)]
        counts = [w.fn.index(ratio) if ratio else w.index(ceil(s)).maximum(0) for s in step]
        parts = [s / w.cast(c, "f32") for s, c in zip(step, counts, strict=True)]
        with w.over(*y.shape[1:]) as (c, *p):
            corner = [s + w.cast(i, "f32") * b for s, i, b in zip(start, p, step, strict=True)]
            total, best = w.var(0), w.var(float("-inf"))
            with w.over(*counts) as k:
                place = [o + (w.cast(i, "f32") + 0.5) * b for o, i, b in zip(corner, k, parts, strict=True)]
                for share, at in _corners(w, place, size):
                    one = x[ix(image, c, *at)] * share
                    total.set(total.get() + one)
                    best.set(best.get().maximum(one))
            samples = (counts[0] * counts[1]).maximum(1)
            y[ix(r, c, *p)] = best.get() if largest else total.get() / w.cast(samples, "f32")


def _corners(w: Writer, place: list[Val], size: tuple[int, ...]) -> list[tuple[Val, list[Val]]]:
    """The four elements around a place and their shares: all 0 for one outside."""
    there = w.both(*(w.both(p >= -1.0, p <= float(n)) for p, n in zip(place, size, strict=True)))
    sides: list[list[tuple[Val, Val]]] = []
    for p, n in zip(place, size, strict=True):
        inner = p.clip(0.0, n - 1.0)
        base = floor(inner)
        low = w.index(base)
        sides.append([(1.0 - (inner - base), low), (inner - base, (low + 1).minimum(w.number(n) - 1))])
    return [(w.select(there, a * b, 0.0), [i, j]) for a, i in sides[0] for b, j in sides[1]]
