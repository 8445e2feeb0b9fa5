"""The strided-slice stem is a space-to-depth, and a convolution reads space-to-depth directly with a larger kernel.

    Concat(x[:, :, i::b, j::b] for all i, j < b)     ->    SpaceToDepth(x, b), then Gather for the order of channels
    Concat(x[:, i::b, j::b, :] for all i, j < b)     ->    the same between two Transposes
    Conv(Gather(x, a permutation of channels), w)    ->    Conv(x, w with permuted inputs)
    Conv(SpaceToDepth(x, b), w[k, k], stride s)      ->    Conv(x, w'[k*b, k*b], stride s*b, pads p*b)

The last one is exact: channel (i, j, c) of block (u, v) is pixel (u*b + i, v*b + j), and a block lies in the padding
exactly when its pixels do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from packager.graph import Node, Patch
from packager.passes.driver import MODEL_LAYOUT, Pass
from packager.passes.view import Draft, View, local, with_attrs

_TO_NCHW, _TO_NHWC = (0, 3, 1, 2), (0, 2, 3, 1)


def _concat(view: View, node: Node) -> Patch | None:
    y = view[node.outputs[0]]
    block = round(len(node.inputs) ** 0.5)
    if node.int("axis") not in (1, 3) or y.rank != 4 or block < 2 or block * block != len(node.inputs):
        return None
    rows, columns = (2, 3) if node.int("axis") == 1 else (1, 2)
    parts = [p for i in node.inputs if (p := _strided(view, i, (rows, columns))) is not None]
    offsets = [p.offsets for p in parts]
    if len({p.source for p in parts}) != 1 or {p.steps for p in parts} != {(block, block)}:
        return None
    if len(set(offsets)) != len(node.inputs):
        return None
    x = view[parts[0].source]
    if x.shape[rows] % block or x.shape[columns] % block:
        return None
    draft = Draft(view, node)
    image, shape = x.name, y.shape
    if rows == 1:
        shape = tuple(y.shape[p] for p in _TO_NCHW)
        image = draft.op("Transpose", (x.name,), tuple(x.shape[p] for p in _TO_NCHW), {"perm": _TO_NCHW})
    value = draft.op("SpaceToDepth", (image,), shape, {"blocksize": block})
    order = [i * block + j for i, j in offsets]
    if order != sorted(order):
        depth = shape[1] // len(order)
        channels = np.concatenate([np.arange(depth) + q * depth for q in order]).astype(np.int64)
        value = draft.op("Gather", (value, draft.const(channels)), shape, {"axis": 1})
    if rows == 1:
        value = draft.op("Transpose", (value,), y.shape, {"perm": _TO_NHWC})
    draft.finish(value)
    return draft.patch(why=f"{len(parts)} strided slices are SpaceToDepth")


@dataclass(frozen=True)
class _Strided:
    """Every `steps[k]`-th element of `source` along the k-th of two axes, from `offsets[k]` to the end."""

    source: str
    steps: tuple[int, int]
    offsets: tuple[int, int]


def _strided(view: View, name: str, axes: tuple[int, int]) -> _Strided | None:
    """What one or several Slices in a row pick along `axes`."""
    steps, offsets = [1, 1], [0, 0]
    while (node := view.producer(name, "Slice")) is not None and set(node.ints("axes")) <= set(axes):
        name = node.inputs[0]
        for axis, start, end, step in zip(*(node.ints(k) for k in ("axes", "starts", "ends", "steps")), strict=True):
            size, k = view[name].shape[axis], axes.index(axis)
            if step < 1 or len(range(start, end, step)) != -(-(size - start) // step):
                return None
            # The later slice, seen first, picks from what the earlier one leaves.
            offsets[k] = start + step * offsets[k]
            steps[k] *= step
    return _Strided(name, (steps[0], steps[1]), (offsets[0], offsets[1]))


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


FOCUS = Pass("focus", local({"Concat": (_concat,), "Conv": (_gather, _space_to_depth)}), needs=(MODEL_LAYOUT,))
