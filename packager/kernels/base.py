"""The vocabulary between plan and code: a Kernel is one machine function, a Step one call of it, a Program the run.

Kernels take their loop bounds from a descriptor, so layers share them; what a function is specialised on stands in its
symbol. A kernel may end its tiles with another function, which all kernels with the same epilogue share (`finish`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from packager.kernels.parts import Axis, Box, Numbers

if TYPE_CHECKING:
    from packager.emit.builder import Fn


@dataclass(frozen=True)
class Ref:
    """An address: `offset` bytes into a space. `index` numbers the caller's inputs and outputs; `bytes` is the size of
    a constant that starts there, or of what is read through tables. Addresses in the arena that move on together, from
    one turn of a loop to the next, share a `stream`: then each turn has the same bytes."""

    space: Literal["weights", "arena", "input", "output"]
    offset: int
    index: int = 0
    stream: int = 0
    bytes: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Kernel(ABC):
    """One machine function `void symbol(void *const *ptrs, const intptr_t *args)`, shared by steps with equal fields.

    `pointers` and `args` name the descriptor's entries in order. A float argument travels as its 32 bits. Kernels that
    differ in fields which only `finish` depends on have one symbol, and one function. `more` names further pointers
    that the function takes. `foreign`: others wrote it.
    """

    more: ClassVar[tuple[str, ...]] = ()
    foreign: ClassVar[bool] = False

    @property
    @abstractmethod
    def symbol(self) -> str:
        """C identifier of the function, unique for what its code depends on: `conv_6x2_clip`."""

    @property
    @abstractmethod
    def pointers(self) -> tuple[str, ...]:
        """Names of the pointers, in the order the descriptor holds them."""

    @property
    @abstractmethod
    def args(self) -> tuple[str, ...]:
        """Names of the integer (or float bits) arguments, in the order the descriptor holds them."""

    @property
    def hosted(self) -> bool:
        """True where it needs a C library around it; our own need none."""
        return False

    @property
    def finish(self) -> Kernel | None:
        """What the function calls on each tile of its results; its address stands before the first pointer."""
        return None

    @property
    def simpler(self) -> tuple[Kernel, ...]:
        """Kernels that do a part of what this one can do, as fast and with less code."""
        return ()

    @abstractmethod
    def emit(self, fn: Fn) -> None:
        """Write the function's body."""

    def axes(self, args: Numbers, vec: int) -> tuple[Axis, ...]:
        """How a call with `args` can be taken apart, best first; `vec` is the target's vector in f32 lanes."""
        del args, vec
        return ()

    def reach(self, args: Numbers, vec: int) -> tuple[Box, ...] | None:
        """What a call with `args` touches; None where nobody knows."""
        del args, vec
        return None


@dataclass(frozen=True)
class Function:
    """A machine function; `wide` is the one for the wider vectors that some CPUs of the target have. `kernel` is one
    whose code it is: several have the same."""

    symbol: str
    wide: bool
    kernel: Kernel = field(compare=False)

    @property
    def name(self) -> str:
        """C identifier."""
        return f"{self.symbol}_wide" if self.wide else self.symbol


@lru_cache(maxsize=65536)
def functions_of(kernel: Kernel, wide: Kernel | None = None) -> tuple[Function, ...]:
    """What a call of `kernel` needs: its function and the one it finishes with, then those of `wide`."""
    found = ((k, w) for k, w in ((kernel, False), (wide, True)) if k)
    return tuple(Function(f.symbol, w, f) for k, w in found for f in (k, k.finish) if f)


@dataclass(frozen=True)
class Code:
    """A function's machine code: one relocatable ELF object that defines its name, the bytes of its stack frame, and
    the bytes of its code and constants."""

    elf: bytes
    stack: int
    bytes: int = 0


@dataclass(frozen=True)
class Band:
    """A part of `whole` that one thread computes, `thread`, without waiting for those that compute the others."""

    whole: str
    thread: int


@dataclass(frozen=True)
class Step:
    """One call: `kernel` on `refs` (by pointer name) with `args` (by argument name), for the graph node `node`.

    `wide` takes the same pointers and arguments, and is called instead where the CPU has the target's wider vectors.
    `thread` makes the call; it may begin when all threads have ended their calls of the `phase` before. Of several
    models a run is the steps of one, number `model`. `band` is what the call is part of, where that is shared among
    threads as a whole.
    """

    kernel: Kernel
    refs: Mapping[str, Ref]
    args: Mapping[str, int | float]
    node: str
    wide: Kernel | None = None
    thread: int = 0
    phase: int = 0
    model: int = 0
    band: Band | None = None

    @property
    def functions(self) -> tuple[Function, ...]:
        """The machine functions that the call may need."""
        return functions_of(self.kernel, self.wide)


@dataclass(frozen=True)
class Program:
    """All that runs: steps in order, and the packed weights file's payload (64-byte aligned blocks).

    With several `threads`, steps stand in the order of their phases, then of their threads; `cycles` is the estimate of
    a run, `speedup` that of how many times faster it is. Several models stand one after the other, each with phases of
    its own.
    """

    steps: tuple[Step, ...]
    weights: bytes
    threads: int = 1
    speedup: float = 1.0
    cycles: float = 0.0

    @property
    def phases(self) -> int:
        """How many there are."""
        return max((step.phase for step in self.steps), default=0) + 1

    @property
    def kernels(self) -> tuple[Kernel, ...]:
        """Each kernel once, in order of first use."""
        return tuple(dict.fromkeys(s.kernel for s in self.steps))

    @property
    def functions(self) -> tuple[Function, ...]:
        """Each machine function once, in order of first use."""
        return tuple({f.name: f for step in self.steps for f in step.functions}.values())

    @property
    def hosted(self) -> bool:
        """True where some kernel needs a C library around it."""
        return any(kernel.hosted for kernel in self.kernels)

    @property
    def ours(self) -> tuple[Function, ...]:
        """The functions that we make; the toolchain makes those that others wrote."""
        return tuple(f for f in self.functions if not f.kernel.foreign)


def float_bits(value: float) -> int:
    """The 32 bits of `value` as a signed integer: how a descriptor carries a float."""
    return int(np.float32(value).view(np.int32))
