"""Random small networks out of the blocks that real ones are made of."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from packager.graph import Graph
from tests.passes.net import Net


class Zoo:
    """Grows one random network; `seed` decides everything. Every value is an image [N, C, H, W] until the end."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        n = 1 if self.chance(0.8) else 2
        self.nhwc = self.chance(0.3)
        c, h, w = self.pick(1, 3, 4), self.pick(6, 8, 9), self.pick(5, 8)
        shape = (n, h, w, c) if self.nhwc else (n, c, h, w)
        self.net = Net(folder, seed, x=shape)
        start = self.net("Transpose", "x", perm=[0, 3, 1, 2]) if self.nhwc else "x"
        self.images: list[tuple[str, tuple[int, int, int, int]]] = [(start, (n, c, h, w))]
        self.blocks = [getattr(self, name) for name in sorted(dir(self)) if name.startswith("add_")]

    def chance(self, p: float) -> bool:
        """True with probability `p`."""
        return bool(self.random.random() < p)

    def pick(self, *values: int) -> int:
        """One of `values`."""
        return int(values[int(self.random.integers(len(values)))])

    def image(self) -> tuple[str, tuple[int, int, int, int]]:
        """A value, the latest most often."""
        back = min(len(self.images), 1 + int(self.random.geometric(0.6)))
        return self.images[-back if self.chance(0.5) else -1]

    def put(self, value: str, n: int, c: int, h: int, w: int) -> None:
        """Remember a new image."""
        self.images.append((value, (n, c, h, w)))

    def grow(self, blocks: int) -> Graph:
        """The graph of a network of so many blocks, with one to three outputs."""
        for _ in range(blocks):
            self.blocks[int(self.random.integers(len(self.blocks)))]()
        outputs = dict.fromkeys([self.end(*self.images[-1])])
        for image in (self.image() for _ in range(int(self.random.integers(3)))):
            outputs[self.end(*image)] = None
        return self.net.graph(*(o for o in outputs if o != "x"))

    def end(self, x: str, shape: tuple[int, int, int, int]) -> str:
        """A head: the image itself, NHWC, a detector's rows, classes, or a flattened product."""
        n, c, h, w = shape
        kind = self.pick(0, 1, 2, 3, 4, 5)
        if kind == 1:
            return self.net("Transpose", x, perm=[0, 2, 3, 1])
        if kind == 2:
            rows = self.net("Reshape", x, self.net.ints(n, c, h * w))
            return self.net("Transpose", rows, perm=[0, 2, 1])
        if kind == 3:
            pooled = self.net("GlobalAveragePool", x)
            flat = self.net("Flatten", pooled)
            return self.net("Softmax", self.net("Gemm", flat, self.net.weights(5, c), self.net.weights(5), transB=1))
        if kind == 4:
            flat = self.net("Reshape", x, self.net.ints(n, c * h * w))
            return self.net(
                "Add", self.net("MatMul", flat, self.net.weights(c * h * w, 3, scale=0.1)), self.net.weights(3)
            )
        return x if x != "x" and kind == 0 else self.net("Sigmoid", x)

    # --- blocks ---

    def add_conv(self) -> None:
        x, (n, c, h, w) = self.image()
        k, stride, out = self.pick(1, 3), self.pick(1, 1, 2), self.pick(2, 4, 6)
        group = c if self.chance(0.3) else 1
        out = c * self.pick(1, 2) if group > 1 else out
        y = self.net.conv(x, c, out, k, self.chance(0.5), group, strides=[stride] * 2)
        if self.chance(0.5):
            y = self.net(
                "BatchNormalization", y, *(self.net.weights(out) for _ in range(3)), abs(self.net.weights(out)) + 1
            )
        self.put(self.activation(y, out), n, out, -(-h // stride), -(-w // stride))

    add_conv_again = add_conv_once_more = add_conv

    def add_transposed(self) -> None:
        x, (n, c, h, w) = self.image()
        if h * w > 150:
            return
        group, out = (2, 4) if c % 2 == 0 and self.chance(0.3) else (1, 3)
        weights = self.net.weights(c, out // group, 2, 2)
        y = self.net("ConvTranspose", x, weights, self.net.weights(out), strides=[2, 2], group=group)
        self.put(self.net("Mul", y, self.net.weights(out, 1, 1)), n, out, 2 * h, 2 * w)

    def add_affine(self) -> None:
        x, shape = self.image()
        c = shape[1]
        for _ in range(self.pick(1, 2, 3)):
            op = ("Add", "Mul", "Sub", "Div")[self.pick(0, 1, 2, 3)]
            form = ((c, 1, 1), (1, c, 1, 1), (), (1,), (1, 1, shape[3]), shape[1:])[self.pick(0, 0, 1, 2, 3, 4, 5)]
            number = self.net.weights(*form, scale=0.3, shift=2.0)
            x = self.net(op, *((x, number) if op == "Div" or self.chance(0.7) else (number, x)))
        self.put(x, *shape)

    def activation(self, x: str, c: int) -> str:
        """One of the activations, in one of its spellings."""
        net = self.net
        kind = self.pick(*range(14))
        if kind == 0:
            return net("Mul", x, net("Sigmoid", x))
        if kind == 1:
            return net("Mul", x, net("HardSigmoid", x, alpha=1 / 6, beta=0.5))
        if kind == 2:
            gate = net("Clip", net("Add", x, 3.0), 0.0, 6.0)
            return net("Div", net("Mul", gate, x), 6.0)
        if kind == 3:
            return net("Clip", net("Relu", x), 0.0, 6.0)
        if kind == 4:
            negative = net("Mul", net("Relu", net("Neg", x)), net.weights(c, 1, 1))
            return net("Add", net("Relu", x), negative)
        if kind == 5:
            return net("PRelu", x, net.weights(c, 1, 1) if self.chance(0.5) else net.weights(1))
        if kind == 6:
            return net("Max", x, net("Mul", x, 0.1))
        if kind == 7:
            return net("Mul", net("Tanh", net("Softplus", x)), x)
        if kind == 8:
            return net("Min", net("Max", x, 0.0), 6.0)
        if kind == 9:
            return net("Mul", net("Mul", x, 0.5), net("Add", net("Erf", net("Div", x, 1.4142135)), 1.0))
        return net("Relu", x) if kind < 12 else x

    def add_activation(self) -> None:
        x, shape = self.image()
        self.put(self.activation(x, shape[1]), *shape)

    def add_pool(self) -> None:
        x, (n, c, h, w) = self.image()
        if min(h, w) < 2:
            return
        k = self.pick(2, 3) if min(h, w) > 2 else 2
        pad = self.pick(0, 1)
        y = (h + 2 * pad - k) // 2 + 1, (w + 2 * pad - k) // 2 + 1
        if self.chance(0.5):
            value = self.net("MaxPool", x, kernel_shape=[k, k], strides=[2, 2], pads=[pad] * 4)
        else:
            both = self.pick(0, 1)
            value = self.net(
                "AveragePool", x, kernel_shape=[k, k], strides=[2, 2], pads=[pad] * 4, count_include_pad=both
            )
        self.put(value, n, c, *y)

    def add_pad(self) -> None:
        x, (n, c, h, w) = self.image()
        t, l, b, r = (self.pick(0, 1) for _ in range(4))
        x = self.net("Relu", x) if self.chance(0.5) else x
        y = self.net("Pad", x, self.net.ints(0, 0, t, l, 0, 0, b, r), 0.0 if self.chance(0.8) else 1.0)
        h, w = h + t + b, w + l + r
        kind = self.pick(0, 1, 2)
        if kind == 0:
            self.put(self.net.conv(y, c, 4, 3), n, 4, h, w)
        elif kind == 1 and min(h, w) > 2:
            self.put(self.net("MaxPool", y, kernel_shape=[3, 3]), n, c, h - 2, w - 2)
        elif min(h, w) > 2:
            self.put(self.net("AveragePool", y, kernel_shape=[3, 3]), n, c, h - 2, w - 2)

    def add_resize(self) -> None:
        x, (n, c, h, w) = self.image()
        if h * w > 150:
            return
        mode = ("nearest", "linear")[self.pick(0, 1)]
        how = ("asymmetric", "half_pixel", "align_corners")[self.pick(0, 1, 2)]
        scales = np.array([1, 1, 2, 2], np.float32)
        y = self.net("Resize", x, "", scales, mode=mode, coordinate_transformation_mode=how, nearest_mode="floor")
        self.put(y, n, c, 2 * h, 2 * w)

    def add_residual(self) -> None:
        x, (n, c, h, w) = self.image()
        y = self.net.conv(x, c, c, 3)
        y = self.net("Add", *((x, y) if self.chance(0.5) else (y, x)))
        self.put(self.activation(y, c), n, c, h, w)

    def add_gate(self) -> None:
        """Squeeze and excitation."""
        x, (n, c, h, w) = self.image()
        y = self.net("GlobalAveragePool", x) if self.chance(0.5) else self.net("ReduceMean", x, axes=[2, 3])
        if self.chance(0.5):
            y = self.net("Relu", self.net.conv(y, c, 2))
            y = self.net("Sigmoid", self.net.conv(y, 2, c))
        else:
            y = self.net("Reshape", y, self.net.ints(n, c))
            y = self.net("HardSigmoid", self.net("Gemm", y, self.net.weights(c, c), self.net.weights(c)))
            y = self.net("Reshape", y, self.net.ints(n, c, 1, 1))
        self.put(self.net("Mul", x, y), n, c, h, w)

    def add_concat(self) -> None:
        x, (n, c, h, w) = self.image()
        others = [(v, s) for v, s in self.images if s[0] == n and s[2:] == (h, w)]
        y, shape = others[int(self.random.integers(len(others)))]
        if c + shape[1] <= 12:
            self.put(self.net("Concat", x, y, axis=1), n, c + shape[1], h, w)

    def add_split(self) -> None:
        x, (n, c, h, w) = self.image()
        if c % 2:
            return
        y = self.net("Split", x, self.net.ints(c // 2, c // 2), outputs=2, axis=1)
        left, right = self.activation(f"{y}:0", c // 2), f"{y}:1"
        self.put(self.net("Concat", right, left, axis=1), n, c, h, w)

    def add_slice(self) -> None:
        x, (n, c, h, w) = self.image()
        axis = self.pick(1, 2, 3)
        step = self.pick(1, 2) if axis > 1 else 1
        size = (n, c, h, w)[axis]
        start = min(self.pick(0, 1), size - 1)
        y = self.net("Slice", x, *(self.net.ints(v) for v in (start, size, axis, step)))
        shape = [n, c, h, w]
        shape[axis] = -(-(size - start) // step)
        self.put(y, *shape)

    def add_shuffle(self) -> None:
        """ShuffleNet's shuffle of channels."""
        x, (n, c, h, w) = self.image()
        if c % 2:
            return
        y = self.net("Reshape", x, self.net.ints(n, 2, c // 2, h, w))
        y = self.net("Transpose", y, perm=[0, 2, 1, 3, 4])
        self.put(self.net("Reshape", y, self.net.ints(n, c, h, w)), n, c, h, w)

    def add_focus(self) -> None:
        x, (n, c, h, w) = self.image()
        if h % 2 or w % 2 or c > 4:
            return
        order = self.random.permutation(4)
        parts = []
        for q in order:
            i, j = divmod(int(q), 2)
            if self.chance(0.5):
                row = self.net("Slice", x, *(self.net.ints(v) for v in (i, h, 2, 2)))
                parts.append(self.net("Slice", row, *(self.net.ints(v) for v in (j, w, 3, 2))))
            else:
                bounds = ((i, j), (h, w), (2, 3), (2, 2))
                parts.append(self.net("Slice", x, *(self.net.ints(*v) for v in bounds)))
        y = self.net("Concat", *parts, axis=1)
        self.put(self.net.conv(y, 4 * c, 4, 3, strides=[self.pick(1, 2)] * 2), n, 4, 0, 0)
        stride = self.net.nodes[-1].attribute
        s = next(a.ints[0] for a in stride if a.name == "strides")
        self.images[-1] = (self.images[-1][0], (n, 4, -(-(h // 2) // s), -(-(w // 2) // s)))

    def add_round_trip(self) -> None:
        """Work in NHWC for a moment, as converted models do."""
        x, (n, c, h, w) = self.image()
        y = self.net("Transpose", x, perm=[0, 2, 3, 1])
        y = self.net("Add", y, self.net.weights(c)) if self.chance(0.5) else y
        y = self.net("Softmax", y, axis=3) if self.chance(0.3) else y
        y = self.net("Relu", y)
        self.put(self.net("Transpose", y, perm=[0, 3, 1, 2]), n, c, h, w)

    def add_one_dimensional(self) -> None:
        """A convolution over one axis, on rows of the image."""
        x, (n, c, h, w) = self.image()
        y = self.net("Reshape", x, self.net.ints(n, c, h * w))
        y = self.net("Conv", y, self.net.weights(4, c, 3), self.net.weights(4), pads=[1, 1])
        y = self.net("Relu", y)
        self.put(self.net("Reshape", y, self.net.ints(n, 4, h, w)), n, 4, h, w)

    def add_normalise(self) -> None:
        x, (n, c, h, w) = self.image()
        kind = self.pick(0, 1, 2)
        if kind == 0:
            y = self.net("Softmax", x, axis=1)
        elif kind == 1:
            y = self.net("InstanceNormalization", x, self.net.weights(c), self.net.weights(c))
        else:
            y = self.net("LRN", x, size=3)
        self.put(y, n, c, h, w)

    def add_depth(self) -> None:
        x, (n, c, h, w) = self.image()
        if c % 4 == 0 and h * w < 150:
            y = self.net("DepthToSpace", x, blocksize=2, mode=("DCR", "CRD")[self.pick(0, 1)])
            self.put(y, n, c // 4, 2 * h, 2 * w)
        elif h % 2 == 0 and w % 2 == 0 and c < 4:
            self.put(self.net("SpaceToDepth", x, blocksize=2), n, 4 * c, h // 2, w // 2)
