"""Whose bytes they are: sections for engines in the linker script, labels of their code, and which kernels need it."""

from __future__ import annotations

import pytest

from packager import target
from packager.binary import elf, origin
from packager.binary.artifact import Brought
from packager.binary.elf import Elf, Section, Symbol
from packager.toolchain.base import Compile, Job
from tests.binary.sample import HERE, local_toolchain

TEXT = Section(".text.lib", 0x100, 0x100, 0x80, elf.ALLOC | elf.EXEC, True)
OTHER = Section(".text", 0x200, 0x200, 0x80, elf.ALLOC | elf.EXEC, True)
CONSTANTS = Section(".rodata.lib", 0x180, 0x180, 0x20, elf.ALLOC, True)


def symbol(name: str, address: int, kind: str = "FUNC") -> Symbol:
    return Symbol(name, kind, address, 8, "STB_LOCAL", True)


SYMBOLS = (
    symbol("net_k_mine", 0x100),
    symbol("fast", 0x108),
    symbol("fast.cold", 0x110),
    symbol("shared", 0x118),
    symbol("shared", 0x200),
    symbol("net_k_other", 0x120),
    symbol("inner", 0x128),
    symbol("table", 0x180, "OBJECT"),
)
KERNELS = {"net_k_mine": "mine", "net_k_other": "other"}


def test_the_script_has_sections_for_each_engine() -> None:
    text = origin.script(f"a\n    {origin.MARK}\nb\n", {"c": ("c-a.o", "c-b.o"), "lib": ("*libx.a:*",)})
    assert text.splitlines() == [
        "a",
        "    .text.c : { c-a.o(.text .text.*) c-b.o(.text .text.*) } :all",
        "    .rodata.c : { c-a.o(.rodata .rodata.*) c-b.o(.rodata .rodata.*) } :all",
        "    .text.lib : { *libx.a:*(.text .text.*) } :all",
        "    .rodata.lib : { *libx.a:*(.rodata .rodata.*) } :all",
        "b",
    ]
    assert origin.script(f"a{origin.MARK}b", {}) == "ab"


def test_sections_say_whose_they_are() -> None:
    names = (".text", ".text.c", ".rodata.cmsis-nn", ".data")
    assert [origin.engine_of(Section(name, 0, 0, 0, 0, True)) for name in names] == ["", "c", "cmsis-nn", ""]


def test_code_is_called_after_functions() -> None:
    """Kernels by their own names, what a compiler split off with its function; a name that others have says whose."""
    assert origin.functions(TEXT, SYMBOLS, KERNELS) == {
        "net_k_mine": "mine",
        "fast": "fast",
        "fast.cold": "fast",
        "shared": "lib: shared",
        "net_k_other": "other",
        "inner": "inner",
    }


def test_who_needs_what() -> None:
    facts = Elf(0, (0, 0), 0, (TEXT, OTHER, CONSTANTS), SYMBOLS, {})
    needed = {"net_k_mine": frozenset(("fast", "shared")), "net_k_other": frozenset(("shared",))}
    assert list(origin.brought(facts, {"lib": list(KERNELS)}, KERNELS, needed)) == [
        Brought("fast", "lib", ("mine",)),
        Brought("lib: shared", "lib", ("mine", "other")),
        Brought("inner", "lib", ("mine", "other")),
        Brought("constants of lib", "lib", ("mine", "other")),
    ]


@pytest.mark.toolchain
@pytest.mark.parametrize("kind", HERE)
def test_what_functions_refer_to(kind: str) -> None:
    """Through pointers and through static functions, each for itself."""
    text = """
        void far(void (*)(void)); void near(void); void never(void);
        __attribute__((noinline)) static void helper(void) { near(); near(); }
        void one(void); void one(void) { helper(); helper(); }
        void two(void); void two(void) { far(never); far(never); }
        void three(void); void three(void) { one(); two(); __asm__ volatile(""); }
        int four(int); int four(int x) { return x + 1; }
    """
    job = Job(target.load("x86-64-v2"), {"a.c": text.encode()}, (Compile("a.c", "a.o", ("-fPIC",)),), ("a.o",))
    needed = elf.needed(local_toolchain("x86-64-v2", kind).build(job).files["a.o"])
    names = {"far", "near", "never", "helper"}
    assert {name: found & names for name, found in needed.items()} == {
        "one": {"helper", "near"},
        "two": {"far", "never"},
        "three": names,
        "four": set(),
    }
