"""onnx.reference, put right where it departs from ONNX: what folds constants, and the oracle that is always there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx

from packager.dtype import from_numpy
from packager.graph import Array

if TYPE_CHECKING:
    from onnx.reference import ReferenceEvaluator

COMPLETE_OPSET = 19
"""It lacks the older forms of some operators (DequantizeLinear 10 and 13)."""


def name() -> str:
    """Name and version."""
    return f"onnx.reference {onnx.__version__}"


def run(
    model: onnx.ModelProto | Path, feeds: Mapping[str, Array], names: Sequence[str], own: Iterable[type] = ()
) -> list[Array]:
    """The outputs `names`; the classes `own` stand for the operators that they are named after. Raises anything."""
    from onnx import version_converter

    proto = onnx.load(str(model)) if isinstance(model, Path) else model
    if not names:
        return []
    with np.errstate(all="ignore"):
        try:
            values: Any = evaluator(proto, own).run(list(names), dict(feeds))
        except RuntimeError:  # an operator without an implementation for the model's opset
            newer = version_converter.convert_version(proto, COMPLETE_OPSET)
            values = evaluator(newer).run(list(names), dict(feeds))
    return [np.asarray(value) for value in values]


def evaluator(
    model: onnx.ModelProto | onnx.NodeProto, own: Iterable[type] = (), opsets: Mapping[str, int] | None = None
) -> ReferenceEvaluator:
    """An evaluator of `model`, or of one node with its `opsets`. Raises what it raises where it cannot read that."""
    from onnx.reference import ReferenceEvaluator

    versions = opsets or {o.domain: o.version for o in getattr(model, "opset_import", ())}
    opset = versions.get("", versions.get("ai.onnx", 1))
    better = [make(opset) for first, end, make in BETTER if first <= opset < end]
    return ReferenceEvaluator(model, opsets=dict(opsets) if opsets else None, new_ops=[*own, *better] or None)


def _batch_normalization(_: int) -> type:
    from onnx.reference.op_run import OpRun

    def run(_: Any, x: Any, *params: Any, epsilon: float = 1e-5, **__: object) -> tuple[Any]:
        scale, bias, mean, var = (p.reshape(-1, *(1,) * (x.ndim - 2)) for p in params)
        return ((scale * (x - mean) / np.sqrt(var + x.dtype.type(epsilon)) + bias).astype(x.dtype),)

    return type("BatchNormalization", (OpRun,), {"op_domain": "", "_run": run})


def _dequantize_linear(opset: int) -> type:
    from onnx.defs import get_schema
    from onnx.reference.ops import load_op

    base: Any = load_op("", "DequantizeLinear", opset)
    schema = get_schema("DequantizeLinear", opset)

    def run(self: Any, x: Any, scale: Any, zero: Any = None, *, axis: int = 1, **attrs: Any) -> Any:
        if zero is not None and from_numpy(zero.dtype).is_float:
            x, zero = x.astype(np.float32) - _spread(zero.astype(np.float32), x.shape, axis, attrs), None
        return base._run(self, x, scale, zero, axis=axis, **attrs)

    return type("DequantizeLinear", (base,), {"op_domain": "", "op_schema": schema, "_run": run})


def _quantize_linear(opset: int) -> type:
    from onnx.defs import get_schema
    from onnx.reference.ops import load_op

    base: Any = load_op("", "QuantizeLinear", opset)
    schema = get_schema("QuantizeLinear", opset)

    def run(self: Any, x: Any, scale: Any, zero: Any = None, *, axis: int = 1, **attrs: Any) -> Any:
        if zero is not None and from_numpy(zero.dtype).is_float:
            step, shift = (_spread(a, x.shape, axis, attrs) for a in (scale, zero.astype(np.float32)))
            x, scale, zero = x / step + shift, np.ones_like(scale), np.zeros_like(zero)
        return base._run(self, x, scale, zero, axis=axis, **attrs)

    return type("QuantizeLinear", (base,), {"op_domain": "", "op_schema": schema, "_run": run})


def _spread(given: Array, shape: tuple[int, ...], axis: int, attrs: Mapping[str, Any]) -> Array:
    """A number for each element of a tensor of `shape`: the only one, its place's on the axis, or its block's."""
    if given.size == 1:
        return given.reshape(())
    if given.ndim == len(shape) and (block := attrs.get("block_size")):
        return np.repeat(given, block, axis).take(range(shape[axis]), axis)
    return given.reshape([-1 if d == axis % len(shape) else 1 for d in range(len(shape))])


# Where onnx.reference departs from the standard: the first opset, the one behind the last, and the class instead.
BETTER = (
    (7, 14, _batch_normalization),  # it computes as in training
    (19, 1 << 30, _dequantize_linear),  # zero points of float types: refused, or left out
    (19, 1 << 30, _quantize_linear),
)
