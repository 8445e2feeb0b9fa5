"""Resize as loops over tables of taps: any number of axes, regions of interest, element types."""

from __future__ import annotations

import numpy as np

from packager.emit.convert import Kind
from packager.graph import Node
from packager.lowering.nest import Tensor, Writer
from packager.lowering.sampling import Axis, axis


def resized(w: Writer, x: Tensor, *, y: Tensor) -> None:
    """Each result from the taps of its axes, whose places and weights are tables."""
    x, y = w.nchw(x), w.nchw(y)
    axes = [d for d in range(x.rank) if x.shape[d] != y.shape[d] or not _plain(sampled(w.node, x, y, d))]
    tables = {d: sampled(w.node, x, y, d) for d in axes}
    kind: Kind = "f64" if y.kind == "f64" else "f32"
    places = {d: w.table(t.index.astype(np.int32)) for d, t in tables.items()}
    weights = {d: w.table(t.weight.astype(np.float64 if kind == "f64" else np.float32)) for d, t in tables.items()}
    outside = {d: w.table(t.outside.astype(np.int32)) for d, t in tables.items() if t.outside.any()}
    nearest = all(t.index.shape[1] == 1 for t in tables.values())
    with w.over(*y.shape) as i:
        found = w.var(0, y.kind if nearest else kind)
        with w.over(*(tables[d].index.shape[1] for d in axes)) as k:
            taps = dict(zip(axes, k, strict=True))
            at = tuple(w.index(places[d][(j, taps[d])]) if d in taps else j for d, j in enumerate(i))
            if nearest:
                found.set(x[at])
            else:
                share = w.constant(1.0, kind)
                for d, tap in taps.items():
                    share = share * weights[d][(i[d], tap)]
                found.set(found.get() + w.cast(x[at], kind) * share)
        result = found.get()
        for d, table in outside.items():
            value = result.same(w.node.float("extrapolation_value", 0.0))
            result = w.select(table[i[d]].eq(0), result, value)
        y[i] = result


def sampled(node: Node, x: Tensor, y: Tensor, d: int) -> Axis:
    """How axis `d` of an image with channels first is sampled."""
    scales, roi = node.attrs["scales"], node.attrs.get("roi")
    assert isinstance(scales, tuple)
    # The layout pass adds an axis to images of one dimension.
    n = x.rank
    part = (float(roi[d]), float(roi[d + n])) if isinstance(roi, tuple) else None
    return axis(node, x.shape[d], y.shape[d], float(scales[d]), part)


def _plain(sampled: Axis) -> bool:
    """Whether nothing changes along an axis."""
    return sampled.step == (0, 1) and bool((sampled.weight == 1).all()) and not sampled.outside.any()
