"""The vocabulary between plan and code: a Kernel is one machine function, a Step one call of it, a Program the run.

Kernels take their loop bounds from a descriptor, so layers share them; what a kernel is specialised on stands in its
dataclass fields and therefore in its symbol.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from packager.emit.builder import Fn


@dataclass(frozen=True)
class Ref:
    """An address: `offset` bytes into a space. `index` numbers the caller's inputs and outputs."""

    space: Literal["weights", "arena", "input", "output"]
    offset: int
    index: int = 0


@dataclass(frozen=True)
class Kernel(ABC):
    """One machine function `void symbol(void *const *ptrs, const intptr_t *args)`, shared by steps with equal fields.

    `pointers` and `args` name the descriptor's entries in order. A float argument travels as its 32 bits.
    """

    @property
    @abstractmethod
    def symbol(self) -> str:
        """C identifier, unique for the fields: `conv_6x2_clip`."""

    @property
    @abstractmethod
    def pointers(self) -> tuple[str, ...]:
        """Names of the pointers, in the order the descriptor holds them."""

    @property
    @abstractmethod
    def args(self) -> tuple[str, ...]:
        """Names of the integer (or float bits) arguments, in the order the descriptor holds them."""

    @abstractmethod
    def emit(self, fn: Fn) -> None:
        """Write the function's body."""


@dataclass(frozen=True)
class Code:
    """A kernel's machine code: one relocatable ELF object that defines its symbol, and the bytes of its stack frame."""

    elf: bytes
    stack: int


@dataclass(frozen=True)
class Step:
    """One call: `kernel` on `refs` (by pointer name) with `args` (by argument name), for the graph node `node`."""

    kernel: Kernel
    refs: Mapping[str, Ref]
    args: Mapping[str, int | float]
    node: str


@dataclass(frozen=True)
class Program:
    """All that runs: steps in order, and the packed weights file's payload (64-byte aligned blocks)."""

    steps: tuple[Step, ...]
    weights: bytes

    @property
    def kernels(self) -> tuple[Kernel, ...]:
        """Each kernel once, in order of first use."""
        return tuple(dict.fromkeys(s.kernel for s in self.steps))


def float_bits(value: float) -> int:
    """The 32 bits of `value` as a signed integer: how a descriptor carries a float."""
    return int(np.float32(value).view(np.int32))
