"""Arena packing and execution order: legal always, tight nearly always, the same every time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.plan.pack import Block, pack
from packager.plan.planner import make_plan
from tests.plan.graphs import Maker
from tests.plan.machine import needs


def bound(blocks: list[Block]) -> int:
    return max((sum(b.bytes for b in blocks if b.start <= a.start <= b.end) for a in blocks), default=0)


BLOCKS = st.lists(
    st.builds(lambda s, n, k: Block(s, s + n, 64 * k), st.integers(0, 30), st.integers(0, 8), st.integers(0, 40)),
    max_size=40,
)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(BLOCKS)
def test_blocks_alive_together_lie_apart(blocks):
    offsets, height = pack(blocks, bound(blocks))
    assert height == max((o + b.bytes for o, b in zip(offsets, blocks, strict=True)), default=0)
    for i, a in enumerate(blocks):
        for j, b in enumerate(blocks[:i]):
            if a.start <= b.end and b.start <= a.end and a.bytes and b.bytes:
                assert offsets[i] + a.bytes <= offsets[j] or offsets[j] + b.bytes <= offsets[i]
    assert height <= 1.10 * bound(blocks) + 64
    assert pack(blocks, bound(blocks)) == (offsets, height)


def test_first_fit_by_size_alone_is_not_enough():
    # The largest block must not go to the bottom here: only an order found by the search reaches the bound.
    lives = [(0, 2, 3), (2, 4, 4), (4, 6, 3), (0, 0, 4), (6, 6, 4), (2, 3, 2), (3, 4, 1), (1, 1, 4)]
    blocks = [Block(s, e, 64 * k) for s, e, k in lives]
    assert pack(blocks, bound(blocks))[1] == bound(blocks)


def test_the_order_lowers_the_peak(planned):
    m = Maker()
    x = m.input(1, 8, 8, 4)
    wide = [m.widen(m.widen(m.loose(x))) for _ in range(4)]  # the model computes all wide branches first,
    narrow = [m.slice(m.loose(w), 3, 0, 1) for w in wide]  # and makes them narrow at the end
    small = [m.widen(n) for n in narrow]
    y = m.plus(m.plus(small[0], small[1]), m.plus(small[2], small[3]))
    plan = planned(m.graph(y))
    one = 8 * 8 * 16 * 4
    assert plan.lower_bound < 4 * one
    assert plan.arena_bytes == plan.lower_bound
    assert [n.name for n in plan.graph.nodes] != [n.name for n in m.nodes]


def test_features_that_wait_for_a_late_join_do_not_hold_its_memory(planned):
    m = Maker()
    x = m.input(1, 32, 32, 8)
    sizes, skips = [(32, 8), (16, 16), (8, 32)], []
    for size, channels in sizes:
        x = m.window(m.window(x))
        skips.append(x)
        x = m.resample(x, size // 2, 2 * channels)
    for (size, channels), skip in zip(reversed(sizes), reversed(skips), strict=True):
        x = m.resample(m.concat(skip, m.resample(x, size, channels)), size, channels)
        x = m.window(m.window(x))
    plan = planned(m.graph(m.loose(x)))
    copied = [n for n in plan.graph.nodes if n.op == "Copy" and n.inputs[0] in skips]
    assert [n.inputs[0] for n in copied] == skips[:1]
    assert plan.arena_bytes == plan.lower_bound < 3.6 * m.values[skips[0]].nbytes


def test_the_models_own_order_stays_where_none_is_better(planned):
    m = Maker()
    x = m.input(1, 4, 4, 4)
    a, b = m.loose(x), m.widen(x)
    y = m.plus(m.widen(a), m.relu(b))
    assert [n.name for n in planned(m.graph(y)).graph.nodes] == [n.name for n in m.nodes]


def deep(count: int) -> Maker:
    m = Maker()
    x = m.input(1, 8, 8, 4)
    while len(m.nodes) < count:
        a = m.window(x)
        b = m.concat(m.plus(m.window(m.relu(a), (2, 2, 2, 2)), x), m.relu(a))
        left, right = m.split(b, 3, 4, 4)
        x = m.plus(left, m.relu(right))
    return m


def test_plans_are_the_same_every_time():
    m = deep(60)
    graph = m.graph(m.nodes[-1].outputs[0])
    assert make_plan(graph, needs) == make_plan(graph, needs)


@pytest.mark.slow
def test_two_thousand_nodes_take_seconds():
    m = deep(2000)
    graph = m.graph(m.nodes[-1].outputs[0])
    start = time.process_time()
    plan = make_plan(graph, needs)
    assert time.process_time() - start < 6
    assert plan.arena_bytes <= 1.10 * plan.lower_bound
