"""Operators that move data: sizes, axes and ranges become resolved attributes; what changes nothing disappears."""

from __future__ import annotations

from collections.abc import Callable
from math import prod

import numpy as np

from packager.graph import Attr, Node, Value
from packager.load.op import Op


def reshape(op: Op) -> tuple[Node, ...]:
    """Reshape (opset 1: attribute `shape`; 5: input; 14: `allowzero`) -> attr `shape` without 0 and -1."""
    wanted = list(op.sizes(1, "shape") if op.version >= 5 else op.ints("shape"))
    shape = op.x.shape
    if not op.integer("allowzero", 0):
        for i, size in enumerate(wanted):
            if size == 0:
                if i >= len(shape):
                    op.invalid(f"dimension {i} of its shape {wanted} copies one that the input {list(shape)} lacks")
                wanted[i] = shape[i]
    open_ = [i for i, size in enumerate(wanted) if size == -1]
    if len(open_) > 1 or any(size < -1 for size in wanted):
        op.invalid(f"its shape {wanted} has several open or negative sizes")
    if open_:
        rest = prod(size for size in wanted if size != -1)
        if rest == 0 or prod(shape) % rest:
            op.invalid(f"{list(shape)} does not divide into {wanted}")
        wanted[open_[0]] = prod(shape) // rest
    return _reshaped(op, tuple(wanted))


def _reshaped(op: Op, shape: tuple[int, ...]) -> tuple[Node, ...]:
    if prod(shape) != op.x.size:
        op.invalid(f"{list(op.x.shape)} does not have the elements of {list(shape)}")
    if shape == op.x.shape:
        return (op.same(op.x),)
    return (op.node("Reshape", (op.x,), {"shape": shape}),)


def flatten(op: Op) -> tuple[Node, ...]:
    """Flatten -> Reshape."""
    axis = op.integer("axis", 1)
    rank = op.x.rank
    if not -rank <= axis <= rank:
        op.invalid(f"its axis {axis} is outside a tensor of {rank} dimensions")
    axis += rank if axis < 0 else 0
    return _reshaped(op, (prod(op.x.shape[:axis]), prod(op.x.shape[axis:])))


def squeeze(op: Op) -> tuple[Node, ...]:
    """Squeeze (opset 13: axes as input) -> attr `axes`, non-negative and sorted."""
    given = op.sizes(1, "axes") if op.version >= 13 else op.ints("axes")
    stated = op.get(1) is not None if op.version >= 13 else op.has("axes")
    axes = op.axes(given) if stated else tuple(i for i, size in enumerate(op.x.shape) if size == 1)
    return (op.node("Squeeze", (op.x,), {"axes": axes}) if axes else op.same(op.x),)


def unsqueeze(op: Op) -> tuple[Node, ...]:
    """Unsqueeze (opset 13: axes as input) -> attr `axes`, non-negative and sorted, of the output."""
    given = op.sizes(1, "axes") if op.version >= 13 else op.ints("axes")
    axes = op.axes(given, op.x.rank + len(given))
    return (op.node("Unsqueeze", (op.x,), {"axes": axes}) if axes else op.same(op.x),)


def transpose(op: Op) -> tuple[Node, ...]:
    """Transpose -> attr `perm`."""
    rank = op.x.rank
    perm = op.ints("perm") if op.has("perm") else tuple(reversed(range(rank)))
    if sorted(perm) != list(range(rank)):
        op.invalid(f"its perm {perm} does not reorder {rank} axes")
    return (op.node("Transpose", (op.x,), {"perm": perm}) if perm != tuple(range(rank)) else op.same(op.x),)


def concat(op: Op) -> tuple[Node, ...]:
    """Concat -> attr `axis`. onnxscript takes out inputs that hold nothing."""
    return op.plain({"axis": op.integer("axis", 1)})


def split(op: Op) -> tuple[Node, ...]:
    """Split (opset 13: sizes as input; 18: `num_outputs`, the last part may be smaller) -> attrs `axis`, `split`."""
    axis = op.axis(op.integer("axis", 0))
    size, parts = op.x.shape[axis], len(op.outputs)
    stated = op.get(1) is not None if op.version >= 13 else op.has("split")
    if stated:
        sizes = op.sizes(1, "sizes") if op.version >= 13 else op.ints("split")
    else:
        if op.version >= 18 and op.integer("num_outputs", parts) != parts:
            op.invalid(f"it has {parts} outputs and num_outputs {op.integer('num_outputs', parts)}")
        if op.version < 18 and size % parts:
            op.invalid(f"{size} elements do not divide into {parts} equal parts")
        chunk = -(-size // parts)
        sizes = tuple(max(0, min(chunk, size - i * chunk)) for i in range(parts))
    if len(sizes) != parts or sum(sizes) != size or min(sizes) < 0:
        op.invalid(f"its sizes {sizes} do not cut {size} elements into {parts} parts")
    if parts == 1:
        return (op.same(op.x),)
    return (op.node("Split", (op.x,), {"axis": axis, "split": sizes}),)


def slice_(op: Op) -> tuple[Node, ...]:
    """Slice (opset 10: starts, ends, axes, steps as inputs) -> attrs of the axes that are cut, in range."""
    if op.version >= 10:
        starts, ends = op.sizes(1, "starts"), op.sizes(2, "ends")
        axes, steps = op.sizes(3, "axes"), op.sizes(4, "steps")
    else:
        starts, ends, axes, steps = op.ints("starts"), op.ints("ends"), op.ints("axes"), ()
    axes = axes or tuple(range(len(starts)))
    steps = steps or (1,) * len(starts)
    if not len(starts) == len(ends) == len(axes) == len(steps) or 0 in steps:
        op.invalid(f"its starts {starts}, ends {ends}, axes {axes} and steps {steps} do not go together")
    op.axes(axes)
    cuts = sorted(
        (op.axis(a), *_range(b, e, s, op.x.shape[op.axis(a)]))
        for a, b, e, s in zip(axes, starts, ends, steps, strict=True)
    )
    cuts = [c for c in cuts if (c[1], c[2], c[3]) != (0, op.x.shape[c[0]], 1)]
    return (sliced(op, op.x, cuts) if cuts else op.same(op.x),)


def sliced(op: Op, x: Value, cuts: list[tuple[int, int, int, int]], last: bool = True) -> Node:
    """Slice by (axis, start, end, step) in normalised form."""
    axes, starts, ends, steps = zip(*cuts, strict=True)
    attrs = {"axes": axes, "starts": starts, "ends": ends, "steps": steps}
    return op.node("Slice", (x,), attrs) if last else op.step("Slice", (x,), attrs)


def _range(start: int, end: int, step: int, size: int) -> tuple[int, int, int]:
    """(start, end, step) with the elements of the ONNX range; the end is the one nearest to the last element.

    For a negative step the end is -1 when element 0 is the last.
    """
    low, high = (0, size) if step > 0 else (-1, size - 1)
    start, end = (max(low, min(high, v + size if v < 0 else v)) for v in (start, end))
    count = max(0, -(-(end - start) // step))
    if count == 0:
        return 0, 0, 1
    step = step if count > 1 else 1  # one element: the step has no meaning
    return start, max(low, min(high, start + count * step)), step


def pad(op: Op) -> tuple[Node, ...]:
    """Pad (opset 11: pads, value as inputs; 18: axes) -> attrs `pads` of all axes, `mode`, `value`; crops -> Slice."""
    rank = op.x.rank
    pads = op.sizes(1, "pads") if op.version >= 11 else op.ints("pads")
    given = op.sizes(3, "axes") if op.get(3) is not None else tuple(range(rank))
    axes = [op.axis(a) for a in given]
    if len(pads) != 2 * len(axes) or len(set(axes)) != len(axes):
        op.invalid(f"its pads {pads} do not name two sizes for each of {len(axes)} axes")
    before, after = [0] * rank, [0] * rank
    for i, axis in enumerate(axes):
        before[axis], after[axis] = pads[i], pads[i + len(axes)]
    value: int | float = op.number("value", 0.0)
    if op.version >= 11 and op.get(2) is not None and op.known(2, "value").size:
        value = op.known(2, "value").reshape(-1)[0].item()
    x, nodes = op.x, list[Node]()
    cuts = [
        (a, max(0, -before[a]), op.x.shape[a] - max(0, -after[a]), 1)
        for a in range(rank)
        if before[a] < 0 or after[a] < 0
    ]
    total = [max(0, p) for p in (*before, *after)]
    if cuts:
        if any(c[1] >= c[2] for c in cuts):
            op.invalid(f"its pads {pads} remove more than the {list(op.x.shape)} there is")
        nodes.append(sliced(op, x, cuts, last=not any(total)))
    source = nodes[-1].outputs[0] if nodes else x.name
    if any(total):
        mode = op.text("mode", "constant")
        if mode not in ("constant", "edge", "reflect", "wrap"):
            op.invalid(f"its mode '{mode}' is none of constant, edge, reflect, wrap")
        # The value has the input's type: an integer for integers.
        number = float(value) if op.x.dtype.is_float else int(value)
        nodes.append(op.node("Pad", (source,), {"pads": tuple(total), "mode": mode, "value": number}))
    return tuple(nodes) or (op.same(x),)


def expand(op: Op) -> tuple[Node, ...]:
    """Expand -> attr `shape`, the output's whole shape."""
    shape = np.broadcast_shapes(op.x.shape, op.sizes(1, "shape"))
    return (op.node("Expand", (op.x,), {"shape": shape}) if shape != op.x.shape else op.same(op.x),)


def tile(op: Op) -> tuple[Node, ...]:
    """Tile -> attr `repeats`."""
    repeats = op.sizes(1, "repeats")
    return (op.node("Tile", (op.x,), {"repeats": repeats}) if set(repeats) - {1} else op.same(op.x),)


def gather(op: Op) -> tuple[Node, ...]:
    """Gather, GatherElements -> attr `axis`; constant indices counted from the front."""
    return op.plain(inputs=(op.x, _indices(op, op.axis(op.integer("axis", 0)))))


def _indices(op: Op, axis: int) -> Value:
    indices, size = op.input(1), op.x.shape[axis]
    if indices.const is None or indices.const.dtype.kind not in "iu" or not indices.size:
        return indices
    const = indices.const.astype(np.int64, copy=False)
    low, high = int(const.min()), int(const.max())
    if low < -size or high >= size:
        op.invalid(f"its indices run from {low} to {high} in an axis of {size}")
    if low >= 0:
        return indices
    return op.constant(np.where(const < 0, const + size, const).astype(indices.dtype.np), "indices")


def gather_nd(op: Op) -> tuple[Node, ...]:
    """GatherND -> attr `batch_dims`. Checked here: onnx's own inference trusts it."""
    batch, indices = op.integer("batch_dims", 0), op.input(1)
    depth = indices.shape[-1] if indices.rank else 0
    if not 0 <= batch < min(op.x.rank, indices.rank) or not 1 <= depth <= op.x.rank - batch:
        op.invalid(f"batch_dims {batch} and indices {list(indices.shape)} do not fit {list(op.x.shape)}")
    return op.plain()


def top_k(op: Op) -> tuple[Node, ...]:
    """TopK (opset 10: k as input) -> attrs `k`, `axis`, `largest`, `sorted`."""
    sizes = op.sizes(1, "k") if op.version >= 10 else (op.integer("k"),)
    axis = op.axis(op.integer("axis", -1))
    if len(sizes) != 1 or not 0 < sizes[0] <= op.x.shape[axis]:
        op.invalid(f"it takes the best {sizes} of {op.x.shape[axis]}")
    attrs = {"k": sizes[0], "axis": axis, "largest": op.integer("largest", 1), "sorted": op.integer("sorted", 1)}
    return (op.node("TopK", (op.x,), attrs),)


def trilu(op: Op) -> tuple[Node, ...]:
    """Trilu -> attrs `k`, `upper`."""
    sizes = op.sizes(1, "k") or (0,)
    return (op.node("Trilu", (op.x,), {"k": sizes[0], "upper": op.integer("upper", 1)}),)


def cum_sum(op: Op) -> tuple[Node, ...]:
    """CumSum, CumProd -> attrs `axis`, `exclusive`, `reverse`."""
    sizes = op.sizes(1, "axis")
    if len(sizes) != 1:
        op.invalid(f"its axis {sizes} is not one number")
    attrs = {"axis": op.axis(sizes[0]), "exclusive": op.integer("exclusive", 0), "reverse": op.integer("reverse", 0)}
    return (op.node(op.op, (op.x,), attrs),)


def dft(op: Op) -> tuple[Node, ...]:
    """DFT (opset 20: axis as input, the last but one by default) -> attrs `axis`, `inverse`, `onesided`."""
    given = op.sizes(2, "axis") or (-2,) if op.version >= 20 else (op.integer("axis", 1),)
    attrs: dict[str, Attr] = {k: op.integer(k, 0) for k in ("inverse", "onesided")}
    return (op.node("DFT", op.inputs[:2], {**attrs, "axis": op.axis(given[0])}),)


def sized(*inputs: int) -> Callable[[Op], tuple[Node, ...]]:
    """An operator whose result has the size that these inputs say, if they are there."""

    def known(op: Op) -> tuple[Node, ...]:
        for index in inputs:
            if op.get(index) is not None:
                op.known(index, "sizes")
        return op.plain()

    return known


def scatter(op: Op) -> tuple[Node, ...]:
    """ScatterElements, and Scatter (until opset 10) -> attrs `axis`, `reduction`; constant indices as for Gather."""
    axis = op.axis(op.integer("axis", 0))
    attrs: dict[str, Attr] = {"axis": axis, "reduction": op.text("reduction", "none")}
    return (op.node("ScatterElements", (op.x, _indices(op, axis), op.input(2)), attrs),)


def blocks(op: Op) -> tuple[Node, ...]:
    """DepthToSpace -> attrs `blocksize`, `mode` (DCR, CRD). SpaceToDepth -> `blocksize`; its mode is DCR."""
    mode, block = op.text("mode", "DCR"), op.integer("blocksize")
    if mode not in ("DCR", "CRD") or block < 1:
        op.invalid(f"its blocksize is {block} and its mode '{mode}'")
    if op.op == "DepthToSpace":
        return op.plain()
    if mode == "DCR":
        return op.plain({"mode": None})
    # CRD has the pixels of one channel together.
    depth = op.step("SpaceToDepth", (op.x,), {"blocksize": block})
    order = np.arange(op.x.shape[1] * block * block if op.x.rank == 4 else 0).reshape(block * block, -1).T.reshape(-1)
    return depth, op.node("Gather", (depth.outputs[0], op.constant(order, "order")), {"axis": 1})


TABLE = {
    "MelWeightMatrix": sized(0, 1, 2, 3, 4),
    "STFT": sized(1, 3),
    "Concat": concat,
    "Col2Im": sized(1, 2),
    "CumProd": cum_sum,
    "CumSum": cum_sum,
    "DFT": dft,
    "DepthToSpace": blocks,
    "Expand": expand,
    "Flatten": flatten,
    "Gather": gather,
    "GatherElements": gather,
    "GatherND": gather_nd,
    "Pad": pad,
    "Reshape": reshape,
    "Scatter": scatter,
    "ScatterElements": scatter,
    "Slice": slice_,
    "SpaceToDepth": blocks,
    "Split": split,
    "Squeeze": squeeze,
    "Tile": tile,
    "TopK": top_k,
    "Transpose": transpose,
    "Trilu": trilu,
    "Unsqueeze": unsqueeze,
}
