"""The planner's one door: Graph + NeedsOf -> checked Plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from packager.graph import Graph, Node
from packager.plan.check import check
from packager.plan.live import Live, lives, lower_bound
from packager.plan.loosen import Schedule, loosen, schedule
from packager.plan.needs import NeedsOf
from packager.plan.pack import Block, pack
from packager.plan.place import Placement, place
from packager.plan.types import Buffer, Fill, Plan, Storage
from packager.together import apart, joined


def make_plan(graph: Graph, needs: NeedsOf, keep_all: bool = False) -> Plan:
    """Decide views, copies, halos, order, in-place outputs and arena offsets for `graph`, and prove the result.

    `needs(node)` says what a computing node demands of the values it reads; it is asked once per node, never for
    views and for the planner's own `Copy` nodes. With `keep_all` no memory is ever used twice, so that every value can
    be looked at after the run. Several models have one arena. Raises PlanBroken where the checker finds a fault: a bug
    of pack.
    """
    if graph.parts:
        return beside(graph, [make_plan(one, needs, keep_all) for one in apart(graph)])
    return finished(drafted(graph, needs), keep_all)


def drafted(graph: Graph, needs: NeedsOf) -> Schedule:
    """The plan up to the lives of its buffers: what its peak is, before anything has an address."""
    return loosen(schedule(place(graph.verify(), needs)), needs)


def finished(draft: Schedule, keep_all: bool = False) -> Plan:
    """The plan that a draft becomes, see `make_plan`."""
    placement, found, bound = draft.placement, draft.lives, draft.bound
    if keep_all:
        found = lives(placement, draft.touch, draft.order, keep_all=True)
        bound = lower_bound(placement, found)
    plan = _plan(placement, draft.order, found, bound)
    check(plan, placement.net.needs, keep_all=keep_all)
    return plan


def beside(graph: Graph, plans: Sequence[Plan]) -> Plan:
    """The plans of the models of `graph`, of which one runs at a time: all begin at the arena's first byte."""
    buffers: list[Buffer] = []
    storage: dict[str, Storage] = {}
    offsets: dict[int, int] = {}
    fills: list[Fill] = []
    steps = inputs = outputs = 0
    for plan in plans:
        shift, first = len(buffers), {"input": inputs, "output": outputs}
        buffers += (replace(b, id=b.id + shift, index=b.index + first.get(b.space, 0)) for b in plan.buffers)
        storage |= {name: replace(s, buffer=s.buffer + shift) for name, s in plan.storage.items()}
        offsets |= {id + shift: offset for id, offset in plan.offsets.items()}
        fills += (replace(f, before=f.before + steps) for f in plan.fills)
        steps += len(plan.order)
        inputs += len(plan.graph.inputs)
        outputs += len(plan.graph.outputs)
    return Plan(
        graph=replace(joined(graph.name, [plan.graph for plan in plans]), parts=graph.parts),
        storage=storage,
        buffers=tuple(buffers),
        offsets=offsets,
        fills=tuple(fills),
        views=frozenset().union(*(plan.views for plan in plans)),
        arena_bytes=max(plan.arena_bytes for plan in plans),
        lower_bound=max(plan.lower_bound for plan in plans),
        arenas=tuple(plan.arena_bytes for plan in plans),
    )


def _plan(placement: Placement, order: Sequence[Node], found: Sequence[Live], bound: int) -> Plan:
    net, roots = placement.net, placement.roots
    in_arena = [i for i, live in enumerate(found) if roots[live.roots[-1]].space == "arena"]
    packed, height = pack([Block(found[i].start, found[i].end, found[i].bytes) for i in in_arena], bound)
    buffers: list[Buffer] = []
    storage: dict[str, Storage] = {}
    fills: list[Fill] = []
    for id, live in enumerate(found):
        last = roots[live.roots[-1]]
        buffers.append(Buffer(id, last.space, live.bytes, last.index))
        for root in (roots[i] for i in live.roots):
            for name, layout in root.members.items():
                storage[name] = Storage(id, layout.offset, layout.strides, root.halo_of(layout))
        first = roots[live.roots[0]]
        if any(map(any, first.halo)):
            fills.append(Fill(first.base, live.start))
    return Plan(
        graph=replace(net.graph, nodes=tuple(order)).verify(),
        storage={name: storage[name] for name in net.graph.values if name in storage},
        buffers=tuple(buffers),
        offsets={i: packed[k] for k, i in enumerate(in_arena)},
        fills=tuple(sorted(fills, key=lambda f: (f.before, f.value))),
        views=frozenset(name for name, kind in net.kinds.items() if kind),
        arena_bytes=height,
        lower_bound=bound,
    )
