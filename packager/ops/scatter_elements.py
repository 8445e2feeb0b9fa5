"""ScatterElements (ONNX 11): a copy in which each update replaces, or joins, the element that its index names."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, nest
from packager.lowering.scatters import joined


@nest("ScatterElements", since=11)
def scatter_elements(w: Writer, x: Tensor, indices: Tensor, updates: Tensor, *, y: Tensor) -> None:
    """A copy in which each update replaces, or joins, the element that its index names."""
    axis = w.node.int("axis") % x.rank
    w.each(y, lambda i: x[i])
    with w.over(*updates.shape) as i:
        at = (*i[:axis], w.index(indices[i], x.shape[axis]), *i[axis + 1 :])
        y[at] = joined(w.node.str("reduction", "none"), lambda: y[at], updates[i])
