"""Copies and elementwise operators over strided index spaces: y[i, ..., k] = f(x[i, ..., k], operands[i, ..., k]).

Every operand has its own stride per loop, so that broadcasting, transposing, slicing, padding and upsampling are all
the same loop nest. The innermost loop works on vectors where all operands are contiguous or constant there, with a
scalar loop for the rest: it never writes an element twice, so that the output may lie on top of an input.
"""

from __future__ import annotations

from dataclasses import dataclass

from llvmlite import ir

from packager.dtype import BY_NAME
from packager.emit.builder import F32, I8, I16, I32, I64, Fn, Ptr, Val
from packager.kernels.base import Kernel
from packager.kernels.epilogue import Epilogue
from packager.kernels.loops import over
from packager.kernels.parts import Axis, Box, Numbers, counted

ELEMENTS = {"f32": F32, "u8": I8, "i8": I8, "bool": I8, "u16": I16, "i16": I16, "i32": I32, "i64": I64}
"""Element types that are computed with, in f32."""

NONE = Epilogue(())
"""No stages: a copy, or a conversion."""

RAW = {1: I8, 2: I16, 4: F32, 8: I64}
"""What a copy moves, by the bytes of an element."""


@dataclass(frozen=True)
class Map(Kernel):
    """`depth` nested loops. `kinds` says of x and each operand of the epilogue how the innermost loop steps through it:
    `v` from element to element, `s` not at all, `a` by a stride; all `a` is the scalar form.

    `types` are the element types of x, the operands and y, by name; a copy without an epilogue has just the bytes of an
    element, as in ("4",).
    """

    depth: int
    kinds: str
    types: tuple[str, ...]
    epilogue: Epilogue = NONE

    @property
    def symbol(self) -> str:
        """C identifier."""
        types = "" if set(self.types) == {"f32"} else "_" + "_".join(self.types)
        name = f"map_{self.epilogue.tag}" if self.epilogue.parts else "copy"
        return f"{name}{types}_{self.depth}{self.kinds}"

    @property
    def streams(self) -> tuple[str, ...]:
        """What is walked: x, the operands, y."""
        return ("x", *self.epilogue.tensors, "y")

    @property
    def pointers(self) -> tuple[str, ...]:
        """First element of each stream."""
        return self.streams

    @property
    def args(self) -> tuple[str, ...]:
        """Trip count of each loop, outermost first, and each stream's element step; vectors need no innermost one."""
        stepped = self.depth if self.scalar else self.depth - 1
        steps = tuple(f"{s}.{d}" for d in range(stepped) for s in self.streams)
        return (*(f"n{d}" for d in range(self.depth)), *steps, *self.epilogue.numbers)

    @property
    def scalar(self) -> bool:
        """True where the innermost loop has strides."""
        return "a" in self.kinds

    @property
    def copies(self) -> bool:
        """True where elements move as they are."""
        return len(self.types) == 1

    @property
    def _sizes(self) -> dict[str, int]:
        """Bytes of each stream's elements."""
        if self.copies:
            return dict.fromkeys(self.streams, int(self.types[0]))
        return {s: BY_NAME[t].bytes for s, t in zip(self.streams, self.types, strict=True)}

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """Every loop, the longest of the outer ones first."""
        sizes, inner = self._sizes, self.depth - 1
        stepped = self.depth if self.scalar else inner
        found = [
            counted(f"n{d}", args, {s: sizes[s] * int(args[f"{s}.{d}"]) for s in self.streams}) for d in range(stepped)
        ]
        found.sort(key=lambda axis: -axis.units)
        if not self.scalar:
            lanes = vec * 4 // int(self.types[0]) if self.copies else vec
            kinds = dict(zip(self.streams, f"{self.kinds}v", strict=True))
            found.append(counted(f"n{inner}", args, {s: sizes[s] * (kinds[s] == "v") for s in self.streams}, lanes))
        return tuple(found)

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...]:
        """Every stream's elements."""
        del vec
        found = []
        counts = [int(args[f"n{d}"]) for d in range(self.depth)]
        for stream, kind in zip(self.streams, f"{self.kinds}{'a' if self.scalar else 'v'}", strict=True):
            size = self._sizes[stream]
            stepped = self.depth if self.scalar else self.depth - 1
            loops = tuple((counts[d], size * int(args[f"{stream}.{d}"])) for d in range(stepped))
            run = size * counts[-1] if kind == "v" else size
            found.append(Box(stream, run, loops, written=stream == "y"))
        return tuple(found)

    def emit(self, fn: Fn) -> None:
        """The loop nest, then the innermost loop."""
        elements = [RAW[int(self.types[0])]] * 2 if self.copies else [ELEMENTS[t] for t in self.types]
        self._nest(fn, 0, {s: fn.ptr(s, e) for s, e in zip(self.streams, elements, strict=True)})

    def _nest(self, fn: Fn, depth: int, at: dict[str, Ptr]) -> None:
        if depth < self.depth - 1:
            with fn.loop(fn.arg(f"n{depth}")) as i:
                self._nest(fn, depth + 1, {s: p + i * fn.arg(f"{s}.{depth}") for s, p in at.items()})
            return
        count = fn.arg(f"n{depth}")
        if self.scalar:
            with fn.loop(count) as i:
                self._element(fn, {s: p + i * fn.arg(f"{s}.{depth}") for s, p in at.items()}, 1)
            return
        lanes = fn.vec * 4 // int(self.types[0]) if self.copies else fn.vec
        step = dict(zip(self.streams, f"{self.kinds}v", strict=True))
        over(
            fn, count, lanes,
            lambda i, width: self._element(fn, {s: p if step[s] == "s" else p + i for s, p in at.items()}, width),
        )  # fmt: skip

    def _element(self, fn: Fn, at: dict[str, Ptr], lanes: int) -> None:
        constant = {s for s, k in zip(self.streams, f"{self.kinds}v", strict=True) if k == "s"}
        types = dict(zip(self.streams, self.types * 2 if self.copies else self.types, strict=True))

        def read(stream: str) -> Val:
            raw = at[stream].load(1 if stream in constant else lanes)
            value = raw if self.copies else widen(fn, raw, types[stream])
            return fn.splat(value, lanes) if stream in constant else value

        value = self.epilogue.emit(fn, read("x"), read)
        at["y"].store(value if self.copies else narrow(fn, value, types["y"]))


def widen(fn: Fn, raw: Val, dtype: str) -> Val:
    """Lanes of an element type as f32."""
    if dtype == "f32":
        return raw
    if dtype == "i64":
        # In two halves: 32-bit targets have no instruction for it, and a call would need a library. Of the magnitude:
        # halves of different signs would cancel.
        size = fn.abs(raw)
        low, high = fn.truncate(size, I32), fn.truncate(size >> 32, I32)
        value = fn.to_float(high) * 4294967296.0 + fn.to_float(low, signed=False)
        return fn.select(raw < 0, -value, value)
    return fn.to_float(raw if dtype == "i32" else fn.extend(raw, I32, signed=dtype.startswith("i")))


def narrow(fn: Fn, value: Val, dtype: str) -> Val:
    """f32 lanes as an element type, towards zero."""
    if dtype == "f32":
        return value
    if dtype == "bool":
        value = fn.select(value.eq(0.0), fn.const(0.0, lanes=value.lanes), fn.const(1.0, lanes=value.lanes))
    if dtype == "i64":
        size = fn.abs(value)
        high = fn.to_int(size * (1 / 4294967296.0))
        low = fn.to_int(size - fn.to_float(high) * 4294967296.0, signed=False)
        both = (fn.extend(high, I64, signed=True) << 32) | fn.extend(low, I64, signed=False)
        return fn.select(value < 0.0, -both, both)
    whole = fn.to_int(value)
    element: ir.Type = ELEMENTS[dtype]
    return whole if dtype == "i32" else fn.truncate(whole, element)
