"""DeformConv (ONNX 19): a convolution whose taps are moved by computed offsets, and weighed by a mask."""

from __future__ import annotations

from packager.lowering.grids import Grid
from packager.lowering.nest import Tensor, Writer, ix, nest
from packager.lowering.windows import taps


@nest("DeformConv", since=19)
def deform_conv(
    w: Writer, x: Tensor, weight: Tensor, offset: Tensor, bias: Tensor | None = None, mask: Tensor | None = None, *,
    y: Tensor,
) -> None:  # fmt: skip
    """A convolution whose taps are moved by computed offsets."""
    node, kernel, cin = w.node, weight.shape[2:], weight.shape[1]
    groups, moved = node.int("group", 1), node.int("offset_group", 1)
    per, sampler = y.shape[1] // groups, Grid(w, x.shape[2:])
    offset = offset.split(1, moved, *kernel, len(kernel))
    mask = mask.split(1, moved, *kernel) if mask is not None else None
    y, weight = y.split(1, groups, per), weight.split(0, groups, per)
    each = x.shape[1] // moved
    with w.over(*y.shape) as (n, g, o, *p):
        start = bias[g * w.number(per) + o] if bias is not None else w.constant(0, "f32")
        found = w.var(start)
        with w.over(cin, *kernel) as (c, *k):
            channel = g * w.number(cin) + c
            part = w.index(w.cast(channel, "f32") * (1.0 / each) + 0.5 / each) if moved > 1 else w.fn.index(0)
            place = [w.cast(t, "f32") + offset[ix(n, part, *k, d, *p)] for d, t in enumerate(taps(w, node, p, k))]
            around = [sampler.around(v, size) for v, size in zip(place, x.shape[2:], strict=True)]
            one = sampler.value(around, lambda at: x[ix(n, channel, *at)])
            one = one * mask[ix(n, part, *k, *p)] if mask is not None else one
            found.set(w.multiply_add(one, weight[ix(g, o, c, *k)], found.get()))
        y[ix(n, g, o, *p)] = found.get()
