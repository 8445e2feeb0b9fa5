"""InstanceNormalization (ONNX 1): every channel of every image to mean 0 and deviation 1, then scaled."""

from __future__ import annotations

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import ends
from packager.lowering.normalisations import Task, affine, of_all_types, per_channel


def _task(ctx: Context, node: Node) -> Task:
    y, x = ends(ctx, node)
    rank = len(x.shape)
    channel = rank - 1 if node.attrs.get("layout") == "NHWC" else 1
    axes = tuple(d for d in range(1, rank) if d != channel)
    pair = per_channel(affine(ctx, node.inputs[1], node.inputs[2]), channel, rank)
    return Task(axes, y, x, pair, epsilon=node.float("epsilon", 1e-5))


instance_normalization = of_all_types("InstanceNormalization", "Mean 0 and deviation 1 per channel and image.", _task)
