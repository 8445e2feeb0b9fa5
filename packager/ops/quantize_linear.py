"""QuantizeLinear (ONNX 10): round(x / scale) + zero point, ties to even, saturated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from packager.dtype import F32, I8, U8
from packager.emit.math import rint
from packager.graph import Graph, Node, Stage
from packager.kernels.base import Step
from packager.lowering.base import Context, Op
from packager.lowering.demands import demand_types
from packager.lowering.nest import Tensor, Writer, nested, otherwise
from packager.lowering.pointwise import converting, pointwise_needs
from packager.lowering.quantised import quantised
from packager.lowering.scales import along_axis, demand_scalars, scalars
from packager.lowering.walks import mapped
from packager.plan.needs import Needs

_LIMITS = {U8: (0.0, 255.0), I8: (-128.0, 127.0)}


def _needs(graph: Graph, node: Node) -> Needs:
    demand_scalars(graph, node)
    demand_types(graph, node, (F32, U8, I8))
    return pointwise_needs(graph, node)


def _steps(ctx: Context, node: Node) -> Iterator[Step]:
    scale, zero = scalars(ctx.graph, node)
    low, high = _LIMITS[ctx.graph[node.outputs[0]].dtype]
    yield from converting(
        ctx, node, Stage("QuantizeLinear", attrs={"scale": scale, "zero": zero, "low": low, "high": high})
    )


def quantize(x: Any, scale: Any = 1.0, zero: Any = 0.0, low: Any = 0.0, high: Any = 255.0) -> Any:
    """The quantised number, still as f32."""
    return (rint(x / scale) + zero).clip(low, high)


def _loops(w: Writer, x: Tensor, scale: Tensor, zero: Tensor | None = None, *, y: Tensor) -> None:
    step, shift = along_axis(w, x, scale), along_axis(w, x, zero)
    with w.over(*y.shape) as i:
        y[i] = quantised(
            w, w.cast(x[i], "f32") / w.cast(step(i), "f32"), shift(i) if zero is not None else None, y.dtype
        )


quantize_linear = otherwise(
    Op(
        "QuantizeLinear", 10, (__doc__ or "").split("\n")[0], quantize,
        mapped("From f32 to 8 bits.", _needs, _steps), fusable=False,
    ),
    nested(_loops, why="scales along an axis, or of a type that is no 8-bit integer"),
)  # fmt: skip
