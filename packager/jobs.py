"""Several targets at once, each in a process of its own. (function, items) -> results and errors, in order."""

from __future__ import annotations

import copyreg
import multiprocessing
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from types import MappingProxyType
from typing import Any, TypeVar

from packager.errors import PackError, PackErrors

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
        with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=context, initializer=_register) as pool:
            outcomes = list(pool.map(_attempt, [function] * len(tasks), tasks))
    errors = [o for o in outcomes if isinstance(o, PackError)]
    return [o for o in outcomes if not isinstance(o, PackError)], [e for o in errors for e in _flat(o)]


def _flat(error: PackError) -> tuple[PackError, ...]:
    return error.errors if isinstance(error, PackErrors) else (error,)


def _attempt(function: Callable[[Item], Result], item: Item) -> Result | PackError:
    try:
        return function(item)
    except PackError as error:
        return error


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
    return _make_error, (type(error), error.what, error.where, error.why, error.fix, error.details)


def _make_proxy(content: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(content)


def _make_error(kind: type[PackError], what: str, where: str, why: str, fix: str, details: str) -> PackError:
    error = kind(what, where=where, why=why, fix=fix)
    error.details = details
    return error


_REDUCE: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
    MappingProxyType: lambda proxy: (_make_proxy, (dict(proxy),)),
    PackErrors: lambda error: (PackErrors, (error.errors,)),
}
