"""MeanVarianceNormalization (ONNX 9): mean 0 and deviation 1 along axes."""

from __future__ import annotations

from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import ends
from packager.lowering.normalisations import Task, of_all_types


def _task(ctx: Context, node: Node) -> Task:
    y, x = ends(ctx, node)
    axes = tuple(a % len(x.shape) for a in node.ints("axes", (0, 2, 3)))
    return Task(axes, y, x, epsilon=1e-9)


mean_variance_normalization = of_all_types(
    "MeanVarianceNormalization", "Mean 0 and deviation 1 along axes.", _task, since=9
)
