"""An elementwise operator behind a Reshape moves in front of it, next to the operator that can take it as a stage.

    y = Sigmoid(Reshape(Conv(x)))    ->    y = Reshape(Sigmoid(Conv(x)))
    y = Reshape(Gemm(x)) * c         ->    y = Reshape(Gemm(x) * c')

Constants follow: a number stays, a constant of the result's shape is reshaped, a vector over the last axis stays where
the Reshape keeps that axis.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from packager.graph import Node, Patch, Value
from packager.passes.driver import Pass
from packager.passes.elementwise import is_stage
from packager.passes.fuse import HOSTS
from packager.passes.view import Draft, View


def _hoist(view: View, node: Node) -> Patch | None:
    moving = [i for i in dict.fromkeys(node.inputs) if i and view.const(i) is None]
    reshape = view.only(moving[0], "Reshape") if len(moving) == 1 else None
    if reshape is None or node.epilogue:
        return None
    before, after, y = view[reshape.inputs[0]], view[moving[0]], view[node.outputs[0]]
    host = view.producers.get(before.name)
    hosted = host is not None and (host.op in HOSTS or is_stage(host.op)) and view.only_reader(before.name) is not None
    if not hosted or after.shape != y.shape or after.dtype != y.dtype:
        return None
    draft = Draft(view, node)
    inputs = []
    for name in node.inputs:
        found = before.name if name == after.name else _constant(draft, view[name], before, after) if name else ""
        if found is None:
            return None
        inputs.append(found)
    value = view.fresh(f"{y.name}.{node.op.lower()}")
    draft.values[value] = Value(value, before.shape, y.dtype)
    draft.nodes.append(replace(node, inputs=tuple(inputs), outputs=(value,)))
    draft.nodes.append(replace(reshape, inputs=(value,), outputs=(y.name,)))
    return draft.patch(reshape, node, why=f"{node.op} before the Reshape, next to {host.op if host else ''}")


def _constant(draft: Draft, constant: Value, before: Value, after: Value) -> str | None:
    """The constant operand written for a value of shape `after`, as it must be beside `before`; or None."""
    if constant.size == 1:
        return draft.const(constant.const.reshape(()), constant.name) if constant.const is not None else None
    if constant.size == after.size and constant.const is not None:
        return draft.const(constant.const.reshape(before.shape), constant.name)
    if constant.const is None or not constant.shape[-1:] == (constant.size,) == after.shape[-1:] == before.shape[-1:]:
        return None
    return draft.const(constant.const.reshape(-1), constant.name)


def _sweep(view: View) -> Iterator[Patch]:
    for node in view.graph.nodes:
        patch = _hoist(view, node) if is_stage(node.op) else None
        if patch is not None:
            yield patch


HOIST = Pass("hoist", _sweep)
