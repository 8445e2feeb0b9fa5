"""BitCast (ONNX 26): the same bytes as another element type of the same size."""

from __future__ import annotations

from packager.dtype import U8
from packager.lowering.nest import Tensor, Writer, nest


@nest("BitCast", since=26, dense=True)
def bit_cast(w: Writer, x: Tensor, *, y: Tensor) -> None:
    """The same bytes as another element type."""
    source, target = (t.flat().of(U8) for t in (x, y))
    w.each(target, lambda i: source[i])
