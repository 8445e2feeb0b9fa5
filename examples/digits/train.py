"""Train the example: scikit-learn's 8x8 digits -> `digits.onnx`, `sample.npz` and `label.txt`, always the same bytes.

Run: python examples/digits/train.py [FOLDER]      (needs numpy, onnx, scikit-learn; about ten seconds)

The network is trained in numpy alone, so that the example needs no framework:

    image f32[1,1,8,8] -> Conv 3x3 + BatchNorm + Relu -> MaxPool 2 -> depthwise Conv 3x3 + BatchNorm + Relu
                       -> Conv 1x1 + BatchNorm + Relu -> AveragePool 2 -> Flatten -> Gemm -> Softmax -> f32[1,10]

Pixels are 0..1. Training runs in float64 and the weights are rounded to multiples of 2**-12: what two BLAS libraries
disagree about is far below that, so the file does not depend on whose numpy made it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array = NDArray[np.float64]

SEED = 2026
STEM, HEAD, CLASSES = 16, 48, 10
EPOCHS, BATCH, RATE = 40, 32, 8e-3
HELD_OUT = 360
GRID = 2.0**-12
EPSILON = 1e-3


@dataclass
class Parameter:
    """A trained array with Adam's two moments (Kingma and Ba, 2015)."""

    value: Array
    mean: Array = field(init=False)
    square: Array = field(init=False)

    def __post_init__(self) -> None:
        self.mean, self.square = np.zeros_like(self.value), np.zeros_like(self.value)

    def step(self, gradient: Array, rate: float, time: int) -> None:
        """One step of Adam with the usual decays, 0.9 and 0.999; `time` counts from 1."""
        self.mean += 0.1 * (gradient - self.mean)
        self.square += 0.001 * (gradient**2 - self.square)
        scale = np.sqrt(self.square / (1 - 0.999**time)) + 1e-8
        self.value -= rate * (self.mean / (1 - 0.9**time)) / scale


class Convolution:
    """3x3 with padding 1, or 1x1, no bias: x[N,C,H,W] -> y[N,O,H,W]; depthwise where `groups` is the channel count."""

    def __init__(self, rng: np.random.Generator, inputs: int, outputs: int, size: int, groups: int = 1) -> None:
        fan = inputs // groups * size * size
        self.weight = Parameter(rng.normal(0, np.sqrt(2 / fan), (outputs, inputs // groups, size, size)))
        self.depthwise, self.size = groups > 1, size

    def _windows(self, x: Array) -> Array:
        border = self.size // 2
        padded = np.pad(x, ((0, 0), (0, 0), (border, border), (border, border)))
        return sliding_window_view(padded, (self.size, self.size), axis=(2, 3))

    def _apply(self, windows: Array, weight: Array) -> Array:
        if self.depthwise:
            return np.asarray(np.einsum("nchwij,cij->nchw", windows, weight[:, 0]))
        return np.asarray(np.tensordot(windows, weight, axes=((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2))

    def forward(self, x: Array) -> Array:
        """The convolution of `x`."""
        self.windows = self._windows(x)
        return self._apply(self.windows, self.weight.value)

    def backward(self, dy: Array) -> tuple[Array, Array]:
        """(d loss / d x, d loss / d weight) for d loss / d y."""
        flipped = self.weight.value[:, :, ::-1, ::-1]
        if self.depthwise:
            return (
                self._apply(self._windows(dy), flipped),
                np.einsum("nchwij,nchw->cij", self.windows, dy)[:, None],
            )
        return (
            self._apply(self._windows(dy), flipped.swapaxes(0, 1)),
            np.tensordot(dy, self.windows, axes=((0, 2, 3), (0, 2, 3))),
        )


class BatchNormRelu:
    """Batch normalisation (Ioffe and Szegedy, 2015) and Relu; keeps running statistics for the exported network."""

    def __init__(self, channels: int) -> None:
        self.scale, self.shift = Parameter(np.ones(channels)), Parameter(np.zeros(channels))
        self.mean, self.variance = np.zeros(channels), np.ones(channels)

    def forward(self, x: Array) -> Array:
        """Relu of `x` normalised over the batch, channel by channel."""
        mean, variance = x.mean((0, 2, 3)), x.var((0, 2, 3))
        self.mean += 0.1 * (mean - self.mean)
        self.variance += 0.1 * (variance - self.variance)
        self.deviation = np.sqrt(variance + EPSILON)[:, None, None]
        self.normal = (x - mean[:, None, None]) / self.deviation
        self.y = np.maximum(self.normal * self.scale.value[:, None, None] + self.shift.value[:, None, None], 0)
        return np.asarray(self.y)

    def backward(self, dy: Array) -> tuple[Array, Array, Array]:
        """(d loss / d x, d loss / d scale, d loss / d shift)."""
        dy = dy * (self.y > 0)
        dshift, dscale = dy.sum((0, 2, 3)), (dy * self.normal).sum((0, 2, 3))
        count = dy.size // dshift.size
        centred = dy - dshift[:, None, None] / count - self.normal * dscale[:, None, None] / count
        return centred * self.scale.value[:, None, None] / self.deviation, dscale, dshift


class Network:
    """The whole classifier: layers in order, the loss' gradient, and the parameters that Adam moves."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.convs = (
            Convolution(rng, 1, STEM, 3),
            Convolution(rng, STEM, STEM, 3, groups=STEM),
            Convolution(rng, STEM, HEAD, 1),
        )
        self.norms = (BatchNormRelu(STEM), BatchNormRelu(STEM), BatchNormRelu(HEAD))
        self.weight = Parameter(rng.normal(0, np.sqrt(1 / HEAD / 4), (CLASSES, HEAD * 4)))
        self.bias = Parameter(np.zeros(CLASSES))

    def train(self, x: Array, labels: NDArray[np.int64], rate: float, time: int) -> None:
        """One step on one batch: x[N,1,8,8], labels[N]."""
        stem = self.norms[0].forward(self.convs[0].forward(x))
        blocks = stem.reshape(len(x), STEM, 4, 2, 4, 2)
        pooled = blocks.max((3, 5))
        wide = self.norms[1].forward(self.convs[1].forward(pooled))
        head = self.norms[2].forward(self.convs[2].forward(wide))
        features = head.reshape(len(x), HEAD, 2, 2, 2, 2).mean((3, 5)).reshape(len(x), -1)
        logits = features @ self.weight.value.T + self.bias.value

        # Softmax and cross entropy together: their gradient is the error of the probabilities.
        dlogits = (softmax(logits) - np.eye(CLASSES)[labels]) / len(x)
        gradients = [(self.weight, dlogits.T @ features), (self.bias, dlogits.sum(0))]
        dy = np.repeat(np.repeat((dlogits @ self.weight.value).reshape(len(x), HEAD, 2, 2) / 4, 2, 2), 2, 3)
        for layer in (2, 1, 0):
            if layer == 0:  # back through the pooling: to the winners of each 2x2 block
                winners = blocks == pooled[:, :, :, None, :, None]
                dy = (winners / winners.sum((3, 5), keepdims=True) * dy[:, :, :, None, :, None]).reshape(stem.shape)
            norm, conv = self.norms[layer], self.convs[layer]
            dy, dscale, dshift = norm.backward(dy)
            dy, dweight = conv.backward(dy)
            gradients += [(norm.scale, dscale), (norm.shift, dshift), (conv.weight, dweight)]
        for parameter, gradient in gradients:
            parameter.step(gradient, rate, time)


def softmax(logits: Array) -> Array:
    """Probabilities of each row."""
    e = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(e / e.sum(1, keepdims=True))


def digits() -> tuple[Array, NDArray[np.int64]]:
    """All 1,797 digits: images[N,1,8,8] in 0..1, and labels[N]."""
    from sklearn.datasets import load_digits

    data = load_digits()
    return data.images[:, None] / 16.0, data.target.astype(np.int64)


def export(net: Network) -> onnx.ModelProto:
    """The trained network as ONNX, opset 17, batch 1."""
    tensors, nodes = [], []

    def constant(name: str, value: Array) -> str:
        tensors.append(numpy_helper.from_array((np.round(value / GRID) * GRID).astype(np.float32), name))
        return name

    def node(op: str, inputs: list[str], output: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    flow = "image"
    for name, conv, norm in zip(("stem", "depthwise", "pointwise"), net.convs, net.norms, strict=True):
        border = conv.size // 2
        flow = node(
            "Conv",
            [flow, constant(f"{name}.weight", conv.weight.value)],
            f"{name}/conv",
            kernel_shape=[conv.size] * 2,
            pads=[border] * 4,
            group=STEM if conv.depthwise else 1,
        )
        statistics = {"scale": norm.scale.value, "shift": norm.shift.value, "mean": norm.mean, "var": norm.variance}
        constants = [constant(f"{name}.{key}", value) for key, value in statistics.items()]
        flow = node("BatchNormalization", [flow, *constants], f"{name}/norm", epsilon=EPSILON)
        flow = node("Relu", [flow], f"{name}/relu")
        if name == "stem":
            flow = node("MaxPool", [flow], "pool", kernel_shape=[2, 2], strides=[2, 2])
    flow = node("Flatten", [node("AveragePool", [flow], "average", kernel_shape=[2, 2], strides=[2, 2])], "features")
    weights = [constant("classes.weight", net.weight.value), constant("classes.bias", net.bias.value)]
    node("Softmax", [node("Gemm", [flow, *weights], "logits", transB=1)], "probabilities", axis=1)
    graph = helper.make_graph(
        nodes,
        "digits",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 1, 8, 8])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [1, CLASSES])],
        tensors,
    )
    model = helper.make_model(graph, producer_name="digits", opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model, full_check=True)
    return model


def accuracy(model: onnx.ModelProto, x: Array, y: NDArray[np.int64]) -> float:
    """Share of `x` that the exported network itself classifies as `y`."""
    from onnx.reference import ReferenceEvaluator

    evaluator = ReferenceEvaluator(model)
    found = []
    for picture in x:
        (probabilities,) = evaluator.run(None, {"image": picture[None].astype(np.float32)})
        found.append(np.argmax(probabilities))
    return float(np.mean(np.array(found) == y))


def main(folder: Path) -> int:
    """Train, measure on the held-out digits, and write the three files to `folder`."""
    rng = np.random.default_rng(SEED)
    x, y = digits()
    order = rng.permutation(len(x))
    test, train = order[:HELD_OUT], order[HELD_OUT:]
    net, steps = Network(rng), EPOCHS * (len(train) // BATCH)
    time = 0
    for _ in range(EPOCHS):
        shuffled = rng.permutation(train)
        for start in range(0, len(train) - BATCH + 1, BATCH):
            time += 1
            rows = shuffled[start : start + BATCH]
            net.train(x[rows], y[rows], RATE * 0.5 * (1 + np.cos(np.pi * time / steps)), time)
    model = export(net)
    score = accuracy(model, x[test], y[test])
    print(f"{len(train)} digits to learn from, {len(test)} held out: {score:.2%} of the held-out ones recognised")
    if score < 0.97:
        print("error: this is below 97 %, nothing written", file=sys.stderr)
        return 1
    (folder / "digits.onnx").write_bytes(model.SerializeToString(deterministic=True))
    np.savez(folder / "sample.npz", image=x[test[0]][None].astype(np.float32))
    (folder / "label.txt").write_text(f"{y[test[0]]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent))
