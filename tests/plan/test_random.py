"""Random graphs: what the plan computes in its own memory is what the graph says, and the plan is tight."""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.plan.planner import make_plan
from tests.plan.graphs import random_graph
from tests.plan.machine import evaluate, execute, needs

CHOICES = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 8), st.integers(0, 60)), min_size=1, max_size=24)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(CHOICES, st.booleans())
def test_a_plan_computes_what_the_graph_says(choices, keep_all):
    graph = random_graph(choices)
    rng = np.random.default_rng(len(choices))
    inputs = [rng.integers(-50, 50, graph[i].shape).astype(graph[i].dtype.np) for i in graph.inputs]
    plan = make_plan(graph, needs, keep_all=keep_all)
    for got, want in zip(execute(plan, inputs), evaluate(graph, inputs), strict=True):
        np.testing.assert_array_equal(got, want)
