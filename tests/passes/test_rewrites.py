"""Small rewrites: no-ops, one form for each thing, arithmetic, duplicates, dead code."""

from __future__ import annotations

import numpy as np
import pytest

from packager.graph import Graph, Node
from packager.passes.arithmetic import ARITHMETIC
from packager.passes.dead_code import DEAD_CODE
from packager.passes.driver import run
from packager.passes.drop_noops import DROP_NOOPS
from packager.passes.gemm import GEMM, PLAIN_GEMM
from packager.passes.merge_duplicates import MERGE_DUPLICATES
from packager.passes.one_form import ONE_FORM
from packager.passes.pools import POOLS
from tests.passes.net import Build, Net, after, attribute, by_hand, count, unchanged

# --- drop_noops ---


@pytest.mark.parametrize(
    ("op", "attrs", "constant"),
    [
        ("Identity", {}, None),
        ("Dropout", {}, None),
        ("Reshape", {"shape": (1, 4, 4, 4)}, None),
        ("Transpose", {"perm": (0, 1, 2, 3)}, None),
        ("Cast", {"to": 1}, None),
        ("Pad", {"pads": (0,) * 8, "mode": "reflect"}, None),
        ("Slice", {"axes": (1,), "starts": (0,), "ends": (4,), "steps": (1,)}, None),
        ("Expand", {"shape": (1, 4, 4, 4)}, None),
        ("Tile", {"repeats": (1, 1, 1, 1)}, None),
        ("Resize", {"scales": (1.0,) * 4, "sizes": (1, 4, 4, 4), "mode": "linear"}, None),
        ("MaxPool", {"kernel_shape": (1, 1), "strides": (1, 1), "pads": (0,) * 4}, None),
        ("AveragePool", {"kernel_shape": (1, 1), "strides": (1, 1), "pads": (0,) * 4}, None),
        ("Concat", {"axis": 1}, None),
        ("Split", {"axis": 1, "split": (4,)}, None),
        ("Sum", {}, None),
        ("Clip", {"min": -np.inf, "max": np.inf}, None),
        ("Add", {}, 0.0),
        ("Sub", {}, 0.0),
        ("Mul", {}, 1.0),
        ("Div", {}, 1.0),
    ],
)
def test_what_changes_nothing_goes(op: str, attrs: dict[str, object], constant: float | None):
    inputs = ("x",) if constant is None else ("x", "c")
    nodes = [Node("a", op, inputs, ("y",), attrs), Node("b", "Neg", ("y",), ("z",))]
    consts = {} if constant is None else {"c": np.full((4, 1, 1), constant, np.float32)}
    graph = by_hand(nodes, dict.fromkeys("xyz", (1, 4, 4, 4)), ["z"], **consts)
    assert count(run(graph, ((DROP_NOOPS,),))) == {"Neg": 1}
    last = by_hand(nodes[:1], dict.fromkeys("xy", (1, 4, 4, 4)), ["y"], **consts)
    assert unchanged(last, DROP_NOOPS), "an output that is an input needs a node that writes it"


@pytest.mark.parametrize(
    ("op", "attrs", "shape"),
    [
        ("Pad", {"pads": (0, 0, 1, 0, 0, 0, 0, 0)}, (1, 4, 5, 4)),
        ("Slice", {"axes": (1,), "starts": (3,), "ends": (-1,), "steps": (-1,)}, (1, 4, 4, 4)),
        ("Resize", {"scales": (1.0, 1.0, 1.05, 1.0), "sizes": (1, 4, 4, 4), "mode": "linear"}, (1, 4, 4, 4)),
        ("Resize", {"scales": (1.0,) * 4, "coordinate_transformation_mode": "tf_crop_and_resize"}, (1, 4, 4, 4)),
        ("MaxPool", {"kernel_shape": (3, 3), "strides": (1, 1), "pads": (1,) * 4}, (1, 4, 4, 4)),
        ("Clip", {"min": 0.0}, (1, 4, 4, 4)),
        ("Cast", {"to": 7}, (1, 4, 4, 4)),
    ],
)
def test_what_changes_something_stays(op: str, attrs: dict[str, object], shape: tuple[int, ...]):
    from dataclasses import replace

    from packager.dtype import I64

    nodes = [Node("a", op, ("x",), ("y",), attrs), Node("b", "Neg", ("y",), ("z",))]
    graph = by_hand(nodes, {"x": (1, 4, 4, 4), "y": shape, "z": shape}, ["z"])
    if op == "Cast":
        values = {k: replace(v, dtype=I64) if k != "x" else v for k, v in graph.values.items()}
        graph = replace(graph, values=values)
    assert unchanged(graph, DROP_NOOPS)


def test_adding_a_zero_that_broadcasts_stays():
    graph = by_hand(
        [Node("a", "Add", ("x", "c"), ("y",))], {"x": (1, 4), "y": (3, 4)}, ["y"], c=np.zeros((3, 1), np.float32)
    )
    assert unchanged(graph, DROP_NOOPS)


def test_neighbours_join(net: Build):
    n = net(x=(2, 3, 4, 5))
    x = n("Transpose", n("Transpose", "x", perm=[0, 2, 3, 1]), perm=[0, 3, 1, 2])
    y = n("Reshape", n("Reshape", "x", n.ints(6, 20)), n.ints(24, 5))
    z = n("Transpose", n("Transpose", "x", perm=[1, 0, 2, 3]), perm=[1, 2, 0, 3])
    graph = after(n.graph(n("Neg", x), n("Neg", y), z), DROP_NOOPS, DEAD_CODE)
    assert count(graph) == {"Neg": 2, "Reshape": 1, "Transpose": 1}
    assert attribute(graph, "Transpose", "perm") == (0, 2, 1, 3)


def test_joins_and_cuts(net: Build):
    n = net(x=(1, 2, 4), y=(1, 3, 4), z=(1, 1, 4))
    both = n("Concat", n("Concat", "x", "y", axis=1), "z", axis=1)
    within = n("Slice", both, n.ints(3), n.ints(5), n.ints(1))
    backwards = n("Slice", both, n.ints(4), n.ints(1), n.ints(1), n.ints(-1))
    whole = n("Slice", both, n.ints(0), n.ints(2), n.ints(1))
    across = n("Slice", both, n.ints(1), n.ints(3), n.ints(1))
    graph = after(n.graph(n("Neg", within), backwards, n("Neg", whole), across), DROP_NOOPS, DEAD_CODE)
    assert count(graph) == {"Concat": 1, "Slice": 3, "Neg": 2}
    assert [g.inputs[0] for g in graph.nodes if g.op == "Slice"] == ["y", "y", "concat1"]


def test_expand_before_an_operator_that_broadcasts(net: Build):
    n = net(x=(1, 4, 5), y=(1, 4, 1))
    wide = n("Expand", "y", n.ints(1, 4, 5))
    graph = after(
        n.graph(n("Mul", "x", wide), n("Add", wide, n("Expand", "y", n.ints(1, 4, 5)))), DROP_NOOPS, DEAD_CODE
    )
    assert [g.op for g in graph.nodes].count("Expand") == 1, "the sum of two small values needs one that is wide"


def test_casts_join_only_where_nothing_is_lost(net: Build):
    n = net(x=(4,))
    exact = n("Cast", n("Cast", n("Cast", "x", to=11), to=1), to=6)
    lossy = n("Cast", n("Cast", "x", to=6), to=1)
    assert count(after(n.graph(exact, lossy), DROP_NOOPS, DEAD_CODE)) == {"Cast": 3}


# --- one_form ---


def test_reshapes_and_reductions(net: Build):
    n = net(x=(2, 3, 4, 5))
    outputs = [
        n("Squeeze", n("GlobalAveragePool", "x"), n.ints(2, 3)),
        n("Flatten", n("GlobalMaxPool", "x")),
        n("AveragePool", "x", kernel_shape=[4, 5]),
        n("MaxPool", "x", kernel_shape=[4, 5]),
        n("Unsqueeze", n("ReduceSum", "x", n.ints(1), keepdims=0), n.ints(0, 4)),
        n("ReduceMean", n("ReduceMean", "x", axes=[3], keepdims=1), axes=[2], keepdims=0),
        n("ReduceMax", n("ReduceMax", "x", axes=[1], keepdims=0), axes=[1], keepdims=0),
        n("ArgMax", "x", axis=1, keepdims=0),
    ]
    graph = after(n.graph(*outputs), ONE_FORM, DROP_NOOPS, DEAD_CODE)
    found = count(graph)
    assert found == {"ReduceMean": 3, "ReduceMax": 3, "ReduceSum": 1, "ArgMax": 1, "Reshape": 6}
    axes = [m.ints("axes") for m in graph.nodes if m.op == "ReduceMax"]
    assert axes == [(2, 3), (2, 3), (1, 2)]
    assert all(m.int("keepdims") == 1 for m in graph.nodes if m.op != "Reshape")


def test_pools_that_do_not_see_the_whole_image_stay(net: Build):
    n = net(x=(1, 3, 4, 4))
    graph = n.graph(
        n("AveragePool", "x", kernel_shape=[4, 3]),
        n("AveragePool", "x", kernel_shape=[4, 4], pads=[1, 1, 1, 1]),
        n("MaxPool", "x", kernel_shape=[4, 4], pads=[0, 0, 1, 1]),
    )
    assert unchanged(graph, ONE_FORM)


def test_reductions_whose_middle_is_read_stay_apart(net: Build):
    n = net(x=(1, 3, 4, 4))
    middle = n("ReduceMean", "x", axes=[3])
    graph = n.graph(n("ReduceMean", middle, axes=[2]), n("Neg", middle))
    assert count(after(graph, ONE_FORM))["ReduceMean"] == 2
    other = net(x=(1, 3, 4, 4))
    mixed = other.graph(other("ReduceMax", other("ReduceMean", "x", axes=[3]), axes=[2]))
    assert unchanged(mixed, ONE_FORM)


def test_operators_of_many_inputs_come_in_pairs(net: Build):
    n = net(a=(2, 3), b=(3,), c=(2, 1))
    graph = n.graph(n("Sum", "a", "b", "c"), n("Mean", "a", "b", "c"), n("Max", "a", "b", "c"), n("Min", "a", "b"))
    assert all(len(m.inputs) == 2 for m in after(graph, ONE_FORM, MERGE_DUPLICATES).nodes)


def test_limits_and_powers(net: Build):
    n = net(x=(2, 3))
    graph = after(
        n.graph(
            n("Min", n("Max", "x", 0.5), 6.0),
            n("Max", "x", n.weights(3)),
            n("Pow", "x", 2.0),
            n("Pow", n("Abs", "x"), 0.5),
            n("Pow", "x", -1.0),
            n("Pow", "x", 3.0),
        ),
        ONE_FORM,
    )
    assert count(graph) == {"Clip": 2, "Max": 1, "Mul": 1, "Abs": 1, "Sqrt": 1, "Reciprocal": 1, "Pow": 1}


def test_gather_at_equal_distances_is_a_slice(net: Build):
    n = net(x=(6, 5))
    picked = [n.ints(1, 3, 5), n.ints(4, 3, 2, 1, 0), np.array(2), n.ints(3), n.ints(0, 1, 3), n.ints(2, 2)]
    graph = after(n.graph(*(n("Gather", "x", p, axis=0) for p in picked)), ONE_FORM)
    assert count(graph) == {"Slice": 4, "Reshape": 1, "Gather": 2}


# --- arithmetic ---


def test_constants_join(net: Build):
    n = net(x=(1, 4, 2, 2))
    x = n("Add", 2.0, "x")
    x = n("Sub", x, n.weights(4, 1, 1))
    x = n("Div", x, n.weights(4, 1, 1, shift=3.0))
    x = n("Mul", n("Neg", x), 3.0)
    x = n("Add", x, 1.0)
    graph = after(n.graph(x), ARITHMETIC)
    assert [m.op for m in graph.nodes] == ["Mul", "Add"]
    assert all(graph.const(m.inputs[1]) is not None for m in graph.nodes)


def test_constants_stay_apart_where_joining_costs(net: Build):
    n = net(x=(1, 64, 1, 64))
    wide = n("Add", n("Add", "x", n.weights(64, 1, 1)), n.weights(64))
    read = n("Add", "x", 1.0)
    zero = n("Div", "x", 0.0)
    graph = n.graph(wide, n("Add", read, 1.0), n("Neg", read), zero, n("Sub", 1.0, "x"), n("Div", 1.0, "x"))
    assert unchanged(graph, ARITHMETIC)


def test_the_smaller_operand_stands_on_the_right(net: Build):
    n = net(x=(1, 4, 3), y=(4, 1))
    graph = after(n.graph(n("Mul", "y", "x"), n("Sub", "y", "x")), ARITHMETIC)
    assert [m.inputs for m in graph.nodes] == [("x", "y"), ("y", "x")]


# --- gemm ---


def test_products_with_constants_are_gemm(net: Build):
    n = net(x=(2, 3), y=(2, 5, 3), z=(4, 2))
    w = n.weights(3, 4)
    graph = after(
        n.graph(
            n("Add", n("MatMul", "x", w), n.weights(4)),
            n("Add", n("MatMul", "y", w), n.weights(4)),
            n("Gemm", "x", n.weights(4, 3), n.weights(1, 4), transB=1, alpha=0.5, beta=2.0),
            n("Gemm", "x", w, n.weights(2, 1), beta=3.0),
            n("Gemm", "x", w, 2.0),
            n("Gemm", "z", n.weights(4, 3), transA=1),
        )
    )
    assert count(graph) == {"Gemm": 6, "Reshape": 2, "Transpose": 1, "Add": 1}, "a column is no bias"
    assert PLAIN_GEMM.check(graph) is None


def test_products_of_two_run_time_values_are_mat_mul(net: Build):
    n = net(x=(2, 3), y=(4, 3), c=(4,))
    graph = after(
        n.graph(n("Gemm", "x", "y", "c", transB=1, alpha=0.5, beta=2.0), n("MatMul", n.weights(5, 2), "x")), GEMM
    )
    assert count(graph) == {"Transpose": 1, "MatMul": 2, "Mul": 2, "Add": 1}
    assert unchanged(graph, GEMM)


@pytest.mark.parametrize("to", [10, 11])
def test_other_floats_keep_their_type(net: Build, to: int):
    n = net(x=(2, 4))
    kind = np.float16 if to == 10 else np.float64
    y = n("Div", n("Sub", n("Cast", "x", to=to), kind(3)), n.weights(4, shift=5.0).astype(kind))
    y = n("Gemm", y, n.weights(5, 4).astype(kind), n.weights(1, 5).astype(kind), alpha=0.5, beta=2.0, transB=1)
    graph = after(n.graph(n("Cast", y, to=1)), tolerance=1e-2 if to == 10 else 1e-6)
    assert count(graph) == {"Cast": 2, "Add": 1, "Mul": 1, "Gemm": 1}


# --- pools ---


def same_max(n: Net, x: str, *kernel: int, **attrs: object) -> str:
    return n("MaxPool", x, kernel_shape=kernel, pads=[k // 2 for k in kernel] * 2, **attrs)


def windows(graph: Graph) -> list[tuple[int, ...]]:
    return [node.ints("kernel_shape") for node in graph.nodes if node.op == "MaxPool"]


@pytest.mark.parametrize("size", [(13, 13), (3, 20), (1, 2)])
def test_large_windows_start_from_smaller_ones(net: Build, size: tuple[int, int]) -> None:
    n = net(x=(1, 2, *size))
    graph = n.graph(n("Concat", "x", *(same_max(n, "x", k, k) for k in (5, 9, 13)), axis=1))
    assert windows(after(graph, POOLS, tolerance=0)) == [(5, 5)] * 3
    n = net(x=(1, 2, *size))
    graph = n.graph(same_max(n, "x", 3, 1), same_max(n, "x", 1, 3), same_max(n, "x", 5, 7))
    assert windows(after(graph, POOLS, tolerance=0)) == [(3, 1), (1, 3), (3, 7)]


def test_windows_that_do_not_add_up_stay(net: Build) -> None:
    n = net(x=(1, 2, 9, 9), other=(1, 2, 9, 9))
    graph = n.graph(
        same_max(n, "x", 5, 3),
        same_max(n, "x", 3, 5),
        same_max(n, "other", 9, 9),
        same_max(n, "x", 7, 7, strides=[2, 2]),
        n("MaxPool", "x", kernel_shape=[7, 7], pads=[2, 2, 4, 4]),
        n("MaxPool", "x", kernel_shape=[5, 5], pads=[4, 4, 4, 4], dilations=[2, 2]),
        n("MaxPool", "x", kernel_shape=[6, 6], pads=[3, 3, 2, 2]),
    )
    assert unchanged(graph, POOLS)


# --- merge_duplicates, dead_code ---


def test_equal_things_are_computed_once(net: Build):
    n = net(x=(2, 3))
    w = n.weights(3, 3)
    y = n("Add", n("Sigmoid", n("MatMul", "x", w)), n("Sigmoid", n("MatMul", "x", w.copy())))
    graph = after(n.graph(y), MERGE_DUPLICATES)
    assert count(graph) == {"MatMul": 1, "Sigmoid": 1, "Add": 1}
    assert len([v for v in graph.values.values() if v.const is not None]) == 1


def test_different_things_are_not(net: Build):
    n = net(x=(2, 4))
    split = n("Split", "x", n.ints(2, 2), outputs=2, axis=1)
    graph = n.graph(
        n("Clip", "x", 0.0, 1.0),
        n("Clip", "x", 0.0, 2.0),
        n("Add", "x", n.weights(4)),
        n("Add", "x", n.weights(4)),
        n("Sub", f"{split}:0", f"{split}:1"),
        n("Sub", f"{split}:1", f"{split}:0"),
        n("Relu", "x"),
        n("Relu", "x"),
    )
    assert unchanged(graph, MERGE_DUPLICATES), "equal outputs stay: each has a name of its own"


def test_dead_code():
    nodes = [Node("a", "Neg", ("x",), ("y",)), Node("b", "Neg", ("y",), ("z",)), Node("c", "Abs", ("x",), ("w",))]
    graph = by_hand(nodes, dict.fromkeys("xyzw", (2,)), ["w"])
    assert count(run(graph, ((DEAD_CODE,),))) == {"Abs": 1}
    assert unchanged(by_hand(nodes, dict.fromkeys("xyzw", (2,)), ["w", "z"]), DEAD_CODE)
