"""What one model becomes: nodes, values and their names, constants counted. Op -> our nodes, inferred and folded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnx

from packager.errors import DynamicShape, ModelTooLarge, PackError, Unsupported, Where
from packager.graph import Node, Value
from packager.load import attributes, limits
from packager.load.infer import COUNTED, Unknown, evaluate, foldable, infer
from packager.load.normal import normalise
from packager.load.op import Op, Raw
from packager.load.scope import Scope


class Writer:
    """Collects the nodes and values of the model in `file`; `folder` is where its external data may lie."""

    def __init__(self, file: str, folder: Path) -> None:
        self.file, self.folder = file, folder
        self.nodes: list[Node] = []
        self.values: dict[str, Value] = {}  # what a name in the new graph stands for; an alias maps to another's value
        self.names: set[str] = set()
        self.node_names: set[str] = set()
        self.folded = self.stored = 0

    # --- names ---

    def fresh(self, stem: str) -> str:
        """A name that is taken neither by a value nor by a node."""
        name, count = stem, 0
        while name in self.names or name in self.node_names:
            count += 1
            name = f"{stem}.{count}"
        self.names.add(name)
        return name

    def node_name(self, stem: str) -> str:
        """A name no node has yet; it may be a value's."""
        name, count = stem, 0
        while name in self.node_names:
            count += 1
            name = f"{stem}.{count}"
        self.node_names.add(name)
        return name

    def target(self, name: str, scope: Scope) -> str:
        """The name in the new graph for the value that a node calls `name`."""
        if name in scope.rename:
            return scope.rename[name]
        return self.fresh(scope.prefix + name) if scope.prefix else name

    # --- values ---

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

    def define(self, value: Value) -> Value:
        """Enter `value` into the new graph."""
        self.names.add(value.name)
        self.values[value.name] = value
        return value

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

    def spent(self) -> bool:
        """Whether the constants have used up what they may: then the walk ends."""
        allowed = limits.FOLD_BYTES + limits.FOLD_SHARE * self.stored
        return self.folded > allowed or self.stored > limits.WEIGHT_BYTES

    # --- operators ---

    def op(
        self,
        node: onnx.NodeProto,
        version: int,
        where: Where,
        scope: Scope,
        inputs: tuple[Value | None, ...],
        outputs: Sequence[str],
    ) -> Op:
        """The node as a normaliser sees it, under a name of its own."""
        name, attrs = self.node_name(where.node), self.attributes(node, where, scope)
        defaults = attributes.defaults(node.op_type, version)
        return Op(node.op_type, version, name, where, inputs, tuple(outputs), attrs, defaults, self.fresh)

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
