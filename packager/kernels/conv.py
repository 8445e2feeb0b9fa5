"""Convolution and matrix product, NHWC, by register tiles: `rows` output pixels times `vectors` vectors of channels.

Input needs a halo of zeros instead of bounds checks. Loop bounds come from the descriptor: a kernel serves every layer
with its tile and epilogue. Weights are packed as panels `[Cout/NR][bias NR][kh][kw][Cin][NR]`; where Cout is no
multiple of NR the last panel starts at Cout-NR and computes some channels twice, so that all stores are full vectors.
Where a tile lies is found once and serves all panels of a chunk; a chunk is as many panels as the cache holds.
Tiles in registers, panels in cache: K. Goto, R. van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008.
"""

from __future__ import annotations

from dataclasses import dataclass

from packager.emit.builder import Fn, Ptr, Val, Var
from packager.kernels.base import Kernel
from packager.kernels.epilogue import Epilogue, no_tensor


@dataclass(frozen=True)
class Conv(Kernel):
    """One tile shape with one epilogue.

    `tail` > 0: there are fewer output channels than one panel holds; results leave `tail` channels at a time.
    """

    rows: int
    vectors: int
    epilogue: Epilogue
    tail: int = 0

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"conv_{self.rows}x{self.vectors}_{self.epilogue.tag}{f'_tail{self.tail}' if self.tail else ''}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """Input at the first pixel's first tap, packed weights, output, operands of the epilogue."""
        return ("x", "w", "y", *self.epilogue.tensors)

    @property
    def args(self) -> tuple[str, ...]:
        """`pixels` outputs in rows of `width`; element steps per column and extra at a row's end for x, y, operands;
        taps `kh`, `kw` with their steps and the contiguous run `kc`; panels, panels a chunk, the last one's channel."""
        steps = tuple(f"{t}.{s}" for t in ("x", *self.streams) for s in ("col", "wrap"))
        taps = ("kh", "kh.step", "kw", "kw.step", "kc")
        channels = ("cout",) if self.tail else ("panels", "chunk", "last")
        return ("pixels", "width", *steps, *taps, *channels, *self.epilogue.numbers)

    @property
    def streams(self) -> tuple[str, ...]:
        """What is written or read pixel by pixel at the end."""
        return ("y", *self.epilogue.tensors)

    def emit(self, fn: Fn) -> None:
        """Chunks of panels, tiles of pixels, panels, taps."""
        nr = self.vectors * fn.vec
        offsets = {n: fn.array(self.rows, fn.iptr) for n in ("x", *self.streams)}
        pixels = fn.arg("pixels")
        panels, chunk = (fn.index(1), fn.index(1)) if self.tail else (fn.arg("panels"), fn.arg("chunk"))
        panel_size = fn.arg("kh") * fn.arg("kw") * fn.arg("kc") * nr + nr
        with fn.loop(panels, chunk) as first:
            at = {n: fn.var(fn.index(0)) for n in (*offsets, "column")}
            count = chunk.minimum(panels - first)
            with fn.loop(pixels, self.rows) as done:
                self._locate(fn, at, offsets, pixels - done)
                x = [fn.ptr("x") + (offsets["x"] + m).load() for m in range(self.rows)]
                with fn.loop(count) as i:
                    panel = first + i
                    channel = fn.index(0) if self.tail else (panel * nr).minimum(fn.arg("last"))
                    weights = fn.ptr("w") + panel * panel_size
                    acc = self._start(fn)
                    self._taps(fn, acc, x, weights + nr)
                    self._add_bias(fn, acc, weights)
                    self._finish(fn, acc, offsets, channel)

    def _locate(self, fn: Fn, at: dict[str, Var], offsets: dict[str, Ptr], left: Val) -> None:
        """Write down where the tile's pixels lie; where fewer than `rows` are `left` the last one is computed again."""
        zero = fn.index(0)
        with fn.loop(self.rows) as m:
            more = left > m + 1
            following = at["column"].get() + 1
            wraps = following.eq(fn.arg("width"))
            at["column"].set(fn.select(more, fn.select(wraps, zero, following), at["column"].get()))
            for name, table in offsets.items():
                place = at[name].get()
                (table + m).store(place)
                step = fn.arg(f"{name}.col") + fn.select(wraps, fn.arg(f"{name}.wrap"), zero)
                at[name].set(place + fn.select(more, step, zero))

    def _start(self, fn: Fn) -> list[list[Var]]:
        zero = fn.const(0.0, lanes=fn.vec)
        return [[fn.var(zero) for _ in range(self.vectors)] for _ in range(self.rows)]

    def _add_bias(self, fn: Fn, acc: list[list[Var]], bias: Ptr) -> None:
        """Last, not first: sums that start with a large bias lose bits of every product (half the error on YOLOX)."""
        for v in range(self.vectors):
            b = (bias + v * fn.vec).load(fn.vec)
            for row in acc:
                row[v].set(row[v].get() + b)

    def _taps(self, fn: Fn, acc: list[list[Var]], x: list[Ptr], weights: Ptr) -> None:
        nr = self.vectors * fn.vec
        used, row = fn.var(fn.index(0)), fn.var(fn.index(0))
        with fn.loop(fn.arg("kh")):
            tap = fn.var(row.get())
            with fn.loop(fn.arg("kw")):
                # One index serves all pixels of the tile: their addresses stay in registers over all taps.
                with fn.span(tap.get(), tap.get() + fn.arg("kc")) as k:
                    w = weights + used.get()
                    columns = [(w + v * fn.vec).load(fn.vec) for v in range(self.vectors)]
                    for row_acc, pixel in zip(acc, x, strict=True):
                        factor = fn.splat((pixel + k).load(), fn.vec)
                        for a, column in zip(row_acc, columns, strict=True):
                            a.set(fn.fma(factor, column, a.get()))
                    used.set(used.get() + nr)
                tap.set(tap.get() + fn.arg("kw.step"))
            row.set(row.get() + fn.arg("kh.step"))

    def _finish(self, fn: Fn, acc: list[list[Var]], offsets: dict[str, Ptr], channel: Val) -> None:
        """The epilogue: inline where it is short; otherwise through the stack, so that its code stands here once."""
        vec = fn.vec
        if self.epilogue.cheap and not self.tail:
            numbers, base = self.epilogue.load_numbers(fn, vec), fn.ptr("y") + channel
            for m, row in enumerate(acc):
                y = base + (offsets["y"] + m).load()
                for v, a in enumerate(row):
                    (y + v * vec).store(self.epilogue.emit(fn, a.get(), no_tensor, numbers))
            return
        tile = fn.array(self.rows * self.vectors * vec)
        for m, row in enumerate(acc):
            for v, a in enumerate(row):
                (tile + (m * self.vectors + v) * vec).store(a.get())
        count, lanes = (fn.arg("cout"), self.tail) if self.tail else (fn.index(self.vectors * vec), vec)
        with fn.loop(self.rows) as pixel:
            places = {n: fn.ptr(n) + channel + (offsets[n] + pixel).load() for n in self.streams}
            values = tile + pixel * (self.vectors * vec)
            with fn.loop(count, lanes) as first:
                c = first.minimum(count - lanes) if self.tail else first
                result = self.epilogue.emit(fn, (values + c).load(lanes), lambda name: (places[name] + c).load(lanes))
                (places["y"] + c).store(result)
