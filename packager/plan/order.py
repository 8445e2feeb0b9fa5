"""Execution order: Placement -> nodes in an order whose live buffers need little memory together.

Candidates are the model's own order, two depth-first orders from the outputs, and beam searches over all topological
orders (B. H. Ahn et al., Ordering Chaos, MLSys 2020, search the same space by dynamic programming).
The one with the smallest lower bound wins; the model's own order wins ties.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from packager.graph import Node
from packager.plan.live import Live, Touch, lives, lower_bound, root_bytes
from packager.plan.place import Placement

_EXPANSIONS = 20_000
"""How many partial orders one beam search may look at, roughly: 0.3 s."""

_WIDTH = 48
"""How many partial orders of one length a beam search keeps at most."""


def best_order(placement: Placement, touch: Touch, below: int | None = None) -> tuple[tuple[Node, ...], list[Live]]:
    """The best order found, with the lifetimes it gives. Nobody asks for one that is not `below` so many bytes."""
    graph = placement.net.graph
    best = graph.nodes
    found = lives(placement, touch, best)
    bound = lower_bound(placement, found)
    cost = _cost(placement, touch)
    for search in (_forwards, _backwards, _by_peak, _by_live):
        if bound <= cost.least:
            break
        candidate = search(placement, cost, bound if below is None else min(bound, below))
        if candidate is not None:
            order = [graph.nodes[i] for i in candidate]
            other = lives(placement, touch, order)
            if (less := lower_bound(placement, other)) < bound:
                best, found, bound = tuple(order), other, less
    return best, found


def _edges(placement: Placement) -> tuple[list[list[int]], list[list[int]]]:
    """Predecessors and successors of each node, as indices into the graph's nodes."""
    graph = placement.net.graph
    writer = {o: i for i, n in enumerate(graph.nodes) for o in n.outputs if o}
    before = [list(dict.fromkeys(writer[v] for v in n.reads if v in writer)) for n in graph.nodes]
    after: list[list[int]] = [[] for _ in graph.nodes]
    for i, many in enumerate(before):
        for j in many:
            after[j].append(i)
    return before, after


def _forwards(placement: Placement, _cost: _Cost, _bound: int) -> list[int] | None:
    """The depth-first order that computes operands in the order in which nodes name them."""
    return _depth_first(placement, 1)


def _backwards(placement: Placement, _cost: _Cost, _bound: int) -> list[int] | None:
    """The depth-first order that computes the last operand first."""
    return _depth_first(placement, -1)


def _by_peak(placement: Placement, cost: _Cost, bound: int) -> list[int] | None:
    """The beam search that prefers a low peak so far."""
    return _beam(placement, cost, bound, lambda s: (s.peak, s.live, s.node))


def _by_live(placement: Placement, cost: _Cost, bound: int) -> list[int] | None:
    """The beam search that prefers few bytes live now."""
    return _beam(placement, cost, bound, lambda s: (s.live, s.peak, s.node))


def _depth_first(placement: Placement, flip: int) -> list[int]:
    """The postorder from the graph's last nodes backwards; `flip` -1 reverses the operands."""
    before, after = _edges(placement)
    order: list[int] = []
    seen = [False] * len(before)
    stack = [(i, False) for i in range(len(before) - 1, -1, -1) if not after[i]]
    while stack:
        node, ready = stack.pop()
        if ready:
            order.append(node)
        elif not seen[node]:
            seen[node] = True
            stack.append((node, True))
            stack += [(i, False) for i in before[node][::-flip]]
    return order


@dataclass(frozen=True)
class _Cost:
    """Bytes per root, and per node the roots it writes, touches and may take over; nodes as bits of an integer.

    `least` is the most that a single node needs: its operands and its results together.
    """

    size: Sequence[int]
    writes: Sequence[tuple[int, ...]]
    roots: Sequence[tuple[int, ...]]
    inplace: Sequence[tuple[tuple[int, int], ...]]
    touchers: Sequence[int]
    writers: Sequence[int]
    least: int


def _cost(placement: Placement, touch: Touch) -> _Cost:
    nodes = placement.net.graph.nodes
    size = [root_bytes(placement.net, r) if r.space == "arena" else 0 for r in placement.roots]
    touchers, writers = [0] * len(size), [0] * len(size)
    writes, roots, inplace = [], [], []
    least = 0
    for i, node in enumerate(nodes):
        writes.append(touch.writes.get(node.name, ()))
        roots.append(tuple(dict.fromkeys((*writes[-1], *touch.reads.get(node.name, ())))))
        inplace.append(touch.inplace.get(node.name, ()))
        for root in roots[-1]:
            touchers[root] |= 1 << i
        for root in writes[-1]:
            writers[root] |= 1 << i
        shared = max((size[source] for source, _ in inplace[-1]), default=0)
        least = max(least, sum(size[r] for r in roots[-1]) - shared)
    return _Cost(size, writes, roots, inplace, touchers, writers, least)


class _State(NamedTuple):
    """A partial order: the nodes done (as bits), ready and live now, the peak so far, and the path that led here."""

    peak: int
    live: int
    done: int
    ready: tuple[int, ...]
    node: int
    parent: _State | None


def _beam(
    placement: Placement, cost: _Cost, bound: int, rank: Callable[[_State], tuple[int, int, int]]
) -> list[int] | None:
    """A beam search for an order below `bound`; None where it finds none."""
    before, after = _edges(placement)
    need = [sum(1 << j for j in many) for many in before]
    beam = [_State(0, 0, 0, tuple(i for i, b in enumerate(before) if not b), -1, None)]
    left = _EXPANSIONS
    for length in range(len(before), 0, -1):
        best: dict[int, _State] = {}
        looked = 0
        for state in beam:
            steps = []
            for node in state.ready:
                new = _step(state, node, cost, need, after)
                if new.live <= state.live and new.peak <= state.peak:
                    # It takes no memory, now or for good: doing it first is never worse, and no choice is lost.
                    steps = [new]
                    break
                if new.peak < bound:
                    steps.append(new)
            looked += len(state.ready)
            for new in steps:
                old = best.get(new.done)
                if old is None or (new.peak, new.live) < (old.peak, old.live):
                    best[new.done] = new
        left -= looked
        width = left * len(beam) // (max(1, looked) * length)
        beam = sorted(best.values(), key=rank)[: max(1, min(_WIDTH, width))]
        if not beam:
            return None
    path: list[int] = []
    at: _State | None = beam[0]
    while at is not None and at.node >= 0:
        path.append(at.node)
        at = at.parent
    return path[::-1]


def _step(state: _State, node: int, cost: _Cost, need: list[int], after: list[list[int]]) -> _State:
    """The state after `node` ran too."""
    done = state.done | 1 << node
    left = ~done
    peak = live = state.live
    fresh = [r for r in cost.writes[node] if not cost.writers[r] & state.done]
    for root in fresh:
        live += cost.size[root]
    peak = live
    for source, target in cost.inplace[node]:
        if target in fresh and not cost.touchers[source] & left:
            peak -= cost.size[source]
            break
    for root in cost.roots[node]:
        if not cost.touchers[root] & left:
            live -= cost.size[root]
    ready = [i for i in state.ready if i != node]
    ready += [i for i in after[node] if not need[i] & left]
    return _State(max(state.peak, peak), live, done, tuple(ready), node, state)
