"""Convolutions and pools as loops: any number of spatial axes, element types and computed weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from packager.emit.builder import Val
from packager.emit.convert import Kind
from packager.emit.math import absolute, divide, power
from packager.graph import Node
from packager.lowering.base import Body
from packager.lowering.folds import extreme
from packager.lowering.nest import Tensor, Writer, ix


def taps(w: Writer, node: Node, p: Sequence[Val], k: Sequence[Val]) -> list[Val]:
    """Where tap `k` of the window of result `p` lies, which may be outside."""
    n = len(p)
    strides, dilations, pads = (
        node.ints(key) or (d,) * n for key, d in (("strides", 1), ("dilations", 1), ("pads", 0))
    )
    return [p[d] * w.number(strides[d]) + k[d] * w.number(dilations[d]) - w.number(pads[d]) for d in range(n)]


def inside(w: Writer, at: Sequence[Val], shape: Sequence[int]) -> Val:
    """Whether a place is one of the tensor's."""
    return w.both(*(w.inside(i, n) for i, n in zip(at, shape, strict=True)))


def convolution(
    w: Writer, x: Tensor, weight: Tensor, y: Tensor, kind: Kind,
    term: Callable[[Val, Val, Val], tuple[Val, Val]], finish: Callable[[Val, Val], Val],
) -> None:  # fmt: skip
    """y = finish(sum of products, channel); `term` has the two factors and the channel."""
    x, y = w.nchw(x), w.nchw(y)
    group, per, cin = w.node.int("group", 1), y.shape[1] // w.node.int("group", 1), weight.shape[1]
    size = x.shape[2:]
    x, y, weight = x.split(1, group, cin), y.split(1, group, per), weight.split(0, group, per)
    with w.over(*y.shape) as (n, g, o, *p):
        found, channel = w.var(0, kind), g * w.number(per) + o
        with w.over(*weight.shape[2:]) as (c, *k):
            at = taps(w, w.node, p, k)
            with w.if_(inside(w, at, size)):
                a, b = term(x[ix(n, g, c, *at)], weight[ix(g, o, c, *k)], channel)
                found.set(w.multiply_add(a, b, found.get()))
        y[ix(n, g, o, *p)] = finish(found.get(), channel)


def convolved(w: Writer, x: Tensor, weight: Tensor, bias: Tensor | None = None, *, y: Tensor) -> None:
    """Conv of elements of any type."""
    convolution(
        w, x, weight, y, y.kind, lambda a, b, _: (a, b),
        lambda found, channel: found + bias[channel] if bias is not None else found,
    )  # fmt: skip


def transposed(w: Writer, x: Tensor, weight: Tensor, bias: Tensor | None = None, *, y: Tensor) -> None:
    """ConvTranspose of elements of any type: each result gathers the inputs whose windows reach it."""
    x, y, node = w.nchw(x), w.nchw(y), w.node
    group, per, cin = node.int("group", 1), weight.shape[1], x.shape[1] // node.int("group", 1)
    size, n_axes = x.shape[2:], y.rank - 2
    strides, dilations, pads = (
        node.ints(key) or (d,) * n_axes for key, d in (("strides", 1), ("dilations", 1), ("pads", 0))
    )
    x, y, weight = x.split(1, group, cin), y.split(1, group, per), weight.split(0, group, cin)
    with w.over(*y.shape) as (n, g, o, *p):
        start = bias[g * w.number(per) + o] if bias is not None else w.constant(0, y.kind)
        found = w.var(start)
        with w.over(cin, *weight.shape[3:]) as (c, *k):
            far = [p[d] + w.number(pads[d]) - k[d] * w.number(dilations[d]) for d in range(n_axes)]
            steps = [w.divide(f, w.number(s)) for f, s in zip(far, strides, strict=True)]
            whole = w.both(*((q * w.number(s)).eq(f) for q, s, f in zip(steps, strides, far, strict=True)))
            with w.if_(w.both(whole, inside(w, steps, size))):
                found.set(w.multiply_add(x[ix(n, g, c, *steps)], weight[ix(g, c, o, *k)], found.get()))
        y[ix(n, g, o, *p)] = found.get()


def pooled(how: str) -> Body:
    """The loops of a pool."""

    def loops(w: Writer, x: Tensor, *, y: Tensor | None, indices: Tensor | None) -> None:
        x, node, kind = w.nchw(x), w.node, x.kind
        y, indices = (w.nchw(t) if t is not None else None for t in (y, indices))
        shape, norm = x.shape[2:], node.int("p", 2)
        out = y or indices
        assert out is not None
        with w.over(*out.shape) as (n, c, *p):
            found = w.var(extreme(kind, -1) if how == "max" else 0, kind)
            count, place = w.var(w.fn.index(0)), w.var(w.fn.index(0))
            with w.over(*node.ints("kernel_shape")) as k:
                at = taps(w, node, p, k)
                if how == "mean" and node.int("count_include_pad"):
                    count.set(count.get() + w.select(_padded(w, node, at, shape), w.fn.index(1), 0))
                with w.if_(inside(w, at, shape)):
                    one, now = x[ix(n, c, *at)], found.get()
                    if how == "max":
                        with w.if_(one > now):
                            found.set(one)
                            place.set(_flat(w, node, at, shape))
                    elif how == "mean":
                        found.set(now + one)
                        if not node.int("count_include_pad"):
                            count.set(count.get() + 1)
                    else:
                        size = absolute(one)
                        found.set(
                            now + (size if norm == 1 else size * size if norm == 2 else power(size, size.same(norm)))
                        )
            _give(w, how, norm, y, (n, c, *p), found.get(), count.get())
            if indices is not None:
                image = (n * w.number(x.shape[1]) + c) * w.number(prod(shape))
                indices[ix(n, c, *p)] = image + place.get()

    loops.__name__ = f"{how}_pool"
    return loops


def _give(w: Writer, how: str, norm: int, y: Tensor | None, at: tuple[Any, ...], found: Val, count: Val) -> None:
    if y is None:
        return
    if how == "mean":
        found = divide(found, w.cast(count.maximum(1), y.kind))
    elif how == "l2" and norm != 1:
        found = power(found, found.same(1 / norm))
    y[at] = found


def _padded(w: Writer, node: Node, at: Sequence[Val], shape: Sequence[int]) -> Val:
    """Whether a place is one of the padded tensor's."""
    n = len(shape)
    pads = node.ints("pads") or (0,) * 2 * n
    return w.both(*(w.inside(at[d] + w.number(pads[d]), shape[d] + pads[d] + pads[n + d]) for d in range(n)))


def _flat(w: Writer, node: Node, at: Sequence[Val], shape: Sequence[int]) -> Val:
    """The number of a place in its image; `storage_order` 1 counts along the first axis."""
    axes = range(len(shape)) if not node.int("storage_order") else range(len(shape) - 1, -1, -1)
    found = w.fn.index(0)
    for d in axes:
        found = found * w.number(shape[d]) + at[d]
    return found
