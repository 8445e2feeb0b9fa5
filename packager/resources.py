"""The files that travel with the package: targets/, containers/, runtime/ and the manifest's schema.

In a wheel they lie in `packager/_data`; in a checkout (also an editable install) at the root of the repository.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint
from importlib.metadata import entry_points as installed
from pathlib import Path

from packager.errors import InstallBroken

PACKAGE = Path(__file__).resolve().parent
"""The folder of the Python package."""


def folder(name: str) -> Path:
    """The folder `name` (targets, containers, runtime); raises InstallBroken where the installation lacks it."""
    candidates = (PACKAGE / "_data" / name, PACKAGE.parent / name)
    for path in candidates:
        if path.is_dir():
            return path
    raise InstallBroken(
        f"the folder '{name}' of pack is missing",
        where=str(candidates[0]),
        why=f"it is neither at {candidates[0]} (wheel) nor at {candidates[1]} (checkout)",
        fix="install pack again: python -m pip install --force-reinstall packager",
    )


@cache
def entry_points() -> dict[str, EntryPoint]:
    """Engines that other packages bring, by name: their entry points of the group `packager.engines`."""
    return {entry.name: entry for entry in installed(group="packager.engines")}


@cache
def own_engines() -> tuple[str, ...]:
    """Names of the engines that travel with the package: the files of packager/engines."""
    return tuple(sorted(p.stem.replace("_", "-") for p in (PACKAGE / "engines").glob("[a-z]*.py")))


def engines() -> tuple[str, ...]:
    """Names of all engines: pack's own, then those of other packages; who takes one of our names is not heard."""
    return tuple(dict.fromkeys((*own_engines(), *entry_points())))


def schema() -> Path:
    """The JSON Schema of the manifest."""
    return PACKAGE / "schema" / "manifest.schema.json"
