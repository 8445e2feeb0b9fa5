"""What a build leaves behind: the files of one target and, for the executable, a label on every byte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from packager.target import Target
from packager.toolchain.base import ToolchainId


@dataclass(frozen=True)
class Label:
    """Bytes `start` (inclusive) to `end` (exclusive) of the executable file.

    `kind` is one of text, rodata, data, headers, weights, padding; `name` is the kernel's symbol, the runtime
    function, the table ('steps', 'model info') or the part of the ELF format the bytes belong to.
    """

    start: int
    end: int
    kind: str
    name: str


@dataclass(frozen=True)
class Brought:
    """What `engine` brought into the executable under the label `name` beside its kernels: a function of its C or of
    its libraries, or all constants. `kernels` are those (symbols) that need it."""

    name: str
    engine: str
    kernels: tuple[str, ...]


@dataclass(frozen=True)
class Artifact:
    """The files of one target in `folder` (kind -> file name; kinds: exe, static, shared, header, weights).

    `stack` is an upper bound on stack bytes below `NAME_run` plus the executable's own frames, `static` the bytes of
    writable data and bss, `header` those that a library keeps for itself at the start of the caller's arena, `brought`
    what engines have in it beside kernels.
    """

    name: str
    target: Target
    folder: Path
    files: Mapping[str, str]
    labels: tuple[Label, ...]
    toolchain: ToolchainId
    stack: int
    static: int
    header: int
    brought: tuple[Brought, ...] = ()
