"""The walk over a model's nodes in execution order: functions and constant branches inlined, the rest translated.
ModelProto nodes -> a Writer's nodes and values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import onnx
from onnx import checker, defs

from packager.errors import ModelInvalid, ModelTooLarge, PackError, PackErrors, Unsupported, Where
from packager.load import bodies, limits, order, sequences
from packager.load.bodies import Body
from packager.load.scope import DOMAINS, Scope
from packager.load.writer import Writer

_DEPRECATED = frozenset(("GroupNormalization",))
"""Operators that ONNX takes back at some operator set, and that exporters wrote nevertheless."""


class Walk:
    """Visits nodes, counts them, and collects what is wrong with them; `writer` gets what they become."""

    def __init__(self, writer: Writer, functions: Mapping[tuple[str, str, str], onnx.FunctionProto]) -> None:
        self.writer, self.functions = writer, functions
        self.errors: list[PackError] = []
        self.visited = 0

    def run(self, nodes: Sequence[onnx.NodeProto], wanted: Sequence[str], scope: Scope) -> None:
        """Visit the nodes that `wanted` needs; their values are in `scope.values` afterwards."""
        found, errors = order.live(nodes, wanted, scope.knows, self.writer.file, scope.prefix)
        self.errors += errors
        if errors:
            raise PackErrors(self.errors)
        needed = set(wanted) | {name for _, node in found for name in order.reads(node)}
        for index, node in found:
            self.visited += 1
            where = Where(self.writer.file, node=scope.prefix + order.label(node, index))
            if self.visited > limits.NODES:
                raise ModelTooLarge(
                    "the model has too many nodes",
                    where=where,
                    why=f"there are more than {limits.NODES} after inlining functions and branches",
                    fix="cut the model with `outputs:`, or export it without unrolled loops",
                )
            try:
                self.visit(node, where, needed, scope)
            except PackError as error:
                if isinstance(error, PackErrors):
                    raise
                self.errors.append(error)
                if self.writer.spent() or len(self.errors) >= limits.ERRORS:
                    raise (error if len(self.errors) == 1 else PackErrors(self.errors)) from error
                scope.values.update(dict.fromkeys(filter(None, node.output)))

    def visit(self, node: onnx.NodeProto, where: Where, needed: set[str], scope: Scope) -> None:
        """Translate one node of the file."""
        if any(scope.failed(n) for n in node.input if n):
            # What it reads is unknown because of an error reported already: so is what it writes.
            scope.values.update(dict.fromkeys(filter(None, node.output)))
            return
        domain = "" if node.domain in DOMAINS else node.domain
        function = self.functions.get((domain, node.op_type, node.overload))
        if function:
            self.enter(bodies.function(self.writer, node, function, where, scope), node, where, scope)
            return
        version = scope.opsets.get(domain, 0)
        if domain == "" and node.op_type == "If":
            self.enter(bodies.branch(self.writer, node, where, scope), node, where, scope)
            return
        if domain == "" and sequences.handles(node, scope):
            sequences.visit(self.writer, node, version, where, scope)
            return
        schema = _schema(node, domain, version, where)
        graphs = [a.name for a in node.attribute if a.HasField("g") or a.graphs]
        if graphs:
            raise Unsupported(
                f"{node.op_type} runs a graph inside the graph",
                where=where,
                why=f"its attribute '{graphs[0]}' is a graph; pack compiles straight networks",
                fix="export the model without loops, or cut it before this node with `outputs:` in the manifest",
            )
        writer = self.writer
        inputs = tuple(writer.lookup(n, scope, where) if n and not scope.lacks(n) else None for n in node.input)
        options = [o.option for o in schema.outputs]
        outputs = []
        for i, name in enumerate(node.output):
            optional = i < len(options) and options[i] == defs.OpSchema.FormalParameterOption.Optional
            outputs.append(writer.target(name, scope) if name and not (optional and name not in needed) else "")
        while outputs and not outputs[-1]:
            outputs.pop()
        op = writer.op(node, version, where, scope, inputs, outputs)
        writer.translate(op)
        for name, target in zip(node.output, outputs, strict=False):
            if name and target:
                scope.values[name] = writer.values[target]

    def enter(self, body: Body, caller: onnx.NodeProto, where: Where, scope: Scope) -> None:
        """Walk a body whose results become the caller's outputs."""
        inner = body.scope
        if inner.depth > limits.CALLS:
            raise ModelTooLarge(
                "functions or branches are nested too deeply",
                where=where,
                why=f"there are more than {limits.CALLS} levels; perhaps a function calls itself",
                fix="export the model without nested functions",
            )
        if len(body.results) < len(caller.output):
            raise ModelInvalid(
                f"{caller.op_type} is not valid",
                where=where,
                why=f"it has {len(caller.output)} outputs, its body {len(body.results)}",
                fix="export the model again",
            )
        pairs = [(r, o) for r, o in zip(body.results, caller.output, strict=False) if o]
        written = {o for n in body.nodes for o in n.output}
        for result, name in pairs:
            if result in written and result not in inner.rename:
                inner.rename[result] = self.writer.target(name, scope)
        self.run(body.nodes, [r for r, _ in pairs], inner)
        for result, name in pairs:
            scope.values[name] = self.writer.lookup(result, inner, where)


def _schema(node: onnx.NodeProto, domain: str, version: int, where: Where) -> defs.OpSchema:
    """The schema of a node, after ONNX's own check of it."""
    full = f"{domain}.{node.op_type}" if domain else node.op_type
    if not version:
        raise ModelInvalid(
            f"'{full[:200]}' belongs to an operator set that the model does not import",
            where=where,
            why=f"the domain '{domain[:200]}' is not in its opset_import",
            fix="export the model again, or add the import with onnx.helper.make_opsetid",
        )
    if domain or not defs.has(node.op_type, version, ""):
        raise Unsupported(
            f"there is no operator '{full[:200]}'",
            where=where,
            why=f"it is not in ONNX's operator set {version}" if not domain else "it is none of ONNX's own operators",
            fix="export the model with ONNX's own operators only, without a runtime's optimisations; "
            "or cut it before this node with `outputs:` in the manifest",
        )
    schema = defs.get_schema(node.op_type, version, "")
    if schema.deprecated and node.op_type in _DEPRECATED:
        return schema
    if not any(a.HasField("g") or a.graphs or a.ref_attr_name or a.HasField("t") for a in node.attribute):
        context = checker.C.CheckerContext()
        context.ir_version, context.opset_imports = onnx.IR_VERSION, {"": version}
        try:
            checker.check_node(node, context)
        except (checker.ValidationError, RuntimeError) as error:
            raise ModelInvalid(
                f"{node.op_type} is not valid",
                where=where,
                why=" ".join(str(error).split("==> Context:")[0].split()),
                fix="export the model again, or correct the node",
            ) from error
    return schema
