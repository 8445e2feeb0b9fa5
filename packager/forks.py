"""Computing shared with copies of this process, for what Python's lock or LLVM's lets no threads share."""

from __future__ import annotations

import os
import pickle
import signal
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, Generic, TypeVar

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
    if several < 2 or not _alone():
        return [function(item) for item in items]
    copies = [_copy(function, items[number::several]) for number in range(1, several)]
    found: dict[int, Result] = {}
    try:
        found |= zip(range(0, len(items), several), [function(item) for item in items[::several]], strict=True)
        for number, copy in enumerate(copies, 1):
            found |= zip(range(number, len(items), several), _received(copy), strict=False)
    finally:
        for copy in copies:
            os.close(copy.results)
            _end(copy.process)
    return [found[number] if number in found else function(item) for number, item in enumerate(items)]


class Meanwhile(Generic[Result]):
    """Results that a copy of this process computes one after the other, for whoever wants them first."""

    def __init__(self, process: int, results: IO[bytes]) -> None:
        self._process, self._results = process, results

    def taken(self) -> list[Result]:
        """What is computed by now; the copy ends. Nothing the next time."""
        if self._results.closed:
            return []
        _end(self._process)
        found: list[Result] = []
        with self._results, suppress(EOFError, pickle.UnpicklingError):
            self._results.seek(0)
            while True:
                found.append(pickle.load(self._results))
        return found


@contextmanager
def meanwhile(results: Callable[[], Iterable[Result]]) -> Iterator[Meanwhile[Result] | None]:
    """A copy of this process that computes `results` while the body runs, at most until its end.

    It is for what another CPU can do early: whatever it fails at is not there. None where there is no other CPU, or
    where other threads run.
    """
    if _processors() < 2 or not _alone():
        yield None
        return
    with tempfile.TemporaryFile() as file:

        def write() -> None:
            for result in results():
                pickle.dump(result, file)
                file.flush()

        copy: Meanwhile[Result] = Meanwhile(_forked(write), file)
        try:
            yield copy
        finally:
            copy.taken()


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") and hasattr(os, "fork") else 1


def _alone() -> bool:
    """Whether no other threads run: a copy has none of them, but the locks that they hold."""
    return threading.active_count() == 1


def _copy(function: Callable[[Item], Result], items: Sequence[Item]) -> _Copy:
    """A copy of this process that computes `items`, writes the results to a pipe and ends."""
    ours, its = os.pipe()

    def write() -> None:
        os.close(ours)
        with os.fdopen(its, "wb") as pipe:
            pickle.dump([function(item) for item in items], pipe)

    process = _forked(write)
    os.close(its)
    return _Copy(process, ours)


def _forked(work: Callable[[], None]) -> int:
    """The number of a copy of this process that does `work` and ends."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # numpy's threads wait for work, and hold no lock
        process = os.fork()
    if process:
        return process
    status = 1
    try:
        work()
        status = 0
    finally:  # at once, whatever happened: the rest of the program is the other process's
        os._exit(status)


def _received(copy: _Copy) -> list[Result]:
    """What the copy computed; nothing where it failed."""
    with os.fdopen(copy.results, "rb", closefd=False) as pipe, suppress(EOFError, pickle.UnpicklingError):
        results: list[Result] = pickle.load(pipe)
        return results
    return []


def _end(process: int) -> None:
    """End a copy, if it has not ended, and forget it."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
