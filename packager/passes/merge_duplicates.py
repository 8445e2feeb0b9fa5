"""Compute equal things once: nodes with the same operator, attributes and inputs, and constants of equal content.

a = Sigmoid(x); b = Sigmoid(x); c = Mul(a, b)    ->    a = Sigmoid(x); c = Mul(a, a)
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

from packager.graph import FLOW, Attr, Graph, Node, Patch, Value
from packager.passes.driver import Pass
from packager.passes.view import View


def _sweep(view: View) -> Iterator[Patch]:
    graph = view.graph
    same = _equal_constants(graph)
    first: dict[Hashable, Node] = {}
    for node in graph.nodes:
        key = (node.op, _final(node.inputs, same), _attrs(node.attrs), len(node.outputs), _epilogue(node, same))
        twin = first.setdefault(key, node)
        gone = dict(zip(node.outputs, twin.outputs, strict=True))
        if twin is not node and view.outputs.isdisjoint(node.outputs) and "" not in gone.values():
            same |= gone
            yield Patch((node.name,), rename=gone, why=f"equal to {twin.name}")
        elif any(v in same and graph.const(v) is not None for v in node.reads):
            stages = tuple(replace(s, inputs=_final(s.inputs, same)) for s in node.epilogue)
            merged = replace(node, inputs=_final(node.inputs, same), epilogue=stages)
            yield Patch((node.name,), (merged,), why="equal constants")


def _equal_constants(graph: Graph) -> dict[str, str]:
    """Constant -> the first constant with the same content, for those that are not the first."""
    first: dict[Hashable, str] = {}
    same: dict[str, str] = {}
    for name, value in graph.values.items():
        if value.const is not None:
            known = first.setdefault(_content(value), name)
            if known != name:
                same[name] = known
    return same


def _content(value: Value) -> Hashable:
    assert value.const is not None
    data = value.const.tobytes()
    return value.dtype, value.shape, data if len(data) <= 64 else sha256(data).digest()


def _final(names: tuple[str, ...], same: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(n if n == FLOW else same.get(n, n) for n in names)


def _attrs(attrs: Mapping[str, Attr]) -> Hashable:
    return tuple(sorted((k, repr(v)) for k, v in attrs.items()))


def _epilogue(node: Node, same: Mapping[str, str]) -> Hashable:
    return tuple((s.op, _final(s.inputs, same), _attrs(s.attrs)) for s in node.epilogue)


MERGE_DUPLICATES = Pass("merge_duplicates", _sweep, ordered=True)
