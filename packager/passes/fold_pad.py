"""Pad goes into the pads of the operator that reads it, where the result is exactly the same.

    Conv(Pad(x, p, 0), pads=q)                              ->    Conv(x, pads=p+q)
    AveragePool(Pad(x, p, 0), no pads)                      ->    AveragePool(x, pads=p, count_include_pad=1)
    MaxPool(Pad(x, p, -inf)); x >= 0 and Pad with 0, too    ->    MaxPool(x, pads=p)
    Pad(Pad(x, p, v), q, v)                                 ->    Pad(x, p+q, v)

A MaxPool ignores its padding, and each of its windows sees at least one real element (pads < kernel): zeros around a
tensor that is nowhere negative cannot win against it. Operators with ceil_mode keep their Pad: their last window may
hang over the edge, and what it sees there differs between padding and pads.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np

from packager.graph import Node, Patch
from packager.passes.clips import value_range
from packager.passes.driver import Pass
from packager.passes.view import Draft, View, local, spatial_axes, with_attrs


def _spatial(view: View, node: Node) -> tuple[Node, tuple[int, ...], float] | None:
    """The constant Pad that `node` reads, its pads in the order of Conv's, its number; None if it pads N or C."""
    name = node.inputs[0]
    pad = view.producer(name, "Pad")
    if pad is None or pad.str("mode", "constant") != "constant" or len(pad.inputs) != 1:
        return None
    pads, rank = pad.ints("pads"), view[name].rank
    axes = spatial_axes(node, rank)
    if rank < 3 or any(p < 0 for p in pads) or any(p for i, p in enumerate(pads) if i % rank not in axes):
        return None
    return pad, tuple(pads[a + end] for end in (0, rank) for a in axes), pad.float("value")


def _sum(node: Node, pads: tuple[int, ...]) -> tuple[int, ...]:
    own = node.ints("pads") or (0,) * len(pads)
    return tuple(a + b for a, b in zip(own, pads, strict=True))


def _conv(view: View, node: Node) -> Patch | None:
    found = _spatial(view, node)
    if found is None or found[2] != 0:
        return None
    pad, pads, _ = found
    return _moved(node, pad, pads=_sum(node, pads))


def _average(view: View, node: Node) -> Patch | None:
    found = _spatial(view, node)
    if found is None or found[2] != 0 or node.int("ceil_mode"):
        return None
    pad, pads, _ = found
    total = _sum(node, pads)
    if (any(node.ints("pads")) and not node.int("count_include_pad")) or not _inside(node, total):
        return None
    return _moved(node, pad, pads=total, count_include_pad=1)


def _max(view: View, node: Node) -> Patch | None:
    found = _spatial(view, node)
    if found is None or node.int("ceil_mode") or any(node.outputs[1:]):
        return None
    pad, pads, value = found
    low, _ = value_range(view, pad.inputs[0])
    harmless = value == -inf or value <= np.finfo(np.float32).min or (value <= low and _inside(node, pads))
    total = _sum(node, pads)
    return _moved(node, pad, pads=total) if harmless and _inside(node, total) else None


def _inside(node: Node, pads: tuple[int, ...]) -> bool:
    """Every window sees at least one element of the tensor."""
    kernel = node.ints("kernel_shape")
    dilations = node.ints("dilations") or (1,) * len(kernel)
    return all(p < k and d == 1 for p, k, d in zip(pads, kernel * 2, dilations * 2, strict=True))


def _moved(node: Node, pad: Node, **attrs: int | tuple[int, ...]) -> Patch:
    new = replace(with_attrs(node, **attrs), inputs=(pad.inputs[0], *node.inputs[1:]))
    return Patch((node.name,), (new,), why=f"Pad goes into the pads of {node.op}")


def _pad(view: View, node: Node) -> Patch | None:
    inner = view.only(node.inputs[0], "Pad")
    modes = {n.str("mode", "constant") for n in (node, inner) if n is not None}
    if inner is None or modes != {"constant"} or node.float("value") != inner.float("value"):
        return None
    if len(node.inputs) != 1 or len(inner.inputs) != 1 or min(node.ints("pads") + inner.ints("pads")) < 0:
        return None
    y = view[node.outputs[0]]
    both = tuple(a + b for a, b in zip(inner.ints("pads"), node.ints("pads"), strict=True))
    draft = Draft(view, node)
    draft.op("Pad", inner.inputs, y.shape, {**node.attrs, "pads": both}, out=y.name, name=node.name)
    return draft.patch(inner, node, why="two Pads are one")


FOLD_PAD = Pass("fold_pad", local({"Conv": (_conv,), "AveragePool": (_average,), "MaxPool": (_max,), "Pad": (_pad,)}))
