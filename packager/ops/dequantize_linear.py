"""DequantizeLinear (ONNX 10), one scale for the tensor: (x - zero point) * scale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from packager.graph import Graph, Node, Stage
from packager.kernels.base import Step
from packager.lowering.base import Context, Op
from packager.lowering.demands import demand_types
from packager.lowering.pointwise import converting, pointwise_needs
from packager.lowering.scales import demand_scalars, scalars
from packager.lowering.walks import mapped
from packager.plan.needs import Needs


def _needs(graph: Graph, node: Node) -> Needs:
    demand_scalars(graph, node)
    demand_types(graph, node)
    return pointwise_needs(graph, node)


def _steps(ctx: Context, node: Node) -> Iterator[Step]:
    scale, zero = scalars(ctx.graph, node)
    yield from converting(ctx, node, Stage("DequantizeLinear", attrs={"scale": scale, "zero": zero}))


def dequantize(x: Any, scale: Any = 1.0, zero: Any = 0.0) -> Any:
    """The number that a quantised one stands for."""
    return (x - zero) * scale


_OPERATOR = mapped("From integers to f32.", _needs, _steps)
dequantize_linear = Op("DequantizeLinear", 10, (__doc__ or "").split("\n")[0], dequantize, _OPERATOR, fusable=False)
