"""The nodes that the wanted values need, in an order in which every value is written before it is read."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

import onnx

from packager.errors import ModelInvalid, PackError, Where


def reads(node: onnx.NodeProto) -> Iterator[str]:
    """Names the node reads, and those that its subgraphs take from around them."""
    yield from filter(None, node.input)
    for attribute in node.attribute:
        for graph in (*attribute.graphs, *((attribute.g,) if attribute.type == onnx.AttributeProto.GRAPH else ())):
            yield from captured(graph)


def captured(graph: onnx.GraphProto) -> set[str]:
    """Names that `graph` reads but does not define."""
    own = (
        {v.name for v in graph.input} | {t.name for t in graph.initializer} | {o for n in graph.node for o in n.output}
    )
    own |= {s.values.name for s in graph.sparse_initializer}
    wanted = {r for n in graph.node for r in reads(n)} | {o.name for o in graph.output}
    return wanted - own


def label(node: onnx.NodeProto, index: int) -> str:
    """The node's own name, or `<op>#<index>` for one without."""
    return node.name or f"{node.op_type or 'node'}#{index}"


def reached(nodes: Sequence[onnx.NodeProto], wanted: Iterable[str]) -> set[str]:
    """Names of all values that `wanted` depend on, and `wanted` themselves."""
    writer = {name: node for node in nodes for name in node.output}
    found: set[str] = set()
    todo = list(wanted)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += reads(writer[name]) if name in writer else ()
    return found


def live(
    nodes: Sequence[onnx.NodeProto], wanted: Iterable[str], known: Callable[[str], bool], file: str, prefix: str
) -> tuple[list[tuple[int, onnx.NodeProto]], list[PackError]]:
    """(index, node) of the nodes behind `wanted`, in the file's order where that is valid; and all that is wrong.

    `known` tells the values that exist before any node runs.
    """
    search = _Search(nodes, known, file, prefix)
    needs = search.needs(wanted, search.writers())
    return [(index, nodes[index]) for index in search.sorted(needs)], search.errors


@dataclass(frozen=True)
class _Search:
    """The nodes of one graph as indices, and what is found wrong with them."""

    nodes: Sequence[onnx.NodeProto]
    known: Callable[[str], bool]
    file: str
    prefix: str
    errors: list[PackError] = field(default_factory=list)

    def bad(self, index: int, what: str, why: str) -> None:
        where = Where(self.file, node=self.prefix + self.label(index)) if index >= 0 else Where(self.file)
        self.errors.append(ModelInvalid(what, where=where, why=why, fix="export the model again: the graph is damaged"))

    def label(self, index: int) -> str:
        return label(self.nodes[index], index)

    def writers(self) -> dict[str, int]:
        """Value -> the node that writes it."""
        writer: dict[str, int] = {}
        for index, node in enumerate(self.nodes):
            for name in filter(None, node.output):
                if name in writer or self.known(name):
                    first = f"node '{self.label(writer[name])}'" if name in writer else "an input or initialiser"
                    self.bad(index, f"the value '{name}' is written twice", f"{first} defines it already")
                else:
                    writer[name] = index
        return writer

    def needs(self, wanted: Iterable[str], writer: Mapping[str, int]) -> dict[int, set[int]]:
        """Each node behind `wanted` -> the nodes that it reads."""
        needs: dict[int, set[int]] = {}
        todo: list[int] = []
        for name in wanted:
            if name in writer:
                todo.append(writer[name])
            elif not self.known(name):
                self.bad(-1, f"the output '{name}' does not exist", _nearest(name, writer))
        while todo:
            index = todo.pop()
            if index in needs:
                continue
            needs[index] = set()
            for name in reads(self.nodes[index]):
                if name in writer:
                    needs[index].add(writer[name])
                    todo.append(writer[name])
                elif not self.known(name):
                    self.bad(index, f"the value '{name}' does not exist", _nearest(name, writer))
        return needs

    def sorted(self, needs: Mapping[int, set[int]]) -> list[int]:
        """The nodes such that each stands behind those it needs, otherwise in the file's order. Empties `needs`."""
        readers: dict[int, list[int]] = {}
        for index, before in needs.items():
            for one in before:
                readers.setdefault(one, []).append(index)
        ready = [i for i, before in needs.items() if not before]
        heapify(ready)
        order: list[int] = []
        while ready:
            order.append(heappop(ready))
            for reader in readers.get(order[-1], ()):
                needs[reader].discard(order[-1])
                if not needs[reader]:
                    heappush(ready, reader)
        stuck = sorted(needs.keys() - set(order))
        if stuck:
            names = ", ".join(f"'{self.label(i)}'" for i in stuck[:8])
            self.bad(
                stuck[0], "the graph has a cycle", f"these nodes wait for one another or for one that does: {names}"
            )
        return order


def _nearest(name: str, names: Iterable[str]) -> str:
    match = difflib.get_close_matches(name[:200], list(names)[:20_000], n=1, cutoff=0.5)
    return "no node, input or initialiser defines it" + (f"; the nearest name is '{match[0]}'" if match else "")
