"""Strips of rows: the same bits as whole images, through every kind of window, and less memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager import target as targets
from packager.binary.encode import encode
from packager.graph import Graph
from packager.passes.optimise import optimise
from packager.plan.planner import make_plan
from packager.program import chain, strips
from packager.program.assign import Assigned, assign
from packager.program.choose import choose
from packager.program.lower import lower
from tests.inprocess import HOST_TARGETS, Compiled, run
from tests.passes.net import Build, Net, feeds

HOST = targets.load(HOST_TARGETS[-1] if HOST_TARGETS else "x86-64-v3")
needs_host = pytest.mark.skipif(not HOST_TARGETS, reason="no target of this machine's kind")


def compiled(graph: Graph, assigned: Assigned) -> Compiled:
    plan = make_plan(assigned.graph, assigned.needs)
    return Compiled(graph, plan, lower(plan, assigned, choose(plan, assigned)), HOST)


def cut(graph: Graph, values: Sequence[str], height: int = 0) -> Assigned:
    """`graph` with `values` in chains, whose strips are `height` rows high where that is not 0."""
    assigned = assign(graph, HOST)
    made = strips.with_chains(assigned, dict(strips.candidates(assigned)), values)
    assert made is not None
    if height:
        changed = {name: replace(c, height=height) for name, c in made.chains.items()}
        memory = {made.graph.producers()[c.nodes[-1].outputs[0]].outputs[-1]: c for c in changed.values()}
        values_ = {**made.graph.values, **{name: chain.memory_of(c, name) for name, c in memory.items()}}
        made = replace(made, chains=changed, graph=replace(made.graph, values=values_))
    return made


def same_bits(graph: Graph, assigned: Assigned) -> None:
    x = feeds(graph)
    whole, strip = run(compiled(graph, assign(graph, HOST)), x), run(compiled(graph, assigned), x)
    for name in graph.outputs:
        np.testing.assert_array_equal(strip[name], whole[name])


def layer(net: Net, x: str, cin: int, draw: st.DrawFn) -> tuple[str, int]:
    """Some convolution, or a pool, behind `x`."""
    kind = draw(st.sampled_from(["pointwise", "depthwise", "full", "groups", "pool"]))
    k, stride, dilation = draw(st.sampled_from([1, 2, 3, 5])), draw(st.integers(1, 2)), draw(st.integers(1, 2))
    attrs: dict[str, object] = {"strides": [stride, draw(st.integers(1, 2))], "dilations": [dilation, 1]}
    reach = (k - 1) * dilation + 1
    top, bottom = draw(st.integers(0, reach - 1)), draw(st.integers(0, reach - 1))
    attrs["pads"] = [top, k // 2, bottom, k // 2]
    cout = cin
    if kind == "pool":
        k = draw(st.integers(2, 3))
        return net("MaxPool", x, kernel_shape=[k, 2], strides=[draw(st.integers(1, k)), 1]), cin
    if kind == "pointwise":
        cout = draw(st.integers(1, 20))
        x = net.conv(x, cin, cout, 1)
    elif kind == "full":
        cout = draw(st.integers(1, 20))
        x = net.conv(x, cin, cout, k, **attrs)
    else:
        x = net.conv(x, cin, cin, k, group=cin if kind == "depthwise" else draw(st.sampled_from([1, 2])), **attrs)
    end = draw(st.sampled_from(["", "Relu", "HardSwish", "PRelu"]))
    if end == "PRelu":
        return net("PRelu", x, net.weights(cout, 1, 1)), cout
    return (net(end, x) if end else x), cout


@st.composite
def networks(draw: st.DrawFn, folder: Path) -> Graph:
    cin = draw(st.sampled_from([2, 8, 20]))
    net = Net(folder, draw(st.integers(0, 99)), x=(1, cin, draw(st.integers(24, 40)), draw(st.integers(8, 14))))
    x, channels = "x", cin
    for _ in range(draw(st.integers(2, 4))):
        x, channels = layer(net, x, channels, draw)
    return optimise(net.graph(x))


@pytest.mark.slow
@needs_host
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_chain_computes_the_same_bits(data: st.DataObject, tmp_path: Path) -> None:
    graph = data.draw(networks(tmp_path))
    found = [v for v, _ in strips.candidates(assign(graph, HOST))]
    values = data.draw(st.lists(st.sampled_from(found), unique=True, min_size=1)) if found else []
    made = strips.with_chains(assign(graph, HOST), dict(strips.candidates(assign(graph, HOST))), values)
    if made is not None and values:
        same_bits(graph, made)
        same_bits(graph, cut(graph, values, data.draw(st.integers(1, 9))))


@pytest.mark.slow
@needs_host
def test_operands_of_the_epilogue_move_on_with_the_rows(net: Build):
    n = net(x=(1, 6, 30, 9), y=(1, 6, 30, 9), z=(1, 6, 30, 9), w=(6, 1, 9))
    hidden = n("Add", n.conv("x", 6, 6, 3), "z")
    out = n("Mul", n("Relu", n("Add", n.conv(hidden, 6, 6, 3), "y")), "w")
    graph = optimise(n.graph(out))
    (value,) = [v for v, _ in strips.candidates(assign(graph, HOST))]
    same_bits(graph, cut(graph, [value], 7))


@needs_host
def test_what_is_read_twice_or_is_an_output_stays_whole(net: Build):
    n = net(x=(1, 4, 20, 8))
    a = n.conv("x", 4, 4, 3)
    b = n.conv(a, 4, 4, 3)
    c = n.conv(b, 4, 4, 3)
    graph = optimise(n.graph(b, n("Add", n("Sin", a), c)))
    names = [v for v, _ in strips.candidates(assign(graph, HOST))]
    assert not names


def inverted(net: Build, size: int = 56) -> Graph:
    """A bottleneck as in MobileNetV2, wide in the middle."""
    n = net(x=(1, 16, size, size))
    wide = n("Relu", n.conv("x", 16, 96, 1))
    deep = n("Relu", n.conv(wide, 96, 96, 3, group=96))
    return optimise(n.graph(n("Add", n.conv(deep, 96, 16, 1), "x")))


@pytest.mark.slow
@needs_host
def test_a_bottleneck_needs_a_fraction_of_its_memory(net: Build):
    graph = inverted(net)
    assigned = assign(graph, HOST)
    (made, plan), (bare, whole) = strips.planned(assigned)
    assert not bare.chains
    assert 3 * plan.arena_bytes < whole.arena_bytes
    assert plan.arena_bytes <= 1.02 * plan.lower_bound
    assert [len(c.nodes) for c in made.chains.values()] == [3]
    same_bits(graph, made)


def test_small_savings_are_not_worth_the_code_where_there_is_memory(net: Build):
    graph = inverted(net, 12)
    assigned = assign(graph, HOST)
    (loose, plan), (tight, less) = strips.planned(assigned)
    assert not loose.chains
    assert tight.chains
    assert less.arena_bytes < plan.arena_bytes


@pytest.mark.slow
def test_the_steps_of_equal_strips_stand_in_the_table_once(net: Build):
    graph = inverted(net, 112)
    sizes = []
    for height in (28, 14, 4):
        names = [v for v, _ in strips.candidates(assign(graph, HOST))]
        made = cut(graph, names, height)
        plan = make_plan(made.graph, made.needs)
        program = lower(plan, made, choose(plan, made))
        sizes.append((len(program.steps), len(encode(program, 1, 1, 8).data)))
    assert sizes[2][0] > 3 * sizes[0][0]
    assert sizes[2][1] <= sizes[1][1] + 16
