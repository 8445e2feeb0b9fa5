"""Limits in a row become one: Relu and Clip in every combination, and limits that the values cannot reach go away.

Clip(Clip(x, 0, 6), 1, 9), Clip(Relu(x), max=6)    ->    Clip(x, 1, 6), Clip(x, 0, 6)
Clip(x, 0, inf)                                    ->    Relu(x)
Relu(Sigmoid(x)), Clip(Softmax(x), 0, 1)           ->    Sigmoid(x), Softmax(x)
MaxPool(Relu(x)) stays; Relu(MaxPool(Relu(x)))     ->    MaxPool(Relu(x))
"""

from __future__ import annotations

from math import inf

from packager.graph import Node, Patch
from packager.passes.driver import Pass
from packager.passes.view import Draft, View, bypass, local

Range = tuple[float, float]

_FIXED: dict[str, Range] = {
    "Relu": (0, inf),
    "Sigmoid": (0, 1),
    "HardSigmoid": (0, 1),
    "Softmax": (0, 1),
    "Tanh": (-1, 1),
    "Exp": (0, inf),
    "Abs": (0, inf),
    "Sqrt": (0, inf),
    "Softplus": (0, inf),
}
_KEEPS = frozenset(
    {"MaxPool", "Reshape", "Transpose", "Slice", "Concat", "Gather", "SpaceToDepth", "DepthToSpace", "Split"}
)


def value_range(view: View, value: str, depth: int = 8) -> Range:
    """Bounds that every element of `value` keeps, as far as its last few producers say."""
    constant = view.const(value)
    if constant is not None:
        return (float(constant.min()), float(constant.max())) if constant.size else (-inf, inf)
    node = view.producer(value)
    if node is None or depth == 0:
        return -inf, inf
    if node.op in ("Relu", "Clip"):
        low, high = value_range(view, node.inputs[0], depth - 1)
        floor, ceiling = limits(node)
        return min(max(low, floor), ceiling), max(min(high, ceiling), floor)
    if node.op in _FIXED:
        return _FIXED[node.op]
    if node.op in _KEEPS:
        inputs = node.inputs if node.op == "Concat" else node.inputs[:1]
        # Half the depth at each Concat: the cost stays bounded where Concats of many inputs follow one another.
        deeper = depth // 2 if node.op == "Concat" else depth - 1
        parts = [value_range(view, i, deeper) for i in inputs] if len(inputs) <= 8 else [(-inf, inf)]
        return min(p[0] for p in parts), max(p[1] for p in parts)
    return -inf, inf


def limits(node: Node) -> Range:
    """What a Relu or a Clip limits to."""
    return (0.0, inf) if node.op == "Relu" else (node.float("min", -inf), node.float("max", inf))


def _limit(view: View, node: Node) -> Patch | None:
    x, y = view[node.inputs[0]], view[node.outputs[0]]
    if not x.dtype.is_float or len(node.inputs) != 1:
        return None
    low, high = value_range(view, x.name)
    floor, ceiling = limits(node)
    if floor <= low and high <= ceiling:
        return bypass(view, node, x.name, f"its input is within {low:g} to {high:g} already")
    before = view.only(x.name, "Relu", "Clip")
    source = x.name
    if before is not None and len(before.inputs) == 1:
        source = before.inputs[0]
        inner = limits(before)
        floor, ceiling = min(max(inner[0], floor), ceiling), max(min(inner[1], ceiling), floor)
    elif not (node.op == "Clip" and (floor, ceiling) == (0, inf)):
        return None
    draft = Draft(view, node)
    if (floor, ceiling) == (0, inf):
        draft.op("Relu", (source,), y.shape, out=y.name, name=node.name)
    else:
        bounds = {k: v for k, v in (("min", floor), ("max", ceiling)) if abs(v) != inf}
        draft.op("Clip", (source,), y.shape, bounds, out=y.name, name=node.name)
    gone = (node,) if source == x.name or before is None else (before, node)
    return draft.patch(*gone, why="one pair of limits")


CLIPS = Pass("clips", local({"Relu": (_limit,), "Clip": (_limit,)}))
