"""Nodes that an engine takes in any parts: divided into as few as their order allows. (Graph, names) -> groups."""

from __future__ import annotations

from collections.abc import Collection

from packager.graph import Graph


def divided(graph: Graph, names: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """`names` (of nodes) in groups that can each run as one, in their order.

    A node's level counts how often a path to it enters or leaves `names`. On a path between two nodes of one level
    there is no other, so nobody else has to run in the middle of a group.
    """
    levels: dict[str, int] = {}
    inside: dict[str, bool] = {}
    groups: dict[int, list[str]] = {}
    for node in graph.nodes:
        mine = node.name in names
        before = (levels[r] + (inside[r] != mine) for r in node.reads if r in levels)
        level = max(before, default=0 if mine else -1)
        levels |= dict.fromkeys(node.outputs, level)
        inside |= dict.fromkeys(node.outputs, mine)
        if mine:
            groups.setdefault(level, []).append(node.name)
    return tuple(tuple(groups[level]) for level in sorted(groups))
