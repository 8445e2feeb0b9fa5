"""TensorScatter (ONNX 24): a cache in which new entries are written behind those of each batch."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("TensorScatter", since=24)
def tensor_scatter(w: Writer, past: Tensor, update: Tensor, start: Tensor | None = None, *, y: Tensor) -> None:
    """A cache in which new entries are written behind those of each batch."""
    axis = w.node.int("axis", -2) % past.rank
    w.each(y, lambda i: past[i])
    with w.over(*update.shape) as i:
        place = i[axis] + (w.index(start[i[0]]) if start is not None else 0)
        size = w.number(past.shape[axis])
        if w.node.str("mode", "linear") == "circular":
            place = w.select(place >= size, place - size, place)
        y[ix(*i[:axis], place.minimum(size - 1), *i[axis + 1 :])] = update[i]
