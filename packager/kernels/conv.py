"""Convolution and matrix product, NHWC, by register tiles: `rows` output pixels times `vectors` vectors of channels.

Input needs a halo of zeros instead of bounds checks. Loop bounds come from the descriptor: a kernel serves every layer
with its tile and epilogue. Weights are packed as panels `[Cout/NR][bias NR][kh][kw][Cin][NR]`; where Cout is no
multiple of NR the last panel starts at Cout-NR and computes some channels twice, so that all stores are full vectors.
Tile and loop structure after K. Goto, R. van de Geijn, Anatomy of High-Performance Matrix Multiplication, TOMS 34(3), 2008.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from packager.emit.builder import Fn, Ptr, Val, Var
from packager.kernels.base import Kernel
from packager.kernels.epilogue import Epilogue


@dataclass(frozen=True)
class Conv(Kernel):
    """One tile shape with one epilogue.

    `lanes` > 1: read that many input channels of a pixel as one vector and multiply by its lanes (fmla by element).
    `tail`: there are fewer output channels than one panel holds; results leave through a loop over single channels.
    """

    family: ClassVar[str] = "conv"
    rows: int
    vectors: int
    epilogue: Epilogue
    lanes: int = 1
    tail: bool = False

    @property
    def symbol(self) -> str:
        """C identifier."""
        lanes = f"l{self.lanes}" if self.lanes > 1 else ""
        return f"conv_{self.rows}x{self.vectors}{lanes}_{self.epilogue.tag}{'_tail' if self.tail else ''}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """Input at the first pixel's first tap, packed weights, output, operands of the epilogue."""
        return ("x", "w", "y", *self.epilogue.tensors)

    @property
    def args(self) -> tuple[str, ...]:
        """`pixels` outputs in rows of `width`; element steps per column and extra at a row's end for x, y, operands;
        taps `kh`, `kw` with their steps and the contiguous run `kc`; panels and the last panel's channel."""
        steps = tuple(f"{t}.{s}" for t in ("x", "y", *self.epilogue.tensors) for s in ("col", "wrap"))
        tail = ("cout",) if self.tail else ("panels", "last")
        taps = ("kh", "kh.step", "kw", "kw.step", "kc")
        return ("pixels", "width", "block", *steps, *taps, *tail, *self.epilogue.numbers)

    @property
    def streams(self) -> tuple[str, ...]:
        """What is written or read pixel by pixel at the end."""
        return ("y", *self.epilogue.tensors)

    def emit(self, fn: Fn) -> None:
        """Blocks of pixels, panels of channels, tiles of pixels, taps."""
        nr = self.vectors * fn.vec
        zero = fn.index(0)
        at_block = {n: fn.var(zero) for n in ("x", *self.streams, "column")}
        at = {n: fn.var(zero) for n in at_block}
        pixels, block = fn.arg("pixels"), fn.arg("block")
        panel_size = fn.arg("kh") * fn.arg("kw") * fn.arg("kc") * nr + nr
        with fn.loop(pixels, block) as first:
            last_pixel = (first + block).minimum(pixels)
            with fn.loop(1 if self.tail else fn.arg("panels")) as panel:
                channel = zero if self.tail else (panel * nr).minimum(fn.arg("last"))
                weights = fn.ptr("w") + panel * panel_size
                for name, start in at_block.items():
                    at[name].set(start.get())
                with fn.loop(last_pixel - first, self.rows) as done:
                    self._tile(fn, at, weights, channel, pixels - first - done)
            for name, start in at_block.items():
                start.set(at[name].get())

    def _tile(self, fn: Fn, at: dict[str, Var], weights: Ptr, channel: Val, left: Val) -> None:
        """Accumulate one register tile over all taps, then its epilogue. `left` pixels remain, its own included."""
        inline = self.epilogue.cheap and not self.tail
        column = at["column"].get()
        offsets: dict[str, list[Val]] = {"x": [], **({n: [] for n in self.streams} if inline else {})}
        if not inline:
            start = {n: at[n].get() for n in self.streams}
        for m in range(self.rows):
            for name, found in offsets.items():
                found.append(at[name].get())
            self._advance(fn, at, tuple(offsets), left > m + 1)
        acc = [
            [fn.var((weights + v * fn.vec).load(fn.vec)) for v in range(self.vectors)] for _ in range(self.rows)
        ]
        self._taps(fn, acc, [fn.ptr("x") + o for o in offsets["x"]], weights + self.vectors * fn.vec)
        if inline:
            for m, row in enumerate(acc):
                for v, a in enumerate(row):
                    y = fn.ptr("y") + offsets["y"][m] + channel
                    (y + v * fn.vec).store(self.epilogue.emit(fn, a.get(), _no_tensor))
            return
        tile = fn.array(self.rows * self.vectors * fn.vec)
        for m, row in enumerate(acc):
            for v, a in enumerate(row):
                (tile + (m * self.vectors + v) * fn.vec).store(a.get())
        # The stream walks again, one pixel a time: the epilogue's code stands here once, whatever the tile's height.
        for name, offset in start.items():
            at[name].set(offset)
        at["column"].set(column)
        with fn.loop(self.rows) as pixel:
            values = tile + pixel * (self.vectors * fn.vec)
            places = {n: fn.ptr(n) + at[n].get() + channel for n in self.streams}
            if self.tail:
                with fn.loop(fn.arg("cout")) as c:
                    self._finish(fn, values + c, {n: p + c for n, p in places.items()}, 1)
            else:
                for v in range(self.vectors):
                    self._finish(fn, values + v * fn.vec, {n: p + v * fn.vec for n, p in places.items()}, fn.vec)
            self._advance(fn, at, self.streams, left > pixel + 1)

    def _finish(self, fn: Fn, value: Ptr, places: dict[str, Ptr], lanes: int) -> None:
        result = self.epilogue.emit(fn, value.load(lanes), lambda name: places[name].load(lanes))
        places["y"].store(result)

    def _advance(self, fn: Fn, at: dict[str, Var], names: tuple[str, ...], more: Val) -> None:
        """One pixel on, to the next row where this one ends; stay where no pixel is left (the tile's rest computes the
        last pixel again)."""
        zero = fn.index(0)
        following = at["column"].get() + 1
        wraps = following.eq(fn.arg("width"))
        at["column"].set(fn.select(more, fn.select(wraps, zero, following), at["column"].get()))
        for name in names:
            step = fn.arg(f"{name}.col") + fn.select(wraps, fn.arg(f"{name}.wrap"), zero)
            at[name].set(at[name].get() + fn.select(more, step, zero))

    def _taps(self, fn: Fn, acc: list[list[Var]], x: list[Ptr], weights: Ptr) -> None:
        nr = self.vectors * fn.vec
        used = fn.var(fn.index(0))
        with fn.loop(fn.arg("kh")) as kh:
            row = kh * fn.arg("kh.step")
            with fn.loop(fn.arg("kw")) as kw:
                tap = row + kw * fn.arg("kw.step")
                with fn.loop(fn.arg("kc"), self.lanes) as k:
                    inputs = [(p + (tap + k)).load(self.lanes) for p in x]
                    for lane in range(self.lanes):
                        w = weights + (used.get() + lane * nr)
                        columns = [(w + v * fn.vec).load(fn.vec) for v in range(self.vectors)]
                        for row_acc, pixel in zip(acc, inputs, strict=True):
                            factor = fn.splat(fn.lane(pixel, lane), fn.vec)
                            for a, column in zip(row_acc, columns, strict=True):
                                a.set(fn.fma(factor, column, a.get()))
                    used.set(used.get() + self.lanes * nr)


def _no_tensor(name: str) -> Val:
    raise AssertionError(f"a cheap epilogue reads no tensor, but asked for {name}")
