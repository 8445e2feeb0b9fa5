"""Copies that change which axis is contiguous, for elements of 4 bytes: vectors are loaded along one axis and stored
along the other.

`Tiles` moves squares of 4 by 4 through registers. `Interleave` weaves 2 to 4 planes into pixels of as many channels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from packager.emit.builder import Fn, Ptr, Val
from packager.kernels.base import Kernel
from packager.kernels.loops import over
from packager.kernels.parts import Axis, Box, Numbers, counted

SIDE = 4
"""Side of a tile: what a 128-bit register holds, so that every target does it with plain shuffles."""


@dataclass(frozen=True)
class Tiles(Kernel):
    """`depth` loops around y[i][j] = x[j][i], where y is contiguous along j and x along i. The last tile of each axis
    overlaps the one before, so that the output must not lie on the input."""

    depth: int

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"transpose_{self.depth}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """First elements."""
        return ("x", "y")

    @property
    def args(self) -> tuple[str, ...]:
        """Trip counts and element steps of the loops around; extents of i and j; y's step along i, x's along j."""
        return (*_around(self.depth), "i", "j", "y.i", "x.j")

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """The loops around, then those of the tiles."""
        del vec
        i = counted("i", args, {"x": 4, "y": 4 * int(args["y.i"])}, SIDE)
        j = counted("j", args, {"x": 4 * int(args["x.j"]), "y": 4}, SIDE)
        return (*_axes(self.depth, args), *sorted((i, j), key=lambda axis: -axis.units))

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """Both planes."""
        del vec
        i, j = int(args["i"]), int(args["j"])
        x, y = (_loops(self.depth, s, args) for s in ("x", "y"))
        source = Box("x", 4 * i, (*x, (j, 4 * int(args["x.j"]))))
        return source, Box("y", 4 * j, (*y, (i, 4 * int(args["y.i"]))), written=True)

    def emit(self, fn: Fn) -> None:
        """Loops around, then tiles."""
        _nest(fn, self.depth, fn.ptr("x"), fn.ptr("y"), self._plane)

    def _plane(self, fn: Fn, x: Ptr, y: Ptr) -> None:
        with fn.loop(fn.arg("i"), SIDE) as first, fn.loop(fn.arg("j"), SIDE) as start:
            i, j = first.minimum(fn.arg("i") - SIDE), start.minimum(fn.arg("j") - SIDE)
            source = x + (j * fn.arg("x.j") + i)
            a, b, c, d = [(source + fn.arg("x.j") * r).load(SIDE) for r in range(SIDE)]
            low, high = [0, 4, 1, 5], [2, 6, 3, 7]
            pairs = [(fn.shuffle(a, b, m), fn.shuffle(c, d, m)) for m in (low, high)]
            rows = [fn.shuffle(p, q, m) for p, q in pairs for m in ([0, 1, 4, 5], [2, 3, 6, 7])]
            target = y + (i * fn.arg("y.i") + j)
            for r, row in enumerate(rows):
                (target + fn.arg("y.i") * r).store(row)


@dataclass(frozen=True)
class Interleave(Kernel):
    """`depth` loops around y[i * planes + p] = x[p * x.plane + i]."""

    depth: int
    planes: int

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"interleave{self.planes}_{self.depth}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """First elements."""
        return ("x", "y")

    @property
    def args(self) -> tuple[str, ...]:
        """Trip counts and element steps of the loops around; pixels; the step from plane to plane."""
        return (*_around(self.depth), "pixels", "x.plane")

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """The loops around and pixels, the longest first."""
        pixels = counted("pixels", args, {"x": 4, "y": 4 * self.planes}, vec)
        return tuple(sorted((*_axes(self.depth, args), pixels), key=lambda axis: -axis.cost(0, axis.units)))

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """The planes, and the pixels made of them."""
        del vec
        pixels = int(args["pixels"])
        x, y = (_loops(self.depth, s, args) for s in ("x", "y"))
        source = Box("x", 4 * pixels, (*x, (self.planes, 4 * int(args["x.plane"]))))
        return source, Box("y", 4 * self.planes * pixels, y, written=True)

    def emit(self, fn: Fn) -> None:
        """Loops around, then pixels by vectors."""
        _nest(fn, self.depth, fn.ptr("x"), fn.ptr("y"), self._row)

    def _row(self, fn: Fn, x: Ptr, y: Ptr) -> None:
        over(fn, fn.arg("pixels"), fn.vec, lambda i, lanes: self._pixels(fn, x + i, y + i * self.planes, lanes))

    def _pixels(self, fn: Fn, x: Ptr, y: Ptr, lanes: int) -> None:
        planes = [(x + fn.arg("x.plane") * p).load(lanes) for p in range(self.planes)]
        if lanes == 1:
            for p, value in enumerate(planes):
                (y + p).store(value)
            return
        # One vector of all planes, shuffled at once: where there is an instruction that interleaves, LLVM finds it.
        whole = planes[0]
        for plane in planes[1:]:
            whole = fn.shuffle(whole, _widened(fn, plane, whole.lanes), [*range(whole.lanes), *_tail(whole, lanes)])
        y.store(fn.shuffle(whole, whole, [p * lanes + i for i in range(lanes) for p in range(self.planes)]))


def _widened(fn: Fn, value: Val, lanes: int) -> Val:
    """Shuffles take vectors of one length: the lanes behind `value` are never used."""
    return value if value.lanes == lanes else fn.shuffle(value, value, [i % value.lanes for i in range(lanes)])


def _tail(whole: Val, lanes: int) -> range:
    return range(whole.lanes, whole.lanes + lanes)


def _around(depth: int) -> tuple[str, ...]:
    return tuple(f"{s}{d}" for d in range(depth) for s in ("n", "x.", "y."))


def _axes(depth: int, args: Numbers) -> tuple[Axis, ...]:
    """Of the loops around, the longest first."""
    found = (counted(f"n{d}", args, {s: 4 * int(args[f"{s}.{d}"]) for s in ("x", "y")}) for d in range(depth))
    return tuple(sorted(found, key=lambda axis: -axis.units))


def _loops(depth: int, stream: str, args: Numbers) -> tuple[tuple[int, int], ...]:
    """Counts and byte steps of the loops around."""
    return tuple((int(args[f"n{d}"]), 4 * int(args[f"{stream}.{d}"])) for d in range(depth))


def _nest(fn: Fn, depth: int, x: Ptr, y: Ptr, inner: Callable[[Fn, Ptr, Ptr], None], at: int = 0) -> None:
    if at == depth:
        inner(fn, x, y)
        return
    with fn.loop(fn.arg(f"n{at}")) as i:
        _nest(fn, depth, x + i * fn.arg(f"x.{at}"), y + i * fn.arg(f"y.{at}"), inner, at + 1)
