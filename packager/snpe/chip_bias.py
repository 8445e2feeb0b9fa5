"""Bias correction for a chip's own arithmetic, where it is off by more than rounding.

    v68, v69   16-bit convolutions are off by several steps per channel: YOLOX-nano 0.992 -> 0.9989 on v68
    fp16       weights and biases are rounded to 11 bits, which shifts channels: YOLOX-nano 0.99986 -> 0.99991

Each layer is compiled by itself, all in one model, and run by the simulator on the inputs that it has in the float
network, of which the middle will do: the simulator takes its time for each pixel, and a mean needs few. What it is off
by on average, per channel, goes into its bias.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from packager.chip import Chip
from packager.graph import Array
from packager.processes import together
from packager.snpe.bias import LAYERS, QUANTISED, Reals, add_to_bias, both
from packager.snpe.calibrate import Feeds
from packager.snpe.child import simulate, work
from packager.snpe.cpu import CpuModel
from packager.snpe.ends import copy
from packager.snpe.wiring import Wiring

INEXACT = (68, 69)
"""Architectures whose 16-bit convolutions are off; from v73 on they are within half a step."""

SIDE = 32
"""Pixels of an image, per dimension, that a layer is tried on; more where its kernel is large."""


def corrected_for(
    chip: Chip, core: onnx.ModelProto, quantised: onnx.ModelProto, feeds: Sequence[Feeds], name: str
) -> onnx.ModelProto:
    """`quantised` with biases that take back what `chip` is off by; `feeds` are inputs of the float `core`."""
    result = copy(quantised)
    wiring = Wiring(result)
    every = _layers(wiring)
    layers = [n for n in every if wiring.constants[wiring.writer[n.input[0]].input[2]].data_type == TensorProto.UINT16]
    inputs = _inputs(core, quantised, every, layers, feeds)
    apart = [_apart(wiring, layer, k) for k, layer in enumerate(layers)]
    for layer, shift in zip(layers, _shifts(chip, quantised, apart, inputs, name), strict=True):
        add_to_bias(wiring, layer, -shift)
    return result


def corrected_half(chip: Chip, core: onnx.ModelProto, feeds: Sequence[Feeds], name: str) -> onnx.ModelProto:
    """The float `core` with biases that fp16 can hold, and that take back what rounding the weights shifts."""
    result = copy(core)
    wiring = Wiring(result)
    layers = [
        n for n in wiring.nodes if n.op_type in LAYERS and len(n.input) > 2 and n.input[0] not in wiring.constants
    ]
    layers = [n for n in layers if all(i in wiring.constants for i in n.input[1:])]
    run = CpuModel(core, [n.input[0] for n in layers if n.input[0] not in wiring.inputs])
    inputs = []
    for feed in feeds:
        values = {**run(feed), **feed}
        inputs.append([_middle(n, values[n.input[0]]) for n in layers])
    apart = [[_twin(layer, f"in{k}", f"out{k}")] for k, layer in enumerate(layers)]
    for layer, shift in zip(layers, _shifts(chip, core, apart, inputs, name), strict=True):
        constant = wiring.constants[layer.input[2]]
        bias = numpy_helper.to_array(constant).astype(np.float64)
        rounding = bias.astype(np.float16) - bias  # is part of what was measured, and changes with the bias
        half = (bias - (shift - rounding)).astype(np.float16)
        constant.CopyFrom(numpy_helper.from_array(half.astype(np.float32), constant.name))
    return result


def _shifts(
    chip: Chip, origin: onnx.ModelProto, apart: Sequence[Sequence[onnx.NodeProto]], inputs: Sequence[list[Array]],
    name: str,
) -> list[Reals]:  # fmt: skip
    """What each layer is off by on the chip: the mean error of each channel over all samples of its input."""
    if not apart:
        return []
    model = _model(origin, apart, inputs[0])
    exact = CpuModel(model)
    want = [exact({f"in{k}": array for k, array in enumerate(sample)}) for sample in inputs]
    got = _on_chip(chip, model, inputs, name)
    shifts: list[Reals] = []
    for k in range(len(apart)):
        errors = [g[k].astype(np.float64) - w[f"out{k}"].astype(np.float64) for g, w in zip(got, want, strict=True)]
        shifts.append(np.mean([e.mean((0, *range(2, e.ndim))) for e in errors], axis=0))
    return shifts


def _middle(layer: onnx.NodeProto, array: Array) -> Array:
    """The part of a layer's input that it is tried on."""
    if layer.op_type != "Conv":
        return array
    attributes = {a.name: a.ints for a in layer.attribute}
    sizes = array.shape[2:]
    kernel = attributes.get("kernel_shape", sizes)
    holes = attributes.get("dilations", (1,) * len(sizes))
    part = [slice(None), slice(None)]
    for size, taps, hole in zip(sizes, kernel, holes, strict=True):
        # Most of its pixels shall lie inside, away from the padding.
        side = min(size, max(SIDE, 4 * taps * hole))
        part.append(slice((size - side) // 2, (size - side) // 2 + side))
    return array[tuple(part)]


def _layers(wiring: Wiring) -> list[onnx.NodeProto]:
    """Layers that read one dequantised activation, and whose result is quantised."""
    return [
        node
        for node in wiring.nodes
        if node.op_type in LAYERS
        and all(i in wiring.writer and wiring.writer[i].op_type == "DequantizeLinear" for i in node.input)
        and _rounded(wiring, node) is not None
    ]


def _rounded(wiring: Wiring, node: onnx.NodeProto) -> onnx.NodeProto | None:
    """The QuantizeLinear behind a layer."""
    readers = wiring.readers.get(node.output[0], [])
    return next((r for r in readers if r.op_type == "QuantizeLinear"), None)


def _inputs(
    core: onnx.ModelProto, quantised: onnx.ModelProto, every: Sequence[onnx.NodeProto],
    layers: Sequence[onnx.NodeProto], feeds: Sequence[Feeds],
) -> list[list[Array]]:  # fmt: skip
    """What `layers` read where every layer before them is float: for each sample, for each of them."""
    real = {n.name: n.output[0] for n in Wiring(core).nodes}
    cut = {layer.output[0]: real[layer.name] for layer in every if layer.name in real}
    run = CpuModel(both(core, quantised, cut), [QUANTISED + layer.input[0] for layer in layers])
    found = []
    for feed in feeds:
        values = run(feed)
        found.append([_middle(layer, values[QUANTISED + layer.input[0]]) for layer in layers])
    return found


def _on_chip(chip: Chip, model: onnx.ModelProto, inputs: Sequence[list[Array]], name: str) -> list[list[Array]]:
    """What the simulator computes: out<k> for each in<k>, for each sample."""
    with tempfile.TemporaryDirectory(prefix="pack-") as temporary:
        folder = Path(temporary)
        (folder / "made").mkdir()
        onnx.save(model, str(folder / "layers.onnx"))
        job = {"action": "context", "model": str(folder / "layers.onnx"), "folder": str(folder / "made")}
        wrapper = work({**job, "chip": asdict(chip)}, name)["wrapper"]
        run = {"action": "run_context", "wrapper": wrapper, "chip": asdict(chip)}

        def simulated(number: int, sample: Sequence[Array]) -> list[Array]:
            (folder / str(number)).mkdir()
            feeds = {f"in{k}": array for k, array in enumerate(sample)}
            (found,) = simulate(run, name, [feeds], folder / str(number))
            return [found[f"out{k}"] for k in range(len(sample))]

        return together(*(partial(simulated, *numbered) for numbered in enumerate(inputs)))


def _twin(node: onnx.NodeProto, source: str, result: str) -> onnx.NodeProto:
    """A copy of a layer that reads and writes other values."""
    twin = onnx.NodeProto()
    twin.CopyFrom(node)
    twin.input[0], twin.output[0] = source, result
    return twin


def _apart(wiring: Wiring, layer: onnx.NodeProto, k: int) -> list[onnx.NodeProto]:
    """A quantised layer by itself: float32 in<k> -> its own roundings -> float32 out<k>."""
    source, rounded = wiring.writer[layer.input[0]], _rounded(wiring, layer)
    assert rounded is not None
    twin = _twin(layer, f"in{k}/back", f"result{k}")
    constants = []
    for number, value in enumerate(layer.input[1:], 1):
        constant = onnx.NodeProto.FromString(wiring.writer[value].SerializeToString())
        constant.output[0] = constant.name = twin.input[number] = f"constant{k}.{number}"
        constants.append(constant)

    def pair(begin: str, end: str, encoding: Sequence[str]) -> list[onnx.NodeProto]:
        steps = f"{end}/steps"
        return [
            helper.make_node("QuantizeLinear", [begin, *encoding], [steps], name=steps),
            helper.make_node("DequantizeLinear", [steps, *encoding], [end], name=end),
        ]

    before = pair(f"in{k}", f"in{k}/back", source.input[1:])
    return [*before, *constants, twin, *pair(f"result{k}", f"out{k}", rounded.input[1:])]


def _model(
    origin: onnx.ModelProto, apart: Sequence[Sequence[onnx.NodeProto]], inputs: Sequence[Array]
) -> onnx.ModelProto:
    """One model of all layers apart, with the constants of `origin`."""
    nodes = [n for layer in apart for n in layer]
    used = {i for n in nodes for i in n.input}
    graph = helper.make_graph(
        nodes,
        "layers",
        [helper.make_tensor_value_info(f"in{k}", TensorProto.FLOAT, a.shape) for k, a in enumerate(inputs)],
        [helper.make_tensor_value_info(f"out{k}", TensorProto.FLOAT, None) for k in range(len(apart))],
        [i for i in origin.graph.initializer if i.name in used],
    )
    model = helper.make_model(graph, opset_imports=origin.opset_import, ir_version=origin.ir_version)
    return onnx.shape_inference.infer_shapes(model)
