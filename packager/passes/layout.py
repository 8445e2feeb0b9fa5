"""Image operators work on NHWC tensors; transposes sink towards the outputs and cancel on the way.

    y = Conv(x, w); z = Relu(y); return z
    ->  t = Transpose(x, NHWC); u = Conv(t, w, layout="NHWC"); v = Relu(u); z = Transpose(v, NCHW); return z

One walk in execution order. For each value it knows the tensor that holds the value as an image operator, or a
Transpose, left it (its native form, see `forms.py`). Every node is rewritten to work on native forms where it can, and
writes a native form in turn; behind it stands the conversion to what the model calls the value, for readers that need
exactly that. Conversions that nobody reads are dead code, and in most networks all but those at NCHW inputs and
outputs are. Weights keep ONNX's order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import prod

import numpy as np

from packager.graph import Attr, Graph, Node, Patch, Value
from packager.passes.driver import Pass, Property
from packager.passes.elementwise import is_elementwise
from packager.passes.forms import NHWC, Blocks, Form, convert, form_of_order, plain, rearranged, shaped
from packager.passes.one_form import REDUCTIONS
from packager.passes.view import Draft, View, with_attrs

IMAGE = frozenset(
    {"Conv", "ConvTranspose", "MaxPool", "AveragePool", "LpPool", "Resize", "SpaceToDepth", "DepthToSpace"}
    | {"InstanceNormalization", "GroupNormalization", "LRN"}
)
"""Operators that read and write images: they get the attribute layout="NHWC"."""

_WINDOW = ("kernel_shape", "strides", "dilations", "output_padding", "output_shape")


@dataclass(frozen=True)
class Walk:
    """What the walk has learnt: forms by value, conversions already there, and values that are read as they are."""

    view: View
    wants_image: frozenset[str]
    native: dict[str, Form] = field(default_factory=dict)
    made: dict[tuple[str, tuple[int, ...]], Form] = field(default_factory=dict)
    as_is: set[str] = field(default_factory=set)
    known: dict[str, Value] = field(default_factory=dict)

    def forms(self, value: str) -> tuple[Form, ...]:
        """The tensors that hold `value` for nothing, the native one first."""
        native = self.native.get(value)
        read = native is None or value in self.as_is or value in self.view.outputs
        return (*((native,) if native else ()), *((plain(self.view[value]),) if read else ()))

    def price(self, value: str, want: Form) -> int:
        """Bytes that have to be moved to have `value` in the form `want`."""
        one = self.view[value]
        there = one.const is not None or (value, want.order) in self.made
        return 0 if there or any(f.order == want.order for f in self.forms(value)) else one.nbytes

    def read(self, draft: Draft, value: str, want: Form) -> str:
        """The tensor that holds `value` in the form `want`; may add nodes to `draft`."""
        one = self.view[value]
        whole = plain(one)
        if one.const is not None:
            return value if whole == replace(want, name=value) else draft.const(rearranged(one.const, want), value)
        native = self.native.get(value, whole)
        made = self.made.get((value, want.order), native)
        source = next((f for f in (native, whole, made) if f.order == want.order), native)
        if source == whole:
            self.as_is.add(value)
        name = convert(draft, source, want)
        if source.order != want.order:
            self.made[value, want.order] = replace(want, name=name)
        return name

    def write(self, draft: Draft, value: str, form: Form) -> None:
        """`value` is now held by the tensor `form`, which `draft` writes: remember, and add the way back."""
        want = plain(self.view[value])
        if replace(form, name=value) == want:
            draft.rename(form.name, value)
            return
        self.native[value] = form
        convert(draft, form, want, out=value)

    def patch(self, draft: Draft, why: str) -> Patch:
        """The patch of one node."""
        self.known.update(draft.values)
        return draft.patch(why=why)


Handler = Callable[[Walk, Draft, Node], bool]
"""Writes the node on native forms into the draft and says True, or leaves all as it is and says False."""


def _sweep(view: View) -> Iterator[Patch]:
    return rewritten(Walk(view, _wanted(view)), handler_of)


def rewritten(walk: Walk, handlers: Callable[[Node], Handler | None]) -> Iterator[Patch]:
    """The walk: a patch for every node that its handler writes on native forms."""
    for node in walk.view.graph.nodes:
        draft = Draft(walk.view, node, walk.known)
        handler = handlers(node)
        if handler is not None and handler(walk, draft, node):
            yield walk.patch(draft, f"{node.op} on the layout of its inputs")
        else:
            walk.as_is.update(node.reads)


def handler_of(node: Node) -> Handler | None:
    """Who writes `node` on native forms; None where nobody can."""
    if node.epilogue or node.attrs.get("layout") == "NHWC":
        return None
    if node.op in _HANDLERS:
        return _HANDLERS[node.op]
    return _elementwise if is_elementwise(node.op) else None


def _wanted(view: View) -> frozenset[str]:
    """Values all of whose readers are image operators, or pass the value on to such."""
    wanted: set[str] = set()
    for node in reversed(view.graph.nodes):
        for value in node.inputs:
            if value and value not in view.outputs and all(_wants(view, r, value, wanted) for r in view.readers(value)):
                wanted.add(value)
    return frozenset(wanted)


def _wants(view: View, node: Node, value: str, wanted: set[str]) -> bool:
    if node.op in IMAGE:
        return node.inputs[0] == value and view[value].rank in NHWC and node.attrs.get("layout") != "NHWC"
    passes = is_elementwise(node.op) or node.op in ("Concat", "Pad", "Slice", "Split")
    same = all(o in wanted and view[o].rank == view[value].rank for o in node.outputs if o)
    return passes and same


# --- image operators ---


def _image(walk: Walk, draft: Draft, node: Node) -> bool:
    x, y = (walk.view[n] for n in (node.inputs[0], node.outputs[0]))
    if not _is_image(walk.view.graph, node):
        return False
    new = with_attrs(node, layout="NHWC")
    inputs = list(node.inputs)
    if x.rank == 3:
        new = with_attrs(new, **_two_dimensional(node))
        if node.op.startswith("Conv"):
            weight = walk.view[node.inputs[1]]
            inputs[1] = draft.reshape(weight.name, (*weight.shape[:2], 1, weight.shape[2]))
    inputs[0] = walk.read(draft, x.name, shaped(x, 4, NHWC[x.rank]))
    form = fresh_tensor(draft, shaped(y, 4, NHWC[y.rank]), y)
    draft.nodes.append(replace(new, inputs=tuple(inputs), outputs=(form.name,)))
    walk.write(draft, y.name, form)
    return True


def _is_image(graph: Graph, node: Node) -> bool:
    """True if the operator can be told to read and write NHWC."""
    x, y = graph[node.inputs[0]], graph[node.outputs[0]]
    if x.rank not in NHWC or y.rank != x.rank or any(node.outputs[1:]):
        return False
    if node.op == "Resize":
        scales = node.attrs["scales"]
        return isinstance(scales, tuple) and scales[:2] == (1, 1) and "roi" not in node.attrs
    return not node.op.startswith("Conv") or graph.const(node.inputs[1]) is not None


def _two_dimensional(node: Node) -> dict[str, Attr]:
    """Attributes of a window or of scales over one axis, for images of height 1."""
    neutral = {"output_padding": 0}
    new: dict[str, Attr] = {k: (neutral.get(k, 1), *node.ints(k)) for k in _WINDOW if k in node.attrs}
    if "pads" in node.attrs:
        before, after = node.ints("pads")
        new["pads"] = (0, before, 0, after)
    for key in ("scales", "sizes"):
        value = node.attrs.get(key)
        if isinstance(value, tuple) and value:
            new[key] = (*value[:2], type(value[0])(1), *value[2:])
    return new


def fresh_tensor(draft: Draft, form: Form, like: Value) -> Form:
    """The form as a new tensor."""
    name = draft.view.fresh(f"{like.name}.nhwc")
    draft.values[name] = Value(name, form.shape, like.dtype)
    return replace(form, name=name)


# --- operators that work in any layout ---


def _choose(walk: Walk, node: Node, y: Value) -> Form:
    """The form in which the node costs least: that of one of its inputs, as the model has it, or NHWC."""
    operands = [walk.view[i] for i in dict.fromkeys(node.inputs) if i and walk.view[i].const is None]
    forms = [_lifted(f, y) for o in operands for f in walk.forms(o.name) if not f.plain]
    image = shaped(y, 4, NHWC[y.rank]) if y.rank in NHWC else None
    if image is not None and y.name in walk.wants_image:
        forms.append(image)
    candidates = [*dict.fromkeys(forms), plain(y)]

    def cost(form: Form) -> int:
        later = y.nbytes if image is not None and y.name in walk.wants_image and form.order != image.order else 0
        return later + sum(walk.price(o.name, _operand(o, form, y.rank)) for o in operands)

    best = min(candidates, key=cost)
    return replace(best, name="")


def _lifted(form: Form, y: Value) -> Form:
    """The form of the result `y` when an operand with fewer axes lies in `form`."""
    more = y.rank - len(form.dims)
    return shaped(y, len(form.shape) + more, (*range(more), *(d + more for d in form.dims)))


def _operand(value: Value, form: Form, rank: int) -> Form:
    """How an operand, aligned to the right of a result of `rank` axes, must lie when the result lies in `form`."""
    return shaped(value, len(form.shape), form.dims[rank - value.rank :])


def _elementwise(walk: Walk, draft: Draft, node: Node) -> bool:
    y = walk.view[node.outputs[0]]
    if any(walk.view[i].rank > y.rank for i in node.inputs if i):
        return False
    form = _choose(walk, node, y)
    if form.plain and form.shape == y.shape:
        return False
    inputs = []
    for name in node.inputs:
        value = walk.view[name] if name else None
        if value is None or (value.const is not None and value.size == 1):
            inputs.append(name)
        elif value.const is not None:
            # Broadcasting adds axes of size 1 in front: a constant per channel is a vector.
            array = rearranged(value.const, _operand(value, form, y.rank))
            lead = next((i for i, d in enumerate(array.shape) if d != 1), array.ndim)
            inputs.append(draft.const(array.reshape(array.shape[lead:]), name))
        else:
            inputs.append(walk.read(draft, name, _operand(value, form, y.rank)))
    return _same_operator(walk, draft, node, tuple(inputs), form, y)


def _same_operator(walk: Walk, draft: Draft, node: Node, inputs: tuple[str, ...], form: Form, y: Value) -> bool:
    new = fresh_tensor(draft, form, y)
    draft.nodes.append(replace(node, inputs=inputs, outputs=(new.name,)))
    walk.write(draft, y.name, new)
    return True


def _quantise(walk: Walk, draft: Draft, node: Node) -> bool:
    """QuantizeLinear and DequantizeLinear: one scale for all, or one per element of an axis."""
    single = all(walk.view[i].size == 1 for i in node.inputs[1:] if i)
    return _elementwise(walk, draft, node) if single else _by_axes(_axis)(walk, draft, node)


def _concat(walk: Walk, draft: Draft, node: Node) -> bool:
    y = walk.view[node.outputs[0]]
    form = _choose(walk, node, y)
    if form.plain and form.shape == y.shape:
        return False
    inputs = tuple(walk.read(draft, i, _operand(walk.view[i], form, y.rank)) for i in node.inputs)
    moved = with_attrs(node, axis=form.dims[node.int("axis")])
    return _same_operator(walk, draft, moved, inputs, form, y)


def _moved(walk: Walk, node: Node) -> tuple[Form, Value] | None:
    """The form a node with one data input works in, and that input."""
    x = walk.view[node.inputs[0]]
    if x.const is not None or any(walk.view[o].rank != x.rank for o in node.outputs if o):
        return None
    form = _choose(walk, node, walk.view[node.outputs[0]])
    return None if form.plain and form.shape == walk.view[node.outputs[0]].shape else (form, x)


def _by_axes(attrs_of: Callable[[Node, Form], Mapping[str, Attr]]) -> Handler:
    """An operator that moves or reduces along axes: `attrs_of` says its attributes in a form."""

    def handler(walk: Walk, draft: Draft, node: Node) -> bool:
        found = _moved(walk, node)
        if found is None:
            return False
        form, x = found
        source = walk.read(draft, x.name, shaped(x, len(form.shape), form.dims))
        forms = [
            fresh_tensor(draft, shaped(y, len(form.shape), form.dims), y)
            for y in map(walk.view.__getitem__, node.outputs)
        ]
        outputs = tuple(f.name for f in forms)
        draft.nodes.append(
            replace(with_attrs(node, **attrs_of(node, form)), inputs=(source, *node.inputs[1:]), outputs=outputs)
        )
        for value, held in zip(node.outputs, forms, strict=True):
            walk.write(draft, value, held)
        return True

    return handler


def _axis(node: Node, form: Form) -> Mapping[str, Attr]:
    return {"axis": form.dims[node.int("axis")]}


def _axes(node: Node, form: Form) -> Mapping[str, Attr]:
    return {"axes": tuple(sorted(form.dims[a] for a in node.ints("axes")))}


def _slice_axes(node: Node, form: Form) -> Mapping[str, Attr]:
    return {"axes": tuple(form.dims[a] for a in node.ints("axes"))}


def _pads(node: Node, form: Form) -> Mapping[str, Attr]:
    old, rank = node.ints("pads"), len(form.shape)
    new = [0] * (2 * rank)
    for i, d in enumerate(form.dims):
        new[d], new[d + rank] = old[i], old[i + len(form.dims)]
    return {"pads": tuple(new)}


def _repeats(key: str) -> Callable[[Node, Form], Mapping[str, Attr]]:
    def attrs_of(node: Node, form: Form) -> Mapping[str, Attr]:
        new = [1] * len(form.shape)
        for size, d in zip(node.ints(key), form.dims, strict=True):
            new[d] = size
        return {key: tuple(new)}

    return attrs_of


def _keeps_rank(handler: Handler) -> Handler:
    """Reductions: only those that keep their axes; Gather: only with a list of constant indices; one output."""

    def guarded(walk: Walk, draft: Draft, node: Node) -> bool:
        indices = walk.view[node.inputs[1]] if len(node.inputs) > 1 and node.inputs[1] else None
        if node.int("keepdims", 1) != 1 or (indices is not None and (indices.const is None or indices.rank != 1)):
            return False
        return handler(walk, draft, node)

    return guarded


# --- Transpose, Reshape, Gemm ---


def _transpose(walk: Walk, draft: Draft, node: Node) -> bool:
    """A Transpose costs nothing: it only says that the axes have other names now."""
    x, y = (walk.view[n] for n in (node.inputs[0], node.outputs[0]))
    if x.const is not None:
        return False
    perm = node.ints("perm")
    held = walk.native.get(x.name)
    source = held or plain(x)
    form = replace(source, dims=tuple(source.dims[p] for p in perm))
    want = plain(y)
    if form.order != want.order:
        walk.native[y.name] = form
    if held is None and form.order != want.order:
        return False
    convert(draft, form, want, out=y.name)
    return True


def _reshape(walk: Walk, draft: Draft, node: Node) -> bool:
    """Works on the native form where it cuts and joins axes that lie side by side there."""
    x, y = (walk.view[n] for n in (node.inputs[0], node.outputs[0]))
    have = walk.native.get(x.name)
    if have is None or not x.size:
        return False
    blocks = Blocks.of(x.shape, y.shape)
    order = have.order
    if not blocks.keep(order):
        order = blocks.grouped(order)
        if order == plain(x).order:
            return False
        want = form_of_order(x, order)
        have = replace(want, name=walk.read(draft, x.name, want))
    form = form_of_order(y, blocks.renamed(order))
    if form.shape == have.shape:
        walk.native[y.name] = replace(form, name=have.name)
        convert(draft, walk.native[y.name], plain(y), out=y.name)
        return True
    name = draft.op("Reshape", (have.name,), form.shape, {"shape": form.shape})
    walk.write(draft, y.name, replace(form, name=name))
    return True


def _gemm(walk: Walk, draft: Draft, node: Node) -> bool:
    """Behind a flattened image, the rows of the weight follow the image's layout instead of the image the weight's."""
    reshape = walk.view.producer(node.inputs[0], "Reshape")
    weight = walk.view.const(node.inputs[1])
    have = walk.native.get(reshape.inputs[0]) if reshape is not None else None
    if reshape is None or weight is None or have is None or node.int("transA") or node.int("transB"):
        return False
    x, flat = walk.view[reshape.inputs[0]], walk.view[node.inputs[0]]
    order = have.order
    if x.shape[:1] != flat.shape[:1] or prod(x.shape[1:]) != flat.shape[1] or order == plain(x).order:
        return False
    rows = x.shape[0] > 1
    if rows and order[0] != 0:
        return False
    inner = [i - 1 for i in order if i > 0]
    units = [i for i in range(x.rank - 1) if i not in inner]
    index = np.arange(flat.shape[1]).reshape(x.shape[1:]).transpose(*units, *inner).reshape(-1)
    source = draft.op("Reshape", (have.name,), flat.shape, {"shape": flat.shape})
    permuted = draft.const(weight[index], node.inputs[1])
    draft.nodes.append(replace(node, inputs=(source, permuted, *node.inputs[2:])))
    return True


_HANDLERS: Mapping[str, Handler] = {
    **dict.fromkeys(IMAGE, _image),
    **dict.fromkeys(REDUCTIONS, _keeps_rank(_by_axes(_axes))),
    **dict.fromkeys(("Softmax", "LogSoftmax", "Hardmax", "Split"), _by_axes(_axis)),
    **dict.fromkeys(("ArgMax", "ArgMin", "Gather"), _keeps_rank(_by_axes(_axis))),
    **dict.fromkeys(("QuantizeLinear", "DequantizeLinear"), _quantise),
    "Concat": _concat,
    "Slice": _by_axes(_slice_axes),
    "Pad": _by_axes(_pads),
    "Tile": _by_axes(_repeats("repeats")),
    "Expand": _by_axes(_repeats("shape")),
    "Transpose": _transpose,
    "Reshape": _reshape,
    "Gemm": _gemm,
}


def _not_nhwc(graph: Graph) -> str | None:
    """The first image operator that could be NHWC but is not."""
    nodes = (n for n in graph.nodes if n.op in IMAGE and n.attrs.get("layout") != "NHWC")
    return next((n.name for n in nodes if _is_image(graph, n)), None)


ALL_NHWC = Property("every image operator is NHWC", _not_nhwc)

LAYOUT = Pass("layout", _sweep, ensures=(ALL_NHWC,), ordered=True, once=True)
