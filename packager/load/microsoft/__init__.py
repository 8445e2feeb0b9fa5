"""Operators of ONNX Runtime's own domain, com.microsoft: each is written in ONNX's operators when a model is read.

ONNX Runtime's optimiser and quantiser put them into the models they save, and so do exporters of transformers. One
operator is one function, with `@operator("Name")` above it, in the file of its kind: `table` says what its signature
means, `call` what it may do.
"""

from __future__ import annotations

from collections.abc import Callable

import onnx_ir as ir
from onnx import defs
from onnxscript.optimizer._constant_folding import Replacement

from packager.load import sequences
from packager.load.microsoft import (
    activations,
    arrays,
    attention,
    images,
    integers,
    norms,
    products,
    quantised,
    recurrent,
)
from packager.load.microsoft.call import Call, Tensor
from packager.load.microsoft.table import OPERATORS, Operator
from packager.load.reader import where_of
from packager.lowering.base import OWN

__all__ = ["KINDS", "OPERATORS", "expand", "find"]

KINDS = (activations, arrays, attention, images, integers, norms, products, quantised, recurrent)
"""The modules that hold the operators."""


def find(node: ir.Node) -> Operator | None:
    """The operator that `node` of the file calls, None where it is ONNX's or the user's own, or not known."""
    found = OPERATORS.get((node.domain, node.op_type))
    if found is None or not node.version or node.op_type in OWN:
        return None
    return None if not node.domain and defs.has(node.op_type, node.version, "") else found


def expand(node: ir.Node, operator: Operator, fresh: Callable[[str], str]) -> tuple[Replacement, int]:
    """The nodes that compute what `node` does, and the size of the constants among what they read.

    `fresh` gives a name that nothing in the graph has yet. Raises PackError where the node does not fit.
    """
    for value in filter(None, node.inputs):
        sequences.refuse(value, where_of(node))
    call = Call(node, fresh)
    result = operator(call)
    made = result if isinstance(result, tuple) else (result,)
    outputs = [_output(call, value, made[i] if i < len(made) else None) for i, value in enumerate(node.outputs)]
    return Replacement(outputs, call.nodes), call.nbytes


def _output(call: Call, value: ir.Value, made: Tensor | None) -> ir.Value:
    """What stands for the output `value` of the call: `made`, written by a node of its own."""
    if not value.name or (made is None and not value.uses() and not value.is_graph_output()):
        return ir.Value(name="")
    if made is None:
        call.unsupported(f"something reads its output '{value.name}', number {value.index()}")
    if made.value.producer() not in call.nodes:
        made = call.add("Identity", made)
    return made.value
