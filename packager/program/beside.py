"""Several models in one program: what was assigned and planned for each -> the same for all, in one arena."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from packager.graph import Graph
from packager.plan.planner import beside as plans_beside
from packager.plan.types import Plan
from packager.program.assign import Assigned
from packager.together import joined

Ways = tuple[tuple[Assigned, Plan], ...]
"""Ways to lay out a model, the one to prefer first."""


def beside(graph: Graph, found: Sequence[Ways]) -> Ways:
    """The ways of the models of `graph` as ways for all: each model's first, then each one's next, if it has one."""
    if not graph.parts:
        return found[0]
    chosen = ([ways[min(k, len(ways) - 1)] for ways in found] for k in range(max(map(len, found))))
    return tuple((_assigned(graph, [a for a, _ in one]), plans_beside(graph, [p for _, p in one])) for one in chosen)


def _assigned(graph: Graph, found: Sequence[Assigned]) -> Assigned:
    return Assigned(
        replace(joined(graph.name, [one.graph for one in found]), parts=graph.parts),
        found[0].target,
        owners={name: engine for one in found for name, engine in one.owners.items()},
        regions={name: region for one in found for name, region in one.regions.items()},
        chains={name: chain for one in found for name, chain in one.chains.items()},
        declined={name: whys for one in found for name, whys in one.declined.items()},
    )
