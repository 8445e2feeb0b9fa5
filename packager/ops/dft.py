"""DFT (ONNX 17): discrete Fourier transforms along an axis; inverse, and of real signals."""

from __future__ import annotations

from packager.lowering.fourier import Signal, transform
from packager.lowering.nest import Tensor, Writer, ix, nest


@nest("DFT", since=17)
def dft(w: Writer, x: Tensor, length: Tensor | None = None, *, y: Tensor) -> None:
    """Discrete Fourier transforms along an axis."""
    axis, inverse = w.node.int("axis") % x.rank, bool(w.node.int("inverse"))
    half = inverse and bool(w.node.int("onesided"))
    asked = int(length.const.reshape(-1)[0]) if length is not None and length.const is not None else 0
    size = asked or (2 * (x.shape[axis] - 1) if half else x.shape[axis])
    axes = [d for d in range(x.rank - 1) if d != axis]
    x, y = (t.permute((*axes, axis, t.rank - 1)) for t in (x, y))
    with w.over(*y.shape[:-2]) as i:
        signal = Signal(lambda j, part: x[ix(*i, j, part)], x.shape[-2], complex=x.shape[-1] == 2, half=half)
        transform(w, signal, size, inverse, lambda k, part, value: y.__setitem__((*i, k, part), value), y.shape[-2:])
