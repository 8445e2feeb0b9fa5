"""Winograd's algorithm: its matrices, its error bound, its kernels on odd sizes, and what the budget says to it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from packager import target as targets
from packager.export import reference
from packager.graph import Array, Graph
from packager.kernels.winograd import backward, forward
from packager.lowering import winograd
from packager.passes.optimise import optimise
from packager.plan.planner import make_plan
from packager.program.assign import assign
from packager.program.choose import Choice, menu
from tests.inprocess import HOST_WIDE, made, on_every_target, run
from tests.passes.net import Build, feeds

SIZES = [(8, 8, 16, 16), (13, 6, 17, 24), (4, 4, 16, 32), (1, 3, 9, 48), (30, 41, 5, 64), (7, 7, 40, 17)]
"""Height, width, channels in and out."""


def planes(f, d: Array) -> Array:
    """`f` along the first axis, then along the second."""
    return np.array(f(list(np.array(f(list(d))).swapaxes(0, 1)))).swapaxes(0, 1)


@pytest.mark.parametrize("size", winograd.SIZES)
def test_points_are_a_convolution(size: int) -> None:
    rng = np.random.default_rng(1)
    w, d = rng.normal(size=(3, 2, 3, 3)).astype(np.float32), rng.normal(size=(size + 2, size + 2, 2))
    g = winograd.points(w, size).reshape(size + 2, size + 2, 3, 2).astype(np.float64)
    got = planes(backward, np.einsum("pqoc,pqc->pqo", g, planes(forward, d)))
    want = [[np.einsum("ijc,ocij->o", d[r : r + 3, c : c + 3], w) for c in range(size)] for r in range(size)]
    np.testing.assert_allclose(got, want, atol=1e-5)


@pytest.mark.parametrize("size", winograd.SIZES)
@pytest.mark.parametrize("channels", [1, 3, 64])
def test_no_error_is_above_the_bound(size: int, channels: int) -> None:
    rng = np.random.default_rng(channels)
    w = rng.normal(size=(8, channels, 3, 3)).astype(np.float32)
    g = winograd.points(w, size).reshape(size + 2, size + 2, 8, channels)
    worst = 0.0
    for _ in range(20):
        d = rng.choice([-1.0, 1.0], (size + 2, size + 2, channels)).astype(np.float32)
        points, sums = planes(forward, d), np.zeros((size + 2, size + 2, 8), np.float32)
        for c in range(channels):
            sums += g[..., c] * points[..., c][..., None]
        assert sums.dtype == np.float32
        for r, c in np.ndindex(size, size):
            exact = np.einsum("ijc,ocij->o", d[r : r + 3, c : c + 3].astype(np.float64), w.astype(np.float64))
            error = np.abs(planes(backward, sums)[r, c] - exact) / np.abs(w.astype(np.float64)).sum(axis=(1, 2, 3))
            worst = max(worst, float(error.max()))
    assert 0 < worst < winograd.loss(w, size) < 1e-3


def network(net: Build, height: int, width: int, cin: int, cout: int, end: str) -> Graph:
    n = net(x=(1, cin, height, width), r=(1, cout, height, width))
    y = n.conv("x", cin, cout, 3)
    y = n("Add", y, "r") if "Add" in end else y
    return optimise(n.graph(n("Sin", n(end.removeprefix("Add"), y))))


@pytest.mark.sampled(5)
@on_every_target
@pytest.mark.parametrize("end", ["Relu", "AddRelu", "AddHardSwish"])
@pytest.mark.parametrize("shape", SIZES, ids=str)
def test_kernels_on_odd_sizes(shape: tuple[int, int, int, int], end: str, target: str, net: Build) -> None:
    graph = network(net, *shape, end)
    given, tried = feeds(graph), 0
    want = reference(graph, given)
    assigned = assign(graph, targets.load(target))
    plan = make_plan(assigned.graph, assigned.needs)
    offers = menu(plan, assigned)
    first = {node: variants[0] for node, variants in offers.items()}
    split = [(node, v) for node, variants in offers.items() for v in variants if v.parts]
    for node, variant in split[:: max(1, len(split) // 4)]:
        compiled = made(graph, assigned, plan, Choice({**first, node: variant}, 0.0, 0))
        wide = HOST_WIDE and any(part.wide for part in variant.parts)
        for result in (run(compiled, given), *([run(compiled, given, wide=True)] if wide else [])):
            for output in graph.outputs:
                np.testing.assert_allclose(result[output], want[output], atol=2e-4)
            tried += 1
    assert tried


@on_every_target
def test_what_is_added_may_be_the_input_whose_border_is_read(target: str, net: Build) -> None:
    n = net(x=(1, 16, 9, 10))
    x = n("Sin", "x")
    graph = optimise(n.graph(n("Cos", n("Relu", n("Add", n.conv(x, 16, 16, 3), x)))))
    given, assigned = feeds(graph), assign(graph, targets.load(target))
    plan = make_plan(assigned.graph, assigned.needs)
    offers = menu(plan, assigned)
    [(node, variant)] = [(node, v) for node, found in offers.items() for v in found if v.parts][:1]
    choice = Choice({**{name: found[0] for name, found in offers.items()}, node: variant}, 0.0, 0)
    want = reference(graph, given)
    for name, got in run(made(graph, assigned, plan, choice), given).items():
        np.testing.assert_allclose(got, want[name], atol=2e-4)


def test_a_tile_is_refused_where_rounding_could_show(net: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(winograd, "LIMIT", 1e-5)
    assigned = assign(network(net, 16, 16, 16, 16, "Relu"), targets.load("x86-64-v3"))
    offers = menu(make_plan(assigned.graph, assigned.needs), assigned).values()
    (variants,) = (variants for variants in offers if any(v.parts for v in variants))
    assert "Winograd F(4x4, 3x3) refused: error bound 3." in variants[0].why
    assert {len(v.parts) for v in variants} == {0, 3}
    assert all("F(2x2" in v.why for v in variants if v.parts)


def test_strides_and_groups_are_left_alone(net: Build) -> None:
    n = net(x=(1, 16, 20, 20))
    outputs = (n.conv("x", 16, 16, 3, strides=[2, 2]), n.conv("x", 16, 16, 3, group=2), n.conv("x", 16, 16, 1))
    assigned = assign(optimise(n.graph(*outputs)), targets.load("aarch64"))
    offers = menu(make_plan(assigned.graph, assigned.needs), assigned)
    assert not any(v.parts for variants in offers.values() for v in variants)


@pytest.mark.slow
@pytest.mark.toolchain
def test_points_are_not_used_where_the_weights_would_be_over_budget(net: Build, tmp_path: Path) -> None:
    import packager
    from packager.errors import LocalToolchainMissing

    n = net(x=(1, 32, 24, 24))
    n.graph(n("Relu", n.conv("x", 32, 32, 3)))
    text = "{name: n, model: net.onnx, targets: [x86-64-v3], toolchain: local, artifacts: [exe]%s}"
    sizes = []
    for number, budget in enumerate(("", ", budget: {weights: 60kB}", ", budget: {ram: 230kB}")):
        path = tmp_path / f"{number}.yaml"
        path.write_text(text % budget)
        try:
            (report,) = packager.build(path, out=tmp_path / str(number))
        except LocalToolchainMissing:
            pytest.skip("needs a local toolchain")
        sizes.append((report.size["weights"], any("winograd" in k.symbol for k in report.kernels)))
    assert sizes[0][0] > 3 * sizes[1][0]
    assert [used for _, used in sizes] == [True, False, False]
