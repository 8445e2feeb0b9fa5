"""Engines by name: files of packager/engines, and entry points of the group `packager.engines` of other packages."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from inspect import isabstract
from pathlib import Path
from typing import Any, TypeGuard

from packager import resources
from packager.config.source import Item, Map
from packager.engine import Engine
from packager.errors import EngineBroken, PackError, Where, raise_all


def kind(name: str) -> type[Engine]:
    """The class of the engine called `name`; raises EngineBroken where there is none behind the name."""
    entry = resources.entry_points().get(name)
    try:
        found = entry.load() if entry and name not in resources.own_engines() else _in_file(name)
    except Exception as error:  # whatever an outside package does when it is imported
        raise EngineBroken.of(name, f"it cannot be imported: {type(error).__name__}: {error}") from error
    if not _is_engine(found) or found.name != name:
        raise EngineBroken.of(name, f"{found!r} is no engine of this name: see packager.engine.Engine")
    return found


def _in_file(name: str) -> Any:
    classes = vars(import_module(f"packager.engines.{name.replace('-', '_')}")).values()
    return next((c for c in classes if _is_engine(c) and c.name == name), None)


def _is_engine(found: Any) -> TypeGuard[type[Engine]]:
    # Not `issubclass`: in Python 3.10 `tuple[int]` passes for a type, which it does not take.
    return isinstance(found, type) and Engine in found.__mro__ and not isabstract(found)


def engines(names: Sequence[str], options: Sequence[Item | None], where: Where) -> tuple[Engine, ...]:
    """The engines of a manifest with their options. Raises ManifestError for options that they do not have."""
    made: list[Engine] = []
    errors: list[PackError] = []
    for name, item in zip(names, options, strict=True):
        try:
            made.append(_made(kind(name), item))
        except PackError as error:
            error.where = error.where or str(where)
            errors.append(error)
    raise_all(errors)
    return tuple(made)


def _made(found: type[Engine], item: Item | None) -> Engine:
    # Without options it reads an empty mapping, so that what is missing is said.
    return found(found.spec().read(item or Map(Where(), Path(), f"engines: {found.name}", {}, {}, 1)))
