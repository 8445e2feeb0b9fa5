"""Elementwise operators as walks: broadcasting operands, fused stages, and element types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from packager.dtype import BOOL, F32
from packager.graph import FLOW, Graph, Node, Stage
from packager.kernels.base import Step
from packager.lowering.base import Context, find
from packager.lowering.demands import demand_types
from packager.lowering.epilogues import body_name, epilogue_of, numbers_of, tensors_of
from packager.lowering.region import Region, constant, region
from packager.lowering.walks import Fused, map_steps, mapped
from packager.plan.needs import InputNeed, Needs

ROW = 128
"""Elements of a row that several pixels make, at most: constants are repeated so far."""


def _needs(graph: Graph, node: Node) -> Needs:
    demand_types(graph, node, (F32, BOOL))
    return pointwise_needs(graph, node)


def _steps(ctx: Context, node: Node) -> Iterator[Step]:
    flow, chained = root(ctx.graph, node)
    y = region(ctx, node.outputs[0])
    x, then = region(ctx, flow).broadcast(y.shape), fused(ctx, chained)
    yield from map_steps(ctx, node, *_in_long_rows(ctx, chained, y, x, then))


def _in_long_rows(ctx: Context, node: Node, y: Region, x: Region, then: Fused) -> tuple[Region, Region, Fused]:
    """The same work where fewer channels than a vector has lanes meet constants of their own: several pixels are a row,
    and the constants are repeated for as many."""
    if len(y.shape) < 2 or 0 in y.shape:
        return y, x, then
    (width, channels), lanes = y.shape[-2:], ctx.target.vec
    pixels = max((n for n in range(1, ROW // channels + 1) if width % n == 0 and n * channels % lanes == 0), default=0)
    values = {t.pointer: ctx.graph.const(t.value) for t in tensors_of(ctx, node)}
    repeated = {n for n, r in then.tensors.items() if r.strides == (0,) * (len(y.shape) - 1) + (1,)}
    others = (y, x, *(r for n, r in then.tensors.items() if n not in repeated))
    dense = all(r.strides[-2:] in ((channels, 1), (0, 0)) for r in others)
    if channels >= lanes or not pixels or not repeated or not dense or any(values[n] is None for n in repeated):
        return y, x, then
    shape = (*y.shape[:-2], width // pixels, pixels * channels)

    def longer(r: Region) -> Region:
        last = (pixels * channels, 1) if r.strides[-1] else (0, 0)
        return replace(r, shape=shape, strides=(*r.strides[:-2], *last))

    def again(name: str) -> Region:
        value = values[name]
        assert value is not None
        return constant(ctx, np.tile(value.reshape(-1), pixels), then.tensors[name].dtype).broadcast(shape)

    tensors = {n: again(n) if n in repeated else longer(r) for n, r in then.tensors.items()}
    return longer(y), longer(x), replace(then, tensors=tensors)


def converting(ctx: Context, node: Node, *stages: Stage) -> Iterator[Step]:
    """The step of a node with one input whose own work is `stages`, before those fused behind it."""
    chained = replace(node, epilogue=(*stages, *node.epilogue))
    yield from map_steps(ctx, node, region(ctx, node.outputs[0]), region(ctx, node.inputs[0]), fused(ctx, chained))


Pointwise = mapped("Any elementwise operator with numpy's broadcasting.", _needs, _steps)


def pointwise_needs(graph: Graph, node: Node) -> Needs:
    """Any strides; operands with the output's shape and element size may be overwritten by it."""
    y = graph[node.outputs[0]]
    same = [graph[r].shape == y.shape and graph[r].dtype.bytes == y.dtype.bytes for r in node.reads]
    return Needs(tuple(InputNeed(any_strides=True, inplace=s) for s in same))


def fused(ctx: Context, node: Node) -> Fused:
    """The node's epilogue, nothing where it has none."""
    if not node.epilogue:
        return Fused()
    shape = ctx.graph[node.outputs[0]].shape
    tensors = {t.pointer: region(ctx, t.value).broadcast(shape) for t in tensors_of(ctx, node)}
    return Fused(epilogue_of(ctx, node), tensors, numbers_of(ctx, node))


def finish(ctx: Context, node: Node) -> Iterator[Step]:
    """What is fused behind a node whose kernel has no epilogue: its stages, in place, over the whole output."""
    if node.epilogue:
        y = region(ctx, node.outputs[0])
        yield from map_steps(ctx, node, y, y, fused(ctx, node))


def root(graph: Graph, node: Node) -> tuple[str, Node]:
    """An elementwise node as the value that flows in and a node whose epilogue holds all of its stages."""
    inputs = tuple(i for i in node.inputs if i)
    flow = next((i for i in inputs if graph.const(i) is None), inputs[0])
    # '' holds the place of an absent bound of Clip.
    places = inputs if node.op != "Clip" else node.inputs
    stage = Stage(node.op, tuple(FLOW if i == flow else i for i in places), node.attrs)
    body = find(body_name(stage))
    arity = body.inputs if body is not None else len(inputs)
    if len(inputs) != arity == 2:
        # Min, Max and Sum take any number of inputs.
        others = list(inputs)
        others.remove(flow)
        stages = [Stage(node.op, (FLOW, o), node.attrs) for o in others]
    else:
        stages = [stage]
    plain = tuple(p for s in stages for p in _plain(graph, s))
    return flow, replace(node, epilogue=plain + node.epilogue)


def _plain(graph: Graph, stage: Stage) -> tuple[Stage, ...]:
    """The stage in terms that more nodes share, with constants that are no f32 turned into attributes."""
    if stage.op == "Clip" and len(stage.inputs) > 1:
        # ONNX 11 moved the bounds from attributes to inputs; '' is an absent one.
        bounds = dict(zip(("min", "max"), stage.inputs[1:], strict=False))
        found = {k: graph.const(v) for k, v in bounds.items() if v}
        if any(c is None for c in found.values()):
            return tuple(Stage(op, (FLOW, bounds[k])) for op, k in (("Max", "min"), ("Min", "max")) if bounds.get(k))
        return (Stage("Clip", (FLOW,), {k: float(c.reshape(())) for k, c in found.items() if c is not None}),)
    if stage.op == "Pow" and stage.inputs[0] == FLOW != stage.inputs[1]:
        const = graph.const(stage.inputs[1])
        if const is not None and const.size == 1:
            exponent = float(const.reshape(()))
            square, root_ = Stage("Mul", (FLOW, FLOW)), Stage("Sqrt")
            special = {2.0: (square,), 4.0: (square, square), 0.5: (root_,), -1.0: (Stage("Reciprocal"),)}
            return special.get(exponent, (Stage("PowBy", (FLOW,), {"exponent": exponent}),))
    return (stage,)
