"""What the planner decides: where each value lies (Storage), in which buffer, at which arena offset, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from packager.graph import Graph, Node

ALIGN = 64
"""Bytes every arena buffer and every weight block is aligned to: one cache line, one AVX-512 vector."""

_PAGE = 1024
"""A stride that is a multiple of so many bytes maps neighbours to few sets of a level-1 cache."""

Space = Literal["arena", "weights", "input", "output"]


@dataclass(frozen=True)
class Buffer:
    """A piece of memory: `bytes` long, in the arena, the weights, or the caller's tensor number `index`."""

    id: int
    space: Space
    bytes: int
    index: int = 0


@dataclass(frozen=True)
class Storage:
    """How a value lies in its buffer.

    Element [i0, i1, ...] is at `offset + sum(i[d] * strides[d])`, counted in elements of the value's dtype. `halo` is
    the border of zeros around it, in elements of each dimension: ((before, after), ...); it lies outside the value,
    at negative indices and at indices >= shape. The left and the right halo of neighbouring rows may share memory.
    """

    buffer: int
    offset: int
    strides: tuple[int, ...]
    halo: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Fill:
    """Zero the halo of the value `value` (the whole buffer's, if it is shared) before node number `before` runs."""

    value: str
    before: int


@dataclass(frozen=True)
class Plan:
    """The graph with nodes in execution order, storage for every run-time value, and the arena's map.

    `views` are nodes that cost nothing, because their output lies in their input's buffer (or the other way round).
    `offsets` maps a buffer's id to its byte offset in the arena. `lower_bound` is the largest sum of the bytes of
    arena buffers alive together over this order: no packing can be below it.
    """

    graph: Graph
    storage: Mapping[str, Storage]
    buffers: tuple[Buffer, ...]
    offsets: Mapping[int, int]
    fills: tuple[Fill, ...]
    views: frozenset[str]
    arena_bytes: int
    lower_bound: int
    arenas: tuple[int, ...] = ()
    """Of several models: how much of the arena each one takes."""

    @property
    def order(self) -> tuple[Node, ...]:
        """Nodes in execution order."""
        return self.graph.nodes


def apart(stride: int, size: int = 4) -> int:
    """The stride in elements of `size` bytes, a line longer where neighbours would share few sets of the cache."""
    return stride + (ALIGN // size if stride * size % _PAGE == 0 else 0)
