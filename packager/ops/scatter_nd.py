"""ScatterND (ONNX 11): a copy in which slices are replaced, or joined, where tuples of indices say."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, ix, nest
from packager.lowering.scatters import joined


@nest("ScatterND", since=11)
def scatter_nd(w: Writer, x: Tensor, indices: Tensor, updates: Tensor, *, y: Tensor) -> None:
    """A copy in which slices are replaced, or joined, where tuples of indices say."""
    rank, depth = indices.rank - 1, indices.shape[-1]
    w.each(y, lambda i: x[i])
    with w.over(*updates.shape) as i:
        at = (*(w.index(indices[ix(*i[:rank], w.fn.index(d))], x.shape[d]) for d in range(depth)), *i[rank:])
        y[at] = joined(w.node.str("reduction", "none"), lambda: y[at], updates[i])
