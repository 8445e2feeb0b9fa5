"""Scales and shifts with constants go into the weights and the bias of their neighbour; batch norm is one of them.

    BatchNormalization(x)        ->    x * s + t,   s = scale / sqrt(var + eps), t = bias - mean * s
    Conv(x, w, b) * s + t        ->    Conv(x, w * s[o], b * s + t)            (ConvTranspose and Gemm too)
    Conv(x * s, w, b)            ->    Conv(x, w * s[i], b)
    Conv(x + t, w, b), no pads   ->    Conv(x, w, b + sum(w * t[i]))           (a padded zero is not shifted: no fold)

s and t hold one number, or one per channel. The sums are done in f64 and rounded once.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from packager.graph import Array, Node, Patch
from packager.passes.driver import Pass, Property
from packager.passes.view import Draft, View, channel_axis, local

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

_LINEAR = ("Conv", "ConvTranspose", "Gemm")


def per_channel(constant: Array, shape: tuple[int, ...], axis: int) -> Floats | None:
    """`constant`, which broadcasts to `shape`, as f64 vector over `axis`; None where it varies along another axis."""
    if constant.ndim > len(shape):
        return None
    aligned = (1,) * (len(shape) - constant.ndim) + constant.shape
    if any(d != 1 for i, d in enumerate(aligned) if i != axis):
        return None
    return np.broadcast_to(np.asarray(constant, np.float64).reshape(-1), (shape[axis],))


def _batch_norm(view: View, node: Node) -> Patch | None:
    constants = [view.const(i) for i in node.inputs[1:5]]
    out = view[node.outputs[0]]
    if any(view.readers(o) or o in view.outputs for o in node.outputs[1:] if o):
        return None
    scale, bias, mean, var = (c.astype(np.float64) if c is not None else None for c in constants)
    if scale is None or bias is None or mean is None or var is None:
        return None
    s = scale / np.sqrt(var + node.float("epsilon", 1e-5))
    t = bias - mean * s
    over = (-1,) + (1,) * (out.rank - 2)
    draft = Draft(view, node)
    scaled = draft.op("Mul", (node.inputs[0], draft.const(s.reshape(over))), out.shape)
    draft.op("Add", (scaled, draft.const(t.reshape(over))), out.shape, out=out.name, name=node.name)
    return draft.patch(why="batch norm is a scale and a shift")


def _behind(view: View, node: Node) -> Patch | None:
    """Mul or Add behind Conv, ConvTranspose, Gemm (also where a Reshape that keeps the columns stands between)."""
    out = view[node.outputs[0]]
    source = view[node.inputs[0]]
    constant = view.const(node.inputs[1])
    linear = view.only(source.name, *_LINEAR, "Reshape")
    between = linear if linear is not None and linear.op == "Reshape" else None
    if between is not None:
        linear = view.only(between.inputs[0], "Gemm")
        if linear is None or source.shape[-1:] != view[between.inputs[0]].shape[-1:]:
            return None
    if linear is None or constant is None or source.shape != out.shape:
        return None
    parts = _parts(view, linear)
    vector = per_channel(constant, out.shape, channel_axis(linear, out.rank))
    if parts is None or vector is None:
        return None
    weight, bias = parts
    draft = Draft(view, linear)
    result = out.name if between is None else linear.outputs[0]
    if node.op == "Mul":
        scaled = weight * _over_outputs(linear, weight, vector)
        _emit(draft, linear, scaled, bias * vector, linear.inputs[0], result)
    else:
        _emit(draft, linear, None, bias + vector, linear.inputs[0], result)
    if between is None:
        return draft.patch(linear, node, why=f"{node.op} goes into the {linear.op} before it")
    draft.nodes.append(replace(between, outputs=(out.name,)))
    return draft.patch(linear, between, node, why=f"{node.op} goes into the {linear.op} before it")


def _before(view: View, node: Node) -> Patch | None:
    """Mul or Add before Conv, Gemm."""
    change = view.only(node.inputs[0], "Mul", "Add")
    parts = _parts(view, node)
    constant = view.const(change.inputs[1]) if change is not None else None
    if change is None or parts is None or constant is None:
        return None
    x = view[change.inputs[0]]
    vector = per_channel(constant, x.shape, channel_axis(node, x.rank))
    if x.shape != view[change.outputs[0]].shape or vector is None:
        return None
    weight, bias = parts
    over = _over_inputs(node, weight, vector)
    draft = Draft(view, node)
    if change.op == "Mul":
        _emit(draft, node, weight * over, bias, x.name, node.outputs[0])
    elif not vector.any() or not any(node.ints("pads")):
        shifted = weight * over
        bias = bias + (shifted.sum(axis=0) if node.op == "Gemm" else shifted.reshape(weight.shape[0], -1).sum(axis=1))
        _emit(draft, node, None, bias, x.name, node.outputs[0])
    else:
        return None
    return draft.patch(change, node, why=f"{change.op} goes into the {node.op} behind it")


def _parts(view: View, linear: Node) -> tuple[Floats, Floats] | None:
    """Weight and bias of a Conv, ConvTranspose or (normal form, see gemm.py) Gemm in f64."""
    weight = view.const(linear.inputs[1])
    if weight is None or weight.dtype != np.float32:
        return None
    if linear.op == "Gemm" and (linear.int("transB") or linear.int("transA")):
        return None
    if len(linear.inputs) > 2 and linear.inputs[2]:
        bias = view.const(linear.inputs[2])
        if bias is None:
            return None
        vector = np.broadcast_to(bias.reshape(-1).astype(np.float64), (_outputs(linear, weight),))
    else:
        vector = np.zeros(_outputs(linear, weight))
    return weight.astype(np.float64), vector


def _outputs(linear: Node, weight: Array) -> int:
    if linear.op == "Conv":
        return weight.shape[0]
    return weight.shape[1] * linear.int("group", 1)


def _over_outputs(linear: Node, weight: Floats, vector: Floats) -> Floats:
    """`vector`, one number per output channel, in a shape that multiplies with the weight."""
    if linear.op == "Gemm":
        return vector[None, :]
    if linear.op == "Conv":
        return vector.reshape(-1, *(1,) * (weight.ndim - 1))
    # ConvTranspose holds [inputs, outputs of one group, ...]: the rows of group g scale with the outputs of group g.
    group = linear.int("group", 1)
    rows = np.repeat(vector.reshape(group, -1), weight.shape[0] // group, axis=0)
    return rows.reshape(*weight.shape[:2], *(1,) * (weight.ndim - 2))


def _over_inputs(linear: Node, weight: Floats, vector: Floats) -> Floats:
    """`vector`, one number per input channel, in a shape that multiplies with the weight."""
    if linear.op == "Gemm":
        return vector[:, None]
    group = linear.int("group", 1)
    rows = np.repeat(vector.reshape(group, -1), weight.shape[0] // group, axis=0)
    return rows.reshape(*weight.shape[:2], *(1,) * (weight.ndim - 2))


def _emit(draft: Draft, linear: Node, weight: Floats | None, bias: Floats, source: str, out: str) -> None:
    names = (source, draft.const(weight, linear.inputs[1]) if weight is not None else linear.inputs[1])
    new = replace(linear, inputs=(*names, draft.const(bias, f"{linear.name}.bias")), outputs=(out,))
    draft.nodes.append(new)


NO_BATCH_NORM = Property(
    "no BatchNormalization with constant parameters",
    lambda g: next(
        (n.name for n in g.nodes if n.op == "BatchNormalization" and all(g.const(i) is not None for i in n.inputs[1:])),
        None,
    ),
)

FOLD_AFFINE = Pass(
    "fold_affine",
    local(
        {
            "BatchNormalization": (_batch_norm,),
            "Mul": (_behind,),
            "Add": (_behind,),
            "Conv": (_before,),
            "Gemm": (_before,),
        }
    ),
    ensures=(NO_BATCH_NORM,),
)
