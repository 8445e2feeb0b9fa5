"""What a node demands of the memory its operands lie in: operators declare it, the planner obeys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from packager.graph import Node

Halo = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class InputNeed:
    """Demands on one operand.

    `halo`: zeros wanted around the value, (before, after) per dimension; () is none. `strided`: any strides will do as
    long as the last axis is contiguous; without it the value must be dense. `any_strides`: not even the last axis need
    be contiguous. `inplace`: the output may take over this operand's memory when it dies here. `spread_pixels`: the
    kernel walks columns of pixels, so a channel stride that is a multiple of 1 KiB should be padded.
    """

    halo: Halo = ()
    strided: bool = True
    any_strides: bool = False
    inplace: bool = False
    spread_pixels: bool = False

    def both(self, other: InputNeed) -> InputNeed:
        """What suits two readers of one value."""
        halos = self.halo or other.halo, other.halo or self.halo
        return InputNeed(
            tuple((max(a[0], b[0]), max(a[1], b[1])) for a, b in zip(*halos, strict=True)),
            self.strided and other.strided,
            self.any_strides and other.any_strides,
            self.inplace and other.inplace,
            self.spread_pixels or other.spread_pixels,
        )


@dataclass(frozen=True)
class Rows:
    """How the rows (axis 1 of 4) of a node's output come from rows of its first input: the i-th `made` of them from
    `size` rows that begin with number i * `stride` - `top`. Rows that the input does not have are its halo's zeros."""

    size: int = 1
    stride: int = 1
    top: int = 0
    made: int = 1


@dataclass(frozen=True)
class Needs:
    """Demands of a node: one InputNeed per entry of `node.reads`, and whether outputs may be strided views
    (last axis contiguous). A node with `rows` can be computed some rows at a time."""

    inputs: tuple[InputNeed, ...]
    strided_output: bool = True
    rows: Rows | None = None

    @staticmethod
    def plain(node: Node, *first: InputNeed) -> Needs:
        """The needs `first` of the first operands, and nothing but contiguous last axes of all others."""
        return Needs((*first, *(InputNeed() for _ in node.reads[len(first) :])))


NeedsOf = Callable[[Node], Needs]
"""How the planner asks."""
