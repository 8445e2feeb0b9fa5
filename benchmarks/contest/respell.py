"""The same network in words that a converter understands: what someone who ships with that engine would do by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper, shape_inference

Strides = tuple[str, tuple[int, int], tuple[int, int]]


def plain(source: Path, made: Path) -> bool:
    """Write `source` without Slices that leave out rows or columns, and with the sizes of every Split. Whether any was.

    ncnn crops, but takes no every second row: a depthwise convolution 1x1 whose weights are 1 does, by its strides.
    """
    model = shape_inference.infer_shapes(onnx.load(source))
    graph = model.graph
    constants = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    values = [*graph.input, *graph.value_info, *graph.output]
    shapes = {v.name: [d.dim_value for d in v.type.tensor_type.shape.dim] for v in values}
    strided: dict[str, Strides] = {}
    nodes: list[onnx.NodeProto] = []
    changed = False
    for node in graph.node:
        if node.op_type == "Slice" and (found := _strided(node, constants, strided, shapes)):
            strided[node.output[0]], changed = found, True
            nodes += _convolution(node.output[0], found, shapes, graph)
        else:
            if node.op_type == "Split" and len(node.input) == 1 and not any(a.name == "split" for a in node.attribute):
                axis = next((a.i for a in node.attribute if a.name == "axis"), 0)
                node.attribute.append(helper.make_attribute("split", [shapes[o][axis] for o in node.output]))
                changed = True
            nodes.append(node)
    used = {name for node in nodes for name in node.input} | {o.name for o in graph.output}
    while any(dead := [n for n in nodes if not used & set(n.output)]):
        nodes = [n for n in nodes if n not in dead]
        used = {name for node in nodes for name in node.input} | {o.name for o in graph.output}
    del graph.node[:]
    graph.node.extend(nodes)
    for tensor in [t for t in graph.initializer if t.name not in used]:
        graph.initializer.remove(tensor)
    for value in [v for v in graph.input if v.name not in used]:  # in old files constants are inputs, too
        graph.input.remove(value)
    onnx.save(model, made)
    return changed


def _strided(
    node: onnx.NodeProto,
    constants: dict[str, np.ndarray],
    before: dict[str, Strides],
    shapes: dict[str, list[int]],
) -> Strides | None:
    """(value, first row and column, steps) of a Slice of images that leaves rows or columns out to the end; through an
    earlier one, if `before` has it."""
    if len(node.input) != 5 or any(name not in constants for name in node.input[1:]):
        return None
    starts, ends, axes, steps = (constants[name].tolist() for name in node.input[1:])
    shape = shapes.get(node.input[0], [])
    whole = all(end >= shape[axis] for axis, end in zip(axes, ends, strict=True)) if len(shape) == 4 else False
    if not whole or not set(axes) <= {2, 3} or max(steps) < 2 or min(steps) < 1 or min(starts) < 0:
        return None
    first, step = [0, 0], [1, 1]
    for start, axis, by in zip(starts, axes, steps, strict=True):
        first[axis - 2], step[axis - 2] = start, by
    source, base, stride = before.get(node.input[0], (node.input[0], (0, 0), (1, 1)))
    where = tuple(base[k] + first[k] * stride[k] for k in (0, 1))
    return source, (where[0], where[1]), (stride[0] * step[0], stride[1] * step[1])


def _convolution(
    name: str, found: Strides, shapes: dict[str, list[int]], graph: onnx.GraphProto
) -> list[onnx.NodeProto]:
    """Nodes that compute the value `name`."""
    source, first, steps = found
    channels, nodes, value = shapes[source][1], [], source
    if any(first):
        words = {"starts": list(first), "ends": shapes[source][2:], "axes": [2, 3], "steps": [1, 1]}
        for word, numbers in words.items():
            graph.initializer.append(numpy_helper.from_array(np.array(numbers, np.int64), f"{name}.{word}"))
        value = f"{name}.cropped"
        nodes.append(helper.make_node("Slice", [source, *(f"{name}.{word}" for word in words)], [value]))
    ones = np.ones((channels, 1, 1, 1), np.float32)
    graph.initializer.append(numpy_helper.from_array(ones, f"{name}.ones"))
    kernel = {"group": channels, "kernel_shape": [1, 1], "strides": list(steps)}
    return [*nodes, helper.make_node("Conv", [value, f"{name}.ones"], [name], **kernel)]


def folded(source: Path, made: Path) -> None:
    """Write `source` with its constants computed, by onnxruntime's basic optimisations, which keep to ONNX."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(made)
    options.log_severity_level = 3
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])
