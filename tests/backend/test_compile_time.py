"""Compiling takes time in proportion to the nodes: counted in calls of Python functions, which no other process changes."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest

from tests.scripts import script


@pytest.mark.slow
def test_twice_the_nodes_take_twice_the_calls(tmp_path: Path) -> None:
    compile_time = script("benchmarks/compile_time.py")
    compile_time.seconds(64, tmp_path)  # what is compiled once for all

    def calls(count: int) -> int:
        found = 0

        def event(_: FrameType, kind: str, __: object) -> None:
            nonlocal found
            found += kind == "call"

        sys.setprofile(event)
        try:
            compile_time.seconds(count, tmp_path)
        finally:
            sys.setprofile(None)
        return found

    assert calls(160) < 2.4 * calls(80)


def test_a_network_has_as_many_nodes_as_asked_for() -> None:
    compile_time = script("benchmarks/compile_time.py")
    assert [len(compile_time.network(n).graph.node) for n in (64, 250)] == [64, 250]
