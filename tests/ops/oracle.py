"""What onnx.reference says of one node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from onnx import helper
from onnx.reference import ReferenceEvaluator

from packager.graph import Array

NHWC, NCHW = (0, 2, 3, 1), (0, 3, 1, 2)


def reference(op: str, inputs: Sequence[Array], attrs: Mapping[str, object] | None = None, opset: int = 21) -> Array:
    """The first output of the operator on numpy arrays, in ONNX's own layout."""
    names = [f"i{k}" for k in range(len(inputs))]
    node = helper.make_node(op, names, ["o"], **(attrs or {}))
    types = [
        helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(a.dtype), a.shape)
        for n, a in zip(names, inputs, strict=True)
    ]
    out = helper.make_tensor_value_info("o", 1, None)
    model = helper.make_model(
        helper.make_graph([node], "g", types, [out]), opset_imports=[helper.make_opsetid("", opset)], ir_version=10
    )
    with np.errstate(all="ignore"):
        (result,) = ReferenceEvaluator(model).run(None, dict(zip(names, inputs, strict=True)))
    return np.asarray(result)


def reference_nhwc(
    op: str, x: Array, others: Sequence[Array] = (), attrs: Mapping[str, object] | None = None, opset: int = 21
) -> Array:
    """The same for an image operator on an NHWC tensor, with an NHWC result."""
    return reference(op, [np.ascontiguousarray(x.transpose(NCHW)), *others], attrs, opset).transpose(NHWC)
