"""The walk over a model's nodes in execution order: functions and constant branches inlined, constants folded, types
inferred. ModelProto nodes -> our nodes and values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import checker, defs

from packager.errors import DynamicShape, ModelInvalid, ModelTooLarge, PackError, PackErrors, Unsupported, Where
from packager.graph import Node, Value
from packager.load import attributes, bodies, limits, order, sequences
from packager.load.infer import COUNTED, Unknown, evaluate, foldable, infer
from packager.load.normal import normalise
from packager.load.op import Op, Raw
from packager.load.scope import DOMAINS, Scope, is_absent, scope_absent

_DEPRECATED = frozenset(("GroupNormalization",))
"""Operators that ONNX takes back at some operator set, and that exporters wrote nevertheless."""


class Walk:
    """Collects the nodes, values and errors of one model."""

    def __init__(self, file: str, folder: Path, functions: Mapping[tuple[str, str, str], onnx.FunctionProto]) -> None:
        self.file, self.folder, self.functions = file, folder, functions
        self.nodes: list[Node] = []
        self.values: dict[str, Value] = {}  # what a name in the new graph stands for; an alias maps to another's value
        self.errors: list[PackError] = []
        self.names: set[str] = set()
        self.node_names: set[str] = set()
        self.visited = self.folded = self.stored = 0

    def fresh(self, stem: str) -> str:
        """A name that is taken neither by a value nor by a node."""
        name, count = stem, 0
        while name in self.names or name in self.node_names:
            count += 1
            name = f"{stem}.{count}"
        self.names.add(name)
        return name

    def run(self, nodes: Sequence[onnx.NodeProto], wanted: Sequence[str], scope: Scope) -> None:
        """Visit the nodes that `wanted` needs; their values are in `scope.values` afterwards."""
        found, errors = order.live(nodes, wanted, scope.knows, self.file, scope.prefix)
        self.errors += errors
        if errors:
            raise PackErrors(self.errors)
        needed = set(wanted) | {name for _, node in found for name in order.reads(node)}
        for index, node in found:
            self.visited += 1
            where = Where(self.file, node=scope.prefix + order.label(node, index))
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
                if self.spent() or len(self.errors) >= limits.ERRORS:
                    raise (error if len(self.errors) == 1 else PackErrors(self.errors)) from error
                scope.values.update(dict.fromkeys(filter(None, node.output)))

    def lookup(self, name: str, scope: Scope, where: Where) -> Value | None:
        """The value of `name`; a constant of the file is read now. None where an earlier error left it unknown."""
        for s in scope.scopes():
            if name in s.values:
                return s.values[name]
            if name in s.lazy:
                # Unknown until read: where reading fails, the next reader stays silent.
                s.values[name] = None
                array = s.lazy[name]()
                self.store(array.nbytes, where)
                value = self.define(
                    Op.typed(s.rename.get(name) or (s.prefix and self.fresh(s.prefix + name)) or name, array)
                )
                s.values[name] = value
                return value
            if name in s.lists:
                raise Unsupported(
                    f"'{name}' is a sequence of tensors",
                    where=where,
                    why="pack takes sequences apart when it builds, but this operator keeps one",
                    fix="export the model without sequences, or cut it before this node with `outputs:`",
                )
        raise AssertionError(f"{name} was checked by order.live")

    def store(self, nbytes: int, where: Where) -> None:
        """Count the bytes of a constant of the file."""
        self.stored += nbytes
        if self.stored > limits.WEIGHT_BYTES:
            raise ModelTooLarge(
                "the model's constants are too large",
                where=where,
                why=f"together they have more than {limits.WEIGHT_BYTES} bytes",
                fix="use a smaller network",
            )

    def spent(self) -> bool:
        """Whether the constants have used up what they may: then the walk ends."""
        allowed = limits.FOLD_BYTES + limits.FOLD_SHARE * self.stored
        return self.folded > allowed or self.stored > limits.WEIGHT_BYTES

    def fold(self, nbytes: int, where: Where) -> None:
        """Count the bytes of a constant that the graph computes."""
        self.folded += nbytes
        if self.spent():
            raise Unsupported(
                "the model computes too many constants",
                where=where,
                why=f"together they have {self.folded} bytes, those stored in the file {self.stored}",
                fix="store them as initialisers, or let the model broadcast smaller tensors",
            )

    def define(self, value: Value) -> Value:
        """Enter `value` into the new graph."""
        self.names.add(value.name)
        self.values[value.name] = value
        return value

    # --- one node ---

    def visit(self, node: onnx.NodeProto, where: Where, needed: set[str], scope: Scope) -> None:
        """Translate one node of the file."""
        if any(scope_absent(n, scope) is None for n in node.input if n):
            # What it reads is unknown because of an error reported already: so is what it writes.
            scope.values.update(dict.fromkeys(filter(None, node.output)))
            return
        domain = "" if node.domain in DOMAINS else node.domain
        function = self.functions.get((domain, node.op_type, node.overload))
        if function:
            bodies.inline(self, node, function, where, scope)
            return
        version = scope.opsets.get(domain, 0)
        if domain == "" and node.op_type == "If":
            bodies.branch(self, node, where, scope)
            return
        if domain == "" and sequences.handles(node, scope):
            sequences.visit(self, node, version, where, scope)
            return
        schema = self.schema(node, domain, version, where)
        graphs = [a.name for a in node.attribute if a.HasField("g") or a.graphs]
        if graphs:
            raise Unsupported(
                f"{node.op_type} runs a graph inside the graph",
                where=where,
                why=f"its attribute '{graphs[0]}' is a graph; pack compiles straight networks",
                fix="export the model without loops, or cut it before this node with `outputs:` in the manifest",
            )
        attrs = self.attributes(node, where, scope)
        inputs = tuple(self.lookup(n, scope, where) if n and not is_absent(n, scope) else None for n in node.input)
        options = [o.option for o in schema.outputs]
        outputs = []
        for i, name in enumerate(node.output):
            optional = i < len(options) and options[i] == defs.OpSchema.FormalParameterOption.Optional
            outputs.append(self.target(name, scope) if name and not (optional and name not in needed) else "")
        while outputs and not outputs[-1]:
            outputs.pop()
        op = Op(
            node.op_type,
            version,
            self.node_name(where.node),
            where,
            inputs,
            tuple(outputs),
            attrs,
            attributes.defaults(node.op_type, version),
            self.fresh,
        )
        self.translate(op)
        for name, target in zip(node.output, outputs, strict=False):
            if name and target:
                scope.values[name] = self.values[target]

    def translate(self, op: Op, make: Callable[[Op], Sequence[Node]] = normalise) -> None:
        """Normalise, infer and fold one operator; hostile attributes must not surface as a Python error."""
        for value in op.inputs:
            if value is not None and value.rank > limits.RANK:
                op.invalid(f"its input '{value.name}' has {value.rank} dimensions")
        try:
            with np.errstate(all="ignore"):
                self.take(make(op), op)
        except PackError:
            raise
        except Unknown as error:
            raise DynamicShape(
                f"the output of {op.op} has no fixed shape",
                where=op.where,
                why=str(error),
                fix="cut the model before this node with `outputs:` in the manifest, or export it with fixed sizes",
            ) from error
        except (
            ValueError,
            TypeError,
            LookupError,
            ArithmeticError,
            RuntimeError,
            AssertionError,
            MemoryError,
        ) as error:
            # What contradicts ONNX in ways that no check above names; the text is onnx's or numpy's.
            op.invalid(" ".join(str(error).split())[:400] or type(error).__name__)

    def take(self, nodes: Sequence[Node], op: Op) -> None:
        """Add what an operator has become: its new constants, then its nodes."""
        for value in op.made:
            if op.op == "Constant":
                self.store(value.nbytes, op.where)
            else:
                self.fold(value.nbytes, op.where)
            self.define(value)
        for node in nodes:
            self.emit(node, op)

    def emit(self, node: Node, op: Op) -> None:
        """Add `node` to the graph, or the constants that it computes, or the alias that it is."""
        if node.op == "Identity":
            self.values[node.outputs[0]] = self.values[node.inputs[0]]
            return
        # An input may be an alias: read what it stands for.
        node = Node(
            node.name,
            node.op,
            tuple(self.values[i].name if i else "" for i in node.inputs),
            node.outputs,
            node.attrs,
            where=node.where,
        )
        inputs = [self.values[i] for i in node.reads]
        constant = all(v.const is not None for v in inputs)
        counted = None
        if constant and node.op in COUNTED and foldable(node, inputs, ()):
            counted = evaluate(node, self.values)
        outputs = infer(node, self.values) if counted is None else counted
        for value in outputs:
            if min(value.shape, default=0) < 0:
                op.invalid(f"its output '{value.name}' would have shape {list(value.shape)}")
            if value.rank > limits.RANK or value.size > limits.ELEMENTS:
                raise ModelTooLarge(
                    f"the output of {op.op} is too large",
                    where=op.where,
                    why=f"'{value.name}' has shape {list(value.shape)}; pack allows {limits.ELEMENTS} elements",
                    fix="export the network with smaller sizes, or correct the shapes in `inputs:`",
                )
        folded = counted
        if outputs and not any(v.size for v in outputs):
            folded = tuple(Op.typed(v.name, np.zeros(v.shape, v.dtype.np)) for v in outputs)
        elif constant and foldable(node, inputs, outputs):
            for value in outputs:
                op.affordable(value.shape, sum(v.size for v in inputs))
            self.fold(sum(v.nbytes for v in outputs), op.where)
            folded = counted or evaluate(node, self.values)
            if folded is not None and [(v.shape, v.dtype) for v in folded] != [(v.shape, v.dtype) for v in outputs]:
                folded = None  # the evaluator contradicts the inference: let the node run
        if folded is None:
            self.nodes.append(node)
        for value in outputs if folded is None else folded:
            self.define(value)

    def schema(self, node: onnx.NodeProto, domain: str, version: int, where: Where) -> defs.OpSchema:
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
                why=f"it is not in ONNX's operator set {version}"
                if not domain
                else "it is none of ONNX's own operators",
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

    def attributes(self, node: onnx.NodeProto, where: Where, scope: Scope) -> dict[str, Raw]:
        """The node's attributes; inside a function, references are replaced by the caller's."""
        found: dict[str, Raw] = {}
        for given in node.attribute:
            attribute = given
            if given.ref_attr_name:
                if given.ref_attr_name not in scope.bound:
                    continue
                attribute = scope.bound[given.ref_attr_name]
            found[given.name] = attributes.decode(attribute, where, self.folder)
        return found

    def target(self, name: str, scope: Scope) -> str:
        """The name in the new graph for the value that a node calls `name`."""
        if name in scope.rename:
            return scope.rename[name]
        return self.fresh(scope.prefix + name) if scope.prefix else name

    def node_name(self, stem: str) -> str:
        """A name no node has yet; it may be a value's."""
        name, count = stem, 0
        while name in self.node_names:
            count += 1
            name = f"{stem}.{count}"
        self.node_names.add(name)
        return name
