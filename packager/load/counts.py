"""Values of which only an upper bound of elements is known: who makes them, who can carry them, and who cannot.

Such a value has the shape of its bound, and a note: along which axis it is longer than what it means, and which value,
an i64[1], says by how much. Whoever computes each row of a result from the same row of such a value carries the note
on; to all others the rows behind the count would count, so they are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import onnx_ir as ir
from onnxscript.optimizer._constant_folding import Replacement

from packager.dtype import BY_ONNX, I32, I64, DType
from packager.errors import Unsupported, Where
from packager.graph import Cut, Node
from packager.load.reader import constant, where_of
from packager.lowering.base import find

_NOTE = "pack.count"

Shape = tuple[int, ...]


@dataclass(frozen=True)
class Note:
    """`value` says how long a value really is along `axis`."""

    axis: int
    value: ir.Value


@dataclass(frozen=True)
class _Made:
    """An output of an operator that makes such values; `axis` is None where its size is known."""

    shape: Shape
    dtype: DType
    axis: int | None = None


def note(value: ir.Value | None) -> Note | None:
    """What is noted of `value`."""
    found: Note | None = value.meta.get(_NOTE) if value is not None else None
    return found


# --- who makes them ---


def _non_zero(x: Shape, *_: Shape) -> Sequence[_Made]:
    return (_Made((max(1, len(x)), prod(x)), I64, 1),)


def _compress(form: Node, x: ir.Value, chosen: Shape) -> Sequence[_Made]:
    axis = form.int("axis")
    shape = _shape(x)
    return (_Made((*shape[:axis], chosen[0], *shape[axis + 1 :]), _dtype(x), axis),)


def _unique(x: ir.Value) -> Sequence[_Made]:
    rows, width = _shape(x)
    return (
        _Made((rows, width), _dtype(x), 0), _Made((rows,), I64, 0), _Made((rows,), I64), _Made((rows,), I64, 0),
    )  # fmt: skip


def _boxes(scores: Shape, most: ir.Value) -> Sequence[_Made]:
    known = most.const_value
    each = int(known.numpy()) if known is not None else scores[2]
    return (_Made((scores[0] * scores[1] * each, 3), I64, 0),)


BOUNDED: Mapping[str, Callable[[Node, Sequence[ir.Value]], tuple[Sequence[_Made], Sequence[_Made]]]] = {
    "NonZero": lambda _, read: (_non_zero(_shape(read[0])), ()),
    "Compress": lambda form, read: (_compress(form, read[0], _shape(read[1])), ()),
    "Unique": lambda _, read: (_unique(read[0]), (_Made((4, _shape(read[0])[0]), I32),)),
    "NonMaxSuppression": lambda _, read: (_boxes(_shape(read[1]), read[2]), (_Made((_shape(read[1])[2],), I32),)),
}
"""Operator -> its outputs as ONNX has them, and the room that it works in; its count stands between them."""


def make(node: ir.Node, form: Node | None) -> bool:
    """Give the outputs of `node` types and notes, if it makes such values: ONNX knows only some of them."""
    if form is None or form.op not in BOUNDED:
        return False
    if all(v.const_value is not None for v in node.inputs if v is not None):
        return False  # it will be folded, and is as ONNX has it
    made, room = BOUNDED[form.op](form, [v for v in node.inputs if v is not None])
    count = node.outputs[len(made)]
    for value, found in zip(node.outputs, (*made, _Made((1,), I64), *room), strict=True):
        value.shape, value.type = ir.Shape(found.shape), ir.TensorType(ir.DataType(found.dtype.onnx))
        if found.axis is not None:
            value.meta[_NOTE] = Note(found.axis, count)
    return True


# --- who carries them ---


def hand_on(old: ir.Value, new: ir.Value) -> None:
    """Note of `new`, which stands in place of `old`, what is noted of that."""
    if (known := note(old)) is not None and new is not known.value:
        new.meta.setdefault(_NOTE, known)


def carry(node: ir.Node, form: Node | None) -> None:
    """Note of what `node` writes what is noted of its inputs; raise Unsupported where it would read behind the count.

    `form` is its normalised form; None of an operator without one.
    """
    read = [(i, v, n) for i, v in enumerate(node.inputs) if v is not None and (n := note(v)) is not None]
    if not read:
        return
    _, value, known = read[0]
    axis: int | None = None
    if all(n.value is known.value for _, _, n in read):
        shapes = [None if v is None else _shape(v) for v in node.inputs]
        axes = {i: n.axis for i, _, n in read}
        axis = known.axis if form is None and node.op_type == "Identity" else None
        if form is not None:
            rule = _RULES.get(form.op) or _elementwise(form.op)
            axis = rule(form, shapes, axes) if rule is not None else None
    if axis is None:
        raise _refusal(node.op_type, value, known, where_of(node), several=len({n.value for *_, n in read}) > 1)
    for output in node.outputs:
        output.meta[_NOTE] = Note(axis, known.value)


def _elementwise(op: str) -> Rule | None:
    found = find(op)
    return _same_place if found is not None and found.body is not None else None


def _refusal(op: str, value: ir.Value, known: Note, where: Where, *, several: bool) -> Unsupported:
    size = _shape(value)[known.axis]
    of = "that several results of operators like NonZero count" if several else "of which only a bound is known"
    return Unsupported(
        f"{op} of elements {of}",
        where=where,
        why=f"'{value.name}' has at most {size} along axis {known.axis}; how many there are is known when the model "
        f"has run, and {op} would mix in those behind them",
        fix="cut the model before this node with `outputs:` in the manifest, and do the rest in the calling program",
    )


def shape(node: ir.Node) -> Replacement | None:
    """What stands in place of a Shape of such a value: what is known of it, and the count; None of other nodes."""
    value = node.inputs[0] if node.inputs else None
    known = note(value)
    if known is None or value is None or node.op_type not in ("Shape", "Size"):
        return None
    if node.op_type == "Size":
        raise _refusal("Size", value, known, where_of(node), several=False)
    sizes = _shape(value)
    span = [node.attributes[k].as_int() if k in node.attributes else None for k in ("start", "end")]
    parts: list[ir.Value] = []
    for axis in range(len(sizes))[slice(*span)]:
        one = constant(np.array([sizes[axis]], np.int64), f"{node.outputs[0].name}/{axis}")
        parts.append(known.value if axis == known.axis else one)
    if known.value not in parts:
        return Replacement([constant(np.array(sizes[slice(*span)], np.int64), node.outputs[0].name or "")], [])
    if len(parts) == 1:
        return Replacement(parts, [])
    joined = ir.Node("", "Concat", parts, [ir.Attr("axis", ir.AttributeType.INT, 0)], outputs=[ir.Value(name="")])
    joined.name, joined.outputs[0].name = node.name, node.outputs[0].name
    return Replacement(joined.outputs, [joined])


Rule = Callable[[Node, Sequence[Shape | None], Mapping[int, int]], int | None]
"""(form, shapes of its inputs, input -> its axis) -> the axis of the outputs; None where it cannot carry it."""


def _same_place(form: Node, shapes: Sequence[Shape | None], axes: Mapping[int, int]) -> int | None:
    """Elementwise: the axis counts from the right, as broadcasting does."""
    del form
    given = [s for s in shapes if s is not None]
    rank = max(len(s) for s in given)
    places = {rank - len(shapes[i] or ()) + axis for i, axis in axes.items()}
    if len(places) > 1:
        return None
    (place,) = places
    for i, s in enumerate(shapes):
        own = None if s is None else place - rank + len(s)
        if s is not None and own is not None and own >= 0 and i not in axes and s[own] != 1:
            return None
    return place


def _one(which: int, rule: Callable[[Node, Shape, int], int | None]) -> Rule:
    """Only input number `which` may be such a value."""

    def found(form: Node, shapes: Sequence[Shape | None], axes: Mapping[int, int]) -> int | None:
        return rule(form, shapes[which] or (), axes[which]) if set(axes) == {which} else None

    return found


def _beside(key: str, default: int = -1) -> Rule:
    """Works along the axes `key`, each place of the others for itself."""

    def beside(form: Node, x: Shape, axis: int) -> int | None:
        at = form.attrs.get(key, default)
        used = {a % len(x) for a in (at if isinstance(at, tuple) else (at,)) if isinstance(a, int)}
        return None if axis in used else axis

    return _one(0, beside)


def _reduced(form: Node, x: Shape, axis: int) -> int | None:
    axes = form.ints("axes") if "axes" in form.attrs else (form.int("axis") % len(x),)
    if axis in axes:
        return None
    return axis if form.int("keepdims", 1) else axis - sum(a < axis for a in axes)


def _reshaped(form: Node, x: Shape, axis: int) -> int | None:
    wanted = form.ints("shape")
    places = (i for i, n in enumerate(wanted) if n == x[axis] and prod(wanted[:i]) == prod(x[:axis]))
    return next(places, None)


def _inserted(form: Node, x: Shape, axis: int) -> int | None:
    axes = form.ints("axes")
    return [d for d in range(len(x) + len(axes)) if d not in axes][axis]


def _squeezed(form: Node, x: Shape, axis: int) -> int | None:
    del x
    axes = form.ints("axes")
    return None if axis in axes else axis - sum(a < axis for a in axes)


def _gathered(form: Node, shapes: Sequence[Shape | None], axes: Mapping[int, int]) -> int | None:
    at, indices = form.int("axis"), shapes[1] or ()
    if set(axes) == {1}:
        return at + axes[1]
    if set(axes) == {0} and axes[0] != at:
        return axes[0] if axes[0] < at else axes[0] + len(indices) - 1
    return None


def _picked(form: Node, shapes: Sequence[Shape | None], axes: Mapping[int, int]) -> int | None:
    """GatherND: rows of indices."""
    indices = shapes[1] or ()
    return axes[1] if set(axes) == {1} and form.int("batch_dims") == 0 and axes[1] < len(indices) - 1 else None


def _joined(form: Node, shapes: Sequence[Shape | None], axes: Mapping[int, int]) -> int | None:
    (axis, *others) = set(axes.values())
    return None if others or len(axes) < len(shapes) or axis == form.int("axis") else axis


def _multiplied(form: Node, shapes: Sequence[Shape | None], axes: Mapping[int, int]) -> int | None:
    """Rows of the first matrix."""
    a, b = (s or () for s in shapes[:2])
    if set(axes) != {0} or len(a) < max(2, len(b)) or form.int("transA"):
        return None
    return axes[0] if axes[0] == len(a) - 2 and (len(b) == 2 or len(b) < 2) else None


def _regions(form: Node, shapes: Sequence[Shape | None], axes: Mapping[int, int]) -> int | None:
    """RoiAlign: its regions and their images."""
    del form, shapes
    return 0 if set(axes) in ({1}, {1, 2}) and set(axes.values()) == {0} else None


def _first(_: Node, x: Shape, axis: int) -> int | None:
    """Each image, or row, for itself."""
    del x
    return 0 if axis == 0 else None


def _turned(form: Node, x: Shape, axis: int) -> int | None:
    del x
    return form.ints("perm").index(axis)


_IMAGE_OPERATORS = (
    "AveragePool", "BatchNormalization", "Conv", "ConvTranspose", "DepthToSpace", "GlobalAveragePool", "GlobalMaxPool",
    "GroupNormalization", "InstanceNormalization", "LpPool", "MaxPool", "SpaceToDepth",
)  # fmt: skip

_RULES: dict[str, Rule] = {
    **dict.fromkeys(("Cast", "Clip", "Dropout", "IsInf", "IsNaN", "PRelu", "Where"), _same_place),
    **dict.fromkeys(("ArgMax", "ArgMin"), _one(0, _reduced)),
    **{
        f"Reduce{kind}": _one(0, _reduced)
        for kind in ("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare")
    },
    **dict.fromkeys(("Softmax", "LogSoftmax", "Hardmax", "TopK", "Split", "CumSum"), _beside("axis")),
    "Slice": _beside("axes"),
    **dict.fromkeys(_IMAGE_OPERATORS, _one(0, _first)),
    "LayerNormalization": _one(0, lambda form, x, axis: axis if axis < form.int("axis") % len(x) else None),
    "Concat": _joined,
    "Gather": _gathered,
    "GatherND": _picked,
    "Gemm": _multiplied,
    "MatMul": _multiplied,
    "Reshape": _one(0, _reshaped),
    "RoiAlign": _regions,
    "Squeeze": _one(0, _squeezed),
    "Transpose": _one(0, _turned),
    "Unsqueeze": _one(0, _inserted),
}


# --- what the graph tells of them ---


def expose(graph: ir.Graph, wanted: list[str]) -> dict[str, Cut]:
    """Make the counts of outputs further outputs, called `<output>.count`, whose names are added to `wanted`."""
    taken = {v.name for v in (*graph.inputs, *graph.initializers.values())} | set(wanted)
    taken |= {v.name for node in graph for v in node.outputs}
    names: dict[ir.Value, str] = {}
    cuts: dict[str, Cut] = {}
    for output, value in list(zip(wanted, graph.outputs, strict=True)):
        known = note(value)
        if known is None:
            continue
        if known.value not in names:
            stems = (f"{output}.count", *(f"{output}.count.{i}" for i in range(1, len(taken) + 2)))
            own = {known.value.name} - set(wanted)
            name = next(s for s in stems if s not in taken - own)
            names[known.value] = name
            if not known.value.is_graph_output():
                known.value.name = name
            wanted.append(name)
            graph.outputs.append(known.value)
        cuts[output] = Cut(known.axis, names[known.value])
    return cuts


def _shape(value: ir.Value) -> Shape:
    assert value.shape is not None
    return tuple(value.shape.numpy())


def _dtype(value: ir.Value) -> DType:
    assert value.dtype is not None
    return BY_ONNX[value.dtype]
