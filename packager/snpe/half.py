"""What fp16 needs: sigmoids and tangents as operators of their own. ModelProto -> ModelProto.

The HTP's compiler makes one operator of x and sigmoid(x) in x * sigmoid(x), which is four times less exact than both,
and one of a layer and the sigmoid or tangent behind it, which in YOLOX-nano's heads has steps of 1/128: scores below
0.004 become 0. That network, with 104 of the first and 6 of the second, comes to a cosine to float32 of 0.996 with
both, to 0.99989 without the first, and to 0.99991 without either. A maximum with -60 keeps operators apart and changes
nothing: sigmoid(-60) is 0 in fp16, and tanh(-60) is -1.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper

from packager.snpe.ends import copy
from packager.snpe.wiring import ANCHORS, Wiring

LOW = -60.0
FLOOR = "snpe/low"


def unfused(core: onnx.ModelProto) -> onnx.ModelProto:
    """`core` with a maximum before each sigmoid and tangent that would be joined with what is before it."""
    model = copy(core)
    wiring = Wiring(core)
    nodes: list[onnx.NodeProto] = []
    for node in model.graph.node:
        twin = onnx.NodeProto.FromString(node.SerializeToString())
        if _gates_itself(wiring, node) or _behind_a_layer(wiring, node):
            kept = f"{node.name}/kept"
            nodes.append(helper.make_node("Max", [node.input[0], FLOOR], [kept], name=kept))
            twin.input[0] = kept
        nodes.append(twin)
    if len(nodes) > len(wiring.nodes):
        model.graph.initializer.append(numpy_helper.from_array(np.array(LOW, np.float32), FLOOR))
        del model.graph.node[:]
        model.graph.node.extend(nodes)
    return model


def _gates_itself(wiring: Wiring, node: onnx.NodeProto) -> bool:
    """Whether `node` is the sigmoid of x * sigmoid(x)."""
    readers = wiring.readers.get(node.output[0], [])
    ends = {node.input[0], node.output[0]}
    return node.op_type == "Sigmoid" and any(r.op_type == "Mul" and set(r.input) == ends for r in readers)


def _behind_a_layer(wiring: Wiring, node: onnx.NodeProto) -> bool:
    """Whether `node` is a sigmoid or tangent of what a layer gives."""
    layer = wiring.writer.get(node.input[0]) if node.op_type in ("Sigmoid", "Tanh") else None
    return layer is not None and layer.op_type in ANCHORS
