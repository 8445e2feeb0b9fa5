"""What several operators demand of the values they work on: nothing, or Unsupported with the reason."""

from __future__ import annotations

from packager.dtype import F32, DType
from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.kernels.map import ELEMENTS


def demand_nhwc(graph: Graph, node: Node) -> None:
    """Raise Unsupported unless the node reads and writes NHWC images."""
    x = graph[node.inputs[0]]
    if x.rank != 4 or node.attrs.get("layout") != "NHWC":
        raise Unsupported(
            f"{node.op} of a {x} tensor",
            where=node.where,
            why="pack compiles it for images of one or two dimensions: tensors N, C, L or N, C, H, W",
            fix="cut the model before this node with `outputs:` in the manifest, or reshape around it to four axes",
        )


def demand_image(graph: Graph, node: Node) -> None:
    """Raise Unsupported unless the node reads and writes float32 NHWC images."""
    demand_nhwc(graph, node)
    x = graph[node.inputs[0]]
    if x.dtype != F32:
        raise Unsupported(
            f"{node.op} of a {x} tensor",
            where=node.where,
            why="pack computes it in float32",
            fix="export the model with float32 here",
        )


def demand_constants(graph: Graph, node: Node, *names: str) -> None:
    """Raise Unsupported unless the values are known when pack builds."""
    for name in names:
        if name and graph.const(name) is None:
            raise Unsupported(
                f"{node.op} whose '{name}' is not a constant",
                where=node.where,
                why="pack lays it out in memory when it builds, so it must know it then",
                fix="store it as an initialiser, or cut the model before this node with `outputs:` in the manifest",
            )


def demand_f32(graph: Graph, node: Node, *names: str) -> None:
    """Raise Unsupported unless the values are float32."""
    for name in names:
        if graph[name].dtype != F32:
            raise Unsupported(
                f"{node.op} of a {graph[name]} tensor",
                where=node.where,
                why="pack computes it in float32",
                fix="export the model with float32 here, or cut it before this node with `outputs:` in the manifest",
            )


def demand_types(graph: Graph, node: Node, allowed: tuple[DType, ...] | None = None) -> None:
    """Raise Unsupported unless all values have one of the `allowed` types (default: those that maps convert)."""
    for name in (*node.reads, *(o for o in node.outputs if o)):
        dtype = graph[name].dtype
        known = dtype.name in ELEMENTS if allowed is None else dtype in allowed
        # The exponent of Pow may be of any type where it is a constant.
        if not known and not (node.op == "Pow" and graph[name].size == 1 and graph[name].const is not None):
            names = ", ".join(sorted(ELEMENTS) if allowed is None else [str(a) for a in allowed])
            raise Unsupported(
                f"{node.op} of a {graph[name]} tensor",
                where=node.where,
                why=f"'{name}' holds {dtype}, and this operator is compiled for {names}",
                fix="export the model with float32 here, or cut it before this node with `outputs:` in the manifest",
            )


def demand_one_output(node: Node, more: str, fix: str) -> None:
    """Raise Unsupported where the model reads a second output; `more` says what it is."""
    if any(node.outputs[1:]):
        raise Unsupported(
            f"{node.op} with {more} as an output",
            where=node.where,
            why="pack compiles it with one output",
            fix=f"{fix}, or cut the model before this node with `outputs:` in the manifest",
        )
