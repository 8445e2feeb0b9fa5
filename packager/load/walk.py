"""The walk over a model's nodes in execution order: functions and constant branches inlined, constants folded, types
inferred. ModelProto nodes -> our nodes and values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import onnx
from onnx import checker, defs

from packager.errors import DynamicShape, ModelInvalid, ModelTooLarge, PackError, PackErrors, Unsupported, Where
from packager.graph import Array, Node, Value
from packager.load import attributes, limits, order
from packager.load.infer import COUNTED, OPSET, Unknown, evaluate, foldable, infer
from packager.load.normal import normalise
from packager.load.op import Op, Raw

Opsets = Mapping[str, int]
_DOMAINS = ("", "ai.onnx")

_DEPRECATED = frozenset(("GroupNormalization",))
"""Operators that ONNX takes back at some operator set, and that exporters wrote nevertheless."""

OLDEST = 7
"""Oldest operator set that is read: before it, broadcasting was spelled out by attributes."""


@dataclass
class Scope:
    """Names visible to a graph, a branch or a function body.

    `values` maps a name to its value; None marks one that an error upstream left unknown, or an absent input.
    `lazy` gives constants of the file that nobody has read yet. `rename` maps a local name to the one it gets outside.
    """

    opsets: Opsets
    prefix: str = ""
    parent: Scope | None = None
    values: dict[str, Value | None] = field(default_factory=dict)
    lazy: dict[str, Callable[[], Array]] = field(default_factory=dict)
    rename: dict[str, str] = field(default_factory=dict)
    bound: Mapping[str, onnx.AttributeProto] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    depth: int = 0

    def scopes(self) -> Iterator[Scope]:
        """This scope and those around it."""
        scope: Scope | None = self
        while scope:
            yield scope
            scope = scope.parent

    def knows(self, name: str) -> bool:
        """Whether `name` is defined here or around."""
        return any(name in s.values or name in s.lazy or name in s.absent for s in self.scopes())


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
        domain = "" if node.domain in _DOMAINS else node.domain
        function = self.functions.get((domain, node.op_type, node.overload))
        if function:
            self.inline(node, function, where, scope)
            return
        version = scope.opsets.get(domain, 0)
        if domain == "" and node.op_type == "If":
            self.branch(node, where, scope)
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

    def translate(self, op: Op) -> None:
        """Normalise, infer and fold one operator; hostile attributes must not surface as a Python error."""
        for value in op.inputs:
            if value is not None and value.rank > limits.RANK:
                op.invalid(f"its input '{value.name}' has {value.rank} dimensions")
        try:
            with np.errstate(all="ignore"):
                self.take(normalise(op), op)
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

    # --- graphs inside the graph ---

    def inline(self, node: onnx.NodeProto, function: onnx.FunctionProto, where: Where, scope: Scope) -> None:
        """Put a function's body in place of its call."""
        bound = {a.name: a for a in function.attribute_proto}
        for attribute in node.attribute:
            if not attribute.ref_attr_name:
                bound[attribute.name] = attribute
            elif attribute.ref_attr_name in scope.bound:
                bound[attribute.name] = scope.bound[attribute.ref_attr_name]
        given = [n if n and not is_absent(n, scope) else "" for n in node.input]
        if len(given) > len(function.input) or len(node.output) > len(function.output):
            raise ModelInvalid(
                f"the call of function '{node.op_type}' does not fit it",
                where=where,
                why=f"it passes {len(given)} inputs and {len(node.output)} outputs; "
                f"the function has {len(function.input)} and {len(function.output)}",
                fix="export the model again",
            )
        opsets = import_versions(function.opset_import, self.file)
        inner = Scope({**scope.opsets, **opsets}, f"{where.node}/", bound=bound, depth=scope.depth + 1)
        inner.values = {n: self.lookup(g, scope, where) for n, g in zip(function.input, given, strict=False) if g}
        inner.absent = frozenset(function.input) - inner.values.keys()
        self.enter(function.node, function.output, node, where, inner, scope)

    def branch(self, node: onnx.NodeProto, where: Where, scope: Scope) -> None:
        """Put the branch that a constant condition takes in place of an If."""
        name = node.input[0] if len(node.input) == 1 else ""
        value = self.lookup(name, scope, where) if name and not is_absent(name, scope) else None
        graphs = {a.name: a.g for a in node.attribute if a.HasField("g")}
        if value is None or value.size != 1 or graphs.keys() != {"then_branch", "else_branch"}:
            raise ModelInvalid(
                "If is not valid",
                where=where,
                why="it needs one condition and two branches",
                fix="export the model again",
            )
        if value.const is None:
            raise Unsupported(
                "If depends on data",
                where=where,
                why=f"its condition '{value.name}' is computed at run time; pack compiles straight networks",
                fix="export the model with the condition fixed, or cut it before this node with `outputs:`",
            )
        graph = graphs["then_branch" if value.const.reshape(-1)[0] else "else_branch"]
        inner = Scope(scope.opsets, f"{where.node}/", scope, bound=scope.bound, depth=scope.depth + 1)
        inner.lazy = constants(graph, self.file, self.folder, inner.prefix)
        self.enter(graph.node, [o.name for o in graph.output], node, where, inner, scope)

    def enter(
        self,
        nodes: Sequence[onnx.NodeProto],
        results: Sequence[str],
        caller: onnx.NodeProto,
        where: Where,
        inner: Scope,
        scope: Scope,
    ) -> None:
        """Walk a body whose `results` become the caller's outputs."""
        if inner.depth > limits.CALLS:
            raise ModelTooLarge(
                "functions or branches are nested too deeply",
                where=where,
                why=f"there are more than {limits.CALLS} levels; perhaps a function calls itself",
                fix="export the model without nested functions",
            )
        if len(results) < len(caller.output):
            raise ModelInvalid(
                f"{caller.op_type} is not valid",
                where=where,
                why=f"it has {len(caller.output)} outputs, its body {len(results)}",
                fix="export the model again",
            )
        pairs = [(r, o) for r, o in zip(results, caller.output, strict=False) if o]
        written = {o for n in nodes for o in n.output}
        for result, name in pairs:
            if result in written and result not in inner.rename:
                inner.rename[result] = self.target(name, scope)
        self.run(nodes, [r for r, _ in pairs], inner)
        for result, name in pairs:
            scope.values[name] = self.lookup(result, inner, where)


def import_versions(imports: Iterable[onnx.OperatorSetIdProto], file: str) -> dict[str, int]:
    """Domain -> version of the operator sets that a model or function imports. Raises Unsupported outside our range."""
    opsets = {("" if i.domain in _DOMAINS else i.domain): i.version for i in imports}
    version = opsets.get("", OLDEST)
    if not OLDEST <= version <= OPSET:
        raise Unsupported(
            f"the model is written for operator set {version}",
            where=file,
            why=f"pack reads {OLDEST} to {OPSET}, the newest that the installed onnx {onnx.__version__} knows",
            fix="pip install -U onnx, or export with an older opset_version"
            if version > OPSET
            else "convert it: onnx.version_converter.convert_version(model, 13)",
        )
    return opsets


def is_absent(name: str, scope: Scope) -> bool:
    """Whether `name` is an input that the caller of a function left out."""
    return any(name in s.absent for s in scope.scopes())


def scope_absent(name: str, scope: Scope) -> object:
    """None where `name` is known to be unknown."""
    for s in scope.scopes():
        if name in s.values:
            return s.values[name]
    return name


def constants(graph: onnx.GraphProto, file: str, folder: Path, prefix: str) -> dict[str, Callable[[], Array]]:
    """Readers of the graph's initialisers, dense and sparse."""
    from packager.load import tensors

    def dense(tensor: onnx.TensorProto) -> Callable[[], Array]:
        return lambda: tensors.array(
            tensor, f"the initialiser '{tensor.name}'", Where(file, node=prefix.rstrip("/")), folder
        )

    def sparse(tensor: onnx.SparseTensorProto) -> Callable[[], Array]:
        name = tensor.values.name
        return lambda: tensors.dense(tensor, f"the initialiser '{name}'", Where(file, node=prefix.rstrip("/")), folder)

    found: dict[str, Callable[[], Array]] = {}
    for name, read in (
        *((t.name, dense(t)) for t in graph.initializer),
        *((s.values.name, sparse(s)) for s in graph.sparse_initializer),
    ):
        if not name or name in found:
            raise ModelInvalid(
                f"two initialisers are called '{name}'" if name else "an initialiser has no name",
                where=Where(file, node=prefix.rstrip("/")),
                why="a name stands for one tensor",
                fix="export the model again: the graph is damaged",
            )
        found[name] = read
    return found
