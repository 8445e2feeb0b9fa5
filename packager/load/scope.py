"""What a graph, a branch or a function body sees: names of values, constants not read yet, operator sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import onnx

from packager.errors import ModelInvalid, Unsupported, Where
from packager.graph import Array, Value
from packager.load import tensors
from packager.load.infer import OPSET

Opsets = Mapping[str, int]
DOMAINS = ("", "ai.onnx")

OLDEST = 7
"""Oldest operator set that is read: before it, broadcasting was spelled out by attributes."""


@dataclass
class Scope:
    """Names visible to a graph, a branch or a function body.

    `values` maps a name to its value; None marks one that an error upstream left unknown, or an absent input.
    `lists` holds sequences of tensors. `lazy` gives constants of the file that nobody has read yet. `rename` maps a
    local name to the one it gets outside.
    """

    opsets: Opsets
    prefix: str = ""
    parent: Scope | None = None
    values: dict[str, Value | None] = field(default_factory=dict)
    lazy: dict[str, Callable[[], Array]] = field(default_factory=dict)
    rename: dict[str, str] = field(default_factory=dict)
    bound: Mapping[str, onnx.AttributeProto] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    lists: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    depth: int = 0

    def scopes(self) -> Iterator[Scope]:
        """This scope and those around it."""
        scope: Scope | None = self
        while scope:
            yield scope
            scope = scope.parent

    def knows(self, name: str) -> bool:
        """Whether `name` is defined here or around."""
        return any(name in n for s in self.scopes() for n in (s.values, s.lazy, s.absent, s.lists))

    def lacks(self, name: str) -> bool:
        """Whether `name` is an input that the caller of a function left out."""
        return any(name in s.absent for s in self.scopes())

    def failed(self, name: str) -> bool:
        """Whether an error that is reported already left `name` unknown."""
        return next((s.values[name] is None for s in self.scopes() if name in s.values), False)

    def sequence(self, name: str) -> tuple[Value, ...] | None:
        """The tensors of the sequence `name`; None where that is no sequence."""
        return next((s.lists[name] for s in self.scopes() if name in s.lists), None)


def import_versions(imports: Iterable[onnx.OperatorSetIdProto], file: str) -> dict[str, int]:
    """Domain -> version of the operator sets that a model or function imports. Raises Unsupported outside our range."""
    opsets = {("" if i.domain in DOMAINS else i.domain): i.version for i in imports}
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


def constants(graph: onnx.GraphProto, file: str, folder: Path, prefix: str) -> dict[str, Callable[[], Array]]:
    """Readers of the graph's initialisers, dense and sparse."""

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
