"""Local response normalisation, NHWC: x / (bias + share * sum of squares of `size` neighbouring channels) ** beta."""

from __future__ import annotations

from dataclasses import dataclass

from packager.emit.builder import Fn, Ptr, Val
from packager.emit.math import exp, log
from packager.kernels.base import Kernel
from packager.kernels.parts import Axis, Box, Numbers, counted


@dataclass(frozen=True)
class Lrn(Kernel):
    """Windows of `size` channels, `lanes` channels at a time, the last ones overlapping."""

    size: int
    lanes: int

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"lrn_{self.size}x{self.lanes}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """First elements."""
        return ("x", "y")

    @property
    def args(self) -> tuple[str, ...]:
        """Extents, element steps of input and output, and the numbers of the formula."""
        return ("height", "width", "channels", "x.row", "x.col", "y.row", "y.col", "share", "beta", "bias")

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Rows, columns."""
        del vec
        pairs = (("height", "row"), ("width", "col"))
        return tuple(counted(n, args, {s: 4 * int(args[f"{s}.{step}"]) for s in ("x", "y")}) for n, step in pairs)

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """All channels of all pixels."""
        del vec
        run, h, w = 4 * int(args["channels"]), int(args["height"]), int(args["width"])
        x, y = (((h, 4 * int(args[f"{s}.row"])), (w, 4 * int(args[f"{s}.col"]))) for s in ("x", "y"))
        return Box("x", run, x), Box("y", run, y, written=True)

    def emit(self, fn: Fn) -> None:
        """Rows, columns, vectors of channels."""
        # Squares of a vector's channels and of those around it, zero beyond the ends.
        squares = fn.array(self.lanes + self.size - 1)
        with fn.loop(fn.arg("height")) as i, fn.loop(fn.arg("width")) as j:
            x = fn.ptr("x") + (i * fn.arg("x.row") + j * fn.arg("x.col"))
            y = fn.ptr("y") + (i * fn.arg("y.row") + j * fn.arg("y.col"))
            with fn.loop(fn.arg("channels"), self.lanes) as first:
                self._vector(fn, x, y, first.minimum(fn.arg("channels") - self.lanes), squares)

    def _vector(self, fn: Fn, x: Ptr, y: Ptr, c: Val, squares: Ptr) -> None:
        with fn.loop(self.lanes + self.size - 1) as k:
            at = c + k - (self.size - 1) // 2
            inside = (at >= 0) & (at < fn.arg("channels"))
            # Channel c always exists: what lies outside is read there and counts nothing.
            value = (x + fn.select(inside, at, c)).load()
            (squares + k).store(fn.select(inside, value * value, fn.const(0.0)))
        total = squares.load(self.lanes)
        for near in range(1, self.size):
            total = total + (squares + near).load(self.lanes)
        base = fn.fma(total, fn.farg("share", self.lanes), fn.farg("bias", self.lanes))
        (y + c).store((x + c).load(self.lanes) * exp(-(log(base) * fn.farg("beta", self.lanes))))
