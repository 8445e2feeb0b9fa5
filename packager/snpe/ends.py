"""Integer inputs and outputs of a float network: taken off before it is quantised, put on again after.

A network that takes uint8 pictures begins with Cast or DequantizeLinear, one that gives uint8 ends with QuantizeLinear.
`strip(model)` gives the float32 core; `attach(core, ends)` the network with its own types. The HTP's Cast from uint8 is
wrong in fp16 binaries, so a Cast comes back as DequantizeLinear(scale 1, zero point 0), which it computes right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from packager.graph import Array

BYTES: Mapping[int, str] = {TensorProto.UINT8: "uint8", TensorProto.INT8: "int8"}


@dataclass(frozen=True)
class End:
    """An 8-bit input or output: real value = (byte - zero_point) * scale; `dtype` uint8 or int8."""

    name: str
    dtype: str
    scale: float
    zero_point: int

    def real(self, array: Array) -> Array:
        """Bytes as float32."""
        return np.asarray((array.astype(np.float32) - self.zero_point) * np.float32(self.scale), np.float32)


@dataclass(frozen=True)
class Ends:
    """The 8-bit inputs and outputs of a network, by name."""

    inputs: Mapping[str, End]
    outputs: Mapping[str, End]

    def real(self, feeds: Mapping[str, Array]) -> dict[str, Array]:
        """Inputs of the network -> inputs of its core."""
        return {name: self.inputs[name].real(a) if name in self.inputs else a for name, a in feeds.items()}


def strip(model: onnx.ModelProto) -> tuple[onnx.ModelProto, Ends]:
    """The float32 core of `model`, with inputs and outputs of the same names, and what it had at its ends.

    An 8-bit input is left where something else than a Cast to float32 or a DequantizeLinear reads it.
    """
    core = copy(model)
    graph = core.graph
    constants = {i.name: i for i in graph.initializer}
    inputs, outputs = {}, {}
    for value in graph.input:
        kind = value.type.tensor_type.elem_type
        readers = [n for n in graph.node if value.name in n.input]
        found = {_input_end(value.name, BYTES[kind], n, constants) for n in readers} if kind in BYTES else set()
        if len(found) == 1 and (end := found.pop()) is not None:
            inputs[value.name] = end
            value.type.tensor_type.elem_type = TensorProto.FLOAT
            _bypass(graph, readers, value.name)
    for value in graph.output:
        writer = next((n for n in graph.node if value.name in n.output), None)
        end = _output_end(value, writer, constants)
        inner = writer.input[0] if writer is not None else ""
        if end is None or writer is None or not any(inner in n.output for n in graph.node):
            continue
        outputs[value.name] = end
        value.type.tensor_type.elem_type = TensorProto.FLOAT
        graph.node.remove(writer)
        _rename(graph, inner, value.name)
    return core, Ends(inputs, outputs)


def attach(core: onnx.ModelProto, ends: Ends) -> onnx.ModelProto:
    """`core`, quantised or not, with the inputs and outputs that `strip` took.

    Where the core's own first QuantizeLinear does what the end says, the two cancel, and so at the outputs.
    """
    model = copy(core)
    graph = model.graph
    first: list[onnx.NodeProto] = []
    last: list[onnx.NodeProto] = []
    for value in graph.input:
        if value.name in ends.inputs:
            end = ends.inputs[value.name]
            inner = f"{value.name}/real"
            for node in graph.node:
                _replace(node.input, value.name, inner)
            first.append(_node("DequantizeLinear", value.name, inner, _constants(graph, end)))
            value.type.tensor_type.elem_type = _code(end)
    for value in graph.output:
        if value.name in ends.outputs:
            end = ends.outputs[value.name]
            inner = f"{value.name}/real"
            _rename(graph, value.name, inner)
            last.append(_node("QuantizeLinear", inner, value.name, _constants(graph, end)))
            value.type.tensor_type.elem_type = _code(end)
    _order(graph, [*first, *graph.node, *last])
    _cancel(graph)
    return model


def copy(model: onnx.ModelProto) -> onnx.ModelProto:
    """A deep copy."""
    twin = onnx.ModelProto()
    twin.CopyFrom(model)
    return twin


def _input_end(name: str, dtype: str, node: onnx.NodeProto, constants: Mapping[str, onnx.TensorProto]) -> End | None:
    if node.op_type == "Cast" and helper.get_node_attr_value(node, "to") == TensorProto.FLOAT:
        return End(name, dtype, 1.0, 0)
    if node.op_type == "DequantizeLinear" and node.input[0] == name:
        return _of_constants(name, dtype, node, constants)
    return None


def _output_end(
    value: onnx.ValueInfoProto, writer: onnx.NodeProto | None, constants: Mapping[str, onnx.TensorProto]
) -> End | None:
    kind = value.type.tensor_type.elem_type
    if kind not in BYTES or writer is None or writer.op_type != "QuantizeLinear":
        return None
    return _of_constants(value.name, BYTES[kind], writer, constants)


def _of_constants(name: str, dtype: str, node: onnx.NodeProto, constants: Mapping[str, onnx.TensorProto]) -> End | None:
    """The end that a Quantize- or DequantizeLinear node describes; None for one per channel or computed."""
    if any(i not in constants for i in node.input[1:] if i):
        return None
    scale = numpy_helper.to_array(constants[node.input[1]])
    zero = numpy_helper.to_array(constants[node.input[2]]) if len(node.input) > 2 and node.input[2] else np.uint8(0)
    if scale.size != 1:
        return None
    return End(name, dtype, float(scale.reshape(())), int(np.asarray(zero).reshape(())))


def _bypass(graph: onnx.GraphProto, nodes: Sequence[onnx.NodeProto], source: str) -> None:
    """Remove one-input nodes; who read them reads `source`."""
    for node in nodes:
        output = node.output[0]
        graph.node.remove(node)
        for reader in graph.node:
            _replace(reader.input, output, source)


def _rename(graph: onnx.GraphProto, old: str, new: str) -> None:
    """Call the inner value `old` `new` wherever nodes write or read it."""
    for node in graph.node:
        _replace(node.input, old, new)
        _replace(node.output, old, new)
    del graph.value_info[:]


def _replace(names: Sequence[str], old: str, new: str) -> None:
    for i, name in enumerate(names):
        if name == old:
            names[i] = new  # type: ignore[index]  # protobuf's repeated fields can be assigned to


def _code(end: End) -> int:
    return next(code for code, name in BYTES.items() if name == end.dtype)


def _constants(graph: onnx.GraphProto, end: End) -> tuple[str, str]:
    """Names of new initialisers with the end's scale and zero point."""
    names = f"{end.name}/scale", f"{end.name}/zero"
    graph.initializer.append(numpy_helper.from_array(np.array(end.scale, np.float32), names[0]))
    graph.initializer.append(numpy_helper.from_array(np.array(end.zero_point, end.dtype), names[1]))
    return names


def _node(op: str, source: str, result: str, constants: tuple[str, str]) -> onnx.NodeProto:
    return helper.make_node(op, [source, *constants], [result], name=f"{result}/{op}")


def _order(graph: onnx.GraphProto, nodes: Sequence[onnx.NodeProto]) -> None:
    nodes = [onnx.NodeProto.FromString(n.SerializeToString()) for n in nodes]
    del graph.node[:]
    graph.node.extend(nodes)


def _cancel(graph: onnx.GraphProto) -> None:
    """Take out each pair DequantizeLinear -> QuantizeLinear with the same scale, zero point and type."""
    constants = {i.name: i for i in graph.initializer}
    writers = {o: n for n in graph.node for o in n.output}
    gone: list[onnx.NodeProto] = []
    for back in graph.node:
        there = writers.get(back.input[0]) if back.op_type == "QuantizeLinear" else None
        if there is None or there.op_type != "DequantizeLinear" or not _same(there, back, constants):
            continue
        gone.append(back)
        source, result = there.input[0], back.output[0]
        if any(o.name == result for o in graph.output):
            # The bytes that were dequantised are the output: their own name goes.
            for node in graph.node:
                _replace(node.input, source, result)
                _replace(node.output, source, result)
        else:
            for node in graph.node:
                _replace(node.input, result, source)
    _order(graph, [n for n in graph.node if n not in gone])
    _drop_unread(graph)


def _same(one: onnx.NodeProto, other: onnx.NodeProto, constants: Mapping[str, onnx.TensorProto]) -> bool:
    pairs = [[numpy_helper.to_array(constants[i]) for i in n.input[1:3] if i in constants] for n in (one, other)]
    return len(pairs[0]) == len(pairs[1]) == 2 and all(
        a.dtype == b.dtype and np.array_equal(a, b) for a, b in zip(*pairs, strict=True)
    )


def _drop_unread(graph: onnx.GraphProto) -> None:
    """Remove nodes and constants that nothing reads."""
    outputs = {o.name for o in graph.output}
    while True:
        read = {i for n in graph.node for i in n.input} | outputs
        useful = [n for n in graph.node if read & set(n.output)]
        if len(useful) == len(graph.node):
            break
        _order(graph, useful)
    kept = [i for i in graph.initializer if i.name in read]
    kept = [TensorProto.FromString(i.SerializeToString()) for i in kept]
    del graph.initializer[:]
    graph.initializer.extend(kept)


def inputs_of(model: onnx.ModelProto) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Name and shape of each input; a size that is not stated is 0."""
    for value in model.graph.input:
        yield value.name, tuple(int(d.dim_value) for d in value.type.tensor_type.shape.dim)
