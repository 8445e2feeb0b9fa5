"""The manifest's file and the command line's options -> `Manifest`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from packager import target
from packager.config import source
from packager.config.source import Item, Map, Scalar
from packager.config.spec import not_yet
from packager.errors import ManifestError, PackError, Where, distinct, raise_all
from packager.manifest import chips, listed, overrides
from packager.manifest.keys import MANIFEST, OF_ONE, OPTIONS
from packager.manifest.types import (
    Budget,
    Manifest,
    Model,
    Network,
    Options,
    Preprocess,
    Quantize,
    TargetRequest,
    Verify,
)
from packager.target import Target

EMPTY: Mapping[str, Any] = MappingProxyType({})
MERGED = {"budget": Budget, "verify": Verify, "quantize": Quantize}
"""Options that are merged key by key; an entry's other options replace the manifest's."""


def load(file: str | Path, *, sets: Sequence[str] = (), targets: Sequence[str] = ()) -> Manifest:
    """The manifest in `file`, after `sets` (KEY=VALUE, as `--set` takes them) and with `targets` instead of its own.

    Paths in the file start at its folder, paths in `sets` and `targets` at the current one. Raises FileMissing,
    ManifestSyntax, ManifestError and its kinds, or PackErrors with every mistake that can be found at once.
    """
    path, here = Path(file), Path.cwd()
    root = source.read(path)
    root = overrides.targets(overrides.apply(root, sets, here), targets, here)
    return of(root, str(file), path.absolute().parent)


def of(root: Item, file: str, folder: Path) -> Manifest:
    """The manifest that the value `root` describes."""
    try:
        fields = MANIFEST.read(root)
    except PackError as error:
        raise_all(sorted(distinct([error, *_targets_alone(root)]), key=_line))
    assert isinstance(root, Map)
    places, several = _places(root), listed.MODELS in fields
    models = _several(fields[listed.MODELS]) if several else (_network(fields, root, file),)
    sources = [entry.fields for entry in fields[listed.MODELS]] if several else [fields]
    ops = dict.fromkeys(path for one in sources for path in one.get("ops", ()))
    options = replace(_options(Options(places=places), fields, EMPTY), ops=tuple(ops))
    if "targets" not in fields:
        raise ManifestError(
            "no target",
            where=root.where,
            why="neither the manifest nor --target says what to build for",
            fix=f"add `targets: [{', '.join(target.names())}]` with those you need",
        )
    requests = _requests(fields["targets"], options, several)
    narrowed = root.entries["targets"].where == overrides.TARGET  # what the others need may stay in the file
    if "quantize" in fields and not narrowed and not any(r.target.chip for r in requests):
        raise chips.quantized_program(places["quantize"])
    return Manifest(
        **_shallow(options),
        name=fields.get("name") or (default_name("-".join(m.name for m in models)) if several else models[0].name),
        models=models,
        several=several,
        targets=requests,
        file=file,
        folder=folder,
    )


def _network(fields: Mapping[str, Any], item: Map, file: str) -> Network:
    """The model that the keys of `item` describe, read as `fields`."""
    given = {k: v.lower() if k == "sha256" else v for k, v in fields["model"].items()}
    model = Model(**given, where=item.entries["model"].where)
    return Network(
        name=fields.get("name") or default_name(model.path.stem),
        model=model,
        preprocess=MappingProxyType({k: Preprocess(**v) for k, v in fields.get("preprocess", {}).items()}),
        verify=Verify(**fields.get("verify", {})),
        places=_places(item),
        file=file,
    )


def _several(entries: Sequence[listed.Entry]) -> tuple[Network, ...]:
    """The models of a list. Raises ManifestError for names that are not apart in C."""
    found: dict[str, Network] = {}
    errors: list[PackError] = []
    for entry in entries:
        one = replace(_network(entry.fields, entry.item, entry.item.where.file), aside=entry.aside)
        other = found.setdefault(one.name.replace("-", "_"), one)
        if other is not one:
            errors.append(
                ManifestError(
                    f"two models are called '{one.name}'",
                    where=one.at("name") if "name" in one.places else one.model.where,
                    why=f"the names of '{other.name}' at {other.model.where} and of this one are the same in C",
                    fix="give each a `name` of its own",
                )
            )
    raise_all(errors)
    return tuple(found.values())


def _line(error: PackError) -> int:
    """For sorting: the line that the error names; options of the command line come last."""
    match = re.search(r":([0-9]+)$", error.where)
    return int(match[1]) if match else sys.maxsize


def default_name(stem: str) -> str:
    """A valid name made of a model's file name: lower case, other characters become `_`."""
    word = re.sub("[^a-z0-9_-]+", "_", stem.lower()).strip("_-")
    return (word if word[:1].isalpha() else f"m{word}")[:64] if word else "model"


def _targets_alone(root: Item) -> list[PackError]:
    """Mistakes in the names of targets, looked for even where the rest of the manifest could not be read."""
    given = root.entries.get("targets") if isinstance(root, Map) else None
    errors: list[PackError] = []
    for entry in given.items if isinstance(given, source.Seq) else (given,) if given is not None else ():
        name = entry.entries.get("target") if isinstance(entry, Map) else entry
        if isinstance(name, Scalar) and isinstance(name.value, (str, int, float)) and not isinstance(name.value, bool):
            try:
                chips.load(name, entry)
            except PackError as error:
                errors.append(error)
    return errors


def _requests(
    entries: Sequence[tuple[Scalar, dict[str, Any], Item]], options: Options, several: bool
) -> tuple[TargetRequest, ...]:
    errors: list[PackError] = []
    requests: dict[str, TargetRequest] = {}
    for name, own, item in entries:
        try:
            chosen = chips.load(name, item)
        except PackError as error:
            errors.append(error)
            continue
        if chosen.name in requests:
            first = requests[chosen.name].where
            errors.append(
                ManifestError(
                    f"the target '{chosen.name}' twice",
                    where=item.where,
                    why=f"it stands already at {first}, and both would write the same folder",
                    fix="name each target once",
                )
            )
            continue
        mine = _places(item) if isinstance(item, Map) else EMPTY
        if several:
            errors += _of_several(chosen, item)
            if chosen.chip is not None:
                continue
        errors += chips.misplaced(chosen, own, options, mine)
        base = chips.shared(options) if chosen.chip else options
        merged = _options(replace(base, places=MappingProxyType({**base.places, **mine})), own, _shallow(base))
        request = TargetRequest(**_shallow(merged), target=chosen, sdk=own.get("sdk"), where=item.where)
        errors += chips.uncalibrated(request)
        requests[chosen.name] = request
    raise_all(errors)
    return tuple(requests.values())


def _of_several(found: Target, item: Item) -> Iterator[PackError]:
    """What an entry of `targets` cannot say or ask for where there are several models."""
    if isinstance(item, Map):
        yield from listed.beside(item, [key for key in OF_ONE if key != "quantize" or found.chip is None])
    if found.chip is not None:
        yield not_yet(
            f"several models for the target '{found.name}'",
            item.where,
            "build each model by itself for it: Qualcomm's compiler makes one context binary of one network",
        )


def _options(base: Options, fields: Mapping[str, Any], over: Mapping[str, Any]) -> Options:
    """`base` with the options of `fields`; `over` holds the values that merged options start from."""
    changes: dict[str, Any] = {}
    for key in (k.name for k in OPTIONS if k.name in fields):
        value = fields[key]
        if key in MERGED:
            value = replace(over.get(key, MERGED[key]()), **value)
        if key == "engines":
            value, changes["engine_options"] = tuple(zip(*value, strict=True))
        changes[key] = tuple(a for a in ("exe", "static", "shared") if a in value) if key == "artifacts" else value
    return replace(base, **changes)


def _shallow(options: Options) -> dict[str, Any]:
    return {name: getattr(options, name) for name in Options.__dataclass_fields__}


def _places(item: Map, prefix: str = "") -> Mapping[str, Where]:
    """Dotted key -> where its value stands, for all mappings inside `item`."""
    found: dict[str, Where] = {}
    for name, value in item.entries.items():
        found[prefix + name] = value.where
        if isinstance(value, Map):
            found.update(_places(value, f"{prefix}{name}."))
    return MappingProxyType(found)
