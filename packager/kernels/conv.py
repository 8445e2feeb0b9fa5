"""Convolution and matrix product, NHWC, by register tiles: `rows` output pixels times `vectors` vectors of channels.

Input needs a halo of zeros instead of bounds checks. Loop bounds come from the descriptor: a kernel serves every layer
with its tile. Weights are packed as panels `[bias width][kh][kw][Cin][width]`, see `Packing`: where the channels are no
multiple of a group the last one starts earlier and is computed twice, so that all stores are full vectors.
Where a tile lies is found once and serves all panels of a chunk; a chunk is as many panels as the cache holds.
Tiles in registers, panels in cache: K. Goto, R. van de Geijn, Anatomy of High-Performance Matrix Multiplication, 2008.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from math import ceil, lcm

from packager.emit.builder import Fn, Ptr, Val, Var
from packager.kernels.base import Kernel
from packager.kernels.epilogue import CLIP, Epilogue, Part
from packager.kernels.finish import Finish, Frame
from packager.kernels.parts import Axis, Box, Moves, Numbers, counted, longer_first, window

FORESEEN = 3
"""Turns of the loop that places a tile of more than five pixels: with more turns a CPU does not foresee its end, and
waits 45 cycles for a branch at each tile (Zen 4)."""


@dataclass(frozen=True)
class Packing:
    """How weights lie: panels of `width` output channels, in groups of `group`. Group g starts at channel
    min(g * group, Cout - group). Kernels of different vectors can share the panels: a narrow one takes a part of a
    panel at a time, a wide one several groups."""

    width: int
    group: int


@dataclass(frozen=True)
class Conv(Kernel):
    """One tile shape. `lanes` 0: the epilogue is inlined; else its function writes the results, so many at a time.

    Layers can share a kernel although they differ: `either` has code for both ways, `inline` being the inlined one,
    and `spare` counts streams that tiles are placed for beside the epilogue's operands. `packing` is a panel as wide as
    the tile where nothing else is said. `by_lane` activations of a pixel are loaded at a time, for multiply-adds that
    take a lane as factor.
    """

    rows: int
    vectors: int
    epilogue: Epilogue
    lanes: int = 0
    spare: int = 0
    either: bool = False
    packing: Packing | None = None
    by_lane: int = 1
    inline: Part = CLIP

    @property
    def symbol(self) -> str:
        """C identifier."""
        packing = f"_of{self.packing.width}by{self.packing.group}" if self.packing else ""
        operands = f"_t{len(self.streams) - 1}" if len(self.streams) > 1 else ""
        inline = f"_{self.inlined.tag}" if self.either or not self.lanes else ""
        lane = f"_k{self.by_lane}" if self.by_lane > 1 else ""
        return f"conv_{self.rows}x{self.vectors}{lane}{packing}{inline}{operands}{'_or_call' if self.either else ''}"

    @property
    def inlined(self) -> Epilogue:
        """What stands behind every sum that leaves from the registers."""
        return Epilogue((self.inline,)) if self.lanes else self.epilogue

    @property
    def finish(self) -> Kernel | None:
        """The epilogue, where it is not inlined."""
        return Finish(self.epilogue, self.lanes) if self.lanes else None

    @property
    def simpler(self) -> tuple[Kernel, ...]:
        """With one way to leave the registers, and with fewer streams."""
        ways = (replace(self, either=False, lanes=0), replace(self, either=False, lanes=self.lanes or 1))
        return (*(ways if self.either else ()), *((replace(self, spare=self.spare - 1),) if self.spare else ()))

    @property
    def pointers(self) -> tuple[str, ...]:
        """Input at the first pixel's first tap, packed weights, output, operands of the epilogue."""
        return ("x", "w", "y", *self.epilogue.tensors)

    @property
    def args(self) -> tuple[str, ...]:
        """`pixels` outputs in rows of `width`; element steps per column and extra at a row's end for x, y, operands;
        taps `kh`, `kw` with their steps and the contiguous run `kc`; groups, groups a chunk, the last one's channel,
        and how many channels of a group count."""
        return (*self._own, *self.epilogue.numbers)

    @property
    def _own(self) -> tuple[str, ...]:
        steps = tuple(f"{t}.{s}" for t in ("x", *self.streams) for s in ("col", "wrap"))
        taps = ("kh", "kh.step", "kw", "kw.step", "kc")
        return ("pixels", "width", *steps, *taps, "groups", "chunk", "last", *(("count",) if self.calls else ()))

    @property
    def calls(self) -> bool:
        """Whether the code can call an epilogue's function."""
        return self.either or self.lanes > 0

    @property
    def streams(self) -> tuple[str, ...]:
        """What is written or read pixel by pixel at the end."""
        return ("y", *self.epilogue.tensors, *(f"none{i}" for i in range(self.spare)))

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Rows, or pixels where they lie without gaps; columns; groups of channels."""
        pixels, width = int(args["pixels"]), int(args["width"])
        real = ("x", "y", *self.epilogue.tensors)
        height, groups = pixels // width, self._groups(args, vec)
        if pixels <= width:
            return (self._flat(args, real), *groups)
        rows, columns = self._rows_and_columns(args, real, height, width)
        if not any(args[f"{s}.wrap"] for s in real):
            rows = self._flat(args, real)
        return (*longer_first(rows, columns, height, width), *groups)

    def _flat(self, args: Numbers, real: tuple[str, ...]) -> Axis:
        return counted("pixels", args, {s: 4 * int(args[f"{s}.col"]) for s in real}, self.rows, self.rows)

    def _rows_and_columns(self, args: Numbers, real: tuple[str, ...], height: int, width: int) -> tuple[Axis, Axis]:
        wrap = {s: int(args[f"{s}.wrap"]) for s in real}
        col = {s: int(args[f"{s}.col"]) for s in real}

        def rows(first: int, end: int) -> tuple[Moves, Numbers]:
            return {s: 4 * first * (wrap[s] + width * col[s]) for s in real}, {"pixels": (end - first) * width}

        def columns(first: int, end: int) -> tuple[Moves, Numbers]:
            narrow = end - first
            wraps = {f"{s}.wrap": wrap[s] + (width - narrow) * col[s] for s in real}
            return {s: 4 * first * col[s] for s in real}, {**wraps, "width": narrow, "pixels": height * narrow}

        def cost(count: float) -> float:
            return ceil(count / self.rows)

        return (
            Axis(height, rows, lambda first, end: cost((end - first) * width)),
            Axis(width, columns, lambda first, end: cost((end - first) * height)),
        )

    def _groups(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Whole panels, or parts of the only one; the last group and the one that it overlaps stay together."""
        nr = self.vectors * vec
        packing = self.packing or Packing(nr, nr)
        inside, groups, last = packing.width // packing.group, int(args["groups"]), int(args["last"])
        unit = max(1, nr // packing.group)
        if groups > inside:
            unit = lcm(inside, unit)
        units = (groups - (last != (groups - 1) * packing.group)) // unit
        panel = (int(args["kh"]) * int(args["kw"]) * int(args["kc"]) + 1) * packing.width
        if units < 2:
            return ()

        def part(first: int, end: int) -> tuple[Moves, Numbers]:
            count = (end * unit if end < units else groups) - first * unit
            ends = last - first * unit * packing.group if end == units else (count - 1) * packing.group
            channels = dict.fromkeys(("y", *self.epilogue.tensors), 4 * first * unit * packing.group)
            whole, rest = divmod(first * unit, inside)
            return {"w": 4 * (whole * panel + rest * packing.group), **channels}, {"groups": count, "last": ends}

        return (Axis(units, part, lambda first, end: (end * unit if end < units else groups) - first * unit),)

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """Taps around every pixel; all channels of the results and of what their epilogue reads."""
        nr = self.vectors * vec
        packing = self.packing or Packing(nr, nr)
        n = {name: int(args[name]) for name in self._own}
        real, panels = ("y", *self.epilogue.tensors), -(-n["groups"] * packing.group // packing.width)
        channels = 4 * (n["last"] + n.get("count", packing.group))
        flat = n["pixels"] <= n["width"] or not any(n[f"{s}.wrap"] for s in ("x", *real))
        height, width = (1, n["pixels"]) if flat else (n["pixels"] // n["width"], n["width"])
        row = {s: 4 * (n[f"{s}.wrap"] + n["width"] * n[f"{s}.col"]) for s in ("x", *real)}
        down = window(height, row["x"], n["kh"], 4 * n["kh.step"])
        across = window(width, 4 * n["x.col"], n["kw"], 4 * n["kw.step"])
        return (
            Box("x", 4 * n["kc"], (*down, *across)),
            Box("w", 4 * panels * (n["kh"] * n["kw"] * n["kc"] + 1) * packing.width),
            *(Box(s, channels, ((height, row[s]), (width, 4 * n[f"{s}.col"])), written=s == "y") for s in real),
        )

    def emit(self, fn: Fn) -> None:
        """Chunks of panels, tiles of pixels, panels, taps."""
        nr = self.vectors * fn.vec
        packing = self.packing or Packing(nr, nr)
        frame, x_places = Frame(fn, self.rows, self.streams), fn.array(self.rows, fn.iptr)
        if self.calls:
            frame.stack(nr, fn.vec)
        pixels, groups, chunk = fn.arg("pixels"), fn.arg("groups"), fn.arg("chunk")
        panel = (fn.arg("kh") * fn.arg("kw") * fn.arg("kc") + 1) * packing.width
        with fn.loop(groups, chunk) as first:
            at = {n: fn.var(fn.index(0)) for n in ("x", *self.streams, "column")}
            end = (first + chunk).minimum(groups)
            with fn.loop(pixels, self.rows) as done:
                self._locate(fn, at, x_places, frame, pixels - done)
                x = partial(self._pixels, x_places)
                if self.calls:
                    sums = partial(self._sums, fn, x, panel, packing)
                    self._through_finish(fn, frame, packing, (first, end), sums)
                else:
                    with fn.span(first, end, max(1, nr // packing.group)) as group:
                        self._write(fn, self._sums(fn, x, panel, packing, group), frame, packing, group)

    def _through_finish(
        self, fn: Fn, frame: Frame, packing: Packing, groups: tuple[Val, Val],
        sums: Callable[[Val], list[list[Val]]],
    ) -> None:  # fmt: skip
        """Groups of a tile of pixels, as many as the stack holds; then the epilogue's function for these."""
        many, step = (max(1, channels // packing.group) for channels in (frame.room, self.vectors * fn.vec))
        with fn.span(*groups, many) as first:
            end, start = (first + many).minimum(groups[1]), self._channel(fn, packing, first, 0)
            with fn.span(first, end, step) as group:
                found = sums(group)
                keep = partial(self._keep, fn, found, frame, start, packing, group)
                if self.either:
                    fn.branch(fn.has_finish(), keep, partial(self._write, fn, found, frame, packing, group))
                else:
                    keep()
            count = self._channel(fn, packing, end - 1, 0) - start + fn.arg("count")
            with fn.if_(fn.has_finish()) if self.either else nullcontext():
                frame.finish(start, count, len(self._own))

    def _sums(self, fn: Fn, x: Callable[[], list[Ptr]], panel: Val, packing: Packing, group: Val) -> list[list[Val]]:
        """The sums of a tile with their bias, which comes last: sums that start with a large one lose bits of every
        product (half the error on YOLOX)."""
        bias = fn.ptr("w") + self._offset(panel, packing, group)
        acc = self._start(fn)
        self._taps(fn, acc, x, bias + packing.width, packing.width)
        biases = [(bias + v * fn.vec).load(fn.vec) for v in range(self.vectors)]
        return [[a.get() + b for a, b in zip(row, biases, strict=True)] for row in acc]

    def _locate(self, fn: Fn, at: dict[str, Var], x_places: Ptr, frame: Frame, left: Val) -> None:
        """Write down where the tile's pixels lie; where fewer than `rows` are `left` the last one is computed again.

        Branches, not selects: they are foreseen, and what they skip would be most of the work.
        """
        column, streams = at["column"], ("x", *self.streams)
        divisors = (n for n in range(1, self.rows + 1) if self.rows % n == 0)
        together = 1 if self.rows <= 5 else next(n for n in divisors if self.rows // n <= FORESEEN)
        with fn.loop(self.rows, together) as first:
            for m in (first + i for i in range(together)):
                (x_places + m).store_ptr(fn.ptr("x") + at["x"].get())
                for name in self.streams:
                    frame.place(name, m).store(at[name].get())
                with fn.if_(left > m + 1):
                    self._move(fn, at, streams, "col")
                    column.set(column.get() + 1)
                    with fn.if_(column.get().eq(fn.arg("width"))):
                        self._move(fn, at, streams, "wrap")
                        column.set(fn.index(0))

    def _move(self, fn: Fn, at: dict[str, Var], streams: Sequence[str], step: str) -> None:
        for name in streams:
            at[name].set(at[name].get() + fn.arg(f"{name}.{step}"))

    def _pixels(self, x_places: Ptr) -> list[Ptr]:
        return [(x_places + m).load_ptr() for m in range(self.rows)]

    def _offset(self, panel: Val, packing: Packing, group: Val) -> Val:
        """Where the weights of `group` begin, in a panel of `panel` elements: its column there."""
        inside = packing.width // packing.group
        if inside == 1:
            return group * panel
        return (group >> (inside.bit_length() - 1)) * panel + (group & (inside - 1)) * packing.group

    def _channel(self, fn: Fn, packing: Packing, group: Val, column: int) -> Val:
        """The first output channel of the group that a tile's `column` begins, if its first one begins `group`."""
        return ((group + column // packing.group) * packing.group).minimum(fn.arg("last"))

    def _start(self, fn: Fn) -> list[list[Var]]:
        zero = fn.const(0.0, lanes=fn.vec)
        return [[fn.var(zero) for _ in range(self.vectors)] for _ in range(self.rows)]

    def _taps(self, fn: Fn, acc: list[list[Var]], x: Callable[[], list[Ptr]], weights: Ptr, width: int) -> None:
        # A pointer that moves on, not an index: 32-bit Arm moves it in its loads.
        following, row = fn.array(1, fn.iptr), fn.var(fn.index(0))
        following.store_ptr(weights)
        with fn.loop(fn.arg("kh")):
            tap = fn.var(row.get())
            with fn.loop(fn.arg("kw")):
                # Loaded here, not before the loops: a large tile has more addresses than there are registers.
                pixels = x()
                # One index serves all pixels of the tile: their addresses stay in registers over all taps.
                start, end = tap.get(), tap.get() + fn.arg("kc")
                if self.by_lane == 1:
                    with fn.span(start, end) as k:
                        self._products(fn, acc, [pixel + k for pixel in pixels], following, width, 1)
                else:
                    whole = start + (fn.arg("kc") & -self.by_lane)
                    for first, last, count in ((start, whole, self.by_lane), (whole, end, 1)):
                        with fn.span(first, last, count, maybe_empty=True) as k:
                            self._products(fn, acc, [pixel + k for pixel in pixels], following, width, count)
                tap.set(tap.get() + fn.arg("kw.step"))
            row.set(row.get() + fn.arg("kh.step"))

    def _products(
        self, fn: Fn, acc: list[list[Var]], pixels: list[Ptr], following: Ptr, width: int, count: int
    ) -> None:
        """The next `count` products of every sum: `count` contiguous activations of every pixel, rows of weights from
        the address `following`, which moves on."""
        factors: list[Val] = []
        for lane in range(count):
            w = following.load_ptr()
            columns = [(w + v * fn.vec).load(fn.vec) for v in range(self.vectors)]
            for m, (row, pixel) in enumerate(zip(acc, pixels, strict=True)):
                if not lane:
                    factors.append(pixel.load(count))
                factor = fn.spread(factors[m], lane, fn.vec) if count > 1 else fn.splat(factors[m], fn.vec)
                for a, column in zip(row, columns, strict=True):
                    a.set(fn.fma(factor, column, a.get()))
            following.store_ptr(w + width)

    def _write(self, fn: Fn, found: list[list[Val]], frame: Frame, packing: Packing, group: Val) -> None:
        """The epilogue inline, from the registers."""
        nr = self.vectors * fn.vec
        numbers = {name: fn.farg(len(self._own) + i, fn.vec) for i, name in enumerate(self.inlined.numbers)}
        channels = [self._channel(fn, packing, group, c) for c in range(0, nr, min(nr, packing.group))]
        for m, row in enumerate(found):
            at = {s: fn.ptr(s) + frame.place(s, m).load() for s in ("y", *self.inlined.tensors)}
            for v, value in enumerate(row):
                part, rest = divmod(v * fn.vec, packing.group)
                here = {s: start + (channels[part] + rest) for s, start in at.items()}
                here["y"].store(self.inlined.emit(fn, value, partial(_loaded, here, fn.vec), numbers))

    def _keep(self, fn: Fn, found: list[list[Val]], frame: Frame, first: Val, packing: Packing, group: Val) -> None:
        """The results to the frame's stack, which begins with channel `first`. A group that starts earlier has some of
        the last one's again, which are the same."""
        for v in range(self.vectors):
            column, rest = divmod(v * fn.vec, min(self.vectors * fn.vec, packing.group))
            channel = self._channel(fn, packing, group, column * packing.group)
            for m, row in enumerate(found):
                frame.keep(m, channel - first + rest, row[v])


def _loaded(places: Mapping[str, Ptr], lanes: int, name: str) -> Val:
    return places[name].load(lanes)
