"""Ranges and widths -> a QDQ model, by onnxruntime's quantiser with the settings it has for QNN.

`wide` names the nodes that compute in 16 bit; where a narrow and a wide node meet stands a conversion. Weights have 8
bits, with a scale per output channel where asked for; biases have 32.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Set
from typing import Any

import numpy as np
import onnx

from packager.snpe.calibrate import Ranges, silence
from packager.snpe.ends import Ends, copy
from packager.snpe.install import onnxruntime
from packager.snpe.wiring import Wiring, put_in_order

VIEWS = frozenset(
    {"Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten", "Slice", "Gather", "MaxPool", "SpaceToDepth",
     "DepthToSpace", "Split"}
)  # fmt: skip
"""Operators whose output holds elements of their input: both have one encoding."""


def encode(core: onnx.ModelProto, found: Ranges, wide: Set[str], ends: Ends, *, per_channel: bool) -> onnx.ModelProto:
    """`core` with QuantizeLinear and DequantizeLinear around every node; weights and biases as integers."""
    onnxruntime()
    from onnxruntime.quantization import CalibrationMethod, QuantType
    from onnxruntime.quantization.calibrate import TensorsData
    from onnxruntime.quantization.execution_providers.qnn import get_qnn_qdq_config
    from onnxruntime.quantization.qdq_quantizer import QDQQuantizer
    from onnxruntime.quantization.quant_utils import save_and_reload_model_with_shape_infer

    wiring = Wiring(core)
    limits = refined(wiring, found, wide)
    data = {name: tuple(np.array(v, np.float32) for v in limits[name]) for name in limits}
    narrow, broad = QuantType.QUInt8, QuantType.QUInt16
    with silence():
        config = get_qnn_qdq_config(
            copy(core),
            None,
            activation_type=broad if len(wide) == len(wiring.nodes) else narrow,
            weight_type=QuantType.QInt8 if per_channel else QuantType.QUInt8,
            per_channel=per_channel,
            init_overrides=_types(wiring, limits, wide, ends, narrow, broad),
            add_qtype_converts=False,
        )
        quantizer = QDQQuantizer(
            save_and_reload_model_with_shape_infer(copy(core)),
            config.per_channel,
            config.reduce_range,
            config.weight_type,
            config.activation_type,
            TensorsData(CalibrationMethod.MinMax, data),
            [],
            [],
            sorted(config.op_types_to_quantize),
            # Operators that only move elements are quantised also where they come first.
            {**config.extra_options, "ForceQuantizeNoInputCheck": True},
        )
        quantizer.quantize_model()
    return put_in_order(quantizer.model.model)


def _types(
    wiring: Wiring, limits: Ranges, wide: Set[str], ends: Ends, narrow: Any, broad: Any
) -> dict[str, list[dict[str, Any]]]:
    """The quantiser's overrides: for each activation its width, and who reads it in the other one.

    8-bit inputs and outputs of the network keep the encoding that they have.
    """
    given = {name: end for name, end in {**ends.inputs, **ends.outputs}.items() if end.dtype == "uint8"}
    overrides: dict[str, list[dict[str, Any]]] = {}
    for name in limits:
        writer = wiring.writer.get(name)
        is_wide = writer.name in wide if writer is not None else name not in given and _all_wide(wiring, name, wide)
        others = {n.name for n in wiring.readers.get(name, ()) if (n.name in wide) != is_wide}
        entry: dict[str, Any] = {"quant_type": broad if is_wide else narrow}
        if name in given and not is_wide:
            entry["scale"] = np.array(given[name].scale, np.float32)
            entry["zero_point"] = np.array(given[name].zero_point, np.uint8)
        if others:
            entry["convert"] = {"quant_type": narrow if is_wide else broad, "recv_nodes": others}
        overrides[name] = [entry]
    return overrides


def _all_wide(wiring: Wiring, name: str, wide: Set[str]) -> bool:
    return all(n.name in wide for n in wiring.readers.get(name, ()))


def refined(wiring: Wiring, found: Ranges, wide: Set[str]) -> Ranges:
    """`found` with what 8 bits need: no range is spent on what an activation flattens, one range for what is joined.

    The second is not for exactness alone: the HTP's 8-bit Concat takes the elements of an input with another scale as
    they are where a Reshape and another Concat stand before it.
    """
    limits = dict(found)
    for name in found:
        low = _flat_below(wiring, name, found)
        if low is not None and not wiring.touching(name) & wide:
            limits[name] = (max(limits[name][0], low), limits[name][1])
    for group in _joined(wiring, wide):
        members = [m for m in group if m in limits]
        both = min(limits[m][0] for m in members), max(limits[m][1] for m in members)
        limits.update(dict.fromkeys(members, both))
    return limits


def _flat_below(wiring: Wiring, name: str, found: Ranges) -> float | None:
    """Where x is read only as x * sigmoid(x): below the result, that function is within a quarter step of zero."""
    readers = {n.op_type: n for n in wiring.readers.get(name, ())}
    if len(wiring.readers.get(name, ())) != 2 or readers.keys() != {"Sigmoid", "Mul"} or name in wiring.outputs:
        return None
    gate, product = readers["Sigmoid"].output[0], readers["Mul"]
    if set(product.input) != {name, gate} or product.output[0] not in found:
        return None
    low, high = found[product.output[0]]
    quarter = max((high - low) / 255 / 4, 1e-6)
    x = 1.5  # the function has its minimum at -1.28 and rises on both sides
    while x / (1 + math.exp(x)) > quarter:
        x += 0.25
    return -x


def _joined(wiring: Wiring, wide: Set[str]) -> list[set[str]]:
    """Sets of values that must have one encoding: what narrow Concats join, also through operators that only move."""
    root: dict[str, str] = {}

    def find(name: str) -> str:
        while root.get(name, name) != name:
            name = root[name]
        return name

    concats = [n for n in wiring.nodes if n.op_type == "Concat" and n.name not in wide]
    moves = [n for n in wiring.nodes if n.name not in wide and (n.op_type in VIEWS or _nearest(n))]
    for node in (*concats, *moves):
        sources = wiring.sources(node) if node.op_type == "Concat" else node.input[:1]
        for value in (*sources, *node.output[1:]):
            root[find(value)] = find(node.output[0])
    joined = {find(n.output[0]): set[str]() for n in concats}
    for value in (*wiring.inputs, *wiring.writer):
        if find(value) in joined:
            joined[find(value)].add(value)
    return list(joined.values())


def _nearest(node: onnx.NodeProto) -> bool:
    modes: Mapping[str, bytes] = {a.name: a.s for a in node.attribute}
    return node.op_type == "Resize" and modes.get("mode", b"nearest") == b"nearest"
