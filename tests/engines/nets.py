"""Small networks that between them have every kernel, for the tests of what a run by several threads rests on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from packager.graph import Graph
from packager.passes.optimise import optimise
from tests.passes.net import Build, Net


def _tail(n: Net, x: str, channels: int) -> Graph:
    """A classifier's end: mean, product, softmax."""
    flat = n("Flatten", n("GlobalAveragePool", x))
    return optimise(n.graph(n("Softmax", n("Gemm", flat, n.weights(channels, 21), n.weights(21)))))


def dense(net: Build) -> Graph:
    """Convolutions whose pixels lie with and without gaps, whose channels fill no vector, with operands at their end."""
    n = net(x=(1, 5, 11, 13))
    a = n("Relu", n.conv("x", 5, 40, 3))
    b = n("HardSwish", n.conv(a, 40, 40, 1))
    c = n("Add", n.conv(b, 40, 40, 5, strides=[2, 2]), n.conv(b, 40, 40, 1, strides=[2, 2]))
    return _tail(n, n("Relu", n.conv(c, 40, 67, 1)), 67)


def separable(net: Build) -> Graph:
    """Depthwise convolutions: special and general, with short and long ends."""
    n = net(x=(1, 12, 15, 17))
    a = n("Relu", n.conv("x", 12, 12, 3, group=12))
    b = n("Sigmoid", n.conv(a, 12, 12, 5, group=12, strides=[2, 2]))
    c = n("Mul", n.conv(b, 12, 12, 3, group=12, dilations=[2, 2], pads=[2, 2, 2, 2]), b)
    return _tail(n, n.conv(c, 12, 24, 1), 24)


def points(net: Build) -> Graph:
    """Convolutions that suit Winograd's algorithm."""
    n = net(x=(1, 32, 17, 19))
    a = n("Relu", n.conv("x", 32, 32, 3))
    b = n("Relu", n("Add", n.conv(a, 32, 32, 3), "x"))
    return _tail(n, n.conv(b, 32, 48, 3), 48)


def groups(net: Build) -> Graph:
    """Several images, groups, transposed convolutions."""
    n = net(x=(3, 8, 9, 7))
    a = n.conv("x", 8, 16, 3, group=2)
    b = n("ConvTranspose", a, n.weights(16, 6, 3, 3), strides=[2, 2])
    return optimise(n.graph(n("Relu", b)))


def pools(net: Build) -> Graph:
    """Windows cut at borders, dilated ones, all means and norms."""
    n = net(x=(1, 20, 13, 14))
    a = n("MaxPool", "x", kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    b = n("AveragePool", a, kernel_shape=[3, 2], strides=[2, 1], pads=[1, 0, 1, 1], count_include_pad=1)
    c = n("MaxPool", a, kernel_shape=[3, 3], dilations=[2, 2], strides=[2, 2])
    d = n("LpPool", a, kernel_shape=[2, 2], p=2)
    return optimise(n.graph(b, c, d))


def sampling(net: Build) -> Graph:
    """Resizing by tables and by copies, joined."""
    n = net(x=(1, 9, 7, 6))
    scales = np.array([1, 1, 2, 2], np.float32)
    odd = np.array([1, 1, 1.7, 2.5], np.float32)
    a = n("Resize", n.conv("x", 9, 9, 3), "", scales, mode="nearest", coordinate_transformation_mode="asymmetric")
    b = n("Resize", n.conv("x", 9, 11, 1), "", scales, mode="linear")
    return optimise(n.graph(n("Concat", a, b, axis=1), n("Resize", a, "", odd, mode="linear")))


def norms(net: Build) -> Graph:
    """Normalisations along channels, rows, images; local response."""
    n = net(x=(1, 16, 9, 10))
    a = n("InstanceNormalization", "x", n.weights(16), n.weights(16))
    b = n("LRN", n.conv(a, 16, 16, 1), size=5)
    c = n("LayerNormalization", n("Transpose", b, perm=[0, 2, 3, 1]), n.weights(16), n.weights(16))
    return optimise(n.graph(c, n("LpNormalization", b, axis=1), n("LayerNormalization", b, n.weights(10))))


def axes(net: Build) -> Graph:
    """Reductions, extrema and softmax, along axes that are contiguous and those that are not."""
    n = net(x=(2, 12, 9, 16))
    found = [n("ReduceMean", "x", axes=[1, 2]), n("ReduceLogSumExp", "x", axes=[3]), n("ReduceMax", "x", axes=[1])]
    found += [n("ArgMax", "x", axis=2), n("Softmax", "x", axis=1), n("Softmax", "x", axis=3), n("Softmax", "x", axis=2)]
    short = n("Reshape", "x", n.ints(432, 8))
    return optimise(n.graph(*found, n("Softmax", short, axis=1), n("LogSoftmax", "x", axis=3)))


def walks(net: Build) -> Graph:
    """Copies and elementwise operators over strides: transposed, sliced, padded, joined, picked."""
    n = net(x=(1, 3, 36, 20), y=(1, 6, 36, 20), z=(4, 5, 6, 7))
    a = n(
        "Mul",
        n("Add", "y", n.weights(6, 1, 20)),
        n("Sin", n("Slice", "y", n.ints(5), n.ints(-7), n.ints(1), n.ints(-1))),
    )
    b = n("Concat", n("Exp", "x"), a, axis=1)
    c = n("Pad", n("Transpose", "z", perm=[0, 2, 3, 1]), n.ints(0, 1, 2, 0, 0, 0, 1, 3))
    d = n("Gather", "z", n.ints(3, 0, 2), axis=1)
    e = n("Transpose", n("Abs", "z"), perm=[3, 1, 0, 2])
    return optimise(n.graph(b, c, d, e, n("Transpose", "x", perm=[0, 2, 3, 1]), n("Expand", "x", n.ints(2, 3, 36, 20))))


ALL: dict[str, Callable[[Build], Graph]] = {
    f.__name__: f for f in (dense, separable, points, groups, pools, sampling, norms, axes, walks)
}
