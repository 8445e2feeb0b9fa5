"""Which nodes become views, where copies appear and where they do not, and whose memory is used directly."""

from __future__ import annotations

import pytest

from packager.errors import PlanBroken
from packager.plan.needs import InputNeed, Needs
from packager.plan.planner import make_plan
from packager.plan.types import Plan
from tests.plan.graphs import Maker
from tests.plan.machine import needs


def copies(plan: Plan) -> list[str]:
    return [n.inputs[0] for n in plan.graph.nodes if n.op == "Copy"]


def space(plan: Plan, value: str) -> tuple[str, int]:
    buffer = {b.id: b for b in plan.buffers}[plan.storage[value].buffer]
    return buffer.space, buffer.index


def test_detector_heads_are_written_into_the_output(planned):
    m = Maker()
    x = m.input(1, 8, 8, 4)
    heads = []
    for size in (8, 4):
        x = m.relu(x) if size == 8 else m.window(x, stride=2)
        joined = m.concat(m.widen(x), m.relu(x))
        heads.append(m.reshape(joined, 1, size * size, 12))
    y = m.concat(*heads, axis=1)
    plan = planned(m.graph(y))
    assert not copies(plan)
    assert {space(plan, h) for h in heads} == {("output", 0)}
    assert all(n.name in plan.views for n in plan.graph.nodes if n.op in ("Reshape", "Concat"))


def test_inputs_and_outputs_are_used_in_place(planned):
    m = Maker()
    a, b = m.input(1, 4, 4, 8), m.input(1, 4, 4, 8)
    left, right = m.split(a, 3, 4, 4)
    y = m.plus(m.relu(left), right)
    z = m.reshape(m.plus(y, m.slice(b, 3, 2, 6)), 1, 64)
    plan = planned(m.graph(z))
    assert not copies(plan)
    assert space(plan, left) == ("input", 0)
    assert plan.storage[right].offset == 4
    assert space(plan, z) == ("output", 0)


def test_concatenated_channels_share_the_halo_of_their_buffer(planned):
    m = Maker()
    x = m.input(1, 5, 6, 4)
    a, b = m.relu(x), m.loose(x)
    whole = m.concat(a, b)
    y = m.plus(m.window(a, (2, 2, 2, 2)), m.window(b))
    z = m.window(whole)
    plan = planned(m.graph(y, z))
    assert not copies(plan)
    assert len(plan.fills) == 1
    assert plan.storage[a].halo == plan.storage[whole].halo == ((0, 0), (2, 2), (2, 2), (0, 0))


def test_neighbouring_rows_share_their_halo(planned):
    m = Maker()
    x = m.relu(m.input(1, 5, 6, 4))
    y = m.window(x, (1, 0, 2, 3))
    plan = planned(m.graph(y))
    place = plan.storage[x]
    assert place.halo == ((0, 0), (1, 2), (0, 3), (0, 0))
    assert place.strides[1:] == ((6 + 3) * 4, 4, 1)
    assert place.offset == 9 * 4
    size = next(b.bytes for b in plan.buffers if b.id == place.buffer)
    used = place.offset + (4 + 2) * 36 + (5 + 3) * 4 + 4
    assert size == -(-used * 4 // 64) * 64


def test_a_part_along_rows_has_no_halo_of_its_own(planned):
    m = Maker()
    x = m.relu(m.input(1, 6, 6, 4))
    y = m.window(m.slice(x, 1, 2, 6))
    plan = planned(m.graph(y))
    assert copies(plan) == ["slice1"]


def test_a_haloed_image_is_not_flattened_but_copied_once(planned):
    m = Maker()
    x = m.relu(m.input(1, 4, 4, 4))
    y = m.dense(m.window(x))
    flat = m.reshape(x, 1, 16, 4)
    plan = planned(m.graph(y, m.relu(flat), m.relu(m.reshape(x, 1, 64))))
    assert copies(plan) == [x]


def test_flattening_an_image_without_halo_is_free(planned):
    m = Maker()
    x = m.widen(m.input(1, 4, 4, 4))
    a, b = m.split(x, 3, 3, 5)
    rows = m.reshape(a, 16, 3)  # rows and columns merge although the channels lie inside wider pixels
    plan = planned(m.graph(m.plus(rows, rows), m.dense(b)))
    assert copies(plan) == [b]


def test_joins_nest(planned):
    m = Maker()
    x = m.input(1, 4, 4, 2)
    inner = m.concat(m.relu(x), m.loose(x))
    outer = m.concat(m.relu(inner), inner, m.loose(inner))
    plan = planned(m.graph(m.window(outer)))
    assert not copies(plan)
    assert plan.storage[inner].buffer == plan.storage[outer].buffer


def test_dense_blocks_grow_in_one_buffer(planned):
    m = Maker()
    parts = [m.relu(m.input(1, 4, 4, 4))]
    for _ in range(4):
        whole = m.concat(*parts) if len(parts) > 1 else parts[0]
        parts.append(m.slice(m.loose(whole), 3, 0, 2))
    plan = planned(m.graph(m.relu(m.concat(*parts))))
    # The slices lie in other buffers, so they are copied; nothing that is in the block already is copied again.
    assert sorted(copies(plan)) == sorted(parts[1:])


def test_what_cannot_lie_in_a_join_is_copied_into_it(planned):
    m = Maker()
    x = m.input(1, 4, 4, 2)
    a = m.relu(x)
    y = m.concat(a, x, a, m.const(1, 4, 4, 2))
    plan = planned(m.graph(m.relu(y)))
    assert sorted(copies(plan)) == sorted([x, a, "c2"])


def test_a_value_in_two_joins_is_copied_once(planned):
    m = Maker()
    x = m.input(1, 4, 4, 2)
    a, b, c = m.relu(x), m.loose(x), m.plus(x, x)
    plan = planned(m.graph(m.window(m.concat(a, b)), m.window(m.concat(c, a))))
    assert copies(plan) == [a]


def test_a_picky_producer_gets_memory_of_its_own(planned):
    m = Maker()
    x = m.input(1, 4, 4, 2)
    a = m.dense(m.relu(x))
    plan = planned(m.graph(m.relu(m.concat(a, m.relu(x)))))
    assert copies(plan) == [a]


def test_outputs_that_are_needed_elsewhere(planned):
    m = Maker()
    x = m.input(1, 4, 4, 2)
    const = m.const(3)
    a = m.relu(x)
    view = m.reshape(a, 1, 32)
    y = m.window(a)
    plan = planned(m.graph(a, view, x, const, y, y))
    assert sorted(copies(plan)) == sorted([a, f"{view}.inner", x, const, y])
    assert plan.graph.outputs[:2] == (a, view)
    assert [space(plan, o) for o in plan.graph.outputs] == [("output", i) for i in range(6)]


def test_strides_on_the_last_axis_are_for_those_who_allow_them(planned):
    m = Maker()
    x = m.relu(m.input(1, 4, 4, 8))
    odd = m.slice(x, 3, 1, 8, 2)
    back = m.slice(x, 2, 3, -(2**62), -1)
    plan = planned(m.graph(m.loose(odd), m.widen(odd), m.loose(back), m.widen(back)))
    assert sorted(copies(plan)) == sorted([odd, back])


def test_transposes(planned):
    m = Maker()
    x = m.relu(m.input(1, 4, 3, 8))
    trivial = m.transpose(x, 1, 0, 2, 3)
    rows = m.transpose(x, 0, 2, 1, 3)  # read by rows: any strides will do
    real = m.transpose(x, 0, 3, 1, 2)  # read by a node that walks the last axis
    plan = planned(m.graph(m.widen(trivial), m.widen(rows), m.widen(real)))
    assert not copies(plan)
    assert plan.views == {trivial, rows}


@pytest.mark.parametrize(("dense", "stride"), [(False, 272), (True, 256)])
def test_pixels_of_256_channels_are_spread(planned, dense, stride):
    m = Maker()
    x = m.relu(m.input(1, 3, 3, 256))
    y = m.window(x, (0, 0, 0, 0))
    plan = planned(m.graph(y, m.dense(x))) if dense else planned(m.graph(y, m.widen(x)))
    assert plan.storage[x].strides[2] == stride
    assert not copies(plan)


def test_work_in_place(planned):
    m = Maker()
    x = m.input(1, 4, 4, 4)
    y = m.relu(m.relu(m.plus(m.widen(x), m.widen(m.loose(x)))))
    plan = planned(m.graph(m.widen(y)))
    assert plan.arena_bytes == 2 * 4 * 4 * 8 * 4
    assert len({plan.storage[v].buffer for v in ("add3", "relu4", "relu5")}) == 1


def test_a_residual_is_not_overwritten(planned):
    m = Maker()
    x = m.widen(m.input(1, 4, 4, 4))
    r = m.loose(x)
    y = m.window(x, (0, 0, 0, 0), add=r)
    plan = planned(m.graph(m.widen(y)))
    assert len({plan.storage[v].buffer for v in (x, r, y)}) == 3


def test_keep_all_keeps_every_value():
    m = Maker()
    y = m.input(1, 4, 4, 4)
    for _ in range(5):
        y = m.relu(y)
    plan = make_plan(m.graph(m.widen(y)), needs, keep_all=True)
    assert plan.arena_bytes == plan.lower_bound == 5 * 256


@pytest.mark.provokes("E391")
def test_contradicting_demands_end_with_an_error():
    m = Maker()
    y = m.window(m.relu(m.input(1, 4, 4, 4)))

    def impossible(node):
        return (
            Needs((InputNeed(halo=((0, 0), (1, 1), (1, 1), (0, 0)), strided=False),))
            if node.op == "Window"
            else needs(node)
        )

    with pytest.raises(PlanBroken, match="window1"):
        make_plan(m.graph(y), impossible)
