"""Graph -> onnx.ModelProto: an ONNX node per node, its layout as Transposes around it, its epilogue as nodes behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import onnx
from onnx import defs, helper, numpy_helper

from packager import dtype as dtypes
from packager.errors import Unsupported
from packager.export.attention import written_out
from packager.export.proto import fits, node_proto
from packager.export.spelling import spell
from packager.graph import FLOW, Array, Graph, Node, Stage, Value

OPSET = 21
"""Operator set of an exported model that needs nothing newer: onnx 1.16 and ONNX Runtime 1.18 read it."""

BOUNDED = frozenset(("Compress", "NonMaxSuppression", "NonZero", "Unique"))
"""Operators whose result's size depends on data."""

_TO_NCHW = {3: (0, 2, 1), 4: (0, 3, 1, 2), 5: (0, 4, 1, 2, 3)}
_TO_NHWC = {3: (0, 2, 1), 4: (0, 2, 3, 1), 5: (0, 2, 3, 4, 1)}


def to_onnx(graph: Graph, outputs: Sequence[str] = (), opset: int | None = None) -> onnx.ModelProto:
    """A valid model that computes what `graph` does, with its input and output names, shapes and types.

    `outputs` names other values to be the outputs: any that a node writes. `opset` is the operator set to write
    (default: 21, or the newest that the installed onnx knows if a node needs it). Raises KeyError for an operator or
    attribute that ONNX does not have at that operator set.
    """
    graph = written_out(graph)
    nodes = [_without_ceil(n, graph) for n in graph.nodes]
    writer = _Writer(graph, _opset(nodes, graph.values) if opset is None else opset)
    for node in nodes:
        writer.add(node)
    names = tuple(outputs) or graph.outputs
    proto = helper.make_graph(
        writer.nodes,
        graph.name,
        [_info(graph[i]) for i in graph.inputs],
        [_info(graph[o]) for o in names],
        list(writer.constants.values()),
    )
    imports = [helper.make_opsetid("", writer.opset)]
    model = helper.make_model(proto, opset_imports=imports, producer_name="packager")
    model.ir_version = helper.find_min_ir_version_for(imports)
    return model


CEIL_OPSET = 22
"""Before it, onnx infers pools with ceil_mode one element too large where the last window lies in the padding."""


def _opset(nodes: Sequence[Node], values: Mapping[str, Value]) -> int:
    opset = OPSET
    for node in nodes:
        spelt = spell(node, values)
        if not fits(spelt.op, spelt.attrs, OPSET):
            return int(defs.onnx_opset_version())
        if spelt.attrs.get("ceil_mode"):
            opset = CEIL_OPSET
    return opset


def _without_ceil(node: Node, graph: Graph) -> Node:
    """A pool with ceil_mode as one with pads that lead to the same size, where pads do not count."""
    if not node.attrs.get("ceil_mode") or node.attrs.get("count_include_pad"):
        return node
    n = len(node.ints("kernel_shape"))
    first = 1 if node.attrs.get("layout") == "NHWC" else 2
    source, result = (graph[v].shape[first : first + n] for v in (node.inputs[0], node.outputs[0]))
    windows = zip(node.ints("kernel_shape"), node.ints("strides"), node.ints("dilations"), strict=True)
    begins = node.ints("pads")[:n]
    ends = tuple(
        (result[i] - 1) * stride + (kernel - 1) * dilation + 1 - source[i] - begins[i]
        for i, (kernel, stride, dilation) in enumerate(windows)
    )
    if min(ends) < 0:  # fewer elements are read than there are: no pads say that
        return node
    return replace(node, attrs={**node.attrs, "pads": (*begins, *ends), "ceil_mode": 0})


def _info(value: Value) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(value.name, value.dtype.onnx, value.shape)


@dataclass
class _Writer:
    """Collects the nodes and constants of one model."""

    graph: Graph
    opset: int
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, onnx.TensorProto] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.taken |= self.graph.values.keys()

    def add(self, node: Node) -> None:
        """Write `node`: its operator, then the stages of its epilogue."""
        last = len(node.epilogue) - 1
        outputs = node.outputs if last < 0 else (self.fresh(f"{node.outputs[0]}/{node.op}"), *node.outputs[1:])
        self.operator(replace(node, outputs=outputs, epilogue=()))
        flow = outputs[0]
        for i, stage in enumerate(node.epilogue):
            result = node.outputs[0] if i == last else self.fresh(f"{node.outputs[0]}/{i}.{stage.op}")
            self.stage(stage, flow, result, node)
            flow = result

    def operator(self, node: Node) -> None:
        """Write one operator; with layout NHWC it stands between two Transposes."""
        if node.attrs.get("layout") != "NHWC":
            self.emit(node, self.graph.values)
            return
        x = self.graph[node.inputs[0]]
        perm = _TO_NCHW[x.rank]
        inner = replace(x, name=self.fresh(f"{node.name}/nchw"), shape=tuple(x.shape[p] for p in perm), const=None)
        result = self.fresh(f"{node.outputs[0]}/nchw")
        self.nodes.append(node_proto("Transpose", (self.name(x.name),), (inner.name,), {"perm": perm}, self.opset))
        body = replace(node, inputs=(inner.name, *node.inputs[1:]), outputs=(result, *node.outputs[1:]))
        self.emit(body, {**self.graph.values, inner.name: inner})
        back = {"perm": _TO_NHWC[x.rank]}
        self.nodes.append(node_proto("Transpose", (result,), node.outputs[:1], back, self.opset))

    def stage(self, stage: Stage, flow: str, result: str, node: Node) -> None:
        """Write one elementwise stage from `flow` to `result`."""
        like = replace(self.graph[node.outputs[0]], name=flow)
        inputs = tuple(flow if i == FLOW else i for i in stage.inputs)
        body = Node(f"{result}/{stage.op}", stage.op, inputs, (result,), stage.attrs)
        self.emit(body, {**self.graph.values, flow: like})

    def emit(self, node: Node, values: Mapping[str, Value]) -> None:
        """Write one operator as it stands in ONNX."""
        if node.op == "Swish" and not defs.has("Swish", self.opset, ""):
            self.swish(node, values)
            return
        if node.op in BOUNDED:
            raise Unsupported(
                f"{node.op} is for pack's own kernels",
                where=node.where,
                why="its result has the size of a bound, which ONNX has no way to say",
                fix="cut the model before this node with `outputs:`, or build it for a CPU with the engine `llvm`",
            )
        spelt = spell(node, values)
        names = []
        for arg in spelt.inputs:
            if isinstance(arg, str):
                names.append(self.name(arg) if arg else "")
            else:
                names.append(self.constant(arg, f"{node.name}/{spelt.op}"))
        outputs = [o or self.fresh(f"{node.name}/unused") for o in node.outputs]
        self.nodes.append(node_proto(spelt.op, names, outputs, spelt.attrs, self.opset, node.name))

    def swish(self, node: Node, values: Mapping[str, Value]) -> None:
        """Swish(x) = x * Sigmoid(alpha * x) for operator sets before 24."""
        x, alpha = node.inputs[0], node.float("alpha", 1.0)
        gate, scaled = self.fresh(f"{node.outputs[0]}/gate"), self.name(x)
        if alpha != 1.0:
            factor = self.constant(np.array(alpha, values[x].dtype.np), f"{node.name}/alpha")
            scaled = self.fresh(f"{node.outputs[0]}/scaled")
            self.nodes.append(node_proto("Mul", (self.name(x), factor), (scaled,), {}, self.opset))
        self.nodes.append(node_proto("Sigmoid", (scaled,), (gate,), {}, self.opset))
        self.nodes.append(node_proto("Mul", (self.name(x), gate), node.outputs, {}, self.opset, node.name))

    def name(self, value: str) -> str:
        """`value` as the model's nodes call it; a constant becomes an initialiser."""
        found = self.graph.values.get(value)
        if found is not None and found.const is not None and value not in self.constants:
            self.constants[value] = numpy_helper.from_array(
                np.ascontiguousarray(found.const).reshape(found.shape), value
            )
        return value

    def constant(self, array: Array, stem: str) -> str:
        """A new initialiser."""
        name = self.fresh(stem)
        assert dtypes.from_numpy(array.dtype)
        self.constants[name] = numpy_helper.from_array(array, name)
        return name

    def fresh(self, stem: str) -> str:
        """A value name that is not taken yet."""
        name = next(c for c in (stem, *(f"{stem}.{i}" for i in range(1, len(self.taken) + 2))) if c not in self.taken)
        self.taken.add(name)
        return name
