"""Depthwise convolution, NHWC: tiles of `cols` output pixels of one row by one vector of channels.

Input needs a halo of zeros. Weights are packed `[1 + kh*kw][C]`, the first row being the bias. The channels run in the
innermost loop; where C is no multiple of the vector the last vector starts at C-lanes and computes some channels twice,
as does the last tile of a row with pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

from packager.emit.builder import Fn, Ptr, Val, Var
from packager.kernels.base import Kernel
from packager.kernels.epilogue import Epilogue, no_tensor


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
        return f"depthwise_{width}_{self.cols}x{self.lanes}_{self.epilogue.tag}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """Input at the first pixel's first tap, packed weights, output, operands."""
        return ("x", "w", "y", *self.epilogue.tensors)

    @property
    def args(self) -> tuple[str, ...]:
        """Output `height`, `width`, channels and how many a block; element steps per output column and row; taps."""
        steps = tuple(f"{t}.{s}" for t in ("x", "y", *self.epilogue.tensors) for s in ("col", "row"))
        taps = ("kh", "kh.step") + (() if self.kw else ("kw",)) + ("kw.step",)
        return ("height", "width", "channels", "block", *steps, *taps, *self.epilogue.numbers)

    def emit(self, fn: Fn) -> None:
        """Blocks of channels, rows, tiles of pixels, vectors of channels."""
        channels, block = fn.arg("channels"), fn.arg("block")
        names = ("x", "y", *self.epilogue.tensors)
        with fn.loop(channels, block) as begin:
            end = (begin + block).minimum(channels)
            with fn.loop(fn.arg("height")) as row, fn.loop(fn.arg("width"), self.cols) as start:
                column = start.minimum(fn.arg("width") - self.cols)
                base = {n: fn.ptr(n) + (row * fn.arg(f"{n}.row") + column * fn.arg(f"{n}.col")) for n in names}
                with fn.span(begin, end, self.lanes) as first:
                    c = first.minimum(channels - self.lanes)
                    self._tile(fn, {n: p + c for n, p in base.items()}, fn.ptr("w") + c)

    def _tile(self, fn: Fn, at: dict[str, Ptr], weights: Ptr) -> None:
        channels = fn.arg("channels")
        acc = [fn.var(fn.const(0.0, lanes=self.lanes)) for _ in range(self.cols)]
        tap = fn.var(channels)
        with fn.loop(fn.arg("kh")) as kh:
            x = at["x"] + kh * fn.arg("kh.step")
            if self.kw:
                self._row(fn, x, weights, tap, acc)
            else:
                with fn.loop(fn.arg("kw")) as kw:
                    w = (weights + tap.get()).load(self.lanes)
                    for t, a in enumerate(acc):
                        pixel = x + (kw * fn.arg("kw.step") + fn.arg("x.col") * t)
                        a.set(fn.fma(pixel.load(self.lanes), w, a.get()))
                    tap.set(tap.get() + channels)
        # Last, as in kernels/conv.py: sums that start with a large bias lose bits of every product.
        bias = weights.load(self.lanes)
        for a in acc:
            a.set(a.get() + bias)
        if self.epilogue.cheap:
            numbers = self.epilogue.load_numbers(fn, self.lanes)
            for t, a in enumerate(acc):
                (at["y"] + fn.arg("y.col") * t).store(self.epilogue.emit(fn, a.get(), no_tensor, numbers))
            return
        tile = fn.array(self.cols * self.lanes)
        for t, a in enumerate(acc):
            (tile + t * self.lanes).store(a.get())
        with fn.loop(self.cols) as column:
            places = {n: start + column * fn.arg(f"{n}.col") for n, start in at.items() if n != "x"}
            value = (tile + column * self.lanes).load(self.lanes)
            result = self.epilogue.emit(fn, value, lambda name: places[name].load(self.lanes))
            places["y"].store(result)

    def _row(self, fn: Fn, x: Ptr, weights: Ptr, tap: Var, acc: list[Var]) -> None:
        """One row of taps: weights in registers, each input pixel loaded once for all outputs it touches."""
        channels, step = fn.arg("channels"), fn.arg("kw.step")
        w: list[Val] = []
        for _ in range(self.kw):
            w.append((weights + tap.get()).load(self.lanes))
            tap.set(tap.get() + channels)
        for column in range((self.cols - 1) * self.stride + self.kw):
            pixel = (x + step * column).load(self.lanes)
            for t, a in enumerate(acc):
                if 0 <= column - t * self.stride < self.kw:
                    a.set(fn.fma(pixel, w[column - t * self.stride], a.get()))
