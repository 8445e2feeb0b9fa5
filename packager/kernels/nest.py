"""A kernel that an operator's own file writes, as loops over its operands (`packager.lowering.nest`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from packager.emit.builder import Fn
from packager.kernels.base import Kernel
from packager.target import Target


@dataclass(frozen=True)
class Nest(Kernel):
    """The code that `write` writes. Its name ends with a hash of it, so that kernels of one name are one function.

    Sizes and steps are arguments, but for 0 and 1, for which shorter code is written. Of two nodes with the same code
    for one target, one may have other code for another, so kernels are the same only for the same target.
    """

    name: str
    target: Target
    reads: tuple[str, ...]
    numbers: tuple[str, ...]
    write: Callable[[Fn], None] = field(compare=False, repr=False)

    @property
    def symbol(self) -> str:
        """C identifier."""
        return self.name

    @property
    def pointers(self) -> tuple[str, ...]:
        """Its operands and tables."""
        return self.reads

    @property
    def args(self) -> tuple[str, ...]:
        """Its sizes and steps."""
        return self.numbers

    def emit(self, fn: Fn) -> None:
        """The loops."""
        self.write(fn)
