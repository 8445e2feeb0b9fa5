"""Gemm (ONNX 1): `alpha * A @ B + beta * C` with constant B and C; the rows of A are the pixels of a 1x1 Conv."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from packager.dtype import F32
from packager.errors import Unsupported
from packager.graph import Array, Graph, Node
from packager.kernels.base import Kernel, Step
from packager.kernels.conv import Conv
from packager.lowering import tiles
from packager.lowering.base import Context, Variant, op
from packager.lowering.nest import or_loops
from packager.lowering.products import gemm
from packager.lowering.tiles import Layer
from packager.plan.needs import Needs


def operands(graph: Graph, node: Node) -> tuple[Array, Array | None]:
    """Weights [N, K] and bias [N] with alpha and beta worked in; raises Unsupported where they are not constants."""
    a, b = graph[node.inputs[0]], graph[node.inputs[1]]
    c = graph[node.inputs[2]] if len(node.inputs) > 2 and node.inputs[2] else None
    n = graph[node.outputs[0]].shape[-1]
    row = c is None or (c.const is not None and c.size in (1, n) and (c.rank == 0 or c.shape[-1] == c.size))
    if a.dtype != F32 or a.rank != 2 or b.const is None or node.int("transA", 0) or not row:
        raise Unsupported(
            f"Gemm of {a} with {b}" + (f" and {c}" if c else ""),
            where=node.where,
            why="pack compiles float32 products A @ B + C with constant B, constant C of one row, A not transposed",
            fix="store B and C as float32 initialisers, or cut the model before it with `outputs:` in the manifest",
        )
    weights = (b.const if node.int("transB", 0) else b.const.T) * np.float32(node.float("alpha", 1.0))
    if c is None or c.const is None:
        return weights, None
    return weights, np.broadcast_to(c.const.reshape(-1), (n,)) * np.float32(node.float("beta", 1.0))


@or_loops(gemm)
@op("Gemm")
class Gemm:
    """Matrix product with constant weights."""

    @staticmethod
    def needs(graph: Graph, node: Node) -> Needs:
        """Rows may be strided."""
        operands(graph, node)
        return Needs.plain(node)

    @staticmethod
    def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
        """The register tiles of the target."""
        (m, k), n = ctx.graph[node.inputs[0]].shape, ctx.graph[node.outputs[0]].shape[-1]
        return tiles.variants(ctx, node, m, k, n)

    @staticmethod
    def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
        """One step."""
        assert isinstance(kernel, Conv)
        weights, bias = operands(ctx.graph, node)
        (m, k), n = ctx.graph[node.inputs[0]].shape, ctx.graph[node.outputs[0]].shape[-1]
        x, y = ctx.storage(node.inputs[0]).strides, ctx.storage(node.outputs[0]).strides
        layer = Layer(
            x=ctx.ref(node.inputs[0]), y=ctx.ref(node.outputs[0]), height=1, width=m, x_row=0, x_col=x[0], y_row=0,
            y_col=y[0], kh=1, kh_step=0, kw=1, kw_step=0, kc=k, cout=n,
        )  # fmt: skip
        packed = ctx.weights(tiles.pack(weights.reshape(n, 1, 1, k), bias, tiles.packing(kernel, ctx.target)))
        yield tiles.step(ctx, node, kernel, layer, packed)
