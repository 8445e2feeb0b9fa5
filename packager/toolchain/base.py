"""What a toolchain does: compile the few C files of the runtime and link. Job (files, commands) -> Built (files)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from packager.errors import EngineMissing
from packager.target import Target

TIMEOUT = 300.0
"""Seconds one job may take: a job takes about one; a hang must end."""


@dataclass(frozen=True)
class ToolchainId:
    """Which toolchain made the files: `kind` docker or local, the `image` and its `digest` (content hash), `version`
    of the compiler, and `why` it was taken."""

    kind: str
    image: str
    digest: str
    version: str
    why: str


@dataclass(frozen=True)
class Compile:
    """Compile the C file `source` to the object `output`. Stack frames are recorded beside it, see `Built.frames`."""

    source: str
    output: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Library:
    """A static library, `lib<name>.a`, of which the linker takes what is used; Debian's `package` brings it, written
    `name/release` where older releases lack it."""

    name: str
    package: str


@dataclass(frozen=True)
class Link:
    """Link `inputs` and then `libraries` to `output`. Flags are those that GNU ld and LLVM's lld share."""

    inputs: tuple[str, ...]
    output: str
    flags: tuple[str, ...] = ()
    libraries: tuple[Library, ...] = ()


@dataclass(frozen=True)
class Program:
    """Compile one C file to a program on the target's C library, which can load shared libraries when it runs."""

    source: str
    output: str
    flags: tuple[str, ...] = ()


Command = Compile | Link | Program


def waves(commands: Iterable[Command]) -> list[list[Command]]:
    """`commands` in groups: those of a group need nothing of each other, and of the groups before what they need."""
    after: dict[str, int] = {}
    groups: list[list[Command]] = []
    for command in commands:
        needed = command.inputs if isinstance(command, Link) else (command.source,)
        number = max((after.get(name, 0) for name in needed), default=0)
        after[command.output] = number + 1
        groups += [[] for _ in range(number + 1 - len(groups))]
        groups[number].append(command)
    return groups


@dataclass(frozen=True)
class Job:
    """Commands, run in order in a folder that holds `files` (relative path -> content); `outputs` are fetched."""

    target: Target
    files: Mapping[str, bytes]
    commands: tuple[Command, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Built:
    """`files` the job's outputs, `version` the compiler's first line about itself.

    `frames` holds the stack bytes per C function where the compiler writes them to a file (gcc); clang puts them into
    the section .stack_sizes of its objects, which the linker keeps. `commands` are the command lines that ran.
    """

    files: Mapping[str, bytes]
    version: str
    frames: Mapping[str, int]
    commands: tuple[str, ...] = ()


class Toolchain(Protocol):
    """A C compiler and a linker for one target, somewhere."""

    @property
    def id(self) -> ToolchainId:
        """Which toolchain, and why it was taken; `version` is empty until a job ran (see `Built.version`)."""

    def build(self, job: Job) -> Built:
        """Run `job`; raises errors of the 5xx group."""


FLAGS = (
    "-std=c11",
    "-Os",
    "-g0",
    "-ffreestanding",
    "-fomit-frame-pointer",
    "-fno-stack-protector",
    "-fno-asynchronous-unwind-tables",
    "-fno-unwind-tables",
    "-fno-ident",
    "-fvisibility=hidden",
    "-ffunction-sections",
    "-fdata-sections",
    "-Wall",
    "-Wextra",
    "-I.",
)
"""Of every compile: small, freestanding code without unwind tables, stack guards, debug data or the compiler's name."""

CLANG = ("-fno-builtin", "-fstack-size-section")
"""Of clang and zig: no invented memset; frame sizes go to the section .stack_sizes."""

GCC = ("-fno-builtin", "-fno-tree-loop-distribute-patterns", "-fcf-protection=none", "-fstack-usage")
"""Of gcc: the same, and no landing pads for indirect branches; frame sizes go to a file beside the object."""


HOSTED = (
    "-std=c11",
    "-Os",
    "-g0",
    "-fno-ident",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-Wpedantic",
    "-s",
    "-Wl,--build-id=none",
)
"""Of every Program: small, without debug data, symbols, or anything that differs from build to build."""

GLIBC = "gnu.2.34"
"""ABI that zig links programs for: the first glibc that holds dlopen itself."""


def clang_argv(command: Command, target: Target, cc: tuple[str, ...], ld: tuple[str, ...], triple: str) -> list[str]:
    """Command line for clang (or zig, whose front end it is) and lld."""
    if isinstance(command, Compile):
        select = ["-target", triple, *target.cflags, *FLAGS, *CLANG, *command.flags]
        return [*cc, *select, "-c", command.source, "-o", command.output]
    if isinstance(command, Program):
        return [*cc, "-target", triple, *HOSTED, *command.flags, command.source, "-o", command.output, "-ldl"]
    return [*ld, *command.flags, "-o", command.output, *command.inputs, *library_paths(command, target)]


def library_paths(command: Link, target: Target) -> tuple[str, ...]:
    """Where Debian puts the libraries of a link, on this machine or in an image."""
    return tuple(library_path(library.name, target) for library in command.libraries)


def library_path(name: str, target: Target) -> str:
    """Where Debian puts the static library `name`: a folder for each architecture."""
    return f"/usr/lib/{multiarch(target)}/lib{name}.a"


def library_missing(library: Library, target: Target, place: str, fix: str) -> EngineMissing:
    """The error for a library that is not in `place`; `{}` in `fix` is what apt calls the package."""
    machine = {"x86_64": "amd64", "aarch64": "arm64", "arm": "armhf"}.get(multiarch(target).split("-")[0], "")
    package, _, release = library.package.partition("/")
    since = f" (from Debian {release} on)" if release else ""
    return EngineMissing(
        f"the library {library.name} for {target.name} is not {place}",
        where=library_path(library.name, target),
        why="there is no such file",
        fix=fix.format(f"{package}:{machine}{since}"),
    )


def multiarch(target: Target) -> str:
    """The target's name as Debian spells it in folders: aarch64-linux-gnu."""
    return target.clang.replace("-unknown-", "-").replace("armv7", "arm")
