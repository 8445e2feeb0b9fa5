"""One node of ours -> the ONNX operator it means: compile-time attributes become constant inputs again.

`packager.load` documents the normalised form; this module is its inverse, one entry per operator whose ONNX spelling
differs from ours. Everything else is exported as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isinf

import numpy as np

from packager.graph import Array, Attr, Node, Value

INT64 = np.iinfo(np.int64)


@dataclass(frozen=True)
class Spelling:
    """An ONNX operator: an input is a value's name, a constant to be made, or '' where it is absent."""

    op: str
    inputs: tuple[str | Array, ...]
    attrs: Mapping[str, Attr]


def spell(node: Node, values: Mapping[str, Value]) -> Spelling:
    """The ONNX operator of `node` without its epilogue and layout. `values` gives the inputs' types."""
    make = _SPELLINGS.get(node.op)
    attrs = {k: v for k, v in node.attrs.items() if (k, v) != ("layout", "NHWC")}
    x = values.get(node.inputs[0]) if node.inputs else None
    return make(_Given(node, x, attrs)) if make else Spelling(node.op, node.inputs, attrs)


@dataclass(frozen=True)
class _Given:
    """A node, the type of its first input, and its attributes without the layout."""

    node: Node
    x: Value | None
    attrs: Mapping[str, Attr]

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """The element type of the first input."""
        assert self.x is not None
        return self.x.dtype.np

    def without(self, *keys: str) -> dict[str, Attr]:
        """The attributes but these."""
        return {k: v for k, v in self.attrs.items() if k not in keys}


Make = Callable[[_Given], Spelling]


def _ints(values: tuple[int, ...]) -> Array:
    return np.array(values, np.int64)


def _slice(g: _Given) -> Spelling:
    # An end of -1 means "down to element 0 and including it" in our form, but "the last element" in ONNX's.
    ends = tuple(INT64.min if e < 0 else e for e in g.node.ints("ends"))
    starts, axes, steps = (_ints(g.node.ints(key)) for key in ("starts", "axes", "steps"))
    return Spelling("Slice", (g.node.inputs[0], starts, _ints(ends), axes, steps), {})


def _clip(g: _Given) -> Spelling:
    if not {"min", "max"} & g.attrs.keys():
        return Spelling("Clip", g.node.inputs, g.attrs)
    dtype = g.dtype
    bounds = (g.node.float("min", -np.inf), g.node.float("max", np.inf))
    low, high = (
        "" if isinf(b) else np.array(g.attrs[k]).astype(dtype) for k, b in zip(("min", "max"), bounds, strict=True)
    )
    return Spelling("Clip", (g.node.inputs[0], low, high), {})


def _pad(g: _Given) -> Spelling:
    value = np.array(g.attrs.get("value", 0)).astype(g.dtype)
    return Spelling(
        "Pad", (g.node.inputs[0], _ints(g.node.ints("pads")), value), {"mode": g.node.str("mode", "constant")}
    )


def _shape(op: str, key: str) -> Make:
    """The operator takes its attribute `key` as an int64 list behind the first input."""

    def make(g: _Given) -> Spelling:
        rest = g.without(key)
        return Spelling(op, (g.node.inputs[0], _ints(g.node.ints(key))), rest)

    return make


def _reshape(g: _Given) -> Spelling:
    shape = g.node.ints("shape")
    # In ONNX a 0 copies the input's size, unless allowzero says that it means none.
    return Spelling("Reshape", (g.node.inputs[0], _ints(shape)), {"allowzero": 1} if 0 in shape else {})


def _scalar(op: str, key: str, shape: tuple[int, ...] = ()) -> Make:
    """The operator takes its attribute `key` as an int64 number behind the first input."""

    def make(g: _Given) -> Spelling:
        if key not in g.attrs:
            return Spelling(op, g.node.inputs, g.attrs)
        rest = g.without(key)
        return Spelling(op, (g.node.inputs[0], np.full(shape, g.node.int(key), np.int64)), rest)

    return make


def _reduce(g: _Given) -> Spelling:
    axes = g.node.ints("axes")
    rest = {"keepdims": g.node.int("keepdims", 1), "noop_with_empty_axes": 0 if axes else 1}
    return Spelling(g.node.op, (g.node.inputs[0], _ints(axes)), rest)


def _resize(g: _Given) -> Spelling:
    scales, sizes = g.attrs["scales"], g.node.ints("sizes")
    assert isinstance(scales, tuple)
    ratios = np.array(scales, np.float32)
    shape = g.x.shape if g.x else ()
    # ONNX takes either the scales or the sizes. The scales say more (sampling positions), so they go out unless
    # rounding them to float32 changes the size, whichever precision the reader multiplies in.
    exact = all(
        int(np.floor(product)) == size
        for d, r, size in zip(shape, ratios, sizes, strict=True)
        for product in (np.float32(d) * r, d * float(r))
    )
    roi = np.array(g.attrs["roi"], np.float32) if "roi" in g.attrs else ""
    tail: tuple[str | Array, ...] = (ratios,) if exact else ("", _ints(sizes))
    return Spelling("Resize", (g.node.inputs[0], roi, *tail), g.without("scales", "sizes", "roi"))


def _named(op: str, **attrs: Attr) -> Make:
    """The operator has another name in ONNX."""
    return lambda g: Spelling(op, g.node.inputs, attrs)


def _pow_by(g: _Given) -> Spelling:
    return Spelling("Pow", (g.node.inputs[0], np.array(g.attrs["exponent"], g.dtype)), {})


def _dft(g: _Given) -> Spelling:
    length = g.node.inputs[1] if len(g.node.inputs) > 1 else ""
    return Spelling("DFT", (g.node.inputs[0], length, np.array(g.node.int("axis"), np.int64)), g.without("axis"))


_REDUCE = ("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare")
_SPELLINGS: dict[str, Make] = {
    "Clip": _clip,
    "Copy": _named("Identity"),
    "CumProd": _scalar("CumProd", "axis"),
    "CumSum": _scalar("CumSum", "axis"),
    "DFT": _dft,
    "Expand": _shape("Expand", "shape"),
    "GeluTanh": _named("Gelu", approximate="tanh"),
    "Pad": _pad,
    "PowBy": _pow_by,
    "Reshape": _reshape,
    "Resize": _resize,
    "Slice": _slice,
    "Split": _shape("Split", "split"),
    "Squeeze": _shape("Squeeze", "axes"),
    "Tile": _shape("Tile", "repeats"),
    "TopK": _scalar("TopK", "k", (1,)),
    "Trilu": _scalar("Trilu", "k"),
    "Unsqueeze": _shape("Unsqueeze", "axes"),
    **{f"Reduce{name}": _reduce for name in _REDUCE},
}
