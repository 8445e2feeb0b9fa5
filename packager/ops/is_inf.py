"""IsInf (ONNX 10): where a number is infinite."""

from __future__ import annotations

from typing import Any

from packager.emit.builder import Val
from packager.lowering.nest import Tensor, Writer, nest


@nest("IsInf", since=10)
def is_inf(w: Writer, x: Tensor, *, y: Tensor) -> None:
    """Where a number is infinite."""
    signs = [s for s, k in ((1, "detect_positive"), (-1, "detect_negative")) if w.node.int(k, 1)]

    def found(i: tuple[Any, ...]) -> Val:
        one = x[i]
        hit = w.either(*(one.eq(s * float("inf")) for s in signs)) if signs else w.both(one < 0.0, one > 0.0)
        return w.select(hit, one.same(1.0), 0)

    w.each(y, found, x.kind)
