"""What onnxscript leaves: shapes for which it shows too little to onnx, and operators with several outputs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir
from onnx import checker, defs, helper, numpy_helper, shape_inference

from packager.graph import Array
from packager.load.reader import read_value, where_of
from packager.load.source import NEWEST
from packager.lowering.base import OWN

_PARAMETER = 4096
"""Constants up to this many elements are shown to shape inference: a list of sizes is short, weights are not."""

_LIKE_INPUT = frozenset(("GroupNormalization", "MeanVarianceNormalization"))
"""Operators for which onnx has no shape inference."""


def infer(node: ir.Node) -> None:
    """Give the outputs of `node` their types and shapes; some may stay unknown.

    Raises ValueError with onnx's own words where the node contradicts its inputs.
    """
    if node.op_type in _LIKE_INPUT and (x := node.inputs[0]):
        node.outputs[0].shape, node.outputs[0].type = x.shape, x.type
        return
    if node.op_type in OWN:
        shapes = [read_value(v, where_of(node)).shape for v in node.inputs if v]
        rule = OWN[node.op_type].shape or np.broadcast_shapes
        node.outputs[0].shape = ir.Shape(rule(*shapes))
        node.outputs[0].type = next(v.type for v in node.inputs if v)
        return
    read = {v.name or "": read_value(v, where_of(node)) for v in node.inputs if v}
    types = {n: helper.make_tensor_type_proto(v.dtype.onnx, v.shape) for n, v in read.items()}
    short = {n: v.const for n, v in read.items() if v.const is not None and v.size <= _PARAMETER}
    data = {n: numpy_helper.from_array(c, n) for n, c in short.items()}
    try:
        schema = defs.get_schema(node.op_type, NEWEST, "")
        found = shape_inference.infer_node_outputs(schema, ir.serde.serialize_node(node), types, data)
    except (shape_inference.InferenceError, checker.ValidationError, RuntimeError) as error:
        raise ValueError(" ".join(str(error).split())) from error
    for value in node.outputs:
        if value.name in found:
            value.shape = ir.serde.deserialize_type_proto_for_shape(found[value.name])
            value.type = ir.serde.deserialize_type_proto_for_type(found[value.name])


def evaluate(node: ir.Node) -> Sequence[Array] | None:
    """The outputs of `node`, all of whose inputs are constants, from onnx.reference; None where it cannot tell."""
    from packager.onnx_reference import evaluator

    feeds = {v.name or "": v.const_value.numpy() for v in node.inputs if v and v.const_value is not None}
    try:
        model = evaluator(ir.serde.serialize_node(node), opsets={"": NEWEST})
        return [np.asarray(a) for a in model.run(None, feeds)]
    except Exception:  # it lacks operators and raises anything: then the node simply runs later
        return None
