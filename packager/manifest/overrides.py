"""`--set KEY=VALUE`: the manifest's mapping with values of the command line put in. Errors name the option."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from packager import chip
from packager.config import source
from packager.config.source import Item, Map, Scalar, Seq
from packager.errors import PackError, Usage, Where

TARGET = Where("--target")
"""Where the targets of a manifest stand whose own were replaced."""

KEY = re.compile(r'"([^"]+)"|([^."=]+)')


def apply(root: Item, overrides: Iterable[str], base: Path) -> Item:
    """`root` after `overrides`, each KEY=VALUE with a dotted KEY and a YAML VALUE; paths start at `base`.

    A part with dots stands in quotes: `model.inputs."input.1"=[1, 3]`. A number picks an entry of a list.
    """
    for text in overrides:
        option = f"--set {text}"
        parts, value = split(text)
        root = _put(root, parts, replace_where(source.parse(value, option, base, ".".join(parts)), option), option)
    return root


def targets(root: Item, names: Sequence[str], base: Path) -> Item:
    """`root` with `targets` replaced by `names`; an entry of the manifest that has the name keeps its options.

    An entry with a chip has the name of its output folder, and `snpe` stands for all of them.
    """
    if not names or not isinstance(root, Map):
        return root
    given = root.entries.get("targets")
    entries = given.items if isinstance(given, Seq) else (given,) if given is not None else ()
    items: list[Item] = []
    for name in names:
        kept = [e for e in entries if name in _names(e) and e not in items]
        items += kept or [Scalar(Where(f"--target {name}"), base, "--target", name, name)]
    return _with(root, "targets", Seq(TARGET, base, "targets", tuple(items), 1 + len(items)), TARGET)


def split(text: str) -> tuple[tuple[str, ...], str]:
    """`a."b.c"=v` -> (("a", "b.c"), "v"). Raises Usage."""
    parts: list[str] = []
    at = 0
    while match := KEY.match(text, at):
        parts.append(match[1] or match[2].strip())
        at = match.end()
        if text[at : at + 1] == "=":
            return tuple(parts), text[at + 1 :]
        if text[at : at + 1] != ".":
            break
        at += 1
    raise Usage(
        f"--set '{source.shorten(text)}'",
        where="command line",
        why="it is not KEY=VALUE",
        fix="write for example --set budget.binary=95kB or --set 'model.inputs.\"input.1\"=[1, 3, 32, 32]'",
    )


def replace_where(item: Item, option: str) -> Item:
    """The value with the option as its place."""
    return replace(item, where=Where(option))


def _names(entry: Item) -> tuple[str, ...]:
    """What an entry may be called: as it is written, and as its folder where that is another name."""
    given = entry.entries if isinstance(entry, Map) else {"target": entry}
    texts = {k: v.text for k, v in given.items() if isinstance(v, Scalar)}
    name = texts.get("target", "")
    try:
        beside: dict[str, str] = {k: texts[k] for k in ("soc", "arch", "precision") if k in texts}
        words = beside or chip.asked(name)
        return (name, chip.resolve(**words).target) if words and chip.asked(name) is not None else (name,)
    except PackError:  # the reader says what is wrong with it
        return (name,)


def _with(item: Map, key: str, value: Item, where: Where) -> Map:
    return replace(item, entries={**item.entries, key: value}, keys={**item.keys, key: where})


def _long(item: Item, parent: str, option: str) -> Map:
    """The mapping that one value is short for: `model: m.onnx` for {path: m.onnx}, a name for {target: name}."""
    short = {"model": "path"}.get(parent, "target" if parent.isdecimal() else "")
    if isinstance(item, Scalar) and item.value is None:
        return Map(item.where, item.base, item.key, {}, {}, 1)
    if not short:
        raise Usage(
            option, where=item.where, why=f"'{parent}' is {item.kind}, not a mapping", fix=f"set --set {parent}=..."
        )
    return Map(item.where, item.base, item.key, {short: item}, {short: item.where}, 2)


def _put(item: Item, parts: tuple[str, ...], value: Item, option: str, parent: str = "") -> Item:
    if not parts:
        return value
    head, rest = parts[0], parts[1:]
    if isinstance(item, Seq):
        if not head.isdecimal() or int(head) >= len(item.items):
            raise Usage(
                option,
                where=item.where,
                why=f"'{head}' picks no entry of a list of {len(item.items)}",
                fix="count from 0, or set the whole list: --set 'targets=[aarch64]'",
            )
        at = int(head)
        return replace(
            item, items=(*item.items[:at], _put(item.items[at], rest, value, option, head), *item.items[at + 1 :])
        )
    if not isinstance(item, Map):
        item = _long(item, parent, option)
    inner = item.entries.get(head, Scalar(Where(option), value.base, head, None, ""))
    return _with(item, head, _put(inner, rest, value, option, head), Where(option))
