"""An ONNX file -> Graph: static shapes, constants folded, one spelling for every operator.

Opsets 7 to the newest that the installed onnx knows; ONNX's own operators, model-local functions and constant branches.
Nothing symbolic is left, no node computes what is known when pack builds, no node is dead.

Normalised form
---------------
Whatever decides the shape of the code is an attribute: resolved, in range, every attribute stated, axes counted from
the front. `x` is the first input. Operators that change nothing, and Constant, ConstantOfShape, Shape, Size, EyeLike,
Range, Identity, Dropout, CastLike, Flatten, Sum, Mean, Upsample, Scatter, If, do not occur (Identity: see below).

================================  ======================================================================================
operator(inputs)                  attributes
================================  ======================================================================================
Reshape(x)                        shape: without 0 and -1. Flatten is a Reshape. Never the shape that x has already
Squeeze(x), Unsqueeze(x)          axes: sorted; of the output for Unsqueeze
Transpose(x)                      perm: never the identity
Concat(a, b, ...)                 axis; at least two inputs, none of them empty
Split(x)                          axis, split: sizes of all parts; at least two parts
Slice(x)                          axes (sorted, only those that are cut), starts, ends, steps. In range; with a negative
                                  step an end of -1 means down to element 0, and element 0 included
Pad(x)                            pads: begins then ends of all axes, >= 0; mode constant, edge, reflect, wrap; value.
                                  Negative pads are a Slice before it
Expand(x)                         shape: the output's whole shape
Tile(x)                           repeats
Gather(x, indices)                axis; constant indices are >= 0
GatherElements, GatherND,         as in ONNX, axis >= 0
ScatterElements, ScatterND
TopK(x)                           k, axis, largest, sorted
Trilu(x), CumSum(x)               k, upper; axis, exclusive, reverse
DepthToSpace(x), SpaceToDepth(x)  blocksize; mode (DCR, CRD) for DepthToSpace
Conv(x, w, [b])                   kernel_shape, strides, dilations, pads (begins then ends), group. No auto_pad
ConvTranspose(x, w, [b])          the same and output_padding; output_shape is resolved into pads
MaxPool(x), AveragePool(x),       kernel_shape, strides, dilations, pads, ceil_mode (the Value has the shape it leads
LpPool(x)                         to: the last window may hang over the padded input); storage_order;
                                  count_include_pad; p
GlobalAveragePool(x), ...         none
BatchNormalization(x, scale,      epsilon; one output
bias, mean, var)
GroupNormalization(x, s, b)       num_groups, epsilon; scale and bias per channel
Resize(x)                         mode (nearest, linear, cubic), scales and sizes of all axes in the order of x's dims,
                                  coordinate_transformation_mode, nearest_mode, cubic_coeff_a, exclude_outside,
                                  extrapolation_value, antialias; roi (starts, ends of all axes) only for
                                  tf_crop_and_resize. Sampling uses `scales`, which need not be sizes / shape exactly
Softmax(x), LogSoftmax, Hardmax   axis: that one axis (the flattening form of old opsets stands between two Reshapes)
ReduceX(x)                        axes: sorted, all that are reduced; () reduces nothing; keepdims
ArgMax(x), ArgMin(x)              axis, keepdims, select_last_index
Clip(x)                           min, max: numbers, infinite where open. Computed bounds: Clip(x, min, max), no attrs
Cast(x)                           to: ONNX's number of the type, never the one x has
Max(a, b), Min(a, b), Add(a, b)   exactly two inputs; Sum and Mean are chains of Add
Gemm(a, b, [c])                   alpha, beta, transA, transB
QuantizeLinear, DequantizeLinear  axis only where the scale is not a scalar; block_size, output_dtype, saturate where
                                  they differ from ONNX's default. On constants they are folded
everything else                   inputs as in ONNX, attributes of the newest operator set, those with a default stated
================================  ======================================================================================

A value keeps its ONNX name; inside a function or a branch the caller's node stands before it (`call/inner`). A node is
called as in the file, or `<op>#<index>`. The graph's outputs are always written by a node: an output that is a
constant, an input under another name, or a second name of another output is written by an Identity, the only place for
one.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import onnx

from packager import dtype as dtypes
from packager.errors import (
    DynamicShape,
    ModelInvalid,
    PackError,
    PackErrors,
    UnknownName,
    Unsupported,
    Where,
)
from packager.graph import Graph, Node, Value
from packager.load import source, tensors
from packager.load.walk import Scope, Walk, constants, import_versions

Pins = Mapping[str, Sequence[int]]
_NO_PINS: Pins = MappingProxyType({})


def load(
    path: Path | str,
    *,
    name: str = "",
    sha256: str = "",
    inputs: Pins = _NO_PINS,
    outputs: Sequence[str] = (),
    where: Where = Where(),
) -> Graph:
    """The graph of the ONNX file `path`, as the module describes it.

    `name` names the graph (default: the file's stem). `sha256` is the file's expected hash. `inputs` fixes the shapes
    of inputs (`{name: shape}`) and `outputs` names the values that become the graph's outputs, any of the model's own;
    `where` is the place in the manifest that says so. Inputs that no chosen output needs are dropped, if `outputs` is
    given.

    Raises FileMissing, UnknownName (exit 2), ModelInvalid, ModelChanged, ModelTooLarge, Unsupported, DynamicShape
    (exit 3), or PackErrors with everything that was found.
    """
    path = Path(path)
    model = source.read(path, sha256, where)
    file = path.name
    opsets = _opsets(model, file)
    functions = {("" if f.domain == "ai.onnx" else f.domain, f.name, f.overload): f for f in model.functions}
    walk = Walk(file, path.parent, functions)
    graph = model.graph
    scope = Scope(opsets)
    scope.lazy = constants(graph, file, path.parent, "")
    walk.names |= {i.name for i in graph.input} | scope.lazy.keys() | {o for n in graph.node for o in n.output}
    wanted = _wanted(graph, outputs, scope, file, where)
    for value in _inputs(graph, inputs, scope, file, where):
        scope.values[value.name] = walk.define(value)
    walk.run(graph.node, wanted, scope)
    if walk.errors:
        raise walk.errors[0] if len(walk.errors) == 1 else PackErrors(walk.errors)
    results = [walk.lookup(o, scope, Where(file)) for o in wanted]
    return _finish(walk, scope, list(zip(wanted, results, strict=True)), name or path.stem, bool(outputs), file)


def _opsets(model: onnx.ModelProto, file: str) -> dict[str, int]:
    """Domain -> version of the operator sets that the model imports."""
    if model.ir_version < 3 or not model.opset_import:
        raise Unsupported(
            f"the file is of ONNX IR version {model.ir_version}",
            where=file,
            why="pack reads version 3 (ONNX 1.0) and newer, which state their operator sets",
            fix="export the model again with a current exporter",
        )
    return import_versions(model.opset_import, file)


def _wanted(graph: onnx.GraphProto, outputs: Sequence[str], scope: Scope, file: str, where: Where) -> list[str]:
    """Names of the graph's outputs: the manifest's or the model's own."""
    wanted = list(outputs) or [o.name for o in graph.output]
    if not wanted:
        raise ModelInvalid("the model has no outputs", where=file, why="its graph lists none", fix="export it again")
    twice = sorted({o for o in wanted if wanted.count(o) > 1})
    if twice:
        raise ModelInvalid(
            f"the output '{twice[0]}' is listed twice",
            where=file,
            why="outputs need names of their own",
            fix="remove one",
        )
    known = {o for n in graph.node for o in n.output if o} | {i.name for i in graph.input} | scope.lazy.keys()
    errors = [_unknown("output", o, known, where) for o in outputs if o not in known]
    if errors:
        raise errors[0] if len(errors) == 1 else PackErrors(errors)
    return wanted


def _unknown(kind: str, name: str, known: set[str] | dict[str, object], where: Where) -> UnknownName:
    near = difflib.get_close_matches(name[:200], list(known)[:20_000], n=3, cutoff=0.4)
    shown = near or sorted(known)[:8]
    return UnknownName(
        f"the model has no {'value' if kind == 'output' else kind} '{name}'",
        where=where,
        why=f"the manifest names it as an {kind}",
        fix=("perhaps you meant " if near else "there are: ") + ", ".join(f"'{n}'" for n in shown),
    )


def _inputs(graph: onnx.GraphProto, pins: Pins, scope: Scope, file: str, where: Where) -> list[Value]:
    """The inputs with static shapes. Initialisers listed among the inputs (IR 3) are constants, not inputs."""
    declared = {i.name: i for i in graph.input if i.name not in scope.lazy}
    errors: list[PackError] = [_unknown("input", p, set(declared), where) for p in pins if p not in declared]
    if len(declared) + len(scope.lazy.keys() & {i.name for i in graph.input}) < len(graph.input):
        errors.append(
            ModelInvalid(
                "two inputs have one name", where=file, why="a name stands for one tensor", fix="export it again"
            )
        )
    values: list[Value] = []
    open_: dict[str, list[str]] = {}
    for name, info in declared.items():
        try:
            values.append(_input(info, tuple(pins[name]) if name in pins else None, open_, file, where))
        except _Open:
            continue
        except PackError as error:
            errors.append(error)
    if open_:
        lines = ", ".join(f"{_yaml(n)}: [{', '.join(dims)}]" for n, dims in open_.items())
        errors.append(
            DynamicShape(
                f"the size of {'inputs' if len(open_) > 1 else 'input'} {', '.join(repr(n) for n in open_)} is open",
                where=where if str(where) else file,
                why=f"the model was exported with dynamic axes: {lines}",
                fix=f"state sizes in the manifest (numbers in place of names):\n"
                f"         model:\n           path: {_yaml(file)}\n           inputs: {{{lines}}}",
            )
        )
    if errors:
        raise errors[0] if len(errors) == 1 else PackErrors(errors)
    return values


class _Open(Exception):
    """The input's sizes are not all known; what to write is in the caller's list."""


def _yaml(text: str) -> str:
    plain = text.replace("_", "a").replace(".", "a").replace("-", "a").replace("/", "a")
    return (
        text
        if plain.isalnum() and not text[0].isdigit()
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def _input(
    info: onnx.ValueInfoProto, pin: tuple[int, ...] | None, open_: dict[str, list[str]], file: str, where: Where
) -> Value:
    """One input; its open sizes are taken from the manifest's `pin`, or noted in `open_`."""
    at = Where(file)
    if not info.type.HasField("tensor_type"):
        kind = info.type.WhichOneof("value") or "untyped value"
        raise Unsupported(
            f"the input '{info.name}' is a {kind.replace('_type', '')}",
            where=at,
            why="pack compiles networks that take dense tensors",
            fix="export the model with tensors as inputs",
        )
    tensor = info.type.tensor_type
    if tensor.elem_type not in dtypes.BY_ONNX:
        raise Unsupported(
            f"the input '{info.name}' has elements of type {tensors.type_name(tensor.elem_type)}",
            where=at,
            why="pack compiles float32, and integer and other float types that numpy has",
            fix="export the model with a float32 input",
        )
    dims = [(d.dim_value if d.HasField("dim_value") else None, d.dim_param) for d in tensor.shape.dim]
    if not tensor.HasField("shape"):
        if pin is None:
            open_[info.name] = ["1", "..."]
            raise _Open
        dims = [(None, "")] * len(pin)
    if pin is not None:
        fixed = [size for size, _ in dims]
        if len(pin) != len(dims) or any(f not in (None, 0, -1, p) for f, p in zip(fixed, pin, strict=False)):
            stated = ", ".join(str(size) if size is not None else param or "?" for size, param in dims)
            raise UnknownName(
                f"the shape {list(pin)} does not fit the input '{info.name}'",
                where=where,
                why=f"the model has it as [{stated}]",
                fix="write a shape with the same number of dimensions, and the model's numbers where it has numbers",
            )
        shape = tensors.shape_of(pin, f"the input '{info.name}'", at)
    else:
        if any(size is None or size < 0 for size, _ in dims):
            open_[info.name] = [
                str(size)
                if size is not None and size >= 0
                else "1"
                if i == 0 and len(dims) > 1
                else param or f"SIZE{i}"
                for i, (size, param) in enumerate(dims)
            ]
            raise _Open
        shape = tensors.shape_of((size or 0 for size, _ in dims), f"the input '{info.name}'", at)
    if 0 in shape:
        raise ModelInvalid(
            f"the input '{info.name}' is empty",
            where=at,
            why=f"its shape is {list(shape)}",
            fix="export the model with sizes above 0, or state them with `inputs:` in the manifest",
        )
    return Value(info.name, shape, dtypes.BY_ONNX[tensor.elem_type])


def _finish(
    walk: Walk, scope: Scope, results: list[tuple[str, Value | None]], name: str, cut: bool, file: str
) -> Graph:
    """The graph behind `results`: outputs under their own names, dead nodes and unread values dropped."""
    written = {o for n in walk.nodes for o in n.outputs if o}
    inputs = [v.name for v in scope.values.values() if v and v.const is None and v.name not in written]
    inputs = [n for n in dict.fromkeys(inputs) if n in scope.values]
    rename: dict[str, str] = {}
    taken = {v.name for o, v in results if v and v.name == o}
    nodes, values = list(walk.nodes), dict(walk.values)
    for output, value in results:
        assert value is not None  # an unknown value has an error, and errors were raised
        if value.name == output and value.const is None:
            if output in inputs:
                raise Unsupported(
                    f"the output '{output}' is an input",
                    where=file,
                    why="the model hands it through unchanged, and both would have one name",
                    fix="leave it out of the model's outputs, or list the others with `outputs:` in the manifest",
                )
        elif value.const is None and value.name in written and value.name not in taken | rename.keys():
            rename[value.name] = output
        else:
            origin = value
            if value.name == output:
                origin = replace(value, name=walk.fresh(f"{output}/const"))
                values[origin.name] = origin
            where = Where(file, node=output)
            nodes.append(Node(walk.node_name(f"{output}/Identity"), "Identity", (origin.name,), (output,), where=where))
            values[output] = Value(output, value.shape, value.dtype)
    for old, new in rename.items():
        values[new] = replace(values[old], name=new)
    nodes = [_renamed(n, rename) for n in nodes]
    needed = {o for o, _ in results}
    alive: list[Node] = []
    for node in reversed(nodes):
        if needed & set(node.outputs):
            needed |= set(node.reads)
            alive.append(node)
    keep = [i for i in inputs if i in needed] if cut else inputs
    used = {v for n in alive for v in (*n.reads, *n.outputs) if v} | set(keep)
    return Graph(
        name,
        tuple(reversed(alive)),
        MappingProxyType({k: v for k, v in values.items() if k in used}),
        tuple(keep),
        tuple(o for o, _ in results),
    ).verify()


def _renamed(node: Node, rename: Mapping[str, str]) -> Node:
    if not rename:
        return node
    return replace(
        node,
        inputs=tuple(rename.get(i, i) for i in node.inputs),
        outputs=tuple(rename.get(o, o) for o in node.outputs),
    )
