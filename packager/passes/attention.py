"""Attention, which models write out, becomes one node whose kernel never holds all scores.

    s = Softmax(MatMul(q, k) * c + mask); y = MatMul(s, v)    ->    y = FusedAttention(q, k, v, mask, scale=c)

Up to two masks, a factor before them and one behind them. A mask that is written as Where(keep, scores, -1e38) is added
as well, if it is the only one: to what is so low no finite score makes a difference, but two such numbers do. Reshapes
on the way may drop or add leading axes of one element.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from packager.dtype import F32
from packager.graph import Node, Patch, Value
from packager.passes.driver import Pass
from packager.passes.view import Draft, View, local

MASKS = 2
"""Masks that the kernel adds."""

LOW, LOWEST = -1e30, -1e38
"""Numbers from the first down swallow the scores that are added to them. Finite ones are written as the second at the
lowest, from which no score leads to minus infinity."""

LARGEST = 1 << 20
"""Elements of a mask that is made when pack builds, at most."""


@dataclass
class _Scores:
    """What is known of the scores on the way back from the softmax to the product that they come from."""

    shape: tuple[int, ...]
    """Theirs, as the product with V reads them."""
    nodes: list[Node] = field(default_factory=list)
    masks: list[str | tuple[str, float, bool]] = field(default_factory=list)
    """What is added: a value, or (condition, number, whether the number is where it holds), the last one first."""
    scale: float = 1.0
    after: float = 1.0


def _attention(view: View, node: Node) -> Patch | None:
    """The patch for the product with V."""
    found = _scores(view, node)
    if found is None:
        return None
    product = found.nodes[-1]
    y, v = view[node.outputs[0]], view[node.inputs[1]]
    q, k = view[product.inputs[0]], view[product.inputs[1]]
    if min(q.rank, k.rank, v.rank) < 2 or {q.dtype, k.dtype, v.dtype, y.dtype} != {F32} or 0 in (*q.shape, *y.shape):
        return None
    draft = Draft(view, node)
    masks = [_mask(draft, m, found.shape) for m in found.masks[::-1]]
    shapes = [_short(x.shape, y.rank) for x in (q, k, v)]
    if max(map(len, shapes)) < y.rank:
        shapes[0] = (1,) * (y.rank - len(shapes[0])) + shapes[0]
    if None in masks or np.broadcast_shapes(*(shape[:-2] for shape in shapes)) != y.shape[:-2]:
        return None
    operands = [draft.reshape(x.name, shape) for x, shape in zip((q, k, v), shapes, strict=True)]
    attrs = {"scale": found.scale, "after": found.after}
    inputs = (*operands, *(m for m in masks if m))
    draft.op("FusedAttention", inputs, y.shape, attrs, out=y.name, name=node.name)
    return draft.patch(node, *found.nodes, why="scores, softmax and their product with V are attention")


def _scores(view: View, node: Node) -> _Scores | None:
    """What is between `node` and the product of Q and K, the last of the nodes; None where it is no attention."""
    found = _Scores(view[node.inputs[0]].shape)
    name, softmax = node.inputs[0], False
    while (before := _before(view, name)) is not None:
        found.nodes.append(before)
        if before.op == "MatMul":
            same = view[before.outputs[0]].shape[-2:] == found.shape[-2:]
            return found if softmax and same and _scaled(found) else None
        flow = before.inputs[0]
        if before.op == "Softmax" and not softmax:
            softmax = before.int("axis", -1) % view[flow].rank == view[flow].rank - 1
            if not softmax:
                return None
        elif before.op == "Reshape":
            if _core(view[flow].shape) != _core(view[name].shape):
                return None
        elif softmax and before.op in ("Mul", "Add", "Where"):
            taken = _stage(view, before, found)
            if taken is None:
                return None
            flow = taken
        else:
            return None
        name = flow
    return None


def _before(view: View, name: str) -> Node | None:
    """The node that writes `name`, if one node alone reads it, and once."""
    reader = view.only_reader(name)
    return view.producer(name) if reader is not None and reader.reads.count(name) == 1 else None


def _core(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape without leading axes of one element, and with two axes at least."""
    first = next((i for i, n in enumerate(shape) if n != 1), len(shape))
    return shape[min(first, max(0, len(shape) - 2)) :]


def _scaled(found: _Scores) -> bool:
    """Factors before any mask belong to the product; without a mask all do."""
    if not found.masks:
        found.scale, found.after = found.scale * found.after, 1.0
    return len(found.masks) <= MASKS and all(map(np.isfinite, (found.scale, found.after)))


def _stage(view: View, node: Node, found: _Scores) -> str | None:
    """Take in a factor or a mask; the scores that it works on, None where it is neither."""
    shape = view[node.outputs[0]].shape
    if node.op != "Mul" and (found.scale != 1 or any(isinstance(m, tuple) for m in found.masks)):
        return None  # a factor between masks belongs to one of them; a mask that chooses is alone
    if node.op == "Where":
        condition, yes, no = node.inputs
        for flow, other in ((no, yes), (yes, no)):
            number = view.scalar(other)
            if number is not None and number <= LOW and view[flow].shape == shape and not found.masks:
                found.masks.append((condition, number, other == yes))
                return flow
        return None
    for flow, other in (node.inputs, node.inputs[::-1]):
        number = view.scalar(other)
        if view[flow].shape != shape or view.const(flow) is not None:
            continue
        if node.op == "Mul" and number is not None:
            if found.masks:
                found.scale *= number
            else:
                found.after *= number
            return flow
        # A sum of two values of one shape: the scores are what a product leads to.
        if node.op == "Add" and _leads_to_product(view, flow):
            found.masks.append(other)
            return flow
    return None


def _leads_to_product(view: View, name: str) -> bool:
    """Whether `name` is what stages make of a product that nobody else reads."""
    while (node := _before(view, name)) is not None and node.op != "MatMul":
        moving = [i for i in node.inputs if view.const(i) is None]
        if node.op not in ("Mul", "Add", "Where", "Reshape") or not moving:
            return False
        name = next((i for i in moving if _before(view, i) is not None), moving[0])
    return node is not None


def _mask(draft: Draft, mask: str | tuple[str, float, bool], scores: tuple[int, ...]) -> str | None:
    """The value to add to scores of this shape, its last axis whole; None where there is none."""
    if isinstance(mask, str):
        name = mask
    else:
        condition, number, chosen = mask
        keep = draft[condition]
        number = max(number, LOWEST) if np.isfinite(number) else number
        pair = (np.float32(number), np.float32(0)) if chosen else (np.float32(0), np.float32(number))
        if keep.const is not None:
            name = draft.const(np.where(keep.const, *pair), f"{condition}.mask")
        else:
            numbers = (draft.const(np.asarray(n)) for n in pair)
            name = draft.op("Where", (condition, *numbers), keep.shape, dtype=F32)
    value = draft[name]
    if value.dtype != F32:
        return None
    if value.const is not None and value.shape[-1:] != scores[-1:] and value.size * scores[-1] <= LARGEST:
        value = draft[draft.const(_wide(value, scores[-1]), name)]
    shape = value.shape if value.rank <= len(scores) else _core(value.shape)
    if len(shape) > len(scores) or shape[-1:] != scores[-1:]:
        return None
    if any(n not in (1, m) for n, m in zip(shape[::-1], scores[::-1], strict=False)):
        return None
    return draft.reshape(value.name, shape if len(shape) > 1 else (1, *shape))


def _wide(value: Value, count: int) -> np.ndarray[tuple[int, ...], np.dtype[np.generic]]:
    """A constant with one element along its last axis, with `count` there; as it is where it has others."""
    array = np.asarray(value.const)
    array = array.reshape((1,)) if not array.ndim else array
    return np.broadcast_to(array, (*array.shape[:-1], count)) if array.shape[-1] == 1 else array


def _short(shape: tuple[int, ...], rank: int) -> tuple[int, ...]:
    """The shape without leading axes of one element beyond `rank`."""
    while len(shape) > rank and shape[0] == 1:
        shape = shape[1:]
    return shape


ATTENTION = Pass("attention", local({"MatMul": (_attention,)}))
