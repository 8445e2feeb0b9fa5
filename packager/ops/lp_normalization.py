"""LpNormalization (ONNX 1): divided by the norm along one axis."""

from __future__ import annotations

from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.lowering.base import Context
from packager.lowering.moves import ends
from packager.lowering.normalisations import Task, of_all_types


def _check(_: Graph, node: Node) -> None:
    if node.int("p", 2) not in (1, 2):
        raise Unsupported(
            f"LpNormalization with p={node.int('p')}",
            where=node.where,
            why="ONNX defines the norms 1 and 2",
            fix="correct the attribute p",
        )


def _task(ctx: Context, node: Node) -> Task:
    y, x = ends(ctx, node)
    return Task((node.int("axis", -1) % len(x.shape),), y, x, kind="l1" if node.int("p", 2) == 1 else "l2")


lp_normalization = of_all_types("LpNormalization", "Divided by the norm along one axis.", _task, check=_check)
