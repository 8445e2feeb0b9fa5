"""Rows picked by a list of indices: y[o][i][...] = x[o][indices[i]][...], dense tensors of any element size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from packager.emit.builder import I32, I64, Fn, Val
from packager.kernels.base import Kernel
from packager.kernels.loops import over
from packager.kernels.map import RAW
from packager.kernels.parts import Axis, Box, Numbers, counted

_INDEX = {"i32": 4, "i64": 8}


@dataclass(frozen=True)
class Gather(Kernel):
    """Elements of `bytes` bytes, indices of type `index`."""

    bytes: int
    index: Literal["i32", "i64"]

    @property
    def symbol(self) -> str:
        """C identifier."""
        return f"gather{self.bytes}_{self.index}"

    @property
    def pointers(self) -> tuple[str, ...]:
        """Tensor, indices, result."""
        return ("x", "indices", "y")

    @property
    def args(self) -> tuple[str, ...]:
        """Blocks before the axis, length of the axis, number of indices, elements behind the axis."""
        return ("outer", "size", "count", "inner")

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Blocks, indices."""
        del vec
        inner = self.bytes * int(args["inner"])
        blocks = {"x": inner * int(args["size"]), "y": inner * int(args["count"])}
        if args["outer"] > 1:
            return (counted("outer", args, blocks),)
        return (counted("count", args, {"indices": _INDEX[self.index], "y": inner}),)

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """All of each: nobody knows which rows."""
        del vec
        outer, size, count, inner = (int(args[name]) for name in self.args)
        block = self.bytes * outer * inner
        indices = Box("indices", _INDEX[self.index] * count)
        return Box("x", block * size), indices, Box("y", block * count, written=True)

    def emit(self, fn: Fn) -> None:
        """Blocks, indices, elements."""
        element = RAW[self.bytes]
        size, inner = fn.arg("size"), fn.arg("inner")
        with fn.loop(fn.arg("outer")) as o, fn.loop(fn.arg("count")) as i:
            row = self._row(fn, i, size)
            x = fn.ptr("x", element) + (o * size + row) * inner
            y = fn.ptr("y", element) + (o * fn.arg("count") + i) * inner
            over(fn, inner, fn.vec * 4 // self.bytes, lambda k, lanes: (y + k).store((x + k).load(lanes)))

    def _row(self, fn: Fn, i: Val, size: Val) -> Val:
        """Index number i, counted from the end where it is negative, and kept inside the tensor whatever it is."""
        if self.index == "i32":
            raw = fn.extend((fn.ptr("indices", I32) + i).load(), fn.iptr, signed=True)
        else:
            wide = (fn.ptr("indices", I64) + i).load()
            raw = fn.truncate(wide, fn.iptr) if fn.iptr.width < 64 else wide
        zero = fn.index(0)
        return fn.select(raw < zero, raw + size, raw).maximum(zero).minimum(size - 1)
