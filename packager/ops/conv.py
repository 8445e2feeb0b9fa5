"""Conv (ONNX 1): NHWC, any stride, dilation and padding; depthwise by its own kernel, groups one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import ceil, inf

import numpy as np

from packager.graph import Array, Graph, Node
from packager.kernels import conv as matrix
from packager.kernels.base import Kernel, Ref, Step
from packager.kernels.depthwise import Depthwise
from packager.lowering import tiles, winograd
from packager.lowering.base import Context, Variant, op
from packager.lowering.demands import demand_constants, demand_image
from packager.lowering.epilogues import address, epilogue_of, numbers_of, tensors_of
from packager.lowering.nest import or_loops
from packager.lowering.tiles import Layer, moved
from packager.lowering.windows import convolved
from packager.plan.needs import InputNeed, Needs, Rows
from packager.target import Target

CHANNEL_BLOCK = 128
"""Channels a depthwise kernel takes at a time, so that the rows its taps share stay in the first-level cache."""

COLUMNS, COLUMNS_OF_ANY = (10, 8, 7, 6, 5, 4, 2, 1), (7, 4, 2, 1)
"""Pixels of a row that a depthwise kernel computes at a time, and one that takes its width from the descriptor."""

WORSE = 1.07
"""A depthwise kernel is not offered for a layer where one of larger tiles is so much faster."""


@dataclass(frozen=True)
class Shape:
    """The numbers of one convolution, NHWC: input n,h,w,c; output ho,wo,co; kernel, stride, dilation, padding."""

    n: int
    h: int
    w: int
    c: int
    ho: int
    wo: int
    co: int
    kh: int
    kw: int
    sh: int
    sw: int
    dh: int
    dw: int
    top: int
    left: int
    group: int

    @property
    def depthwise(self) -> bool:
        """Each input channel makes one output channel of its own."""
        return self.group == self.c == self.co and self.c > 1

    @property
    def halo(self) -> tuple[tuple[int, int], ...]:
        """Zeros read around the input: (before, after) per dimension."""
        below = (self.ho - 1) * self.sh + (self.kh - 1) * self.dh + 1 - self.top - self.h
        right = (self.wo - 1) * self.sw + (self.kw - 1) * self.dw + 1 - self.left - self.w
        return ((0, 0), (self.top, max(0, below)), (self.left, max(0, right)), (0, 0))


def shape_of(graph: Graph, node: Node) -> Shape:
    """The convolution's numbers; raises Unsupported where it is no float32 image convolution with constant weights."""
    x, y, w = graph[node.inputs[0]], graph[node.outputs[0]], graph[node.inputs[1]]
    demand_constants(graph, node, *node.inputs[1:])
    demand_image(graph, node)
    (n, h, wi, c), (_, ho, wo, co) = x.shape, y.shape
    kh, kw = w.shape[2:]
    sh, sw = node.ints("strides", (1, 1))
    dh, dw = node.ints("dilations", (1, 1))
    top, left = node.ints("pads", (0, 0, 0, 0))[:2]
    return Shape(n, h, wi, c, ho, wo, co, kh, kw, sh, sw, dh, dw, top, left, node.int("group", 1))


@or_loops(convolved)
@op("Conv")
class Conv:
    """Convolution along any axes; of images in float32 with constant weights by tiles."""

    @staticmethod
    def needs(graph: Graph, node: Node) -> Needs:
        """A zero halo around the image; output and residuals may be strided views."""
        s = shape_of(graph, node)
        image = InputNeed(halo=s.halo, spread_pixels=s.kh * s.kw > 1)
        return replace(Needs.plain(node, image), rows=Rows((s.kh - 1) * s.dh + 1, s.sh, s.top))

    @staticmethod
    def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
        """Depthwise: the tile width that wastes least. Otherwise the register tiles of the target."""
        s = shape_of(ctx.graph, node)
        if not s.depthwise:
            depth = s.kh * s.kw * s.c // s.group
            found = tiles.variants(ctx, node, s.ho * s.wo, depth, s.co // s.group)
            split, why_not = winograd.variants(ctx, node)
            refused = f"; {why_not}" if why_not else ""
            return (*(replace(v, cycles=v.cycles * s.group * s.n, why=v.why + refused) for v in found), *split)
        return depthwise_variants(ctx, node, s)

    @staticmethod
    def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
        """One step per image and group."""
        s = shape_of(ctx.graph, node)
        weights = ctx.graph[node.inputs[1]].const
        assert weights is not None
        bias = ctx.graph.const(node.inputs[2]) if len(node.inputs) > 2 and node.inputs[2] else None
        if isinstance(kernel, Depthwise):
            packed = ctx.weights(pack_depthwise(weights, bias))
            for image in range(s.n):
                yield _depthwise(ctx, node, kernel, s, packed, image)
        elif isinstance(kernel, matrix.Conv):
            yield from _grouped(ctx, node, kernel, s, weights, bias)


def depthwise_variants(ctx: Context, node: Node, s: Shape) -> tuple[Variant, ...]:
    """The tiles that can compute a depthwise convolution, cheapest first."""
    target, epilogue, lanes = ctx.target, epilogue_of(ctx, node), ctx.target.vec
    while lanes > s.c:
        lanes //= 2
    special = s.kw <= 7 and s.dw == 1 and s.sw <= 2
    many = special and waits(target)
    kernels: list[tuple[float, Depthwise]] = []
    for cols, pairs in product(COLUMNS if many else COLUMNS_OF_ANY, (1, 2)):
        if cols > s.wo or (special and pairs * (cols + s.kw + 2) > target.registers):
            continue
        if pairs == 2 and (2 * lanes > s.c or target.registers < 32):
            continue
        kernel = Depthwise(cols, s.kw if special else 0, s.sw if special else 0, pairs * lanes, epilogue)
        kernels.append((depthwise_cycles(target, s, kernel, pairs), kernel))
    found, least, most = [], inf, kernels[0][1].cols
    for cycles, kernel in kernels:
        # What is offered is compiled, to learn its bytes: of many those that layers might share, which are about as
        # fast as one of larger tiles or leave nothing over, and a single pixel, which is the least code.
        divides = s.wo % kernel.cols == 0 and 2 * kernel.cols > most
        if many and cycles > WORSE * least and not divides and kernel.cols > 1:
            continue
        least = min(least, cycles)
        why = f"depthwise, {kernel.cols} pixels x {kernel.lanes} channels"
        found.append(Variant(kernel, cycles, why))
        if target.wide and target.wide.vec <= s.c:
            wide = replace(kernel, lanes=target.wide.vec)
            mean = (cycles + depthwise_cycles(target, s, wide)) / 2
            found.append(Variant(kernel, mean, f"{why}, or {wide.lanes}", wide=wide))
    return tuple(sorted(found, key=lambda v: v.cycles))


def waits(target: Target) -> bool:
    """Whether multiply-adds are so many a cycle that few sums wait for each other. Small cores do one, and what has
    none is busy with products and sums of their own."""
    return target.fma and not target.in_order


def depthwise_cycles(target: Target, s: Shape, kernel: Depthwise, vectors: int = 1) -> float:
    """Estimated cycles of a depthwise convolution, `vectors` at a time: multiply-adds, loads or latency, whichever
    binds. A sum takes its next product after four cycles, half of which hide behind other tiles."""
    calls = s.n * s.ho * ceil(s.wo / kernel.cols) * ceil(s.c / kernel.lanes)
    loads = ((kernel.cols - 1) * s.sw + s.kw if kernel.kw else kernel.cols * s.kw) + s.kw
    finish = vectors * kernel.cols * (1 + kernel.epilogue.cycles) + (15 + 4 * kernel.cols if kernel.finish else 0)
    row, start = vectors * max(kernel.cols * s.kw, loads) / 2, 10
    if waits(target):
        row, start = max(row, s.kw * (1.9 + 0.34 * vectors * kernel.cols)), 5
    return calls * (s.kh * row + start + finish)


def pack_depthwise(weights: Array, bias: Array | None) -> Array:
    """[C, 1, kh, kw] and [C] -> `[1 + kh*kw][C]`, the bias first."""
    c = weights.shape[0]
    rows = weights.reshape(c, -1).T
    return np.concatenate([np.zeros((1, c)) if bias is None else bias.reshape(1, c), rows]).astype(np.float32)


def _grouped(
    ctx: Context, node: Node, kernel: matrix.Conv, s: Shape, weights: Array, bias: Array | None
) -> Iterator[Step]:
    x, y = ctx.storage(node.inputs[0]).strides, ctx.storage(node.outputs[0]).strides
    cin, cout = s.c // s.group, s.co // s.group
    ohwi = weights.transpose(0, 2, 3, 1)
    # Taps of one row are one contiguous run where pixels lie without gaps.
    merge = x[2] * s.dw == cin
    for group in range(s.group):
        part = slice(group * cout, (group + 1) * cout)
        packed = tiles.pack(ohwi[part], None if bias is None else bias[part], tiles.packing(kernel, ctx.target))
        where = ctx.weights(packed)
        for image in range(s.n):
            layer = Layer(
                x=ctx.ref(node.inputs[0], image, -s.top, -s.left, group * cin),
                y=ctx.ref(node.outputs[0], image, 0, 0, group * cout),
                height=s.ho, width=s.wo, x_row=s.sh * x[1], x_col=s.sw * x[2], y_row=y[1], y_col=y[2],
                kh=s.kh, kh_step=s.dh * x[1], kw=1 if merge else s.kw, kw_step=s.dw * x[2],
                kc=s.kw * cin if merge else cin, cout=cout, first_channel=group * cout, image=image,
            )  # fmt: skip
            yield tiles.step(ctx, node, kernel, layer, where)


def _depthwise(ctx: Context, node: Node, kernel: Depthwise, s: Shape, packed: Ref, image: int) -> Step:
    x, y = ctx.storage(node.inputs[0]).strides, ctx.storage(node.outputs[0]).strides
    refs = {
        "x": ctx.ref(node.inputs[0], image, -s.top, -s.left, 0),
        "w": packed,
        "y": ctx.ref(node.outputs[0], image),
    }
    args: dict[str, int | float] = {
        "height": s.ho, "width": s.wo, "channels": s.c, "block": CHANNEL_BLOCK,
        "x.row": s.sh * x[1], "x.col": s.sw * x[2], "y.row": y[1], "y.col": y[2],
        "kh": s.kh, "kh.step": s.dh * x[1], "kw.step": s.dw * x[2],
    }  # fmt: skip
    if not kernel.kw:
        args["kw"] = s.kw
    for tensor in tensors_of(ctx, node):
        n, row, col, _ = ((0,) * 4 + tensor.strides)[-4:]
        refs[tensor.pointer] = moved(address(ctx, tensor.value), n * image)
        args |= {f"{tensor.pointer}.row": row, f"{tensor.pointer}.col": col}
    return Step(kernel, refs, args | numbers_of(ctx, node), node.name)
