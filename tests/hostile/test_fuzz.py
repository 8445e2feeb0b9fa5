"""Random damage: whatever bytes a model file holds, it loads or ends with a documented error."""

from __future__ import annotations

import random

import numpy as np
import onnx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from onnx import parser

from packager.errors import PackError
from packager.load import load

SEEDS = [
    """g (float[1,2,8,8] x) => (float[1,2] y) <float[2,2,1,1] w = {0.1, 0.2, 0.3, 0.4}, int64[2] s = {0, -1}>
    { a = Conv<strides = [2, 2], auto_pad = "SAME_UPPER">(x, w) b = Clip(a) c = GlobalAveragePool(b) y = Reshape(c, s) }""",
    """g (float[1,4,6,6] x) => (float[1,2,3,12] y)
    <int64[1] one = {1}, int64[1] four = {4}, float[4] k = {1.0, 1.0, 2.0, 2.0}, int64[8] p = {0,0,1,1,0,0,1,1}>
    {
        a = MaxPool<kernel_shape = [2, 2], strides = [2, 2], ceil_mode = 1>(x)
        b = Resize<mode = "linear">(a, , k)
        c = Pad(b, p)
        d = Slice(c, one, four, one)
        e, f = Split<axis = -1>(c)
        h = Concat<axis = 1>(e, f)
        s = Shape(h)
        q = Gather(s, one)
        r = Transpose<perm = [0, 2, 3, 1]>(h)
        y = ReduceMean<axes = [1], keepdims = 1>(r)
    }""",
    """g (float[2,3] x) => (float[2,3] y) <bool c = {1}, int8[2,3] w = {1,2,3,4,5,6}, float t = {0.5}>
    {
        v = DequantizeLinear(w, t)
        h = If(c) <then_branch = a () => (float[2,3] p) { p = Relu(x) }, else_branch = b () => (float[2,3] q) { q = Neg(x) }>
        m = MatMul(h, u)
        y = Add(h, v)
        u = Transpose(v)
    }""",
    """g (float[4,3] x) => (float[5,3] y, int64 n) <int64 two = {2}, int64 one = {1}, float[2,3] k = {1,2,3,4,5,6}>
    {
        s = SplitToSequence<axis = 0>(x, two)
        t = SequenceInsert(s, k, one)
        u = SequenceErase(t, one)
        n = SequenceLength(u)
        c = ConcatFromSequence<axis = 0>(u)
        a = SequenceAt(t, one)
        f, g = Split<axis = 0>(a)
        y = Concat<axis = 0>(c, g)
    }""",
    """g (float[2,6] x) => (float[2,6] y, int64[2,2] i) <int64[1] k = {2}, int64[1,2] ij = {{0, 1}}>
    { t, i = TopK(x, k) s = Softmax(x) g = GatherND<batch_dims = 0>(s, ij) e = LeakyRelu(s) y = Add(e, g) }""".replace(
        "{{", "{"
    ).replace("}}", "}"),
]


def seeds():
    head = '<ir_version: 8, opset_import: ["": 13]> '
    return [parser.parse_model(head + text).SerializeToString() for text in SEEDS]


def damaged(data: bytes, rng: random.Random) -> bytes:
    """Bits flipped, bytes replaced, removed, inserted, or the end cut off."""
    if rng.random() < 0.1:
        return data[: rng.randrange(len(data))]
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 4, 16))):
        at = rng.randrange(len(out))
        kind = rng.randrange(4)
        if kind == 0:
            out[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            out[at] = rng.choice((0, 1, 0x7F, 0x80, 0xFF))
        elif kind == 2:
            del out[at : at + rng.randrange(1, 8)]
        else:
            out[at:at] = rng.randbytes(rng.randrange(1, 8))
    return bytes(out)


def survives(path, data: bytes) -> bool:
    """Whether the bytes load; anything but a PackError fails the test."""
    path.write_bytes(data)
    try:
        graph = load(path)
    except PackError as error:
        assert str(error).startswith("error[E3")
        return False
    graph.verify()
    return True


def test_the_seeds_themselves_load(tmp_path):
    assert all(survives(tmp_path / "m.onnx", data) for data in seeds())


def flips(path, count: int, seed: int) -> list[bool]:
    rng, originals = random.Random(seed), seeds()
    return [survives(path, damaged(rng.choice(originals), rng)) for _ in range(count)]


@pytest.mark.slow
def test_damaged_bytes(tmp_path):
    ends = flips(tmp_path / "m.onnx", 400, 1)
    assert any(ends)
    assert not all(ends)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=400))
def test_any_bytes(tmp_path_factory, data):
    survives(tmp_path_factory.getbasetemp() / "any.onnx", data)


@pytest.mark.slow
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    which=st.integers(0, len(SEEDS) - 1),
    edits=st.lists(st.tuples(st.floats(0, 0.999), st.binary(max_size=6), st.integers(0, 6)), min_size=1, max_size=4),
)
def test_spliced_bytes(tmp_path_factory, which, edits):
    data = seeds()[which]
    for place, new, gone in edits:
        at = int(place * len(data))
        data = data[:at] + new + data[at + gone :]
    survives(tmp_path_factory.getbasetemp() / "spliced.onnx", data)


EXTREME = (0, 1, -1, 2, -2, 7, 100, -100, 2**31 - 1, 2**31, -(2**31), 2**63 - 1, -(2**63), 2**40, 65536, 10**9)


def twisted(model: onnx.ModelProto, rng: random.Random) -> None:
    """Change one thing that a parser cannot object to: an attribute, a size, a constant, an operator, an input."""
    graph = model.graph
    node, kind = rng.choice(graph.node), rng.randrange(6)
    if kind == 0 and node.attribute:
        attribute = rng.choice(node.attribute)
        if attribute.type == onnx.AttributeProto.INT:
            attribute.i = rng.choice(EXTREME)
        elif attribute.type == onnx.AttributeProto.INTS and attribute.ints:
            attribute.ints[rng.randrange(len(attribute.ints))] = rng.choice(EXTREME)
    elif kind == 1:
        dims = rng.choice(graph.input).type.tensor_type.shape.dim
        if dims:
            dims[rng.randrange(len(dims))].dim_value = rng.choice(EXTREME)
    elif kind == 2 and graph.initializer:
        tensor = rng.choice(graph.initializer)
        array = onnx.numpy_helper.to_array(tensor).copy()
        with np.errstate(all="ignore"):
            array.reshape(-1)[rng.randrange(array.size)] = np.array(rng.choice(EXTREME)).astype(array.dtype)
        tensor.CopyFrom(onnx.numpy_helper.from_array(array, tensor.name))
    elif kind == 3:
        node.op_type = rng.choice(OPERATORS)
    elif kind == 4 and node.input:
        node.input[rng.randrange(len(node.input))] = rng.choice([n for m in graph.node for n in (*m.input, *m.output)])
    else:
        model.opset_import[0].version = rng.randrange(6, 30)


OPERATORS = sorted({s.name for s in onnx.defs.get_all_schemas() if s.domain == ""})


def twists(path, count: int, seed: int) -> list[bool]:
    rng, ends = random.Random(seed), []
    originals = [onnx.ModelProto.FromString(data) for data in seeds()]
    for _ in range(count):
        model = onnx.ModelProto()
        model.CopyFrom(rng.choice(originals))
        for _ in range(rng.choice((1, 1, 2, 4))):
            twisted(model, rng)
        ends.append(survives(path, model.SerializeToString()))
    return ends


@pytest.mark.slow
def test_twisted_models(tmp_path):
    ends = twists(tmp_path / "m.onnx", 400, 2)
    assert any(ends)
    assert not all(ends)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_much_damage(tmp_path, seed):
    flips(tmp_path / "m.onnx", 5000, 100 + seed)
    twists(tmp_path / "m.onnx", 5000, 200 + seed)


@pytest.mark.slow
@pytest.mark.models
def test_damaged_real_networks(tmp_path, models):
    rng = random.Random(5)
    data = (models / "mlperf_kws_dscnn_int8_qdq.onnx").read_bytes()
    for _ in range(2000):
        survives(tmp_path / "m.onnx", damaged(data, rng))
