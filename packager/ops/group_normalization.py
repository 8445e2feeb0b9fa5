"""GroupNormalization (ONNX 18): mean 0 and deviation 1 per group of channels and image, then scaled per channel."""

from __future__ import annotations

from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.lowering.base import Context
from packager.lowering.moves import ends
from packager.lowering.normalisations import Task, affine, of_all_types, per_channel


def _check(graph: Graph, node: Node) -> None:
    x = graph[node.inputs[0]]
    channels = x.shape[-1] if node.attrs.get("layout") == "NHWC" else x.shape[1]
    if graph[node.inputs[1]].size != channels:
        raise Unsupported(
            f"GroupNormalization of {x} with {graph[node.inputs[1]].size} scales",
            where=node.where,
            why="pack compiles the form of ONNX 21, with one scale per channel",
            fix="export the model with opset 21 or later",
        )


def _task(ctx: Context, node: Node) -> Task:
    y, x = ends(ctx, node)
    rank, groups = len(x.shape), node.int("num_groups")
    channel = rank - 1 if node.attrs.get("layout") == "NHWC" else 1
    each = x.shape[channel] // groups
    y, x = (r.split(channel, groups, each) for r in (y, x))
    scale, bias = (r.split(0, groups, each) for r in affine(ctx, node.inputs[1], node.inputs[2]))
    # Axes: image, then rows and columns, group, channel in the group (or the last two first).
    axes = tuple(d for d in range(1, rank + 1) if d != channel)
    pair = per_channel((scale, bias), channel + 1, rank + 1)
    return Task(axes, y, x, pair, epsilon=node.float("epsilon", 1e-5))


group_normalization = of_all_types(
    "GroupNormalization", "Mean 0 and deviation 1 per group of channels.", _task, since=18, check=_check
)
