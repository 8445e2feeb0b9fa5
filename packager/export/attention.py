"""FusedAttention in ONNX's words: products, factors, masks and softmax, each a node of its own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from packager.dtype import F32
from packager.graph import Attr, Graph, Node, Patch, Value


def written_out(graph: Graph) -> Graph:
    """`graph` without FusedAttention; what its nodes become ends with a node of the same name, and its epilogue."""
    patches = [_parts(graph, node) for node in graph.nodes if node.op == "FusedAttention"]
    return graph.apply(patches).verify() if patches else graph


def _parts(graph: Graph, node: Node) -> Patch:
    q, k, v, *masks = node.inputs
    nodes: list[Node] = []
    values: dict[str, Value] = {}

    def shape(name: str) -> tuple[int, ...]:
        return (values.get(name) or graph[name]).shape

    def number(key: str) -> str:
        name = graph.fresh(f"{node.name}/{key}")
        values[name] = Value(name, (), F32, np.array(node.float(key), np.float32))
        return name

    def add(op: str, a: str, *b: str, **attrs: Attr) -> str:
        name = graph.fresh(f"{node.name}/{len(nodes)}.{op.lower()}")
        values[name] = Value(name, np.broadcast_shapes(shape(a), *map(shape, b)), F32)
        nodes.append(Node(name, op, (a, *b), (name,), attrs, where=node.where))
        return name

    scores = graph.fresh(f"{node.name}/scores")
    lead = np.broadcast_shapes(shape(q)[:-2], shape(k)[:-2])
    values[scores] = Value(scores, (*lead, shape(q)[-2], shape(k)[-1]), F32)
    nodes.append(Node(scores, "MatMul", (q, k), (scores,), where=node.where))
    flow = add("Mul", scores, number("scale")) if node.float("scale") != 1 else scores
    for mask in masks:
        flow = add("Add", flow, mask)
    if node.float("after") != 1:
        flow = add("Mul", flow, number("after"))
    flow = add("Softmax", flow, axis=len(shape(flow)) - 1)
    nodes.append(replace(node, op="MatMul", inputs=(flow, v), attrs={}))
    return Patch((node.name,), tuple(nodes), tuple(values.values()), why="attention is written out")
