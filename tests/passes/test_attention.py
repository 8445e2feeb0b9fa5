"""Attention as models write it becomes one node, and only where it is that."""

from __future__ import annotations

import numpy as np
import pytest

from packager.graph import Array, Graph
from packager.passes.as_in_onnx import as_in_onnx
from packager.passes.attention import ATTENTION
from packager.passes.optimise import optimise
from tests.passes.net import Build, Net, after, count, difference

SHAPES = {"q": (2, 3, 5, 4), "k": (2, 3, 4, 7), "v": (2, 3, 7, 6)}
CAUSAL = np.tril(np.ones((5, 7), bool), 2)


def product(n: Net, scores: str, axis: int = -1) -> str:
    return n("MatMul", n("Softmax", scores, axis=axis), "v")


def fused(graph: Graph) -> Graph:
    """The graph after all passes, in which attention is one node."""
    result = after(graph)
    found = count(result)
    assert found["FusedAttention"] == 1
    assert not {"MatMul", "Softmax"} & found.keys()
    assert difference(graph, as_in_onnx(result)) <= 1e-5
    return result


def test_a_factor_and_masks(net: Build) -> None:
    n = net(**SHAPES, m=(2, 1, 5, 7))
    scores = n("Add", n("Add", n("Div", n("MatMul", "q", "k"), 2.0), "m"), n.weights(3, 1, 7))
    (node,) = fused(n.graph(product(n, scores))).nodes
    assert node.inputs[:4] == ("q", "k", "v", "m")
    assert (node.float("scale"), node.float("after")) == (0.5, 1.0)


def test_a_factor_behind_the_mask(net: Build) -> None:
    n = net(**SHAPES)
    scores = n("Mul", n("Add", n("MatMul", "q", "k"), n.weights(5, 7)), 0.25)
    (node,) = fused(n.graph(product(n, scores))).nodes
    assert (node.float("scale"), node.float("after")) == (1.0, 0.25)


@pytest.mark.parametrize("computed", [False, True])
@pytest.mark.parametrize("chosen", [False, True])
@pytest.mark.parametrize("low", [-3.4028235e38, -1e30])
def test_a_mask_that_chooses(net: Build, chosen: bool, computed: bool, low: float) -> None:
    """Scores where they are kept and a number elsewhere, with a known condition and with a computed one."""
    n = net(**SHAPES, m=(5, 7))
    keep = n("Greater", "m", 0.0) if computed else CAUSAL & (np.arange(5) != 3)[:, None]
    if chosen:
        keep = n("Not", keep) if computed else ~keep
    scores = n("Mul", n("MatMul", "q", "k"), 0.5)
    fused(n.graph(product(n, n("Where", keep, *((low, scores) if chosen else (scores, low))))))


def test_reshapes_on_the_way(net: Build) -> None:
    """Leading axes of one element come and go."""
    n = net(q=(5, 4), k=(4, 7), v=(7, 6))
    scores = n("Reshape", n("Mul", n("MatMul", "q", "k"), 0.5), n.ints(1, 1, 5, 7))
    probabilities = n("Reshape", n("Softmax", n("Add", scores, n.weights(1, 1, 5, 7)), axis=-1), n.ints(5, 7))
    fused(n.graph(n("MatMul", probabilities, "v")))


def test_a_result_of_more_axes(net: Build) -> None:
    n = net(q=(5, 4), k=(4, 7), v=(7, 6))
    probabilities = n("Softmax", n("MatMul", "q", "k"), axis=-1)
    fused(n.graph(n("Relu", n("MatMul", n("Reshape", probabilities, n.ints(1, 1, 5, 7)), "v"))))


def test_heads_that_share_keys(net: Build) -> None:
    n = net(q=(2, 3, 5, 4), k=(2, 1, 4, 7), v=(1, 7, 6))
    fused(n.graph(product(n, n("MatMul", "q", "k"))))


def test_a_constant_query(net: Build) -> None:
    n = net(k=(2, 4, 7), v=(2, 7, 6))
    fused(n.graph(product(n, n("MatMul", n.weights(2, 5, 4), "k"))))


def others(n: Net, kind: str) -> tuple[str, ...]:
    scores = n("MatMul", "q", "k")
    if kind == "another axis":
        return (product(n, scores, axis=-2),)
    if kind == "scores are read elsewhere":
        return product(n, scores), n("Exp", scores)
    if kind == "probabilities are an output":
        softmax = n("Softmax", scores, axis=-1)
        return n("MatMul", softmax, "v"), softmax
    if kind == "a number that is not low":
        return (product(n, n("Where", CAUSAL, scores, -100.0)),)
    if kind == "three masks":
        for _ in range(3):
            scores = n("Add", scores, n("Mul", "m", n.weights(5, 7)))
        return (product(n, scores),)
    if kind == "a mask of rows":
        return (product(n, n("Add", scores, n("ReduceMax", "m", axes=[-1]))),)
    if kind == "a softcap":
        return (product(n, n("Mul", n("Tanh", scores), 30.0)),)
    if kind == "a factor between masks":
        return (product(n, n("Add", n("Mul", n("Add", scores, "m"), 3.0), n.weights(5, 7))),)
    if kind == "a mask that chooses between others":
        return (product(n, n("Where", CAUSAL, n("Add", scores, "m"), -3e38)),)
    if kind == "two masks that choose":
        return (product(n, n("Where", CAUSAL, n("Where", CAUSAL[:, ::-1].copy(), scores, -3e38), -3e38)),)
    if kind == "scores are added twice":
        return (product(n, n("Add", scores, scores)),)
    if kind == "probabilities are read twice":
        square = n("Softmax", n("MatMul", "q", n("Transpose", "q", perm=[0, 1, 3, 2])), axis=-1)
        return (n("MatMul", square, square),)
    if kind == "other rows":
        turned = n("Reshape", n("Softmax", scores, axis=-1), n.ints(2, 5, 3, 7))
        return (n("MatMul", turned, n.weights(7, 6)),)
    raise ValueError(kind)


@pytest.mark.parametrize(
    "kind",
    [
        "another axis", "scores are read elsewhere", "probabilities are an output", "a number that is not low",
        "three masks", "a mask of rows", "a softcap", "other rows", "a factor between masks",
        "a mask that chooses between others", "two masks that choose", "scores are added twice",
        "probabilities are read twice",
    ],
)  # fmt: skip
def test_what_stays(net: Build, kind: str) -> None:
    n = net(**SHAPES, m=(2, 3, 5, 7))
    assert count(after(n.graph(*others(n, kind))))["FusedAttention"] == 0


def test_other_types_stay(net: Build) -> None:
    n = net(q=(5, 4), k=(4, 7))
    halves = [n("Cast", x, to=10) for x in ("q", "k")]
    scores = n("Softmax", n("MatMul", *halves), axis=-1)
    graph = n.graph(n("Cast", n("MatMul", scores, n("Cast", n.weights(7, 6), to=10)), to=1))
    assert count(optimise(graph))["FusedAttention"] == 0


def masked(scores: Array) -> Array:
    return np.where(CAUSAL, scores, -np.inf).astype(np.float32)


def test_a_pass_of_its_own(net: Build) -> None:
    n = net(**SHAPES)
    graph = after(n.graph(product(n, n("Add", n("MatMul", "q", "k"), masked(n.weights(5, 7))))), ATTENTION)
    assert [node.op for node in graph.nodes] == ["FusedAttention"]
