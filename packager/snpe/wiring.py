"""Who writes and who reads each value of an ONNX model."""

from __future__ import annotations

from collections.abc import Mapping

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
