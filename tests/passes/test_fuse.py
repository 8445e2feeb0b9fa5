"""Epilogues: who takes which elementwise operator, and which stay alone."""

from __future__ import annotations

import numpy as np

from packager.graph import FLOW, Stage
from packager.passes.dead_code import DEAD_CODE
from packager.passes.fuse import FUSE
from packager.passes.hoist import HOIST
from tests.passes.net import Build, after, count, stages, unchanged


def test_activations_and_numbers_behind_every_host(net: Build):
    n = net(x=(1, 4, 4, 4), m=(3, 4))
    hosts = [
        n.conv("x", 4, 4, 3),
        n("ConvTranspose", "x", n.weights(4, 4, 2, 2)),
        n("MaxPool", "x", kernel_shape=[2, 2]),
        n("AveragePool", "x", kernel_shape=[2, 2]),
        n("Resize", "x", "", np.array([1, 1, 2, 2], np.float32), mode="linear"),
        n("GlobalAveragePool", "x"),
        n("Gemm", "m", n.weights(4, 4)),
        n("MatMul", "m", n("Transpose", "m", perm=[1, 0])),
        n("Exp", "x"),
    ]
    tails = [n("Mul", n("Add", n("Tanh", h), 2.0), 0.5) for h in hosts]
    graph = after(n.graph(*(n("Sin", t) for t in tails)))
    found = count(graph)
    assert not {"Tanh", "Add", "Mul", "Sin"} & found.keys()
    assert stages(graph) == {"Tanh": 9, "Add": 9, "Mul": 9, "Sin": 9}


def test_operands_keep_their_places(net: Build):
    n = net(x=(2, 4), y=(2, 4))
    graph = after(n.graph(n("Div", n("Sub", "y", n("Exp", "x")), n.weights(4))), FUSE)
    (node,) = graph.nodes
    assert [(s.op, s.inputs[0]) for s in node.epilogue] == [("Sub", "y"), ("Div", FLOW)]


def test_a_residual_joins_the_later_convolution(net: Build):
    n = net(x=(1, 4, 4, 4))
    left = n.conv("x", 4, 4, 3)
    right = n.conv(n("Relu", n.conv("x", 4, 4)), 4, 4)
    graph = after(n.graph(n("GlobalMaxPool", n("Relu", n("Add", left, right)))))
    host = next(m for m in graph.nodes if m.epilogue and len(m.epilogue) == 2)
    assert host.name.startswith("conv")
    assert [s.op for s in host.epilogue] == ["Add", "Relu"]
    other, flow = host.epilogue[0].inputs
    assert flow == FLOW
    assert [o for m in graph.nodes for o in m.outputs].index(other) < graph.nodes.index(host)


def test_the_flow_may_come_twice(net: Build):
    n = net(x=(1, 4))
    y = n("Exp", "x")
    graph = after(n.graph(n("Mul", y, y)), FUSE)
    assert graph.nodes[0].epilogue == (Stage("Mul", (FLOW, FLOW)),)


def test_what_is_read_twice_or_is_an_output_stays(net: Build):
    n = net(x=(1, 4, 4, 4))
    twice = n("ReduceMax", "x", axes=[1])
    sigmoid, tanh = n("Sigmoid", twice), n("Tanh", twice)
    kept = n("Exp", "x")
    graph = n.graph(sigmoid, tanh, kept, n("Sin", kept))
    assert unchanged(graph, FUSE)
    # The chain behind conv reads conv once more at its end: it must not start in conv.
    loop = net(x=(2, 4))
    y = loop("Gemm", "x", loop.weights(4, 4))
    graph = after(loop.graph(loop("Mul", loop("Tanh", loop("Sin", y)), y)))
    assert count(graph) == {"Gemm": 1, "Sin": 1}


def test_operands_that_a_stage_cannot_read(net: Build):
    n = net(x=(2, 3, 4), column=(2, 3, 1), row=(1, 1, 4), one=(1,))
    for op, other, fused in (
        ("Add", "column", False),
        ("Add", "row", True),
        ("Add", "one", False),
        ("Add", n.weights(3, 1), False),
        ("Add", n.weights(4), True),
        ("Add", n.weights(1, 1), True),
        ("Add", n.weights(2, 3, 4), True),
        ("Add", n.weights(2, 1, 4), True),
        ("Mul", n.weights(5, 2, 3, 4), False),
    ):
        m = net(x=(2, 3, 4), column=(2, 3, 1), row=(1, 1, 4), one=(1,))
        graph = after(m.graph(m(op, m("Exp", "x"), other)), FUSE)
        assert (len(graph.nodes) == 1) == fused, (op, other)


def test_other_types_do_not_flow(net: Build):
    n = net(x=(2, 4))
    wide = n("Exp", n("Cast", n("Sin", "x"), to=11))
    graph = n.graph(n("Cast", wide, to=1), n("Add", n("Cast", n("Abs", "x"), to=7), np.int64(1)))
    assert unchanged(graph, FUSE)
    m = net(x=(2, 4))
    back = m("Add", m("Cast", m("Cast", "x", to=6), to=1), 1.0)
    assert [g.op for g in after(m.graph(back), FUSE).nodes] == ["Cast", "Cast"]


# --- hoist ---


def test_operators_move_before_a_reshape(net: Build):
    n = net(x=(1, 4, 2, 3))
    y = n("Reshape", n.conv("x", 4, 4), n.ints(1, 8, 3))
    y = n("Mul", n("Add", n("Sigmoid", y), n.weights(8, 3)), 2.0)
    graph = after(n.graph(n("Sub", n.weights(3), y)), HOIST)
    assert [m.op for m in graph.nodes] == ["Conv", "Sigmoid", "Add", "Mul", "Sub", "Reshape"]


def test_operators_that_gain_nothing_or_broadcast_stay(net: Build):
    n = net(x=(1, 4, 2, 3))
    no_host = n("Sigmoid", n("Reshape", "x", n.ints(4, 6)))
    conv = n.conv("x", 4, 4)
    read = n("Neg", n("Reshape", conv, n.ints(4, 6)))
    wider = n("Add", n("Reshape", n.conv("x", 4, 4), n.ints(1, 24)), n.weights(2, 1))
    rows = n("Add", n("Reshape", n.conv("x", 4, 4), n.ints(4, 6)), n.weights(6))
    two = n("Add", n("Reshape", n.conv("x", 4, 4), n.ints(4, 6)), n("Reshape", n.conv("x", 4, 4), n.ints(4, 6)))
    graph = n.graph(no_host, read, n("Sin", conv), wider, rows, two)
    assert unchanged(graph, HOIST, DEAD_CODE)
