"""Every operator as shipped machine code on every target: a few networks of many branches, each with odd sizes.

The kernels are tested one by one on this machine (tests/ops); here their AArch64 and ARMv7 forms run, in the emulator.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import packager
from packager.graph import Array
from packager.ops import all_ops
from tests.inprocess import HOST_TARGETS

TARGETS = tuple(dict.fromkeys((*HOST_TARGETS, "x86-64-v2", "x86-64-v3", "aarch64", "armv7")))
"""What this machine runs, with an emulator where it must."""

UNARY = [
    "Abs",
    "Acos",
    "Acosh",
    "Asin",
    "Asinh",
    "Atan",
    "Atanh",
    "Ceil",
    "Celu",
    "Cos",
    "Cosh",
    "Elu",
    "Erf",
    "Exp",
    "Floor",
    "HardSigmoid",
    "HardSwish",
    "LeakyRelu",
    "Log",
    "Mish",
    "Neg",
    "Reciprocal",
    "Relu",
    "Round",
    "Selu",
    "Shrink",
    "Sigmoid",
    "Sign",
    "Sin",
    "Sinh",
    "Softplus",
    "Softsign",
    "Sqrt",
    "Tan",
    "Tanh",
    "ThresholdedRelu",
]
BINARY = ("Add", "Div", "Max", "Min", "Mul", "PRelu", "Pow", "Sub")
REDUCTIONS = ("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare")


class Branches:
    """A network of independent branches: each `add` is a node with one output of its own."""

    def __init__(self, **inputs: Sequence[int]) -> None:
        self.inputs, self.nodes, self.outputs = inputs, [], []
        self.constants: list[onnx.TensorProto] = []
        self.rng = np.random.default_rng(3)

    def const(self, array: Array) -> str:
        """A constant; its name."""
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def weights(self, *shape: int) -> str:
        """A random float constant; its name."""
        return self.const((self.rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32))

    def add(self, op: str, *inputs: str, **attrs: object) -> None:
        """One branch."""
        self.outputs.append(self.inner(op, *inputs, **attrs))

    def inner(self, op: str, *inputs: str, **attrs: object) -> str:
        """A node that other nodes read; what it writes."""
        name = f"{op}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, list(inputs), [name], name, **attrs))
        return name

    def model(self) -> onnx.ModelProto:
        """All branches as one model."""
        ins = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in self.inputs.items()]
        outs = [helper.make_empty_tensor_value_info(n) for n in self.outputs]
        graph = helper.make_graph(self.nodes, "branches", ins, outs, self.constants)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)


def elementwise() -> Branches:
    b = Branches(x=(3, 37), y=(37,), z=(3, 1))
    for op in UNARY:
        b.add(op, "x")
    for op in BINARY:
        b.add(op, "x", "y")
        b.add(op, "x", "z")
    b.add("Clip", "x", b.const(np.float32(0.6)), b.const(np.float32(0.8)))
    b.add("Gelu", "x")
    b.add("Gelu", "x", approximate="tanh")
    for op in ("Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"):
        b.add(op, "x", "y")
    for kind in (TensorProto.UINT8, TensorProto.INT32, TensorProto.INT64):
        b.add("Cast", "x", to=kind)
    b.add("QuantizeLinear", "x", b.const(np.float32(0.01)), b.const(np.uint8(3)))
    b.add("Pow", "x", b.const(np.float32(3)))
    return b


def images() -> Branches:
    b = Branches(x=(1, 13, 11, 9), y=(1, 8, 6, 5))
    for kernel, pads, strides in (((3, 3), [1, 1, 1, 1], (1, 1)), ((2, 3), [0, 1, 1, 0], (2, 2))):
        window = {"kernel_shape": kernel, "pads": pads, "strides": strides}
        b.add("MaxPool", "x", **window)
        b.add("AveragePool", "x", **window, count_include_pad=1)
        b.add("AveragePool", "x", **window)
        b.add("Conv", "x", b.weights(19, 13, *kernel), **window)
        b.add("Conv", "x", b.weights(13, 1, *kernel), **window, group=13)
        b.add("ConvTranspose", "x", b.weights(13, 6, *kernel), **window)
    b.add("LpPool", "x", kernel_shape=[2, 2])
    b.add("MaxPool", "x", kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1, dilations=[2, 2])
    b.add("GlobalAveragePool", "x")
    b.add("GlobalMaxPool", "x")
    b.add("LRN", "x", size=5)
    b.add("InstanceNormalization", "x", b.const(np.ones(13, np.float32)), b.const(np.zeros(13, np.float32)))
    b.add("MeanVarianceNormalization", "x")
    b.add("DepthToSpace", "y", blocksize=2)
    b.add("SpaceToDepth", "y", blocksize=1)
    sizes = b.const(np.array([1, 1, 2, 2], np.float32))
    odd = b.const(np.array([1, 1, 1.5, 0.7], np.float32))
    for mode in ("nearest", "linear", "cubic"):
        for scales in (sizes, odd):
            b.add("Resize", "x", "", scales, mode=mode)
    b.add("Resize", "x", "", sizes, mode="linear", coordinate_transformation_mode="align_corners")
    return b


def shapes() -> Branches:
    b = Branches(x=(2, 5, 7, 9))
    for op in REDUCTIONS:
        b.add(f"Reduce{op}", "x", b.const(np.array([3])))
        b.add(f"Reduce{op}", "x", b.const(np.array([1, 2])), keepdims=0)
    for axis in (0, 1, 3):
        b.add("Softmax", "x", axis=axis)
        b.add("LogSoftmax", "x", axis=axis)
        b.add("ArgMax", "x", axis=axis)
        b.add("ArgMin", "x", axis=axis, keepdims=0)
        b.add("Gather", "x", b.const(np.array([1, 0, 1])), axis=axis)
        b.add("LpNormalization", "x", axis=axis)
        b.add("LpNormalization", b.inner("Relu", b.inner("Neg", "x")), axis=axis, p=2 - axis % 2)  # of zeros only
        b.add("Concat", "x", "x", axis=axis)
    b.add("LayerNormalization", "x", b.const(np.linspace(0.5, 2, 9, dtype=np.float32)))
    b.add("GroupNormalization", "x", b.const(np.ones(5, np.float32)), b.const(np.ones(5, np.float32)), num_groups=5)
    b.add("Transpose", "x", perm=[3, 1, 0, 2])
    b.add("Transpose", "x", perm=[0, 3, 2, 1])
    for mode in ("constant", "edge", "reflect"):
        b.add("Pad", "x", b.const(np.array([0, 1, 2, 0, 0, 0, 1, 3])), mode=mode)
    for starts, ends, steps in (([1, 1], [5, 8], [2, 3]), ([6, 8], [-9, -9], [-1, -2])):
        b.add("Slice", "x", *(b.const(np.array(v)) for v in (starts, ends, [2, 3], steps)))
    b.add("Tile", "x", b.const(np.array([1, 2, 1, 3])))
    b.add("Expand", "x", b.const(np.array([3, 2, 5, 7, 9])))
    b.add("Reshape", "x", b.const(np.array([10, -1])))
    return b


def points() -> Branches:
    """Convolutions that Winograd's algorithm computes; one with a tile over the image's end, in strips."""
    b = Branches(x=(1, 32, 46, 45))
    b.add("Conv", "x", b.weights(40, 32, 3, 3), pads=[1, 1, 1, 1])
    b.add("Conv", "x", b.weights(32, 32, 3, 3), b.weights(32))
    return b


def attention() -> Branches:
    """With and without masks, of more keys than a block has, and of fewer than a vector."""
    b = Branches(q=(2, 3, 9, 5), k=(2, 3, 5, 130), v=(2, 3, 130, 11), m=(9, 130), w=(2, 3, 5, 3), u=(2, 3, 3, 17))
    masked = b.inner("Add", b.inner("MatMul", "q", "k"), "m")
    b.add("MatMul", b.inner("Softmax", masked, axis=-1), "v")
    b.add("MatMul", b.inner("Softmax", b.inner("MatMul", "q", "w"), axis=-1), "u")
    return b


NETWORKS = {"elementwise": elementwise, "images": images, "shapes": shapes, "points": points, "attention": attention}


@pytest.mark.toolchain
@pytest.mark.slow
@pytest.mark.usefixtures("runs_here", "local_toolchain")
@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("target_name", TARGETS)
def test_on_every_target(target_name: str, network: str, tmp_path: Path) -> None:
    branches = NETWORKS[network]()
    onnx.save(branches.model(), tmp_path / "branches.onnx")
    rng = np.random.default_rng(5)
    # From 0.1 to 0.9 every function is defined; Acosh is not, and NaN must equal NaN.
    feeds = {n: rng.uniform(0.1, 0.9, shape).astype(np.float32) for n, shape in branches.inputs.items()}
    np.savez(tmp_path / "sample.npz", **feeds)
    text = f"model: branches.onnx\ntargets: [{target_name}]\nartifacts: [exe]\nverify: {{inputs: sample.npz, atol: 1e-4}}\n"
    (tmp_path / "manifest.yaml").write_text(text, encoding="utf-8")
    (report,) = packager.build(tmp_path / "manifest.yaml", out=tmp_path / "build", toolchain="local")
    assert report.verify.ok
    assert report.verify.runner != "none"
    assert {o.name for o in report.verify.outputs} == set(branches.outputs)
    kind = {"points": "winograd", "attention": "attention"}.get(network, "")
    assert any(kind in k.symbol for k in report.kernels)


def not_in_networks() -> set[str]:
    """Operators with code of their own that NETWORKS lack: tests/e2e/test_node_sample.py runs them on other processors."""
    tested = {n.op_type for network in NETWORKS.values() for n in network().nodes}
    views = {"Flatten", "Identity", "Split", "Squeeze", "Unsqueeze", "Sum"}
    internal = {"Copy", "PowBy", "GeluTanh"}
    # NETWORKS["points"] and ["attention"]
    chosen = {"WinogradInput", "WinogradProduct", "WinogradOutput", "FusedAttention"}
    return {op.name for op in all_ops()} - tested - views - internal - chosen


def test_no_operator_is_forgotten() -> None:
    from tests.e2e.test_node_sample import by_operator

    unnamed = {"Not"}  # its own tests are of operator set 1, but Attention's definition has it
    assert {op.lower() for op in not_in_networks() - unnamed} <= set(by_operator())
