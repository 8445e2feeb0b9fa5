"""The printed memory map of a small network, as a golden file."""

from __future__ import annotations

from packager.plan.show import memory_map
from tests.plan.graphs import Maker


def test_memory_map(planned, golden):
    m = Maker()
    x = m.input(1, 4, 4, 2)
    a = m.relu(m.window(x))
    b = m.window(a)
    y = m.dense(m.reshape(m.window(m.concat(b, a)), 1, 64))
    golden(memory_map(planned(m.graph(y, m.slice(x, 1, 0, 2)))), "map.txt")
