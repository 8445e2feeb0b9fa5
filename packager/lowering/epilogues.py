"""From a node's fused stages to a kernel's epilogue: what it is specialised on, and the descriptor entries it reads."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from packager.dtype import F32
from packager.errors import Unsupported
from packager.graph import FLOW, Graph, Node, Stage, dense_strides
from packager.kernels.base import Ref
from packager.kernels.epilogue import CLIP, Epilogue, Operand, Part
from packager.lowering.base import Context, find


@dataclass(frozen=True)
class Tensor:
    """A tensor operand: the value, and its element strides along the output's dimensions (0 where it broadcasts)."""

    pointer: str
    value: str
    strides: tuple[int, ...]


def epilogue_of(ctx: Context, node: Node) -> Epilogue:
    """What the kernel of `node` is specialised on. No stage, Relu and Clip become one part with bounds as data."""
    parts = [_part(ctx, node, s) for s in node.epilogue]
    return Epilogue(tuple(parts) or (ctx.limit,))


def numbers_of(ctx: Context, node: Node) -> dict[str, float]:
    """The float arguments of the node's epilogue, by the names that `Epilogue.numbers` gives them."""
    graph, names = ctx.graph, epilogue_of(ctx, node).numbers
    found = {} if node.epilogue else {"e0.min": -math.inf, "e0.max": math.inf}
    for i, stage in enumerate(node.epilogue):
        for j, name in enumerate(stage.inputs):
            if name != FLOW and _kind(graph, name) == "scalar":
                const = graph[name].const
                assert const is not None
                found[f"e{i}.{j}"] = float(const.reshape(-1)[0])
        found.update({f"e{i}.{a}": v for a, v in _attrs(stage).items()})
    return {name: found[name] for name in names}


def tensors_of(ctx: Context, node: Node) -> tuple[Tensor, ...]:
    """The tensor operands of the node's epilogue, in the order of `Epilogue.tensors`."""
    graph, shape = ctx.graph, ctx.graph[node.outputs[0]].shape
    return tuple(
        Tensor(f"e{i}.{j}", name, broadcast_strides(ctx, name, shape))
        for i, stage in enumerate(node.epilogue)
        for j, name in enumerate(stage.inputs)
        if name != FLOW and _kind(graph, name) == "tensor"
    )


def broadcast_strides(ctx: Context, name: str, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Element strides of value `name` along each dimension of `shape`, 0 where it broadcasts."""
    value = ctx.graph[name]
    strides = dense_strides(value.shape) if value.const is not None else ctx.storage(name).strides
    lead = len(shape) - value.rank
    return (0,) * lead + tuple(
        0 if d == 1 and n != 1 else s for d, s, n in zip(value.shape, strides, shape[lead:], strict=True)
    )


def address(ctx: Context, name: str) -> Ref:
    """The address of a value's first element, wherever it lies: constants go into the weights file."""
    const = ctx.graph[name].const
    return ctx.ref(name) if const is None else ctx.weights(const)


def _part(ctx: Context, node: Node, stage: Stage) -> Part:
    if stage.op in ("Relu", "Clip") and stage.inputs == (FLOW,):
        return CLIP if stage.op == "Clip" else ctx.limit
    found = find(body_name(stage))
    if found is None or found.body is None:
        raise Unsupported(
            f"{stage.op} cannot be fused",
            where=node.where,
            why=f"operator {stage.op} has no elementwise body",
            fix="report this with the model: a pass fused an operator that it must not",
        )
    kinds: tuple[Operand, ...] = tuple("flow" if n == FLOW else _kind(ctx.graph, n) for n in stage.inputs)
    return Part(found.name, kinds, tuple(_attrs(stage)))


def _kind(graph: Graph, name: str) -> Operand:
    value = graph[name]
    return "scalar" if value.const is not None and value.size == 1 and value.dtype == F32 else "tensor"


def body_name(stage: Stage) -> str:
    """The operator with the stage's body. A string attribute picks it: Gelu(approximate=tanh) is GeluTanh."""
    return stage.op + "".join(v.capitalize() for v in stage.attrs.values() if isinstance(v, str) and v != "none")


def _attrs(stage: Stage) -> Mapping[str, float]:
    """What the descriptor carries: attributes at their defaults are constants of the code, which then is shorter."""
    given = {k: float(v) for k, v in stage.attrs.items() if isinstance(v, (int, float))}
    if stage.op == "Relu":
        return {"min": 0.0, "max": math.inf}
    if stage.op == "Clip":
        return {"min": given.get("min", -math.inf), "max": given.get("max", math.inf)}
    found = find(body_name(stage))
    defaults = found.attrs if found else {}
    changed = {n for n, default in defaults.items() if np.float32(given.get(n, default)) != np.float32(default)}
    return {name: given[name] for name in defaults if name in changed}
