"""ELF files: rename symbols of an object, cut an executable down to what is loaded, read what the labels need.

Reading is pyelftools; the two edits change fixed fields only (ELF specification, chapters 4 and 5) and move no code.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from elftools.elf.elffile import ELFFile
from elftools.elf.relocation import RelocationSection
from elftools.elf.sections import SymbolTableSection

ALLOC, WRITE, EXEC = 2, 1, 4
"""Section flags SHF_ALLOC, SHF_WRITE, SHF_EXECINSTR."""


@dataclass(frozen=True)
class Section:
    """A section that is loaded: its name, where it lies in memory and in the file; `bytes` 0 in the file for bss."""

    name: str
    address: int
    offset: int
    bytes: int
    flags: int
    in_file: bool


@dataclass(frozen=True)
class Symbol:
    """A function (`kind` FUNC) or an object (OBJECT) at `address`; Thumb's bit 0 is cleared."""

    name: str
    kind: str
    address: int
    bytes: int
    bind: str
    defined: bool


@dataclass(frozen=True)
class Elf:
    """What labels, sizes and stack bounds need of a linked file. `frames`: stack bytes by function (.stack_sizes)."""

    header_bytes: int
    segment_headers: tuple[int, int]
    end: int
    sections: tuple[Section, ...]
    symbols: tuple[Symbol, ...]
    frames: Mapping[str, int]


def read(data: bytes) -> Elf:
    """The facts of a linked file; `end` is the first byte that no segment loads."""
    elf = ELFFile(io.BytesIO(data))
    head = elf.header
    loads = [s for s in elf.iter_segments() if s["p_type"] == "PT_LOAD"]
    sections = tuple(
        Section(s.name, s["sh_addr"], s["sh_offset"], s["sh_size"], s["sh_flags"], s["sh_type"] != "SHT_NOBITS")
        for s in elf.iter_sections()
        if s["sh_flags"] & ALLOC
    )
    symbols = _symbols(elf)
    table_end = head["e_phoff"] + head["e_phnum"] * head["e_phentsize"]
    return Elf(
        header_bytes=head["e_ehsize"],
        segment_headers=(head["e_phoff"], table_end),
        end=max([table_end, *(s["p_offset"] + s["p_filesz"] for s in loads)]),
        sections=sections,
        symbols=symbols,
        frames=_frames(elf, symbols),
    )


def undefined(data: bytes) -> tuple[str, ...]:
    """Names that the object `data` uses and does not define, sorted."""
    return tuple(sorted({s.name for s in _symbols(ELFFile(io.BytesIO(data))) if not s.defined and s.name}))


def needed(data: bytes) -> dict[str, frozenset[str]]:
    """Global function that the object `data` defines -> the names of functions that its code refers to, here and
    elsewhere, directly or through others here. Exact where each has a section of its own (-ffunction-sections)."""
    elf = ELFFile(io.BytesIO(data))
    every = [s for table in elf.iter_sections() if isinstance(table, SymbolTableSection) for s in table.iter_symbols()]
    functions = [s for s in every if s["st_info"]["type"] == "STT_FUNC" and isinstance(s["st_shndx"], int)]
    names: dict[int, set[str]] = {}
    for function in functions:
        names.setdefault(function["st_shndx"], set()).add(function.name)
    inside: dict[int, set[int]] = {}
    for table in (s for s in elf.iter_sections() if isinstance(s, RelocationSection)):
        for relocation in table.iter_relocations():
            symbol = every[relocation["r_info_sym"]]
            if symbol["st_shndx"] == "SHN_UNDEF":
                names.setdefault(table["sh_info"], set()).add(symbol.name)
            elif isinstance(symbol["st_shndx"], int):
                inside.setdefault(table["sh_info"], set()).add(symbol["st_shndx"])

    def reached(start: int) -> frozenset[str]:
        seen, new = {start}, [start]
        while new:
            more = inside.get(new.pop(), set()) - seen
            seen |= more
            new += more
        return frozenset(name for section in seen for name in names.get(section, ()))

    return {s.name: reached(s["st_shndx"]) for s in functions if s["st_info"]["bind"] != "STB_LOCAL"}


def exported(data: bytes) -> tuple[str, ...]:
    """Global names that the object `data` defines, in its own order."""
    symbols = _symbols(ELFFile(io.BytesIO(data)))
    return tuple(s.name for s in symbols if s.defined and s.bind in ("STB_GLOBAL", "STB_WEAK"))


def rename(data: bytes, names: Mapping[str, str]) -> bytes:
    """The object `data` with the symbols in `names` called otherwise, and hidden: no library exports them.

    A new string table goes to the end, and all names point into it.
    """
    elf = ELFFile(io.BytesIO(data))
    out = bytearray(data)
    word = "<Q" if elf.elfclass == 64 else "<I"
    # Fields of a section header: name, type, flags, address, OFFSET, SIZE, ... each a word but the first two.
    offset_at, size_at = (24, 32) if elf.elfclass == 64 else (16, 20)
    visibility_at = 5 if elf.elfclass == 64 else 13  # st_other; its low two bits are 2 for a hidden symbol
    for table in elf.iter_sections():
        if not isinstance(table, SymbolTableSection):
            continue
        # The old texts stay in front: section names may lie in the same table.
        texts = bytearray(elf.get_section(table["sh_link"]).data())
        for number, symbol in enumerate(table.iter_symbols()):
            entry = table["sh_offset"] + number * table["sh_entsize"]
            struct.pack_into("<I", out, entry, len(texts) if symbol.name else 0)
            if symbol.name:
                texts += names.get(symbol.name, symbol.name).encode() + b"\0"
            if symbol.name in names:
                out[entry + visibility_at] = out[entry + visibility_at] & ~3 | 2
        header = elf["e_shoff"] + table["sh_link"] * elf["e_shentsize"]
        struct.pack_into(word, out, header + offset_at, len(out))
        struct.pack_into(word, out, header + size_at, len(texts))
        out += texts
    return bytes(out)


def cut(data: bytes) -> bytes:
    """The executable `data` without symbols and section headers: just what the program headers load."""
    elf = ELFFile(io.BytesIO(data))
    out = bytearray(data[: read(data).end])
    # e_shoff; e_shentsize, e_shnum and e_shstrndx are the header's last three fields.
    struct.pack_into("<Q" if elf.elfclass == 64 else "<I", out, 40 if elf.elfclass == 64 else 32, 0)
    struct.pack_into("<HHH", out, elf["e_ehsize"] - 6, 0, 0, 0)
    return bytes(out)


def _symbols(elf: ELFFile) -> tuple[Symbol, ...]:
    thumb = elf["e_machine"] == "EM_ARM"
    out: list[Symbol] = []
    for table in elf.iter_sections():
        if isinstance(table, SymbolTableSection) and table["sh_type"] == "SHT_SYMTAB":
            out += [_symbol(symbol, thumb) for symbol in table.iter_symbols()]
    return tuple(out)


def _symbol(symbol: Any, thumb: bool) -> Symbol:
    kind = symbol["st_info"]["type"].removeprefix("STT_")
    address = symbol["st_value"] & ~1 if thumb and kind == "FUNC" else symbol["st_value"]
    defined = symbol["st_shndx"] != "SHN_UNDEF"
    return Symbol(symbol.name, kind, address, symbol["st_size"], symbol["st_info"]["bind"], defined)


def _frames(elf: ELFFile, symbols: tuple[Symbol, ...]) -> dict[str, int]:
    """The section .stack_sizes that clang writes: pairs of a function's address and its frame in LEB128."""
    section = elf.get_section_by_name(".stack_sizes")
    if section is None:
        return {}
    names = {s.address: s.name for s in symbols if s.kind == "FUNC" and s.defined}
    data, at, width = section.data(), 0, elf.elfclass // 8
    frames: dict[str, int] = {}
    while at + width <= len(data):
        address = int.from_bytes(data[at : at + width], "little")
        at, size, shift = at + width, 0, 0
        while True:
            size |= (data[at] & 127) << shift
            shift, at = shift + 7, at + 1
            if not data[at - 1] & 128:
                break
        name = names.get(address) or names.get(address & ~1)
        if name:
            frames[name] = size
    return frames
