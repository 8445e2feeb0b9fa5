"""Which functions are kept: every node has a variant, the choice is as good as any, a byte is worth what it costs."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packager import target as targets
from packager.kernels.conv import Conv
from packager.kernels.epilogue import Epilogue, Part
from packager.lowering.base import Variant
from packager.passes.optimise import optimise
from packager.program import strips
from packager.program.assign import assign
from packager.program.choose import choose, without_idle
from packager.program.solve import Ladder, Menu, bound, solve
from tests.passes.net import Build


def menu(sizes: str | dict[str, float], *nodes: dict[str, float]) -> Menu:
    """Functions are letters; a node is what it costs with each set of them."""
    weights = dict.fromkeys(sizes, 1.0) if isinstance(sizes, str) else sizes
    sets = list(dict.fromkeys(s for node in nodes for s in node))
    cycles = np.array([[node.get(s, np.inf) for s in sets] for node in nodes], float).reshape(len(nodes), len(sets))
    needs = np.array([[letter in s for letter in weights] for s in sets], bool).reshape(len(sets), len(weights))
    return Menu(cycles, needs, np.array(list(weights.values()), float))


@st.composite
def menus(draw: st.DrawFn) -> Menu:
    """Up to eight nodes; each can do with one to four sets of one to three among seven functions."""
    sets = draw(st.lists(st.frozensets(st.integers(0, 6), min_size=1, max_size=3), min_size=1, max_size=8, unique=True))
    nodes = draw(
        st.lists(
            st.dictionaries(st.sampled_from(sets), st.floats(1, 1000), min_size=1, max_size=4), min_size=1, max_size=8
        )
    )
    cycles = np.array([[node.get(s, np.inf) for s in sets] for node in nodes])
    needs = np.array([[f in s for f in range(7)] for s in sets])
    return Menu(cycles, needs, np.array(draw(st.lists(st.integers(1, 2000), min_size=7, max_size=7)), float))


def value(m: Menu, kept: np.ndarray, price: float) -> float:
    return float(m.sizes[kept].sum() + price * m.best(kept).sum())


@pytest.mark.slow
@settings(deadline=None, derandomize=True)
@given(menus(), st.sampled_from([0.01, 1.0, 100.0]))
def test_nothing_is_missing_and_nothing_is_useless(m: Menu, price: float) -> None:
    choice = solve(m, price)
    assert np.isfinite(m.best(choice.kept)).all()
    assert (m.used(choice.kept) == choice.kept).all()
    assert choice.bytes == m.sizes[choice.kept].sum()
    assert choice.cycles == m.best(choice.kept).sum()
    assert (m.needs[m.taken(choice.kept)] <= choice.kept).all()


@pytest.mark.slow
@settings(deadline=None, derandomize=True)
@given(menus(), st.sampled_from([0.01, 1.0, 100.0]))
def test_no_function_less_and_no_set_more_is_better(m: Menu, price: float) -> None:
    kept = solve(m, price).kept
    now = value(m, kept, price)
    for function in np.flatnonzero(kept):
        without = kept.copy()
        without[function] = False
        assert not value(m, without, price) < now
    for more in m.needs:
        assert value(m, kept | more, price) >= now - 1e-6 * now


@pytest.mark.slow
@settings(deadline=None, derandomize=True)
@given(menus(), st.sampled_from([0.01, 1.0, 100.0]))
def test_it_is_near_the_best_of_all(m: Menu, price: float) -> None:
    every = (np.array(kept, bool) for kept in product((False, True), repeat=7))
    best = min(value(m, kept, price) for kept in every)
    found = value(m, solve(m, price).kept, price)
    assert bound(m, price) <= best * (1 + 1e-9) <= found * (1 + 2e-9)
    assert found <= 1.25 * best


@pytest.mark.slow
@settings(deadline=None, derandomize=True)
@given(menus(), st.lists(st.integers(0, 12_000), min_size=2, max_size=6))
def test_more_bytes_never_make_it_slower(m: Menu, limits: list[int]) -> None:
    steps = Ladder(m, [100.0, 10.0, 1.0, 0.1, 0.001])
    least = list(steps)[-1].bytes
    cycles = np.inf
    for limit in sorted(limits):
        choice = steps.within(limit)
        assert (choice is None) == (limit < least)
        if choice is not None:
            assert choice.bytes <= limit
            assert choice.cycles == m.best(choice.kept).sum() <= cycles * 1.5
            cycles = min(cycles, choice.cycles)


@pytest.mark.slow
@settings(deadline=None, derandomize=True)
@given(menus())
def test_each_choice_is_smaller_and_slower(m: Menu) -> None:
    steps = list(Ladder(m, [100.0, 10.0, 1.0, 0.1, 0.001]))
    assert steps
    for before, after in pairwise(steps):
        assert after.bytes < before.bytes
        assert after.cycles > before.cycles


def test_a_function_must_earn_its_bytes() -> None:
    m = menu({"a": 1000, "b": 900}, {"a": 100, "b": 110}, {"a": 50, "b": 50})
    assert solve(m, 1).kept.tolist() == [False, True]  # ten cycles less are no hundred bytes
    assert solve(m, 11).kept.tolist() == [True, False]
    m = menu({"a": 1000, "b": 900}, {"a": 100, "b": 1e4}, {"a": 1e4, "b": 50})
    assert solve(m, 1).kept.tolist() == [True, True]


def test_one_function_may_replace_two() -> None:
    # Neither node alone would move to the larger function c: together they save one.
    m = menu({"a": 1000, "b": 1000, "c": 1500}, {"a": 10, "c": 11}, {"b": 10, "c": 11})
    assert solve(m, 1).kept.tolist() == [False, False, True]


def test_a_shared_end_goes_only_with_all_who_need_it() -> None:
    m = menu({"a": 100, "b": 100, "c": 10}, {"ac": 10, "b": 300}, {"bc": 10, "b": 30})
    assert solve(m, 10).kept.tolist() == [True, True, True]
    assert solve(m, 0.1).kept.tolist() == [False, True, False]


PLAIN = Conv(4, 2, Epilogue((Part("Sigmoid"),)), lanes=4)
INLINE = Conv(4, 2, Epilogue())


def offered(*kernels: Conv) -> tuple[Variant, ...]:
    """Each kernel by itself, with code for both ways out, and with a stream more."""
    forms = ({}, {"either": True}, {"either": True, "spare": 1})
    return tuple(Variant(replace(kernel, **form), 1.0, "") for kernel in kernels for form in forms)


@pytest.mark.parametrize("alone", [PLAIN, INLINE])
def test_code_that_nobody_needs_is_not_offered(alone: Conv) -> None:
    found = without_idle({"a": offered(alone), "b": offered(alone)})
    assert {v.kernel for variants in found.values() for v in variants} == {alone}


def test_code_that_is_for_all_stays() -> None:
    offers = {"a": offered(PLAIN), "b": offered(INLINE)}
    found = without_idle(offers)
    assert [v.kernel for v in found["a"]] == [PLAIN, replace(PLAIN, either=True)]
    assert [v.kernel for v in found["b"]] == [INLINE, replace(INLINE, either=True)]
    with_operand = Conv(4, 2, Epilogue((Part("Sigmoid"), Part("Add", ("flow", "tensor")))), lanes=4, either=True)
    assert with_operand.symbol == replace(PLAIN, either=True, spare=1).symbol
    found = without_idle({**offers, "c": (Variant(with_operand, 1.0, ""),)})
    assert [v.kernel for v in found["a"]] == [v.kernel for v in offers["a"]]


def test_nothing_to_choose() -> None:
    [choice] = Ladder(menu(""), [1.0])
    assert (choice.kept.tolist(), choice.bytes, choice.cycles) == ([], 0, 0)


def of_limits(net: Build, last: str) -> set[str]:
    """The functions of a network of convolutions with and without Relu whose last operator is `last`; in it are a chain
    and one that Winograd's algorithm may split."""
    n = net(x=(1, 24, 96, 96))
    a = n("Relu", n.conv("x", 24, 96, 1))
    b = n("Relu", n.conv(a, 96, 96, 3, group=96))
    c = n.conv(b, 96, 24, 1)
    d = n("Relu", n.conv(c, 24, 32, 3))
    e = n(last, n.conv(d, 32, 16, 1), *((0.0, 6.0) if last == "Clip" else ()))
    (assigned, plan), *_ = strips.planned(assign(optimise(n.graph(e)), targets.load("x86-64-v3")))
    assert assigned.chains
    return {function.name for variant in choose(plan, assigned).variants.values() for function in variant.functions}


@pytest.mark.slow
def test_a_network_has_one_kind_of_limits(net: Build) -> None:
    relus, clips = of_limits(net, "Relu"), of_limits(net, "Clip")
    assert any("relu" in name for name in relus)
    assert not any("clip" in name for name in relus)
    assert {name.replace("clip", "relu") for name in clips} == relus
    assert not any("relu" in name for name in clips)
