"""A network with real inputs and the outputs that a reference gives. ONNX file -> Case.

Beside the network as it is there is its `core`: without the 8-bit or integer ends (Cast, DequantizeLinear,
QuantizeLinear) that some engines do not convert. Where a network has float32 ends already, there is no core.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from contest.arrays import stored


@dataclass(frozen=True)
class Case:
    """`model` with `inputs` and the `outputs` expected for them, arrays by tensor name."""

    model: Path
    inputs: dict[str, np.ndarray]
    outputs: dict[str, np.ndarray]

    def save(self, path: Path) -> None:
        """Write the arrays where the process of an engine finds them."""
        ends = (("in", self.inputs), ("out", self.outputs))
        np.savez(path, allow_pickle=False, **{f"{end}:{n}": a for end, arrays in ends for n, a in arrays.items()})


def reference(model: onnx.ModelProto | Path, inputs: dict[str, np.ndarray], names: list[str]) -> dict[str, np.ndarray]:
    """Outputs by onnxruntime without any optimisation."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    source = str(model) if isinstance(model, Path) else model.SerializeToString()
    session = onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    return dict(zip(names, session.run(names, inputs), strict=True))


def whole(model: Path) -> Case:
    """The network as it is, with what io/<stem>.npz beside it holds, else inputs from a fixed seed."""
    graph = onnx.load(model, load_external_data=False).graph
    constants = {t.name for t in graph.initializer}
    names = [o.name for o in graph.output]
    npz = model.parent / "io" / f"{model.stem}.npz"
    if npz.is_file():
        inputs, outputs = stored(npz, "in"), stored(npz, "out")
    else:
        rng, inputs, outputs = np.random.default_rng(0), {}, {}
        for value in graph.input:
            if value.name not in constants:
                kind = value.type.tensor_type
                shape = [d.dim_value for d in kind.shape.dim]
                inputs[value.name] = rng.random(shape).astype(helper.tensor_dtype_to_np_dtype(kind.elem_type))
    if set(outputs) != set(names):
        outputs = reference(model, inputs, names)
    return Case(model, inputs, {n: outputs[n] for n in names})


def core(case: Case, folder: Path) -> Case | None:
    """`case` between its integer ends, as a model of its own in `folder`; None where it has none that come off."""
    model = onnx.load(case.model)
    graph = model.graph
    removed, ins, outs = [], [], []
    for name, array in case.inputs.items():
        users = [n for n in graph.node if name in n.input]
        if array.dtype.kind == "f":
            ins.append((name, name))
        elif len(users) == 1 and users[0].op_type in ("Cast", "DequantizeLinear"):
            removed.append(users[0])
            ins.append((name, users[0].output[0]))
        else:
            return None
    for name, array in case.outputs.items():
        [maker] = [n for n in graph.node if name in n.output]
        if array.dtype.kind == "f":
            outs.append(name)
        elif maker.op_type == "QuantizeLinear":
            removed.append(maker)
            outs.append(maker.input[0])
        else:
            return None
    if not removed:
        return None

    seen = {value.name for value in graph.output}
    for name in [new for _, new in ins] + outs:
        if name not in seen and name not in case.inputs:
            graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    values = reference(model, case.inputs, [o.name for o in graph.output])
    inputs = {new: case.inputs[old] if old == new else values[new] for old, new in ins}

    for node in removed:
        graph.node.remove(node)
    del graph.input[:], graph.output[:]
    constants = {t.name for t in graph.initializer}
    graph.input.extend(helper.make_tensor_value_info(n, TensorProto.FLOAT, a.shape) for n, a in inputs.items())
    graph.output.extend(helper.make_tensor_value_info(n, TensorProto.FLOAT, values[n].shape) for n in outs)
    used = {name for node in graph.node for name in node.input}
    for tensor in [t for t in graph.initializer if t.name not in used]:
        graph.initializer.remove(tensor)
    if not constants & used:
        return None
    path = folder / f"{case.model.stem}.core.onnx"
    onnx.save(model, path)
    return Case(path, inputs, {n: values[n] for n in outs})
