"""What a pass is, and the driver that runs a list of them: Graph -> Graph, verified in between.

Every pass yields patches. Patches of one sweep that do not touch each other are applied together, so that the cost of
a sweep is linear in the graph. A pass is swept until it finds nothing, a group of passes until none of them does.

What the lowering can rely on afterwards stands in the `ensures` of the passes; the driver checks each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from packager.errors import GraphBroken
from packager.graph import Graph, Patch
from packager.passes.view import Rewrite, View

SWEEPS = 64
"""Bound on the sweeps of one pass: each sweep halves a chain of matches, so real graphs need a handful."""

ROUNDS = 16
"""Bound on the rounds of a group."""


@dataclass(frozen=True)
class Property:
    """Something that holds for a graph between passes: `check` gives the name of a node that breaks it, or None."""

    name: str
    check: Callable[[Graph], str | None]


MODEL_LAYOUT = Property(
    "every image has the model's layout, NCHW",
    lambda graph: next((n.name for n in graph.nodes if n.attrs.get("layout") == "NHWC"), None),
)


@dataclass(frozen=True)
class Pass:
    """A named rewrite. `needs` must hold before it, `ensures` holds after it.

    The patches of an `ordered` pass build on one another, in the order in which they come; otherwise they are
    independent, and the driver leaves those that meet a neighbour's for the next sweep. A pass that takes a
    decision for the whole graph runs `once`: a second look could overturn the first.
    """

    name: str
    rewrite: Rewrite
    needs: tuple[Property, ...] = ()
    ensures: tuple[Property, ...] = ()
    ordered: bool = False
    once: bool = False


Observer = Callable[[str, Graph, tuple[Patch, ...]], None]
"""Is told about every pass that changed the graph: its name, the graph after it, its patches (DEBUG=2)."""


def run(
    graph: Graph,
    groups: Iterable[tuple[Pass, ...]],
    *,
    stop: int | None = None,
    observer: Observer | None = None,
) -> Graph:
    """Run every group of passes until nothing changes; `stop` ends the run after that many patches.

    Raises GraphBroken when a pass leaves the graph inconsistent, or does not keep what it promises.
    """
    left = stop
    view = View.of(graph)
    for group in groups:
        for number in range(ROUNDS):
            before = view
            for one in group:
                if one.once and number:
                    continue
                _demand(view.graph, one.needs, f"before pass '{one.name}'")
                view, applied = _sweeps(view, one, left)
                if applied and observer:
                    observer(one.name, view.graph, applied)
                if left is not None:
                    left -= len(applied)
                    if left <= 0:
                        return view.graph
                _demand(view.graph, one.ensures, f"after pass '{one.name}'")
            if view is before:
                break
    return view.graph


def _sweeps(view: View, one: Pass, left: int | None) -> tuple[View, tuple[Patch, ...]]:
    applied: list[Patch] = []
    graph = view.graph
    interface = (graph.inputs, graph.outputs)
    for _ in range(SWEEPS):
        patches = list(one.rewrite(view) if one.ordered else _independent(view, one.rewrite(view)))
        if left is not None:
            patches = patches[: left - len(applied)]
        if not patches:
            break
        graph = graph.apply(patches).verify()
        view = View.of(graph)
        applied += patches
        if (graph.inputs, graph.outputs) != interface:
            raise GraphBroken.of(graph.name, "", f"pass '{one.name}' renamed an input or output of the graph")
        if one.ordered:
            break
    return view, tuple(applied)


def _independent(view: View, patches: Iterable[Patch]) -> Iterator[Patch]:
    """Those patches that neither remove a node another one looked at, nor look at a node another one removes."""
    removed: set[str] = set()
    touched: set[str] = set()
    for patch in patches:
        near = _neighbourhood(view, patch)
        if removed.isdisjoint(near) and touched.isdisjoint(patch.remove):
            removed.update(patch.remove)
            touched |= near
            yield patch


def _neighbourhood(view: View, patch: Patch) -> set[str]:
    """Names of the removed nodes, of the writers of all that old and new nodes read, and of the readers of the old."""
    near = set(patch.remove)
    old = [view.graph.nodes[view.position[n]] for n in patch.remove]
    reads = [v for n in (*old, *patch.nodes) for v in n.reads] + list(patch.rename.values())
    near.update(view.producers[v].name for v in reads if v in view.producers)
    near.update(r.name for n in old for o in n.outputs for r in view.readers(o))
    return near


def _demand(graph: Graph, properties: tuple[Property, ...], when: str) -> None:
    for one in properties:
        node = one.check(graph)
        if node is not None:
            raise GraphBroken.of(graph.name, node, f"'{one.name}' does not hold {when}")
