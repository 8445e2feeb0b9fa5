"""Runs by several threads: the same bits, in whichever order threads run in a phase, and what the proof rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from packager import target as targets
from packager.binary.encode import encode
from packager.errors import PlanBroken
from packager.graph import Graph
from packager.kernels.base import Program, Ref, Step
from packager.kernels.parts import counted
from packager.load import load
from packager.passes.optimise import optimise
from packager.plan.planner import make_plan
from packager.program import faster, races, strips
from packager.program.assign import Assigned, assign
from packager.program.chain import TWICE
from packager.program.choose import choose
from packager.program.share import SMALL, Place, places, share
from packager.run.inprocess import prepare
from tests.binary.test_encode import Fake
from tests.engines.nets import ALL
from tests.engines.test_chain import cut, networks
from tests.inprocess import HOST_TARGETS, Compiled, compile_graph, made, run
from tests.passes.net import Build, feeds

HOST = HOST_TARGETS[-1] if HOST_TARGETS else "x86-64-v3"
pytestmark = pytest.mark.skipif(not HOST_TARGETS, reason="no target of this machine's kind")
VEC = targets.load(HOST).vec
NETS = pytest.mark.parametrize("build", ALL.values(), ids=ALL)


def same_bits(one: Compiled, several: Compiled) -> None:
    """Whoever is first in a phase, results are those of one thread."""
    x = feeds(one.graph)
    want = run(one, x)
    for order in (1, -1):
        got = run(several, x, order=order)
        for name in want:
            np.testing.assert_array_equal(got[name], want[name])


@pytest.mark.sampled(14)
@NETS
@pytest.mark.parametrize("threads", [2, 3, 7])
def test_any_number_of_threads_computes_the_same_bits(
    build: Callable[[Build], Graph], threads: int, net: Build
) -> None:
    graph = build(net)
    several = compile_graph(graph, HOST, threads=threads)
    assert {step.thread for step in several.program.steps} == set(range(threads))
    same_bits(compile_graph(graph, HOST), several)


def test_a_run_without_steps_has_none_for_several_threads() -> None:
    """All that an empty result takes."""
    shared = share([], [], 2, targets.load(HOST))
    assert (shared.steps, shared.cycles) == ((), 0.0)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_network_computes_the_same_bits(data: st.DataObject, tmp_path: Path) -> None:
    """Also in strips, with more threads than rows."""
    graph = data.draw(networks(tmp_path))
    threads = data.draw(st.integers(2, 9))
    same_bits(compile_graph(graph, HOST), compile_graph(graph, HOST, threads=threads))
    found = [v for v, _ in strips.candidates(assign(graph, targets.load(HOST)))]
    values = data.draw(st.lists(st.sampled_from(found), unique=True, min_size=1)) if found else []
    if values and strips.with_chains(a := assign(graph, targets.load(HOST)), dict(strips.candidates(a)), values):
        chained = cut(graph, values, data.draw(st.integers(1, 9)))
        same_bits(in_strips(graph, chained, 1), in_strips(graph, chained, threads))
        if (apart := strips.in_bands(chained, threads)) is not None:
            same_bits(in_strips(graph, chained, 1), in_strips(graph, apart, threads))


@pytest.mark.parametrize("threads", [2, 3])
@pytest.mark.parametrize("stride", [1, 2])
def test_threads_do_not_wait_within_bands(net: Build, threads: int, stride: int) -> None:
    """Each has its rows and a memory of its own; what lies between two bands is computed by both."""
    n = net(x=(1, 8, 90, 12))
    a = n("Relu", n.conv("x", 8, 16, 3))
    b = n("Relu", n.conv(a, 16, 16, 3, group=16, strides=[stride, 1]))
    graph = optimise(n.graph(n.conv(b, 16, 8, 1)))
    values = [v for v, _ in strips.candidates(assign(graph, targets.load(HOST)))]
    chained = cut(graph, values, 5)
    apart = strips.in_bands(chained, threads)
    assert apart is not None
    (made_of,) = apart.chains.values()
    assert (made_of.bands, len(made_of.runs)) == (threads, threads)
    assert 1 < made_of.twice <= TWICE
    several = in_strips(graph, apart, threads)
    inside = [step for step in several.program.steps if step.band]
    assert {step.thread for step in inside} == set(range(threads))
    assert all(step.band and step.thread == step.band.thread for step in inside)
    assert len({step.phase for step in inside}) == 1
    same_bits(in_strips(graph, chained, 1), several)


def test_bands_that_cost_too_much_are_not_thought_of(net: Build) -> None:
    """A few rows high, most of them would be computed twice."""
    n = net(x=(1, 8, 24, 12))
    x = "x"
    for _ in range(3):
        x = n("Relu", n.conv(x, 8, 8, 5))
    graph = optimise(n.graph(x))
    values = [v for v, _ in strips.candidates(assign(graph, targets.load(HOST)))]
    assert strips.in_bands(cut(graph, values, 4), 2) is None
    assert strips.in_bands(assign(graph, targets.load(HOST)), 2) is None


def in_strips(graph: Graph, assigned: Assigned, threads: int) -> Compiled:
    plan = make_plan(assigned.graph, assigned.needs)
    return made(graph, assigned, plan, choose(plan, assigned), threads)


@pytest.mark.sampled(5)
@NETS
@pytest.mark.parametrize("threads", [1, 3])
def test_calls_touch_what_their_kernels_say(build: Callable[[Build], Graph], threads: int, net: Build) -> None:
    """Nothing else changes, and what stands elsewhere makes no difference."""
    compiled = compile_graph(build(net), HOST, threads=threads)
    graph, program, random = compiled.graph, compiled.program, np.random.default_rng(1)
    x = feeds(graph)
    fixed = {("weights", 0): np.frombuffer(program.weights, np.uint8)}
    fixed |= {("input", i): x[name].view(np.uint8).reshape(-1) for i, name in enumerate(graph.inputs)}
    sizes = {("arena", 0): compiled.plan.arena_bytes}
    sizes |= {("output", i): graph[name].nbytes for i, name in enumerate(graph.outputs)}
    now = {key: numbers(random, size) for key, size in sizes.items()}
    for step in program.steps:
        touched, written = (masks(step, sizes, only) for only in (False, True))
        other = {key: np.where(touched[key], mine, numbers(random, len(mine))) for key, mine in now.items()}
        before = {key: mine.copy() for key, mine in other.items()}
        results = []
        for memory in (now, other):
            spaces = {**fixed, **memory}
            prepare(step, compiled.target, lambda ref, spaces=spaces: address(spaces, ref))()
            results.append(memory)
        for key, mine in now.items():
            assert ((other[key] == before[key]) | written[key]).all(), f"{step.kernel.symbol} writes elsewhere"
            assert (mine == other[key])[written[key]].all(), f"{step.kernel.symbol} reads elsewhere"


def numbers(random: np.random.Generator, size: int) -> np.ndarray:
    """Memory full of small numbers."""
    count = -(-size // 4)
    memory: np.ndarray = random.normal(0, 1, count).astype(np.float32).view(np.uint8)[:size].copy()
    return memory


def address(spaces: dict[tuple[str, int], np.ndarray], ref: Ref) -> int:
    return int(spaces[ref.space, ref.index].ctypes.data) + ref.offset


def masks(step: Step, sizes: dict[tuple[str, int], int], only_written: bool) -> dict[tuple[str, int], np.ndarray]:
    """The bytes that a step touches, or writes, one by one."""
    found = {key: np.zeros(size, bool) for key, size in sizes.items()}
    for box in step.kernel.reach(step.args, VEC) or ():
        ref = step.refs[box.stream]
        if (ref.space, ref.index) in found and (box.written or not only_written):
            starts = [ref.offset + box.at]
            for count, apart in box.loops:
                starts = [start + i * apart for start in starts for i in range(count)]
            for start in starts:
                found[ref.space, ref.index][start : start + (ref.bytes if box.run is None else box.run)] = True
    return found


@pytest.fixture
def good(net: Build) -> Program:
    program = compile_graph(ALL["separable"](net), HOST, threads=3).program
    races.check(program, "net", VEC)
    return program


@pytest.mark.provokes("E391")
def test_every_meeting_of_the_threads_is_needed(good: Program) -> None:
    """Without any one of them the proof fails."""
    assert good.phases > 4
    for phase in range(1, good.phases):
        merged = [replace(step, phase=step.phase - (step.phase >= phase)) for step in good.steps]
        merged.sort(key=lambda step: (step.phase, step.thread))
        with pytest.raises(PlanBroken, match="same time"):
            races.check(replace(good, steps=tuple(merged)), "net", VEC)


@pytest.mark.provokes("E391")
def test_faults_are_found(good: Program) -> None:
    steps = list(good.steps)
    last = max(i for i, step in enumerate(steps) if step.thread == 2 and steps[i - 1].node == step.node)
    before = steps[last - 1]

    def broken(why: str, *changed: Step) -> None:
        with pytest.raises(PlanBroken, match=why):
            races.check(replace(good, steps=(*steps[: last - 1], *changed, *steps[last + 1 :])), "net", VEC)

    def moved(step: Step, pointer: str, to: int) -> Step:
        return replace(step, refs={**step.refs, pointer: replace(step.refs[pointer], offset=to)})

    broken("write the same memory", before, moved(steps[last], "y", before.refs["y"].offset))
    broken("reads what another", before, replace(steps[last], refs={**steps[last].refs, "x": before.refs["y"]}))
    broken("before the arena", before, replace(steps[last], refs={**steps[last].refs, "x": Ref("arena", -64)}))
    broken("order", steps[last], before)
    broken("order", before, replace(steps[last], thread=3))
    broken("nobody knows", before, replace(steps[last], kernel=Unknown()))


class Unknown(Fake):
    """A kernel of which nobody knows what it touches."""

    def __init__(self) -> None:
        super().__init__(0, 0, 0)


def test_what_nobody_knows_is_alone(good: Program) -> None:
    steps = [replace(step, thread=0, phase=0) for step in compile_steps(good)]
    unknown = replace(steps[3], kernel=Unknown(), refs={}, args={})
    shared = share([*steps[:3], unknown, *steps[3:6]], [1e5] * 7, 3, targets.load(HOST)).steps
    (alone,) = (step.phase for step in shared if step.kernel == unknown.kernel)
    assert sum(step.phase == alone for step in shared) == 1


def compile_steps(program: Program) -> list[Step]:
    """Steps that write where no other does, from a program's first parts."""
    found: dict[tuple[str, str], Step] = {}
    for step in program.steps:
        found.setdefault((step.node, step.kernel.symbol), step)
    return list(found.values())


def test_small_steps_stay_whole(good: Program) -> None:
    steps = compile_steps(good)[:4]
    assert len(share(steps, [SMALL - 1] * 4, 3, targets.load(HOST)).steps) == 4


def test_each_thread_keeps_its_columns_of_a_strip(net: Build) -> None:
    """Also of the rows that strips keep; two threads that share wide and low strips by rows would read most from each
    other."""
    n = net(x=(1, 16, 40, 96))
    a = n("Relu", n.conv("x", 16, 16, 1))
    b = n("Relu", n.conv(a, 16, 16, 3, group=16))
    graph = optimise(n.graph(n("Relu", n.conv(b, 16, 16, 1))))
    found = dict(strips.candidates(assign(graph, targets.load(HOST))))
    moved, touched = lines_moved(in_strips(graph, cut(graph, list(found), 4), 2).program, "depthwise", "copy")
    assert moved < 0.1 * touched


def lines_moved(program: Program, *kinds: str) -> tuple[int, int]:
    """Of the cache lines that kernels of these `kinds` touch, those that another thread wrote last; and all."""
    moved = touched = 0
    owners: dict[tuple[tuple[str, int], int], int] = {}
    for step in program.steps:
        inside = step.kernel.symbol.startswith(kinds or "")
        for place in places(step, VEC) or ():
            lines = [(place.key, line) for line in place.lines().tolist()]
            touched += inside * len(lines)
            moved += inside * sum(owners.get(line, step.thread) != step.thread for line in lines)
            owners.update((line, step.thread) for line in lines if place.written)
    return moved, touched


@pytest.mark.models
def test_a_meeting_less_is_worth_little(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By rows two operators of UltraFace need not meet, but half of what others made by columns would move for that."""
    graph = optimise(load(models / "ultraface_rfb_320.onnx"))
    few = lines_moved(compile_graph(graph, HOST, threads=2).program)
    monkeypatch.setattr("packager.program.share.MEETING", 1e9)
    most = lines_moved(compile_graph(graph, HOST, threads=2).program)
    assert few[0] < 0.9 * most[0]


@pytest.mark.parametrize("gain", [0.9, 0.995])
def test_a_plan_that_is_clearly_faster_comes_first(net: Build, monkeypatch: pytest.MonkeyPatch, gain: float) -> None:
    """Each takes so many times the cycles of the one before."""
    graph = ALL["dense"](net)
    assigned = assign(graph, targets.load(HOST))
    plans = [(assigned, make_plan(assigned.graph, assigned.needs)) for _ in range(2)]
    times = iter((1.0, gain))
    monkeypatch.setattr(faster, "_cycles", lambda *_: next(times))
    first, second = faster.faster_first(plans, 2)
    assert (first[1] is plans[1][1], second[1] is plans[0][1]) == ((gain < faster.WORTH,) * 2)
    assert faster.faster_first(plans, 1) == tuple(plans)


def test_strips_where_threads_meet_often_take_longer(net: Build) -> None:
    n = net(x=(1, 16, 40, 96))
    a = n("Relu", n.conv(n("Relu", n.conv("x", 16, 16, 1)), 16, 16, 3, group=16))
    graph = optimise(n.graph(n("Relu", n.conv(a, 16, 16, 1))))
    whole = assign(graph, targets.load(HOST))
    strip = cut(graph, list(dict(strips.candidates(whole))), 4)
    plans = [(one, make_plan(one.graph, one.needs)) for one in (strip, whole)]
    assert faster.faster_first(plans, 2) == tuple(plans[::-1])


@pytest.mark.parametrize(("count", "unit", "parts"), [(160, 1, 2), (161, 1, 2), (96, 6, 3), (7, 1, 2), (5, 2, 2)])
def test_equal_costs_are_cut_into_equal_lengths(count: int, unit: int, parts: int) -> None:
    axis = counted("n", {"n": count}, {}, unit, 6)
    cuts = axis.cuts(parts)
    assert (cuts[0], cuts[-1], len(cuts)) == (0, axis.units, parts + 1)
    if axis.units % parts == 0:
        assert {b - a for a, b in pairwise(cuts)} == {axis.units // parts}


@pytest.mark.slow
@given(data=st.data())
@settings(derandomize=True)
def test_places_meet_where_they_share_a_byte(data: st.DataObject) -> None:
    def place() -> Place:
        loops = data.draw(st.lists(st.tuples(st.integers(2, 4), st.integers(-9, 9)), max_size=3))
        return Place(("arena", 0), data.draw(st.integers(-20, 20)), tuple(loops), data.draw(st.integers(1, 4)), True)

    def covered(one: Place) -> set[int]:
        return {int(start) + i for start in one.starts() for i in range(one.run)}

    a, b = place(), place()
    assert a.meets(b) == b.meets(a) == bool(covered(a) & covered(b))
    assert (min(covered(a)), max(covered(a)) + 1) == (a.low, a.high)


@pytest.mark.slow
def test_the_table_grows_little(net: Build) -> None:
    """Parts differ from one another in few bytes, and equal ones are folded."""
    graph = ALL["dense"](net)
    sizes = [len(encode(compile_graph(graph, HOST, threads=n).program, 1, 1, 8).data) for n in (1, 2, 4)]
    assert sizes[0] < sizes[1] < 2 * sizes[0]
    assert sizes[2] < 4 * sizes[0]
