"""Fixtures of the planner's tests."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from packager.graph import Graph
from packager.plan.planner import make_plan
from packager.plan.types import Plan
from tests.plan.machine import evaluate, execute, needs


@pytest.fixture
def planned() -> Callable[[Graph], Plan]:
    """`planned(graph)`: its plan, after computing it in the plan's memory and comparing with the plain result."""

    def plan_of(graph: Graph) -> Plan:
        rng = np.random.default_rng(7)
        inputs = [rng.integers(-50, 50, graph[i].shape).astype(graph[i].dtype.np) for i in graph.inputs]
        plan = make_plan(graph, needs)
        for got, want in zip(execute(plan, inputs), evaluate(graph, inputs), strict=True):
            np.testing.assert_array_equal(got, want)
        return plan

    return plan_of
