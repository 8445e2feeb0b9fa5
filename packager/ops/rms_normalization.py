"""RMSNormalization (ONNX 23): divided by the root of the mean square along the last axes, then scaled."""

from __future__ import annotations

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import ends
from packager.lowering.normalisations import Task, affine, of_all_types


def _task(ctx: Context, node: Node) -> Task:
    y, x = ends(ctx, node)
    rank = len(x.shape)
    axes = tuple(range(node.int("axis", -1) % rank, rank))
    return Task(axes, y, x, affine(ctx, node.inputs[1], ""), "rms", node.float("epsilon", 1e-5))


rms_normalization = of_all_types("RMSNormalization", "Divided by the root of the mean square.", _task, since=23)
