"""Computing shared with copies of this process, for what Python's lock or LLVM's lets no threads share."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

WORTH = 8
"""Items for each process: a copy takes some ten milliseconds, as one item should."""


@dataclass(frozen=True)
class _Copy:
    """A copy of this process at work, and the end of a pipe where its results come."""

    process: int
    results: int


def mapped(function: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """`function` of every item, in order, computed by as many processes as there are CPUs.

    Results are pickled. What a copy did not compute, because `function` raised there or the copy was ended, is computed
    here: errors are those of a plain loop. It is one where there is nothing to win, or where other threads run: a copy
    has none of them, but the locks that they hold.
    """
    several = min(_processors(), len(items) // WORTH)
    if several < 2 or threading.active_count() > 1:
        return [function(item) for item in items]
    copies = [_copy(function, items[number::several]) for number in range(1, several)]
    found: dict[int, Result] = {}
    try:
        found |= zip(range(0, len(items), several), [function(item) for item in items[::several]], strict=True)
        for number, copy in enumerate(copies, 1):
            found |= zip(range(number, len(items), several), _received(copy), strict=False)
    finally:
        for copy in copies:
            _end(copy)
    return [found[number] if number in found else function(item) for number, item in enumerate(items)]


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") and hasattr(os, "fork") else 1


def _copy(function: Callable[[Item], Result], items: Sequence[Item]) -> _Copy:
    """A copy of this process that computes `items`, writes the results to a pipe and ends."""
    ours, its = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # numpy's threads wait for work, and hold no lock
        process = os.fork()
    if process:
        os.close(its)
        return _Copy(process, ours)
    status = 1
    try:
        os.close(ours)
        with os.fdopen(its, "wb") as pipe:
            pickle.dump([function(item) for item in items], pipe)
        status = 0
    finally:  # at once, whatever happened: the rest of the program is the other process's
        os._exit(status)


def _received(copy: _Copy) -> list[Result]:
    """What the copy computed; nothing where it failed."""
    with os.fdopen(copy.results, "rb", closefd=False) as pipe, suppress(EOFError, pickle.UnpicklingError):
        results: list[Result] = pickle.load(pipe)
        return results
    return []


def _end(copy: _Copy) -> None:
    """End the copy, if it has not ended, and forget it."""
    os.close(copy.results)
    with suppress(ProcessLookupError):
        os.kill(copy.process, signal.SIGKILL)
    os.waitpid(copy.process, 0)
