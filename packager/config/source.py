"""YAML in which every value keeps its file and line: text -> `Item`.

The grammar is PyYAML's; the values are YAML 1.2's core schema (so `1e-4` is a number and `no` is a word). Tags are
refused, aliases are followed but counted, and size, depth and key length are bounded, so that no file can make this
slow or large.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from packager.errors import FileMissing, ManifestSyntax, Where

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16
MAX_ITEMS = 10_000
MAX_DIGITS = 30

Plain = str | int | float | bool | None


@dataclass(frozen=True)
class Item:
    """A value, its place, and its dotted `key` (`targets[1].budget`). Relative paths in it start at `base`."""

    where: Where
    base: Path
    key: str

    @property
    def kind(self) -> str:
        """What the user would call it."""
        return "nothing"

    @property
    def size(self) -> int:
        """Number of values in it, itself included."""
        return 1


@dataclass(frozen=True)
class Scalar(Item):
    """A text, number, boolean or nothing; `text` is the spelling in the file."""

    value: Plain
    text: str

    @property
    def kind(self) -> str:
        """What the user would call it."""
        if self.value is None:
            return "nothing"
        if isinstance(self.value, bool):
            return f"the boolean {self.text}"
        if isinstance(self.value, (int, float)):
            return f"the number {shorten(self.text)}"
        return f"the text '{shorten(self.text)}'"


@dataclass(frozen=True)
class Seq(Item):
    """A list."""

    items: tuple[Item, ...]
    count: int

    @property
    def kind(self) -> str:
        """What the user would call it."""
        return f"a list of {len(self.items)}"

    @property
    def size(self) -> int:
        """Number of values in it, itself included."""
        return self.count


@dataclass(frozen=True)
class Map(Item):
    """A mapping; `keys` tells where each key stands."""

    entries: Mapping[str, Item]
    keys: Mapping[str, Where]
    count: int

    @property
    def kind(self) -> str:
        """What the user would call it."""
        return "a mapping"

    @property
    def size(self) -> int:
        """Number of values in it, itself included."""
        return self.count


def plain(item: Item | None) -> Any:
    """The value without its places: texts, numbers, lists and dicts."""
    if isinstance(item, Map):
        return {key: plain(value) for key, value in item.entries.items()}
    if isinstance(item, Seq):
        return [plain(value) for value in item.items]
    return item.value if isinstance(item, Scalar) else None


def shorten(text: str, limit: int = 60) -> str:
    """`text` on one line, cut to `limit` characters."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 3] + "..."


def read(path: Path, shown: str = "") -> Item:
    """The content of the YAML file `path`, called `shown` in messages. Raises FileMissing, ManifestSyntax."""
    shown = shown or str(path)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileMissing(
            f"cannot read '{shown}'",
            where=shown,
            why=getattr(error, "strerror", None) or str(error),
            fix="check the path and its permissions; `pack init MODEL.onnx` writes a manifest to start from",
        ) from None
    if path.suffix == ".onnx":
        raise syntax(
            Where(shown), "this is a model, not a manifest", "its name ends in .onnx",
            f"write a manifest for it with `pack init {shown}`",
        )  # fmt: skip
    if len(data) > MAX_BYTES:
        raise syntax(
            Where(shown), "the file is too large", f"it has more than {MAX_BYTES} bytes", "remove what is not needed"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise syntax(
            Where(shown, line), "the file is not text", f"byte {error.start} is not UTF-8", "save it as UTF-8"
        ) from None
    return parse(text, shown, path.parent)


def parse(text: str, shown: str, base: Path, option: str = "") -> Item:
    """The value that the YAML `text` holds; as the value of the key `option` on the command line it has no lines."""
    composer = _Composer(shown, base, not option, option)
    try:
        return composer.document(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise syntax(
            composer.at(mark),
            "not valid YAML",
            " ".join(filter(None, (error.context, error.problem))),
            "check indentation, quotes, colons and brackets at and above this line",
        ) from None
    except yaml.reader.ReaderError as error:
        line = Where(shown, None if option else text.count("\n", 0, error.position) + 1)
        raise syntax(
            line, "not valid YAML", f"character {error.character!r} is not allowed: {error.reason}", "remove it"
        ) from None
    except (ValueError, OverflowError, RecursionError) as error:
        # PyYAML converts escapes and version numbers without checking their range.
        raise syntax(Where(shown), "not valid YAML", str(error), "remove unusual escapes and directives") from None


def syntax(where: Where, what: str, why: str, fix: str) -> ManifestSyntax:
    """The error for text that is not the YAML that pack reads."""
    return ManifestSyntax(what, where=where, why=why, fix=fix)


class _Composer:
    """Builds items from parser events and counts what it builds."""

    def __init__(self, shown: str, base: Path, lines: bool, root: str) -> None:
        self.shown, self.base, self.lines, self.root = shown, base, lines, root
        self.anchors: dict[str, Item | None] = {}
        self.total = 0

    def at(self, mark: yaml.Mark | Any | None) -> Where:
        return Where(self.shown, mark.line + 1 if mark is not None and self.lines else None)

    def document(self, events: Iterator[yaml.Event]) -> Item:
        next(events)  # stream start
        event = next(events)
        if isinstance(event, yaml.StreamEndEvent):
            return Scalar(self.at(event.start_mark), self.base, "", None, "")
        item = self.item(next(events), events, 0, self.root)
        next(events)  # document end
        event = next(events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise syntax(
                self.at(event.start_mark),
                "a second document",
                "one file holds one document",
                "remove `---` and what follows",
            )
        return item

    def item(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int, path: str) -> Item:
        where = self.at(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            aliased = self.alias(event.anchor, where)
            self.count(aliased.size, where)
            return aliased
        if depth > MAX_DEPTH:
            raise syntax(where, "nested too deeply", f"more than {MAX_DEPTH} levels", "flatten it")
        assert isinstance(event, yaml.NodeEvent)  # the parser yields nothing else inside a document
        if getattr(event, "tag", None):
            raise syntax(
                where, f"the tag '{shorten(str(getattr(event, 'tag', '')))}'", "tags have no meaning here", "remove it"
            )
        if event.anchor:
            self.anchors[event.anchor] = None  # known, but not complete: an alias to it now would be a cycle
        self.count(1, where)
        if isinstance(event, yaml.ScalarEvent):
            item: Item = self.scalar(event, where, path)
        elif isinstance(event, yaml.SequenceStartEvent):
            item = self.sequence(events, where, depth, path)
        else:
            item = self.mapping(events, where, depth, path)
        if event.anchor:
            self.anchors[event.anchor] = item
        return item

    def count(self, values: int, where: Where) -> None:
        self.total += values
        if self.total > MAX_ITEMS:
            raise syntax(
                where, "too many values", f"the file expands to more than {MAX_ITEMS}", "remove aliases that repeat"
            )

    def alias(self, name: str | None, where: Where) -> Item:
        if name not in self.anchors:
            raise syntax(where, f"unknown alias '*{name}'", f"no '&{name}' stands above it", "define the anchor first")
        item = self.anchors[name]
        if item is None:
            raise syntax(
                where, f"the alias '*{name}' contains itself", "a value cannot hold itself", "write the value out"
            )
        return item

    def scalar(self, event: yaml.ScalarEvent, where: Where, path: str) -> Scalar:
        text = str(event.value)
        for char in text:
            if char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cs"):
                raise syntax(where, "a control character in a text", f"{char!r} cannot be part of a name", "remove it")
        if event.style is not None:
            return Scalar(where, self.base, path, text, text)
        if len(text) > MAX_DIGITS and re.fullmatch(r"[-+]?[0-9]+", text):
            raise syntax(where, "a number with too many digits", f"it has {len(text)}", f"use at most {MAX_DIGITS}")
        return Scalar(where, self.base, path, resolve(text), text)

    def sequence(self, events: Iterator[yaml.Event], where: Where, depth: int, path: str) -> Seq:
        items: list[Item] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self.item(event, events, depth + 1, f"{path}[{len(items)}]"))
        return Seq(where, self.base, path, tuple(items), 1 + sum(i.size for i in items))

    def mapping(self, events: Iterator[yaml.Event], where: Where, depth: int, path: str) -> Map:
        entries: dict[str, Item] = {}
        keys: dict[str, Where] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.item(event, events, depth + 1, path)
            if not isinstance(key, Scalar):
                raise syntax(key.where, "a key that is not a text", f"it is {key.kind}", "keys are words")
            if key.text in keys:
                first = keys[key.text]
                raise syntax(
                    key.where, f"the key '{shorten(key.text)}' twice", f"it stands already at {first}", "keep one"
                )
            keys[key.text] = key.where
            entries[key.text] = self.item(next(events), events, depth + 1, f"{path}.{key.text}" if path else key.text)
        return Map(where, self.base, path, entries, keys, 1 + sum(1 + i.size for i in entries.values()))


def resolve(text: str) -> Plain:
    """The value of an unquoted word by YAML 1.2's core schema."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text.lower() == "true"
    if re.fullmatch(r"[-+]?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"0x[0-9a-fA-F]{1,16}|0o[0-7]{1,21}", text):
        return int(text, 0)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", text):
        return float(text)
    if re.fullmatch(r"[-+]?\.(inf|Inf|INF)", text):
        return float(text.replace(".", ""))
    if text in (".nan", ".NaN", ".NAN"):
        return float("nan")
    return text
