"""Softmax and LogSoftmax along one axis: e**(x - max) / sum, in three passes.

The axis runs in vectors where it is contiguous (then the output may lie on the input); otherwise the contiguous axis of
the others does, one result per lane, its last vector overlapping the one before. An axis of 2, 4 or 8 elements is
shorter than a vector: several of them fill one, and exchange lanes instead of being summed up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from packager.emit.builder import Fn, Ptr, Val
from packager.emit.math import exp, log
from packager.kernels.base import Kernel
from packager.kernels.loops import kept, kept_args, kept_axes, kept_loops, over, spread
from packager.kernels.parts import Axis, Box, Numbers, counted


@dataclass(frozen=True)
class Softmax(Kernel):
    """`kept` loops around; `rows`: the axis is strided, and the innermost kept axis is contiguous."""

    rows: bool
    kept: int
    lanes: int
    logarithm: bool = False

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"{'log' * self.logarithm}softmax_{'rows' if self.rows else 'run'}_{self.kept}x{self.lanes}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """First elements."""
        return ("x", "y")

    @property
    def args(self) -> tuple[str, ...]:
        """`k*`: counts and element steps of the kept loops; `n`: length of the axis, with its steps if strided."""
        return (*kept_args(self.kept, ("x", "y")), "n", *(("x.n", "y.n", "channels") if self.rows else ()))

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """The kept loops, and channels that are results of their own."""
        del vec
        found = kept_axes(self.kept, {"x": 4, "y": 4}, args)
        return (*found, counted("channels", args, {"x": 4, "y": 4}, self.lanes)) if self.rows else found

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """The axis of each result, in both tensors."""
        del vec
        run, found = int(args["channels"] if self.rows else args["n"]), []
        for s in ("x", "y"):
            axis = ((int(args["n"]), 4 * int(args[f"{s}.n"])),) if self.rows else ()
            found.append(Box(s, 4 * run, (*kept_loops(self.kept, s, args), *axis), written=s == "y"))
        return tuple(found)

    def emit(self, fn: Fn) -> None:
        """Kept loops, then one axis (or one vector of them) at a time."""
        kept(fn, self.kept, {s: fn.ptr(s) for s in self.pointers}, lambda at: self._block(fn, at["x"], at["y"]))

    def _block(self, fn: Fn, x: Ptr, y: Ptr) -> None:
        if self.rows:
            with fn.loop(fn.arg("channels"), self.lanes) as first:
                c = first.minimum(fn.arg("channels") - self.lanes)
                self._axis(fn, x + c, y + c)
        else:
            self._axis(fn, x, y)

    def _axis(self, fn: Fn, x: Ptr, y: Ptr) -> None:
        lanes = self.lanes

        def each(body: Callable[[Ptr, Ptr, int], None]) -> None:
            if not self.rows:
                over(fn, fn.arg("n"), lanes, lambda i, width: body(x + i, y + i, width))
                return
            with fn.loop(fn.arg("n")) as i:
                body(x + i * fn.arg("x.n"), y + i * fn.arg("y.n"), lanes)

        top = fn.var(fn.const(-np.inf, lanes=lanes))
        each(lambda p, _, width: top.set(top.get().maximum(spread(fn, p.load(width), lanes))))
        largest = self._total(fn, top.get(), lambda a, b: a.maximum(b))
        sums, rest = fn.var(fn.const(0.0, lanes=lanes)), fn.var(fn.const(0.0))

        def power(p: Ptr, q: Ptr, width: int) -> None:
            value = exp(p.load(width) - spread(fn, largest, width))
            into = sums if width == lanes else rest
            into.set(into.get() + value)
            if not self.logarithm:
                q.store(value)

        each(power)
        total = self._total(fn, sums.get(), lambda a, b: a + b)
        if not self.rows and lanes > 1:
            total = total + rest.get()
        if self.logarithm:
            # Not the sum of both at once: where x is large, it would swallow the logarithm's digits.
            power_of_all = log(total)

            def shifted(p: Ptr, q: Ptr, width: int) -> None:
                q.store(p.load(width) - spread(fn, largest, width) - spread(fn, power_of_all, width))

            each(shifted)
        else:
            factor = 1.0 / total
            each(lambda _, q, width: q.store(q.load(width) * spread(fn, factor, width)))

    def _total(self, fn: Fn, value: Val, combine: Callable[[Val, Val], Val]) -> Val:
        return value if self.rows else fn.reduce(value, combine)


@dataclass(frozen=True)
class ShortSoftmax(Kernel):
    """Axes of `size` contiguous elements (a power of two, at most a vector), one directly behind the other."""

    size: int
    lanes: int
    logarithm: bool = False

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"{'log' * self.logarithm}softmax_{self.size}of{self.lanes}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """First elements."""
        return ("x", "y")

    @property
    def args(self) -> tuple[str, ...]:
        """Elements in all."""
        return ("count",)

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Whole vectors."""
        del vec
        return (counted("count", args, {"x": 4, "y": 4}, max(self.lanes, self.size)),)

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """All elements."""
        del vec
        return Box("x", 4 * int(args["count"])), Box("y", 4 * int(args["count"]), written=True)

    def emit(self, fn: Fn) -> None:
        """Whole vectors, then the axes that are left."""
        count, done = fn.arg("count"), fn.index(0)
        if self.lanes > self.size:
            done = count & -self.lanes
            with fn.loop(done, self.lanes, maybe_empty=True) as i:
                self._vector(fn, fn.ptr("x") + i, fn.ptr("y") + i, self.lanes)
        with fn.span(done, count, self.size, maybe_empty=True) as i:
            self._vector(fn, fn.ptr("x") + i, fn.ptr("y") + i, self.size)

    def _vector(self, fn: Fn, x: Ptr, y: Ptr, lanes: int) -> None:
        value = x.load(lanes)
        shifted = value - self._over_axis(fn, value, lambda a, b: a.maximum(b))
        power = exp(shifted)
        total = self._over_axis(fn, power, lambda a, b: a + b)
        y.store(shifted - log(total) if self.logarithm else power * (1.0 / total))

    def _over_axis(self, fn: Fn, value: Val, combine: Callable[[Val, Val], Val]) -> Val:
        """In every lane what its axis gives: lanes at distance 1, 2, 4 are combined in turn."""
        for step in (1 << bit for bit in range(self.size.bit_length() - 1)):
            value = combine(value, fn.shuffle(value, value, [i ^ step for i in range(value.lanes)]))
        return value
