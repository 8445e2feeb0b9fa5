"""Scale and zero point of QuantizeLinear and DequantizeLinear: one constant of each for the whole tensor."""

from __future__ import annotations

import numpy as np

from packager.errors import Unsupported
from packager.graph import Graph, Node


def scalars(graph: Graph, node: Node) -> tuple[float, float]:
    """Scale and zero point."""
    consts = [graph.const(i) for i in node.inputs[1:] if i]
    return float(np.asarray(consts[0]).reshape(())), float(np.asarray(consts[1]).reshape(())) if consts[1:] else 0.0


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
