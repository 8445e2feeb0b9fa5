"""What the writer holds -> Graph: outputs under their own names, nothing dead left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from packager.errors import Unsupported, Where
from packager.graph import Graph, Node, Value
from packager.load.scope import Scope
from packager.load.writer import Writer


def finish(writer: Writer, scope: Scope, results: list[tuple[str, Value | None]], name: str, cut: bool) -> Graph:
    """The graph behind `results`: outputs under their own names, dead nodes and unread values dropped."""
    file = writer.file
    written = {o for n in writer.nodes for o in n.outputs if o}
    inputs = [v.name for v in scope.values.values() if v and v.const is None and v.name not in written]
    inputs = [n for n in dict.fromkeys(inputs) if n in scope.values]
    rename: dict[str, str] = {}
    taken = {v.name for o, v in results if v and v.name == o}
    nodes, values = list(writer.nodes), dict(writer.values)
    for output, value in results:
        assert value is not None  # an unknown value has an error, and errors were raised
        if value.name == output and value.const is None:
            if output in inputs:
                raise Unsupported(
                    f"the output '{output}' is an input",
                    where=file,
                    why="the model hands it through unchanged, and both would have one name",
                    fix="leave it out of the model's outputs, or list the others with `outputs:` in the manifest",
                )
        elif value.const is None and value.name in written and value.name not in taken | rename.keys():
            rename[value.name] = output
        else:
            origin = value
            if value.name == output:
                origin = replace(value, name=writer.fresh(f"{output}/const"))
                values[origin.name] = origin
            where = Where(file, node=output)
            node_name = writer.node_name(f"{output}/Identity")
            nodes.append(Node(node_name, "Identity", (origin.name,), (output,), where=where))
            values[output] = Value(output, value.shape, value.dtype)
    for old, new in rename.items():
        values[new] = replace(values[old], name=new)
    nodes = [_renamed(n, rename) for n in nodes]
    needed = {o for o, _ in results}
    alive: list[Node] = []
    for node in reversed(nodes):
        if needed & set(node.outputs):
            needed |= set(node.reads)
            alive.append(node)
    keep = [i for i in inputs if i in needed] if cut else inputs
    used = {v for n in alive for v in (*n.reads, *n.outputs) if v} | set(keep)
    return Graph(
        name,
        tuple(reversed(alive)),
        MappingProxyType({k: v for k, v in values.items() if k in used}),
        tuple(keep),
        tuple(o for o, _ in results),
    ).verify()


def _renamed(node: Node, rename: Mapping[str, str]) -> Node:
    if not rename:
        return node
    return replace(
        node,
        inputs=tuple(rename.get(i, i) for i in node.inputs),
        outputs=tuple(rename.get(o, o) for o in node.outputs),
    )
