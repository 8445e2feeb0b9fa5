"""What operators on images share: NHWC tensors of four axes, and the error for anything else."""

from __future__ import annotations

from packager.dtype import F32
from packager.errors import Unsupported
from packager.graph import Graph, Node


def demand_nhwc(graph: Graph, node: Node) -> None:
    """Raise Unsupported unless the node reads and writes NHWC images."""
    x = graph[node.inputs[0]]
    if x.rank != 4 or node.attrs.get("layout") != "NHWC":
        raise Unsupported(
            f"{node.op} of a {x} tensor",
            where=node.where,
            why="pack compiles it for images of one or two dimensions: tensors N, C, L or N, C, H, W",
            fix="cut the model before this node with `model: {outputs: [...]}`, or reshape around it to four axes",
        )


def demand_image(graph: Graph, node: Node) -> None:
    """Raise Unsupported unless the node reads and writes float32 NHWC images."""
    demand_nhwc(graph, node)
    x = graph[node.inputs[0]]
    if x.dtype != F32:
        raise Unsupported(
            f"{node.op} of a {x} tensor",
            where=node.where,
            why="pack computes it in float32",
            fix="export the model with float32 here",
        )
