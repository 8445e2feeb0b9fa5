"""Which kernels are kept: every node keeps one, nothing useless stays, speed pays only for what earns its bytes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from packager.engines.llvm import SPEED_GAIN, spare

COSTS = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 8), st.integers(1, 6)),
    elements=st.one_of(st.floats(1, 1000), st.just(np.inf)),
).map(lambda costs: np.where(np.isinf(costs).all(axis=1, keepdims=True), 7.0, costs))


@settings(deadline=None)
@given(COSTS, st.sampled_from([0.0, SPEED_GAIN, 0.1, np.inf]))
def test_every_node_keeps_a_kernel_and_every_kernel_a_node(costs: np.ndarray, gain: float) -> None:
    for kept in spare(costs, gain):
        left = np.where(kept, costs, np.inf)
        assert np.isfinite(left.min(axis=1)).all()
        assert set(np.flatnonzero(kept)) == set(left.argmin(axis=1).tolist())


@settings(deadline=None)
@given(COSTS)
def test_every_choice_has_a_kernel_less_until_none_can_be_spared(costs: np.ndarray) -> None:
    ladder = list(spare(costs, SPEED_GAIN))
    for more, less in pairwise(ladder):
        assert (less <= more).all()
        assert less.sum() < more.sum()
    assert [ladder[-1].tolist()] == [kept.tolist() for kept in spare(costs, np.inf)]


@settings(deadline=None)
@given(COSTS)
def test_no_kernel_can_be_spared_any_more_when_optimising_for_size(costs: np.ndarray) -> None:
    [kept] = spare(costs, np.inf)
    for kernel in np.flatnonzero(kept):
        without = kept.copy()
        without[kernel] = False
        assert not np.isfinite(np.where(without, costs, np.inf).min(axis=1)).all()


def test_speed_keeps_what_earns_its_bytes_only() -> None:
    costs = np.array([[100.0, 101.0, np.inf], [5000.0, 9000.0, np.inf], [np.inf, 50.0, 40.0]])
    assert next(spare(costs, 0.0)).tolist() == [True, False, True]
    # The second node could save 0.1 of 150 cycles with a kernel of its own: below one per cent, so it shares.
    assert next(spare(np.array([[100.0, np.inf], [50.0, 49.9]]), 0.01)).tolist() == [True, False]


def test_nothing_to_choose() -> None:
    assert [kept.tolist() for kept in spare(np.zeros((0, 0)), SPEED_GAIN)] == [[]]
