"""Interpolation of images, NHWC: each output pixel is a weighted sum of input pixels, rows and columns apart.

Two tables say for every output row and column which input rows and columns, and how much of each: nearest, linear,
cubic and antialiased sampling are all the same code. Channels run in blocks of vectors, the last one overlapping.
"""

from __future__ import annotations

from dataclasses import dataclass

from packager.emit.builder import F32, I32, Fn, Ptr, Val
from packager.kernels.base import Kernel
from packager.kernels.parts import Axis, Box, Numbers, counted, longer_first


@dataclass(frozen=True)
class Resize(Kernel):
    """`vectors` x `lanes` channels at a time."""

    lanes: int
    vectors: int

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"resize_{self.vectors}x{self.lanes}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """Input, output, and the tables: `[height][kh]` and `[width][kw]` pairs of i32 (element offset, f32 weight)."""
        return ("x", "y", "rows", "columns")

    @property
    def args(self) -> tuple[str, ...]:
        """Output extents, channels, taps of a row and of a column, element steps of the output."""
        return ("height", "width", "channels", "kh", "kw", "y.row", "y.col")

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Rows, columns, channels. The tables say where in the input: that stays where it is."""
        del vec
        rows = {"rows": 8 * int(args["kh"]), "y": 4 * int(args["y.row"])}
        columns = {"columns": 8 * int(args["kw"]), "y": 4 * int(args["y.col"])}
        channels = counted("channels", args, {"x": 4, "y": 4}, self.lanes * self.vectors)
        along = counted("height", args, rows), counted("width", args, columns)
        return (*longer_first(*along, int(args["height"]), int(args["width"])), channels)

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """Of the input, what its Ref says."""
        del vec
        n = {name: int(args[name]) for name in self.args}
        y = ((n["height"], 4 * n["y.row"]), (n["width"], 4 * n["y.col"]))
        tables = (Box("rows", 8 * n["height"] * n["kh"]), Box("columns", 8 * n["width"] * n["kw"]))
        return Box("x", None), *tables, Box("y", 4 * n["channels"], y, written=True)

    def emit(self, fn: Fn) -> None:
        """Output rows, columns, blocks of channels, taps."""
        block, channels = self.lanes * self.vectors, fn.arg("channels")
        with fn.loop(fn.arg("height")) as i, fn.loop(fn.arg("width")) as j:
            rows = fn.ptr("rows", I32) + (i * fn.arg("kh") << 1)
            columns = fn.ptr("columns", I32) + (j * fn.arg("kw") << 1)
            y = fn.ptr("y") + (i * fn.arg("y.row") + j * fn.arg("y.col"))
            with fn.loop(channels, block) as first:
                c = first.minimum(channels - block)
                acc = [fn.var(fn.const(0.0, lanes=self.lanes)) for _ in range(self.vectors)]
                with fn.loop(fn.arg("kh")) as k, fn.loop(fn.arg("kw")) as l:
                    row, tall = _entry(fn, rows, k)
                    column, wide = _entry(fn, columns, l)
                    x = fn.ptr("x") + (row + column + c)
                    weight = fn.splat(tall * wide, self.lanes)
                    for v, a in enumerate(acc):
                        a.set(fn.fma((x + v * self.lanes).load(self.lanes), weight, a.get()))
                for v, a in enumerate(acc):
                    (y + (c + v * self.lanes)).store(a.get())


def _entry(fn: Fn, table: Ptr, index: Val) -> tuple[Val, Val]:
    """Offset and weight number `index`."""
    pair = table + (index << 1)
    return fn.extend(pair.load(), fn.iptr, signed=True), (pair + 1).of(F32).load()
