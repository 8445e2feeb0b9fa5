"""Models that ask for more memory or time than they are worth, in a process that may have 2 GB."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from onnx import TensorProto, helper, parser

ROOT = Path(__file__).parents[2]
HEAD = '<ir_version: 8, opset_import: ["": 13, "local": 1]> '

BOMBS = {
    "constant_of_shape": "g (float[1] x) => (float[n] y) <int64[1] s = {1000000000}> { c = ConstantOfShape(s) y = Add(x, c) }",
    "negative_shape": "g (float[1] x) => (float[n] y) <int64[2] s = {-1, -5}> { c = ConstantOfShape(s) y = Add(x, c) }",
    "range": "g (float[1] x) => (float[n] y) <float a = {0.0}, float b = {1e9}, float d = {1e-3}> { r = Range(a, b, d) y = Add(x, r) }",
    "range_nan": "g (float[1] x) => (float[n] y) <float a = {0.0}, float b = {1e37}, float d = {1e-37}> { r = Range(a, b, d) y = Add(x, r) }",
    "expand": "g (float[1] x) => (float[n] y) <float[1] c = {1.0}, int64[1] s = {1000000000}> { e = Expand(c, s) y = Add(x, e) }",
    "tile": "g (float[1] x) => (float[n] y) <float[1] c = {1.0}, int64[1] s = {1000000000}> { e = Tile(c, s) y = Add(x, e) }",
    "tile_overflow": "g (float[1] x) => (float[n] y) <float[1,1] c = {1.0}, int64[2] s = {4611686018427387904, 8}> { e = Tile(c, s) y = Add(x, e) }",
    "pad": "g (float[1] x) => (float[n] y) <float[1] c = {1.0}, int64[2] p = {1000000000, 0}> { e = Pad(c, p) y = Add(x, e) }",
    "pad_of_the_input": "g (float[1] x) => (float[n] y) <int64[2] p = {9223372036854775807, 9223372036854775807}> { y = Pad(x, p) }",
    "resize": "g (float[1,1,1,1] x) => (float[a,b,c,d] y) <float[4] s = {1.0, 1.0, 1e9, 1e9}> { y = Resize(x, , s) }",
    "outer_product": "g (float[1] x) => (float[a,b] y) <int64[2] p = {30000, 1}, int64[2] q = {1, 30000}> { c = ConstantOfShape(p) d = ConstantOfShape(q) e = Mul(c, d) y = Add(x, e) }",
    "matmul": "g (float[1] x) => (float[a,b] y) <int64[2] p = {4000, 4000}> { c = ConstantOfShape(p) d = MatMul(c, c) e = MatMul(d, d) y = Add(x, e) }",
    "einsum": 'g (float[1] x) => (float[n] y) <int64[1] p = {20000}> { c = ConstantOfShape(p) d = Einsum<equation = "i,j,k->">(c, c, c) y = Add(x, d) }',
    "one_hot": "g (float[1] x) => (float[a,b] y) <int64[4] i = {0,1,2,3}, int64 d = {1000000000}, float[2] v = {0.0, 1.0}> { e = OneHot(i, d, v) y = Add(x, e) }",
    "eye": "g (float[60000,60000] x) => (float[a,b] y) { e = EyeLike(x) y = Add(x, e) }",
    "rank": "g (float[1] x) => (float[n] y) <int64[30] s = {1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1}> { y = Reshape(x, s) }",
    "doubling": "g (float[1] x) => (float[n] y) <float[1] c = {1.0}> { "
    + " ".join(
        f"c{i + 1} = Concat<axis = 0>({'c' if i == 0 else f'c{i}'}, {'c' if i == 0 else f'c{i}'})" for i in range(40)
    )
    + " y = Add(x, c40) }",
    "concat_of_the_input": "g (float[1000] x) => (float[n] y) { "
    + " ".join(
        f"c{i + 1} = Concat<axis = 0>({'x' if i == 0 else f'c{i}'}, {'x' if i == 0 else f'c{i}'})" for i in range(40)
    )
    + " y = Relu(c40) }",
}

# Aimed at what onnx_ir and onnxscript do before, after and beside asking whether to fold, and how each ends.
TRAPS = {
    "parts": (
        "E310",
        "g (float[2147483646] x) => (int64 n) <int64 s = {1}> { q = SplitToSequence(x, s) n = SequenceLength(q) }",
    ),
    "parts_of_one": (
        "E310",
        "g (float[2147483646] x) => (int64 n) { q = SplitToSequence(x) n = SequenceLength(q) }",
    ),
    "long_sequence": (
        "E310",
        "g (float[1] x) => (int64 n) { s0 = SequenceEmpty() "
        + " ".join(f"s{i + 1} = SequenceInsert(s{i}, x)" for i in range(5000))
        + " n = SequenceLength(s5000) }",
    ),
    "open_shapes": (
        "E312",
        "g (float[4] x) => (int64 n) { z = NonZero(x) s0 = Shape(z) "
        + " ".join(f"s{i + 1} = Concat<axis = 0>(s{i}, s{i})" for i in range(60))
        + " n = Size(s60) }",
    ),
    "index": (
        "E301",
        "g (float[1,2] x) => (float[1,2] y) <float[1,2] k = {1.0, 2.0}, int64[1,2] i = {0, 1099511627776}>"
        "{ e = GatherElements<axis = 1>(k, i) y = Add(x, e) }",
    ),
    "picks": (
        "loaded",
        "g (float[1] x) => (float[1] y) <int64[1] n = {33554432}, int64[3] k = {1, 2, 3}>"
        "{ i = ConstantOfShape<value = int64[1] {0}>(n) e = Gather<axis = 0>(k, i) c = Cast<to = 1>(e)"
        " m = ReduceMax<keepdims = 0>(c) y = Add(x, m) }",
    ),
    "sizes": (
        "E301",
        "g (float[1] x) => (float[1] y) <int64[1] n = {16777216}>"
        "{ i = ConstantOfShape<value = int64[1] {1}>(n) y = Expand(x, i) }",
    ),
    "names": (
        "loaded",
        "g (float[1] x) => (float[1] y) <float[1] c0 = {1.0}> { "
        + " ".join(f"c{i + 1} = Neg(c{i})" for i in range(8000))
        + " y = Add(x, c8000) }",
    ),
    "readers": (
        "loaded",
        "g (float[1] x) => (float[1] y) <int64[1] n = {67108864}> { c = ConstantOfShape(n) "
        + " ".join(f"r{i} = ReduceSum<keepdims = 0>(c)" for i in range(2000))
        + f" s = Sum({', '.join(f'r{i}' for i in range(2000))}) y = Add(x, s) }}",
    ),
    "sums": ("E312", f"g (float[1] x) => (float[1] y) {{ y = Sum({', '.join(['x'] * 6000)}) }}"),
    "wide": ("E312", f"g (float[1] x) => (float[n] y) {{ y = Concat<axis = 0>({', '.join(['x'] * 100000)}) }}"),
    "turns": (
        "E310",
        "g (float[100000000,1,1] x) => (float[a,b,c,d] y) <float[1,4,1] w = {1.0, 1.0, 1.0, 1.0}>"
        "{ y = LSTM<hidden_size = 1>(x, w, w) }",
    ),
    "far_padding": (
        "loaded",
        "g (float[1] x) => (float[1] y) <float[1,1,1] c = {1.0}> { p = AveragePool<kernel_shape = [1073741824],"
        " pads = [1073741824, 1073741824], strides = [1073741824]>(c) m = ReduceMax<keepdims = 0>(p) y = Add(x, m) }",
    ),
}


def calls(count, times):
    """`count` functions, each of which calls the next one so many `times`."""
    body = " ".join(f"t{k + 1} = local.f# (t{k})" for k in range(times))
    functions = [
        f'<domain: "local", opset_import: ["": 13, "local": 1]> f{i} (t0) => (t{times}) {{ {body.replace("#", str(i + 1))} }}'
        for i in range(count)
    ]
    last = f'<domain: "local", opset_import: ["": 13]> f{count} (t0) => (t) {{ t = Neg(t0) }}'
    return f"g (float[1] x) => (float[1] y) {{ y = local.f0(x) }} {' '.join([*functions, last])}"


TRAPS["calls"] = ("E312", calls(40, 2))
TRAPS["deep_calls"] = ("E312", calls(4000, 1))

# Loads every file given and prints one line for each: how it ended and after how many seconds.
CHILD = """
import resource, sys, time
resource.setrlimit(resource.RLIMIT_AS, (2 * 10**9, 2 * 10**9))
from packager.errors import PackError
from packager.load import load
for path in sys.argv[1:]:
    start = time.process_time()
    try:
        load(path)
        end = "loaded"
    except PackError as error:
        end = getattr(error, "errors", [error])[0].code
    print(f"{path}\\t{end}\\t{time.process_time() - start:.2f}", flush=True)
"""


def many_constants():
    """A thousand constants of 64 MiB each, all read."""
    shape = helper.make_tensor("s", TensorProto.INT64, [1], [2**24])
    nodes = []
    last = "x"
    for i in range(1000):
        nodes.append(
            helper.make_node("ConstantOfShape", ["s"], [f"c{i}"], value=helper.make_tensor("v", 1, [1], [float(i)]))
        )
        nodes.append(helper.make_node("Add", [last, f"c{i}"], [f"y{i}"]))
        last = f"y{i}"
    graph = helper.make_graph(
        nodes,
        "g",
        [helper.make_tensor_value_info("x", 1, [1])],
        [helper.make_tensor_value_info(last, 1, [2**24])],
        [shape],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def ends(folder, files):
    """How loading each of the files ended in one process with 2 GB, and after how many seconds of CPU time."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    code = [sys.executable, "-c", textwrap.dedent(CHILD), *(str(folder / n) for n in files)]
    done = subprocess.run(code, capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    lines = (line.split("\t") for line in done.stdout.splitlines())
    return {Path(path).name: (end, float(seconds)) for path, end, seconds in lines}


# What may load: nodes that are better left for the device than folded here.
LEFT = {"matmul", "einsum"}
# What takes seconds until the limit on all constants together is reached.
LONG = {"doubling", "many_constants"}
# Traps that are walked to the end of what pack takes: a second or two each.
DEEP = {"names", "picks", "readers", "long_sequence"}


def check(found):
    for name, (end, seconds) in found.items():
        assert seconds < 10, name
        assert end == "loaded" if name in LEFT else end in ("E301", "E310", "E312"), (name, end)


@pytest.mark.slow
def test_bombs(tmp_path):
    found = ends(
        tmp_path, {n: parser.parse_model(HEAD + t).SerializeToString() for n, t in BOMBS.items() if n not in LONG}
    )
    assert len(found) == len(BOMBS) - 1
    check(found)


@pytest.mark.slow
@pytest.mark.parametrize("names", [set(TRAPS) - DEEP, DEEP], ids=["", "deep"])
def test_traps(names, tmp_path):
    found = ends(tmp_path, {n: parser.parse_model(HEAD + TRAPS[n][1]).SerializeToString() for n in sorted(names)})
    assert {n: end for n, (end, _) in found.items()} == {n: TRAPS[n][0] for n in names}
    assert max(seconds for _, seconds in found.values()) < 10


@pytest.mark.slow
def test_long_bombs(tmp_path):
    found = ends(
        tmp_path,
        {
            "doubling": parser.parse_model(HEAD + BOMBS["doubling"]).SerializeToString(),
            "many_constants": many_constants().SerializeToString(),
        },
    )
    assert found.keys() == LONG
    check(found)
