"""The same functions in a form that integers can hold: what spectra and logarithms need before they are quantised.

    sqrt(a*a + b*b)          m * sqrt(1 + r*r), m the larger of |a|, |b|, r their ratio: squares need twice the bits
    log(max(x, 1e-12))       log(max(x, one step)): 1e-12 is 0 in 16 bits, and the logarithm of 0 is no number

All of it is exact in float32, but for the logarithm of what lies within one step of zero.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import onnx
from onnx import helper, numpy_helper

from packager.graph import Array
from packager.snpe.calibrate import Ranges
from packager.snpe.ends import copy
from packager.snpe.wiring import Wiring

TINY = 1e-6
"""Added to a divisor: what it may be off by, and the least that a ratio is taken of."""


def rewritten(core: onnx.ModelProto) -> onnx.ModelProto:
    """`core` with magnitudes in a form that can be quantised."""
    model = copy(core)
    wiring = Wiring(core)
    nodes: list[onnx.NodeProto] = []
    constants: dict[str, Array] = {}
    for node in wiring.nodes:
        nodes += _magnitude(wiring, node, constants) or [node]
    if constants:
        _replace(model, nodes, constants)
    return model


def _replace(model: onnx.ModelProto, nodes: list[onnx.NodeProto], constants: Mapping[str, Array]) -> None:
    """Give the model these nodes, without those whose results nothing reads any more."""
    graph = model.graph
    read = {i for n in nodes for i in n.input} | {o.name for o in graph.output}
    while True:
        useful = [n for n in nodes if read & set(n.output)]
        if len(useful) == len(nodes):
            break
        nodes = useful
        read = {i for n in nodes for i in n.input} | {o.name for o in graph.output}
    kept = [onnx.NodeProto.FromString(n.SerializeToString()) for n in nodes]
    del graph.node[:]
    graph.node.extend(kept)
    graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in constants.items())
    del graph.value_info[:]


def _square(wiring: Wiring, value: str) -> str | None:
    """x where `value` is x * x."""
    node = wiring.writer.get(value)
    if node is None or len(wiring.readers[value]) != 1 or value in wiring.outputs:
        return None
    if node.op_type == "Mul" and node.input[0] == node.input[1]:
        return str(node.input[0])
    if node.op_type == "Pow" and node.input[1] in wiring.constants:
        power = numpy_helper.to_array(wiring.constants[node.input[1]])
        return str(node.input[0]) if power.size == 1 and float(power.reshape(())) == 2 else None
    return None


def _magnitude(wiring: Wiring, root: onnx.NodeProto, constants: dict[str, Array]) -> list[onnx.NodeProto] | None:
    """Sqrt(a*a + b*b)."""
    total = wiring.writer.get(root.input[0]) if root.op_type == "Sqrt" else None
    if total is None or total.op_type != "Add" or len(wiring.readers[total.output[0]]) != 1:
        return None
    a, b = (_square(wiring, value) for value in total.input)
    if a is None or b is None:
        return None
    stem = root.name
    tiny, one = f"{stem}/tiny", f"{stem}/one"
    constants |= {tiny: np.array(TINY, np.float32), one: np.array(1, np.float32)}
    steps = [
        ("Abs", [a], ".a"), ("Abs", [b], ".b"), ("Max", [".a", ".b"], ".m"), ("Min", [".a", ".b"], ".n"),
        ("Max", [".m", tiny], ".d"), ("Div", [".n", ".d"], ".r"), ("Mul", [".r", ".r"], ".s"),
        ("Add", [".s", one], ".t"), ("Sqrt", [".t"], ".u"), ("Mul", [".m", ".u"], root.output[0]),
    ]  # fmt: skip
    mine = {out: f"{stem}/{out[1:]}" for _, _, out in steps[:-1]}
    return [
        helper.make_node(op, [mine.get(i, i) for i in sources], [mine.get(out, out)], name=f"{stem}/{n}.{op}")
        for n, (op, sources, out) in enumerate(steps)
    ]


def with_floors(core: onnx.ModelProto, found: Ranges, levels: int) -> onnx.ModelProto:
    """`core` whose logarithms see nothing below one of `levels` steps of their input's range."""
    model = copy(core)
    wiring = Wiring(model)
    for node in wiring.nodes:
        if node.op_type != "Log":
            continue
        value = node.input[0]
        while (writer := wiring.writer.get(value)) is not None and writer.op_type in ("Reshape", "Transpose"):
            value = writer.input[0]
        if writer is None or writer.op_type not in ("Max", "Clip") or value not in found:
            continue
        step = found[value][1] / levels
        for name in writer.input[:2]:
            constant = wiring.constants.get(name)
            if constant is not None and numpy_helper.to_array(constant).size == 1:
                floor = np.maximum(numpy_helper.to_array(constant), np.float32(2 * step))
                constant.CopyFrom(numpy_helper.from_array(floor.astype(np.float32), name))
    return model
