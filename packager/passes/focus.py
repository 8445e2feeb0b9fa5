"""The strided-slice stem is a space-to-depth, and a convolution reads space-to-depth directly with a larger kernel.

    Concat(x[:, :, i::b, j::b] for all i, j < b)     ->    SpaceToDepth(x, b), then Gather for the order of channels
    Conv(Gather(x, a permutation of channels), w)    ->    Conv(x, w with permuted inputs)
    Conv(SpaceToDepth(x, b), w[k, k], stride s)      ->    Conv(x, w'[k*b, k*b], stride s*b, pads p*b)

The last one is exact: channel (i, j, c) of block (u, v) is pixel (u*b + i, v*b + j), and a block lies in the padding
exactly when its pixels do.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from packager.graph import Node, Patch
from packager.passes.pipeline import Pass
from packager.passes.view import Draft, View, local, with_attrs


def _concat(view: View, node: Node) -> Patch | None:
    parts = [_strided(view, i) for i in node.inputs]
    y = view[node.outputs[0]]
    block = round(len(parts) ** 0.5)
    if node.int("axis") != 1 or y.rank != 4 or block < 2 or block * block != len(parts):
        return None
    sources = {p[0] for p in parts if p is not None}
    steps = {p[1] for p in parts if p is not None}
    offsets = [p[2] for p in parts if p is not None]
    if len(sources) != 1 or steps != {(block, block)} or len(set(offsets)) != len(parts):
        return None
    x = view[sources.pop()]
    if any(d % block for d in x.shape[2:]):
        return None
    draft = Draft(view, node)
    value = draft.op("SpaceToDepth", (x.name,), y.shape, {"blocksize": block})
    order = [i * block + j for i, j in offsets]
    if order != sorted(order):
        channels = np.concatenate([np.arange(x.shape[1]) + q * x.shape[1] for q in order])
        value = draft.op("Gather", (value, draft.const(channels.astype(np.int64))), y.shape, {"axis": 1})
    draft.finish(value)
    return draft.patch(why=f"{len(parts)} strided slices are SpaceToDepth")


def _strided(view: View, name: str) -> tuple[str, tuple[int, ...], tuple[int, ...]] | None:
    """(source, steps, offsets) over H and W of one or several Slices in a row that together pick every n-th pixel."""
    steps, offsets = [1, 1], [0, 0]
    while (node := view.producer(name, "Slice")) is not None:
        x = view[node.inputs[0]]
        if x.rank != 4:
            return None
        for axis, start, end, step in zip(*(node.ints(k) for k in ("axes", "starts", "ends", "steps")), strict=True):
            size = x.shape[axis]
            if step < 1 or start < 0 or len(range(start, min(end, size), step)) != -(-(size - start) // step):
                return None
            if axis < 2 and (start, step) != (0, 1):
                return None
            if axis >= 2:
                # The later slice, seen first, picks from what the earlier one leaves.
                offsets[axis - 2] = start + step * offsets[axis - 2]
                steps[axis - 2] *= step
        name = x.name
    return name, tuple(steps), tuple(offsets)


def _gather(view: View, node: Node) -> Patch | None:
    """Conv of permuted channels."""
    gather = view.only(node.inputs[0], "Gather")
    weight = view.const(node.inputs[1])
    order = view.const(gather.inputs[1]) if gather is not None else None
    if gather is None or weight is None or order is None or order.ndim != 1 or gather.int("axis") != 1:
        return None
    channels = view[gather.inputs[0]].shape[1]
    if node.int("group", 1) != 1 or sorted(order.tolist()) != list(range(channels)):
        return None
    draft = Draft(view, node)
    permuted = draft.const(weight[:, np.argsort(order)], node.inputs[1])
    draft.nodes.append(replace(node, inputs=(gather.inputs[0], permuted, *node.inputs[2:])))
    return draft.patch(gather, node, why="the weights follow the order of channels")


def _space_to_depth(view: View, node: Node) -> Patch | None:
    """Conv of space-to-depth."""
    before = view.only(node.inputs[0], "SpaceToDepth")
    weight = view.const(node.inputs[1])
    if before is None or weight is None or node.int("group", 1) != 1 or any(d != 1 for d in node.ints("dilations")):
        return None
    b = before.int("blocksize")
    out, _, kh, kw = weight.shape
    blocks = weight.reshape(out, b, b, -1, kh, kw)
    merged = blocks.transpose(0, 3, 4, 1, 5, 2).reshape(out, -1, kh * b, kw * b)
    draft = Draft(view, node)
    inputs = (before.inputs[0], draft.const(merged, node.inputs[1]), *node.inputs[2:])
    attrs = {
        "kernel_shape": (kh * b, kw * b),
        "strides": tuple(s * b for s in node.ints("strides") or (1, 1)),
        "pads": tuple(p * b for p in node.ints("pads") or (0, 0, 0, 0)),
    }
    draft.nodes.append(replace(with_attrs(node, **attrs), inputs=inputs))
    return draft.patch(before, node, why=f"a {kh * b}x{kw * b} kernel reads the pixels themselves")


FOCUS = Pass("focus", local({"Concat": (_concat,), "Conv": (_gather, _space_to_depth)}))
