"""A contiguous run in vectors, with its rest one element at a time."""

from __future__ import annotations

from collections.abc import Callable

from packager.emit.builder import Fn, Val


def over(fn: Fn, count: Val, lanes: int, body: Callable[[Val, int], None]) -> None:
    """body(i, lanes) for every whole vector of elements, then body(i, 1) for each left over: none is visited twice."""
    done = count & -lanes
    if lanes > 1:
        with fn.loop(done, lanes, maybe_empty=True) as i:
            body(i, lanes)
    else:
        done = fn.index(0)
    with fn.loop(count - done, maybe_empty=True) as i:
        body(done + i, 1)
