"""ArgMax and ArgMin: where along an axis the extreme element stands, as int64."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from packager.emit.builder import I32, I64, Fn, Ptr
from packager.kernels.base import Kernel
from packager.kernels.loops import kept, kept_args, kept_axes, kept_loops
from packager.kernels.parts import Axis, Box, Numbers


@dataclass(frozen=True)
class Arg(Kernel):
    """`kept` loops around. `last`: of equal elements the last one counts."""

    kind: Literal["max", "min"]
    last: bool
    kept: int

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"arg{self.kind}{'_last' * self.last}_{self.kept}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """First elements."""
        return ("x", "y")

    @property
    def args(self) -> tuple[str, ...]:
        """`k*`: counts and element steps of the kept loops; length and step of the axis."""
        return (*kept_args(self.kept, ("x", "y")), "n", "x.n")

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """The kept loops."""
        del vec
        return kept_axes(self.kept, {"x": 4, "y": 8}, args)

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """The axis of each result."""
        del vec
        x = (*kept_loops(self.kept, "x", args), (int(args["n"]), 4 * int(args["x.n"])))
        return Box("x", 4, x), Box("y", 8, kept_loops(self.kept, "y", args, 8), written=True)

    def emit(self, fn: Fn) -> None:
        """Kept loops, then the axis element by element."""
        kept(fn, self.kept, {"x": fn.ptr("x"), "y": fn.ptr("y", I64)}, lambda at: self._axis(fn, at["x"], at["y"]))

    def _axis(self, fn: Fn, x: Ptr, y: Ptr) -> None:
        best, at = fn.var(x.load()), fn.var(fn.index(0))
        with fn.loop(fn.arg("n")) as i:
            value = (x + i * fn.arg("x.n")).load()
            a, b = (value, best.get()) if self.kind == "max" else (best.get(), value)
            better = a >= b if self.last else a > b
            best.set(fn.select(better, value, best.get()))
            at.set(fn.select(better, i, at.get()))
        index = at.get()
        y.store(fn.extend(fn.truncate(index, I32) if fn.iptr.width > 32 else index, I64, signed=True))
