"""Several models in one graph, side by side: graphs -> Graph with `parts`, and back.

All that is shared (functions, equal constants, memory) is then shared as within one model. What belongs to a model is
told by where it leads, and not by names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from packager.errors import GraphBroken, Where
from packager.graph import FLOW, Graph, Node, Part, Value


def together(name: str, graphs: Sequence[Graph], wheres: Iterable[Where] = ()) -> Graph:
    """The models in one graph; the names of values and nodes begin with their model's, `small/conv1`. `wheres` are the
    places that name them."""
    places = tuple(wheres) or (Where(),) * len(graphs)
    parts = tuple(Part(g.name, g.inputs, g.outputs, where) for g, where in zip(graphs, places, strict=True))
    return replace(joined(name, [_prefixed(g) for g in graphs]), parts=parts)


def joined(name: str, graphs: Sequence[Graph]) -> Graph:
    """The graphs one after the other; no two of them have a name in common."""
    return Graph(
        name,
        tuple(node for g in graphs for node in g.nodes),
        {key: value for g in graphs for key, value in g.values.items()},
        tuple(i for g in graphs for i in g.inputs),
        tuple(o for g in graphs for o in g.outputs),
        {key: cut for g in graphs for key, cut in g.cuts.items()},
    ).verify()


def apart(graph: Graph) -> tuple[Graph, ...]:
    """Each model by itself, with the names that it has in `graph`; `graph` itself where it is one model."""
    if not graph.parts:
        return (graph,)
    number = numbers(graph)
    found: list[Graph] = []
    for i, (part, (inputs, outputs)) in enumerate(zip(graph.parts, ends(graph), strict=True)):
        nodes = tuple(n for n in graph.nodes if number[n.name] == i)
        used = {v for n in nodes for v in (*n.reads, *n.outputs)} | {*inputs, *outputs}
        cuts = {key: cut for key, cut in graph.cuts.items() if key in outputs}
        values = {key: value for key, value in graph.values.items() if key in used}
        found.append(Graph(part.name, nodes, values, inputs, outputs, cuts))
    return tuple(found)


def ends(graph: Graph) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The inputs and outputs of each model, as `graph` calls them."""
    inputs, outputs = graph.inputs, graph.outputs
    for part in graph.parts:
        count, made = len(part.inputs), len(part.outputs)
        yield inputs[:count], outputs[:made]
        inputs, outputs = inputs[count:], outputs[made:]


def numbers(graph: Graph) -> dict[str, int]:
    """Name of a node -> number of its model."""
    if not graph.parts:
        return dict.fromkeys((node.name for node in graph.nodes), 0)
    owner = {v: i for i, (inputs, outputs) in enumerate(ends(graph)) for v in (*inputs, *outputs)}
    found: dict[str, int] = {}
    # Backwards from the outputs; then forwards, for nodes that lead nowhere.
    for node in (*reversed(graph.nodes), *graph.nodes):
        mine = next((owner[v] for v in (*node.outputs, *node.reads) if v in owner), None)
        if mine is not None and node.name not in found:
            found[node.name] = mine
            owner.update(dict.fromkeys(filter(None, (*node.outputs, *node.reads)), mine))
    for node in (n for n in graph.nodes if n.name not in found):
        raise GraphBroken.of(graph.name, node.name, "it belongs to no model")
    return found


def _prefixed(graph: Graph) -> Graph:
    """The graph with its own name before all others."""

    def longer(name: str) -> str:
        return f"{graph.name}/{name}" if name else name

    def node(old: Node) -> Node:
        stages = tuple(replace(s, inputs=tuple(i if i == FLOW else longer(i) for i in s.inputs)) for s in old.epilogue)
        inputs, outputs = tuple(map(longer, old.inputs)), tuple(map(longer, old.outputs))
        return replace(old, name=longer(old.name), inputs=inputs, outputs=outputs, epilogue=stages)

    def value(old: Value) -> Value:
        return replace(old, name=longer(old.name))

    return Graph(
        graph.name,
        tuple(map(node, graph.nodes)),
        {longer(key): value(old) for key, old in graph.values.items()},
        tuple(map(longer, graph.inputs)),
        tuple(map(longer, graph.outputs)),
        {longer(key): replace(cut, count=longer(cut.count)) for key, cut in graph.cuts.items()},
    )
