"""GatherND (ONNX 11): slices from where tuples of indices say."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("GatherND", since=11)
def gather_nd(w: Writer, x: Tensor, indices: Tensor, *, y: Tensor) -> None:
    """Slices from where tuples of indices say."""
    batch, depth, rank = w.node.int("batch_dims"), indices.shape[-1], indices.rank - 1
    with w.over(*y.shape) as i:
        at = [w.index(indices[ix(*i[:rank], w.fn.index(d))], x.shape[batch + d]) for d in range(depth)]
        y[i] = x[ix(*i[:batch], *at, *i[rank:])]
