"""Execution order: Placement -> nodes in an order whose live buffers need little memory together.

Candidates are the model's own order, two depth-first orders from the outputs, and beam searches over all topological
orders (B. H. Ahn et al., Ordering Chaos, MLSys 2020, search the same space by dynamic programming).
The one with the smallest lower bound wins; the model's own order wins ties.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from packager.graph import Node
from packager.plan.live import Live, Touch, lives, lower_bound, root_bytes
from packager.plan.place import Placement

_EXPANSIONS = 20_000
"""How many partial orders one beam search may look at."""

_WIDTH = 48
"""How many partial orders of one length a beam search keeps at most."""


def best_order(placement: Placement, touch: Touch) -> tuple[tuple[Node, ...], list[Live]]:
    """The best order found, with the lifetimes it gives."""
    graph = placement.net.graph
    best = graph.nodes
    found = lives(placement, touch, best)
    bound = lower_bound(placement, found)
    width = max(1, min(_WIDTH, _EXPANSIONS // max(1, 2 * len(graph.nodes))))
    for candidate in (*_depth_first(placement), *_beams(placement, touch, width)):
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


def _depth_first(placement: Placement) -> Iterable[list[int]]:
    """Postorders from the graph's last nodes backwards: operands in the model's order, then in reverse."""
    before, after = _edges(placement)
    ends = [i for i in range(len(before)) if not after[i]]
    for flip in (1, -1):
        order: list[int] = []
        seen = [False] * len(before)
        stack = [(i, False) for i in reversed(ends)]
        while stack:
            node, ready = stack.pop()
            if ready:
                order.append(node)
            elif not seen[node]:
                seen[node] = True
                stack.append((node, True))
                stack += [(i, False) for i in before[node][::-flip]]
        yield order


@dataclass(frozen=True)
class _Cost:
    """Bytes per root, and per node what it starts, touches and may take over."""

    size: Sequence[int]
    writes: Sequence[tuple[int, ...]]
    roots: Sequence[tuple[int, ...]]
    inplace: Sequence[tuple[tuple[int, int], ...]]
    touchers: Sequence[int]
    writers: Sequence[int]


def _cost(placement: Placement, touch: Touch) -> _Cost:
    nodes = placement.net.graph.nodes
    size = [root_bytes(placement.net, r) if r.space == "arena" else 0 for r in placement.roots]
    touchers, writers = [0] * len(size), [0] * len(size)
    writes, roots = [], []
    for i, node in enumerate(nodes):
        written = touch.writes.get(node.name, ())
        writes.append(written)
        roots.append(tuple(dict.fromkeys((*written, *touch.reads.get(node.name, ())))))
        for root in roots[-1]:
            touchers[root] |= 1 << i
        for root in written:
            writers[root] |= 1 << i
    return _Cost(size, writes, roots, [touch.inplace.get(n.name, ()) for n in nodes], touchers, writers)


@dataclass(frozen=True)
class _State:
    """A partial order: the nodes done (as bits), ready and live now, the peak so far, and the path that led here."""

    peak: int
    live: int
    done: int
    ready: tuple[int, ...]
    node: int
    parent: _State | None


def _beams(placement: Placement, touch: Touch, width: int) -> Iterable[list[int]]:
    """Beam searches ranked by peak, and by bytes live now."""
    before, after = _edges(placement)
    if max((len(a) for a in after), default=0) < 2 and sum(not b for b in before) < 2:
        return  # A chain has one order only.
    cost = _cost(placement, touch)
    need = [sum(1 << j for j in many) for many in before]
    free = [not cost.roots[i] or bool(placement.net.kinds[n.name]) for i, n in enumerate(placement.net.graph.nodes)]
    for by_peak in (True, False):
        start = _State(0, 0, 0, tuple(i for i, b in enumerate(before) if not b), -1, None)
        beam = [start]
        for _ in range(len(before)):
            best: dict[int, _State] = {}
            for state in beam:
                # A view costs nothing, so it runs as soon as it can; no choice is lost.
                views = [i for i in state.ready if free[i]]
                for node in views[:1] or state.ready:
                    new = _step(state, node, cost, need, after)
                    old = best.get(new.done)
                    if old is None or (new.peak, new.live) < (old.peak, old.live):
                        best[new.done] = new
            rank = (lambda s: (s.peak, s.live, s.node)) if by_peak else (lambda s: (s.live, s.peak, s.node))
            beam = sorted(best.values(), key=rank)[:width]
        path: list[int] = []
        at: _State | None = beam[0] if beam else None
        while at is not None and at.node >= 0:
            path.append(at.node)
            at = at.parent
        yield path[::-1]


def _step(state: _State, node: int, cost: _Cost, need: list[int], after: list[list[int]]) -> _State:
    """The state after `node` ran too."""
    done = state.done | 1 << node
    fresh = [r for r in cost.writes[node] if not cost.writers[r] & state.done]
    live = state.live + sum(cost.size[r] for r in fresh)
    peak = live
    for source, target in cost.inplace[node]:
        if target in fresh and not cost.touchers[source] & ~done:
            peak -= cost.size[source]
            break
    live -= sum(cost.size[r] for r in cost.roots[node] if not cost.touchers[r] & ~done)
    ready = tuple(i for i in state.ready if i != node) + tuple(i for i in after[node] if not need[i] & ~done)
    return _State(max(state.peak, peak), live, done, ready, node, state)
