"""LayerNormalization (ONNX 17): mean 0 and deviation 1 along the last axes, then scaled."""

from __future__ import annotations

from math import prod

from packager.emit.math import sqrt
from packager.graph import Node
from packager.lowering.base import Context
from packager.lowering.moves import ends
from packager.lowering.nest import Tensor, Writer, ix, nested, otherwise
from packager.lowering.normalisations import Task, affine, normalising


def _task(ctx: Context, node: Node) -> Task:
    y, x = ends(ctx, node)
    rank = len(x.shape)
    axes = tuple(range(node.int("axis", -1) % rank, rank))
    pair = affine(ctx, node.inputs[1], node.inputs[2] if len(node.inputs) > 2 else "")
    return Task(axes, y, x, pair, epsilon=node.float("epsilon", 1e-5))


def _loops(
    w: Writer, x: Tensor, scale: Tensor, bias: Tensor | None = None, *,
    y: Tensor, mean: Tensor | None, deviation: Tensor | None,
) -> None:  # fmt: skip
    axis = w.node.int("axis", -1) % x.rank
    inner, kind = x.shape[axis:], x.kind
    scale, bias = scale.broadcast(inner), bias.broadcast(inner) if bias is not None else None
    with w.over(*x.shape[:axis]) as i:
        share = 1.0 / prod(inner)
        middle = w.fold((), inner, 0, kind, lambda a, *k: a + x[ix(*i, *k)]) * share
        spread = (
            w.fold((), inner, 0, kind, lambda a, *k: a + (x[ix(*i, *k)] - middle) * (x[ix(*i, *k)] - middle)) * share
        )
        factor = 1.0 / sqrt(spread + w.node.float("epsilon", 1e-5))
        for out, value in ((mean, middle), (deviation, factor)):
            if out is not None:
                out[ix(*i, *(0 for _ in inner))] = value
        with w.over(*inner) as k:
            found = (x[ix(*i, *k)] - middle) * factor * scale[k]
            y[ix(*i, *k)] = found + bias[k] if bias is not None else found


layer_normalization = otherwise(
    normalising("LayerNormalization", "Mean 0 and deviation 1 along the last axes.", _task, since=17), nested(_loops)
)
