"""onnx.ModelProto -> onnx_ir.Model: every node named and with its operator set, every tensor whole.

onnx_ir reads what is well-formed, and believes it. So what it would refuse although the network may not need it is put
in another way before (sparse tensors, types of maps), and what it would believe is checked (names, sizes of tensors)
or taken out (the types that values are said to have, but for inputs: the inference finds them).
"""

from __future__ import annotations

import difflib
import logging
from collections import ChainMap, Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import onnx
import onnx_ir as ir
from onnx import defs

from packager import dtype as dtypes
from packager.errors import ModelTooLarge, PackError, Unsupported, Where, raise_all
from packager.load import limits, tensors
from packager.load.model_file import damaged

# What the libraries log is either an error of ours or nothing that a user can mend; without a handler it is printed.
for _library in ("onnx_ir", "onnxscript"):
    logging.getLogger(_library).addHandler(logging.NullHandler())

OLDEST, NEWEST = 7, defs.onnx_opset_version()
"""Operator sets that are read. Before 7, broadcasting was spelled out by attributes; the newest is onnx's own."""

Body = onnx.GraphProto | onnx.FunctionProto
Tensor = onnx.TensorProto | onnx.SparseTensorProto

_A = onnx.AttributeProto
_TYPES = frozenset(map(int, ir.DataType))


@dataclass(frozen=True)
class Source:
    """The model in `file` as onnx_ir has it; its constants have `stored` bytes.

    Each node knows the version of its operator, 0 where its operator set is not imported. A node in a branch is called
    `if/node`, by the name of the If.
    """

    file: str
    model: ir.Model
    stored: int

    @property
    def graphs(self) -> tuple[ir.Graph | ir.Function, ...]:
        """The graph of the model, and its functions."""
        return (self.model.graph, *self.model.functions.values())


def read(proto: onnx.ModelProto, path: Path) -> Source:
    """The model in `proto`, which is used up; external data lies beside `path`.

    Raises ModelInvalid, ModelTooLarge or Unsupported, or several of them.
    """
    if proto.ir_version < 3 or not proto.opset_import:
        raise Unsupported(
            f"the file is of ONNX IR version {proto.ir_version}",
            where=path.name,
            why="pack reads version 3 (ONNX 1.0) and newer, which state their operator sets",
            fix="export the model again with a current exporter",
        )
    cleaner = _Cleaner(path)
    cleaner.body(proto.graph, "", ChainMap())
    for function in proto.functions:
        function.domain = _domain(function.domain)
        cleaner.within = f"{function.name}/"
        cleaner.body(function, "", ChainMap())
    raise_all(cleaner.errors)
    try:
        source = Source(path.name, ir.from_proto(proto), cleaner.stored)
    except ir.serde.SerdeError as error:
        raise damaged("the model cannot be read", Where(path.name), reason(error)) from error
    for graph in source.graphs:
        versions = _versions(graph.opset_imports, path.name)
        for node in graph.all_nodes():
            node.version = versions.get(node.domain, 0)
    return source


def reason(error: BaseException) -> str:
    """What a library says first of all: its later words repeat whole graphs."""
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(str(error).split())[:400] or type(error).__name__


def too_many_nodes(where: Where) -> ModelTooLarge:
    """The error for a model that would cost too much, by itself, or with functions and branches in place."""
    return ModelTooLarge(
        "the model has too many nodes",
        where=where,
        why=f"pack takes {limits.NODES}, functions inlined and sums of many counted as sums of two, {limits.TENSORS} "
        f"initialisers, {limits.OUTPUTS} outputs, {limits.COPIES} calls of one function, {limits.CALLS} inside one "
        "another, and some thousand inputs of one node",
        fix="cut the model with `outputs:`, or export it without unrolled loops",
    )


def _domain(name: str) -> str:
    return "" if name == "ai.onnx" else name


def _versions(imports: Mapping[str, int], file: str) -> dict[str, int]:
    """Domain -> version of the operator sets that a model or a function imports, if pack reads them."""
    versions = {_domain(name): version for name, version in imports.items()}
    version = versions.get("", OLDEST)
    if not OLDEST <= version <= NEWEST:
        raise Unsupported(
            f"the model is written for operator set {version}",
            where=file,
            why=f"pack reads {OLDEST} to {NEWEST}, the newest that the installed onnx {onnx.__version__} knows",
            fix="pip install -U onnx, or export with an older opset_version"
            if version > NEWEST
            else "convert it: onnx.version_converter.convert_version(model, 13)",
        )
    return versions


@dataclass
class _Cleaner:
    """Edits graphs and functions of the model in `path` for onnx_ir, and collects what is wrong with them.

    `within` is the name of the function, followed by a slash, whose body is cleaned.
    """

    path: Path
    within: str = ""
    errors: list[PackError] = field(default_factory=list)
    stored: int = 0
    zeros: int = 0
    nodes: int = 0
    tensors: int = 0
    arity: int = 0

    def where(self, node: str) -> Where:
        """Where a node is."""
        return Where(self.path.name, node=self.within + node)

    def bad(self, what: str, where: Where, why: str) -> None:
        """Note that the graph is damaged."""
        self.errors.append(damaged(what, where, why))
        if len(self.errors) >= limits.ERRORS:
            raise_all(self.errors)

    def body(self, body: Body, around: str, outer: ChainMap[str, str]) -> None:
        """Clean `body`; `around` names the node around it, followed by a slash, `outer` holds what that one knows."""
        given = self.given(body, around.rstrip("/"))
        known = outer.new_child(given)
        for index, node in enumerate(body.node):
            node.name = around + (node.name or f"{node.op_type or 'node'}#{index}")
            for name in filter(None, node.output):
                if name in given:
                    why = f"{given[name]} defines it already"
                    self.bad(f"the value '{name}' is written twice", self.where(node.name), why)
                given[name] = f"node '{node.name}'"
        if around or self.within:
            _write_results(body)
        for node in body.node:
            where = self.where(node.name)
            self.count(where, nodes=1, arity=sum(len(n) ** 2 for n in (node.input, node.output, node.attribute)))
            del node.metadata_props[:], node.device_configurations[:]
            for name in (n for n in node.input if n and n not in known):
                near = difflib.get_close_matches(name[:200], list(known)[:2000], n=1, cutoff=0.5)
                why = f"no node, input or initialiser defines it{f', the nearest is {near[0]!r}' if near else ''}"
                self.bad(f"the value '{name}' does not exist", where, why)
            for attribute in node.attribute:
                self.attribute(attribute, node.op_type, where)
                for graph in (*attribute.graphs, *([attribute.g] if attribute.HasField("g") else [])):
                    self.body(graph, f"{node.name}/", known)

    def given(self, body: Body, around: str) -> dict[str, str]:
        """The names that `body` has before its nodes run, and what each is. Drops the types of its values."""
        where = self.where(around)
        names = [i if isinstance(i, str) else i.name for i in body.input]
        if len(set(names)) < len(names):
            self.bad("two inputs have one name", where, "a name stands for one tensor")
        del body.value_info[:]
        if isinstance(body, onnx.FunctionProto):
            for attribute in body.attribute_proto:
                self.attribute(attribute, "", where)
            return dict.fromkeys(names, "an input")
        del body.quantization_annotation[:]
        self.count(where, tensors=len(body.input) + len(body.initializer) + len(body.sparse_initializer))
        for value in body.input:
            if value.type.tensor_type.elem_type not in dtypes.BY_ONNX:
                value.ClearField("type")
        types = {i.name: i.type for i in body.input}
        for value in body.output:
            value.type.CopyFrom(types.get(value.name, onnx.TypeProto()))
        for tensor in body.initializer:
            self.tensor(tensor, tensor, f"the initialiser '{tensor.name}'", where)
        for sparse in body.sparse_initializer:
            name = sparse.values.name
            self.tensor(body.initializer.add(name=name), sparse, f"the initialiser '{name}'", where)
        for name, times in Counter(t.name for t in body.initializer).items():
            if times > 1 or not name:
                what = f"two initialisers are called '{name}'" if name else "an initialiser has no name"
                self.bad(what, where, "a name stands for one tensor")
            names.append(name)
        return dict.fromkeys(names, "an input or initialiser")

    def count(self, where: Where, *, nodes: int = 0, tensors: int = 0, arity: int = 0) -> None:
        """Bound what onnx_ir costs."""
        self.nodes, self.tensors, self.arity = self.nodes + nodes, self.tensors + tensors, self.arity + arity
        if self.nodes > limits.NODES or self.tensors > limits.TENSORS or self.arity > limits.ARITY:
            raise too_many_nodes(where)

    def attribute(self, attribute: onnx.AttributeProto, op: str, where: Where) -> None:
        """Fill the tensor in an attribute; a sparse one becomes dense."""
        what, kind = f"the attribute '{attribute.name}'", attribute.type
        if kind in (_A.TENSOR, _A.SPARSE_TENSOR):
            sparse = kind == _A.SPARSE_TENSOR
            self.tensor(attribute.t, attribute.sparse_tensor if sparse else attribute.t, what, where)
            attribute.type = _A.TENSOR
            attribute.name = "value" if sparse and op == "Constant" else attribute.name
        elif kind in (_A.TENSORS, _A.SPARSE_TENSORS, _A.TYPE_PROTO, _A.TYPE_PROTOS):
            attribute.type = _A.UNDEFINED  # no operator that pack knows has one

    def tensor(self, tensor: onnx.TensorProto, given: Tensor, what: str, where: Where) -> None:
        """Make `tensor` the one that is `given`, with its bytes in it."""
        folder, room = self.path.parent, limits.WEIGHT_BYTES - self.stored
        try:
            if isinstance(given, onnx.SparseTensorProto):
                room = min(room, limits.SPARSE_BYTES - self.zeros)
                self.zeros += tensors.fill_sparse(tensor, given, what, where, folder, room)
            elif tensor.data_type in dtypes.BY_ONNX:
                self.stored += tensors.fill(tensor, what, where, folder, room)
            else:  # of a type that pack has no place for, which is said to whoever reads it
                known = tensor.data_type if tensor.data_type in _TYPES else tensor.UNDEFINED
                tensor.CopyFrom(onnx.TensorProto(name=tensor.name, data_type=known, dims=tensor.dims))
        except PackError as error:
            self.errors.append(error)


def _write_results(body: Body) -> None:
    """Let an Identity in `body` write each of its results that no node of it writes.

    Exporters let a branch hand out a value from around it. onnx_ir would make a new value of that name, and its inliner
    gives results the caller's names, inputs among them.
    """
    written = {name for node in body.node for name in node.output}
    for i, result in enumerate(body.output):
        name = result if isinstance(result, str) else result.name
        if name not in written:
            own = f"{name}/{i}"
            body.node.add(op_type="Identity", input=[name], output=[own], name=f"Identity#{len(body.node)}")
            if isinstance(result, str):
                body.output[i] = own
            else:
                result.name = own
