"""Types of a node's outputs, and the values of constant nodes, through onnx's shape inference and reference evaluator.

Both see one node at a time, with static input shapes and small constants filled in: nothing symbolic is left to reason
about, a mistake has a node's name, and no operator of the file runs before its cost is known.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np
import onnx
from onnx import checker, defs, helper, numpy_helper, shape_inference

from packager import dtype as dtypes
from packager.export.proto import node_proto
from packager.export.spelling import Spelling, spell
from packager.graph import Node, Value
from packager.load import limits

OPSET = defs.onnx_opset_version()
"""The newest operator set that the installed onnx knows; our normal form is written for it."""

_PARAMETER = 1024
"""Constants up to this many elements are shown to shape inference: a list of sizes is short, weights are not."""

_VECTORISED = """
Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh BatchNormalization BitShift BitwiseAnd BitwiseNot
BitwiseOr BitwiseXor Cast Ceil Celu Clip Concat Cos Cosh CumSum DepthToSpace DequantizeLinear Div Elu Equal Erf Exp
Expand Flatten Floor Gather GatherElements GatherND Greater GreaterOrEqual HardSigmoid HardSwish Hardmax Identity
InstanceNormalization IsInf IsNaN LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax Max Min Mod Mul Neg
NonZero Not OneHot Or PRelu Pad Pow QuantizeLinear Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp
ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Round Selu Shrink Sigmoid Sign Sin
Sinh Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Tan Tanh ThresholdedRelu Tile TopK
Transpose Trilu Unsqueeze Where Xor
"""

VECTORISED = frozenset(_VECTORISED.split())
"""Operators that the reference evaluates in a few numpy calls, so their time is proportional to their elements."""

COUNTED = frozenset(("Compress", "NonMaxSuppression", "NonZero", "Unique"))
"""Operators whose output's size depends on their inputs' content; it cannot exceed what FOLD_SLOW inputs allow."""

_LIKE_INPUT = frozenset(("GroupNormalization", "MeanVarianceNormalization"))
"""Operators for which onnx has no shape inference."""

RANDOM = frozenset(
    ("RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike", "Bernoulli", "Multinomial")
)


class Unknown(ValueError):
    """A shape that depends on data."""


def infer(node: Node, values: Mapping[str, Value]) -> tuple[Value, ...]:
    """Types of `node`'s outputs ('' gives none) from the types and constants of its inputs, epilogue and layout aside.

    Raises ValueError with onnx's own words where the node contradicts its inputs, Unknown where a shape stays open.
    """
    if node.op in _LIKE_INPUT:
        return (replace(values[node.inputs[0]], name=node.outputs[0], const=None),)
    spelt = spell(node, values)
    proto, known = _proto(node, spelt, values)
    types = {n: helper.make_tensor_type_proto(v.dtype.onnx, v.shape) for n, v in known.items()}
    data = {
        n: numpy_helper.from_array(np.asarray(v.const), n)
        for n, v in known.items()
        if v.const is not None and v.const.size <= _PARAMETER
    }
    schema = defs.get_schema(spelt.op, OPSET, "")
    try:
        found = shape_inference.infer_node_outputs(
            schema, proto, types, data, None, [helper.make_opsetid("", OPSET)], 10
        )
    except (shape_inference.InferenceError, checker.ValidationError, RuntimeError) as error:
        raise ValueError(" ".join(str(error).split())) from error
    return tuple(_value(o, found.get(o)) for o in node.outputs if o)


def evaluate(node: Node, values: Mapping[str, Value]) -> tuple[Value, ...] | None:
    """The outputs of `node`, all of whose inputs are constants, from onnx.reference; None where it cannot tell."""
    from onnx.reference import ReferenceEvaluator

    proto, known = _proto(node, spell(node, values), values)
    feeds = {n: np.asarray(v.const) for n, v in known.items()}
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            results: Any = ReferenceEvaluator(proto, opsets={"": OPSET}).run(None, feeds)
        arrays = [np.asarray(r) for r in results]
        kinds = [dtypes.from_numpy(a.dtype) for a in arrays]
    except Exception:  # it lacks operators and raises anything: then the node simply runs later
        return None
    found = zip(node.outputs, arrays, kinds, strict=True)
    return tuple(Value(o, a.shape, k, a) for o, a, k in found if o)


def foldable(node: Node, inputs: Sequence[Value], outputs: Sequence[Value]) -> bool:
    """Whether evaluating `node` costs little time; its outputs' sizes are the caller's business."""
    work = sum(v.size for v in inputs) + sum(v.size for v in outputs)
    if node.op in ("MatMul", "Gemm"):
        return prod(inputs[0].shape) * max(inputs[1].shape, default=1) <= limits.FOLD_ELEMENTS
    if node.op == "Einsum" or node.op in RANDOM or node.op in _LIKE_INPUT:
        return False
    return node.op in VECTORISED or work <= limits.FOLD_SLOW


def _proto(node: Node, spelt: Spelling, values: Mapping[str, Value]) -> tuple[onnx.NodeProto, dict[str, Value]]:
    """The ONNX node of a form, and every value that it reads by the name it has there."""
    names: list[str] = []
    known: dict[str, Value] = {}
    for i, arg in enumerate(spelt.inputs):
        if not isinstance(arg, str):
            name = f"{node.name}:{i}"
            known[name] = Value(name, arg.shape, dtypes.from_numpy(arg.dtype), arg)
        else:
            name = arg
            if arg:
                known[arg] = values[arg]
        names.append(name)
    outputs = [o or f"{node.name}!{i}" for i, o in enumerate(node.outputs)]
    return node_proto(spelt.op, names, outputs, spelt.attrs, OPSET), known


def _value(name: str, proto: onnx.TypeProto | None) -> Value:
    if proto is None or not proto.HasField("tensor_type") or not proto.tensor_type.HasField("shape"):
        raise Unknown(f"the shape of its output '{name}' depends on data that is known only at run time")
    tensor = proto.tensor_type
    if tensor.elem_type not in dtypes.BY_ONNX:
        raise ValueError(f"its output '{name}' has an element type that pack has no place for: {tensor.elem_type}")
    if any(not d.HasField("dim_value") for d in tensor.shape.dim):
        dims = ", ".join(str(d.dim_value) if d.HasField("dim_value") else "?" for d in tensor.shape.dim)
        raise Unknown(f"the shape [{dims}] of its output '{name}' depends on data that is known only at run time")
    return Value(name, tuple(d.dim_value for d in tensor.shape.dim), dtypes.BY_ONNX[tensor.elem_type])


__all__ = ["OPSET", "Unknown", "evaluate", "foldable", "infer"]
