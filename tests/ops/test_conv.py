"""Conv, ConvTranspose and Gemm against onnxruntime: every tile and tail, odd sizes, groups, fused epilogues.

The oracle is onnxruntime because onnx.reference refuses valid transposed convolutions.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper

from packager.errors import Unsupported
from packager.graph import Array
from packager.kernels.conv import Packing
from packager.lowering.tiles import pack
from packager.ops.conv_transpose import phases
from tests.inprocess import HOST_TARGETS, HOST_WIDE, compile_model, every_variant, on_every_target, run

RNG = np.random.default_rng(7)
HOST = HOST_TARGETS[-1]


def model(
    nodes: Sequence[onnx.NodeProto], inputs: dict[str, tuple[int, ...]], constants: dict[str, Array]
) -> onnx.ModelProto:
    """A model whose last node's only output is the graph's output `y`."""
    graph = helper.make_graph(
        list(nodes),
        "test",
        [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in inputs.items()],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [numpy_helper.from_array(a, n) for n, a in constants.items()],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def check(proto: onnx.ModelProto, folder: Path, target: str = HOST, optimize: str = "speed") -> None:
    """The compiled model gives what onnxruntime gives, with every variant that its nodes have; kernels for wider
    vectors give the same bits."""
    feeds = {
        i.name: RNG.standard_normal([d.dim_value for d in i.type.tensor_type.shape.dim]).astype(np.float32)
        for i in proto.graph.input
    }
    oracle = onnxruntime.InferenceSession(proto.SerializeToString(), providers=["CPUExecutionProvider"])
    (want,) = oracle.run(None, feeds)
    compiled = compile_model(proto, folder, target, optimize)
    for each in (compiled, *every_variant(compiled)):
        got = run(each, feeds)["y"]
        where = f"{target}: {', '.join(f.name for f in each.program.functions)}"
        np.testing.assert_allclose(got, want, rtol=1e-4, atol=1e-4 * max(1.0, float(np.abs(want).max())), err_msg=where)
        if HOST_WIDE and any(step.wide for step in each.program.steps):
            np.testing.assert_array_equal(run(each, feeds, wide=True)["y"], got, err_msg=where)


def weights(*shape: int) -> Array:
    return (RNG.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32)


def conv(
    x: tuple[int, ...], w: tuple[int, ...], after: Sequence[onnx.NodeProto] = (), **attrs: object
) -> onnx.ModelProto:
    """Conv with bias, then `after` (from value `c` to `y`), or nothing."""
    node = helper.make_node("Conv", ["x", "w", "b"], ["c" if after else "y"], kernel_shape=w[2:], **attrs)
    return model([node, *after], {"x": x}, {"w": weights(*w), "b": weights(w[0], 1).reshape(-1)})


@pytest.mark.sampled(8)
@on_every_target
@pytest.mark.parametrize("cout", [1, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 40, 72])
def test_output_channels(cout: int, target: str, tmp_path: Path) -> None:
    check(conv((1, 5, 6, 7), (cout, 5, 1, 1)), tmp_path, target)


@pytest.mark.sampled(8)
@on_every_target
@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 13])
def test_image_sizes(size: int, target: str, tmp_path: Path) -> None:
    check(conv((1, 3, size, size + 1), (8, 3, 3, 3), pads=[1, 1, 1, 1]), tmp_path, target)


@pytest.mark.sampled(3)
@on_every_target
@pytest.mark.parametrize("optimize", ["speed", "size"])
@pytest.mark.parametrize("channels", [1, 2, 3, 4, 5, 8, 9, 16, 31, 33])
def test_depthwise_channels(channels: int, optimize: str, target: str, tmp_path: Path) -> None:
    proto = conv((1, channels, 9, 8), (channels, 1, 3, 3), pads=[1, 1, 1, 1], group=channels)
    check(proto, tmp_path, target, optimize=optimize)


@pytest.mark.sampled(5)
@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (5, 5), (7, 7), (1, 3), (9, 2), (16, 8)])
@pytest.mark.parametrize("strides", [(1, 1), (2, 2), (2, 1), (3, 3)])
def test_depthwise_kernels(kernel: tuple[int, int], strides: tuple[int, int], tmp_path: Path) -> None:
    pads = [kernel[0] // 2, kernel[1] // 2, kernel[0] // 2, kernel[1] // 2]
    check(conv((1, 12, 17, 16), (12, 1, *kernel), strides=strides, pads=pads, group=12), tmp_path)


AFTER = {
    "Relu": [helper.make_node("Relu", ["c"], ["y"])],
    "Swish": [helper.make_node("Sigmoid", ["c"], ["s"]), helper.make_node("Mul", ["c", "s"], ["y"])],
    "HardSwish": [helper.make_node("HardSwish", ["c"], ["y"])],
    "LeakyRelu": [helper.make_node("LeakyRelu", ["c"], ["y"], alpha=0.2)],
    "Tanh": [helper.make_node("Tanh", ["c"], ["y"])],
    "residual": [helper.make_node("Add", ["c", "r"], ["t"]), helper.make_node("Relu", ["t"], ["y"])],
    "reversed": [helper.make_node("Sub", ["r", "c"], ["y"])],
}


@pytest.mark.sampled(7)
@on_every_target
@pytest.mark.parametrize("kind", AFTER)
@pytest.mark.parametrize(
    ("cout", "group"),
    [(24, 1), pytest.param(3, 1, marks=pytest.mark.slow), pytest.param(20, 20, marks=pytest.mark.slow)],
)
def test_fused_epilogues(kind: str, cout: int, group: int, target: str, tmp_path: Path) -> None:
    proto = conv((1, 20, 7, 9), (cout, 20 // group, 3, 3), AFTER[kind], pads=[1, 1, 1, 1], group=group)
    if "r" in {i for n in AFTER[kind] for i in n.input}:
        proto.graph.input.append(helper.make_tensor_value_info("r", TensorProto.FLOAT, (1, cout, 7, 9)))
    check(proto, tmp_path, target)


@pytest.mark.sampled(3)
@on_every_target
@pytest.mark.parametrize("kind", ["Swish", "both"])
@pytest.mark.parametrize(("cout", "group"), [(65, 1), (100, 1), (147, 1), (100, 100)])
def test_more_channels_than_a_call_ends(cout: int, group: int, kind: str, target: str, tmp_path: Path) -> None:
    cin, shape = (cout, (cout, 1, 3, 3)) if group > 1 else (6, (cout, 6, 1, 1))
    after = [
        *AFTER["Swish"][:1],
        helper.make_node("Mul", ["c", "s"], ["m"]),
        helper.make_node("Add", ["r", "m"], ["y"]),
    ]
    proto = conv((1, cin, 5, 9), shape, after if kind == "both" else AFTER[kind], pads=[shape[2] // 2] * 4, group=group)
    if kind == "both":
        proto.graph.input.append(helper.make_tensor_value_info("r", TensorProto.FLOAT, (1, cout, 5, 9)))
    check(proto, tmp_path, target)


@pytest.mark.sampled(3)
@on_every_target
@pytest.mark.parametrize("group", [2, 3, 6])
def test_groups(group: int, target: str, tmp_path: Path) -> None:
    proto = conv((2, 12, 5, 6), (18, 12 // group, 3, 2), AFTER["residual"], pads=[1, 0, 1, 1], group=group)
    proto.graph.input.append(helper.make_tensor_value_info("r", TensorProto.FLOAT, (2, 18, 5, 6)))
    check(proto, tmp_path, target)


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 4])
@pytest.mark.parametrize(("cin", "kernel"), [(8, 1), (1, 3), (3, 1), (5, 3), (13, 2)])
def test_several_activations_by_one_load(cin: int, kernel: int, count: int, tmp_path: Path) -> None:
    lanes = tmp_path / "lanes.yaml"
    lanes.write_text(f"like: {HOST}\nname: lanes\nwide: none\nby_lane: {count}\n", encoding="utf-8")
    check(conv((1, cin, 7, 9), (20, cin, kernel, kernel), AFTER["Swish"]), tmp_path, str(lanes))


@on_every_target
def test_depth_multiplier(target: str, tmp_path: Path) -> None:
    check(conv((1, 6, 8, 8), (12, 1, 3, 3), pads=[1, 1, 1, 1], group=6), tmp_path, target)


@pytest.mark.slow
@on_every_target
def test_weights_larger_than_a_chunk(target: str, tmp_path: Path) -> None:
    check(conv((1, 512, 3, 3), (300, 512, 1, 1)), tmp_path, target)


@on_every_target
def test_gemm(target: str, tmp_path: Path) -> None:
    for rows, depth, columns in ((1, 7, 10), (1, 64, 100), (5, 33, 17), (13, 8, 64)):
        node = helper.make_node("Gemm", ["x", "w", "b"], ["y"], alpha=0.5, beta=2.0, transB=1)
        constants = {"w": weights(columns, depth), "b": weights(columns, 1).reshape(-1)}
        check(model([node], {"x": (rows, depth)}, constants), tmp_path, target)


@st.composite
def convolutions(draw: st.DrawFn) -> onnx.ModelProto:
    """Any small convolution or transposed convolution."""
    size = st.integers(1, 4)
    group, cin, cout = draw(st.integers(1, 3)), draw(size) * draw(st.sampled_from([1, 3])), draw(size) * 5
    kernel, strides = (draw(size), draw(size)), (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    image = (draw(st.integers(1, 12)), draw(st.integers(1, 12)))
    pads = [draw(st.integers(0, k - 1)) for k in (*kernel, *kernel)]
    common = {"kernel_shape": kernel, "strides": strides, "pads": pads, "group": group}
    x, b = (draw(st.integers(1, 2)), cin * group, *image), weights(cout * group, 1).reshape(-1)
    if draw(st.booleans()):
        out = [strides[i] * (image[i] - 1) + kernel[i] - pads[i] - pads[i + 2] for i in (0, 1)]
        assume(min(out) > 0)
        node = helper.make_node("ConvTranspose", ["x", "w", "b"], ["y"], **common)
        return model([node], {"x": x}, {"w": weights(cin * group, cout, *kernel), "b": b})
    dilations = (draw(st.integers(1, 2)), draw(st.integers(1, 2)))
    reach = [dilations[i] * (kernel[i] - 1) + 1 for i in (0, 1)]
    assume(all(image[i] + pads[i] + pads[i + 2] >= reach[i] for i in (0, 1)))
    node = helper.make_node("Conv", ["x", "w", "b"], ["y"], dilations=dilations, **common)
    return model([node], {"x": x}, {"w": weights(cout * group, cin, *kernel), "b": b})


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(proto=convolutions())
def test_any_convolution(proto: onnx.ModelProto, tmp_path: Path) -> None:
    check(proto, tmp_path)


def test_panels_overlap_at_the_end() -> None:
    w, b = np.arange(20 * 3, dtype=np.float32).reshape(20, 1, 1, 3), np.arange(20, dtype=np.float32)
    packed = pack(w, b, Packing(8, 8))
    assert packed.shape == (3, 4, 8)
    np.testing.assert_array_equal(packed[2, 0], b[12:])
    np.testing.assert_array_equal(packed[2, 1:], w.reshape(20, 3)[12:].T)


def test_a_panel_of_groups_serves_narrow_and_wide_tiles() -> None:
    w, b = np.arange(20 * 3, dtype=np.float32).reshape(20, 1, 1, 3), np.arange(20, dtype=np.float32)
    packed = pack(w, b, Packing(16, 8))
    channels = [*range(8), *range(8, 16), *range(12, 20), *range(12, 20)]
    assert packed.shape == (2, 4, 16)
    np.testing.assert_array_equal(packed[:, 0].reshape(-1), b[channels])
    np.testing.assert_array_equal(packed[:, 1:].swapaxes(0, 1).reshape(3, 32), w.reshape(20, 3)[channels].T)


@pytest.mark.slow
@settings(deadline=None, derandomize=True)
@given(st.integers(1, 12), st.integers(1, 6), st.integers(1, 4), st.integers(0, 5))
def test_phases_cover_every_output_once(out: int, kernel: int, stride: int, pad: int) -> None:
    found = phases(out, kernel, stride, pad)
    assert sorted(p.first + stride * q for p in found for q in range(p.count)) == list(range(out))
    for phase in found:
        for t, tap in enumerate(phase.taps):
            assert stride * (phase.start + t) + tap == phase.first + pad


@pytest.mark.parametrize(
    ("op", "x", "w", "constant", "attrs", "says"),
    [
        ("RandomNormalLike", (3, 3), (3, 3), True, {}, "does not know it"),
        ("Det", (65, 65), (3, 3), True, {}, "up to 64 rows"),
    ],
)
def test_what_cannot_be_compiled_says_why(tmp_path, op, x, w, constant, attrs, says):
    names = ["x"] if constant else ["x", "w"]
    inputs = {"x": x} if constant else {"x": x, "w": w}
    proto = model([helper.make_node(op, names, ["y"], **attrs)], inputs, {"w": weights(*w)} if constant else {})
    with pytest.raises(Unsupported) as caught:
        compile_model(proto, tmp_path, HOST)
    assert says in caught.value.why
