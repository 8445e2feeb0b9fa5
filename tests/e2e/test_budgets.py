"""The byte budget decides between size and speed: from the smallest binary to the fastest, each step obeyed and used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

import packager
from packager import target
from packager.report.types import Report
from packager.run.execute import runs_natively
from tests.e2e.conftest import HERE

STEPS = 5
TARGET = next((t for t in ("x86-64-v3", HERE) if runs_natively(target.load(t))), HERE)
"""With vectors of eight there is more to choose from."""


class Network:
    """A network in the making: 24 nodes that compute, with kernels of every kind that convolutional networks have."""

    def __init__(self) -> None:
        self._rng, self.nodes = np.random.default_rng(11), []  # type: tuple[np.random.Generator, list[onnx.NodeProto]]
        self.weights: list[onnx.TensorProto] = []

    def op(self, kind: str, *inputs: str, **attributes: object) -> str:
        name = f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name, **attributes))
        return name

    def tensor(self, *shape: int) -> str:
        values = self._rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]) if len(shape) > 1 else 10)
        self.weights.append(numpy_helper.from_array(values.astype(np.float32), f"w{len(self.weights)}"))
        return self.weights[-1].name

    def conv(self, x: str, come: int, go: int, size: int, stride: int = 1, group: int = 1) -> str:
        weights = self.tensor(go, come // group, size, size), self.tensor(go)
        pads = [size // 2] * 4
        return self.op("Conv", x, *weights, pads=pads, strides=[stride] * 2, group=group)

    def silu(self, x: str) -> str:
        return self.op("Mul", x, self.op("Sigmoid", x))

    def block(self, x: str, channels: int, go: int, stride: int) -> str:
        """Expand, depthwise, project; with a residual where the shapes allow."""
        wide = self.op("Clip", self.conv(x, channels, 4 * channels, 1), "", self.six)
        deep = self.op("Clip", self.conv(wide, 4 * channels, 4 * channels, 3, stride, 4 * channels), "", self.six)
        y = self.conv(deep, 4 * channels, go, 1)
        return self.op("Add", y, x) if (channels, stride) == (go, 1) else y

    def model(self) -> onnx.ModelProto:
        self.weights.append(numpy_helper.from_array(np.float32(6), "six"))
        self.six = "six"
        x = self.op("Relu", self.conv("x", 3, 16, 3, 2))
        x = self.block(x, 16, 24, 2)
        x = self.block(x, 24, 24, 1)
        x = self.silu(self.conv(x, 24, 32, 3))  # suits Winograd's algorithm
        x = self.silu(self.op("Add", self.conv(x, 32, 32, 3), x))
        x = self.op("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
        x = self.silu(self.conv(x, 32, 40, 5, 1, 8))
        y = self.op("Gemm", self.op("Flatten", self.op("GlobalAveragePool", x)), self.tensor(40, 21), self.tensor(21))
        self.op("Softmax", y, axis=1)
        ends = (("x", [1, 3, 64, 64]), (self.nodes[-1].output[0], None))
        x_info, y_info = (helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in ends)
        graph = helper.make_graph(self.nodes, "middle", [x_info], [y_info], self.weights)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def built(folder: Path, *lines: str) -> Report:
    text = ["model: middle.onnx", f"targets: [{TARGET}]", "artifacts: [exe]", *lines, ""]
    (folder / "manifest.yaml").write_text("\n".join(text), encoding="utf-8")
    [report] = packager.build(folder / "manifest.yaml", out=folder / "out", toolchain="local")
    return report


def cost(report: Report) -> float:
    """The estimate for what was built."""
    return float(next(row["est_cost"] for row in report.frontier if row["chosen"]))


@pytest.mark.slow
@pytest.mark.toolchain
@pytest.mark.usefixtures("local_toolchain")
def test_each_of_five_budgets_is_obeyed_and_more_bytes_never_cost_time(tmp_path: Path) -> None:
    onnx.save(Network().model(), tmp_path / "middle.onnx")
    smallest, fastest = built(tmp_path, "optimize: size"), built(tmp_path)
    least, most = smallest.size["binary"], fastest.size["binary"]
    assert least < 0.75 * most, "the network leaves the solver little to choose"

    costs = [cost(smallest)]
    for step in range(STEPS):
        budget = least + (most - least) * step // (STEPS - 1)
        report = built(tmp_path, f"budget: {{binary: {budget}}}")
        assert report.size["binary"] <= budget
        assert report.size["binary"] == (tmp_path / "out" / "middle" / TARGET / "middle").stat().st_size
        assert report.verify.ok
        costs.append(cost(report))
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] == cost(fastest)
    assert costs[-1] < 0.8 * costs[0], "bytes bought nothing"
