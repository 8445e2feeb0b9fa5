"""Random networks: the optimised graph computes what the model says, at every stop, and is a fixed point."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager.passes.driver import run
from packager.passes.layout import LAYOUT
from packager.passes.optimise import GROUPS, optimise
from tests.passes.net import count, difference
from tests.passes.zoo import Zoo

AGAIN = tuple(tuple(p for p in group if p is not LAYOUT) for group in GROUPS[1:])
SETTINGS = settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.mark.slow
@settings(SETTINGS, max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 12))
def test_optimised_networks_compute_the_same(tmp_path_factory: pytest.TempPathFactory, seed: int, blocks: int):
    graph = Zoo(tmp_path_factory.getbasetemp(), seed).grow(blocks)
    result = optimise(graph)
    assert difference(graph, result) < 2e-5
    assert run(result, AGAIN) is result
    assert not {"BatchNormalization", "GlobalAveragePool"} & count(result).keys()


@pytest.mark.slow
@settings(SETTINGS, max_examples=15)
@given(st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 60))
def test_stopping_early_computes_the_same(
    tmp_path_factory: pytest.TempPathFactory, seed: int, blocks: int, patches: int
):
    graph = Zoo(tmp_path_factory.getbasetemp(), seed).grow(blocks)
    assert difference(graph, run(graph, GROUPS, stop=patches)) < 2e-5
