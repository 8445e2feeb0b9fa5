"""Normalisation along some axes: (x - mean) / sqrt(variance + epsilon) * scale + bias, without the mean, or x / norm.

Three passes: the mean, the mean square of what differs from it (which loses no digits), the result. The contiguous axis
runs in vectors, whether it is normalised along or not, as in kernels/reduce.py.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from packager.emit.builder import Fn, Ptr, Val
from packager.kernels.base import Kernel
from packager.kernels.loops import kept, kept_args, kept_axes, kept_loops, over, spread
from packager.kernels.parts import Axis, Box, Numbers, counted

Kind = Literal["deviation", "rms", "l1", "l2"]
Affine = Literal["", "v", "s"]


@dataclass(frozen=True)
class Norm(Kernel):
    """`kept` loops around, `inner` loops along the axes. `rows`: the innermost kept axis is contiguous, `lanes` results
    at a time, the last ones overlapping; otherwise the innermost axis normalised along is.

    `affine` says how scale and bias step along the contiguous axis: `v` from element to element, `s` not at all, or
    that there are none.
    """

    kind: Kind
    rows: bool
    kept: int
    inner: int
    lanes: int
    affine: Affine = ""

    @property
    def symbol(self) -> str:
        """C identifier."""
        way = "rows" if self.rows else "run"
        return f"norm_{self.kind}_{way}_{self.kept}to{self.inner}x{self.lanes}{self.affine}"

    @property
    def shares(self) -> bool:
        """True where a mean square is taken, with an epsilon."""
        return self.kind in ("deviation", "rms")

    @property
    def streams(self) -> tuple[str, ...]:
        """What is walked."""
        return ("x", "y", *(("scale", "bias") if self.affine else ()))

    @property
    def pointers(self) -> tuple[str, ...]:
        """First element of each stream."""
        return self.streams

    @property
    def args(self) -> tuple[str, ...]:
        """`k*`: counts and element steps of the kept loops; `r*`: of those along the axes; `share`: 1 / elements."""
        stepped = self.inner if self.rows else self.inner - 1
        inner = tuple(f"r{d}" for d in range(self.inner))
        steps = tuple(f"{s}.r{d}" for d in range(stepped) for s in self.streams)
        numbers = ("share", "epsilon") if self.shares else ()
        return (*kept_args(self.kept, self.streams), *inner, *steps, *(("channels",) if self.rows else ()), *numbers)

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """The kept loops, and channels that are results of their own."""
        del vec
        found = kept_axes(self.kept, dict.fromkeys(self.streams, 4), args)
        if not self.rows:
            return found
        moving = (s for s in self.streams if s in ("x", "y") or self.affine == "v")
        return (*found, counted("channels", args, dict.fromkeys(moving, 4), self.lanes))

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """The loops of every stream."""
        del vec
        found = []
        for s in self.streams:
            still = s in ("scale", "bias") and self.affine == "s"
            stepped = self.inner if self.rows else self.inner - 1
            loops = tuple((int(args[f"r{d}"]), 4 * int(args[f"{s}.r{d}"])) for d in range(stepped))
            run = 1 if still else int(args["channels"] if self.rows else args[f"r{self.inner - 1}"])
            found.append(Box(s, 4 * run, (*kept_loops(self.kept, s, args), *loops), written=s == "y"))
        return tuple(found)

    def emit(self, fn: Fn) -> None:
        """Kept loops, then one group of elements at a time."""
        kept(fn, self.kept, {s: fn.ptr(s) for s in self.streams}, lambda at: self._block(fn, at))

    def _block(self, fn: Fn, at: dict[str, Ptr]) -> None:
        if self.rows:
            with fn.loop(fn.arg("channels"), self.lanes) as first:
                c = first.minimum(fn.arg("channels") - self.lanes)
                moves = {s: p if s in ("scale", "bias") and self.affine == "s" else p + c for s, p in at.items()}
                self._group(fn, moves)
        else:
            self._group(fn, at)

    def _group(self, fn: Fn, at: dict[str, Ptr]) -> None:
        mean: Val | None = None
        if self.kind == "deviation":
            mean = self._sum(fn, at, lambda x: x) * fn.farg("share")
        shift = mean

        def square(x: Val) -> Val:
            if self.kind == "l1":
                return fn.abs(x)
            d = x if shift is None else x - spread(fn, shift, x.lanes)
            return d * d

        total = self._sum(fn, at, square)
        if self.shares:
            total = fn.sqrt(total * fn.farg("share") + fn.farg("epsilon"))
        elif self.kind == "l2":
            total = fn.sqrt(total)
        # Zeros divided by their norm stay zeros; ARMv7 takes a number below 1.2e-38 for zero.
        factor = 1.0 / (total if self.shares else total.maximum(1.2e-38))

        def result(p: dict[str, Ptr], lanes: int) -> None:
            value = p["x"].load(lanes)
            if shift is not None:
                value = value - spread(fn, shift, lanes)
            value = value * spread(fn, factor, lanes)
            if self.affine:
                width = lanes if self.affine == "v" else 1
                scale, bias = (spread(fn, p[s].load(width), lanes) for s in ("scale", "bias"))
                value = fn.fma(value, scale, bias)
            p["y"].store(value)

        self._each(fn, at, result)

    def _sum(self, fn: Fn, at: dict[str, Ptr], of: Callable[[Val], Val]) -> Val:
        """The sum per result: lanes in `rows`, one scalar otherwise."""
        lanes = fn.var(fn.const(0.0, lanes=self.lanes))
        rest = fn.var(fn.const(0.0))

        def add(p: dict[str, Ptr], width: int) -> None:
            into = lanes if width == self.lanes else rest
            into.set(into.get() + of(p["x"].load(width)))

        self._each(fn, {"x": at["x"]}, add)
        if self.rows:
            return lanes.get()
        total = fn.reduce(lanes.get(), lambda a, b: a + b)
        return total if self.lanes == 1 else total + rest.get()

    def _each(self, fn: Fn, at: dict[str, Ptr], body: Callable[[dict[str, Ptr], int], None], depth: int = 0) -> None:
        count = fn.arg(f"r{depth}")
        last = depth == self.inner - 1
        if last and not self.rows:
            still = {"scale", "bias"} if self.affine == "s" else set()
            over(fn, count, self.lanes, lambda i, n: body({s: p if s in still else p + i for s, p in at.items()}, n))
            return
        with fn.loop(count) as i:
            moved = {s: p + i * fn.arg(f"{s}.r{depth}") for s, p in at.items()}
            if last:
                body(moved, self.lanes)
            else:
                self._each(fn, moved, body, depth + 1)
