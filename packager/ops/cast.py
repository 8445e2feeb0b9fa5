"""Cast (ONNX 6): another element type; fractions are cut off, and everything but 0 is true."""

from __future__ import annotations

from packager.dtype import I32, I64
from packager.errors import Unsupported
from packager.graph import Graph, Node
from packager.lowering.base import Op
from packager.lowering.demands import demand_types
from packager.lowering.nest import Tensor, Writer, nested, otherwise
from packager.lowering.pointwise import converting, pointwise_needs
from packager.lowering.walks import mapped
from packager.plan.needs import Needs


def _needs(graph: Graph, node: Node) -> Needs:
    demand_types(graph, node)
    if graph[node.inputs[0]].dtype in (I32, I64) and graph[node.outputs[0]].dtype.is_int:
        raise Unsupported("Cast between integers", where=node.where, why="f32 holds 24 bits of them", fix="none needed")
    return pointwise_needs(graph, node)


def convert(w: Writer, x: Tensor, *, y: Tensor) -> None:
    """Another element type."""
    w.each(y, lambda i: x[i], x.kind)


cast = otherwise(
    Op("Cast", 6, "Another element type.", operator=mapped("Through f32.", _needs, converting)),
    nested(convert, why="each element converted"),
)
