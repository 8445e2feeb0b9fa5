"""Whose bytes they are: what engines bring lies in sections of its own, in which labels say what every function is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from packager.binary.artifact import Brought
from packager.binary.elf import Elf, Section, Symbol

MARK = "/* engines */"
"""Where linux.ld takes more sections."""


def script(text: str, engines: Mapping[str, Sequence[str]]) -> str:
    """The linker script `text` with two sections for each engine, code and constants of its `engines` (patterns of
    files, and of members of archives)."""
    lines = []
    for engine, files in engines.items():
        for kind in (".text", ".rodata"):
            inputs = " ".join(f"{file}({kind} {kind}.*)" for file in files)
            lines.append(f"{kind}.{engine} : {{ {inputs} }} :all")
    return text.replace(MARK, "\n    ".join(lines))


def engine_of(section: Section) -> str:
    """The engine whose section it is; '' where it is none's."""
    return section.name[1:].partition(".")[2] if section.name.startswith((".text.", ".rodata.")) else ""


def constants(engine: str) -> str:
    """The label of an engine's constants: few have names that would tell anybody anything."""
    return f"constants of {engine}"


def functions(section: Section, symbols: Sequence[Symbol], kernels: Mapping[str, str]) -> dict[str, str]:
    """Symbol -> label, of the code in an engine's section. `kernels` maps the linker's names of kernels to theirs. What
    a compiler split off a function (`.cold`, `.part.0`) has its label; a name that others have, too, says whose it is.
    """
    code = [s for s in symbols if s.kind == "FUNC" and s.defined]
    place = range(section.address, section.address + section.bytes)
    inside = dict.fromkeys(s.name for s in code if s.address in place)
    others = {_stem(s.name) for s in code if s.address not in place}
    plain = {name: kernels.get(_stem(name), _stem(name)) for name in inside}
    return {n: f"{engine_of(section)}: {label}" if _stem(n) in others else label for n, label in plain.items()}


def _stem(symbol: str) -> str:
    return symbol.partition(".")[0]


def brought(
    facts: Elf, engines: Mapping[str, Sequence[str]], kernels: Mapping[str, str], needed: Mapping[str, frozenset[str]]
) -> Iterator[Brought]:
    """What engines (name -> linker's names of their kernels) have in the executable beside `kernels`, which are mapped
    from the linker's names to theirs.

    `needed` maps kernels, by the linker's names, to the names that their code refers to. What nobody refers to, as
    constants and what functions of libraries call, all kernels of the engine need.
    """
    for section in facts.sections:
        engine = engine_of(section)
        if not engine or not section.bytes:
            continue
        names = functions(section, facts.symbols, kernels) if section.name.startswith(".text") else {}
        users: dict[str, dict[str, None]] = {} if names else {constants(engine): {}}
        for symbol, label in names.items():
            mine = (kernels[k] for k in engines[engine] if symbol in needed.get(k, ()))
            users.setdefault(label, {}).update(dict.fromkeys(mine))
        every = tuple(kernels[k] for k in engines[engine])
        yield from (Brought(n, engine, tuple(u) or every) for n, u in users.items() if n not in kernels.values())
