"""`models: [a.yaml, {name: b, model: b.onnx}]`: manifests, or the same keys in the list itself. Items -> `Entry`s.

What describes a model stands with it, what describes the build in the manifest that lists it; each in the other's place
is an error. Only a manifest that names targets builds by itself, too, and may say how: that holds there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from packager.config import source
from packager.config.source import Item, Map, Scalar
from packager.config.spec import Key, Spec, existing_file, list_of, table, wrong
from packager.errors import ManifestError, PackError, Where, raise_all

MOST = 64
"""Models of one build."""

MODELS = "models"
ALONE = "targets"
"""The key of a manifest that builds by itself."""


@dataclass(frozen=True)
class Entry:
    """One model of several: its keys, as they were read from the mapping `item`, and those that hold only where it is
    built by itself."""

    fields: Mapping[str, Any]
    item: Map
    aside: tuple[str, ...] = ()


def entries(own: Sequence[Key[Any]], builds: Sequence[str]) -> Spec[tuple[Entry, ...]]:
    """The list. `own` are the keys that describe a model, `builds` the names of those that describe a build."""
    file, mapping = existing_file("manifest"), table("a model of `models`", own)

    def read(item: Item) -> Entry:
        given = item
        if isinstance(item, Scalar):
            given = source.read(file.read(item), _shown(item))
        if not isinstance(given, Map):
            fix = "write the path of a manifest, or {name: ..., model: m.onnx}"
            raise wrong(given, "a manifest" if isinstance(item, Scalar) else "a model", fix)
        alone = given is not item and ALONE in given.entries
        errors: list[PackError] = []
        aside = tuple(key for key in builds if key in given.entries)
        if MODELS in given.entries:
            errors.append(_nested(given.keys[MODELS]))
        elif not alone:
            errors += (_of_the_build(key, given.keys[key], item.where) for key in aside)
        left = {key: value for key, value in given.entries.items() if key not in (*aside, MODELS)}
        fields: dict[str, Any] = {}
        try:
            fields = mapping.read(replace(given, entries=left))
        except PackError as error:
            if MODELS not in given.entries:
                errors.append(error)
        raise_all(errors)
        return Entry(fields, given, aside)

    one = Spec(read, {"anyOf": [file.schema, mapping.schema]})
    return list_of(one, 1, MOST)


def beside(root: Map, own: Sequence[str]) -> Iterator[PackError]:
    """Keys of a manifest, or of an entry of `targets`, that describe one model where there are several."""
    for key in (k for k in own if k in root.entries):
        yield ManifestError(
            f"`{key}` beside `{MODELS}`",
            where=root.keys[key],
            why="it is about one model, and here are several",
            fix=f"move it to the manifest of the model that it is about, or to its entry in `{MODELS}`",
        )


def _shown(item: Scalar) -> str:
    """What messages call the file: its path as seen from where the manifest's is."""
    return item.text if item.where.line is None else str(Path(item.where.file).parent / item.text)


def _of_the_build(key: str, where: Where, listed: Where) -> ManifestError:
    return ManifestError(
        f"`{key}` of one of several models",
        where=where,
        why=f"it is about the whole build; the manifest that lists the model, at {listed}, says it for all",
        fix="move it there; a manifest that is to build by itself, too, needs `targets` and keeps it",
    )


def _nested(where: Where) -> ManifestError:
    return ManifestError(
        f"`{MODELS}` in a manifest that is listed in `{MODELS}`",
        where=where,
        why="each manifest of the list describes one model",
        fix="list the models themselves",
    )
