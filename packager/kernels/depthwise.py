"""Depthwise convolution, NHWC: tiles of `cols` output pixels of one row by one vector of channels.

Input needs a halo of zeros. Weights are packed `[1 + kh*kw][C]`, the first row being the bias. The channels run in the
innermost loop; where C is no multiple of the vector the last vector starts at C-lanes and computes some channels twice,
as does the last tile of a row with pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from packager.emit.builder import Fn, Ptr, Val, Var
from packager.kernels.base import Kernel
from packager.kernels.epilogue import Epilogue, no_tensor
from packager.kernels.finish import Finish, Frame
from packager.kernels.parts import Axis, Box, Numbers, counted, longer_first, window


@dataclass(frozen=True)
class Depthwise(Kernel):
    """A tile of `cols` pixels for kernels `kw` wide with the given stride; `kw` 0 takes width and dilation from the
    descriptor. `lanes` is the vector's length (narrower than the target's where there are few channels)."""

    cols: int
    kw: int
    stride: int
    lanes: int
    epilogue: Epilogue

    @property
    def symbol(self) -> str:
        """C identifier."""
        width = f"k{self.kw}s{self.stride}" if self.kw else "any"
        operands = f"_t{len(self.epilogue.tensors)}" if self.epilogue.tensors else ""
        end = operands if self.finish else f"_{self.epilogue.tag}"
        return f"depthwise_{width}_{self.cols}x{self.lanes}{end}"

    @property
    def finish(self) -> Kernel | None:
        """The epilogue, where it is not short enough to be inlined."""
        short = self.epilogue.short and not self.epilogue.tensors
        return None if short else Finish(self.epilogue, self.lanes)

    @property
    def pointers(self) -> tuple[str, ...]:
        """Input at the first pixel's first tap, packed weights, output, operands."""
        return ("x", "w", "y", *self.epilogue.tensors)

    @property
    def args(self) -> tuple[str, ...]:
        """Output `height`, `width`, channels and how many a block; element steps per output column and row; taps."""
        return (*self._own, *self.epilogue.numbers)

    @property
    def _own(self) -> tuple[str, ...]:
        steps = tuple(f"{t}.{s}" for t in ("x", *self.streams) for s in ("col", "row"))
        taps = ("kh", "kh.step") + (() if self.kw else ("kw",)) + ("kw.step",)
        return ("height", "width", "channels", "block", *steps, *taps)

    @property
    def streams(self) -> tuple[str, ...]:
        """What is written or read pixel by pixel at the end."""
        return ("y", *self.epilogue.tensors)

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Rows and columns, of these a tile at least; not channels, whose number is the distance between taps of the
        weights, too."""
        del vec
        real = ("x", *self.streams)
        row, column = ({s: 4 * int(args[f"{s}.{step}"]) for s in real} for step in ("row", "col"))
        rows = counted("height", args, row)
        columns = replace(counted("width", args, column, tile=self.cols), least=self.cols)
        return longer_first(rows, columns, int(args["height"]), int(args["width"]))

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """Taps around every pixel, all channels."""
        del vec
        n = {name: int(args[name]) for name in self._own}
        kw, run = self.kw or n["kw"], 4 * n["channels"]
        x = (
            *window(n["height"], 4 * n["x.row"], n["kh"], 4 * n["kh.step"]),
            *window(n["width"], 4 * n["x.col"], kw, 4 * n["kw.step"]),
        )
        places = {s: ((n["height"], 4 * n[f"{s}.row"]), (n["width"], 4 * n[f"{s}.col"])) for s in self.streams}
        results = (Box(s, run, loops, written=s == "y") for s, loops in places.items())
        return Box("x", run, x), Box("w", run * (1 + n["kh"] * kw)), *results

    def emit(self, fn: Fn) -> None:
        """Blocks of channels, rows, tiles of pixels, vectors of channels."""
        channels, block = fn.arg("channels"), fn.arg("block")
        frame = Frame(fn, self.cols, self.streams) if self.finish else None
        if frame:
            frame.stack(self.lanes, self.lanes)
        with fn.loop(channels, block) as begin:
            end = (begin + block).minimum(channels)
            with fn.loop(fn.arg("height")) as row, fn.loop(fn.arg("width"), self.cols) as start:
                column = start.minimum(fn.arg("width") - self.cols)
                x, y = (fn.ptr(n) + (row * fn.arg(f"{n}.row") + column * fn.arg(f"{n}.col")) for n in ("x", "y"))
                if frame:
                    self._locate(fn, frame, row, column)
                    self._through_finish(fn, frame, x, (begin, end))
                else:
                    with fn.span(begin, end, self.lanes) as first:
                        c = first.minimum(channels - self.lanes)
                        self._write(fn, self._sums(fn, x + c, fn.ptr("w") + c), y + c, fn.ptr("w") + c)

    def _through_finish(self, fn: Fn, frame: Frame, x: Ptr, channels: tuple[Val, Val]) -> None:
        """Vectors of a tile of pixels, as many as the stack holds; then the epilogue's function for these."""
        last, count = fn.arg("channels") - self.lanes, fn.var(fn.index(0))
        with fn.span(*channels, frame.room) as first:
            start = first.minimum(last)
            with fn.span(first, (first + frame.room).minimum(channels[1]), self.lanes) as now:
                c = now.minimum(last)
                weights = fn.ptr("w") + c
                bias = weights.load(self.lanes)
                for t, a in enumerate(self._sums(fn, x + c, weights)):
                    frame.keep(t, c - start, a.get() + bias)
                count.set(c - start + self.lanes)
            frame.finish(start, count.get(), len(self._own))

    def _locate(self, fn: Fn, frame: Frame, row: Val, column: Val) -> None:
        """Write down where the tile's outputs lie."""
        at = {n: fn.var(row * fn.arg(f"{n}.row") + column * fn.arg(f"{n}.col")) for n in self.streams}
        with fn.loop(self.cols) as t:
            for name, place in at.items():
                frame.place(name, t).store(place.get())
                place.set(place.get() + fn.arg(f"{name}.col"))

    def _sums(self, fn: Fn, start: Ptr, weights: Ptr) -> list[Var]:
        channels = fn.arg("channels")
        acc = [fn.var(fn.const(0.0, lanes=self.lanes)) for _ in range(self.cols)]
        tap, line = fn.var(channels), fn.var(fn.index(0))
        with fn.loop(fn.arg("kh")):
            x = start + line.get()
            line.set(line.get() + fn.arg("kh.step"))
            if self.kw:
                self._row(fn, x, weights, tap, acc)
            else:
                with fn.loop(fn.arg("kw")) as kw:
                    w = (weights + tap.get()).load(self.lanes)
                    for t, a in enumerate(acc):
                        pixel = x + (kw * fn.arg("kw.step") + fn.arg("x.col") * t)
                        a.set(fn.fma(pixel.load(self.lanes), w, a.get()))
                    tap.set(tap.get() + channels)
        return acc

    def _write(self, fn: Fn, acc: list[Var], y: Ptr, weights: Ptr) -> None:
        """Bias and epilogue inline, from the registers; why the bias comes last, see kernels/conv.py."""
        bias, numbers = weights.load(self.lanes), self.epilogue.load_numbers(fn, self.lanes)
        for a in acc:
            y.store(self.epilogue.emit(fn, a.get() + bias, no_tensor, numbers))
            y = y + fn.arg("y.col")

    def _row(self, fn: Fn, x: Ptr, weights: Ptr, tap: Var, acc: list[Var]) -> None:
        """One row of taps: weights in registers, each input pixel loaded once for all outputs it touches."""
        channels, step = fn.arg("channels"), fn.arg("kw.step")
        w: list[Val] = []
        for _ in range(self.kw):
            w.append((weights + tap.get()).load(self.lanes))
            tap.set(tap.get() + channels)
        for column in range((self.cols - 1) * self.stride + self.kw):
            # From one to the next: a place of its own for each would be a multiplication, and dispatch is what binds.
            pixel = x.load(self.lanes)
            x = x + step
            for t, a in enumerate(acc):
                if 0 <= column - t * self.stride < self.kw:
                    a.set(fn.fma(pixel, w[column - t * self.stride], a.get()))
