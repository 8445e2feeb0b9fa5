"""Who writes and who reads each value of an ONNX model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import onnx
from onnx import TensorProto

ANCHORS = frozenset({"Conv", "ConvTranspose", "Gemm", "MatMul"})
"""Operators with weights: sums of products, whose results are quantised anew."""


class Wiring:
    """An index of `model`, which must not change afterwards. Names of nodes are unique (see prepare)."""

    def __init__(self, model: onnx.ModelProto) -> None:
        graph = model.graph
        self.nodes = tuple(graph.node)
        self.inputs = tuple(i.name for i in graph.input)
        self.outputs = tuple(o.name for o in graph.output)
        self.constants: Mapping[str, TensorProto] = {i.name: i for i in graph.initializer}
        self.writer = {o: n for n in self.nodes for o in n.output if o}
        self.readers: dict[str, list[onnx.NodeProto]] = {}
        for node in self.nodes:
            for name in dict.fromkeys(node.input):
                self.readers.setdefault(name, []).append(node)

    def sources(self, node: onnx.NodeProto) -> list[str]:
        """The values that `node` reads and that are not constants."""
        return [i for i in dict.fromkeys(node.input) if i and i not in self.constants]

    def touching(self, value: str) -> set[str]:
        """Names of the nodes that write or read `value`."""
        found = {n.name for n in self.readers.get(value, ())}
        return found | {self.writer[value].name} if value in self.writer else found


def ordered(nodes: Sequence[onnx.NodeProto], known: Iterable[str]) -> list[onnx.NodeProto]:
    """The nodes in an order in which every value is written before it is read."""
    left, done = [onnx.NodeProto.FromString(n.SerializeToString()) for n in nodes], set(known)
    ordered: list[onnx.NodeProto] = []
    while left:
        waiting = []
        for node in left:
            if done.issuperset(node.input):
                ordered.append(node)
                done.update(node.output)
            else:
                waiting.append(node)
        assert len(waiting) < len(left), f"a cycle through {waiting[0].name}"
        left = waiting
    return ordered


def put_in_order(model: onnx.ModelProto) -> onnx.ModelProto:
    """Order the nodes of `model`, in place: ONNX demands it, onnxruntime's quantiser does not care."""
    graph = model.graph
    nodes = ordered(graph.node, {"", *(i.name for i in graph.initializer), *(i.name for i in graph.input)})
    del graph.node[:]
    graph.node.extend(nodes)
    return model
