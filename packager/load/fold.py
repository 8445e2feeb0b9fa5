"""Constants folded, shapes inferred, operators normalised: onnx_ir.Model -> the same, every node in a form of ours.

onnxscript's pass visits the nodes in order, infers shapes and folds. Before it sees a node, the node takes its normal
form, spelled in the newest operator set: so only the rules of that one have to be right, all sizes are in range, and
what the pass leaves needs no further translation. Before it evaluates a node, the budget is asked.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import prod

import numpy as np
import onnx_ir as ir
from onnx import defs
from onnxscript.optimizer import FOLDED_FROM_KEY
from onnxscript.optimizer._constant_folding import FoldConstantsPass, Replacement

from packager import dtype as dtypes
from packager.errors import DynamicShape, ModelTooLarge, PackError, Unsupported, raise_all
from packager.export.proto import attribute_kind
from packager.export.spelling import spell
from packager.graph import Array, Graph, Node
from packager.load import control, counts, limits, microsoft, sequences
from packager.load.budget import FOLDABLE, Budget
from packager.load.expand import expand, expands
from packager.load.infer import evaluate, infer
from packager.load.inline import PLACE
from packager.load.names import Names
from packager.load.normal import ONE_FORM, normalise
from packager.load.op import invalid
from packager.load.reader import about, check, constant, is_sequence, read_op, read_value, where_of
from packager.load.source import NEWEST, Source, reason, too_many_nodes
from packager.lowering.base import OWN

FORM = "pack.form"
"""In `meta` of a node: the node of ours that it stands for. Its inputs are the first of the node's own."""

_AS_IS = frozenset(("Constant", "ConstantOfShape", "Identity", "If", "Shape", "Size"))
"""Operators without a form: onnxscript replaces them, and they mean the same in all operator sets."""

_CONTRADICTIONS = (ValueError, TypeError, LookupError, ArithmeticError, RuntimeError, AssertionError, MemoryError)
"""What onnx, onnxscript and numpy raise where a node contradicts ONNX in a way that no check names."""


Lacks = Callable[[Graph, Node], PackError | None]
"""(a graph of a node alone, the node) -> why it cannot be compiled, None where it may be."""


class Folder(FoldConstantsPass):
    """Folds and normalises a model. Raises PackErrors with all that is wrong with its nodes, when all are visited."""

    def __init__(self, source: Source, lacks: Lacks = lambda *_: None) -> None:
        super().__init__(
            shape_inference=True,
            input_size_limit=sys.maxsize,
            output_size_limit=sys.maxsize,
            should_fold=self._worth_it,
        )
        self.graph, self.budget = source.model.graph, Budget(source.stored)
        self.names = Names((*self.graph.initializers, *(v.name or "" for v in self.graph.inputs)))
        self.errors: list[PackError] = []
        self.lacks = lacks
        """Why a node that is read cannot be compiled, None where it can; asked when there are errors anyhow."""
        self.failed: set[ir.Value] = set()
        """Values that are unknown because of an error that is noted: nodes that read them are passed over."""
        self.visited = 0
        self.allowed: ir.Node | None = None
        """The last node that was found worth its cost."""

    def visit_graph(self, graph: ir.Graph) -> None:
        """Visit all nodes; raise what was wrong with them."""
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what numpy says of the numbers in a model is nothing to mend
            super().visit_graph(graph)
        if graph is self.graph:
            if self.errors:  # all that is wrong is said at once
                sound = (n for n in graph if FORM in n.meta and self.failed.isdisjoint((*n.inputs, *n.outputs)))
                self.errors += [about(e, node) for node in sound if (e := self.lacks(*_alone(node))) is not None]
            raise_all(self.errors)

    def visit_node(self, node: ir.Node, root: ir.Graph | ir.Function) -> None:
        """Replace `node`, or let it stay; note what is wrong with it."""
        if root is not self.graph:  # inside a node that is refused
            return
        self.visited += 1
        if self.visited > limits.NODES:
            self.errors.append(too_many_nodes(where_of(node)))
            raise_all(self.errors)
        if self.failed.isdisjoint(filter(None, node.inputs)):
            try:
                super().visit_node(node, root)
                return
            except PackError as error:
                if isinstance(error, DynamicShape):
                    error.inputs = _inputs_behind(node, error.value)
                self.errors.append(about(error, node))
            except _CONTRADICTIONS as error:
                self.errors.append(about(invalid(node.op_type, where_of(node), reason(error)), node))
        self.failed.update(node.outputs)
        if len(self.errors) >= limits.ERRORS or self.budget.spent:
            raise_all(self.errors)

    def process_node(self, node: ir.Node, is_function: bool) -> Replacement | None:
        """What stands in place of `node`; None where it stays."""
        self._resolve(node)
        found = counts.shape(node) or (self._prepare(node) if FORM not in node.meta else None)
        if found is None:
            counts.carry(node, node.meta.get(FORM))
            if counts.make(node, node.meta.get(FORM)):
                return self._settle(node)
            if FORM in node.meta:
                self._spell(node, node.meta[FORM])
            # onnxscript picks from a short list one by one, and unasked.
            if not (node.op_type == "Gather" and _constant(node) and self._worth_it(node)):
                found = super().process_node(node, is_function)
            found = found or self._settle(node)
        if found is not None:
            for new in found.new_nodes:
                new.meta.setdefault(PLACE, node.meta[PLACE])
            for old, value in zip(node.outputs, found.new_outputs, strict=True):
                counts.hand_on(old, value)
                if value.const_value is not None:  # it knows better than the inference, which it would inherit from
                    old.shape, old.type = value.shape, value.type
        return found

    # --- before onnxscript sees a node ---

    def _resolve(self, node: ir.Node) -> None:
        """Let `node` read what the Identities before it read, and no two values of one name."""
        names: dict[str, ir.Value] = {}
        for i, value in enumerate(node.inputs):
            if value is None:
                continue
            before = value.producer()
            if before is not None and before.op_type == "Identity" and before.inputs[0]:
                value = before.inputs[0]
                node.replace_input_with(i, value)
            if names.setdefault(value.name or "", value) is not value:
                value.name = self.names.fresh(value.name or "")
            # onnxscript keeps the names of all that led to a value, which is quadratic in a chain of nodes.
            value.meta.pop(FOLDED_FROM_KEY, None)

    def _prepare(self, node: ir.Node) -> Replacement | None:
        """Check a node, and bring it into its form; nodes that stand in its place, if it takes several."""
        if node.version is not None:  # it is in the file, not made here or by onnxscript
            if (operator := microsoft.find(node)) is not None:
                found, nbytes = microsoft.expand(node, operator, self.names.fresh)
                self.budget.count(nbytes, where_of(node))
                return found
            check(node)
            if node.op_type not in control.OPERATORS:  # whose outputs the results of a branch become
                for value in node.outputs:
                    value.name = value.name and self.names.fresh(value.name)  # two branches may have it
            if node.op_type not in ONE_FORM and not (node.op_type in FOLDABLE and _constant(node)) and expands(node):
                return expand(node)
            if node.domain and node.op_type not in ONE_FORM and node.op_type not in OWN:
                raise Unsupported(
                    f"no kernel for {node.domain}.{node.op_type}",
                    where=where_of(node),
                    why="pack does not know it",
                    fix="cut the model before this node with `outputs:` in the manifest",
                )
        if node.op_type in sequences.OPERATORS or node.op_type in control.OPERATORS or node.op_type == "EyeLike":
            counts.carry(node, None)
        if node.op_type in sequences.OPERATORS:
            return sequences.step(read_op(node, self.names.fresh), node, self._state)
        if node.op_type in control.OPERATORS:
            return control.step(read_op(node, self.names.fresh), node)
        return None if node.op_type in _AS_IS else self._normalise(node)

    def _normalise(self, node: ir.Node) -> Replacement | None:
        """Give `node` its form, or put nodes with forms in its place."""
        for value in filter(None, node.inputs):
            sequences.refuse(value, where_of(node))
        op = read_op(node, self.names.fresh)
        node.resize_outputs(len(op.outputs))
        known = {v.name or "": v for v in node.inputs if v}
        forms = normalise(op)
        for made in op.made:
            self.budget.count(made.nbytes, op.where)
            known[made.name] = constant(np.asarray(made.const), made.name)
        if len(forms) == 1 and forms[0].op != "Identity" and forms[0].outputs == op.outputs:
            _connect(node, [known.get(name) for name in forms[0].inputs])
            node.meta[FORM] = forms[0]
            return None
        nodes: list[ir.Node] = []
        for form in forms:
            outputs = [ir.Value(name=name) for name in form.outputs]
            nodes.append(ir.Node("", form.op, [known.get(name) for name in form.inputs], outputs=outputs))
            known.update(zip(form.outputs, outputs, strict=True))
            if form.op != "Identity":
                nodes[-1].meta[FORM] = form
        return Replacement([known.get(name) or ir.Value(name="") for name in op.outputs], nodes)

    def _spell(self, node: ir.Node, form: Node) -> None:
        """Let `node` say what its form means, in the newest operator set."""
        if form.op in OWN:  # ONNX has no spelling for it
            return
        own = len(form.inputs)
        values = {n: read_value(v, form.where) for n, v in zip(form.inputs, node.inputs, strict=False) if v}
        spelt = spell(form, values)
        node.op_type, node.version = spelt.op, None
        node.attributes.clear()
        schema = defs.get_schema(spelt.op, NEWEST, "")
        for key, value in spelt.attrs.items():
            node.attributes.add(ir.Attr(key, ir.AttributeType(attribute_kind(schema, key)), value))
        extra = [
            None if isinstance(arg, str) else constant(arg, self.names.fresh(f"{form.name}:{own + i}"))
            for i, arg in enumerate(spelt.inputs[own:])
        ]
        _connect(node, [*node.inputs[:own], *extra])

    # --- what onnxscript asks, and what it leaves ---

    def _worth_it(self, node: ir.Node) -> bool:
        """Whether onnxscript is to evaluate `node`, whose inputs are constants."""
        self.allowed = None
        if node.op_type in FOLDABLE:
            if any(v.shape is None or v.shape.is_dynamic() for v in node.outputs):
                infer(node)
            self.allowed = node if self.budget.allows(node, where_of(node)) else None
        # Of a node with several outputs it would drop what it has computed.
        return self.allowed is node and len(node.outputs) == 1

    def _settle(self, node: ir.Node) -> Replacement | None:
        """Evaluate or check a node that onnxscript has left as it is."""
        if node.op_type == "Identity" or any(is_sequence(v) for v in node.outputs):
            return None
        where, read = where_of(node), [v for v in node.outputs if v.name]
        arrays = evaluate(node) if self.allowed is node else None
        if arrays is not None:
            return _constants(arrays, node)
        if FORM not in node.meta and (node.op_type != "Constant" or node.outputs[0].const_value is None):
            sized = node.op_type == "ConstantOfShape" and not _constant(node)
            kind = DynamicShape if sized else Unsupported
            error = kind(
                f"{node.op_type} {'cannot be compiled' if _constant(node) else 'depends on data'}",
                where=where,
                why="what it reads is computed at run time, or of a kind that pack does not read",
                fix="export the model with fixed sizes and conditions, or cut it before this node with `outputs:`",
            )
            shape = node.inputs[0] if node.inputs else None
            raise error.of(shape.name or "") if isinstance(error, DynamicShape) and shape is not None else error
        if any(v.shape is None or v.shape.is_dynamic() for v in read):
            infer(node)
        for value in read:
            _check(value, node)
        if FORM in node.meta and all(v.shape is not None and 0 in v.shape for v in node.outputs):
            values = [read_value(v, where) for v in node.outputs]
            return _constants([np.zeros(v.shape, v.dtype.np) for v in values], node)
        return None


def _alone(node: ir.Node) -> tuple[Graph, Node]:
    """A node that has a form, with what it reads and writes, and nothing else."""
    form: Node = node.meta[FORM]
    reads, writes = node.inputs[: len(form.inputs)], node.outputs[: len(form.outputs)]
    form = replace(form, inputs=tuple((v and v.name) or "" for v in reads), outputs=tuple(v.name or "" for v in writes))
    values = {v.name: read_value(v, form.where) for v in (*reads, *writes) if v is not None and v.name}
    return Graph(form.name, (form,), values, form.inputs, form.outputs), form


def _check(value: ir.Value, node: ir.Node) -> None:
    """Raise unless `value`, which `node` writes, is a tensor of static shape within the limits."""
    op, where = node.op_type, where_of(node)
    if value.shape is None or value.shape.is_dynamic():
        dims = "" if value.shape is None else f" {value.shape}"
        raise DynamicShape(
            f"the output of {op} has no fixed shape",
            where=where,
            why=f"the shape{dims} of '{value.name}' depends on data that is known only at run time",
            fix="cut the model before this node with `outputs:` in the manifest, or export it with fixed sizes",
        )
    if not isinstance(value.type, ir.TensorType) or value.dtype not in dtypes.BY_ONNX:
        raise invalid(op, where, f"its output '{value.name}' has a type that pack has no place for: {value.type}")
    shape = value.shape.numpy()
    if min(shape, default=0) < 0:
        raise invalid(op, where, f"its output '{value.name}' would have shape {list(shape)}")
    if len(shape) > limits.RANK or prod(shape) > limits.ELEMENTS:
        raise ModelTooLarge(
            f"the output of {op} is too large",
            where=where,
            why=f"'{value.name}' has shape {list(shape)}; pack allows {limits.ELEMENTS} elements",
            fix="export the network with smaller sizes, or correct the shapes in `inputs:`",
        )


def _inputs_behind(node: ir.Node, name: str) -> tuple[str, ...]:
    """The model's inputs from which the input of `node` called `name` is computed."""
    todo = [v for v in node.inputs if v is not None and name and name == v.name]
    seen = set(todo)
    for value in todo:
        before = value.producer()
        found = [v for v in before.inputs if v is not None and v not in seen] if before is not None else []
        todo += found
        seen.update(found)
    return tuple(v.name or "" for v in todo if v.is_graph_input())


def _constant(node: ir.Node) -> bool:
    """Whether all inputs are constants."""
    return all(v.const_value is not None for v in node.inputs if v)


def _connect(node: ir.Node, inputs: Sequence[ir.Value | None]) -> None:
    """Let `node` read `inputs`."""
    node.resize_inputs(len(inputs))
    for i, value in enumerate(inputs):
        if node.inputs[i] is not value:
            node.replace_input_with(i, value)


def _constants(arrays: Sequence[Array], node: ir.Node) -> Replacement:
    """The outputs of `node` as constants."""
    return Replacement([constant(a, v.name or "") for a, v in zip(arrays, node.outputs, strict=True)], [])
