"""Putting `Copy` nodes into a graph: Graph + Fixes -> Graph, every copy in front of the first node that reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from packager.errors import Where
from packager.graph import FLOW, Graph, Node


@dataclass(frozen=True, order=True)
class Use:
    """One reading of a value: `node.reads[read]`, or the graph's output number `read` where `node` is ''."""

    node: str
    read: int


@dataclass(frozen=True)
class Fix:
    """The wish that `uses` read a copy of `value` instead of `value`; unless `shared`, a copy of their own."""

    value: str
    uses: tuple[Use, ...]
    shared: bool = True


def insert(graph: Graph, fixes: Iterable[Fix]) -> tuple[Graph, tuple[str, ...]]:
    """The graph in which every use named by a fix reads a copy, and the names of the new nodes.

    The shared fixes of one value get one copy together; outputs of the graph get one each, which takes over the
    output's name where the value is computed (then the value itself is renamed to `<name>.inner`).
    """
    taken = set(graph.values) | {n.name for n in graph.nodes}
    values = dict(graph.values)
    outputs = list(graph.outputs)
    produced = {o for n in graph.nodes for o in n.outputs}
    swap: dict[Use, str] = {}
    rename: dict[str, str] = {}
    copies: list[tuple[str, str]] = []
    groups: dict[tuple[str, Use | None], list[Use]] = {}
    for fix in fixes:
        groups.setdefault((fix.value, None if fix.shared else fix.uses[0]), []).extend(fix.uses)
    for (value, _), uses in groups.items():
        readers = sorted({u for u in uses if u.node})
        if readers:
            new = _fresh(f"{value}.copy", taken)
            values[new] = replace(values[value], name=new, const=None)
            copies.append((value, new))
            swap.update(dict.fromkeys(readers, new))
        for position in sorted({u.read for u in uses if not u.node}):
            if value in produced and graph.outputs.count(value) == 1:
                inner = _fresh(f"{value}.inner", taken)
                values[inner] = replace(values[value], name=inner)
                rename[value] = inner
                copies.append((value, value))
            else:
                new = _fresh(f"{value}.copy", taken)
                values[new] = replace(values[value], name=new, const=None)
                outputs[position] = new
                copies.append((value, new))
    nodes = _weave(graph, swap, rename, copies, taken)
    old = {n.name for n in graph.nodes}
    return replace(graph, nodes=tuple(nodes), values=values, outputs=tuple(outputs)), tuple(
        n.name for n in nodes if n.name not in old
    )


def _weave(
    graph: Graph, swap: Mapping[Use, str], rename: Mapping[str, str], copies: list[tuple[str, str]], taken: set[str]
) -> list[Node]:
    """The nodes with swapped reads, and the copies: in front of the first reader; for outputs behind the producer."""
    producers = graph.producers()
    before: dict[str, list[Node]] = {}
    behind: dict[str, list[Node]] = {}
    reader: dict[str, Node] = {}
    for node in graph.nodes:
        for i in range(len(node.reads)):
            if Use(node.name, i) in swap:
                reader.setdefault(swap[Use(node.name, i)], node)
    for source, copy in copies:
        at = reader.get(copy, producers.get(source))
        name = _fresh(f"{copy}.copy", taken) if copy == source else copy
        node = Node(name, "Copy", (rename.get(source, source),), (copy,), where=at.where if at else Where())
        place, key = (before, reader[copy].name) if copy in reader else (behind, source)
        place.setdefault(key, []).append(node)
    nodes = [c for v, made in behind.items() if v not in producers for c in made]
    for node in graph.nodes:
        nodes += before.get(node.name, ())
        nodes.append(_swapped(node, swap, rename))
        for out in node.outputs:
            nodes += behind.get(out, ())
    return nodes


def _swapped(node: Node, swap: Mapping[Use, str], rename: Mapping[str, str]) -> Node:
    counter = iter(range(len(node.reads)))

    def final(value: str) -> str:
        return swap.get(Use(node.name, next(counter)), rename.get(value, value))

    inputs = tuple(final(i) if i else i for i in node.inputs)
    stages = tuple(
        replace(s, inputs=tuple(final(i) if i and i != FLOW else i for i in s.inputs)) for s in node.epilogue
    )
    return replace(node, inputs=inputs, epilogue=stages, outputs=tuple(rename.get(o, o) for o in node.outputs))


def nest(graph: Graph) -> Graph:
    """The graph in which a Concat that starts like an earlier one takes in that one's output instead.

    Concat(a, b, c) after Concat(a, b) becomes Concat(Concat(a, b), c): dense blocks then grow inside one buffer, where
    a value that lies in two independent joins would have to be copied.
    """
    seen: dict[tuple[int, tuple[str, ...]], str] = {}
    nodes: list[Node] = []
    for node in graph.nodes:
        if node.op == "Concat" and not node.epilogue:
            axis = node.int("axis") % graph[node.outputs[0]].rank
            whole = node.inputs
            for count in range(len(whole) - 1, 1, -1):
                inner = seen.get((axis, whole[:count]))
                if inner is not None:
                    node = replace(node, inputs=(inner, *whole[count:]))
                    break
            seen.setdefault((axis, whole), node.outputs[0])
        nodes.append(node)
    return replace(graph, nodes=tuple(nodes))


def _fresh(stem: str, taken: set[str]) -> str:
    name, number = stem, 0
    while name in taken:
        number += 1
        name = f"{stem}.{number}"
    taken.add(name)
    return name
