"""Constants into weights, Pad into pads, strided slices into the stem, written-out activations into their names."""

from __future__ import annotations

import numpy as np
import pytest

from packager.passes.activations import ACTIVATIONS
from packager.passes.arithmetic import ARITHMETIC
from packager.passes.clips import CLIPS
from packager.passes.dead_code import DEAD_CODE
from packager.passes.focus import FOCUS
from packager.passes.fold_affine import FOLD_AFFINE
from packager.passes.fold_pad import FOLD_PAD
from packager.passes.gemm import GEMM
from packager.passes.one_form import ONE_FORM
from tests.passes.net import Build, Net, after, attribute, count, unchanged

# --- fold_affine ---


def batch_norm(n: Net, x: str, c: int) -> str:
    return n("BatchNormalization", x, n.weights(c), n.weights(c), n.weights(c), abs(n.weights(c)) + 0.1, epsilon=1e-3)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("group", [1, 2, 4])
def test_batch_norm_behind_convolutions(net: Build, bias: bool, group: int):
    n = net(x=(2, 4, 5, 5))
    conv = n.conv("x", 4, 8, 3, bias, group)
    up = n("ConvTranspose", "x", n.weights(4, 6 // (2 if group > 1 else 1), 3, 3), group=2 if group > 1 else 1)
    graph = after(n.graph(batch_norm(n, conv, 8), batch_norm(n, up, 6)), FOLD_AFFINE)
    assert count(graph) == {"Conv": 1, "ConvTranspose": 1}


def test_batch_norm_behind_products(net: Build):
    n = net(x=(3, 4), y=(3, 5, 4))
    rows = n("Gemm", "x", n.weights(6, 4), transB=1)
    cube = n("Mul", n("Add", n("MatMul", "y", n.weights(4, 6)), n.weights(6)), n.weights(6))
    graph = after(n.graph(batch_norm(n, rows, 6), cube), GEMM, FOLD_AFFINE)
    assert count(graph) == {"Gemm": 2, "Reshape": 2}


def test_batch_norm_alone_is_a_scale_and_a_shift(net: Build):
    n = net(x=(1, 4, 3, 3), y=(2, 4))
    graph = after(n.graph(batch_norm(n, "x", 4), batch_norm(n, "y", 4)), FOLD_AFFINE)
    assert count(graph) == {"Mul": 2, "Add": 2}


def test_affine_before_convolutions(net: Build):
    n = net(x=(1, 4, 5, 5), y=(2, 4))
    scaled = n.conv(n("Mul", "x", n.weights(4, 1, 1)), 4, 4, 3, group=2)
    shifted = n.conv(n("Add", n("Mul", "x", n.weights(4, 1, 1)), n.weights(4, 1, 1)), 4, 6, 3, pads=[0] * 4)
    padded = n.conv(n("Add", "x", n.weights(4, 1, 1)), 4, 4, 3)
    rows = n("Gemm", n("Add", n("Mul", "y", n.weights(4)), n.weights(4)), n.weights(4, 3))
    graph = after(n.graph(scaled, shifted, padded, rows), GEMM, FOLD_AFFINE)
    assert count(graph) == {"Conv": 3, "Gemm": 1, "Add": 1}, "zeros of the padding are not shifted"


def test_what_is_no_channel_or_is_read_elsewhere_stays(net: Build):
    n = net(x=(1, 4, 5, 5), v=(4, 1, 1))
    conv = n.conv("x", 4, 4)
    graph = n.graph(
        n("Mul", conv, n.weights(4, 1, 1)),
        n("Neg", conv),
        n("Add", n.conv("x", 4, 4), n.weights(5)),
        n("Mul", n.conv("x", 4, 4), "v"),
        n("Add", n.conv("x", 4, 1), n.weights(4, 1, 1)),
        n("Conv", "x", n("Neg", n("Reshape", "v", n.ints(1, 4, 1, 1)))),
    )
    assert unchanged(graph, FOLD_AFFINE)


# --- fold_pad ---


def pad(n: Net, x: str, *pads: int, value: float = 0.0, mode: str = "constant") -> str:
    t, left, b, r = pads
    return n("Pad", x, n.ints(0, 0, t, left, 0, 0, b, r), value, mode=mode)


def test_pads_into_convolutions_and_pools(net: Build):
    n = net(x=(1, 4, 6, 6))
    relu = n("Relu", "x")
    graph = after(
        n.graph(
            n.conv(pad(n, "x", 0, 0, 1, 1), 4, 4, 3, strides=[2, 2], pads=[1, 0, 0, 1]),
            n("AveragePool", pad(n, "x", 1, 0, 1, 1), kernel_shape=[3, 3]),
            n("AveragePool", pad(n, "x", 1, 1, 0, 0), kernel_shape=[3, 3], pads=[1] * 4, count_include_pad=1),
            n("MaxPool", pad(n, "x", 1, 1, 1, 1, value=-np.inf), kernel_shape=[3, 3], strides=[2, 2]),
            n("MaxPool", pad(n, relu, 1, 1, 1, 1), kernel_shape=[3, 3], strides=[2, 2]),
            n.conv(pad(n, pad(n, "x", 1, 1, 1, 1), 1, 0, 0, 0), 4, 2, 3, pads=[0] * 4),
        ),
        FOLD_PAD,
        DEAD_CODE,
    )
    assert count(graph) == {"Conv": 2, "AveragePool": 2, "MaxPool": 2, "Relu": 1}
    assert [m.ints("pads") for m in graph.nodes if m.op == "Conv"] == [(1, 0, 1, 2), (2, 1, 1, 1)]


def test_pads_that_mean_something_else_stay(net: Build):
    n = net(x=(1, 4, 6, 6))
    average = {"kernel_shape": [3, 3], "pads": [1] * 4, "count_include_pad": 0}
    graph = n.graph(
        n.conv(pad(n, "x", 1, 1, 1, 1, value=1.0), 4, 4, 3),
        n.conv(pad(n, "x", 1, 1, 1, 1, mode="reflect"), 4, 4, 3),
        n.conv(n("Pad", "x", n.ints(0, 1, 0, 0, 0, 0, 0, 0)), 5, 4, 3),
        n("AveragePool", pad(n, "x", 1, 1, 1, 1), **average),
        n("AveragePool", pad(n, "x", 3, 0, 0, 0), kernel_shape=[3, 3]),
        n("AveragePool", pad(n, "x", 0, 0, 1, 1), kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1),
        n("MaxPool", pad(n, "x", 1, 1, 1, 1), kernel_shape=[3, 3]),
        n("MaxPool", pad(n, n("Relu", "x"), 3, 0, 0, 0), kernel_shape=[3, 3]),
        n("MaxPool", pad(n, n("Relu", "x"), 1, 1, 1, 1, value=2.0), kernel_shape=[3, 3]),
    )
    assert unchanged(graph, FOLD_PAD)


# --- focus ---


def focus(n: Net, order: tuple[tuple[int, int], ...], block: int = 2, size: int = 8) -> str:
    cuts = [n("Slice", "x", n.ints(i, j), n.ints(size, size), n.ints(2, 3), n.ints(block, block)) for i, j in order]
    return n("Concat", *cuts, axis=1)


YOLOX = ((0, 0), (1, 0), (0, 1), (1, 1))
ONNX_ORDER = ((0, 0), (0, 1), (1, 0), (1, 1))


@pytest.mark.parametrize(
    ("order", "left"), [(YOLOX, {"SpaceToDepth": 1, "Gather": 1}), (ONNX_ORDER, {"SpaceToDepth": 1})]
)
def test_strided_slices_are_space_to_depth(net: Build, order: tuple[tuple[int, int], ...], left: dict[str, int]):
    n = net(x=(2, 3, 8, 8))
    assert count(after(n.graph(focus(n, order)), FOCUS, DEAD_CODE)) == left


@pytest.mark.parametrize(
    ("k", "stride", "pads"), [(3, 1, [1] * 4), (1, 1, [0] * 4), (3, 2, [1, 0, 0, 1]), (2, 2, [0] * 4)]
)
def test_a_convolution_reads_the_pixels_themselves(net: Build, k: int, stride: int, pads: list[int]):
    n = net(x=(2, 3, 8, 8))
    y = n.conv(focus(n, YOLOX), 12, 5, k, strides=[stride] * 2, pads=pads)
    graph = after(n.graph(y), FOCUS, DEAD_CODE)
    assert count(graph) == {"Conv": 1}
    assert attribute(graph, "Conv", "kernel_shape") == (2 * k, 2 * k)


def test_rows_then_columns_and_blocks_of_three(net: Build):
    n = net(x=(1, 2, 8, 8))
    rows = [n("Slice", "x", n.ints(i), n.ints(8), n.ints(2), n.ints(2)) for i in (0, 1)]
    cuts = [n("Slice", r, n.ints(j), n.ints(8), n.ints(3), n.ints(2)) for j in (0, 1) for r in rows]
    three = net(x=(1, 2, 9, 9))
    y = focus(three, tuple((i, j) for i in range(3) for j in range(3)), 3, 9)
    assert count(after(n.graph(n.conv(n("Concat", *cuts, axis=1), 8, 4, 3)), FOCUS, DEAD_CODE)) == {"Conv": 1}
    assert count(after(three.graph(y), FOCUS, DEAD_CODE)) == {"SpaceToDepth": 1}


def test_slices_of_an_nhwc_image(net: Build):
    n = net(x=(1, 8, 8, 3))
    cuts = [n("Slice", "x", n.ints(i, j), n.ints(8, 8), n.ints(1, 2), n.ints(2, 2)) for i, j in YOLOX]
    y = n.conv(n("Transpose", n("Concat", *cuts, axis=3), perm=[0, 3, 1, 2]), 12, 4, 3)
    graph = after(n.graph(n("Transpose", y, perm=[0, 2, 3, 1])))
    assert count(graph) == {"Conv": 1}
    assert attribute(graph, "Conv", "kernel_shape") == (6, 6)


def test_channels_cut_before_the_slices_stay_cut(net: Build):
    n = net(x=(1, 4, 8, 8))
    some = n("Slice", "x", n.ints(1), n.ints(4), n.ints(1))
    cuts = [n("Slice", some, n.ints(i, j), n.ints(8, 8), n.ints(2, 3), n.ints(2, 2)) for i, j in YOLOX]
    graph = after(n.graph(n.conv(n("Concat", *cuts, axis=1), 12, 4, 3)), FOCUS, DEAD_CODE)
    assert count(graph) == {"Slice": 1, "Conv": 1}


def test_other_slices_and_convolutions_stay(net: Build):
    n = net(x=(1, 2, 8, 8))
    twice = focus(n, ((0, 0), (0, 0), (0, 1), (1, 1)))
    partial = n(
        "Concat", *(n("Slice", "x", n.ints(i, j), n.ints(6, 6), n.ints(2, 3), n.ints(2, 2)) for i, j in YOLOX), axis=1
    )
    dilated = n.conv(n("SpaceToDepth", "x", blocksize=2), 8, 2, 3, dilations=[2, 2])
    groups = n.conv(n("SpaceToDepth", "x", blocksize=2), 8, 8, 3, group=2)
    some = n.conv(n("Gather", "x", n.ints(1, 1), axis=1), 2, 2)
    assert unchanged(n.graph(twice, partial, dilated, groups, some), FOCUS)


# --- activations ---


def spellings(n: Net) -> list[tuple[str, str, dict[str, float]]]:
    """(output, operator, attributes) of activations written out."""
    x, c = "x", n.weights(3, 1, 1)
    gate = n("Clip", n("Add", x, 3.0), 0.0, 6.0)
    sixth = float(np.float32(1 / 6))
    exp = n("Add", n("Exp", n("Neg", x)), 1.0)
    erf = n("Add", n("Erf", n("Div", x, 2**0.5)), 1.0)
    cube = n("Mul", n("Mul", x, n("Mul", x, x)), 0.044715)
    tanh = n("Add", 1.0, n("Tanh", n("Mul", n("Add", x, cube), (2 / np.pi) ** 0.5)))
    hard = {"alpha": 1 / 6, "beta": 0.5}
    negative = n("Relu", n("Neg", x))
    return [
        (n("Mul", x, n("Sigmoid", x)), "Swish", {"alpha": 1.0}),
        (n("Mul", n("Sigmoid", x), x), "Swish", {"alpha": 1.0}),
        (n("Mul", x, n("Sigmoid", n("Mul", x, 1.702))), "Swish", {"alpha": 1.702}),
        (n("Mul", x, n("HardSigmoid", x, **hard)), "HardSwish", {}),
        (n("Div", n("Mul", x, gate), 6.0), "HardSwish", {}),
        (n("Mul", n("Div", n("Clip", n("Add", 3.0, x), 0.0, 6.0), 6.0), x), "HardSwish", {}),
        (n("Mul", n("Mul", x, sixth), n("Clip", n("Add", x, 3.0), 0.0, 6.0)), "HardSwish", {}),
        (n("Div", n("Min", n("Max", n("Add", x, 3.0), 0.0), 6.0), 6.0), "HardSigmoid", hard),
        (n("Clip", n("Add", n("Mul", x, 0.2), 0.5), 0.0, 1.0), "HardSigmoid", {"alpha": 0.2, "beta": 0.5}),
        (n("Div", 1.0, exp), "Sigmoid", {}),
        (n("Reciprocal", n("Add", 1.0, n("Exp", n("Neg", x)))), "Sigmoid", {}),
        (n("Max", x, n("Mul", x, 0.25)), "LeakyRelu", {"alpha": 0.25}),
        (n("PRelu", x, np.full((1, 1, 1), 0.125, np.float32)), "LeakyRelu", {"alpha": 0.125}),
        (n("Add", n("Relu", x), n("Mul", negative, -0.5)), "LeakyRelu", {"alpha": 0.5}),
        (n("Add", n("Mul", c, n("Relu", n("Neg", x))), n("Relu", x)), "PRelu", {}),
        (n("Sub", n("Relu", x), n("Mul", c, n("Relu", n("Neg", x)))), "PRelu", {}),
        (n("Add", n("Relu", x), n("Mul", n("Sub", x, n("Abs", x)), c)), "PRelu", {}),
        (n("Mul", x, n("Tanh", n("Softplus", x))), "Mish", {}),
        (n("Mul", x, n("Tanh", n("Log", n("Add", n("Exp", x), 1.0)))), "Mish", {}),
        (n("Mul", n("Mul", x, 0.5), erf), "Gelu", {}),
        (n("Mul", 0.5, n("Mul", x, tanh)), "Gelu", {}),
    ]


@pytest.mark.parametrize("index", range(21))
def test_written_out_activations(net: Build, index: int):
    n = net(x=(2, 3, 4, 5))
    output, op, attrs = spellings(n)[index]
    graph = after(n.graph(output), DEAD_CODE, ONE_FORM, ARITHMETIC, CLIPS, ACTIVATIONS)
    assert count(graph) == {op: 1}
    for key, value in attrs.items():
        assert attribute(graph, op, key) == pytest.approx(value, rel=1e-5)


def test_what_only_looks_like_an_activation_stays(net: Build):
    n = net(x=(1, 3, 4, 4), y=(1, 3, 4, 4))
    sigmoid = n("Sigmoid", "x")
    graph = n.graph(
        n("Mul", "y", n("Sigmoid", "x")),
        n("Mul", "x", sigmoid),
        n("Neg", sigmoid),
        n("Mul", "x", n("HardSigmoid", "x", alpha=0.2, beta=0.5)),
        n("Mul", n("Clip", n("Add", "x", 3.0), 0.0, 5.0), float(np.float32(1 / 6))),
        n("Max", "x", n("Mul", "x", 1.5)),
        n("Add", n("Relu", "x"), n("Mul", n("Relu", n("Neg", "y")), 0.5)),
        n("Mul", n("Mul", "x", 0.5), n("Add", n("Erf", n("Mul", "x", 0.7)), 1.0)),
        n("PRelu", "x", n.weights(3, 1, 1)),
    )
    assert unchanged(graph, ACTIVATIONS)


# --- clips ---


def test_limits_in_a_row_are_one(net: Build):
    n = net(x=(1, 4, 6, 6))
    graph = after(
        n.graph(
            n("Clip", n("Relu", "x"), "", 6.0),
            n("Relu", n("Clip", "x", -1.0, 4.0)),
            n("Clip", n("Clip", "x", 0.0, 3.0), 5.0, 9.0),
            n("Clip", "x", 0.0),
            n("Neg", n("Relu", n("MaxPool", n("Relu", "x"), kernel_shape=[2, 2]))),
            n("Neg", n("Clip", n("Sigmoid", "x"), 0.0, 1.0)),
            n("Neg", n("Relu", n("Concat", n("Relu", "x"), n("Sigmoid", "x"), axis=1))),
        ),
        CLIPS,
        DEAD_CODE,
    )
    assert count(graph) == {"Clip": 3, "Relu": 3, "Neg": 3, "MaxPool": 1, "Sigmoid": 2, "Concat": 1}


def test_limits_that_are_reached_stay(net: Build):
    n = net(x=(1, 4, 6, 6))
    read = n("Relu", "x")
    graph = n.graph(
        n("Clip", read, "", 6.0),
        n("Neg", read),
        n("Relu", n("Concat", n("Relu", "x"), "x", axis=1)),
        n("Clip", n("Sigmoid", "x"), 0.0, 0.5),
        n("Relu", n("AveragePool", "x", kernel_shape=[2, 2])),
    )
    assert unchanged(graph, CLIPS)
