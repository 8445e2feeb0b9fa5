"""Windows over images, NHWC: maximum, average and norms. Windows are cut at the image's borders: no halo is needed.

Channels run in vectors, the innermost loops walk the window. Where the channels are no multiple of a block of vectors,
the last block starts earlier and computes some channels twice: the output must not lie on top of the input.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from packager.emit.builder import Fn, Ptr, Val, Var
from packager.kernels.base import Kernel
from packager.kernels.parts import Axis, Box, Moves, Numbers, counted, longer_first

Kind = Literal["max", "mean", "l1", "l2"]


@dataclass(frozen=True)
class Pool(Kernel):
    """`vectors` x `lanes` channels at a time. `padded`: a mean counts the padding too. `dilated`: taps lie apart and
    each is tested for lying inside."""

    kind: Kind
    lanes: int
    vectors: int
    padded: bool = False
    dilated: bool = False

    @property
    def symbol(self) -> str:
        """C identifier."""
        flags = "_padded" * self.padded + "_dilated" * self.dilated
        return f"pool_{self.kind}_{self.vectors}x{self.lanes}{flags}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """Input and output at their first element."""
        return ("x", "y")

    @property
    def args(self) -> tuple[str, ...]:
        """Output and input extents, channels; window, stride, padding before; element steps; `h.end`, `w.end`: where
        the padding ends."""
        window = ("kh", "kw", "sh", "sw", "top", "left", *(("dh", "dw") if self.dilated else ()))
        ends = ("h.end", "w.end") if self.padded else ()
        return ("height", "width", "channels", "h", "w", *window, *ends, "x.row", "x.col", "y.row", "y.col")

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Rows, columns, channels. Windows are cut at the image's borders, so the input stays where it is."""
        del vec

        def along(count: str, stride: str, before: str, step: str) -> Axis:
            def part(first: int, end: int) -> tuple[Moves, Numbers]:
                return {"y": 4 * first * int(args[step])}, {
                    count: end - first,
                    before: int(args[before]) - first * int(args[stride]),
                }

            return Axis(int(args[count]), part)

        rows, columns = along("height", "sh", "top", "y.row"), along("width", "sw", "left", "y.col")
        channels = counted("channels", args, {"x": 4, "y": 4}, self.lanes * self.vectors)
        return (*longer_first(rows, columns, int(args["height"]), int(args["width"])), channels)

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """Of the input, from the first window that is inside it to the last."""
        del vec
        n, run, at = {name: int(args[name]) for name in self.args}, 4 * int(args["channels"]), 0
        loops = []
        for count, size, taps, apart, stride, before, step in (
            ("height", "h", "kh", "dh", "sh", "top", "x.row"),
            ("width", "w", "kw", "dw", "sw", "left", "x.col"),
        ):
            begin = -n[before]
            end = begin + (n[count] - 1) * n[stride] + (n[taps] - 1) * n.get(apart, 1) + 1
            begin, end = max(0, begin), min(n[size], end)
            at += 4 * begin * n[step]
            loops.append((max(0, end - begin), 4 * n[step]))
        y = ((n["height"], 4 * n["y.row"]), (n["width"], 4 * n["y.col"]))
        return Box("x", run, tuple(loops), at), Box("y", run, y, written=True)

    def emit(self, fn: Fn) -> None:
        """Rows, columns, blocks of channels, rows and columns of the window."""
        with fn.loop(fn.arg("height")) as row:
            top = row * fn.arg("sh") - fn.arg("top")
            with fn.loop(fn.arg("width")) as column:
                left = column * fn.arg("sw") - fn.arg("left")
                y = fn.ptr("y") + (row * fn.arg("y.row") + column * fn.arg("y.col"))
                self._window(fn, top, left, y)

    def _window(self, fn: Fn, top: Val, left: Val, y: Ptr) -> None:
        zero, channels, block = fn.index(0), fn.arg("channels"), self.lanes * self.vectors
        if self.dilated:
            rows, columns, start = fn.arg("kh"), fn.arg("kw"), fn.ptr("x")
        else:
            first_row, first_column = top.maximum(zero), left.maximum(zero)
            rows = (top + fn.arg("kh")).minimum(fn.arg("h")) - first_row
            columns = (left + fn.arg("kw")).minimum(fn.arg("w")) - first_column
            start = fn.ptr("x") + (first_row * fn.arg("x.row") + first_column * fn.arg("x.col"))
        factor: Val | None = None
        if self.kind == "mean" and not self.dilated:
            count = rows * columns
            if self.padded:
                tall = (top + fn.arg("kh")).minimum(fn.arg("h.end")) - top
                count = tall * ((left + fn.arg("kw")).minimum(fn.arg("w.end")) - left)
            factor = 1.0 / fn.to_float(count)
        with fn.loop(channels, block) as first:
            c = first.minimum(channels - block)
            initial = fn.const(-np.inf if self.kind == "max" else 0.0, lanes=self.lanes)
            acc = [fn.var(initial) for _ in range(self.vectors)]
            hits = fn.var(zero)
            with fn.loop(rows, maybe_empty=True) as i, fn.loop(columns, maybe_empty=True) as j:
                if self.dilated:
                    self._tested(fn, top + i * fn.arg("dh"), left + j * fn.arg("dw"), c, acc, hits)
                else:
                    self._tap(fn, start + (i * fn.arg("x.row") + j * fn.arg("x.col") + c), acc)
            scale = factor
            if self.kind == "mean" and self.dilated:
                scale = 1.0 / fn.to_float(fn.arg("kh") * fn.arg("kw") if self.padded else hits.get())
            for v, a in enumerate(acc):
                (y + (c + v * self.lanes)).store(self._finish(fn, a.get(), scale))

    def _tested(self, fn: Fn, row: Val, column: Val, c: Val, acc: list[Var], hits: Var) -> None:
        zero = fn.index(0)
        with fn.if_((row >= zero) & (row < fn.arg("h")) & (column >= zero) & (column < fn.arg("w"))):
            self._tap(fn, fn.ptr("x") + (row * fn.arg("x.row") + column * fn.arg("x.col") + c), acc)
            hits.set(hits.get() + 1)

    def _tap(self, fn: Fn, x: Ptr, acc: list[Var]) -> None:
        for v, a in enumerate(acc):
            value = (x + v * self.lanes).load(self.lanes)
            if self.kind == "max":
                a.set(a.get().maximum(value))
            elif self.kind == "l2":
                a.set(fn.fma(value, value, a.get()))
            else:
                a.set(a.get() + (fn.abs(value) if self.kind == "l1" else value))

    def _finish(self, fn: Fn, value: Val, scale: Val | None) -> Val:
        if self.kind == "l2":
            return fn.sqrt(value)
        return value if scale is None else value * scale
