"""The checker finds every kind of fault when a good plan is damaged."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from packager.errors import GraphBroken, PlanBroken
from packager.plan.check import check
from packager.plan.needs import InputNeed, Needs
from packager.plan.planner import make_plan
from packager.plan.types import Fill, Plan, Storage
from tests.plan.graphs import Maker
from tests.plan.machine import needs

pytestmark = pytest.mark.provokes("E391")

HALO = ((0, 0), (1, 1), (1, 1), (0, 0))


def demands(plan: Plan) -> dict[str, Needs]:
    """The needs of all nodes that compute; copies take any strides."""
    loose = Needs((InputNeed(any_strides=True),))
    return {n.name: loose if n.op == "Copy" else needs(n) for n in plan.graph.nodes if n.name not in plan.views}


@pytest.fixture
def good() -> Plan:
    """input -> relu0, loose1 -> concat2 -> window3 (halo) -> relu4 -> widen5 -> reshape6, and window7 of relu0."""
    m = Maker()
    x = m.input(1, 4, 4, 2)
    a, b = m.relu(x), m.loose(x)
    c = m.relu(m.window(m.concat(a, b)))
    d = m.reshape(m.widen(c), 1, 128)
    plan = make_plan(m.graph(d, m.window(a)), needs)
    check(plan, demands(plan))
    return plan


def moved(plan: Plan, value: str, **changes: object) -> Plan:
    storage: dict[str, Storage] = dict(plan.storage)
    storage[value] = replace(storage[value], **changes)
    return replace(plan, storage=storage)


def offset(plan: Plan, value: str) -> int:
    return plan.storage[value].offset


def overlap(plan: Plan) -> Plan:
    return replace(plan, offsets=dict.fromkeys(plan.offsets, 0))


def late(plan: Plan) -> Plan:
    return replace(plan, fills=tuple(replace(f, before=len(plan.graph.nodes) - 1) for f in plan.fills))


def swapped(plan: Plan) -> Plan:
    nodes = list(plan.graph.nodes)
    at = {n.name: i for i, n in enumerate(nodes)}
    nodes[at["relu4"]], nodes[at["widen5"]] = nodes[at["widen5"]], nodes[at["relu4"]]
    return replace(plan, graph=replace(plan.graph, nodes=tuple(nodes)))


FAULTS: dict[str, tuple[str, Callable[[Plan], Plan]]] = {
    "overlap in the arena": ("alive together", overlap),
    "not aligned": (
        "not aligned",
        lambda p: replace(p, offsets={k: v + 4 for k, v in p.offsets.items()}, arena_bytes=p.arena_bytes + 64),
    ),
    "above the arena": ("leaves the arena", lambda p: replace(p, arena_bytes=p.arena_bytes - 64)),
    "wrong bound": ("lower bound", lambda p: replace(p, lower_bound=p.lower_bound - 64)),
    "no storage": ("no storage", lambda p: replace(p, storage={k: v for k, v in p.storage.items() if k != "relu4"})),
    "view elsewhere": ("is no view", lambda p: moved(p, "relu0", offset=offset(p, "relu0") + 2)),
    "view with other strides": ("is no view", lambda p: moved(p, "widen5", strides=(32, 8, 32, 1))),
    "halo never filled": ("not filled", lambda p: replace(p, fills=())),
    "halo filled late": ("before it is filled", late),
    "filled twice": ("filled twice", lambda p: replace(p, fills=(*p.fills, Fill("relu0", 0)))),
    "halo not promised": ("has the halo", lambda p: moved(p, "relu0", halo=((0, 0),) * 4)),
    "halo outside the buffer": ("leaves its buffer", lambda p: moved(p, "window3", halo=HALO)),
    "outside the buffer": ("leaves its buffer", lambda p: moved(p, "window3", offset=10**6)),
    "negative": ("leaves its buffer", lambda p: moved(p, "window3", offset=-1)),
    "elements share memory": ("share memory", lambda p: moved(p, "window3", strides=(16, 4, 4, 1))),
    "last axis not contiguous": ("cannot be", lambda p: moved(p, "window3", strides=(64, 16, 1, 4))),
    "caller's tensor elsewhere": ("dense tensor", lambda p: moved(p, "window7", strides=(32, 2, 8, 1))),
    "order against the data": ("before it is written", swapped),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_found(good, name):
    why, damage = FAULTS[name]
    bad = damage(good)
    with pytest.raises((PlanBroken, GraphBroken)) as caught:
        check(bad, demands(good))
    assert re.search(why, caught.value.why), caught.value.why


def chain(*ops: str) -> Plan:
    m = Maker()
    x = m.loose(m.input(1, 4, 4, 4))
    for op in ops:
        x = getattr(m, op)(x)
    return make_plan(m.graph(m.widen(x)), needs)


def together(plan: Plan, *values: str) -> Plan:
    """The plan with all `values` in the first one's place; buffers that hold nothing any more are dropped."""
    storage = dict(plan.storage) | dict.fromkeys(values, plan.storage[values[0]])
    used = {s.buffer for s in storage.values()}
    return replace(plan, storage=storage, buffers=tuple(b for b in plan.buffers if b.id in used))


def test_in_place_is_allowed_only_where_the_operator_says_so():
    plan = chain("relu", "relu")
    assert len({plan.storage[v].buffer for v in ("loose0", "relu1", "relu2")}) == 1
    plan = chain("loose", "loose")
    with pytest.raises(PlanBroken) as caught:
        check(together(plan, "loose0", "loose1"), demands(plan))
    assert "overwrites" in caught.value.why


def test_in_place_is_not_allowed_while_the_input_is_needed():
    m = Maker()
    x = m.loose(m.input(1, 4, 4, 4))
    y = m.relu(x)
    plan = make_plan(m.graph(m.widen(m.plus(y, x))), needs)
    with pytest.raises(PlanBroken) as caught:
        check(together(plan, x, y), demands(plan))
    assert "overwrites" in caught.value.why


def test_zeros_that_are_written_over_are_found():
    m = Maker()
    a = m.loose(m.input(1, 4, 4, 4))
    row = m.loose(m.slice(a, 1, 0, 1))
    y = m.widen(m.relu(row))
    plan = make_plan(m.graph(y, m.window(a)), needs)
    # The row above the image must stay zero until the window reads it, which is the last thing that happens.
    place = plan.storage[a]
    above = replace(place, offset=place.offset - place.strides[1], halo=((0, 0),) * 4)
    bad = replace(plan, storage=dict(plan.storage) | {row: above})
    with pytest.raises(PlanBroken) as caught:
        check(bad, demands(plan))
    assert "into a halo" in caught.value.why
