"""NHWC: where transposes go, for the shapes of network that there are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.dtype import F32, U8
from packager.graph import Node, Value
from packager.passes.forms import NHWC, Blocks, Form, convert, form_of_order, plain, rearranged, shaped
from packager.passes.layout import ALL_NHWC
from packager.passes.view import Draft, View
from tests.passes.net import Build, Net, after, by_hand, count

# --- forms ---


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.integers(1, 3), max_size=4), st.randoms(use_true_random=False), st.integers(0, 2))
def test_every_form_converts_to_every_other(shape: list[int], random, extra: int):
    value = Value("v", tuple(shape), F32)
    array = np.arange(value.size, dtype=np.float32).reshape(shape)

    def some() -> Form:
        rank = len(shape) + random.randint(0, extra)
        return shaped(value, rank, tuple(random.sample(range(rank), len(shape))))

    have, want = some(), some()
    graph = by_hand([Node("n", "Neg", ("h",), ("y",))], {"h": have.shape, "y": have.shape}, ["y"])
    draft = Draft(View.of(graph), graph.nodes[0])
    name = convert(draft, Form("h", have.shape, have.dims), want)
    tensors = {"h": rearranged(array, have)}
    for node in draft.nodes:
        x = tensors[node.inputs[0]]
        tensors[node.outputs[0]] = (
            x.transpose(node.ints("perm")) if node.op == "Transpose" else x.reshape(node.ints("shape"))
        )
    np.testing.assert_array_equal(tensors[name], rearranged(array, want))
    assert len(draft.nodes) <= 2
    assert have.order != want.order or all(n.op == "Reshape" for n in draft.nodes)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([1, 2, 3, 4, 6]), max_size=4), st.randoms(use_true_random=False))
def test_blocks_of_a_reshape(old: list[int], random):
    size = int(np.prod(old, dtype=int))
    new: list[int] = []
    while size > 1:
        new.append(random.choice([d for d in range(1, size + 1) if size % d == 0]))
        size //= new[-1]
    blocks = Blocks.of(tuple(old), tuple(new))
    for left, right in blocks.pairs:
        assert np.prod([old[i] for i in left]) == np.prod([new[i] for i in right]) > 1
    order = tuple(random.sample([i for i, d in enumerate(old) if d != 1], sum(d != 1 for d in old)))
    grouped = blocks.grouped(order)
    assert blocks.keep(grouped)
    value, result = Value("v", tuple(old), F32), Value("r", tuple(new), F32)
    array = np.arange(value.size).reshape(old)
    lying = rearranged(array, form_of_order(value, grouped))
    want = form_of_order(result, blocks.renamed(grouped))
    np.testing.assert_array_equal(lying.reshape(want.shape), rearranged(array.reshape(new), want))


def test_images_of_one_row_and_one_column():
    assert form_of_order(Value("v", (1, 5, 1, 7), F32), (3, 1)).shape == (1, 1, 7, 5)
    assert form_of_order(Value("v", (1, 5, 7, 1), F32), (2, 1)).shape == (1, 7, 1, 5)
    assert form_of_order(Value("v", (1, 5, 1, 1), F32), (1,)) == plain(Value("", (1, 5, 1, 1), F32))
    assert shaped(Value("v", (2, 3, 4), F32), 4, NHWC[3]).shape == (2, 1, 4, 3)


# --- networks ---


def stem(n: Net, x: str = "x", c: int = 3) -> str:
    return n("Relu", n.conv(x, c, 8, 3, strides=[2, 2]))


def test_one_transpose_at_an_nchw_input_and_one_at_an_nchw_output(net: Build):
    n = net(x=(1, 3, 8, 8))
    y = stem(n)
    y = n("Add", y, n("Sigmoid", n.conv(y, 8, 8, 3)))
    y = n("Concat", y, n("MaxPool", y, kernel_shape=[3, 3], pads=[1] * 4), axis=1)
    y = n("Resize", y, "", np.array([1, 1, 2, 2], np.float32), mode="nearest")
    graph = after(n.graph(n.conv(n("Slice", y, n.ints(1), n.ints(9), n.ints(1)), 8, 4)))
    assert [m.op for m in graph.nodes if m.op == "Transpose"] == ["Transpose", "Transpose"]
    assert graph.nodes[0].inputs == ("x",)
    assert graph.nodes[-1].outputs == graph.outputs
    assert ALL_NHWC.check(graph) is None


def test_a_converted_nhwc_model_has_none(net: Build):
    n = net(x=(1, 8, 8, 3))
    y = stem(n, n("Transpose", "x", perm=[0, 3, 1, 2]))
    y = n("Transpose", n.conv(y, 8, 4), perm=[0, 2, 3, 1])
    y = n("Softmax", n("Add", y, n.weights(4)), axis=3)
    assert count(after(n.graph(y))) == {"Conv": 2, "Softmax": 1}


def test_gray_images_need_none(net: Build):
    n = net(x=(1, 1, 8, 8))
    graph = after(n.graph(n.conv(stem(n, c=1), 8, 1)))
    assert count(graph) == {"Reshape": 2, "Conv": 2}


def test_detector_heads(net: Build):
    """[N, C, H, W] -> rows of anchors, in both orders of evaluation, joined over scales."""
    n = net(x=(2, 3, 8, 8))
    a = stem(n)
    b = stem(n, a, 8)
    rows = []
    for y, size in ((a, 16), (b, 4)):
        head = n.conv(y, 8, 6)
        rows.append(n("Transpose", n("Reshape", head, n.ints(2, 6, size)), perm=[0, 2, 1]))
        last = n("Transpose", n.conv(y, 8, 6), perm=[0, 2, 3, 1])
        rows.append(n("Reshape", last, n.ints(2, size, 6)))
    boxes = n("Concat", *rows, axis=1)
    late = n("Concat", *(n("Reshape", n.conv(y, 8, 6), n.ints(2, 6, s)) for y, s in ((a, 16), (b, 4))), axis=2)
    scores = n("Transpose", n("Softmax", late, axis=1), perm=[0, 2, 1])
    graph = after(n.graph(boxes, scores))
    assert count(graph)["Transpose"] == 1, "the input's"


def test_anchors_inside_the_channels(net: Build):
    """YOLO: [N, A*K, H, W] -> [N, A, H, W, K] moves data once."""
    n = net(x=(1, 3, 8, 8))
    y = n("Reshape", n.conv(stem(n), 8, 15), n.ints(1, 3, 5, 4, 4))
    graph = after(n.graph(n("Transpose", y, perm=[0, 1, 3, 4, 2])))
    assert count(graph)["Transpose"] == 2
    assert graph.nodes[-1].ints("perm") == (0, 3, 1, 2, 4), "moves runs of K numbers"


def test_classifiers(net: Build):
    n = net(x=(2, 3, 8, 8))
    y = stem(n)
    pooled = n("Flatten", n("GlobalAveragePool", y))
    flat = n("Flatten", y)
    product = n("Gemm", flat, n.weights(5, 8 * 16, scale=0.1), n.weights(5), transB=1)
    matmul = n("MatMul", n("Reshape", y, n.ints(2, -1)), n.weights(8 * 16, 5, scale=0.1))
    graph = after(n.graph(n("Gemm", pooled, n.weights(8, 5)), n("Softmax", product), matmul))
    assert count(graph)["Transpose"] == 1, "the rows of the weights follow the layout"
    assert count(graph)["Gemm"] == 3


def test_squeeze_and_excitation_by_dense_layers(net: Build):
    n = net(x=(2, 3, 8, 8))
    y = stem(n)
    gate = n("Reshape", n("ReduceMean", y, axes=[2, 3], keepdims=0), n.ints(2, 8))
    gate = n("Sigmoid", n("Gemm", n("Relu", n("Gemm", gate, n.weights(8, 2))), n.weights(2, 8)))
    graph = after(n.graph(n("Flatten", n("GlobalMaxPool", n("Mul", y, n("Reshape", gate, n.ints(2, 8, 1, 1)))))))
    assert count(graph)["Transpose"] == 1


def test_channel_shuffle_moves_data_once(net: Build):
    n = net(x=(1, 3, 8, 8))
    y = n("Reshape", stem(n), n.ints(1, 2, 4, 4, 4))
    y = n("Reshape", n("Transpose", y, perm=[0, 2, 1, 3, 4]), n.ints(1, 8, 4, 4))
    graph = after(n.graph(n("GlobalAveragePool", n.conv(y, 8, 8, 3))))
    assert count(graph)["Transpose"] == 2


def test_pixel_shuffle_written_out_moves_data_once(net: Build):
    n = net(x=(1, 3, 4, 4))
    y = n("Reshape", n.conv("x", 3, 8, 3), n.ints(1, 2, 2, 2, 4, 4))
    y = n("Reshape", n("Transpose", y, perm=[0, 1, 4, 2, 5, 3]), n.ints(1, 2, 8, 8))
    graph = after(n.graph(n("GlobalAveragePool", n.conv(y, 2, 8, 3))))
    assert count(graph)["Transpose"] == 2


def test_patches_of_a_vision_transformer(net: Build):
    n = net(x=(1, 3, 8, 8))
    y = n("Conv", "x", n.weights(6, 3, 4, 4), strides=[4, 4])
    tokens = n("Transpose", n("Reshape", y, n.ints(1, 6, 4)), perm=[0, 2, 1])
    graph = after(n.graph(n("Add", n("MatMul", tokens, n.weights(6, 6)), n.weights(1, 4, 6))))
    assert count(graph)["Transpose"] == 1


def test_convolutions_over_one_axis(net: Build):
    n = net(x=(2, 3, 16))
    y = n("Relu", n("Conv", "x", n.weights(4, 3, 3), n.weights(4), pads=[1, 1], strides=[2]))
    y = n("Concat", y, n("MaxPool", y, kernel_shape=[3], pads=[1, 1]), axis=1)
    y = n("Add", n("Resize", y, "", np.array([1, 1, 2], np.float32), mode="linear"), n.weights(8, 1))
    y = n("ConvTranspose", y, n.weights(8, 4, 2), strides=[2])
    graph = after(n.graph(n("ReduceMean", n("Pad", y, n.ints(0, 0, 1, 0, 0, 2)), axes=[2], keepdims=0)))
    assert count(graph)["Transpose"] == 1
    assert all(len(graph[m.inputs[0]].shape) == 4 for m in graph.nodes if m.attrs.get("layout") == "NHWC")


def test_normalisation_of_the_input_works_behind_its_transpose(net: Build):
    n = net(x=(1, 3, 8, 8))
    y = n("Mul", n("Add", "x", n.weights(3, 1, 1)), n.weights(3, 1, 1))
    graph = after(n.graph(n("GlobalAveragePool", stem(n, y))))
    assert [m.op for m in graph.nodes[:2]] == ["Transpose", "Add"], "the constants lie along the last axis"
    assert graph[graph.nodes[1].inputs[1]].shape == (3,)


def test_bytes_are_moved_before_they_become_floats():
    nodes = [
        Node("cast", "Cast", ("x",), ("f",), {"to": 1}),
        Node("conv", "Conv", ("f", "w"), ("y",), {"kernel_shape": (1, 1), "strides": (1, 1), "pads": (0,) * 4}),
    ]
    shapes = {"x": (1, 3, 4, 4), "f": (1, 3, 4, 4), "y": (1, 2, 4, 4)}
    graph = by_hand(nodes, shapes, ["y"], w=np.ones((2, 3, 1, 1), np.float32))
    graph = replace(graph, values={**graph.values, "x": Value("x", shapes["x"], U8)})
    assert [m.op for m in after(graph).nodes] == ["Transpose", "Cast", "Conv", "Transpose"]


def test_what_transposes_kept_apart_is_folded(net: Build):
    """Keras' bias, batch norm, padding and activations between the transposes of a converter."""
    n = net(x=(1, 8, 8, 3))

    def nhwc(x: str) -> str:
        return n("Transpose", x, perm=[0, 2, 3, 1])

    def nchw(x: str) -> str:
        return n("Transpose", x, perm=[0, 3, 1, 2])

    y = n("Pad", "x", n.ints(0, 0, 0, 0, 0, 1, 1, 0), 0.0)
    y = nhwc(n.conv(nchw(y), 3, 8, 3, False, pads=[0] * 4, strides=[2, 2]))
    y = n("Mul", n("Add", y, n.weights(8)), n.weights(8))
    y = n("Mul", y, n("Sigmoid", y))
    y = nhwc(n("AveragePool", nchw(n("Pad", y, n.ints(0, 1, 1, 0, 0, 1, 1, 0), 0.0)), kernel_shape=[3, 3]))
    y = nhwc(n.conv(nchw(n("Add", n("Mul", y, n.weights(8)), n.weights(8))), 8, 5))
    graph = after(n.graph(n("ReduceMean", y, axes=[1, 2], keepdims=0)))
    assert count(graph) == {"Conv": 2, "AveragePool": 1, "ReduceMean": 1, "Reshape": 1}
    assert [s.op for s in graph.nodes[0].epilogue] == ["Swish"]


def test_every_operator_that_knows_axes_follows(net: Build):
    n = net(x=(2, 3, 8, 8))
    y = stem(n)
    a, b = (n("Split", y, n.ints(3, 5), outputs=2, axis=1) + s for s in (":0", ":1"))
    outputs = [
        n("ReduceSum", n("Softmax", a, axis=1), n.ints(2), keepdims=1),
        n("ArgMax", y, axis=1, keepdims=0),
        n("Tile", n("Slice", y, n.ints(0), n.ints(1), n.ints(2)), n.ints(1, 1, 2, 1)),
        n("Expand", n("ReduceMax", y, axes=[2]), n.ints(2, 8, 3, 4)),
        n("Gather", y, n.ints(3, 0, 1), axis=2),
        n("Pad", b, n.ints(0, 1, 0, 2, 0, 0, 1, 0), mode="constant"),
        n("LogSoftmax", y, axis=2),
        n("Where", n("Greater", y, 0.5), y, n.weights(8, 1, 1)),
        n("QuantizeLinear", y, abs(n.weights(8)) + 0.1, np.zeros(8, np.int8), axis=1),
    ]
    pooled = [n("GlobalAveragePool", o) for o in (outputs[0], *outputs[2:8])]
    graph = after(
        n.graph(*pooled, outputs[1], n("GlobalAveragePool", n("DequantizeLinear", outputs[8], 0.5, np.int8(0))))
    )
    assert count(graph)["Transpose"] == 1


def test_other_images(net: Build):
    n = net(x=(1, 8, 4, 4))
    y = n("InstanceNormalization", n("LRN", n.conv("x", 8, 8), size=3), n.weights(8), n.weights(8))
    y = n("SpaceToDepth", n("DepthToSpace", y, blocksize=2, mode="CRD"), blocksize=2)
    y = n("AveragePool", y, kernel_shape=[3, 3], pads=[1] * 4)
    graph = after(n.graph(n("GlobalMaxPool", y)))
    assert count(graph)["Transpose"] == 1
    assert ALL_NHWC.check(graph) is None


def test_what_is_no_image_of_two_axes_stays(net: Build):
    n = net(x=(1, 2, 3, 4, 5), w=(2, 2, 1, 1), y=(1, 2, 4, 4))
    cube = n("Conv", "x", n.weights(2, 2, 1, 1, 1))
    learnt = n("Conv", "y", n("Neg", "w"))
    batch = n("Resize", "y", "", np.array([1, 2, 1, 1], np.float32), mode="nearest")
    graph = after(n.graph(cube, learnt, batch))
    assert not any("layout" in m.attrs for m in graph.nodes)
    assert count(graph)["Transpose"] == 0


@pytest.mark.parametrize("flip", [False, True])
def test_a_sum_of_image_and_plain_tensor_moves_the_smaller(net: Build, flip: bool):
    n = net(x=(1, 3, 8, 8), small=(1, 1, 8, 8))
    y = n.conv("x", 3, 8)
    graph = after(n.graph(n("GlobalAveragePool", n("Add", *(("small", y) if flip else (y, "small"))))))
    assert count(graph) == {"Transpose": 1, "Reshape": 2, "Conv": 1, "Add": 1, "ReduceMean": 1}
