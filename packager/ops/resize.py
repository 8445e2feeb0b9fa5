"""Resize (ONNX 10), NHWC: nearest, linear and cubic, any scale. Whole factors of nearest are copies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from packager.errors import Unsupported
from packager.graph import Array, Graph, Node
from packager.kernels import resize
from packager.kernels.base import Kernel, Step
from packager.lowering.along import blocks
from packager.lowering.base import Context, Variant, op
from packager.lowering.demands import demand_image, demand_nhwc
from packager.lowering.nest import or_loops
from packager.lowering.pointwise import finish
from packager.lowering.region import Region, region
from packager.lowering.resampled import resized
from packager.lowering.sampling import Axis, axis
from packager.lowering.walks import Fused, deepened, map_steps, variants_of
from packager.plan.needs import InputNeed, Needs


@or_loops(resized, "any number of axes, regions, element types")
@op("Resize", since=10)
class Resize:
    """Images resampled by nearest, linear or cubic interpolation."""

    @staticmethod
    def needs(graph: Graph, node: Node) -> Needs:
        """Any strides for copies."""
        demand_nhwc(graph, node)
        if node.str("coordinate_transformation_mode") == "tf_crop_and_resize":
            raise Unsupported(
                "Resize with tf_crop_and_resize",
                where=node.where,
                why="pack resizes whole images",
                fix="crop with Slice, then Resize with half_pixel",
            )
        copied = _regular(graph, node)
        if not copied:
            demand_image(graph, node)
        return Needs(tuple(InputNeed(any_strides=copied) for _ in node.reads))

    @staticmethod
    def variants(ctx: Context, node: Node) -> tuple[Variant, ...]:
        """Copies, or blocks of channels through the tables."""
        if _regular(ctx.graph, node):
            return variants_of(ctx, _copies(ctx, node))
        rows, columns = _axes(ctx.graph, node)
        y = ctx.graph[node.outputs[0]]
        pixels, taps = y.size / y.shape[3], rows.index.shape[1] * columns.index.shape[1]
        return tuple(
            Variant(
                resize.Resize(lanes, vectors),
                pixels * (10 + -(-y.shape[3] // (lanes * vectors)) * (10 + taps * (4 + vectors))),
                f"{taps} taps, {lanes * vectors} channels at a time",
            )
            for lanes, vectors in blocks(ctx.target.vec, y.shape[3])
        )

    @staticmethod
    def lower(ctx: Context, node: Node, kernel: Kernel) -> Iterator[Step]:
        """One step per image, or one copy."""
        if not isinstance(kernel, resize.Resize):
            yield from (deepened(step, kernel) for step in _copies(ctx, node))
            return
        rows, columns = _axes(ctx.graph, node)
        x, y = region(ctx, node.inputs[0]), region(ctx, node.outputs[0])
        steps = (("rows", rows, x.strides[1]), ("columns", columns, x.strides[2]))
        tables = {name: ctx.weights(_table(sampled, step)) for name, sampled, step in steps}
        args = {
            "height": y.shape[1], "width": y.shape[2], "channels": y.shape[3], "kh": rows.index.shape[1],
            "kw": columns.index.shape[1], "y.row": y.strides[1], "y.col": y.strides[2],
        }  # fmt: skip
        for image in range(y.shape[0]):
            source = x.crop(0, image, 1)
            places = {"x": replace(source.ref, bytes=source.bytes), "y": y.crop(0, image, 1).ref}
            yield Step(kernel, {**places, **tables}, args, node.name)
        yield from finish(ctx, node)


def _axes(graph: Graph, node: Node) -> tuple[Axis, Axis]:
    """Sampling of rows and columns; `scales` lists the axes as the model does, N, C, H, W."""
    x, y = graph[node.inputs[0]].shape, graph[node.outputs[0]].shape
    scales = node.attrs["scales"]
    assert isinstance(scales, tuple)
    rows, columns = (axis(node, x[d], y[d], float(scales[d + 1])) for d in (1, 2))
    return rows, columns


def _regular(graph: Graph, node: Node) -> bool:
    shape = graph[node.inputs[0]].shape
    pairs = zip(_axes(graph, node), shape[1:3], strict=True)
    return all(a.step is not None or a.repeats(n) is not None for a, n in pairs)


def _copies(ctx: Context, node: Node) -> Iterator[Step]:
    x, y = region(ctx, node.inputs[0]), region(ctx, node.outputs[0])
    for d, sampled in ((2, _axes(ctx.graph, node)[1]), (1, _axes(ctx.graph, node)[0])):
        x, y = _regular_axis(x, y, d, sampled)
    yield from map_steps(ctx, node, y, x.broadcast(y.shape), Fused())
    yield from finish(ctx, node)


def _regular_axis(x: Region, y: Region, d: int, sampled: Axis) -> tuple[Region, Region]:
    size = x.shape[d]
    if sampled.step is not None:
        start, step = sampled.step
        return x.crop(d, start, y.shape[d], step), y
    n = sampled.repeats(size)
    assert n is not None
    return x.split(d, size, 1), y.split(d, size, n)


def _table(sampled: Axis, step: int) -> Array:
    """[out][taps] pairs of i32: element offset, bits of the f32 weight."""
    weight = sampled.weight.astype(np.float32).view(np.int32)
    return np.stack([(sampled.index * step).astype(np.int32), weight], axis=-1)
