"""Remove nodes that no output needs.

y = Conv(x, w); z = Relu(y); return y    ->    y = Conv(x, w); return y
"""

from __future__ import annotations

from collections.abc import Iterator

from packager.graph import Graph, Patch
from packager.passes.driver import Pass, Property
from packager.passes.view import View


def _dead(graph: Graph) -> Iterator[str]:
    """Names of nodes nobody needs, last first: so every prefix of the list can be removed alone."""
    needed = set(graph.outputs)
    for node in reversed(graph.nodes):
        if needed.isdisjoint(node.outputs):
            yield node.name
        else:
            needed.update(node.reads)


def _sweep(view: View) -> Iterator[Patch]:
    for name in _dead(view.graph):
        yield Patch((name,), why="no output needs it")


NO_DEAD_CODE = Property("no dead code", lambda graph: next(_dead(graph), None))

DEAD_CODE = Pass("dead_code", _sweep, ensures=(NO_DEAD_CODE,), ordered=True)
