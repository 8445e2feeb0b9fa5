"""ReverseSequence (ONNX 10): the first elements of each sequence, as many as it is long, turned round."""

from __future__ import annotations

from packager.lowering.nest import Tensor, Writer, nest


@nest("ReverseSequence", since=10)
def reverse_sequence(w: Writer, x: Tensor, lengths: Tensor, *, y: Tensor) -> None:
    """The first elements of each sequence turned round."""
    time, batch = w.node.int("time_axis", 0) % x.rank, w.node.int("batch_axis", 1) % x.rank
    with w.over(*y.shape) as i:
        length = w.index(lengths[i[batch]]).minimum(w.number(x.shape[time]))
        place = w.select(i[time] < length, length - 1 - i[time], i[time])
        y[i] = x[tuple(place if d == time else j for d, j in enumerate(i))]
