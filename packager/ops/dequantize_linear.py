"""DequantizeLinear (ONNX 10): (x - zero point) * scale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from packager.graph import Graph, Node, Stage
from packager.kernels.base import Step
from packager.lowering.base import Context, Op
from packager.lowering.demands import demand_types
from packager.lowering.nest import Tensor, Writer, nested, otherwise
from packager.lowering.pointwise import converting, pointwise_needs
from packager.lowering.scales import along_axis, demand_scalars, scalars
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


def _loops(w: Writer, x: Tensor, scale: Tensor, zero: Tensor | None = None, *, y: Tensor) -> None:
    step, shift = along_axis(w, x, scale), along_axis(w, x, zero)
    with w.over(*y.shape) as i:
        # Integers of 32 bits differ exactly only as integers.
        found = x[i] if x.dtype.is_float else w.cast(x[i], "i32")
        if zero is not None:
            found = found - (shift(i) if x.dtype.is_float else w.cast(shift(i), "i32"))
        y[i] = w.cast(found, "f32") * w.cast(step(i), "f32")


dequantize_linear = otherwise(
    Op(
        "DequantizeLinear", 10, (__doc__ or "").split("\n")[0], dequantize,
        mapped("From integers to f32.", _needs, _steps), fusable=False,
    ),
    nested(_loops, why="scales along an axis, or of a type that is no small integer"),
)  # fmt: skip
