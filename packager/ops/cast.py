"""Cast (ONNX 6): another element type; fractions are cut off, and everything but 0 is true."""

from __future__ import annotations

from packager.graph import Graph, Node
from packager.lowering.base import Op
from packager.lowering.demands import demand_types
from packager.lowering.pointwise import converting, pointwise_needs
from packager.lowering.walks import mapped
from packager.plan.needs import Needs


def _needs(graph: Graph, node: Node) -> Needs:
    demand_types(graph, node)
    return pointwise_needs(graph, node)


cast = Op("Cast", 6, "Another element type.", operator=mapped("Through f32.", _needs, converting))
