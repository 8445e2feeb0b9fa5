"""Several models in one arena: each computes what it computes by itself, and takes no more memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager.errors import GraphBroken
from packager.graph import Graph
from packager.plan.check import check
from packager.plan.place import COPY
from packager.plan.planner import make_plan
from packager.plan.types import Plan
from packager.together import apart, numbers, together
from tests.plan.graphs import random_graph
from tests.plan.machine import evaluate, execute, needs

CHOICES = st.lists(st.tuples(*[st.integers(0, 10**6)] * 3), min_size=1, max_size=12)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, derandomize=True)
@given(choices=st.lists(CHOICES, min_size=1, max_size=3))
def test_random_models_share_an_arena(choices: list[list[tuple[int, int, int]]]) -> None:
    graphs = [replace(random_graph(one), name=f"net{i}") for i, one in enumerate(choices)]
    joint, alone = together("all", graphs), [make_plan(g, needs) for g in graphs]
    plan = make_plan(joint, needs)
    computing = (n for n in plan.order if n.name not in plan.views)
    check(plan, {n.name: COPY if n.op == "Copy" else needs(n) for n in computing})
    assert plan.arenas == tuple(p.arena_bytes for p in alone)
    assert (plan.arena_bytes, plan.lower_bound) == (
        max(p.arena_bytes for p in alone),
        max(p.lower_bound for p in alone),
    )
    rng = np.random.default_rng(3)
    inputs = [rng.integers(-50, 50, joint[i].shape).astype(joint[i].dtype.np) for i in joint.inputs]
    for got, want in zip(execute(plan, inputs), evaluate(joint, inputs), strict=True):
        np.testing.assert_array_equal(got, want)


def test_apart_undoes_together() -> None:
    graphs = [replace(random_graph([(i, 2, 3), (4, i, 6)]), name=f"net-{i}") for i in range(3)]
    joint = together("all", graphs)
    assert [p.name for p in joint.parts] == ["net-0", "net-1", "net-2"]
    for graph, back in zip(graphs, apart(joint), strict=True):
        assert [n.name for n in back.nodes] == [f"{graph.name}/{n.name}" for n in graph.nodes]
        assert back.inputs == tuple(f"{graph.name}/{i}" for i in graph.inputs)
        assert back.outputs == tuple(f"{graph.name}/{o}" for o in graph.outputs)
        assert {k: v.shape for k, v in back.values.items()} == {
            f"{graph.name}/{k}": v.shape for k, v in graph.values.items()
        }
        back.verify()
    assert apart(graphs[0]) == (graphs[0],)


def test_nodes_that_lead_nowhere() -> None:
    joint = together("all", [replace(random_graph([(1, 2, 3), (2, 3, 4)]), name=name) for name in ("one", "two")])
    dead = [replace(n, name=f"{n.name}.dead", outputs=(f"{n.name}.dead",)) for n in joint.nodes if len(n.outputs) == 1]
    values = {n.outputs[0]: replace(joint[n.name.removesuffix(".dead")], name=n.outputs[0]) for n in dead}
    number = numbers(replace(joint, nodes=(*joint.nodes, *dead), values={**joint.values, **values}))
    assert dead
    assert {n.name: number[n.name] for n in dead} == {n.name: n.name.startswith("two/") for n in dead}
    lost = replace(dead[0], inputs=())
    with pytest.raises(GraphBroken, match="it belongs to no model"):
        numbers(replace(joint, nodes=(*joint.nodes, lost)))


def test_one_model_is_planned_as_ever(planned: Callable[[Graph], Plan]) -> None:
    assert planned(random_graph([(1, 2, 3), (3, 2, 1)])).arenas == ()
