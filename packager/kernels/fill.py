"""Zeros around an image: the rows above, the gaps between rows, and the rows below, in one walk through memory."""

from __future__ import annotations

from dataclasses import dataclass

from llvmlite import ir

from packager.emit.builder import Fn
from packager.kernels.base import Kernel
from packager.kernels.loops import over
from packager.kernels.map import RAW
from packager.kernels.parts import Axis, Box, Numbers, counted


@dataclass(frozen=True)
class Fill(Kernel):
    """Clears runs of elements of `bytes` bytes that lie between runs to be left alone."""

    bytes: int = 4

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"fill{self.bytes}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """The first byte to clear."""
        return ("y",)

    @property
    def args(self) -> tuple[str, ...]:
        """Elements of the first run, of each of the `gaps` runs that follow, and of the last; `skip` lie in between."""
        return ("first", "gaps", "gap", "last", "skip")

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Where there is one run, its elements."""
        if args["gaps"] or args["last"] or not args["first"]:
            return ()
        return (counted("first", args, {"y": self.bytes}, vec * 4 // self.bytes),)

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """The runs."""
        del vec
        first, gaps, gap, last, skip = (self.bytes * int(args[name]) for name in self.args)
        gaps //= self.bytes
        behind = first + skip
        runs = ((first, 0, 1), (gap, behind, gaps), (last, behind + gaps * (gap + skip), 1))
        return tuple(Box("y", run, ((n, gap + skip),), at, written=True) for run, at, n in runs if run > 0 and n > 0)

    def emit(self, fn: Fn) -> None:
        """The runs one after the other."""
        element = RAW[self.bytes]
        lanes = fn.vec * 4 // self.bytes
        at, gaps = fn.var(fn.index(0)), fn.arg("gaps")
        count = fn.var(fn.arg("first"))
        y = fn.ptr("y", element)
        with fn.loop(gaps + 2) as i:
            start = at.get()
            zero = 0.0 if isinstance(element, ir.FloatType) else 0
            over(fn, count.get(), lanes, lambda k, width: (y + (start + k)).store(fn.const(zero, element, width)))
            at.set(start + count.get() + fn.arg("skip"))
            count.set(fn.select(i < gaps, fn.arg("gap"), fn.arg("last")))
