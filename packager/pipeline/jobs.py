"""Several targets at once, each in a process of its own. (function, items) -> results and errors, in order."""

from __future__ import annotations

import copyreg
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, TypeVar

from packager.errors import PackError, PackErrors

GRACE = 3.0
"""Seconds that a process whose parent is gone gets to clean up: LLVM cannot be interrupted."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def each(function: Callable[[Item], Result], items: Iterable[Item], jobs: int) -> tuple[list[Result], list[PackError]]:
    """`function` of every item, at most `jobs` at a time: what came out, and the errors of those that failed.

    With one job everything happens in this process. Else `function` must be importable by name; LLVM and Python's own
    lock allow no gain from threads.
    """
    tasks = list(items)
    if min(jobs, len(tasks)) <= 1:
        outcomes = [_attempt(function, task) for task in tasks]
    else:
        _register()
        context = multiprocessing.get_context("spawn")
        before = set(multiprocessing.active_children())
        with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=context, initializer=_start) as pool:
            try:
                with _no_ctrl_c_for_children():
                    futures = [pool.submit(_attempt, function, task) for task in tasks]
                outcomes = [future.result() for future in futures]
            except BaseException:  # a signal: what runs is of no use any more, and must not outlive us
                pool.shutdown(wait=False, cancel_futures=True)
                for child in set(multiprocessing.active_children()) - before:
                    child.terminate()
                raise
    errors = [o for o in outcomes if isinstance(o, PackError)]
    return [o for o in outcomes if not isinstance(o, PackError)], [e for o in errors for e in o.each]


def _attempt(function: Callable[[Item], Result], item: Item) -> Result | PackError:
    try:
        return function(item)
    except PackError as error:
        return error


@contextmanager
def _no_ctrl_c_for_children() -> Iterator[None]:
    """Processes started inside never see SIGINT: a terminal sends it to all, but the parent ends them, in silence."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _start() -> None:
    """In each child, first of all: SIGTERM cleans up, and no child outlives its parent, however that ended."""
    _register()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)


def _register() -> None:
    """How to send what pickle does not know, in this process and in each child."""
    for error in _family(PackError):
        copyreg.pickle(error, _reduce_error)
    for kind, reduce in _REDUCE.items():
        copyreg.pickle(kind, reduce)


def _family(kind: type[PackError]) -> Iterable[type[PackError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _family(child)


def _reduce_error(error: PackError) -> tuple[Any, ...]:
    texts = error.what, error.where, error.why, error.fix
    return _make_error, (type(error), *texts, error.details, error.node)


def _make_proxy(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


def _make_error(kind: type[PackError], what: str, where: str, why: str, fix: str, *more: str) -> PackError:
    error = kind(what, where=where, why=why, fix=fix)
    error.details, error.node = more
    return error


_REDUCE: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
    MappingProxyType: lambda proxy: (_make_proxy, (dict(proxy),)),
    PackErrors: lambda error: (PackErrors, (error.errors,)),
}
