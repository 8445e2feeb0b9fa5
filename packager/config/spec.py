"""What a file may say: specs that read an `Item` into a value and, from the same words, give its JSON Schema.

A spec raises ManifestError for one mistake and PackErrors for several, so a reader gets all of a file's at once.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from packager.config.source import Item, Map, Scalar, Seq, shorten
from packager.errors import FileMissing, ManifestError, NotInThisVersion, PackError, UnknownName, Where, raise_all

T = TypeVar("T")
Schema = dict[str, Any]

UNITS = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
MAX_BUDGET = 2**50


@dataclass(frozen=True)
class Spec(Generic[T]):
    """How to read a value of one kind, and the JSON Schema of what is accepted."""

    read: Callable[[Item], T]
    schema: Schema


@dataclass(frozen=True)
class Key(Generic[T]):
    """One key of a mapping: its spec, one line of help, and an example for the docs."""

    name: str
    spec: Spec[T]
    help: str
    example: str
    required: bool = False


def wrong(item: Item, what: str, fix: str, why: str = "") -> ManifestError:
    """The error for a value that is not `what` it should be."""
    key = f"{item.key}: " if item.key else ""
    return ManifestError(f"{key}{item.kind} is not {what}", where=item.where, why=why or f"{what} is needed", fix=fix)


def out_of_range(item: Scalar, span: str) -> ManifestError:
    """The error for a number outside `span`."""
    key = f"{item.key}: " if item.key else ""
    return ManifestError(
        f"{key}{shorten(item.text)} is out of range",
        where=item.where,
        why=f"allowed: {span}",
        fix="write such a number",
    )


def each(reads: Iterable[Callable[[], T]]) -> tuple[T, ...]:
    """The results of all `reads`, or every error that they raise."""
    results, errors = [], []
    for one in reads:
        try:
            results.append(one())
        except PackError as error:
            errors.append(error)
    raise_all(errors)
    return tuple(results)


def nearest(name: str, known: Iterable[str]) -> str:
    """A sentence that proposes what `name` was meant to be."""
    known = tuple(known)
    lower = {k.lower(): k for k in known}
    match = difflib.get_close_matches(name.lower()[:100], lower, n=1, cutoff=0.5)
    return f"perhaps you meant '{lower[match[0]]}'; " if match else ""


def unknown(kind: str, name: str, where: Where, known: Iterable[str], inside: str = "", why: str = "") -> UnknownName:
    """The error for a name that is none of `known`."""
    known = tuple(known)
    return UnknownName(
        f"unknown {kind} '{shorten(name)}'{f' in {inside}' if inside else ''}",
        where=where,
        why=why or f"{inside or 'pack'} has no {kind} of this name",
        fix=f"{nearest(name, known)}known: {', '.join(known)}",
    )


def text(what: str = "a text", pattern: str = "", fix: str = "") -> Spec[str]:
    """A text, of the form of the regular expression `pattern` if one is given; an unquoted number counts as text."""

    def read(item: Item) -> str:
        if not isinstance(item, Scalar) or item.value is None or isinstance(item.value, bool):
            raise wrong(item, what, fix or f"write {what}")
        if not item.text.strip() or (pattern and not re.fullmatch(pattern, item.text)):
            raise wrong(item, what, fix or f"write {what}", f"it must match {pattern}" if pattern else "it is empty")
        return item.text

    return Spec(read, {"type": "string", **({"pattern": f"^({pattern})$"} if pattern else {})})


def integer(low: int, high: int) -> Spec[int]:
    """A whole number from `low` to `high`."""

    def read(item: Item) -> int:
        if not isinstance(item, Scalar) or isinstance(item.value, bool) or not isinstance(item.value, int):
            raise wrong(item, "a whole number", f"write a number from {low} to {high}, without unit or point")
        if not low <= item.value <= high:
            raise out_of_range(item, f"from {low} to {high}")
        return item.value

    return Spec(read, {"type": "integer", "minimum": low, "maximum": high})


def number(low: float = -1e30, high: float = 1e30, zero: bool = True) -> Spec[float]:
    """A finite number from `low` to `high`; `zero=False` refuses 0."""
    span = f"from {low:g} to {high:g}{'' if zero else ', but not 0'}"

    def read(item: Item) -> float:
        if not isinstance(item, Scalar) or isinstance(item.value, bool) or not isinstance(item.value, (int, float)):
            raise wrong(item, "a number", "write a number such as 0.5 or 1e-4")
        value = float(item.value)
        if not math.isfinite(value) or not low <= value <= high or (value == 0 and not zero):
            raise out_of_range(item, span)
        return value

    return Spec(read, {"type": "number", "minimum": low, "maximum": high})


def boolean() -> Spec[bool]:
    """True or false."""

    def read(item: Item) -> bool:
        if not isinstance(item, Scalar) or not isinstance(item.value, bool):
            raise wrong(item, "true or false", "write true or false")
        return item.value

    return Spec(read, {"type": "boolean"})


def size() -> Spec[int]:
    """Bytes: `95kB`, `256KiB`, `4 MB`, `1.5MiB`, `1000B`, or a whole number of bytes."""
    units = ", ".join(UNITS)
    fix = f"write a number and a unit ({units}), for example 95kB (= 95000 bytes) or 256KiB"

    def read(item: Item) -> int:
        if not isinstance(item, Scalar) or item.value is None or isinstance(item.value, bool):
            raise wrong(item, "a size", fix)
        match = re.fullmatch(r"\s*([0-9]{1,18}(?:\.[0-9]{1,9})?)\s*([A-Za-z]*)\s*", item.text)
        if not match:
            raise wrong(item, "a size", fix)
        amount, unit = match.groups()
        if unit and unit not in UNITS:
            near = {u.lower(): u for u in UNITS}.get(unit.lower(), "")
            hint = f"perhaps you meant '{amount}{near}'; " if near else ""
            raise wrong(item, "a size", hint + fix, f"the unit '{unit}' is none of {units}")
        digits, _, fraction = amount.partition(".")
        scaled = int(digits + fraction) * UNITS[unit or "B"]
        scale = int(10 ** len(fraction))
        count, rest = divmod(scaled, scale)
        if rest:
            raise wrong(item, "a whole number of bytes", fix)
        if not 0 < count <= MAX_BUDGET:
            raise out_of_range(item, f"from 1 B to {MAX_BUDGET} B")
        return count

    schema = {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": MAX_BUDGET},
            {"type": "string", "pattern": rf"^[0-9]+(\.[0-9]+)? *({'|'.join(UNITS)})?$"},
        ]
    }
    return Spec(read, schema)


def choice(kind: str, *known: str, later: Mapping[str, str] | None = None) -> Spec[str]:
    """One of `known`; the names of `later` are refused with the advice they map to."""
    later = later or {}

    def read(item: Item) -> str:
        if not isinstance(item, Scalar) or item.value is None:
            raise wrong(item, _a(kind), f"write one of {', '.join(known)}")
        if item.text in later:
            raise not_yet(f"{item.key}: the {kind} '{item.text}'", item.where, later[item.text])
        if item.text not in known:
            key = f"{item.key}: " if item.key else ""
            raise UnknownName(
                f"{key}unknown {kind} '{shorten(item.text)}'",
                where=item.where,
                why=f"{_a(kind)} is one of {', '.join(known)}",
                fix=nearest(item.text, known).removesuffix("; ") or f"write one of {', '.join(known)}",
            )
        return item.text

    return Spec(read, {"enum": list(known)})


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def not_yet(what: str, where: Where, fix: str) -> NotInThisVersion:
    """The error for a feature that has a name but no code yet."""
    return NotInThisVersion(
        f"{what} is not in this version of pack", where=where, why="the name is reserved for a later version", fix=fix
    )


def later(what: str, fix: str) -> Spec[None]:
    """A key that a later version will have: always refused."""

    def read(item: Item) -> None:
        raise not_yet(what, item.where, fix)

    return Spec(read, {"not": {}})


def path() -> Spec[Path]:
    """A path, made absolute from the folder of the file that names it."""

    def read(item: Item) -> Path:
        if not isinstance(item, Scalar) or item.value is None or not item.text.strip():
            raise wrong(item, "a path", "write the path of a file, relative to the manifest's folder")
        return Path(item.base, item.text).absolute()

    return Spec(read, {"type": "string", "minLength": 1})


def existing_file(what: str) -> Spec[Path]:
    """A path of a file that exists."""
    plain = path()

    def read(item: Item) -> Path:
        found = plain.read(item)
        assert isinstance(item, Scalar)
        try:
            if found.is_file():
                return found
            why = f"{found} is a folder" if found.is_dir() else f"there is no file {found}"
        except OSError as error:
            why = error.strerror or str(error)
        raise FileMissing(
            f"{item.key}: the {what} '{shorten(item.text)}' cannot be read",
            where=item.where,
            why=why,
            fix=f"correct the path; it starts at {item.base.absolute()}",
        )

    return Spec(read, plain.schema)


def existing(what: str) -> Spec[Path]:
    """A path of a file or a folder that exists."""
    plain = path()

    def read(item: Item) -> Path:
        found = plain.read(item)
        assert isinstance(item, Scalar)
        try:
            found.stat()
        except OSError as error:
            raise FileMissing(
                f"{item.key}: the {what} '{shorten(item.text)}' cannot be read",
                where=item.where,
                why=f"{found}: {error.strerror or error}",
                fix=f"correct the path; it starts at {item.base.absolute()}",
            ) from None
        return found

    return Spec(read, plain.schema)


def list_of(spec: Spec[T], low: int = 0, high: int = 1000, single: bool = False) -> Spec[tuple[T, ...]]:
    """A list of `low` to `high` values; with `single`, one value stands for a list of it."""

    def read(item: Item) -> tuple[T, ...]:
        if single and not isinstance(item, Seq):
            return (spec.read(item),)
        if not isinstance(item, Seq):
            raise wrong(item, "a list", "write the values in brackets: [a, b], or one per line after a dash")
        if not low <= len(item.items) <= high:
            span = f"of {low}" if low == high else f"of {low} to {high} values" if len(item.items) else "with a value"
            raise wrong(item, f"a list {span}", "write that many values in brackets")
        return each(partial(spec.read, i) for i in item.items)

    array: Schema = {"type": "array", "items": spec.schema, "minItems": low, "maxItems": high}
    return Spec(read, {"anyOf": [spec.schema, array]} if single else array)


def map_of(spec: Spec[T], kind: str) -> Spec[dict[str, T]]:
    """A mapping from names of the user's choice to values of one kind."""

    def read(item: Item) -> dict[str, T]:
        if not isinstance(item, Map):
            raise wrong(item, f"a mapping from {kind}", f"write {{{kind}: value}}")
        values = each(partial(spec.read, i) for i in item.entries.values())
        return dict(zip(item.entries, values, strict=True))

    return Spec(read, {"type": "object", "additionalProperties": spec.schema})


def table(kind: str, keys: Iterable[Key[Any]]) -> Spec[dict[str, Any]]:
    """A mapping with these keys only; the result holds those that are present (or all, where one is required)."""
    known = {k.name: k for k in keys}

    def read(item: Item) -> dict[str, Any]:
        if not isinstance(item, Map):
            raise wrong(item, f"a mapping ({kind})", f"write {{{next(iter(known))}: ...}}; keys: {', '.join(known)}")
        errors: list[PackError] = []
        result: dict[str, Any] = {}
        for name, value in item.entries.items():
            if name not in known:
                errors.append(unknown("key", name, item.keys[name], known, item.key or kind))
                continue
            try:
                result[name] = known[name].spec.read(value)
            except PackError as error:
                errors.append(error)
        for name, key in known.items():
            if key.required and name not in item.entries:
                errors.append(
                    ManifestError(
                        f"{item.key or kind} has no '{name}'",
                        where=item.where,
                        why=f"'{name}' is needed: {key.help}",
                        fix=f"add `{name}: {key.example}`",
                    )
                )
        raise_all(errors)
        return result

    properties = {k.name: {"description": k.help, **k.spec.schema} for k in known.values()}
    required = [k.name for k in known.values() if k.required]
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return Spec(read, {**schema, **({"required": required} if required else {})})
