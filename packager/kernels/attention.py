"""Attention: softmax(scale * Q @ K + masks) @ V, some rows of Q at a time, and never all scores of a row.

The scores of a few rows and a block of keys lie on the stack. A row's largest score so far, and the sum of its powers,
are kept from block to block; where a later block has a larger score, what was summed up is scaled down to it. (Online
softmax: Milakov and Gimelshein 2018; with the product behind it: FlashAttention, Dao et al. 2022.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from packager.emit.builder import Fn, Ptr, Val, Var
from packager.emit.math import exp
from packager.kernels.base import Kernel
from packager.kernels.loops import kept, kept_args, kept_axes, kept_loops, over, spread
from packager.kernels.parts import Axis, Box, Numbers, counted

STACK, OF_ROW = 384, 72
"""Scores that may lie on the stack, and those of one row."""

LOWEST = float(np.finfo(np.float32).min)


@dataclass(frozen=True)
class Attention(Kernel):
    """`kept` loops around. Tiles have `rows` rows and, of the scores, vectors of these `keys`; of the results, vectors
    as each of `values` says, which are the blocks that the columns of V are taken in, in turn. `masks` are added.

    Q is f32[L, D], K is f32[D, S], transposed, V is f32[S, E]; at least `rows` rows, and as many keys as a tile has.
    """

    kept: int
    rows: int
    keys: tuple[int, ...]
    values: tuple[tuple[int, ...], ...]
    masks: int = 0

    @property
    def symbol(self) -> str:
        """C identifier."""
        values = "_".join("x".join(map(str, widths)) for widths in self.values)
        return f"attention_{self.kept}_{self.rows}by{'x'.join(map(str, self.keys))}_to{values}{'_mask' * self.masks}"

    @property
    def streams(self) -> tuple[str, ...]:
        """What is walked."""
        return ("q", "k", "v", *(f"m{i}" for i in range(self.masks)), "y")

    @property
    def pointers(self) -> tuple[str, ...]:
        """First elements."""
        return self.streams

    @property
    def args(self) -> tuple[str, ...]:
        """`k*`: the kept loops; the sizes L, S, D and E; steps from row to row; `scale` before masks, `after` them."""
        steps = tuple(f"{s}.row" for s in self.streams)
        return (*kept_args(self.kept, self.streams), "length", "keys", "depth", "columns", *steps, "scale", "after")

    @property
    def block(self) -> int:
        """Keys whose scores are on the stack together: whole tiles."""
        return (min(STACK // self.rows, OF_ROW) // self.tile - 1) * self.tile

    @property
    def tile(self) -> int:
        """Keys of a tile."""
        return sum(self.keys)

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """The kept loops, and rows of Q."""
        del vec
        found = kept_axes(self.kept, dict.fromkeys(self.streams, 4), args)
        moves = {s: 4 * int(args[f"{s}.row"]) for s in self.streams if s not in ("k", "v")}
        return (*found, counted("length", args, moves, self.rows, self.rows))

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """All of the tensors."""
        del vec
        run = {"q": "depth", "v": "columns", "y": "columns"}
        rows = {"k": "depth", "v": "keys"}
        return tuple(
            Box(
                s,
                4 * int(args[run.get(s, "keys")]),
                (
                    *kept_loops(self.kept, s, args),
                    (int(args[rows.get(s, "length")]), 4 * int(args[f"{s}.row"])),
                ),
                written=s == "y",
            )
            for s in self.streams
        )

    def emit(self, fn: Fn) -> None:
        """Kept loops, then a tile of rows at a time; the last one overlaps the one before."""

        def each(at: dict[str, Ptr]) -> None:
            scores = fn.array(self.rows * (self.block + self.tile) + self.tile) + self.tile
            with fn.loop(fn.arg("length"), self.rows) as first:
                row = first.minimum(fn.arg("length") - self.rows)
                still = ("k", "v")
                moved = {s: p if s in still else p + row * fn.arg(f"{s}.row") for s, p in at.items()}
                _Rows(self, fn, moved, scores).emit()

        kept(fn, self.kept, {s: fn.ptr(s) for s in self.streams}, each)


@dataclass(frozen=True)
class _Rows:
    """Code for a tile of rows. In `scores` each row has room before its first key for a tile that begins before the
    block, because it must not end behind the last key."""

    kernel: Attention
    fn: Fn
    at: dict[str, Ptr]
    scores: Ptr

    def emit(self) -> None:
        """Results begin as zeros, and take part in one block of keys after the other."""
        fn, rows, zero = self.fn, self.kernel.rows, self.fn.const(0.0)
        top, total, factor = (fn.array(rows) for _ in range(3))
        with fn.loop(rows) as r:
            (top + r).store(fn.const(LOWEST))
            (total + r).store(zero)
            self._of_row(r, lambda p, n: p.store(spread(fn, zero, n)))
        with fn.loop(fn.arg("keys"), self.kernel.block) as first:
            count = (fn.arg("keys") - first).minimum(self.kernel.block)
            self._scores(first, count)
            with fn.loop(rows) as r:
                self._powers(self.scores + r * self._pitch, count, top + r, total + r, factor + r)
            self._results(first, count, factor)
        with fn.loop(rows) as r:
            # The largest score makes a power of 1: where there is none, all are minus infinity.
            found = (total + r).load()
            share = fn.select(found < 0.5, fn.const(np.nan), 1.0 / found)
            self._of_row(r, lambda p, n: p.store(p.load(n) * spread(fn, share, n)))

    @property
    def _pitch(self) -> int:
        return self.kernel.block + self.kernel.tile

    def _of_row(self, r: Val, body: Callable[[Ptr, int], None]) -> None:
        """The body on the vectors of a row of results."""
        fn, lanes = self.fn, self.kernel.values[0][0]
        row = self.at["y"] + r * fn.arg("y.row")
        if self.kernel.values[-1][0] == lanes:
            with fn.loop(fn.arg("columns"), lanes) as i:
                body(row + i, lanes)
        else:
            over(fn, fn.arg("columns"), lanes, lambda i, n: body(row + i, n))

    def _scores(self, first: Val, count: Val) -> None:
        """The scores of `count` keys from number `first` on."""
        fn, widths, rows = self.fn, self.kernel.keys, range(self.kernel.rows)
        with fn.loop(count, self.kernel.tile) as begin:
            key = (first + begin).minimum(fn.arg("keys") - self.kernel.tile)
            left = [self.at["q"] + fn.arg("q.row") * r for r in rows]
            sums = [[fn.var(fn.const(0.0, lanes=n)) for n in widths] for _ in rows]
            self._sum(sums, left, self.at["k"] + key, fn.arg("k.row"), fn.arg("depth"), widths)
            for r in rows:
                for (start, _), total in zip(_places(widths), sums[r], strict=True):
                    value = total.get() * fn.farg("scale", total.get().lanes)
                    for m in (f"m{i}" for i in range(self.kernel.masks)):
                        value = value + (self.at[m] + fn.arg(f"{m}.row") * r + key + start).load(value.lanes)
                    if self.kernel.masks:
                        value = value * fn.farg("after", value.lanes)
                    (self.scores + (key - first) + (self._pitch * r + start)).store(value)

    def _powers(self, row: Ptr, count: Val, top: Ptr, total: Ptr, factor: Ptr) -> None:
        """Scores become powers; what was found before is multiplied by `factor`."""
        fn, lanes = self.fn, self.kernel.keys[0]
        (row + count).store(fn.const(-np.inf, lanes=lanes))
        largest = fn.var(fn.const(LOWEST, lanes=lanes))
        with fn.loop(count, lanes) as i:
            largest.set(largest.get().maximum((row + i).load(lanes)))
        before = top.load()
        now = fn.reduce(largest.get(), lambda a, b: a.maximum(b)).maximum(before)
        added = fn.var(fn.const(0.0, lanes=lanes))
        with fn.loop(count, lanes) as i:
            power = exp((row + i).load(lanes) - spread(fn, now, lanes))
            (row + i).store(power)
            added.set(added.get() + power)
        scale = exp(before - now)
        factor.store(scale)
        top.store(now)
        total.store(fn.fma(total.load(), scale, fn.reduce(added.get(), lambda a, b: a + b)))

    def _results(self, first: Val, count: Val, factor: Ptr) -> None:
        """The powers of `count` keys from number `first` on, times their rows of V."""
        fn, rows = self.fn, range(self.kernel.rows)
        values = self.at["v"] + first * fn.arg("v.row")
        done = fn.index(0)
        for i, widths in enumerate(self.kernel.values):
            size = sum(widths)
            last = i == len(self.kernel.values) - 1
            end = fn.arg("columns") if last else done + ((fn.arg("columns") - done) & -size)
            with fn.span(done, end, size) as column:
                at = [self.at["y"] + fn.arg("y.row") * r + column for r in rows]
                sums = [
                    [fn.var((at[r] + s).load(n) * spread(fn, (factor + r).load(), n)) for s, n in _places(widths)]
                    for r in rows
                ]
                left = [self.scores + self._pitch * r for r in rows]
                self._sum(sums, left, values + column, fn.arg("v.row"), count, widths)
                for r in rows:
                    for (s, _), total in zip(_places(widths), sums[r], strict=True):
                        (at[r] + s).store(total.get())
            done = end

    def _sum(
        self, sums: list[list[Var]], left: list[Ptr], right: Ptr, step: Val, count: Val, widths: tuple[int, ...]
    ) -> None:
        """Add the products of `count` numbers of each row on the left and of vectors on the right."""
        fn = self.fn
        with fn.loop(count) as i:
            vectors = [(right + i * step + s).load(n) for s, n in _places(widths)]
            for row, p in zip(sums, left, strict=True):
                one = (p + i).load()
                for total, vector in zip(row, vectors, strict=True):
                    total.set(fn.fma(spread(fn, one, vector.lanes), vector, total.get()))


def _places(widths: tuple[int, ...]) -> list[tuple[int, int]]:
    """Where each vector begins, and its lanes."""
    return [(sum(widths[:i]), lanes) for i, lanes in enumerate(widths)]
