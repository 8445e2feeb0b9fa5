"""Random networks of values of any rank: what images, sequences and their parts go through, in no usual order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper

from packager.graph import Array
from tests.passes.net import Net

Shape = tuple[int, ...]

LARGEST = 30_000
"""Elements of a value, at most."""


class Growth(Net):
    """One network; `seed` decides everything. Each `add_` method adds a block, or nothing where none fits."""

    def __init__(self, seed: int) -> None:
        super().__init__(Path(), seed)
        batch = self.pick(1, 1, 1, 2)
        self.inputs["image"] = batch, self.pick(1, 3, 4, 8, 16, 17), self.between(3, 24), self.between(3, 24)
        if self.chance(0.5):
            self.inputs["rows"] = batch, self.between(2, 20), self.between(2, 30)
        self.values: list[tuple[str, Shape]] = list(self.inputs.items())
        self.blocks: list[Callable[[], None]] = [getattr(self, n) for n in sorted(dir(self)) if n.startswith("add_")]

    # --- chance ---

    def chance(self, p: float) -> bool:
        """True with probability `p`."""
        return bool(self.random.random() < p)

    def between(self, low: int, high: int) -> int:
        """One of the numbers from `low` to `high`."""
        return int(self.random.integers(low, high + 1))

    def pick(self, *values: int) -> int:
        """One of `values`."""
        return values[self.between(0, len(values) - 1)]

    def word(self, *values: str) -> str:
        """One of `values`."""
        return values[self.between(0, len(values) - 1)]

    def value(self, fits: Callable[[Shape], bool] = bool) -> tuple[str, Shape] | None:
        """A value whose shape fits (default: it has axes), one of the latest or of the inputs."""
        found = [v for v in (*self.values[-12:], *self.inputs.items()) if fits(v[1])]
        return found[self.between(0, len(found) - 1)] if found else None

    def image(self) -> tuple[str, tuple[int, int, int, int]] | None:
        """A value of four axes."""
        found = self.value(lambda shape: len(shape) == 4)
        return (found[0], (found[1][0], found[1][1], found[1][2], found[1][3])) if found else None

    # --- nodes ---

    def put(self, op: str, inputs: Sequence[str | Array | float], shape: Shape, **attrs: object) -> str:
        """A node with one output, of that shape."""
        name = self(op, *inputs, **attrs)
        self.values.append((name, tuple(shape)))
        return name

    def activated(self, x: str, shape: Shape) -> str:
        """An activation, or none."""
        kind = self.between(0, 10)
        if kind == 0:
            return self.put("Mul", [x, self.put("Sigmoid", [x], shape)], shape)
        if kind == 1:
            return self.put("Clip", [x, -1.0, 1.5], shape)
        if kind == 2 and len(shape) > 1:
            return self.put("PRelu", [x, self.weights(shape[1], *[1] * (len(shape) - 2))], shape)
        if kind < 8:
            op = self.word("Relu", "LeakyRelu", "Sigmoid", "Tanh", "HardSwish", "Elu", "Abs")
            return self.put(op, [x], shape)
        return x

    def model(self, blocks: int) -> onnx.ModelProto:
        """A network of so many blocks, with up to six outputs, one of which may be read within."""
        for _ in range(blocks):
            self.blocks[self.between(0, len(self.blocks) - 1)]()
        if not self.nodes:
            self.put("Relu", ["image"], self.inputs["image"])
        used = {i for node in self.nodes for i in node.input}
        made = [v for v in self.values if v[0] not in self.inputs]
        outputs = [v for v in made if v[0] not in used][-5:]
        inner = [v for v in made if v[0] in used]
        if inner and self.chance(0.5):
            outputs.append(inner[self.between(0, len(inner) - 1)])
        ends = [
            [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in v]
            for v in (self.inputs.items(), outputs)
        ]
        graph = helper.make_graph(self.nodes, "grown", *ends, self.constants)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)

    # --- blocks of images ---

    def add_convolution(self) -> None:
        if not (found := self.image()):
            return
        x, (n, c, h, w) = found
        kernel = [1, 1] if self.chance(0.3) else [min(self.pick(1, 2, 3, 3, 5), size) for size in (h, w)]
        strides = [self.between(1, 2) for _ in kernel] if self.chance(0.3) else [1, 1]
        dilations = [self.between(1, 2) for _ in kernel] if self.chance(0.1) else [1, 1]
        reach = [d * (k - 1) for d, k in zip(dilations, kernel, strict=True)]
        pads = [self.between(0, r) for r in reach * 2] if self.chance(0.4) else [r // 2 for r in reach * 2]
        size = [(s + pads[i] + pads[i + 2] - reach[i] - 1) // strides[i] + 1 for i, s in enumerate((h, w))]
        group = c if self.chance(0.3) else 2 if c % 2 == 0 and self.chance(0.2) else 1
        out = group * self.between(1, 2) if group > 1 else self.pick(1, 3, 4, 8, 12, 16, 17, 24, 32, 40)
        shape = (n, out, size[0], size[1])
        if min(size) < 1 or prod(shape) > LARGEST:
            return
        inner = c // group * prod(kernel)
        inputs = [x, self.weights(out, c // group, *kernel, scale=inner**-0.5)]
        inputs += [self.weights(out)] if self.chance(0.7) else []
        attrs = {"strides": strides, "pads": pads, "dilations": dilations, "group": group}
        y = self.put("Conv", inputs, shape, **attrs)
        if self.chance(0.3):
            spread = (self.random.random(out) + 0.5).astype(np.float32)
            y = self.put("BatchNormalization", [y, *(self.weights(out) for _ in range(3)), spread], shape)
        y = self.activated(y, shape)
        other = self.value(lambda s: s == shape)
        if other and self.chance(0.5):
            pair = [y, other[0]] if self.chance(0.5) else [other[0], y]
            self.activated(self.put(self.word("Add", "Sub", "Mul"), pair, shape), shape)

    add_convolution_again = add_convolution_once_more = add_another_convolution = add_convolution

    def add_pool(self) -> None:
        if not (found := self.image()):
            return
        x, (n, c, h, w) = found
        kernel = [min(self.between(1, 3), size) for size in (h, w)]
        strides, pads = [self.between(1, 2) for _ in kernel], [self.between(0, k // 2) for k in kernel * 2]
        size = [(s + pads[i] + pads[i + 2] - kernel[i]) // strides[i] + 1 for i, s in enumerate((h, w))]
        op = self.word("MaxPool", "AveragePool")
        more = {"count_include_pad": self.between(0, 1)} if op == "AveragePool" else {}
        self.put(op, [x], (n, c, *size), kernel_shape=kernel, strides=strides, pads=pads, **more)

    def add_gate(self) -> None:
        if found := self.image():
            x, (n, c, h, w) = found
            y = self.put(self.word("GlobalAveragePool", "GlobalMaxPool"), [x], (n, c, 1, 1))
            self.put("Mul", [x, self.put("Sigmoid", [y], (n, c, 1, 1))], (n, c, h, w))

    def add_resize(self) -> None:
        if not (found := self.image()):
            return
        x, (n, c, h, w) = found
        scales = [self.random.choice([1, 2, 2, 1.5, 0.5]) for _ in range(2)]
        shape = (n, c, int(h * scales[0]), int(w * scales[1]))
        if 0 < prod(shape) < LARGEST:
            how = self.word("half_pixel", "asymmetric", "pytorch_half_pixel")
            given = [x, "", np.array([1, 1, *scales], np.float32)]
            mode = self.word("nearest", "linear", "cubic")
            self.put("Resize", given, shape, mode=mode, coordinate_transformation_mode=how)

    def add_pad(self) -> None:
        if not (found := self.image()):
            return
        x, shape = found
        mode = self.word("constant", "edge", "reflect")
        if mode == "reflect" and min(shape[2:]) < 4:
            return
        pads = [0, 0, *(self.pick(0, 1, 2) for _ in "hw"), 0, 0, *(self.pick(0, 1, 2) for _ in "hw")]
        self.put("Pad", [x, self.ints(*pads)], tuple(s + pads[i] + pads[i + 4] for i, s in enumerate(shape)), mode=mode)

    def add_depth(self) -> None:
        if not (found := self.image()):
            return
        x, (n, c, h, w) = found
        if h % 2 == 0 and w % 2 == 0:
            self.put("SpaceToDepth", [x], (n, c * 4, h // 2, w // 2), blocksize=2)
        elif c % 4 == 0:
            self.put("DepthToSpace", [x], (n, c // 4, h * 2, w * 2), blocksize=2, mode=self.word("DCR", "CRD"))

    def add_transposed_convolution(self) -> None:
        if not (found := self.image()):
            return
        x, (n, c, h, w) = found
        out, stride, k = self.between(1, 12), self.between(1, 2), self.between(1, 3)
        shape = (n, out, (h - 1) * stride + k, (w - 1) * stride + k)
        if prod(shape) <= LARGEST:
            weights = self.weights(c, out, k, k, scale=(c * k) ** -0.5)
            self.activated(
                self.put("ConvTranspose", [x, weights, self.weights(out)], shape, strides=[stride] * 2), shape
            )

    # --- blocks of any values ---

    def add_product(self) -> None:
        if found := self.value(lambda s: len(s) >= 2):
            x, shape = found
            out = self.between(1, 40)
            y = self.put("MatMul", [x, self.weights(shape[-1], out, scale=shape[-1] ** -0.5)], (*shape[:-1], out))
            if self.chance(0.5):
                y = self.put("Add", [y, self.weights(out)], (*shape[:-1], out))
            self.activated(y, (*shape[:-1], out))

    add_product_again = add_product

    def add_product_of_two(self) -> None:
        first = self.value(lambda s: len(s) == 3)
        second = first and self.value(lambda s: len(s) == 3 and s[0] == first[1][0] and s[1] == first[1][2])
        if first and second:
            shape = (*first[1][:2], second[1][2])
            self.put("Mul", [self.put("MatMul", [first[0], second[0]], shape), 0.3], shape)

    def add_elementwise(self) -> None:
        first, second = self.value(), self.value()
        assert first
        assert second
        try:
            shape = np.broadcast_shapes(first[1], second[1])
        except ValueError:
            return
        if prod(shape) <= LARGEST:
            op = self.word("Add", "Sub", "Mul", "Max", "Min")
            self.activated(self.put(op, [first[0], second[0]], shape), shape)

    def add_choice(self) -> None:
        """x where it is positive."""
        if found := self.value():
            x, shape = found
            self.put("Where", [self("Greater", x, 0.0), x, 0.5], shape)

    def add_concat(self) -> None:
        if found := self.value():
            shape = found[1]
            axis = self.between(0, len(shape) - 1)
            others = (*shape[:axis], *shape[axis + 1 :])
            alike = self.value(lambda s: len(s) == len(shape) and (*s[:axis], *s[axis + 1 :]) == others)
            assert alike
            parts = [found, alike, *[found] * self.pick(0, 0, 0, 1)]
            whole = (*shape[:axis], sum(p[1][axis] for p in parts), *shape[axis + 1 :])
            if prod(whole) <= LARGEST:
                self.activated(self.put("Concat", [p[0] for p in parts], whole, axis=axis), whole)

    def add_slice(self) -> None:
        if found := self.value():
            x, shape = found
            axis = self.between(0, len(shape) - 1)
            start = self.between(0, shape[axis] - 1)
            end, step = self.between(start + 1, shape[axis]), self.pick(1, 1, 1, 2)
            size = (*shape[:axis], len(range(start, end, step)), *shape[axis + 1 :])
            self.activated(self.put("Slice", [x, *(self.ints(v) for v in (start, end, axis, step))], size), size)

    def add_split(self) -> None:
        if found := self.value(lambda s: s != () and s[-1] % 2 == 0):
            x, shape = found
            half = (*shape[:-1], shape[-1] // 2)
            name = self("Split", x, outputs=2, axis=-1, num_outputs=2)
            self.values += ((f"{name}:{i}", half) for i in range(2))

    def add_transpose(self) -> None:
        if found := self.value(lambda s: len(s) > 1):
            x, shape = found
            perm = [int(i) for i in self.random.permutation(len(shape))]
            self.put("Transpose", [x], tuple(shape[i] for i in perm), perm=perm)

    def add_reshape(self) -> None:
        """Two axes as one, one as two, or a new one."""
        if found := self.value():
            x, shape = found
            at = self.between(0, len(shape) - 1)
            if len(shape) > 1 and at and self.chance(0.5):
                new = (*shape[: at - 1], shape[at - 1] * shape[at], *shape[at + 1 :])
            else:
                parts = [p for p in range(1, shape[at] + 1) if shape[at] % p == 0]
                part = self.pick(*parts)
                new = (*shape[:at], part, shape[at] // part, *shape[at + 1 :])
            if len(new) <= 5:
                self.activated(self.put("Reshape", [x, self.ints(*new)], new), new)

    def add_gather(self) -> None:
        if found := self.value():
            x, shape = found
            axis, count = self.between(0, len(shape) - 1), self.between(1, 5)
            chosen = self.random.integers(0, shape[axis], count)
            self.put("Gather", [x, chosen], (*shape[:axis], count, *shape[axis + 1 :]), axis=axis)

    def add_normalisation(self) -> None:
        if found := self.value():
            x, shape = found
            if self.chance(0.5) and shape[-1] > 1:
                given = [x, self.weights(shape[-1]), self.weights(shape[-1])]
                self.put("LayerNormalization", given, shape, axis=-1)
            else:
                self.put(self.word("Softmax", "LogSoftmax"), [x], shape, axis=self.between(0, len(shape) - 1))

    def add_reduction(self) -> None:
        if found := self.value():
            x, shape = found
            axes = sorted({self.between(0, len(shape) - 1) for _ in range(self.between(1, 2))})
            keep = self.between(0, 1)
            left = tuple(1 if i in axes else s for i, s in enumerate(shape) if keep or i not in axes)
            op = self.word("ReduceMean", "ReduceMax", "ReduceMin", "ReduceSum", "ReduceL2")
            self.put(op, [x, self.ints(*axes)], left, keepdims=keep)
