"""Which values need never be whole: (Assigned) -> the same with chains, and its plan, where that lowers the arena.

A convolution's output that only the next one reads can be made a few rows at a time (J. Lin et al., MCUNetV2, 2021,
do so with patches). As long as a value that lies in memory at the peak can be cut so, and the peak falls, it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from packager.graph import FLOW, Graph, Node
from packager.plan.loosen import Schedule, peak
from packager.plan.needs import Needs
from packager.plan.planner import drafted, finished
from packager.plan.types import Plan
from packager.program import chain as chains
from packager.program.assign import OWN, Assigned
from packager.program.chain import Chain

_TRIES = 24
"""How many values are looked at, at most."""

_GAIN = 50
"""A cut must lower the peak by one part in so many."""

WORTH = 64 * 1024
"""Bytes of the arena that chains must save together to be preferred: a hundred for each byte of code they need."""


def planned(assigned: Assigned, threads: int = 1) -> tuple[tuple[Assigned, Plan], ...]:
    """`assigned` with its plan, and with the chains that lower its arena and the plan of that, if there are any: first
    what to prefer where nothing else is said. At last, for several threads, with a band of each chain for each."""
    whole = _Cut(frozenset(), assigned, drafted(assigned.graph, assigned.needs))
    cut = _fewest(whole, dict(candidates(assigned)))
    plan = finished(whole.draft)
    if cut is whole:
        return ((assigned, plan),)
    fewer = finished(cut.draft)
    saved = plan.arena_bytes - fewer.arena_bytes
    both = (assigned, plan), (cut.assigned, fewer)
    ways = both[::-1] if saved >= WORTH else both if saved > 0 else both[:1]
    apart = in_bands(cut.assigned, threads) if threads > 1 else None
    return ways if apart is None else (*ways, (apart, finished(drafted(apart.graph, apart.needs))))


def _fewest(best: _Cut, links: Mapping[str, Link]) -> _Cut:
    """The cuts that give the lowest peak."""
    assigned, now = best.assigned, best
    useless: set[str] = set()
    for _ in range(_TRIES):
        value = next((v for v in _at_peak(now.draft) if v in links and v not in now.values | useless), None)
        if value is None:
            break
        trial = _cut(assigned, links, now.values | {value})
        if trial is None:
            useless.add(value)
            continue
        now = trial
        # There can be several peaks of one height: a cut that lowers one of them counts when the others follow.
        if (best.draft.bound - now.draft.bound) * _GAIN >= best.draft.bound:
            best = now
    for value in sorted(best.values, key=lambda v: (assigned.graph[v].nbytes, v)):
        fewer = _cut(assigned, links, best.values - {value})
        if fewer is not None and fewer.draft.bound <= best.draft.bound:
            best = fewer
    return best


@dataclass(frozen=True)
class _Cut:
    """What comes of cutting `values`."""

    values: frozenset[str]
    assigned: Assigned
    draft: Schedule


def _cut(assigned: Assigned, links: Mapping[str, Link], values: frozenset[str]) -> _Cut | None:
    changed = with_chains(assigned, links, values)
    return None if changed is None else _Cut(values, changed, drafted(changed.graph, changed.needs))


@dataclass(frozen=True)
class Link:
    """A value between two nodes that could be computed in strips: who writes it, who reads it."""

    writer: Node
    reader: Node


def candidates(assigned: Assigned) -> Iterator[tuple[str, Link]]:
    """The values that one convolution writes and only the next one reads, as its image."""
    graph = assigned.graph
    producers, consumers = graph.producers(), graph.consumers()
    needs: dict[str, Needs] = {}

    def in_rows(node: Node) -> bool:
        if node.name not in needs:
            needs[node.name] = assigned.needs(node) if _own(assigned, node) else Needs(())
        return needs[node.name].rows is not None and _plain(graph, node)

    for name, readers in consumers.items():
        writer = producers.get(name)
        if writer is None or len(readers) != 1 or name in graph.outputs or graph[name].rank != 4:
            continue
        reader = readers[0]
        reads = [v for v in (*reader.inputs, *(i for s in reader.epilogue for i in s.inputs)) if v == name]
        if (
            len(reads) == 1
            and reader.inputs[0] == name
            and writer.outputs == (name,)
            and graph[name].shape[0] == 1
            and in_rows(writer)
            and in_rows(reader)
        ):
            rows = needs[reader.name].rows
            assert rows is not None
            if rows.stride <= rows.size and graph[name].shape[1] > rows.size:
                yield name, Link(writer, reader)


def _own(assigned: Assigned, node: Node) -> bool:
    return assigned.engine(node).name == OWN.name and assigned.region(node) is None


def _plain(graph: Graph, node: Node) -> bool:
    """Whether no operand of the epilogue is a constant that differs from row to row."""
    operands = (graph[i] for s in node.epilogue for i in s.inputs if i != FLOW)
    return all(v.const is None or v.rank < 3 or v.shape[-3] == 1 for v in operands)


def _at_peak(draft: Schedule) -> list[str]:
    """The values in buffers that are alive where most bytes are, largest first."""
    at, roots, graph = peak(draft), draft.placement.roots, draft.placement.net.graph
    alive = [live for live in draft.lives if live.start <= at <= live.end and roots[live.roots[-1]].space == "arena"]
    found = (value for live in alive for root in live.roots for value in roots[root].members)
    return sorted(found, key=lambda v: (-graph[v].nbytes, v))


def with_chains(assigned: Assigned, links: Mapping[str, Link], cut: Iterable[str]) -> Assigned | None:
    """`assigned` with the values `cut` inside of chains; None where strips of them would not help."""
    graph = assigned.graph
    follower = {links[v].writer.name: links[v].reader for v in cut}
    heads = set(follower) - {n.name for n in follower.values()}
    found: dict[str, Chain] = {}
    for node in graph.nodes:
        if node.name not in heads:
            continue
        members = [node]
        while members[-1].name in follower:
            members.append(follower[members[-1].name])
        inner = _inner(graph, members)
        made = chains.of(members[-1].name, inner, [assigned.needs(n) for n in members])
        if made is None:
            return None
        found[made.name] = made
    result = assigned
    for made in found.values():
        result = stand_in(result, made)
    return result


def _inner(graph: Graph, members: list[Node]) -> Graph:
    """The members as a graph of their own."""
    used = {v for n in members for v in (*n.reads, *n.inputs, *n.outputs) if v}
    values = {name: value for name, value in graph.values.items() if name in used}
    written = {o for n in members for o in n.outputs}
    inputs = dict.fromkeys(v for n in members for v in n.reads if v not in written and values[v].const is None)
    return Graph(members[-1].name, tuple(members), values, tuple(inputs), members[-1].outputs).verify()


def stand_in(assigned: Assigned, made: Chain) -> Assigned:
    """`assigned` with one node in the place of a chain's."""
    graph = assigned.graph
    memory = chains.memory_of(made, graph.fresh(f"{made.name}/strips"))
    members = {n.name for n in made.nodes}
    last = made.nodes[-1]
    stand = Node(made.name, "Chain", made.graph.inputs, (*last.outputs, memory.name), where=last.where)
    others = (n for n in graph.nodes if n.name not in members or n.name == last.name)
    nodes = tuple(stand if n.name == last.name else n for n in others)
    inside = set(made.between)
    values = {name: v for name, v in graph.values.items() if name not in inside}
    used = {v for n in nodes for v in n.reads}
    constants = {name for name, v in values.items() if v.const is not None and name not in used}
    values = {name: v for name, v in values.items() if name not in constants or name in graph.outputs}
    changed = replace(graph, nodes=nodes, values={**values, memory.name: memory})
    return replace(assigned, graph=changed.verify(), chains={**assigned.chains, made.name: made})


def in_bands(assigned: Assigned, count: int) -> Assigned | None:
    """`assigned` with its chains in so many bands, those where that does not cost too much; None if there is none."""
    found = {name: made for name, chain in assigned.chains.items() if (made := chains.in_bands(chain, count))}
    if not found:
        return None
    values = dict(assigned.graph.values)
    for node in assigned.graph.nodes:
        if node.name in found:
            values[node.outputs[-1]] = chains.memory_of(found[node.name], node.outputs[-1])
    graph = replace(assigned.graph, values=values).verify()
    return replace(assigned, graph=graph, chains={**assigned.chains, **found})
