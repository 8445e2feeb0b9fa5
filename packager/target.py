"""A target is data: `targets/<name>.yaml` -> Target. CPU, vector width, ABI, tiles, toolchain, emulator, chip."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from packager import chip, resources
from packager.chip import FAMILY, Chip
from packager.config import source
from packager.config.source import Item, Map, Scalar
from packager.config.spec import Key, Spec, boolean, choice, integer, list_of, not_yet, table, text, unknown
from packager.errors import PackError, TargetInvalid, Where, raise_all

ARCHITECTURES: Mapping[str, int] = {"x86_64": 8, "aarch64": 8, "armv7": 4, "thumbv7": 4}
"""First part of a triple -> bytes of a pointer, for the processors that this version generates code for."""

RESERVED: Mapping[str, str] = {
    "aarch64-dotprod": "aarch64",
    "riscv64": "",
    "wasm32": "",
    **{f"cortex-m{core}": "" for core in ("0plus", "4", "7", "33", "55")},
    **{f"hexagon-v{version}": "" for version in (66, 68, 73)},
}
"""Names of targets that later versions have -> the target that does the job today, if one does."""


@dataclass(frozen=True)
class Tile:
    """Shape of a register tile: `rows` output pixels by `vectors` vectors of output channels."""

    rows: int
    vectors: int


@dataclass(frozen=True)
class Wide:
    """What newer CPUs of a family have beside it: kernels for wider vectors, which run where the CPU has `flag`.

    The binary holds both kinds and chooses when it starts; weights and memory are the same for both.
    """

    flag: Literal["avx512f"]
    features: str
    vec: int
    registers: int
    tiles: tuple[Tile, ...]
    gemv: Tile


@dataclass(frozen=True)
class Target:
    """What the code generator and the toolchains must know of a CPU family. Loaded from one YAML file.

    `vec` is the number of f32 lanes of a vector register, `registers` how many there are, `fma` says that
    multiply-add is one instruction. `pointer` is the bytes of a pointer. `tiles` are the matrix tiles that
    fit the registers, best first; `gemv` is the tile for a single row. `zig` and `clang` are the target triples of
    the C toolchains (zig's spelling and clang's), `cflags` go to every C compile and link. `qemu` is the user-mode
    emulator's name; `native` lists the `platform.machine()` values that run it without one, `needs` the
    /proc/cpuinfo flags that this takes. `wide` is what the code may use beyond that where it finds it. `loader` is the
    path of the dynamic loader, for programs with engines that need a C library; '' where there is none. `by_lane` is
    how many activations one load brings where a multiply-add can take a lane of a vector as its factor, else 1.
    `divides` says that vectors can be divided.

    With a `chip` the network is not compiled for the CPU: Qualcomm's compiler makes it for that chip as a whole, and
    all else describes the system beside it, where the runners work.
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
    wide: Wide | None = None
    loader: str = ""
    by_lane: int = 1
    divides: bool = True
    chip: Chip | None = None

    @property
    def in_order(self) -> bool:
        """Whether costs are those of small cores, which compute in order, one multiply-add a cycle."""
        return self.by_lane > 1

    @property
    def widened(self) -> Target:
        """The same CPU family with its `wide` vectors: what kernels for these are made for."""
        assert self.wide is not None
        given = {f.name: getattr(self.wide, f.name) for f in fields(Wide) if f.name != "flag"}
        return replace(self, wide=None, **given | {"features": f"{self.features},{self.wide.features}"})


def names() -> tuple[str, ...]:
    """The CPU targets that ship with pack, sorted."""
    return tuple(sorted(p.stem for p in resources.folder("targets").glob("*.yaml") if p.stem != FAMILY))


def known() -> tuple[str, ...]:
    """All that a manifest may ask for by name; `snpe` with a SoC or an architecture."""
    return (*names(), FAMILY)


def load(name: str, base: Path | None = None, where: Where | None = None) -> Target:
    """The target called `name`, or described by the YAML file `name` (it holds a `/` or ends in .yaml or .yml).

    A relative path starts at `base` (default: the current folder); `where` is the place that asked for it. Raises
    UnknownName, NotInThisVersion, ChipUnsupported, FileMissing, ManifestSyntax, TargetInvalid, ManifestError, or
    PackErrors of them.
    """
    where = where or Where(f"target {name}")
    if "/" in name or name.endswith((".yaml", ".yml")):
        item = source.read(Path(base or Path.cwd(), name), name)
        mine = read(item)
        raise_all(_unknown_to_llvm(mine, item))
        return mine
    if name in RESERVED:
        instead = RESERVED[name]
        raise not_yet(
            f"the target '{name}'", where, f"build for {instead}" if instead else f"known: {', '.join(known())}"
        )
    if (words := chip.asked(name)) is not None:
        return beside(chip.resolve(**words, where=where))
    if name not in names():
        raise unknown("target", name, where, known())
    return _shipped(name)


@cache
def _shipped(name: str) -> Target:
    """A target that ships with pack, read once: its file does not change."""
    return read(source.read(resources.folder("targets") / f"{name}.yaml"))


def beside(found: Chip) -> Target:
    """The target of a chip: the system beside it, under the chip's name."""
    summary = f"Qualcomm's HTP in {found}, {found.precision}"
    return replace(load(chip.family().like), name=found.target, summary=summary, chip=found)


def read(item: Item) -> Target:
    """The target that a YAML file describes; with `like: NAME`, keys that it lacks come from the target NAME."""
    found = PARTIAL.read(item) if isinstance(item, Map) and "like" in item.entries else TARGET.read(item)
    assert isinstance(item, Map)
    if "like" in found:
        like = found.pop("like")
        if like not in names():
            raise unknown("target", like, item.entries["like"].where, names())
        found = TARGET.read(source.read(resources.folder("targets") / f"{like}.yaml")) | found
    target = Target(**found)
    raise_all(_contradictions(target, item))
    return target


PROBE = """
import sys
from llvmlite import binding
binding.initialize_all_targets()
binding.initialize_all_asmprinters()
triple, cpu, features = sys.argv[1:]
binding.Target.from_triple(triple).create_target_machine(cpu=cpu, features=features)
"""
"""What a child process runs: LLVM does not fail on names that it does not know, it only says so on standard error."""


def _unknown_to_llvm(target: Target, item: Item) -> list[PackError]:
    """The processor and the features that LLVM would ignore, as errors at their lines."""
    features = target.widened.features if target.wide else target.features
    command = [sys.executable, "-c", PROBE, target.triple, target.cpu, features]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    found = re.findall(r"'([^']*)' is not a recognized (processor|feature)", done.stderr)
    entries = item.entries if isinstance(item, Map) else {}
    keys = {"processor": "cpu", "feature": "features"}
    return [
        TargetInvalid(
            f"target '{target.name}': LLVM knows no {kind} '{name}'",
            where=entries.get(keys[kind], item).where,
            why=f"it is none of those that LLVM has for {target.triple}, so it would be ignored",
            fix=f"correct `{keys[kind]}`; `llc -march=... -mattr=help` of an LLVM installation lists the names",
        )
        for name, kind in dict.fromkeys(found)
    ]


def _tile() -> Spec[Tile]:
    spec = text("a tile: rows x vectors", "[1-9][0-9]?x[1-9][0-9]?", "write for example 6x2: 6 rows by 2 vectors")

    def read(item: Item) -> Tile:
        rows, vectors = spec.read(item).split("x")
        return Tile(int(rows), int(vectors))

    return Spec(read, spec.schema)


def _maybe(pattern: str, what: str) -> Spec[str]:
    """A text that may be empty."""
    spec = text(what, pattern)

    def read(item: Item) -> str:
        return "" if isinstance(item, Scalar) and item.value == "" else spec.read(item)

    return Spec(read, {"type": "string"})


_WORD = "[A-Za-z0-9_.+-]+"
_NAME = "[a-z][a-z0-9_.-]{0,63}"
_VECTORS: tuple[Key[Any], ...] = (
    Key(
        "features",
        text("a list of features", r"[-+][a-z0-9._-]+(,[-+][a-z0-9._-]+)*", "write +this,-that"),
        "LLVM's feature list",
        "+neon",
        required=True,
    ),
    Key("vec", integer(1, 16), "f32 lanes of a vector register: 1, 2, 4, 8 or 16", "4", required=True),
    Key("registers", integer(4, 64), "number of vector registers", "32", required=True),
    Key("tiles", list_of(_tile(), 1, 8), "register tiles, rows x vectors, best first", "[8x2]", required=True),
    Key("gemv", _tile(), "the tile for one row", "1x8", required=True),
    Key("by_lane", integer(1, 4), "activations a load brings where a multiply-add takes one lane", "4"),
)


def _wide() -> Spec[Wide | None]:
    """A mapping, or `none`."""
    flag = Key("flag", choice("a flag", "avx512f"), "the flag of /proc/cpuinfo that it takes", "avx512f", required=True)
    spec = table("wide", (flag, *_VECTORS))

    def read(item: Item) -> Wide | None:
        if isinstance(item, Scalar) and item.value == "none":
            return None
        return Wide(**spec.read(item))

    return Spec(read, {"anyOf": [{"const": "none"}, spec.schema]})


_KEYS: tuple[Key[Any], ...] = (
    Key("name", text("a name", _NAME), "what reports and folders call it", "my-board", required=True),
    Key("summary", text(), "one line for `pack targets`", "my board", required=True),
    Key(
        "triple",
        text("a target triple of four parts", "[a-z0-9_]+-[a-z0-9]+-[a-z0-9]+-[a-z0-9]+"),
        "LLVM's target triple",
        "aarch64-unknown-linux-gnu",
        required=True,
    ),
    Key("cpu", text("a processor", _WORD), "LLVM's processor name", "generic", required=True),
    Key("pointer", integer(4, 8), "bytes of a pointer: 4 or 8", "8", required=True),
    *_VECTORS,
    Key("fma", boolean(), "multiply-add is one instruction", "true", required=True),
    Key("divides", boolean(), "vectors can be divided", "true"),
    Key("zig", text("a target of zig", _WORD), "zig's target name", "aarch64-linux-none", required=True),
    Key("clang", text("a target of clang", _WORD), "clang's target name", "aarch64-unknown-linux-gnu", required=True),
    Key("cflags", list_of(text("an option", r"-[^\s].*"), 0, 32), "options for C and link", "[]", required=True),
    Key("toolchain", text("a name", _NAME), "folder under containers/", "linux-clang", required=True),
    Key("qemu", _maybe(_WORD, "a program"), "user-mode emulator, or ''", "qemu-aarch64", required=True),
    Key("qemu_cpu", _maybe(_WORD, "a processor"), "its -cpu, or ''", "cortex-a53", required=True),
    Key(
        "native",
        list_of(text("a machine", _WORD), 0, 16),
        "`uname -m` of machines that run it",
        "[aarch64]",
        required=True,
    ),
    Key("needs", list_of(text("a flag", _WORD), 0, 64), "flags of /proc/cpuinfo it takes", "[asimd]", required=True),
    Key("wide", _wide(), "wider vectors to use where the CPU has them, or none", "none"),
    Key("loader", _maybe("/[A-Za-z0-9_.+/-]+", "an absolute path"), "the dynamic loader, or ''", "/lib/ld.so"),
)
TARGET = table("a target", _KEYS)
PARTIAL = table(
    "a target",
    (
        Key("like", text("a name", _NAME), "the target to start from", "aarch64", required=True),
        *(Key(k.name, k.spec, k.help, k.example, required=k.name == "name") for k in _KEYS),
    ),
)


def _contradictions(target: Target, item: Map) -> list[PackError]:
    """What no single key tells: values that do not fit each other."""

    def error(key: str, what: str, why: str, fix: str) -> TargetInvalid:
        at = item.entries.get(key, item).where
        return TargetInvalid(f"target '{target.name}': {what}", where=at, why=why, fix=fix)

    found: list[PackError] = []
    arch = target.triple.split("-")[0]
    features = target.features.split(",")
    if arch not in ARCHITECTURES:
        known = ", ".join(ARCHITECTURES)
        found.append(error("triple", f"no code for '{arch}'", f"this version knows {known}", "start from `like: NAME`"))
    elif target.pointer != ARCHITECTURES[arch]:
        right = ARCHITECTURES[arch]
        found.append(
            error("pointer", f"pointer {target.pointer}", f"{arch} has {right} bytes", f"write `pointer: {right}`")
        )
    if arch in ("armv7", "thumbv7") and not target.triple.endswith("eabihf"):
        why = "the runtime passes floats in registers (hard-float ABI)"
        found.append(error("triple", "not a hard-float triple", why, f"write {arch}-unknown-linux-gnueabihf"))
    elif target.wide and arch in ARCHITECTURES and arch != "x86_64":
        found.append(error("wide", f"{target.wide.flag} on {arch}", "it is a feature of x86_64", "write `wide: none`"))
    if "-linux-" not in target.triple:
        found.append(
            error("triple", "not a Linux triple", "the runtime speaks to Linux", f"write {arch}-unknown-linux-gnu")
        )
    need = {"x86_64": "+fma", "armv7": "+vfp4", "thumbv7": "+vfp4"}.get(arch, "")
    if target.fma and need and need not in features:
        why = f"without {need}, LLVM calls a function for each multiply-add"
        found.append(error("fma", "fma without the feature", why, f"add {need} to `features`, or write `fma: false`"))
    for name, parts in (("", target), ("wide", target.wide)):
        found += [error(name or key, *words) for key, *words in _vectors(parts)] if parts else []
    if target.wide and target.wide.vec <= target.vec:
        why = f"its vectors have {target.wide.vec} lanes, those of the target {target.vec}"
        found.append(error("wide", "wide is not wider", why, "write `wide: none`"))
    if not re.fullmatch(_NAME, target.name) or target.name in RESERVED:
        found.append(error("name", "the name is reserved", "a later version has a target of this name", "take another"))
    if chip.asked(target.name) is not None:
        found.append(error("name", "the name is taken", "it means a chip of Qualcomm's", "take another"))
    return found


def _vectors(parts: Target | Wide) -> Iterator[tuple[str, str, str, str]]:
    """What does not fit in the vectors and tiles of a target or of its wide form: key, what, why, fix."""
    if parts.vec not in (1, 2, 4, 8, 16):
        yield "vec", f"vec {parts.vec}", "a register holds a power of two of lanes", "write 4, 8 or 16"
    for key, tile in (*(("tiles", t) for t in parts.tiles), ("gemv", parts.gemv)):
        # Accumulators, one row of weights (a gemv streams it), and one broadcast activation.
        uses = tile.rows * tile.vectors + (tile.vectors if tile.rows > 1 else 1) + 1
        if uses > parts.registers:
            why = f"it needs {uses} vector registers of {parts.registers}, so every step would spill"
            yield key, f"tile {tile.rows}x{tile.vectors} is too large", why, "take fewer rows or vectors"
    if parts.gemv.rows != 1:
        yield "gemv", "gemv has several rows", "it is the tile for one row", "write 1xN"
