"""Views: which nodes only give another reading of memory that is there already, and how the strides follow.

A `Layout` is affine: element i of a value lies at `offset + sum(i * strides)`. `kind` sorts the nodes:
`same` (Reshape, Squeeze, Transpose, ...) has all elements of its input in another shape, `part` (Slice, Split) has some
of them, `join` (Concat) holds all its inputs side by side; everything else computes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import prod
from typing import Literal

from packager.graph import Graph, Node, dense_strides

Kind = Literal["same", "part", "join", ""]

_RESHAPES = frozenset({"Reshape", "Squeeze", "Unsqueeze", "Flatten", "Identity"})


@dataclass(frozen=True)
class Layout:
    """How a value lies in its root buffer, in elements. `axes[d]` is the axis of the root's base value that dimension
    `d` runs over from end to end, or None: only around such a dimension are the root's halos those of the value."""

    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    axes: tuple[int | None, ...]

    @property
    def span(self) -> tuple[int, int]:
        """Lowest and highest element offset + 1 that the value touches; (0, 0) when it is empty."""
        if 0 in self.shape:
            return 0, 0
        reach = [(n - 1) * s for n, s in zip(self.shape, self.strides, strict=True)]
        return self.offset + sum(min(0, r) for r in reach), self.offset + sum(max(0, r) for r in reach) + 1

    def dense(self, axes: int) -> bool:
        """True if the last `axes` dimensions are contiguous and no stride is negative; always true for 0 axes."""
        if axes == 0 or 0 in self.shape:
            return True
        expect = 1
        for d in range(len(self.shape) - 1, -1, -1):
            if self.shape[d] == 1:
                continue
            if self.strides[d] <= 0 or (len(self.shape) - d <= axes and self.strides[d] != expect):
                return False
            expect *= self.shape[d]
        return True


def kind(graph: Graph, node: Node) -> Kind:
    """How `node` relates its inputs and outputs; '' for a node that computes."""
    if node.epilogue or not node.inputs or not node.inputs[0]:
        return ""
    if node.op in _RESHAPES or (node.op == "Concat" and len(node.inputs) == 1):
        return "same"
    if node.op == "Transpose":
        return "same" if _moves_only_ones(graph, node) else ""
    if node.op == "Concat":
        return "join"
    if node.op == "Split" or (node.op == "Slice" and slices(graph, node) is not None):
        return "part"
    return ""


def permutation(graph: Graph, node: Node) -> tuple[int, ...]:
    """The axes of a Transpose; ONNX's default reverses them."""
    return node.ints("perm") or tuple(reversed(range(graph[node.inputs[0]].rank)))


def _moves_only_ones(graph: Graph, node: Node) -> bool:
    shape = graph[node.inputs[0]].shape
    moved = [d for d in permutation(graph, node) if shape[d] != 1]
    return moved == sorted(moved)


def slices(graph: Graph, node: Node) -> tuple[slice, ...] | None:
    """A Slice's constant bounds as one (start, stop, step) per axis; None where they are not constant.

    The bounds come as attributes (ONNX before 10) or as inputs; clamping is numpy's, which is ONNX's.
    """
    shape = graph[node.inputs[0]].shape
    bounds: dict[str, tuple[int, ...]] = {}
    for position, key in enumerate(("starts", "ends", "axes", "steps"), 1):
        if key in node.attrs:
            bounds[key] = node.ints(key)
        elif len(node.inputs) > position and node.inputs[position]:
            const = graph.const(node.inputs[position])
            if const is None:
                return None
            bounds[key] = tuple(int(v) for v in const.ravel())
    starts = bounds.get("starts", ())
    axes = bounds.get("axes") or tuple(range(len(starts)))
    steps = bounds.get("steps") or (1,) * len(starts)
    cut = [slice(0, n, 1) for n in shape]
    for axis, start, end, step in zip(axes, starts, bounds.get("ends", ()), steps, strict=True):
        cut[axis] = slice(*slice(start, end, step).indices(shape[axis]))
    return tuple(cut)


def parts(graph: Graph, node: Node) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    """The parts of a `part` node's input or of a `join` node's output: (value, starts, steps) for each in order."""
    if node.op == "Slice":
        cut = slices(graph, node)
        assert cut is not None
        return [(node.outputs[0], tuple(s.start for s in cut), tuple(s.step for s in cut))]
    whole, names = (node.outputs[0], node.inputs) if node.op == "Concat" else (node.inputs[0], node.outputs)
    rank = graph[whole].rank
    axis = node.int("axis") % rank
    found, start = [], 0
    for name, size in zip(names, _sizes(graph, node, axis), strict=True):
        if name:
            found.append((name, tuple(start if d == axis else 0 for d in range(rank)), (1,) * rank))
        start += size
    return found


def _sizes(graph: Graph, node: Node, axis: int) -> tuple[int, ...]:
    """Extent of each input of a Concat, or of each output of a Split, along `axis`; absent outputs count."""
    if node.op == "Concat":
        return tuple(graph[i].shape[axis] for i in node.inputs)
    if all(node.outputs):
        return tuple(graph[o].shape[axis] for o in node.outputs)
    if "split" in node.attrs:
        return node.ints("split")
    if len(node.inputs) > 1 and node.inputs[1]:
        const = graph.const(node.inputs[1])
        return () if const is None else tuple(int(v) for v in const.ravel())
    whole, count = graph[node.inputs[0]].shape[axis], len(node.outputs)
    each = -(-whole // count)
    return tuple(max(0, min(each, whole - each * k)) for k in range(count))


def forward(graph: Graph, node: Node, layout: Layout) -> Layout | None:
    """Layout of a `same` node's output, given its input's; None where no strides can say it."""
    if node.op == "Transpose":
        return permute(layout, permutation(graph, node))
    return reshape(layout, graph[node.outputs[0]].shape)


def backward(graph: Graph, node: Node, layout: Layout) -> Layout | None:
    """Layout of a `same` node's input, given its output's; None where no strides can say it."""
    if node.op == "Transpose":
        perm = permutation(graph, node)
        return permute(layout, tuple(perm.index(d) for d in range(len(perm))))
    return reshape(layout, graph[node.inputs[0]].shape)


def permute(layout: Layout, perm: tuple[int, ...]) -> Layout:
    """The layout whose dimension d is `layout`'s dimension perm[d]."""
    pick = [(layout.shape[d], layout.strides[d], layout.axes[d]) for d in perm]
    return replace(
        layout, shape=tuple(p[0] for p in pick), strides=tuple(p[1] for p in pick), axes=tuple(p[2] for p in pick)
    )


def crop(layout: Layout, starts: tuple[int, ...], steps: tuple[int, ...], shape: tuple[int, ...]) -> Layout:
    """The layout of the elements `starts + i * steps` for i in `shape`."""
    whole = [step == 1 and n == m for step, n, m in zip(steps, shape, layout.shape, strict=True)]
    return Layout(
        layout.offset + sum(a * s for a, s in zip(starts, layout.strides, strict=True)),
        shape,
        tuple(a * s for a, s in zip(steps, layout.strides, strict=True)),
        tuple(axis if full else None for axis, full in zip(layout.axes, whole, strict=True)),
    )


def reshape(layout: Layout, shape: tuple[int, ...]) -> Layout | None:
    """`layout` read row-major in another shape, by numpy's no-copy rule; None where that would need a copy.

    Both shapes are cut into the shortest groups of dimensions with equal products. A group of several old dimensions
    must be contiguous inside; a group of one dimension on both sides keeps its axis. Dimensions of size 1 between
    groups pair up in order, so that a halo around one survives Squeeze and Unsqueeze.
    """
    if shape == layout.shape:
        return layout
    if 0 in shape:
        return Layout(layout.offset, shape, dense_strides(shape), (None,) * len(shape))
    strides: list[int | None] = [None] * len(shape)
    axes: list[int | None] = [None] * len(shape)
    old, new = 0, 0
    while old < len(layout.shape) or new < len(shape):
        while old < len(layout.shape) and new < len(shape) and layout.shape[old] == shape[new] == 1:
            strides[new], axes[new] = layout.strides[old], layout.axes[old]
            old, new = old + 1, new + 1
        while old < len(layout.shape) and layout.shape[old] == 1:
            old += 1
        while new < len(shape) and shape[new] == 1:
            new += 1
        if old == len(layout.shape) or new == len(shape):
            continue
        group, kept = [old], [new]
        while (size := prod(layout.shape[old : group[-1] + 1])) != (want := prod(shape[new : kept[-1] + 1])):
            (group if size < want else kept).append((group if size < want else kept)[-1] + 1)
        solid = [d for d in group if layout.shape[d] != 1]
        for outer, inner in pairwise(solid):
            if layout.strides[outer] != layout.shape[inner] * layout.strides[inner]:
                return None
        if len(solid) == 1 and sum(shape[d] != 1 for d in kept) == 1:
            axes[next(d for d in kept if shape[d] != 1)] = layout.axes[solid[0]]
        stride = layout.strides[solid[-1]]
        for d in reversed(kept):
            strides[d] = stride
            stride *= shape[d]
        old, new = group[-1] + 1, kept[-1] + 1
    # A new dimension of size 1 is never stepped along; a row-major stride keeps the printed map readable.
    for d in range(len(shape) - 1, -1, -1):
        if strides[d] is None:
            strides[d] = 1 if d + 1 == len(shape) else shape[d + 1] * (strides[d + 1] or 1)
    return Layout(layout.offset, shape, tuple(s or 1 for s in strides), tuple(axes))
