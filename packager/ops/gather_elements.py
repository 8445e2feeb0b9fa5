"""GatherElements (ONNX 11): each element of the result from where its index along one axis says."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("GatherElements", since=11)
def gather_elements(w: Writer, x: Tensor, indices: Tensor, *, y: Tensor) -> None:
    """Each element from where its index along one axis says."""
    axis = w.node.int("axis") % x.rank
    with w.over(*y.shape) as i:
        y[i] = x[ix(*i[:axis], w.index(indices[i], x.shape[axis]), *i[axis + 1 :])]
