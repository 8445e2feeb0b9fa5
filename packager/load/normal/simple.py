"""Elementwise operators and the ones that vanish: bounds and types become attributes, sums of many become chains."""

from __future__ import annotations

import numpy as np

from packager import dtype as dtypes
from packager.graph import Attr, Node
from packager.load.op import Op

_FOLD = {"Sum": "Add", "Mean": "Add", "Max": "Max", "Min": "Min"}


def clip(op: Op) -> tuple[Node, ...]:
    """Clip (opset 11: bounds as inputs) -> attrs `min`, `max`; open sides are infinite. Computed bounds stay inputs."""
    if op.version < 11:
        return (op.node("Clip", (op.x,), {"min": op.number("min", -np.inf), "max": op.number("max", np.inf)}),)
    low, high = op.get(1), op.get(2)
    if any(v is not None and v.const is None for v in (low, high)):
        return (op.node("Clip", op.inputs),)
    attrs: dict[str, Attr] = {}
    for key, value, default in (("min", low, -np.inf), ("max", high, np.inf)):
        if value is not None and (value.size != 1 or value.dtype != op.x.dtype):
            op.invalid(f"its {key} is {value}, not one {op.x.dtype}")
        attrs[key] = default if value is None or value.const is None else value.const.reshape(-1)[0].item()
    return (op.node("Clip", (op.x,), attrs),)


def dropout(op: Op) -> tuple[Node, ...]:
    """Dropout -> without its ratio, which inference does not read; onnxscript removes it."""
    learning = op.version >= 12 and op.get(2) is not None and op.known(2, "training_mode").any()
    if learning and (op.get(1) is None or op.known(1, "ratio").any()):
        op.unsupported("it is in training mode", "export the model with model.eval(), or training=TrainingMode.EVAL")
    return (op.node("Dropout", (op.x,)),)


def cast(op: Op) -> tuple[Node, ...]:
    """Cast, CastLike -> attr `to`; `saturate` and `round_mode` only where they say something."""
    code = op.input(1).dtype.onnx if op.op == "CastLike" else op.integer("to")
    if code not in dtypes.BY_ONNX:
        op.unsupported(f"it converts to ONNX element type {code}", "use float32, or an integer type of 8 to 64 bits")
    if code == op.x.dtype.onnx:
        return (op.same(op.x),)
    attrs: dict[str, Attr] = {"to": code}
    if dtypes.BY_ONNX[code].name.startswith("f8"):
        if not op.integer("saturate", 1):
            attrs["saturate"] = 0
        if op.text("round_mode", "up") != "up":
            attrs["round_mode"] = op.text("round_mode", "up")
    return (op.node("Cast", (op.x,), attrs),)


def chain(op: Op) -> tuple[Node, ...]:
    """Sum, Mean, Max, Min of n inputs -> a chain of operators with two; Mean multiplies by 1/n at the end."""
    parts = [op.input(i) for i in range(len(op.inputs))]
    if len(parts) == 1:
        return (op.same(parts[0]),)
    binary, mean = _FOLD[op.op], op.op == "Mean"
    nodes: list[Node] = []
    left = parts[0].name
    for i, part in enumerate(parts[1:], 2):
        last = i == len(parts) and not mean
        nodes.append(op.node(binary, (left, part)) if last else op.step(binary, (left, part)))
        left = nodes[-1].outputs[0]
    if mean:
        nodes.append(op.node("Mul", (left, op.constant(np.array(1 / len(parts), op.x.dtype.np)))))
    return tuple(nodes)


def einsum(op: Op) -> tuple[Node, ...]:
    """Einsum with an equation short enough to be one."""
    if len(op.text("equation")) > 200:
        op.invalid("its equation has more than 200 characters")
    return (op.node("Einsum", op.inputs, {"equation": op.text("equation").replace(" ", "")}),)


def quantize(op: Op) -> tuple[Node, ...]:
    """QuantizeLinear, DequantizeLinear -> attrs as stated; a scale of one element is a scalar without `axis`."""
    attrs: dict[str, Attr] = {}
    for key in ("block_size", "output_dtype", "precision", "saturate"):
        default = 1 if key == "saturate" else 0
        if op.integer(key, default) != default:
            attrs[key] = op.integer(key)
    inputs = list(op.inputs)
    if op.input(1).size == 1 and "block_size" not in attrs:
        for i, value in enumerate(inputs[1:], 1):
            if value is not None and value.rank and value.const is not None:
                inputs[i] = op.constant(value.const.reshape(()), ("", "scale", "zero_point")[i])
    elif op.input(1).rank:
        attrs["axis"] = op.axis(op.integer("axis", 1))
    return (op.node(op.op, inputs, attrs),)


def p_relu(op: Op) -> tuple[Node, ...]:
    """PRelu: the slope broadcasts to the input, aligned to the right (opset 7)."""
    slope = op.input(1)
    size = (1,) * (op.x.rank - slope.rank) + slope.shape
    if len(size) != op.x.rank or any(s not in (1, d) for s, d in zip(size, op.x.shape, strict=True)):
        op.invalid(f"its slope {list(slope.shape)} does not broadcast to {list(op.x.shape)}")
    return (op.node("PRelu", op.inputs),)


def one_hot(op: Op) -> tuple[Node, ...]:
    """OneHot -> attr `axis` of the output, non-negative; a known depth."""
    op.known(1, "depth")
    return (op.node("OneHot", op.inputs, {"axis": op.axis(op.integer("axis", -1), op.x.rank + 1)}),)


TABLE = {
    "Cast": cast,
    "CastLike": cast,
    "Clip": clip,
    "DequantizeLinear": quantize,
    "Dropout": dropout,
    "Einsum": einsum,
    "Max": chain,
    "Mean": chain,
    "Min": chain,
    "OneHot": one_hot,
    "PRelu": p_relu,
    "QuantizeLinear": quantize,
    "Sum": chain,
}
