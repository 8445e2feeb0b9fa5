"""Drop nodes that change nothing, and join neighbours that undo or continue each other.

Identity(x), Dropout(x), x + 0, x * 1, Cast to the same type, Pad by nothing, full Slice, ...    ->    x
Where(all true, x, y)                    ->    x
Reshape(Reshape(x, a), b)                ->    Reshape(x, b)
Transpose(Transpose(x, p), q)            ->    Transpose(x, p[q])
"""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np

from packager.dtype import DType
from packager.graph import Node, Patch
from packager.passes.driver import Pass
from packager.passes.view import Draft, Rule, View, bypass, local


def _always(view: View, node: Node) -> Patch | None:
    if any(view.readers(o) or o in view.outputs for o in node.outputs[1:]):
        return None
    return bypass(view, node, node.inputs[0], f"{node.op} of {node.inputs[0]} changes nothing")


def _same_type(view: View, node: Node) -> bool:
    x, y = view[node.inputs[0]], view[node.outputs[0]]
    return x.shape == y.shape and x.dtype == y.dtype


def _if_same_shape(view: View, node: Node) -> Patch | None:
    """Reshape, Expand, Tile, Concat, Split: same shape, same content. Pad and Slice too, but for moved windows."""
    return _always(view, node) if _same_type(view, node) else None


def _transpose(view: View, node: Node) -> Patch | None:
    perm = node.ints("perm")
    if perm == tuple(range(len(perm))):
        return _always(view, node)
    inner = view.producer(node.inputs[0], "Transpose")
    if inner is None:
        return None
    both = tuple(inner.ints("perm")[p] for p in perm)
    draft = Draft(view, node)
    out = node.outputs[0]
    draft.op("Transpose", (inner.inputs[0],), view[out].shape, {"perm": both}, out=out, name=node.name)
    return draft.patch(why=f"two transposes in a row are one: {both}")


def _reshape(view: View, node: Node) -> Patch | None:
    patch = _if_same_shape(view, node)
    inner = view.producer(node.inputs[0], "Reshape")
    if patch or inner is None:
        return patch
    draft = Draft(view, node)
    out = node.outputs[0]
    draft.op("Reshape", (inner.inputs[0],), view[out].shape, {"shape": view[out].shape}, out=out, name=node.name)
    return draft.patch(why="the second Reshape alone decides")


def _slice(view: View, node: Node) -> Patch | None:
    if all(s > 0 for s in node.ints("steps")) and _same_type(view, node):
        return _always(view, node)
    concat = view.producer(node.inputs[0], "Concat")
    axis = concat.int("axis") if concat is not None else -1
    if concat is None or axis not in node.ints("axes"):
        return None
    at = node.ints("axes").index(axis)
    taken = range(*(node.ints(k)[at] for k in ("starts", "ends", "steps")))
    begin = 0
    for part in concat.inputs:
        size = view[part].shape[axis]
        if taken and begin <= min(taken) and max(taken) < begin + size:
            y = view[node.outputs[0]]
            moved = {
                "starts": _at(node.ints("starts"), at, taken.start - begin),
                "ends": _at(node.ints("ends"), at, max(-1, min(size, taken.stop - begin))),
            }
            draft = Draft(view, node)
            draft.op("Slice", (part,), y.shape, {**node.attrs, **moved}, out=y.name, name=node.name)
            return draft.patch(why=f"the Slice lies within {part}")
        begin += size
    return None


def _at(values: tuple[int, ...], index: int, value: int) -> tuple[int, ...]:
    return (*values[:index], value, *values[index + 1 :])


def _concat(view: View, node: Node) -> Patch | None:
    """Concat of one, and Concats along one axis into each other."""
    if len(node.inputs) == 1:
        return _if_same_shape(view, node)
    inputs: list[str] = []
    gone = [node]
    for name in node.inputs:
        inner = view.only(name, "Concat")
        if inner is not None and inner.int("axis") == node.int("axis") and node.inputs.count(name) == 1:
            inputs += inner.inputs
            gone.append(inner)
        else:
            inputs.append(name)
    if len(gone) == 1:
        return None
    y = view[node.outputs[0]]
    draft = Draft(view, node)
    draft.op("Concat", tuple(inputs), y.shape, node.attrs, out=y.name, name=node.name)
    return draft.patch(*gone, why="Concat of Concats is one")


def _expanded(view: View, node: Node) -> Patch | None:
    """An elementwise operator broadcasts by itself."""
    inputs = list(node.inputs)
    for i, name in enumerate(inputs):
        expand = view.producer(name, "Expand") if name else None
        if expand is not None:
            rest = [view[v].shape for j, v in enumerate(inputs) if v and j != i]
            shape = np.broadcast_shapes(view[expand.inputs[0]].shape, *rest)
            if shape == view[node.outputs[0]].shape:
                inputs[i] = expand.inputs[0]
    if tuple(inputs) == node.inputs:
        return None
    return Patch((node.name,), (replace(node, inputs=tuple(inputs)),), why=f"{node.op} broadcasts by itself")


def _pad(view: View, node: Node) -> Patch | None:
    return None if any(node.ints("pads")) else _if_same_shape(view, node)


def _resize(view: View, node: Node) -> Patch | None:
    """With equal sizes every mode of interpolation lands on the samples themselves, unless a part is cropped."""
    crop = node.attrs.get("coordinate_transformation_mode") == "tf_crop_and_resize"
    scales = node.attrs.get("scales", ())
    scaled = isinstance(scales, tuple) and any(s != 1 for s in scales)
    return None if crop or scaled else _if_same_shape(view, node)


def _pool(view: View, node: Node) -> Patch | None:
    ones = all(v == 1 for k in ("kernel_shape", "strides") for v in node.ints(k))
    return _if_same_shape(view, node) if ones and not any(node.ints("pads")) else None


def _reduce(view: View, node: Node) -> Patch | None:
    """A reduction over axes of length 1 only moves dimensions."""
    x, y = view[node.inputs[0]], view[node.outputs[0]]
    if x.size != y.size or any(x.shape[a] != 1 for a in node.ints("axes")):
        return None
    if x.shape == y.shape:
        return _always(view, node)
    draft = Draft(view, node)
    draft.op("Reshape", (x.name,), y.shape, {"shape": y.shape}, out=y.name, name=node.name)
    return draft.patch(why=f"{node.op} over axes of length 1")


def _clip(view: View, node: Node) -> Patch | None:
    return _always(view, node) if node.float("min", -inf) == -inf and node.float("max", inf) == inf else None


def _neutral(number: float, commutes: bool) -> Rule:
    def rule(view: View, node: Node) -> Patch | None:
        for at in (1, 0) if commutes else (1,):
            constant, other = view.const(node.inputs[at]), node.inputs[1 - at]
            if constant is None or view[other].shape != view[node.outputs[0]].shape:
                continue
            if np.all(constant == number):
                return bypass(view, node, other, f"{node.op} with {number} changes nothing")
        return None

    return rule


def _where(view: View, node: Node) -> Patch | None:
    """A condition that is known, and the same everywhere."""
    condition = view.const(node.inputs[0])
    if condition is None or not condition.size or condition.any() != condition.all():
        return None
    taken = node.inputs[1 if condition.any() else 2]
    same = view[taken].shape == view[node.outputs[0]].shape
    return bypass(view, node, taken, f"its condition is always {bool(condition.any())}") if same else None


def _one_input(view: View, node: Node) -> Patch | None:
    return _if_same_shape(view, node) if len(node.inputs) == 1 else None


def _cast(view: View, node: Node) -> Patch | None:
    patch = _if_same_shape(view, node)
    inner = view.producer(node.inputs[0], "Cast")
    if patch or inner is None:
        return patch
    source = view[inner.inputs[0]]
    if not _widens(source.dtype, view[inner.outputs[0]].dtype):
        return None
    draft = Draft(view, node)
    out = view[node.outputs[0]]
    draft.op("Cast", (source.name,), out.shape, node.attrs, dtype=out.dtype, out=out.name, name=node.name)
    return draft.patch(why="the first Cast loses nothing, so the second alone decides")


def _widens(source: DType, target: DType) -> bool:
    return bool(np.can_cast(source.np, target.np, "safe"))


_ADD, _SUB = _neutral(0.0, True), _neutral(0.0, False)
_MUL, _DIV = _neutral(1.0, True), _neutral(1.0, False)

DROP_NOOPS = Pass(
    "drop_noops",
    local(
        {
            "Identity": (_always,),
            "Dropout": (_always,),
            "Transpose": (_transpose,),
            "Reshape": (_reshape,),
            "Flatten": (_if_same_shape,),
            "Expand": (_if_same_shape,),
            "Tile": (_if_same_shape,),
            "Concat": (_concat,),
            "Sum": (_one_input,),
            "Mean": (_one_input,),
            "Max": (_one_input, _expanded),
            "Min": (_one_input, _expanded),
            "Split": (_if_same_shape,),
            "Slice": (_slice,),
            "Pad": (_pad,),
            "Resize": (_resize,),
            "AveragePool": (_pool,),
            "MaxPool": (_pool,),
            "Clip": (_clip,),
            "Cast": (_cast,),
            "Where": (_where,),
            "Add": (_ADD, _expanded),
            "Sub": (_SUB, _expanded),
            "Mul": (_MUL, _expanded),
            "Div": (_DIV, _expanded),
            **{f"Reduce{kind}": (_reduce,) for kind in ("Mean", "Sum", "Max", "Min", "Prod")},
        }
    ),
)
