"""Winograd's minimal filtering F(m x m, 3x3) for m = 2 and 4, NHWC: transforms of tiles into points and back.

A tile of (m+2)^2 input pixels becomes (m+2)^2 points; at each point, sums over channels are a matrix product; the sums'
points become m^2 outputs. Source: A. Lavin, S. Gray, Fast Algorithms for Convolutional Neural Networks, CVPR 2016.
Both transforms run as two passes of the one-dimensional one, through a small tile on the stack.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from packager.emit.builder import Fn, Ptr, Val
from packager.kernels.base import Kernel
from packager.kernels.epilogue import Epilogue
from packager.kernels.parts import Axis, Box, Numbers, counted, longer_first, window


def forward(d: Sequence[Any]) -> list[Any]:
    """B^T d: m+2 pixels of a line -> its points. Arrays and emitted vectors alike."""
    if len(d) == 4:
        return [d[0] - d[2], d[1] + d[2], d[2] - d[1], d[1] - d[3]]
    far, near, even, odd = _plus(d[4], d[2], -4.0), _plus(d[3], d[1], -4.0), d[4] - d[2], d[3] - d[1]
    return [
        _plus(_plus(d[4], d[2], -5.0), d[0], 4.0), far + near, far - near,
        _plus(even, odd, 2.0), _plus(even, odd, -2.0), _plus(_plus(d[5], d[3], -5.0), d[1], 4.0),
    ]  # fmt: skip


def backward(t: Sequence[Any]) -> list[Any]:
    """A^T t: m+2 points of a line -> m outputs."""
    if len(t) == 4:
        return [t[0] + t[1] + t[2], t[1] - t[2] - t[3]]
    near, near_odd, far, far_odd = t[1] + t[2], t[1] - t[2], t[3] + t[4], t[3] - t[4]
    return [
        t[0] + near + far, _plus(near_odd, far_odd, 2.0), _plus(near, far, 4.0), _plus(near_odd + t[5], far_odd, 8.0),
    ]  # fmt: skip


def _plus(a: Any, x: Any, factor: float) -> Any:
    """a + x * factor."""
    return a.fn.fma(x, a.fn.const(factor, lanes=a.lanes), a) if isinstance(a, Val) else a + x * factor


def along(
    fn: Fn,
    lines: int,
    transform: Callable[[Sequence[Any]], list[Any]],
    count: int,
    lanes: int,
    source: tuple[Ptr, Val | int, Val | int],
    target: tuple[Ptr, Val | int, Val | int],
) -> None:
    """`lines` times `transform` of `count` vectors. Of source and target: where they begin, the elements from line to
    line, and from vector to vector."""
    with fn.loop(lines) as line:
        x, y = (place + line * step for place, step, _ in (source, target))
        given = []
        for _ in range(count):
            given.append(x.load(lanes))
            x = x + source[2]
        for value in transform(given):
            y.store(value)
            y = y + target[2]


@dataclass(frozen=True)
class WinogradInput(Kernel):
    """Tiles of an image into points. `size` is m, `lanes` the vector's length."""

    size: int
    lanes: int

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"winograd{self.size}_input_{self.lanes}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """The first tile's first pixel, in the halo; the first tile's first point."""
        return ("x", "y")

    @property
    def args(self) -> tuple[str, ...]:
        """Rows and columns of tiles, channels; element steps per pixel, per tile, and per point."""
        return ("height", "width", "channels", "x.row", "x.col", "y.row", "y.col", "y.point")

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Rows and columns of tiles; channels."""
        del vec
        down, across = (
            {"x": 4 * self.size * int(args[f"x.{step}"]), "y": 4 * int(args[f"y.{step}"])} for step in ("row", "col")
        )
        channels = counted("channels", args, {"x": 4, "y": 4}, self.lanes, self.lanes)
        along = counted("height", args, down), counted("width", args, across)
        return (*longer_first(*along, int(args["height"]), int(args["width"])), channels)

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """Pixels of all tiles, and their points."""
        del vec
        n, side = {name: int(args[name]) for name in self.args}, self.size + 2
        x = (
            *window(n["height"], 4 * self.size * n["x.row"], side, 4 * n["x.row"]),
            *window(n["width"], 4 * self.size * n["x.col"], side, 4 * n["x.col"]),
        )
        y = ((side * side, 4 * n["y.point"]), (n["height"], 4 * n["y.row"]), (n["width"], 4 * n["y.col"]))
        return Box("x", 4 * n["channels"], x), Box("y", 4 * n["channels"], y, written=True)

    def emit(self, fn: Fn) -> None:
        """Rows, tiles, vectors of channels; where C is no multiple of the vector the last one starts earlier."""
        points, channels, vector, point = self.size + 2, fn.arg("channels"), self.lanes, fn.arg("y.point")
        middle = fn.vectors(points * points, self.lanes)
        with fn.loop(fn.arg("height")) as row, fn.loop(fn.arg("width")) as column:
            x = fn.ptr("x") + (row * fn.arg("x.row") + column * fn.arg("x.col")) * self.size
            y = fn.ptr("y") + (row * fn.arg("y.row") + column * fn.arg("y.col"))
            with fn.loop(channels, self.lanes) as first:
                c = first.minimum(channels - self.lanes)
                inner = middle, vector, vector * points
                along(fn, points, forward, points, vector, (x + c, fn.arg("x.col"), fn.arg("x.row")), inner)
                inner = middle, vector * points, vector
                along(fn, points, forward, points, vector, inner, (y + c, point * points, point))


@dataclass(frozen=True)
class WinogradOutput(Kernel):
    """Points of the sums into outputs, with bias and epilogue. Tiles may reach over the image's right and lower ends:
    what lies there is not written."""

    size: int
    lanes: int
    epilogue: Epilogue

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"winograd{self.size}_output_{self.lanes}_{self.epilogue.tag}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """The first tile's first point, the bias, the first output, operands."""
        return ("x", "w", "y", *self.epilogue.tensors)

    @property
    def args(self) -> tuple[str, ...]:
        """`height` and `width` of the output, channels; steps of points per row and column of tiles and per point; of
        the output and operands per pixel."""
        steps = tuple(f"{t}.{s}" for t in ("y", *self.epilogue.tensors) for s in ("col", "row"))
        own = ("height", "width", "channels", "x.row", "x.col", "x.point", *steps)
        return (*own, *self.epilogue.numbers)

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Rows and columns of tiles; channels."""
        del vec
        size, real = self.size, ("y", *self.epilogue.tensors)
        rows, columns = (
            counted(
                count, args, {s: 4 * int(args[f"{s}.{step}"]) for s in real}, size, size,
                {"x": 4 * int(args[f"x.{step}"])},
            )
            for count, step in (("height", "row"), ("width", "col"))
        )  # fmt: skip
        channels = counted("channels", args, dict.fromkeys(("x", "w", *real), 4), self.lanes, self.lanes)
        return (*longer_first(rows, columns, int(args["height"]), int(args["width"])), channels)

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """Points of all tiles; the pixels in the image."""
        del vec
        real, side = ("y", *self.epilogue.tensors), self.size + 2
        n = {name: int(args[name]) for name in self.args if name not in self.epilogue.numbers}
        tiles = ((ceil(n["height"] / self.size), 4 * n["x.row"]), (ceil(n["width"] / self.size), 4 * n["x.col"]))
        run = 4 * n["channels"]
        places = {s: ((n["height"], 4 * n[f"{s}.row"]), (n["width"], 4 * n[f"{s}.col"])) for s in real}
        return (
            Box("x", run, ((side * side, 4 * n["x.point"]), *tiles)),
            Box("w", run),
            *(Box(s, run, loops, written=s == "y") for s, loops in places.items()),
        )

    def emit(self, fn: Fn) -> None:
        """Rows of tiles, tiles, vectors of channels; then the pixels of a tile."""
        size, points, channels, vector = self.size, self.size + 2, fn.arg("channels"), self.lanes
        middle, tile = fn.vectors(size * points, self.lanes), fn.vectors(size * size, self.lanes)
        row = fn.var(fn.index(0))
        with fn.loop(fn.arg("height"), size) as top:
            at = fn.var(row.get())
            row.set(row.get() + fn.arg("x.row"))
            with fn.loop(fn.arg("width"), size) as left:
                x = fn.ptr("x") + at.get()
                at.set(at.get() + fn.arg("x.col"))
                with fn.loop(channels, self.lanes) as first:
                    c = first.minimum(channels - self.lanes)
                    point, inner = fn.arg("x.point"), (middle, vector, vector * points)
                    along(fn, points, backward, points, vector, (x + c, point, point * points), inner)
                    inner = middle, vector * points, vector
                    along(fn, size, backward, points, vector, inner, (tile, vector * size, vector))
                    self._leave(fn, tile, c, top, left)

    def _leave(self, fn: Fn, tile: Ptr, c: Val, top: Val, left: Val) -> None:
        """The pixels of the tile that lie in the image, through bias and epilogue."""
        streams = ("y", *self.epilogue.tensors)
        size = fn.index(self.size)
        bias = (fn.ptr("w") + c).load(self.lanes)
        at = {n: fn.ptr(n) + (top * fn.arg(f"{n}.row") + left * fn.arg(f"{n}.col") + c) for n in streams}
        rows, columns = (fn.arg("height") - top).minimum(size), (fn.arg("width") - left).minimum(size)
        with fn.loop(rows) as r, fn.loop(columns) as p:
            here = {n: place + (r * fn.arg(f"{n}.row") + p * fn.arg(f"{n}.col")) for n, place in at.items()}
            value = (tile + (r * self.size + p) * self.lanes).load(self.lanes) + bias
            here["y"].store(self.epilogue.emit(fn, value, lambda name: here[name].load(self.lanes)))
