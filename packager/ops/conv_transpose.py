"""ConvTranspose (ONNX 1): each output phase (row and column modulo the stride) is a small convolution of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from packager.errors import Unsupported
from packager.graph import Array, Graph, Node
from packager.kernels.base import Kernel, Step
from packager.kernels.conv import Conv
from packager.lowering import tiles
from packager.lowering.base import Context, Variant, op
from packager.lowering.demands import demand_constants, demand_image
from packager.lowering.nest import or_loops
from packager.lowering.tiles import Layer
from packager.lowering.windows import transposed
from packager.plan.needs import InputNeed, Needs


@dataclass(frozen=True)
class Phase:
    """The outputs `first, first+stride, ...` of one axis: `count` of them, made of the kernel's rows `taps` (in the
    order of the input they meet), the first of which meets input row `start` for the first output."""

    first: int
    count: int
    taps: tuple[int, ...]
    start: int


def phases(out: int, kernel: int, stride: int, pad: int) -> tuple[Phase, ...]:
    """One axis cut into phases: output o = stride*q + a takes kernel row k from input q + (a + pad - k) / stride.

    W. Shi et al., Is the deconvolution layer the same as a convolutional layer?, arXiv 1609.07009.
    """
    found = []
    for a in range(min(stride, out)):
        taps = tuple(k for k in reversed(range(kernel)) if (a + pad - k) % stride == 0)
        start = (a + pad - taps[0]) // stride if taps else 0
        found.append(Phase(a, -(-(out - a) // stride), taps, start))
    return tuple(found)


def axes(graph: Graph, node: Node) -> tuple[tuple[Phase, ...], tuple[Phase, ...]]:
    """Phases of rows and of columns; raises Unsupported for what the phases cannot express."""
    demand_constants(graph, node, *node.inputs[1:])
    demand_image(graph, node)
    x, w, y = graph[node.inputs[0]], graph[node.inputs[1]], graph[node.outputs[0]]
    if set(node.ints("dilations", (1, 1))) != {1}:
        raise Unsupported(
            f"ConvTranspose of {x} with weights {w}, dilations {node.ints('dilations', (1, 1))}",
            where=node.where,
            why="pack compiles transposed convolutions without dilation",
            fix="cut the model before this node with `outputs:` in the manifest",
        )
    (sh, sw), pads = node.ints("strides", (1, 1)), node.ints("pads", (0, 0, 0, 0))
    kh, kw = w.shape[2:]
    rows = phases(y.shape[1], kh, sh, pads[0])
    return rows, phases(y.shape[2], kw, sw, pads[1])


def border(size: int, found: tuple[Phase, ...]) -> tuple[int, int]:
    """Rows read before the first and after the last of `size`."""
    used = [p for p in found if p.taps]
    before = max((-p.start for p in used), default=0)
    after = max((p.start + p.count - 1 + len(p.taps) - size for p in used), default=0)
    return max(0, before), max(0, after)


@or_loops(transposed)
@op("ConvTranspose")
class ConvTranspose:
    """Transposed convolution along any axes; of images in float32 with constant weights by tiles."""

    @staticmethod
    def needs(graph: Graph, node: Node) -> Needs:
        """A zero halo where a phase reaches over the border."""
        rows, columns = axes(graph, node)
        _, h, w, _ = graph[node.inputs[0]].shape
        halo = ((0, 0), border(h, rows), border(w, columns), (0, 0))
        return Needs.plain(node, InputNeed(halo=halo, spread_pixels=True))

    @staticmethod
    def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
        """The register tiles of the target."""
        w, (_, ho, wo, _) = ctx.graph[node.inputs[1]], ctx.graph[node.outputs[0]].shape
        sh, sw = node.ints("strides", (1, 1))
        depth = max(1, w.shape[2] // sh) * max(1, w.shape[3] // sw) * w.shape[0] // node.int("group", 1)
        return tiles.variants(ctx, node, ho * wo, depth, w.shape[1])

    @staticmethod
    def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
        """One step per image, group and phase."""
        assert isinstance(kernel, Conv)
        weights = ctx.graph[node.inputs[1]].const
        assert weights is not None
        bias = ctx.graph.const(node.inputs[2]) if len(node.inputs) > 2 and node.inputs[2] else None
        x, y = ctx.storage(node.inputs[0]).strides, ctx.storage(node.outputs[0]).strides
        group, (sh, sw) = node.int("group", 1), node.ints("strides", (1, 1))
        cin, cout = weights.shape[0] // group, weights.shape[1]
        rows, columns = axes(ctx.graph, node)
        for g in range(group):
            part = None if bias is None else bias[g * cout : (g + 1) * cout]
            for row, column in ((r, c) for r in rows for c in columns):
                taps = _taps(weights[g * cin : (g + 1) * cin], row, column)
                packed = ctx.weights(tiles.pack(taps, part, tiles.packing(kernel, ctx.target)))
                for image in range(ctx.graph[node.inputs[0]].shape[0]):
                    layer = Layer(
                        x=ctx.ref(node.inputs[0], image, row.start, column.start, g * cin),
                        y=ctx.ref(node.outputs[0], image, row.first, column.first, g * cout),
                        height=row.count, width=column.count, x_row=x[1], x_col=x[2], y_row=sh * y[1], y_col=sw * y[2],
                        kh=taps.shape[1], kh_step=x[1], kw=taps.shape[2], kw_step=x[2], kc=cin, cout=cout,
                        first_channel=g * cout, image=image, first_row=row.first, first_column=column.first,
                        row_stride=sh, column_stride=sw,
                    )  # fmt: skip
                    yield tiles.step(ctx, node, kernel, layer, packed)


def _taps(weights: Array, row: Phase, column: Phase) -> Array:
    """[Cin, Cout, kh, kw] -> the phase's [Cout, taps, taps, Cin]; one zero tap where the phase has none."""
    if not row.taps or not column.taps:
        return np.zeros((weights.shape[1], 1, 1, weights.shape[0]), np.float32)
    taps: Array = weights[:, :, list(row.taps)][:, :, :, list(column.taps)]
    return np.moveaxis(taps, 0, -1)
