"""Reductions as loops over elements of any type."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

from packager.emit.builder import Val
from packager.emit.convert import Kind
from packager.emit.math import absolute, divide, exp, log, sqrt
from packager.kernels.reduce import Kind as Reduction
from packager.lowering.base import Body
from packager.lowering.nest import Tensor, Writer

_STEPS: dict[str, Callable[[Val, Val], Val]] = {
    "sum": lambda a, x: a + x,
    "logsum": lambda a, x: a + x,
    "prod": lambda a, x: a * x,
    "l1": lambda a, x: a + absolute(x),
    "l2": lambda a, x: a + x * x,
    "sumsquare": lambda a, x: a + x * x,
    "max": lambda a, x: a.maximum(x),
    "min": lambda a, x: a.minimum(x),
}


def folded(name: str, how: Reduction) -> Body:
    """The loops of the reduction called `name`."""

    def loops(w: Writer, x: Tensor, *, y: Tensor) -> None:
        axes = sorted(a % x.rank for a in w.node.ints("axes")) if x.rank else []
        y, kind = w.with_axes(y, x.rank, axes), x.kind
        counts = [x.shape[a] for a in axes]

        def element(i: tuple[Any, ...]) -> Val:
            def at(k: tuple[Val, ...]) -> Val:
                inside = dict(zip(axes, k, strict=True))
                return x[tuple(inside.get(d, j) for d, j in enumerate(i))]

            def fold(start: Val | float, step: Callable[[Val, Val], Val]) -> Val:
                return w.fold(i, counts, start, kind, lambda a, *k: step(a, at(k)))

            if how == "logsumexp":
                top = fold(extreme(kind, -1), _STEPS["max"])
                top = w.select(top > extreme(kind, -1), top, 0.0)
                return log(fold(0, lambda a, x: a + exp(x - top))) + top
            start = {"max": extreme(kind, -1), "min": extreme(kind, 1), "prod": 1}.get(how, 0)
            found = fold(start, _STEPS[how])
            if how == "l2":
                return sqrt(found if found.is_float else w.cast(found, "f64"))
            if how == "logsum":
                return log(found)
            return divide(found, found.same(prod(counts))) if name == "ReduceMean" else found

        w.each(y, element, kind)

    loops.__name__ = name.lower()
    return loops


def extreme(kind: Kind, sign: int) -> float:
    """The smallest (sign -1) or largest number that is computed with."""
    if kind in ("f32", "f64"):
        return sign * float("inf")
    bits = int(kind[1:])
    if kind.startswith("u"):
        return 0 if sign < 0 else (1 << bits) - 1
    return -(1 << (bits - 1)) if sign < 0 else (1 << (bits - 1)) - 1
