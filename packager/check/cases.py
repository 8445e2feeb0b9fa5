"""Small networks of one operator each, with odd sizes: what an engine is tested with. -> ONNX nodes, their inputs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from packager.graph import Array

Shape = tuple[int, ...]

OPSET = 18
"""Operator set of the cases."""


@dataclass(frozen=True)
class Case:
    """One node of `op`: shapes of its run-time inputs, its constants behind them, attributes; `then` follows it."""

    name: str
    op: str
    inputs: tuple[Shape, ...]
    constants: tuple[Array | None, ...] = ()
    attrs: Mapping[str, Any] = field(default_factory=dict)
    then: tuple[str, ...] = ()


def cases() -> tuple[Case, ...]:
    """All of them, always the same."""
    rng = np.random.default_rng(20)

    def const(*shape: int) -> Array:
        scale = np.sqrt(np.prod(shape[1:])) if len(shape) > 1 else 1.0
        return (rng.standard_normal(shape) / scale).astype(np.float32)

    return (*_convolutions(const), *_products(const), *_others())


def _convolutions(const: Any) -> Iterator[Case]:
    for size, cin, cout, kernel, attrs in (
        ((1, 7), 1, 1, (1, 1), {}),
        ((7, 9), 3, 8, (3, 3), {"pads": [1, 1, 1, 1]}),
        ((8, 5), 8, 17, (1, 1), {}),
        ((13, 11), 16, 32, (1, 1), {}),
        ((9, 9), 5, 16, (3, 3), {"pads": [1, 1, 1, 1], "strides": [2, 2]}),
        ((12, 10), 4, 6, (5, 3), {"pads": [2, 0, 1, 1], "strides": [1, 2]}),
        ((11, 11), 6, 9, (3, 3), {"pads": [2, 2, 2, 2], "dilations": [2, 2]}),
        ((6, 6), 33, 31, (2, 2), {"strides": [2, 2]}),
        ((1, 1), 40, 12, (1, 1), {}),
    ):
        for bias in (True, False):
            b = const(cout, 1).reshape(-1) if bias else None
            name = f"conv_{size[0]}x{size[1]}x{cin}_{cout}_k{kernel[0]}x{kernel[1]}{'' if bias else '_nobias'}"
            for then in ((), ("Relu",)) if bias else ((),):
                yield Case(
                    name + "_relu" * bool(then), "Conv", ((1, cin, *size),), (const(cout, cin, *kernel), b), attrs, then
                )
    for channels, side, window, stride in ((8, 7, 3, 1), (17, 9, 3, 2), (32, 6, 5, 1), (3, 8, 3, 1)):
        depthwise = {"group": channels, "pads": [window // 2] * 4, "strides": [stride, stride]}
        weights = const(channels, 1, window, window)
        name = f"depthwise_{channels}_k{window}_s{stride}"
        yield Case(name, "Conv", ((1, channels, side, side),), (weights,), depthwise)
    yield Case("conv_groups", "Conv", ((2, 6, 5, 5),), (const(9, 2, 3, 3),), {"group": 3})


def _products(const: Any) -> Iterator[Case]:
    for rows, depth, columns in ((1, 7, 5), (3, 16, 10), (9, 33, 40)):
        yield Case(
            f"gemm_{rows}x{depth}x{columns}",
            "Gemm",
            ((rows, depth),),
            (const(depth, columns), const(columns, 1).reshape(-1)),
        )
        yield Case(f"matmul_{rows}x{depth}x{columns}", "MatMul", ((rows, depth),), (const(depth, columns),))


def _others() -> Iterator[Case]:
    image = ((1, 5, 9, 7),)
    window = {"kernel_shape": [3, 2], "strides": [2, 1], "pads": [1, 0, 1, 1]}
    yield Case("max_pool", "MaxPool", image, attrs=window)
    yield Case("average_pool", "AveragePool", image, attrs=window)
    yield Case("average_pool_padded", "AveragePool", image, attrs={**window, "count_include_pad": 1})
    yield Case("global_average_pool", "GlobalAveragePool", image)
    for op in ("Relu", "Sigmoid", "Tanh", "HardSwish", "Exp", "Abs", "Neg", "Sqrt"):
        yield Case(op.lower(), op, ((3, 17),))
    for op in ("Add", "Sub", "Mul"):
        yield Case(op.lower(), op, ((2, 3, 5), (2, 3, 5)))
        yield Case(f"{op.lower()}_broadcast", op, ((2, 3, 5), (3, 1)))
    yield Case("softmax", "Softmax", ((4, 10),))
    yield Case("concat", "Concat", ((1, 3, 4, 4), (1, 5, 4, 4)), attrs={"axis": 1})
    twice = (None, np.array([1, 1, 2, 2], np.float32))
    nearest = {"mode": "nearest", "nearest_mode": "floor", "coordinate_transformation_mode": "asymmetric"}
    yield Case("resize", "Resize", ((1, 3, 4, 5),), twice, nearest)


def network(chosen: Sequence[Case]) -> onnx.ModelProto:
    """One network with all cases side by side; inputs `<case>/x0`, ..., outputs `<case>/y`."""
    nodes, inputs, outputs, constants = [], [], [], []
    for case in chosen:
        names = []
        for i, shape in enumerate(case.inputs):
            names.append(f"{case.name}/x{i}")
            inputs.append(helper.make_tensor_value_info(names[-1], TensorProto.FLOAT, shape))
        for i, constant in enumerate(case.constants):
            names.append(f"{case.name}/c{i}" if constant is not None else "")
            if constant is not None:
                constants.append(numpy_helper.from_array(constant, names[-1]))
        while not names[-1]:
            names.pop()
        flow = f"{case.name}/{'' if case.then else 'y'}"
        nodes.append(helper.make_node(case.op, names, [flow], case.name, **case.attrs))
        for i, op in enumerate(case.then):
            last = f"{case.name}/{'y' if i == len(case.then) - 1 else i}"
            nodes.append(helper.make_node(op, [flow], [last], f"{case.name}/{op}"))
            flow = last
        outputs.append(helper.make_tensor_value_info(f"{case.name}/y", TensorProto.FLOAT, None))
    graph = helper.make_graph(nodes, "cases", inputs, outputs, constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)
