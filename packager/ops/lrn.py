"""LRN (ONNX 1), NHWC: local response normalisation over neighbouring channels."""

from __future__ import annotations

from collections.abc import Iterator

from packager.emit.math import exp, log
from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.kernels.base import Kernel, Step
from packager.kernels.lrn import Lrn
from packager.lowering.along import blocks
from packager.lowering.base import Context, Variant, op
from packager.lowering.demands import demand_image
from packager.lowering.nest import Tensor, Writer, ix, or_loops
from packager.lowering.pointwise import finish
from packager.lowering.region import region
from packager.plan.needs import Needs


def _loops(w: Writer, x: Tensor, *, y: Tensor) -> None:
    """Divided by a power of the neighbouring channels' energy."""
    x, y, node, kind = w.nchw(x), w.nchw(y), w.node, y.kind
    size, channels = node.int("size"), w.number(x.shape[1])
    share, beta, bias = node.float("alpha", 1e-4) / size, node.float("beta", 0.75), node.float("bias", 1.0)
    with w.over(*x.shape) as (n, c, *p):
        energy = w.var(w.constant(0, kind))
        first = (c - (size - 1) // 2).maximum(0)
        with w.between(first, (c + size // 2 + 1).minimum(channels)) as k:
            near = x[ix(n, k, *p)]
            energy.set(energy.get() + near * near)
        y[ix(n, c, *p)] = x[ix(n, c, *p)] * exp(log(energy.get() * share + bias) * -beta)


WIDEST = 63
"""Channels of the widest window: its code grows with it, and known networks take 5."""


@or_loops(_loops)
@op("LRN")
class LocalResponse:
    """Divided by a power of the neighbouring channels' energy."""

    @staticmethod
    def needs(graph: Graph, node: Node) -> Needs:
        """An image."""
        demand_image(graph, node)
        if not 0 < node.int("size") <= WIDEST:
            raise Unsupported(
                f"LRN over {node.int('size')} channels",
                where=node.where,
                why=f"pack compiles windows of up to {WIDEST} channels",
                fix="cut the model before this node with `outputs:` in the manifest",
            )
        return Needs.plain(node)

    @staticmethod
    def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
        """One vector of channels at a time."""
        x = ctx.graph[node.inputs[0]]
        lanes = blocks(ctx.target.vec, x.shape[3])[-1][0]
        size = node.int("size")
        return (Variant(Lrn(size, lanes), x.size / lanes * (60 + 3 * (lanes + size)), f"{lanes} channels at a time"),)

    @staticmethod
    def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
        """One step per image."""
        x, y = region(ctx, node.inputs[0]), region(ctx, node.outputs[0])
        n, height, width, channels = x.shape
        args: dict[str, int | float] = {
            "height": height, "width": width, "channels": channels, "x.row": x.strides[1], "x.col": x.strides[2],
            "y.row": y.strides[1], "y.col": y.strides[2], "share": node.float("alpha", 1e-4) / node.int("size"),
            "beta": node.float("beta", 0.75), "bias": node.float("bias", 1.0),
        }  # fmt: skip
        for image in range(n):
            refs = {"x": x.crop(0, image, 1).ref, "y": y.crop(0, image, 1).ref}
            yield Step(kernel, refs, args, node.name)
        yield from finish(ctx, node)
