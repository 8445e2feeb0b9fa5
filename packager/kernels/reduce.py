"""Reductions over some axes of a strided tensor: sums, means, norms, products, extrema, log-sum-exp.

Kept axes are loops; so are reduced ones. The contiguous axis runs in vectors, whether it is kept (`rows`: each lane is
a result of its own) or reduced (the lanes are combined at the end). Sums add up per run of the innermost reduced axis
first, then the runs: the rounding error grows with the length of a run, not with the number of elements.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from packager.emit.builder import Fn, Ptr, Val, Var
from packager.emit.math import exp, log
from packager.kernels.base import Kernel
from packager.kernels.loops import kept, kept_args, kept_axes, kept_loops
from packager.kernels.parts import Axis, Box, Numbers, counted

Kind = Literal["sum", "prod", "max", "min", "l1", "l2", "sumsquare", "logsum", "logsumexp"]


@dataclass(frozen=True)
class Reduce(Kernel):
    """`kept` outer loops over results, `reduced` loops over what becomes one result.

    `rows`: the innermost kept axis is contiguous and runs in blocks of `vectors` x `lanes`, the last one overlapping
    the one before (the output must not lie on the input). Otherwise the innermost reduced axis is contiguous.
    """

    kind: Kind
    rows: bool
    kept: int
    reduced: int
    lanes: int
    vectors: int = 1

    @property
    def symbol(self) -> str:
        """C identifier."""
        way = f"rows_{self.vectors}x{self.lanes}" if self.rows else f"run_{self.lanes}"
        return f"reduce_{self.kind}_{way}_{self.kept}to{self.reduced}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """First elements."""
        return ("x", "y")

    @property
    def args(self) -> tuple[str, ...]:
        """`k*`: counts and element steps of the kept loops; `r*`: of the reduced ones; channels of `rows`; `scale` of
        the sum."""
        stepped = self.reduced if self.rows else self.reduced - 1
        reduced = tuple(f"r{d}" for d in range(self.reduced)) + tuple(f"x.r{d}" for d in range(stepped))
        return (
            *kept_args(self.kept, ("x", "y")),
            *reduced,
            *(("channels",) if self.rows else ()),
            *(("scale",) if self.kind == "sum" else ()),
        )

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """The kept loops, and channels that are results of their own."""
        del vec
        found = kept_axes(self.kept, {"x": 4, "y": 4}, args)
        if not self.rows:
            return found
        return (*found, counted("channels", args, {"x": 4, "y": 4}, self.lanes * self.vectors))

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """All that becomes the results."""
        del vec
        stepped = self.reduced if self.rows else self.reduced - 1
        reduced = tuple((int(args[f"r{d}"]), 4 * int(args[f"x.r{d}"])) for d in range(stepped))
        run = int(args["channels"] if self.rows else args[f"r{self.reduced - 1}"])
        x, y = (kept_loops(self.kept, s, args) for s in ("x", "y"))
        return Box("x", 4 * run, (*x, *reduced)), Box("y", 4 * run if self.rows else 4, y, written=True)

    def emit(self, fn: Fn) -> None:
        """Kept loops, then one block of results at a time."""
        kept(fn, self.kept, {s: fn.ptr(s) for s in self.pointers}, lambda at: self._block(fn, at["x"], at["y"]))

    def _block(self, fn: Fn, x: Ptr, y: Ptr) -> None:
        if self.rows:
            block = self.lanes * self.vectors
            with fn.loop(fn.arg("channels"), block) as first:
                c = first.minimum(fn.arg("channels") - block)
                self._result(fn, x + c, y + c)
        else:
            self._result(fn, x, y)

    def _result(self, fn: Fn, x: Ptr, y: Ptr) -> None:
        largest: list[Val] = []
        if self.kind == "logsumexp":
            # Shifted by the maximum, no exponential overflows.
            largest = self._all(fn, x, -np.inf, lambda a, b: a.maximum(b), lambda v, _: v)
        start = _START.get(self.kind, 0.0)
        totals = self._all(fn, x, start, self._combine, lambda v, i: self._prepare(fn, v, largest, i))
        for v, total in enumerate(totals):
            (y + v * self.lanes).store(self._finish(fn, total, largest[v] if largest else None))

    def _all(
        self, fn: Fn, x: Ptr, start: float, combine: Callable[[Val, Val], Val], prepare: Callable[[Val, int], Val]
    ) -> list[Val]:
        """Everything reduced, per vector of results; one scalar where the contiguous axis is reduced."""
        if self.rows:
            total = [fn.var(fn.const(start, lanes=self.lanes)) for _ in range(self.vectors)]
        else:
            total = [fn.var(fn.const(start))]

        def run(p: Ptr) -> None:
            count = fn.arg(f"r{self.reduced - 1}")
            acc = [fn.var(fn.const(start, lanes=self.lanes)) for _ in range(self.vectors)]
            if self.rows:
                with fn.loop(count) as i:
                    at = p + i * fn.arg(f"x.r{self.reduced - 1}")
                    loads = [(at + v * self.lanes).load(self.lanes) for v in range(self.vectors)]
                    _add(acc, [prepare(load, v) for v, load in enumerate(loads)], combine)
                _add(total, [a.get() for a in acc], combine)
                return
            done = count & -self.lanes
            with fn.loop(done, self.lanes, maybe_empty=True) as i:
                _add(acc, [prepare((p + i).load(self.lanes), 0)], combine)
            with fn.loop(count - done, maybe_empty=True) as i:
                _add(total, [prepare((p + (done + i)).load(), 0)], combine)
            _add(total, [fn.reduce(acc[0].get(), combine)], combine)

        self._reduced(fn, 0, x, run)
        return [t.get() for t in total]

    def _reduced(self, fn: Fn, depth: int, x: Ptr, run: Callable[[Ptr], None]) -> None:
        if depth == self.reduced - 1:
            run(x)
            return
        with fn.loop(fn.arg(f"r{depth}")) as i:
            self._reduced(fn, depth + 1, x + i * fn.arg(f"x.r{depth}"), run)

    def _prepare(self, fn: Fn, value: Val, largest: list[Val], index: int) -> Val:
        if self.kind == "l1":
            return fn.abs(value)
        if self.kind in ("l2", "sumsquare"):
            return value * value
        if self.kind == "logsumexp":
            return exp(value - largest[index])
        return value

    def _combine(self, a: Val, b: Val) -> Val:
        if self.kind == "max":
            return a.maximum(b)
        if self.kind == "min":
            return a.minimum(b)
        return a * b if self.kind == "prod" else a + b

    def _finish(self, fn: Fn, total: Val, largest: Val | None) -> Val:
        if self.kind == "l2":
            return fn.sqrt(total)
        if self.kind == "logsum":
            return log(total)
        if largest is not None:
            return log(total) + largest
        return total * fn.farg("scale", total.lanes) if self.kind == "sum" else total


_START: dict[str, float] = {"prod": 1.0, "max": -np.inf, "min": np.inf}


def _add(into: list[Var], values: list[Val], combine: Callable[[Val, Val], Val]) -> None:
    for acc, value in zip(into, values, strict=True):
        acc.set(combine(acc.get(), value))
