"""Which nodes need 16-bit activations: those whose 8-bit results disturb the network's outputs most.

The disturbance is measured, not guessed: in one model every activation passes a QuantizeLinear whose scale is an input
of the model, so that each can be had in 8 bits or, nearly exact, in 16, without building the model again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper

from packager.graph import Array
from packager.snpe.calibrate import Feeds, Ranges
from packager.snpe.cpu import CpuModel, cosine
from packager.snpe.encode import refined
from packager.snpe.ends import copy
from packager.snpe.wiring import ANCHORS, Wiring

MOST_GROUPS = 64
"""Groups that are measured one by one, a run of the network each; more are taken together, neighbours first."""

STEPS = (2, 4, 8, 12, 16, 24, 32, 48)
"""Numbers of groups that are widened, until it is enough; then comes the whole network."""

SAFETY = 0.7
"""Part of the room that the measurement may fill: the HTP's own rounding takes some, too."""


def widest(wiring: Wiring, core: onnx.ModelProto, found: Ranges, feed: Feeds, room: float) -> set[str]:
    """The nodes to compute in 16 bit, as few as keep the loss of cosine on `feed` within `room`; or all of them."""
    everything = {n.name for n in wiring.nodes}
    if room <= 0:
        return everything
    model = _Switched(wiring, core, found, feed)
    groups = model.groups()
    loss = {i: 1 - model.cosine(narrow=group) for i, group in enumerate(groups)}
    order = sorted(loss, key=lambda i: -loss[i])
    for count in (c for c in STEPS if c < len(groups)):
        values = {v for i in order[:count] for v in groups[i]}
        wide = {n for v in values for n in wiring.touching(v)}
        # A value between a wide and a narrow node passes both ways: the 8 bits decide.
        eight = [v for v in model.values if not wiring.touching(v) <= wide]
        if 1 - model.cosine(narrow=eight) <= room * SAFETY:
            return wide
    return everything


class _Switched:
    """The core with an adjustable QuantizeLinear at every activation, and its exact outputs for `feed`."""

    def __init__(self, wiring: Wiring, core: onnx.ModelProto, found: Ranges, feed: Feeds) -> None:
        self.wiring, self.feed = wiring, feed
        self.limits = refined(wiring, found, set())
        self.values = [v for v in (*wiring.inputs, *wiring.writer) if v in self.limits]
        self.model = CpuModel(_switched(core, self.values))
        self.exact = CpuModel(core)(feed)

    def groups(self) -> list[list[str]]:
        """Values that belong together: the result of a layer and what elementwise operators make of it alone."""
        owner: dict[str, str] = {}
        for value in self.values:
            writer = self.wiring.writer.get(value)
            sources = self.wiring.sources(writer) if writer is not None else []
            alone = (
                writer is not None and writer.op_type not in ANCHORS and len({owner.get(s, s) for s in sources}) == 1
            )
            owner[value] = owner.get(sources[0], value) if alone else value
        found: dict[str, list[str]] = {}
        for value, head in owner.items():
            found.setdefault(head, []).append(value)
        groups = list(found.values())
        size = -(-len(groups) // MOST_GROUPS)
        return [[v for group in groups[i : i + size] for v in group] for i in range(0, len(groups), size)]

    def cosine(self, narrow: Iterable[str]) -> float:
        """Of the worst output when the values `narrow` have 8 bits and all others 16."""
        eight = set(narrow)
        switches: dict[str, Array] = {}
        for value in self.values:
            low, high = self.limits[value]
            scale = max(high - low, 1e-4) / (255 if value in eight else 65535)
            switches[f"{value}/scale"] = np.array(scale, np.float32)
            switches[f"{value}/zero"] = np.array(np.clip(round(-low / scale), 0, 65535), np.uint16)
        got = self.model({**self.feed, **switches})
        return min(cosine(got[o], self.exact[o]) for o in self.wiring.outputs)


def _switched(core: onnx.ModelProto, values: Sequence[str]) -> onnx.ModelProto:
    """`core` with two more inputs for each of `values`: `<value>/scale`, f32[], and `<value>/zero`, u16[]."""
    model = copy(core)
    graph = model.graph
    inputs, outputs = {i.name for i in graph.input}, {o.name for o in graph.output}
    names: Mapping[str, str] = {v: f"{v}/exact" for v in values}
    pairs: dict[str, list[onnx.NodeProto]] = {}
    for value in values:
        # The rounded value takes the name that readers know; only an input keeps its own.
        exact, rounded = (value, f"{value}/rounded") if value in inputs else (names[value], value)
        steps = [f"{value}/scale", f"{value}/zero"]
        pairs[value] = [
            helper.make_node("QuantizeLinear", [exact, *steps], [f"{value}/steps"], name=f"{value}/q"),
            helper.make_node("DequantizeLinear", [f"{value}/steps", *steps], [rounded], name=f"{value}/dq"),
        ]
        graph.input.append(helper.make_tensor_value_info(steps[0], TensorProto.FLOAT, []))
        graph.input.append(helper.make_tensor_value_info(steps[1], TensorProto.UINT16, []))
    nodes = [node for value in values if value in inputs for node in pairs[value]]
    for node in graph.node:
        twin = onnx.NodeProto.FromString(node.SerializeToString())
        for i, name in enumerate(twin.input):
            if name in inputs and name in pairs:
                twin.input[i] = f"{name}/rounded"
        for i, name in enumerate(twin.output):
            if name in pairs:
                twin.output[i] = names[name]
        nodes.append(twin)
        nodes += [pair for name in node.output if name in pairs for pair in pairs[name]]
    assert outputs.isdisjoint(inputs)
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.value_info[:]
    return model
