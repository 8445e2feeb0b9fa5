"""Convolutions, pools, resizing, image normalisations: padding resolved to numbers, every attribute stated."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from packager.graph import Attr, Node, Value
from packager.load.normal.training import learning
from packager.load.op import Op

_LARGEST = 2**31 - 1
"""Sizes, strides, dilations and pads beyond this overflow somewhere."""


def window(op: Op, x: Value, kernel: tuple[int, ...]) -> dict[str, Attr]:
    """`kernel_shape`, `strides`, `dilations` and `pads` (begins, then ends) of a window over `x`'s spatial axes."""
    n = x.rank - 2
    strides, dilations = op.ints("strides", (1,) * n), op.ints("dilations", (1,) * n)
    stated = op.ints("kernel_shape", kernel)
    pads = op.ints("pads", (0,) * 2 * n)
    if n < 1 or not len(kernel) == len(strides) == len(dilations) == n or len(pads) != 2 * n or stated != kernel:
        op.invalid(
            f"input {list(x.shape)}, kernel {list(kernel)}, kernel_shape {list(stated)}, strides {list(strides)}, "
            f"dilations {list(dilations)} and pads {list(pads)} do not go together"
        )
    numbers = (*kernel, *strides, *dilations)
    if min(numbers) < 1 or max(*numbers, *pads) > _LARGEST:
        op.invalid(f"a size, stride or dilation makes no sense: {kernel}, {strides}, {dilations}, pads {pads}")
    auto = op.text("auto_pad", "NOTSET") or "NOTSET"
    if auto in ("SAME_UPPER", "SAME_LOWER"):
        windows = zip(x.shape[2:], kernel, strides, dilations, strict=True)
        pads = _halved([max(0, (-(-size // s) - 1) * s + (k - 1) * d + 1 - size) for size, k, s, d in windows], auto)
    elif auto == "VALID":
        pads = (0,) * 2 * n
    elif auto != "NOTSET":
        op.invalid(f"its auto_pad '{auto}' is none of NOTSET, SAME_UPPER, SAME_LOWER, VALID")
    if min(pads) < 0:
        op.invalid(f"its pads {list(pads)} are negative")
    reach = tuple((k - 1) * d + 1 for k, d in zip(kernel, dilations, strict=True))
    room = tuple(x.shape[i + 2] + pads[i] + pads[i + n] for i in range(n))
    if op.op != "ConvTranspose" and any(r > s for r, s in zip(reach, room, strict=True)):
        op.invalid(f"its window {list(reach)} is larger than the padded image {list(room)}")
    return {"kernel_shape": kernel, "strides": strides, "dilations": dilations, "pads": pads}


def _halved(totals: Sequence[int], auto: str) -> tuple[int, ...]:
    """Begins, then ends: halves of the `totals`, the larger ones at the end for SAME_UPPER."""
    small, large = [t // 2 for t in totals], [t - t // 2 for t in totals]
    return (*small, *large) if auto == "SAME_UPPER" else (*large, *small)


def convolution(weight: int) -> Callable[[Op], tuple[Node, ...]]:
    """Conv, ConvInteger, QLinearConv: input number `weight` holds the OIHW weights."""

    def make(op: Op) -> tuple[Node, ...]:
        w, group = op.input(weight), op.integer("group", 1)
        attrs = window(op, op.x, w.shape[2:])
        if group < 1 or w.shape[0] % group or w.shape[1] * group != op.x.shape[1]:
            op.invalid(f"weights {list(w.shape)} in {group} groups do not fit {op.x.shape[1]} input channels")
        if op.op == "Conv" and (bias := op.get(2)) is not None and bias.shape != w.shape[:1]:
            op.invalid(f"its bias {list(bias.shape)} does not fit {w.shape[0]} output channels")
        return (op.node(op.op, op.inputs, {**attrs, "group": group}),)

    return make


def conv_transpose(op: Op) -> tuple[Node, ...]:
    """ConvTranspose: `auto_pad` and `output_shape` become `pads` and `output_padding`."""
    x, w, group = op.x, op.input(1), op.integer("group", 1)
    n = x.rank - 2
    kernel = w.shape[2:]
    attrs = window(op, x, kernel)
    strides, dilations = (op.ints(k, (1,) * n) for k in ("strides", "dilations"))
    extra = list(op.ints("output_padding", (0,) * n))
    if group < 1 or w.shape[0] != x.shape[1] or x.shape[1] % group or len(extra) != n or min(extra) < 0:
        op.invalid(
            f"weights {list(w.shape)}, {group} groups and output_padding {extra} do not fit input {list(x.shape)}"
        )
    auto = op.text("auto_pad", "NOTSET") or "NOTSET"
    wanted = op.ints("output_shape")[-n:] if op.has("output_shape") else ()
    if not wanted and auto.startswith("SAME"):
        wanted = tuple(size * s for size, s in zip(x.shape[2:], strides, strict=True))
    if wanted:
        if len(wanted) != n or min(wanted) < 1:
            op.invalid(f"its output_shape {wanted} does not name {n} sizes")
        totals = [
            strides[i] * (size - 1) + extra[i] + (kernel[i] - 1) * dilations[i] + 1 - wanted[i]
            for i, size in enumerate(x.shape[2:])
        ]
        # More output than the windows reach: what is missing at the end holds only the bias.
        extra = [e + max(0, -total) for e, total in zip(extra, totals, strict=True)]
        attrs["pads"] = _halved([max(0, total) for total in totals], auto)
    return (op.node("ConvTranspose", op.inputs, {**attrs, "group": group, "output_padding": tuple(extra)}),)


def pool(op: Op) -> tuple[Node, ...]:
    """MaxPool, AveragePool, LpPool: padding and rounding resolved."""
    attrs = window(op, op.x, op.ints("kernel_shape"))
    # SAME_* fixes the output's size, so rounding has nothing left to say.
    ceil = 0 if op.text("auto_pad", "NOTSET").startswith("SAME") else op.integer("ceil_mode", 0)
    return op.plain({**attrs, "ceil_mode": ceil, "auto_pad": None})


def batch_normalization(op: Op) -> tuple[Node, ...]:
    """BatchNormalization in inference -> attr `epsilon`."""
    if op.integer("training_mode", 0):
        return learning(op)
    if any(op.outputs[1:]):
        op.unsupported("it is in training mode", "export the model with model.eval(), or training=TrainingMode.EVAL")
    if op.integer("spatial", 1) != 1:
        op.unsupported(
            "spatial=0 normalises every pixel on its own", "export with opset 9 or newer, which has no `spatial`"
        )
    epsilon = op.number("epsilon", 1e-5)
    return (op.node("BatchNormalization", op.inputs, {"epsilon": epsilon}, op.outputs[:1]),)


def group_normalization(op: Op) -> tuple[Node, ...]:
    """GroupNormalization: opset 18 has scale and bias per group, opset 21 per channel, which is our form."""
    groups, channels = op.integer("num_groups"), op.x.shape[1]
    if groups < 1 or channels % groups:
        op.invalid(f"{channels} channels do not divide into {groups} groups")
    inputs = [op.x, op.input(1), op.input(2)]
    if op.version < 21:
        for i, what in ((1, "scale"), (2, "bias")):
            inputs[i] = op.constant(np.repeat(op.known(i, what), channels // groups), what)
    attrs: dict[str, Attr] = {"epsilon": op.number("epsilon", 1e-5), "num_groups": groups}
    return (op.node("GroupNormalization", inputs, attrs),)


def roi_align(op: Op) -> tuple[Node, ...]:
    """RoiAlign: before opset 16 there was no half-pixel shift."""
    return op.plain({} if op.version >= 16 else {"coordinate_transformation_mode": "output_half_pixel"})


def grid_sample(op: Op) -> tuple[Node, ...]:
    """GridSample: opset 20 renamed bilinear to linear and bicubic to cubic."""
    mode = op.text("mode", "linear")
    return op.plain({"mode": {"bilinear": "linear", "bicubic": "cubic"}.get(mode, mode)})


def resize(op: Op) -> tuple[Node, ...]:
    """Upsample (7, 9) and Resize (10 and newer) -> attrs `scales` and `sizes` of all axes, and all modes."""
    rank = op.x.rank
    old = op.op == "Upsample" or op.version < 11
    mode = op.text("mode", "nearest")
    mode = {"bilinear": "linear"}.get(mode, mode)
    axes = op.ints("axes", tuple(range(rank))) if op.has("axes") else tuple(range(rank))
    axes = tuple(op.axis(a) for a in axes)
    coordinates = "asymmetric" if old else op.text("coordinate_transformation_mode", "half_pixel")
    roi: tuple[float, ...] = ()
    if coordinates == "tf_crop_and_resize":
        roi = _roi(op, axes)
    if op.op == "Upsample" and op.version < 9:
        scales = _floats(op, op.attrs.get("scales", ()))
    else:
        scales = _floats(op, op.known(1 if old else 2, "scales").reshape(-1)[:64]) if op.get(1 if old else 2) else ()
    sizes = () if old else op.sizes(3, "sizes")
    if bool(scales) == bool(sizes):
        op.invalid("it needs either scales or sizes")
    ratios, shape = _scaled(op, axes, scales, sizes, roi)
    rounding = "floor" if old and min(ratios) >= 1 else "ceil" if old else op.text("nearest_mode", "round_prefer_floor")
    attrs: dict[str, Attr] = {
        "mode": mode,
        "scales": ratios,
        "sizes": shape,
        "coordinate_transformation_mode": coordinates,
        "nearest_mode": rounding,
        "cubic_coeff_a": op.number("cubic_coeff_a", -0.75),
        "exclude_outside": op.integer("exclude_outside", 0),
        "extrapolation_value": op.number("extrapolation_value", 0.0),
        "antialias": op.integer("antialias", 0),
    }
    if mode not in ("nearest", "linear", "cubic"):
        op.invalid(f"its mode '{mode}' is none of nearest, linear, cubic")
    if roi:
        attrs["roi"] = roi
    elif set(ratios) == {1.0}:
        return (op.same(op.x),)
    return (op.node("Resize", (op.x,), attrs),)


def _floats(op: Op, values: object) -> tuple[float, ...]:
    array = np.asarray(values, np.float32).reshape(-1)
    if not np.isfinite(array).all() or (array <= 0).any():
        op.invalid(f"its scales {array.tolist()} are not positive numbers")
    return tuple(float(v) for v in array)


def _roi(op: Op, axes: Sequence[int]) -> tuple[float, ...]:
    """Region of interest of all axes: starts, then ends, as fractions."""
    given = [float(v) for v in op.known(1, "region of interest").reshape(-1)[:64]]
    if len(given) != 2 * len(axes) or not np.isfinite(given).all():
        op.invalid(f"its roi has {len(given)} numbers for {len(axes)} axes")
    starts, ends = [0.0] * op.x.rank, [1.0] * op.x.rank
    for i, axis in enumerate(axes):
        starts[axis], ends[axis] = given[i], given[i + len(axes)]
    return (*starts, *ends)


def _scaled(
    op: Op, axes: Sequence[int], scales: Sequence[float], sizes: Sequence[int], roi: Sequence[float]
) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """(scales, sizes) of all axes. Arithmetic in float32, as ONNX Runtime does it, so that sizes agree."""
    f32, shape = np.float32, op.x.shape
    if len(scales or sizes) != len(axes) or len(set(axes)) != len(axes) or 0 in shape:
        op.invalid(
            f"its scales {list(scales)} or sizes {list(sizes)} do not go with axes {list(axes)} of {list(shape)}"
        )
    ratios, out = [1.0] * op.x.rank, list(shape)
    policy = op.text("keep_aspect_ratio_policy", "stretch")
    if sizes:
        if min(sizes) < 1:
            op.invalid(f"its sizes {list(sizes)} are below 1")
        found = [float(f32(s) / f32(shape[a])) for a, s in zip(axes, sizes, strict=True)]
        if policy != "stretch":
            one = (min if policy == "not_larger" else max)(found)
            found = [one] * len(found)
            sizes = [int(np.floor(f32(shape[a]) * f32(one) + f32(0.5))) for a in axes]
        for a, r, s in zip(axes, found, sizes, strict=True):
            ratios[a], out[a] = r, s
    for a, r in zip(axes, scales, strict=True) if scales else ():
        span = f32(roi[a + op.x.rank]) - f32(roi[a]) if roi else f32(1)
        ratios[a], out[a] = r, int(np.floor(f32(shape[a]) * span * f32(r)))
    if min(out) < 1:
        op.invalid(f"it shrinks {list(shape)} to nothing: {out}")
    return tuple(ratios), tuple(out)


def max_unpool(op: Op) -> tuple[Node, ...]:
    """MaxUnpool: a size of its own is padding at the end of what the indices count in."""
    x, n = op.x, op.x.rank - 2
    kernel = op.ints("kernel_shape")
    strides, pads = op.ints("strides", (1,) * n), op.ints("pads", (0,) * 2 * n)
    attrs: dict[str, Attr] = {"kernel_shape": kernel, "strides": strides, "pads": pads}
    if op.get(2) is None:
        return (op.node("MaxUnpool", op.inputs[:2], attrs),)
    wanted = op.sizes(2, "output_shape")
    whole = [(x.shape[d + 2] - 1) * strides[d] - pads[d] - pads[n + d] + kernel[d] for d in range(n)]
    more = [w - h for w, h in zip(wanted[-n:], whole, strict=True)]
    if min(more) < 0:
        op.invalid(f"its output_shape {wanted} is smaller than the {whole} that was pooled")
    small = op.step("MaxUnpool", op.inputs[:2], attrs)
    border = (0,) * (x.rank + 2) + tuple(more)
    return small, op.node("Pad", small.outputs, {"pads": border, "mode": "constant", "value": 0.0})


TABLE = {
    "MaxUnpool": max_unpool,
    "AveragePool": pool,
    "BatchNormalization": batch_normalization,
    "Conv": convolution(1),
    "ConvInteger": convolution(1),
    "ConvTranspose": conv_transpose,
    "GridSample": grid_sample,
    "GroupNormalization": group_normalization,
    "LpPool": pool,
    "MaxPool": pool,
    "QLinearConv": convolution(3),
    "Resize": resize,
    "RoiAlign": roi_align,
    "Upsample": resize,
}
