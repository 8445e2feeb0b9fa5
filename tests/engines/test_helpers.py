"""What `packager.engine` does for kernel libraries: bounds, weights and their order, what suits a CPU."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from packager import target as targets
from packager.engine import Region, bounds, panels, product, suited, unpackable, unsuited, weights
from packager.errors import Unsupported
from packager.graph import FLOW, Graph, Node, Stage
from packager.passes.optimise import optimise
from tests.passes.net import Build


def clip(low: float, high: float) -> Stage:
    return Stage("Clip", (FLOW,), {"min": low, "max": high})


@pytest.mark.parametrize(
    ("stages", "want"),
    [
        ((), (0, -np.inf, np.inf)),
        ((Stage("Relu"),), (1, 0.0, np.inf)),
        ((Stage("Clip", (FLOW,), {"max": 6.0}),), (1, -np.inf, 6.0)),
        ((Stage("Relu"), clip(-1, 6), Stage("Sigmoid"), Stage("Relu")), (2, 0.0, 6.0)),
        ((clip(2, 3), clip(4, 5)), (2, 4, 4)),
        ((clip(4, 5), clip(2, 3)), (2, 3, 3)),
        ((clip(0, -1),), (1, -1, -1)),
        ((Stage("Relu"), Stage("Add", (FLOW, "y"))), (1, 0.0, np.inf)),
        ((Stage("Sigmoid"), Stage("Relu")), (0, -np.inf, np.inf)),
    ],
)
def test_bounds_are_those_of_the_stages_in_front(stages: tuple[Stage, ...], want: tuple[int, float, float]) -> None:
    count, low, high = bounds(Node("n", "Conv", (), (), epilogue=stages))
    assert (count, low, high) == want
    for x in np.linspace(-9, 9, 37):
        y = x
        for stage in stages[:count]:
            y = (
                max(y, 0.0)
                if stage.op == "Relu"
                else min(max(y, stage.attrs.get("min", -np.inf)), stage.attrs.get("max", np.inf))
            )
        assert min(max(x, low), high) == y


def region(graph: Graph, op: str) -> Region:
    """The only node of `op` in the optimised `graph`."""
    graph = optimise(graph)
    (node,) = (n for n in graph.nodes if n.op == op)
    values = {v: graph[v] for v in (*node.reads, *node.outputs)}
    inputs = tuple(i for i in node.reads if graph.const(i) is None)
    return Region(node.name, Graph("one", (node,), values, inputs, node.outputs))


def test_weights_of_a_grouped_convolution_and_of_a_product(net: Build) -> None:
    n = net(x=(1, 6, 8, 9), y=(2, 5))
    w, m = np.arange(4 * 3 * 2 * 5, dtype=np.float32).reshape(4, 3, 2, 5), np.arange(15, dtype=np.float32).reshape(5, 3)
    graph = n.graph(n("Conv", "x", w, np.arange(4, dtype=np.float32), group=2), n("MatMul", "y", m))
    (shaped, bias), (flat, none) = weights(region(graph, "Conv")), weights(region(graph, "Gemm"))
    assert shaped.shape == (2, 2, 2, 5, 3)
    assert shaped[1, 0, 1, 4, 2] == w[2, 2, 1, 4]
    assert bias.tolist() == [[0, 1], [2, 3]]
    assert flat.shape == (1, 3, 1, 1, 5)
    assert flat[0, 2, 0, 0, 4] == m[4, 2]
    assert not none.any()
    assert none.shape == (1, 3)


def test_panels() -> None:
    rng = np.random.default_rng(0)
    w, bias = rng.standard_normal((3, 5, 2, 4)), rng.standard_normal((3, 5))
    got = panels(w, bias, 4, 10)
    assert (got.shape, got.dtype) == ((3, 2, 11, 4), np.dtype(np.float32))
    want = np.zeros((3, 2, 11, 4), np.float32)
    for g in range(3):
        for o in range(5):
            want[g, o // 4, 0, o % 4] = bias[g, o]
            want[g, o // 4, 1:9, o % 4] = w[g, o].ravel()
    np.testing.assert_array_equal(got, want)
    assert panels(w, bias, 5).shape == (3, 1, 9, 5)


@pytest.mark.parametrize(
    ("attrs", "shape", "is_product"),
    [
        ({}, (1, 4, 5, 6), True),
        ({"strides": [2, 2]}, (1, 4, 5, 6), False),
        ({"strides": [2, 2]}, (1, 4, 1, 1), True),
        ({"strides": [2, 2], "pads": [1, 1, 1, 1]}, (1, 4, 3, 3), False),  # an image of the same size, of other pixels
        ({"group": 2}, (1, 8, 5, 6), False),
    ],
)
def test_a_convolution_that_is_a_product(
    net: Build, attrs: dict[str, object], shape: tuple[int, ...], is_product: bool
) -> None:
    n = net(x=shape)
    graph = n.graph(n("Conv", "x", np.ones((6, 4, 1, 1), np.float32), **attrs))
    rows = shape[2] * shape[3]
    assert product(region(graph, "Conv")) == ({"rows": rows, "depth": 4, "columns": 6} if is_product else {})


def test_what_cannot_be_packed(net: Build) -> None:
    n = net(x=(1, 3, 8, 9), w=(4, 3, 2, 2), v=(1, 3, 4, 4, 4), y=(2, 5))
    graph = optimise(
        n.graph(
            n("Conv", "x", "w"), n("Conv", "v", np.ones((2, 3, 2, 2, 2), np.float32)),
            n("Conv", "x", np.ones((4, 3, 2, 2), np.float32)), n("MatMul", "y", np.ones((5, 3), np.float32)),
        )
    )  # fmt: skip
    whys = [unpackable(graph, node) for node in graph.nodes if node.op in ("Conv", "Gemm")]
    assert sorted(whys) == ["", "", "it is no image of two dimensions", "its weights are not constant"]


def test_what_suits_a_cpu() -> None:
    table = {"x86_64+fma": 1, "aarch64-cortex-a53": 2, "x86_64": 3, "aarch64": 4}
    v3, arm = targets.load("x86-64-v3"), targets.load("aarch64")
    assert [suited(table, t) for t in (v3, targets.load("x86-64-v2"), arm, replace(arm, cpu="cortex-a53"))] == [
        1,
        3,
        4,
        2,
    ]
    armv7 = targets.load("armv7")
    with pytest.raises(Unsupported, match="nothing suits armv7"):
        suited(table, armv7)
    assert unsuited(table, v3) == ""
    assert unsuited(table, armv7) == f"there are kernels for {', '.join(table)}, not for armv7"
