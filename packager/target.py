"""A target is data: `targets/<name>.yaml` -> Target. CPU, vector width, ABI, tiles, toolchain and emulator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Tile:
    """Shape of a register tile: `rows` output pixels by `vectors` vectors of output channels."""

    rows: int
    vectors: int


@dataclass(frozen=True)
class Target:
    """What the code generator and the toolchains must know of a CPU family. Loaded from one YAML file.

    `vec` is the number of f32 lanes of a vector register, `registers` how many there are, `fma` says that
    multiply-add is one instruction. `pointer` is the bytes of a pointer. `tiles` are the matrix tiles that
    fit the registers, best first; `gemv` is the tile for a single row. `zig` and `clang` are the target triples of
    the C toolchains (zig's spelling and clang's), `cflags` go to every C compile and link. `qemu` is the user-mode
    emulator's name; `native` lists the `platform.machine()` values that run it without one, `needs` the
    /proc/cpuinfo flags that this takes.
    """

    name: str
    triple: str
    cpu: str
    features: str
    pointer: Literal[4, 8]
    vec: int
    registers: int
    fma: bool
    tiles: tuple[Tile, ...]
    gemv: Tile
    zig: str
    clang: str
    cflags: tuple[str, ...]
    toolchain: str
    qemu: str
    qemu_cpu: str
    native: tuple[str, ...]
    needs: tuple[str, ...]
    summary: str
