"""Every spelling an operator has had since opset 7 becomes one form that computes the same."""

from __future__ import annotations

import numpy as np
import pytest


def i(*values):
    return np.array(values, np.int64)


def f(*values):
    return np.array(values, np.float32)


def one(graph):
    """The only node."""
    assert len(graph.nodes) == 1, str(graph)
    return graph.nodes[0]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("opset", [7, 11, 12, 13])
def test_clip(same, one_node, opset):
    if opset < 11:
        model = one_node("Clip", [(2, 3)], opset=opset, min=-0.5, max=0.5)
    else:
        model = one_node("Clip", [(2, 3)], [np.float32(-0.5), np.float32(0.5)], opset)
    node = one(same(model))
    assert (node.float("min"), node.float("max"), len(node.inputs)) == (-0.5, 0.5, 1)


def test_clip_with_one_bound(same, one_node):
    node = one(same(one_node("Clip", [(2, 3)], [None, np.float32(0.5)])))
    assert (node.float("min"), node.float("max")) == (-np.inf, 0.5)


@pytest.mark.parametrize("opset", [9, 10, 13])
@pytest.mark.parametrize(
    ("starts", "ends", "axes", "want"),
    [
        ((1, 0), (3, -1), (0, 1), ((1, 0), (3, 4), (0, 1))),
        ((-2,), (2**62,), (1,), ((3,), (5,), (1,))),
        ((0, 2), (99, 99), (-1, 0), ((2,), (4,), (0,))),
    ],
)
def test_slice(same, one_node, opset, starts, ends, axes, want):
    if opset < 10:
        model = one_node("Slice", [(4, 5)], opset=opset, starts=starts, ends=ends, axes=axes)
    else:
        model = one_node("Slice", [(4, 5)], [i(*starts), i(*ends), i(*axes)], opset)
    node = one(same(model))
    assert (node.ints("starts"), node.ints("ends"), node.ints("axes")) == want
    assert set(node.ints("steps")) == {1}


@pytest.mark.parametrize(
    ("start", "end", "step", "want"),
    [
        (-1, -(2**62), -1, (4, -1, -1)),
        (-1, 0, -2, (4, 0, -2)),
        (3, -(2**63), -3, (3, -1, -3)),
        (1, 2**63 - 1, 2, (1, 5, 2)),
        (0, 4, 2, (0, 4, 2)),
        (0, 1, 7, (0, 1, 1)),
    ],
)
def test_slice_with_steps(same, one_node, start, end, step, want):
    node = one(same(one_node("Slice", [(3, 5)], [i(start), i(end), i(1), i(step)])))
    assert (node.ints("starts"), node.ints("ends"), node.ints("steps")) == tuple((v,) for v in want)


@pytest.mark.parametrize("opset", [7, 11, 13, 18])
@pytest.mark.parametrize("mode", ["constant", "edge", "reflect"])
def test_pad(same, one_node, opset, mode):
    pads = (0, 1, 0, 2)
    if opset < 11:
        model = one_node("Pad", [(3, 4)], opset=opset, pads=pads, mode=mode, value=2.5)
    else:
        model = one_node("Pad", [(3, 4)], [i(*pads), np.float32(2.5)], opset, mode=mode)
    node = one(same(model))
    assert (node.ints("pads"), node.str("mode")) == (pads, mode)
    assert mode != "constant" or node.float("value") == 2.5


def test_pad_of_some_axes(same, one_node):
    node = one(same(one_node("Pad", [(2, 3, 4)], [i(1, 2, 3, 4), None, i(-1, 0)], 18)))
    assert node.ints("pads") == (2, 0, 1, 4, 0, 3)


def test_negative_pads_are_a_slice(same, one_node):
    graph = same(one_node("Pad", [(4, 5)], [i(-1, 2, 1, -2)], 13))
    assert [n.op for n in graph.nodes] == ["Slice", "Pad"]


@pytest.mark.parametrize("opset", [7, 11, 13])
@pytest.mark.parametrize("op", ["Squeeze", "Unsqueeze"])
def test_squeeze_and_unsqueeze(same, one_node, op, opset):
    axes = (0, 2) if opset < 11 else (-2, 0)  # before opset 11 axes were not negative
    shape = (1, 3, 1, 4) if op == "Squeeze" else (3, 4)
    if opset < 13:
        node = one(same(one_node(op, [shape], opset=opset, axes=axes)))
    else:
        node = one(same(one_node(op, [shape], [i(*axes)], opset)))
    assert node.ints("axes") == (0, 2)


def test_squeeze_of_all(same, one_node):
    assert one(same(one_node("Squeeze", [(1, 3, 1)]))).ints("axes") == (0, 2)


@pytest.mark.parametrize("opset", [7, 11, 13, 18])
@pytest.mark.parametrize("op", ["ReduceSum", "ReduceMean", "ReduceMax", "ReduceL2", "ReduceLogSumExp"])
@pytest.mark.parametrize("keep", [0, 1])
def test_reduce(same, one_node, op, opset, keep):
    axes = (2, 1) if opset < 11 else (-1, 1)
    if opset >= (13 if op == "ReduceSum" else 18):
        model = one_node(op, [(2, 3, 4)], [i(*axes)], opset, keepdims=keep)
    else:
        model = one_node(op, [(2, 3, 4)], opset=opset, axes=axes, keepdims=keep)
    node = one(same(model, atol=1e-5))
    assert (node.ints("axes"), node.int("keepdims")) == ((1, 2), keep)


def test_reduce_of_all_and_of_none(same, one_node):
    assert one(same(one_node("ReduceMean", [(2, 3)]))).ints("axes") == (0, 1)
    nothing = one_node("ReduceMean", [(2, 3)], opset=18, noop_with_empty_axes=1)
    assert one(same(nothing, engine="onnx.reference")).op == "Identity"  # ONNX Runtime 1.23 cannot run it


@pytest.mark.parametrize(
    ("opset", "sizes", "outputs"), [(7, (2, 3), 2), (11, None, 5), (13, (1, 4), 2), (13, None, 5), (18, None, 2)]
)
def test_split(same, opset, sizes, outputs):
    names = ", ".join(f"y{k}" for k in range(outputs))
    values = ", ".join(f"float[a{k},b{k}] y{k}" for k in range(outputs))
    attrs = ["axis = 1"]
    second = ""
    if sizes and opset < 13:
        attrs.append(f"split = [{', '.join(map(str, sizes))}]")
    elif sizes:
        second = ", s"
    if opset >= 18:
        attrs.append(f"num_outputs = {outputs}")
    init = f"<int64[{len(sizes)}] s = {{{', '.join(map(str, sizes))}}}>" if second else ""
    graph = same(f"g (float[2,5] x) => ({values}) {init} {{ {names} = Split<{', '.join(attrs)}>(x{second}) }}", opset)
    assert one(graph).ints("split") == (sizes or ((1,) * 5 if outputs == 5 else (3, 2)))


@pytest.mark.parametrize(("opset", "axis"), [(7, 1), (11, 2), (11, -1), (12, 0), (13, 1), (13, -1)])
@pytest.mark.parametrize("op", ["Softmax", "LogSoftmax"])
def test_softmax(same, one_node, op, opset, axis):
    graph = same(one_node(op, [(2, 3, 4)], opset=opset, axis=axis))
    flattens = opset < 13 and axis % 3 < 2
    assert [n.op for n in graph.nodes] == (["Reshape", op, "Reshape"] if flattens else [op])


def test_old_softmax_over_one_long_axis_needs_no_reshape(same, one_node):
    assert one(same(one_node("Softmax", [(1, 10, 1, 1)], opset=9))).int("axis") == 1


@pytest.mark.parametrize(("opset", "axis"), [(12, 1), (13, -1)])
def test_softmax_default_axis(same, one_node, opset, axis):
    assert one(same(one_node("Softmax", [(2, 5)], opset=opset))).int("axis") == axis % 2


@pytest.mark.parametrize("auto", ["SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET"])
@pytest.mark.parametrize(("size", "stride"), [(7, 2), (8, 2), (9, 1), (5, 4)])
def test_auto_pad_of_conv(same, one_node, auto, size, stride):
    w = np.random.default_rng(0).normal(size=(4, 1, 3, 2)).astype(np.float32)
    attrs = {"auto_pad": auto, "strides": [stride] * 2, "group": 2}
    node = one(same(one_node("Conv", [(1, 2, size, size + 1)], [w], 11, **attrs), atol=1e-5))
    assert "auto_pad" not in node.attrs
    assert set(node.attrs) == {"kernel_shape", "strides", "dilations", "pads", "group"}


@pytest.mark.parametrize(("auto", "want"), [("SAME_UPPER", (1, 0, 2, 0)), ("SAME_LOWER", (2, 0, 1, 0))])
def test_auto_pad_of_a_dilated_conv(save, one_node, auto, want):
    from packager.load import load  # ONNX Runtime has no SAME_* with dilations

    w = np.ones((1, 1, 4, 1), np.float32)
    graph = load(save(one_node("Conv", [(1, 1, 9, 10)], [w], auto_pad=auto, dilations=[1, 2])))
    assert one(graph).ints("pads") == want
    assert graph[graph.outputs[0]].shape == (1, 1, 9, 10)


@pytest.mark.parametrize("opset", [7, 10, 13, 22])
@pytest.mark.parametrize("op", ["MaxPool", "AveragePool"])
@pytest.mark.parametrize("extra", [{"pads": [1, 0, 0, 1]}, {"auto_pad": "SAME_UPPER"}, {"auto_pad": "SAME_LOWER"}])
def test_pools(same, one_node, op, opset, extra):
    attrs = {"kernel_shape": [3, 2], "strides": [2, 2], **extra}
    if opset >= 10 and "pads" in extra:
        attrs["ceil_mode"] = 1
    engine = "onnxruntime"
    if op == "AveragePool":
        attrs["count_include_pad"] = 1
        engine = "onnx.reference"  # ONNX Runtime 1.23, the last for Python 3.10, divides by other counts
    node = one(same(one_node(op, [(1, 2, 7, 6)], opset=opset, **attrs), engine=engine))
    assert "auto_pad" not in node.attrs
    assert node.int("ceil_mode") == attrs.get("ceil_mode", 0)


@pytest.mark.parametrize(
    "attrs",
    [
        {},
        {"strides": [2, 3], "pads": [1, 0, 0, 1], "output_padding": [1, 2]},
        {"strides": [2, 2], "auto_pad": "SAME_UPPER"},
        {"strides": [2, 2], "auto_pad": "SAME_LOWER"},
        {"strides": [3, 3], "output_shape": [13, 14]},
        {"strides": [2, 2], "dilations": [2, 1], "group": 2},
    ],
    ids=str,
)
def test_conv_transpose(same, one_node, attrs):
    w = np.random.default_rng(0).normal(size=(4, 3, 3, 3)).astype(np.float32)
    node = one(same(one_node("ConvTranspose", [(1, 4, 4, 5)], [w], 13, **attrs), atol=1e-5))
    assert not {"auto_pad", "output_shape"} & set(node.attrs)


@pytest.mark.parametrize("mode", ["nearest", "linear"])
@pytest.mark.parametrize(("op", "opset"), [("Upsample", 7), ("Upsample", 9), ("Resize", 10)])
def test_old_resize(same, one_node, op, opset, mode):
    scales = [1.0, 1.0, 2.0, 1.5]
    if opset < 9:
        model = one_node(op, [(1, 2, 4, 6)], opset=opset, scales=scales, mode=mode)
    else:
        model = one_node(op, [(1, 2, 4, 6)], [f(*scales)], opset, mode=mode)
    node = one(same(model))
    assert (node.op, node.ints("sizes")) == ("Resize", (1, 2, 8, 9))
    assert (node.str("coordinate_transformation_mode"), node.str("nearest_mode")) == ("asymmetric", "floor")


def test_old_resize_that_shrinks_rounds_up(same, one_node):
    node = one(same(one_node("Resize", [(1, 1, 8, 8)], [f(1, 1, 0.6, 0.6)], 10)))
    assert node.str("nearest_mode") == "ceil"


@pytest.mark.parametrize("opset", [11, 13, 19])
@pytest.mark.parametrize("by", ["scales", "sizes"])
@pytest.mark.parametrize(
    "attrs",
    [
        {"mode": "nearest", "coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor"},
        {"mode": "linear", "coordinate_transformation_mode": "half_pixel"},
        {"mode": "linear", "coordinate_transformation_mode": "align_corners"},
        {"mode": "cubic", "coordinate_transformation_mode": "pytorch_half_pixel", "cubic_coeff_a": -0.5},
    ],
    ids=str,
)
def test_resize(same, one_node, opset, by, attrs):
    roi = f() if opset < 13 else None
    sizes = (None, i(1, 2, 7, 9)) if opset >= 13 else (f(), i(1, 2, 7, 9))
    consts = [roi, f(1, 1, 1.8, 1.5)] if by == "scales" else [roi, *sizes]
    node = one(same(one_node("Resize", [(1, 2, 4, 6)], consts, opset, **attrs), atol=1e-5))
    assert node.ints("sizes") == (1, 2, 7, 9)
    assert len(node.inputs) == 1


@pytest.mark.parametrize("policy", ["not_larger", "not_smaller"])
def test_resize_of_some_axes_keeping_the_aspect(same, one_node, policy):
    attrs = {"axes": [2, 3], "keep_aspect_ratio_policy": policy, "mode": "linear"}
    node = one(same(one_node("Resize", [(1, 2, 4, 6)], [None, None, i(8, 9)], 18, **attrs), atol=1e-5))
    assert node.ints("sizes") == ((1, 2, 6, 9) if policy == "not_larger" else (1, 2, 8, 12))


def test_resize_to_the_same_size_vanishes(same, one_node):
    assert one(same(one_node("Resize", [(1, 2, 4, 6)], [None, None, i(1, 2, 4, 6)]))).op == "Identity"


@pytest.mark.parametrize("opset", [7, 9, 14, 15])
def test_batch_normalization(same, one_node, opset):
    consts = [np.random.default_rng(k).uniform(0.5, 1, 3).astype(np.float32) for k in range(4)]
    node = one(same(one_node("BatchNormalization", [(2, 3, 4, 4)], consts, opset, momentum=0.8), atol=1e-5))
    assert dict(node.attrs) == {"epsilon": 1e-5} or list(node.attrs) == ["epsilon"]


@pytest.mark.parametrize(("opset", "extra"), [(7, ""), (10, ""), (12, ""), (13, ", r, t")])
def test_dropout_vanishes(same, opset, extra):
    init = "<float r = {0.5}, bool t = {0}>" if extra else ""
    attrs = "<ratio = 0.3>" if opset < 12 else ""
    graph = same(f"g (float[2,3] x) => (float[2,3] y) {init} {{ h = Dropout{attrs}(x{extra}) y = Relu(h) }}", opset)
    assert one(graph).op == "Relu"


@pytest.mark.parametrize("opset", [7, 11])
def test_top_k(same, opset):
    text = "g (float[2,5] x) => (float[2,2] y, int64[2,2] z)"
    body = (
        f"{text} {{ y, z = TopK<axis = -1, k = 2>(x) }}"
        if opset < 10
        else f"{text} <int64[1] k = {{2}}> {{ y, z = TopK<axis = -1>(x, k) }}"
    )
    node = one(same(body, opset))
    assert (node.int("k"), node.int("axis"), node.int("largest")) == (2, 1, 1)


def test_sums_of_many(same):
    graph = same(
        "g (float[2,3] a, float[3] b, float[2,1] c) => (float[2,3] s, float[2,3] m, float[2,3] h)"
        "{ s = Sum(a, b, c) m = Mean(a, b, c) h = Max(a, b, c) }"
    )
    assert [n.op for n in graph.nodes] == ["Add", "Add", "Add", "Add", "Mul", "Max", "Max"]


@pytest.mark.parametrize("text", ["Reshape(x, s)", "Flatten<axis = 2>(x)", "Flatten<axis = -1>(x)"])
def test_reshapes(same, text):
    graph = same(f"g (float[2,3,4] x) => (float[a,b] y) <int64[2] s = {{-1, 0}}> {{ y = {text} }}", 13)
    node = one(graph)
    assert (node.op, node.ints("shape"), len(node.inputs)) == ("Reshape", graph["y"].shape, 1)
    assert -1 not in node.ints("shape")


def test_cast_like_and_casts_to_the_same_type(same):
    graph = same(
        "g (float[2] x, int64[2] k) => (int64[2] y, float[2] z) { y = CastLike(x, k) z = Cast<to = 1>(x) }", 15
    )
    assert [(n.op, n.attrs.get("to")) for n in graph.nodes] == [("Cast", 7), ("Identity", None)]


def test_arg_max_and_gather_count_from_the_front(same):
    graph = same(
        "g (float[2,5] x) => (int64[2,1] y, float[2,2] z) <int64[2] k = {-1, 0}>"
        "{ y = ArgMax<axis = -1>(x) z = Gather<axis = -1>(x, k) }"
    )
    top, gather = graph.nodes
    assert (top.int("axis"), top.int("keepdims"), gather.int("axis")) == (1, 1, 1)
    indices = graph.const(gather.inputs[1])
    assert indices is not None
    assert indices.tolist() == [4, 0]


def test_group_normalization_of_both_opsets(save, one_node):
    from packager.load import load

    x = [(1, 4, 3, 3)]
    old = load(save(one_node("GroupNormalization", x, [f(1, 2), f(3, 4)], 18, num_groups=2)))
    new = load(save(one_node("GroupNormalization", x, [f(1, 1, 2, 2), f(3, 3, 4, 4)], 21, num_groups=2)))
    for a, b in zip(one(old).inputs[1:], one(new).inputs[1:], strict=True):
        np.testing.assert_array_equal(old.const(a), new.const(b))


def test_defaults_are_stated(same, one_node):
    assert dict(one(same(one_node("LeakyRelu", [(2, 3)]))).attrs) == pytest.approx({"alpha": 0.01})
    assert dict(one(same(one_node("HardSigmoid", [(2, 3)]))).attrs) == pytest.approx({"alpha": 0.2, "beta": 0.5})
    gemm = one(same(one_node("Gemm", [(2, 3), (3, 4)])))
    assert dict(gemm.attrs) == {"alpha": 1.0, "beta": 1.0, "transA": 0, "transB": 0}
