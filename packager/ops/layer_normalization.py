"""LayerNormalization (ONNX 17): mean 0 and deviation 1 along the last axes, then scaled."""

from __future__ import annotations

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import ends
from packager.lowering.normalisations import Task, affine, normalising


def _task(ctx: Context, node: Node) -> Task:
    y, x = ends(ctx, node)
    rank = len(x.shape)
    axes = tuple(range(node.int("axis", -1) % rank, rank))
    pair = affine(ctx, node.inputs[1], node.inputs[2] if len(node.inputs) > 2 else "")
    return Task(axes, y, x, pair, epsilon=node.float("epsilon", 1e-5))


layer_normalization = normalising("LayerNormalization", "Mean 0 and deviation 1 along the last axes.", _task, since=17)
