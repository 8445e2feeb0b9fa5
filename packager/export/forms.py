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
class Form:
    """An ONNX operator: an input is a value's name, a constant to be made, or '' where it is absent."""

    op: str
    inputs: tuple[str | Array, ...]
    attrs: Mapping[str, Attr]


def form(node: Node, values: Mapping[str, Value]) -> Form:
    """The ONNX operator of `node` without its epilogue and layout. `values` gives the inputs' types."""
    make = _FORMS.get(node.op)
    attrs = {k: v for k, v in node.attrs.items() if (k, v) != ("layout", "NHWC")}
    return make(node, values, attrs) if make else Form(node.op, node.inputs, attrs)


Make = Callable[[Node, Mapping[str, Value], dict[str, Attr]], Form]


def _ints(values: tuple[int, ...]) -> Array:
    return np.array(values, np.int64)


def _slice(node: Node, values: Mapping[str, Value], attrs: dict[str, Attr]) -> Form:
    # An end of -1 means "down to element 0 and including it" in our form, but "the last element" in ONNX's.
    ends = tuple(INT64.min if e < 0 else e for e in node.ints("ends"))
    return Form(
        "Slice",
        (node.inputs[0], _ints(node.ints("starts")), _ints(ends), _ints(node.ints("axes")), _ints(node.ints("steps"))),
        {},
    )


def _clip(node: Node, values: Mapping[str, Value], attrs: dict[str, Attr]) -> Form:
    if not {"min", "max"} & attrs.keys():
        return Form("Clip", node.inputs, attrs)
    dtype = values[node.inputs[0]].dtype.np
    bounds = (node.float("min", -np.inf), node.float("max", np.inf))
    low, high = (
        "" if isinf(b) else np.array(node.attrs[k]).astype(dtype) for k, b in zip(("min", "max"), bounds, strict=True)
    )
    return Form("Clip", (node.inputs[0], low, high), {})


def _pad(node: Node, values: Mapping[str, Value], attrs: dict[str, Attr]) -> Form:
    value = np.array(attrs.get("value", 0)).astype(values[node.inputs[0]].dtype.np)
    return Form("Pad", (node.inputs[0], _ints(node.ints("pads")), value), {"mode": node.str("mode", "constant")})


def _shape(op: str, key: str) -> Make:
    """The operator takes its attribute `key` as an int64 list behind the first input."""

    def make(node: Node, values: Mapping[str, Value], attrs: dict[str, Attr]) -> Form:
        rest = {k: v for k, v in attrs.items() if k != key}
        return Form(op, (node.inputs[0], _ints(node.ints(key))), rest)

    return make


def _scalar(op: str, key: str, shape: tuple[int, ...] = ()) -> Make:
    """The operator takes its attribute `key` as an int64 number behind the first input."""

    def make(node: Node, values: Mapping[str, Value], attrs: dict[str, Attr]) -> Form:
        if key not in attrs:
            return Form(op, node.inputs, attrs)
        rest = {k: v for k, v in attrs.items() if k != key}
        return Form(op, (node.inputs[0], np.full(shape, node.int(key), np.int64)), rest)

    return make


def _reduce(node: Node, values: Mapping[str, Value], attrs: dict[str, Attr]) -> Form:
    axes = node.ints("axes")
    rest = {"keepdims": node.int("keepdims", 1), "noop_with_empty_axes": 0 if axes else 1}
    return Form(node.op, (node.inputs[0], _ints(axes)), rest)


def _resize(node: Node, values: Mapping[str, Value], attrs: dict[str, Attr]) -> Form:
    scales, sizes = node.attrs["scales"], node.ints("sizes")
    assert isinstance(scales, tuple)
    ratios = np.array(scales, np.float32)
    shape = values[node.inputs[0]].shape
    # ONNX takes either the scales or the sizes. The scales say more (sampling positions), so they go out unless
    # rounding them to float32 changes the size.
    exact = tuple(int(np.floor(np.float32(d) * r)) for d, r in zip(shape, ratios, strict=True)) == sizes
    roi = np.array(attrs["roi"], np.float32) if "roi" in attrs else ""
    rest = {k: v for k, v in attrs.items() if k not in ("scales", "sizes", "roi")}
    tail: tuple[str | Array, ...] = (ratios,) if exact else ("", _ints(sizes))
    return Form("Resize", (node.inputs[0], roi, *tail), rest)


def _named(op: str, **attrs: Attr) -> Make:
    """The operator has another name in ONNX."""
    return lambda node, values, own: Form(op, node.inputs, attrs)  # noqa: ARG005


def _pow_by(node: Node, values: Mapping[str, Value], attrs: dict[str, Attr]) -> Form:
    return Form("Pow", (node.inputs[0], np.array(attrs["exponent"], values[node.inputs[0]].dtype.np)), {})


_REDUCE = ("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare")
_FORMS: dict[str, Make] = {
    "Clip": _clip,
    "Copy": _named("Identity"),
    "CumSum": _scalar("CumSum", "axis"),
    "Expand": _shape("Expand", "shape"),
    "GeluTanh": _named("Gelu", approximate="tanh"),
    "Pad": _pad,
    "PowBy": _pow_by,
    "Reshape": _shape("Reshape", "shape"),
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
