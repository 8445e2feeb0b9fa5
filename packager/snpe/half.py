"""What fp16 needs: x * sigmoid(x) as two operators. ModelProto -> ModelProto.

The HTP's compiler makes one operator of the two, which is far less exact than they are: YOLOX-nano, with 104, comes
to a cosine of 0.996 to float32 with it and to 0.99986 without. A maximum with -60 between them keeps them apart and
changes nothing: sigmoid(-60) is 0 in fp16.
"""

from __future__ import annotations

import numpy as np
import onnx
from onnx import helper, numpy_helper

from packager.snpe.ends import copy
from packager.snpe.wiring import Wiring

LOW = -60.0
FLOOR = "snpe/low"


def unfused(core: onnx.ModelProto) -> onnx.ModelProto:
    """`core` with a maximum before each sigmoid that gates its own input."""
    model = copy(core)
    wiring = Wiring(core)
    nodes: list[onnx.NodeProto] = []
    for node in model.graph.node:
        twin = onnx.NodeProto.FromString(node.SerializeToString())
        if _gates_itself(wiring, node):
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
