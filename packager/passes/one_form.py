"""Say the same thing in one way, so that later passes and the lowering meet one operator instead of several.

Flatten, Squeeze, Unsqueeze                      ->    Reshape
GlobalAveragePool, AveragePool of all pixels     ->    ReduceMean over the spatial axes, keepdims=1
GlobalMaxPool, MaxPool of all pixels             ->    ReduceMax
ReduceMean(ReduceMean(x, 3), 2)                  ->    ReduceMean(x, (2, 3))
Reduce*(x, axes, keepdims=0)                     ->    Reshape(Reduce*(x, axes, keepdims=1))
Sum(a, b, c), Max, Min, Mean of several          ->    Add(Add(a, b), c), ...
Max(x, 0), Min(x, 6) with a number               ->    Clip
Pow(x, 2), Pow(x, 0.5), Pow(x, -1)               ->    Mul(x, x), Sqrt, Reciprocal
"""

from __future__ import annotations

import numpy as np

from packager.graph import Graph, Node, Patch
from packager.passes.driver import Pass, Property
from packager.passes.view import Draft, View, local, spatial_axes, with_attrs

REDUCTIONS = frozenset(
    f"Reduce{k}" for k in ("Mean", "Sum", "Max", "Min", "Prod", "L1", "L2", "SumSquare", "LogSumExp")
)
_MERGES = frozenset({"ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd"})


def _reshape(view: View, node: Node) -> Patch:
    draft = Draft(view, node)
    out = view[node.outputs[0]]
    draft.op("Reshape", (node.inputs[0],), out.shape, {"shape": out.shape}, out=out.name, name=node.name)
    return draft.patch(why=f"{node.op} is a Reshape")


def _whole_image(view: View, node: Node) -> Patch | None:
    """A pool that sees the whole image at once, without padding, reduces it."""
    x, y = view[node.inputs[0]], view[node.outputs[0]]
    if any(o and (view.readers(o) or o in view.outputs) for o in node.outputs[1:]):
        return None
    axes = spatial_axes(node, x.rank)
    if not node.op.startswith("Global") and (
        node.ints("kernel_shape") != tuple(x.shape[a] for a in axes)
        or any(node.ints("pads"))
        or any(d != 1 for d in node.ints("dilations"))
        or any(y.shape[a] != 1 for a in axes)
    ):
        return None
    op = "ReduceMean" if node.op.endswith("AveragePool") else "ReduceMax"
    draft = Draft(view, node)
    draft.op(op, (x.name,), y.shape, {"axes": axes, "keepdims": 1}, out=y.name, name=node.name)
    return draft.patch(why=f"{node.op} over the whole image is {op}")


def _reduce(view: View, node: Node) -> Patch | None:
    """Joins a reduction with the one it reads; else takes the dropping of the axes out of it."""
    x, y = view[node.inputs[0]], view[node.outputs[0]]
    axes = node.ints("axes")
    draft = Draft(view, node)
    joined = _inner(view, node)
    if joined is not None:
        source, axes = joined
        why = "two reductions in a row are one"
    elif node.int("keepdims", 1) == 0:
        source, why = x.name, "keepdims=0 is keepdims=1 and a Reshape"
    else:
        return None
    kept = tuple(1 if i in axes else d for i, d in enumerate(draft[source].shape))
    attrs = {**node.attrs, "axes": axes, "keepdims": 1}
    if kept == y.shape:
        draft.op(node.op, (source,), kept, attrs, out=y.name, name=node.name)
    else:
        reduced = draft.op(node.op, (source,), kept, attrs, dtype=y.dtype, name=node.name)
        draft.reshape(reduced, y.shape, out=y.name)
    return draft.patch(why=why)


def _keep_axis(view: View, node: Node) -> Patch | None:
    """ArgMax and ArgMin keep their axis; a Reshape drops it."""
    if node.int("keepdims", 1):
        return None
    x, y = view[node.inputs[0]], view[node.outputs[0]]
    kept = tuple(1 if i == node.int("axis") else d for i, d in enumerate(x.shape))
    draft = Draft(view, node)
    found = draft.op(node.op, (x.name,), kept, {**node.attrs, "keepdims": 1}, dtype=y.dtype)
    draft.reshape(found, y.shape, out=y.name)
    return draft.patch(why="keepdims=0 is keepdims=1 and a Reshape")


def _gather(view: View, node: Node) -> Patch | None:
    """Constant indices at equal distances are a Slice."""
    x, y = view[node.inputs[0]], view[node.outputs[0]]
    indices, axis = view.const(node.inputs[1]), node.int("axis")
    if indices is None or indices.ndim > 1 or not indices.size or x.const is not None:
        return None
    numbers = [int(i) for i in indices.reshape(-1)]
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 1
    if step == 0 or numbers != list(range(numbers[0], numbers[0] + step * len(numbers), step)):
        return None
    draft = Draft(view, node)
    end = min(numbers[-1] + step, x.shape[axis]) if step > 0 else max(numbers[-1] + step, -1)
    cut = {"axes": (axis,), "starts": (numbers[0],), "ends": (end,), "steps": (step,)}
    shape = tuple(len(numbers) if i == axis else d for i, d in enumerate(x.shape))
    part = draft.op("Slice", (x.name,), shape, cut)
    if shape == y.shape:
        draft.finish(part)
    else:
        draft.reshape(part, y.shape, out=y.name)
    return draft.patch(why="indices at equal distances are a Slice")


def _inner(view: View, node: Node) -> tuple[str, tuple[int, ...]] | None:
    """What the reduction read by `node` reads, and the axes of both together."""
    inner = view.only(node.inputs[0], "Reshape", node.op)
    dropped = inner if inner is not None and inner.op == "Reshape" else None
    if dropped is not None:
        inner = view.only(dropped.inputs[0], node.op)
    if inner is None or inner.op not in _MERGES:
        return None
    source, first = view[inner.inputs[0]], inner.ints("axes")
    left = tuple(i for i in range(source.rank) if (dropped is None and inner.int("keepdims", 1) == 1) or i not in first)
    if view[node.inputs[0]].shape != tuple(1 if i in first else source.shape[i] for i in left):
        return None
    return source.name, tuple(sorted({*first, *(left[a] for a in node.ints("axes"))}))


def _pairs(view: View, node: Node) -> Patch | None:
    """Operators of any number of inputs become chains of the operator of two."""
    if len(node.inputs) < 2 or (len(node.inputs) == 2 and node.op in ("Max", "Min")):
        return None
    out = view[node.outputs[0]]
    op = "Add" if node.op in ("Sum", "Mean") else node.op
    draft = Draft(view, node)
    value = node.inputs[0]
    for i, other in enumerate(node.inputs[1:], 2):
        last = i == len(node.inputs) and node.op != "Mean"
        shape = np.broadcast_shapes(draft[value].shape, view[other].shape)
        value = draft.op(op, (value, other), shape, out=out.name if last else "", name=node.name if last else "")
    if node.op == "Mean":
        part = draft.const(np.array(1 / len(node.inputs), out.dtype.np))
        draft.op("Mul", (value, part), out.shape, out=out.name, name=node.name)
    return draft.patch(why=f"{node.op} of {len(node.inputs)} in pairs")


def _limit(view: View, node: Node) -> Patch | None:
    """Max or Min with a number is a Clip."""
    out = view[node.outputs[0]]
    for value, bound in (node.inputs[:2], node.inputs[1::-1]) if len(node.inputs) == 2 else ():
        number = view.scalar(bound)
        if number is not None and view[value].shape == out.shape and view.const(value) is None:
            draft = Draft(view, node)
            attrs = {"min" if node.op == "Max" else "max": number}
            draft.op("Clip", (value,), out.shape, attrs, out=out.name, name=node.name)
            return draft.patch(why=f"{node.op} with {number:g} is Clip")
    return None


def _power(view: View, node: Node) -> Patch | None:
    x, y = view[node.inputs[0]], view[node.outputs[0]]
    exponent = view.scalar(node.inputs[1])
    if x.shape != y.shape or x.dtype != y.dtype:
        return None
    forms = {2.0: ("Mul", (x.name, x.name)), 0.5: ("Sqrt", (x.name,)), -1.0: ("Reciprocal", (x.name,))}
    if exponent not in forms:
        return None
    op, inputs = forms[exponent]
    draft = Draft(view, node)
    draft.op(op, inputs, y.shape, out=y.name, name=node.name)
    return draft.patch(why=f"Pow {exponent:g} is {op}")


def _keeps(_view: View, node: Node) -> Patch | None:
    """ONNX's default of keepdims is 1; say it."""
    if node.op in REDUCTIONS and "keepdims" not in node.attrs:
        return Patch((node.name,), (with_attrs(node, keepdims=1),), why="keepdims written out")
    return None


_GONE = frozenset({"Flatten", "Squeeze", "Unsqueeze", "GlobalAveragePool", "GlobalMaxPool", "Sum", "Mean"})


def _left(graph: Graph) -> str | None:
    odd = (n for n in graph.nodes if n.op in _GONE)
    return next((n.name for n in odd if len(n.inputs) > 1 or n.op not in ("Sum", "Mean")), None)


ONE_RESHAPE = Property("no Flatten, Squeeze, Unsqueeze, GlobalAveragePool, GlobalMaxPool, Sum or Mean", _left)

ONE_FORM = Pass(
    "one_form",
    local(
        {
            "Flatten": (_reshape,),
            "Squeeze": (_reshape,),
            "Unsqueeze": (_reshape,),
            "GlobalAveragePool": (_whole_image,),
            "GlobalMaxPool": (_whole_image,),
            "AveragePool": (_whole_image,),
            "MaxPool": (_whole_image,),
            "Sum": (_pairs,),
            "Mean": (_pairs,),
            "Max": (_pairs, _limit),
            "Min": (_pairs, _limit),
            "Pow": (_power,),
            "Gather": (_gather,),
            "ArgMax": (_keep_axis,),
            "ArgMin": (_keep_axis,),
            **dict.fromkeys(REDUCTIONS, (_keeps, _reduce)),
        }
    ),
    ensures=(ONE_RESHAPE,),
)
