"""Scale and zero point of QuantizeLinear and DequantizeLinear: one constant of each for the whole tensor."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from packager.emit.builder import Val
from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.lowering.nest import Tensor, Writer


def scalars(graph: Graph, node: Node) -> tuple[float, float]:
    """Scale and zero point."""
    consts = [graph.const(i) for i in node.inputs[1:] if i]
    return float(np.asarray(consts[0]).reshape(())), float(np.asarray(consts[1]).reshape(())) if consts[1:] else 0.0


def along_axis(w: Writer, x: Tensor, given: Tensor | None) -> Callable[[Sequence[Val]], Val]:
    """Which number of `given` belongs to an element of x: the only one, its place's on the axis, or its block's."""
    rank = x.rank
    axis = w.node.int("axis", 1) % rank if rank else 0
    block = w.node.int("block_size", 0)

    def at(i: Sequence[Val]) -> Val:
        assert given is not None
        if given.size == 1:
            return given[(0,) * given.rank]
        if given.rank == 1:
            return given[i[axis]]
        place = w.divide(i[axis], w.number(block))
        return given[tuple(place if d == axis else j for d, j in enumerate(i))]

    return at


def demand_scalars(graph: Graph, node: Node) -> None:
    """Raise Unsupported unless scale and zero point are constants of one element."""
    consts = [graph.const(i) for i in node.inputs[1:] if i]
    if any(c is None or c.size != 1 for c in consts):
        raise Unsupported(
            f"{node.op} with scales per channel or computed by the network",
            where=node.where,
            why="at run time pack converts tensors with one constant scale; others are folded into the weights",
            fix="quantise activations per tensor",
        )
