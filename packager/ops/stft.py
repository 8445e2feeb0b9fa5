"""STFT (ONNX 17): the Fourier transforms of a signal's frames, each under a window."""

from __future__ import annotations

from packager.emit.builder import Val
from packager.lowering.fourier import Signal, transform
from packager.lowering.nest import Tensor, Writer, nest


@nest("STFT", since=17)
def stft(
    w: Writer, x: Tensor, step: Tensor, window: Tensor | None = None, length: Tensor | None = None, *, y: Tensor
) -> None:
    """The Fourier transforms of a signal's frames."""
    assert step.const is not None
    hop = int(step.const.reshape(-1)[0])
    known = length.const if length is not None else None
    size = int(known.reshape(-1)[0]) if known is not None else window.shape[0] if window is not None else 0
    # A signal of two axes is real.
    x = x if x.rank == 3 else x.insert(2)
    with w.over(*y.shape[:2]) as (b, frame):
        start = frame * w.number(hop)

        def read(j: Val, part: int) -> Val:
            value = x[(b, start + j, part)]
            return value * window[j] if window is not None else value

        signal = Signal(read, size, complex=x.shape[2] == 2)
        transform(w, signal, size, False, lambda k, p, v: y.__setitem__((b, frame, k, p), v), y.shape[2:])
