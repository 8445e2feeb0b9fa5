"""What a rule sees of a graph (`View`), and how it writes its answer (`Draft` -> `Patch`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from packager.dtype import DType, from_numpy
from packager.graph import Array, Attr, Graph, Node, Patch, Value


@dataclass(frozen=True)
class View:
    """A graph with the lookups that rules need, computed once per sweep."""

    graph: Graph
    producers: Mapping[str, Node]
    consumers: Mapping[str, tuple[Node, ...]]
    outputs: frozenset[str]
    position: Mapping[str, int]
    taken: set[str] = field(repr=False)

    @classmethod
    def of(cls, graph: Graph) -> View:
        """The view of `graph`."""
        return cls(
            graph,
            graph.producers(),
            graph.consumers(),
            frozenset(graph.outputs),
            {n.name: i for i, n in enumerate(graph.nodes)},
            set(graph.values) | {n.name for n in graph.nodes},
        )

    def __getitem__(self, value: str) -> Value:
        return self.graph.values[value]

    def fresh(self, stem: str) -> str:
        """A name for a node or value that nobody has yet; the view remembers that it is taken now."""
        name = next(n for n in _names(stem) if n not in self.taken)
        self.taken.add(name)
        return name

    def producer(self, value: str, *ops: str) -> Node | None:
        """The node that writes `value`, if it has no epilogue and is one of `ops` (any operator when none is given)."""
        node = self.producers.get(value)
        return node if node and not node.epilogue and (not ops or node.op in ops) else None

    def readers(self, value: str) -> tuple[Node, ...]:
        """The nodes that read `value`."""
        return self.consumers.get(value, ())

    def only_reader(self, value: str) -> Node | None:
        """The one node that reads `value`; None where several do or it is an output of the graph."""
        readers = self.readers(value)
        return readers[0] if len(readers) == 1 and value not in self.outputs else None

    def only(self, value: str, *ops: str) -> Node | None:
        """The producer of `value` (see `producer`), if one node alone reads the value."""
        return self.producer(value, *ops) if self.only_reader(value) else None

    def const(self, value: str) -> Array | None:
        """Content of a constant."""
        return self.graph.const(value)

    def scalar(self, value: str) -> float | None:
        """The number a float constant of one element holds."""
        array = self.const(value)
        return (
            float(array.reshape(-1)[0]) if array is not None and array.size == 1 and array.dtype.kind == "f" else None
        )


def _names(stem: str) -> Iterator[str]:
    yield stem
    number = 0
    while True:
        number += 1
        yield f"{stem}.{number}"


Rule = Callable[[View, Node], Patch | None]
"""Looks at one node and its neighbours; the patch that improves them, or None."""

Rewrite = Callable[[View], Iterator[Patch]]
"""One sweep over a graph."""


def local(rules: Mapping[str, tuple[Rule, ...]]) -> Rewrite:
    """The sweep that tries `rules[node.op]` on every node, first match wins."""

    def sweep(view: View) -> Iterator[Patch]:
        for node in view.graph.nodes:
            if node.epilogue:
                continue
            for rule in rules.get(node.op, ()):
                patch = rule(view, node)
                if patch is not None:
                    yield patch
                    break

    return sweep


class Draft:
    """Collects the nodes and values of one patch, near the node `at` whose origin they inherit.

    `known` has values that earlier patches of an ordered sweep have made.
    """

    def __init__(self, view: View, at: Node, known: Mapping[str, Value] = MappingProxyType({})) -> None:
        self.view, self.at, self.known = view, at, known
        self.nodes: list[Node] = []
        self.values: dict[str, Value] = {}

    def __getitem__(self, value: str) -> Value:
        return self.values.get(value) or self.known.get(value) or self.view[value]

    def const(self, array: Array, stem: str = "") -> str:
        """A new constant; what was folded in f64 gets the type of the node's output here."""
        array = np.asarray(array)
        kind = self.view[self.at.outputs[0]].dtype
        if array.dtype == np.float64:
            array = array.astype(kind.np if kind.is_float else np.float32)
        name = self.view.fresh(stem or f"{self.at.name}.const")
        self.values[name] = Value(name, array.shape, from_numpy(array.dtype), np.ascontiguousarray(array))
        return name

    def op(
        self,
        op: str,
        inputs: tuple[str, ...],
        shape: tuple[int, ...],
        attrs: Mapping[str, Attr] | None = None,
        *,
        dtype: DType | None = None,
        out: str = "",
        name: str = "",
    ) -> str:
        """A new node with one output of `shape` and, unless `dtype` is given, the type of its first input.

        `out` is the output's name where it exists already. Returns the name of the output.
        """
        if not out:
            out = self.view.fresh(f"{self.at.outputs[0]}.{op.lower()}")
            self.values[out] = Value(out, shape, dtype or self[inputs[0]].dtype)
        name = name or self.view.fresh(f"{self.at.name}.{op.lower()}")
        self.nodes.append(Node(name, op, inputs, (out,), MappingProxyType(dict(attrs or {})), (), self.at.where))
        return out

    def reshape(self, value: str, shape: tuple[int, ...], out: str = "") -> str:
        """`value` in another shape: itself where it has it already, a new constant, or a Reshape node."""
        if not out and self[value].shape == shape:
            return value
        content = self[value].const
        if content is not None and not out:
            return self.const(content.reshape(shape), value)
        return self.op("Reshape", (value,), shape, {"shape": shape}, out=out)

    def rename(self, value: str, out: str) -> None:
        """Let the new node that writes `value` write `out`, a value of the graph, instead."""
        i = next(i for i, n in enumerate(self.nodes) if value in n.outputs)
        outputs = tuple(out if o == value else o for o in self.nodes[i].outputs)
        self.nodes[i] = replace(self.nodes[i], outputs=outputs)
        del self.values[value]

    def finish(self, value: str) -> None:
        """Let the new node that writes `value` write the output of `at` instead, and take over its name."""
        out = self.at.outputs[0]
        self.rename(value, out)
        i = next(i for i, n in enumerate(self.nodes) if n.outputs == (out,))
        self.nodes[i] = replace(self.nodes[i], name=self.at.name)

    def patch(self, *remove: Node, why: str, rename: Mapping[str, str] | None = None) -> Patch:
        """The patch that puts the collected nodes in the place of `remove` (default: of `at`)."""
        gone = tuple(n.name for n in remove or (self.at,))
        return Patch(gone, tuple(self.nodes), tuple(self.values.values()), dict(rename or {}), why)


def with_attrs(node: Node, **attrs: Attr) -> Node:
    """`node` with some attributes replaced."""
    return replace(node, attrs=MappingProxyType({**node.attrs, **attrs}))


def channel_axis(node: Node, rank: int) -> int:
    """The axis of the channels in the tensors of rank `rank` that an image operator or a Gemm reads and writes."""
    return rank - 1 if node.op == "Gemm" or node.attrs.get("layout") == "NHWC" else 1


def spatial_axes(node: Node, rank: int) -> tuple[int, ...]:
    """The axes of rows and columns of an image operator's tensors."""
    first = 1 if node.attrs.get("layout") == "NHWC" else 2
    return tuple(range(first, first + rank - 2))


def bypass(view: View, node: Node, source: str, why: str) -> Patch | None:
    """Drop `node`, whose output equals `source`. An output of the graph keeps its name: then the producer of `source`
    writes it, where order and other readers allow; None where they do not."""
    out = node.outputs[0]
    if out not in view.outputs:
        return Patch((node.name,), rename={out: source}, why=why)
    producer = view.producers.get(source)
    if producer is None or source in view.outputs:
        return None
    at = view.position[node.name]
    if any(view.position[r.name] < at for r in view.readers(source)):
        return None
    writer = replace(producer, outputs=tuple(out if o == source else o for o in producer.outputs))
    if len(writer.outputs) > 1:
        return None
    return Patch((producer.name, node.name), (writer,), (replace(view[source], name=out),), {source: out}, why)
