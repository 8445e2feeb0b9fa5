"""Qualcomm's SoCs with a tensor processor (HTP), from `targets/snpe.yaml`: name -> architecture, VTCM, precision."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from packager import resources
from packager.config import source
from packager.config.spec import Key, boolean, integer, map_of, table, text
from packager.errors import ChipUnsupported, UnknownName, Where

Precision = Literal["int8", "a16w8", "fp16"]
"""8-bit activations and weights; 16-bit activations and 8-bit weights; half-precision floats."""

PRECISIONS: tuple[Precision, ...] = get_args(Precision)

FAMILY = "snpe"
"""What all targets with such a chip are called, before the chip's own name: `snpe-sm8550`."""

SIMULATOR = "QNN HTP simulator"
"""What runs the files for a chip on this machine; all that is known of them up to level L3 is its word."""

LEAST: Mapping[Precision, float] = {"int8": 0.98, "a16w8": 0.99, "fp16": 0.9995}
"""Least cosine to float32 that is good where the manifest does not say."""


@dataclass(frozen=True)
class Soc:
    """A SoC: `number` is Qualcomm's (`soc_model`), `arch` its Hexagon version, `vtcm` its MB of fast memory.

    `fp16` says that its tensor unit computes half-precision floats.
    """

    number: int
    arch: int
    vtcm: int
    fp16: bool


@dataclass(frozen=True)
class Family:
    """What is known of all chips. `like` is the target that describes the system beside the chip. `without_htp` and
    `without_vtcm` are SoCs (name -> architecture) that are refused for a reason worth saying."""

    summary: str
    like: str
    socs: Mapping[str, Soc]
    without_htp: Mapping[str, int]
    without_vtcm: Mapping[str, int]

    @property
    def architectures(self) -> tuple[int, ...]:
        """Versions of Hexagon that have an HTP, and SoCs here."""
        return tuple(sorted({soc.arch for soc in self.socs.values()}))


_ARCH = integer(60, 99)
_FAMILY = table(
    "the chips",
    (
        Key("summary", text(), "one line for `pack targets`", "a tensor processor", required=True),
        Key("like", text("a name"), "the target beside the chip", "aarch64", required=True),
        Key(
            "socs",
            map_of(
                table(
                    "a SoC",
                    (
                        Key("number", integer(1, 9999), "Qualcomm's soc_model", "43", required=True),
                        Key("arch", _ARCH, "version of Hexagon", "73", required=True),
                        Key("vtcm", integer(1, 64), "MB of fast memory", "8", required=True),
                        Key("fp16", boolean(), "computes half-precision floats", "true", required=True),
                    ),
                ),
                "SoC",
            ),
            "SoCs with an HTP",
            "{}",
            required=True,
        ),
        Key("without_htp", map_of(_ARCH, "SoC"), "SoCs without tensor unit", "{}", required=True),
        Key("without_vtcm", map_of(_ARCH, "SoC"), "SoCs whose VTCM is not known", "{}", required=True),
    ),
)


@cache
def family() -> Family:
    """The content of `targets/snpe.yaml`."""
    found = _FAMILY.read(source.read(resources.folder("targets") / f"{FAMILY}.yaml"))
    return Family(**{**found, "socs": {name: Soc(**soc) for name, soc in found["socs"].items()}})


@dataclass(frozen=True)
class Chip:
    """What a binary is made for. `soc` is '' where only the architecture was asked for; `number` and `vtcm` are then
    those of the SoC of that architecture with the least VTCM that has the precision: what runs there runs on all that
    have it."""

    soc: str
    number: int
    arch: int
    vtcm: int
    precision: Precision

    @property
    def target(self) -> str:
        """The name of the target: `snpe-sm8550`, `snpe-v73-fp16`; the default precision, int8, is left out."""
        precision = "" if self.precision == "int8" else f"-{self.precision}"
        return f"{FAMILY}-{self.soc or f'v{self.arch}'}{precision}"

    @property
    def least(self) -> float:
        """Least cosine to float32 that is good where the manifest does not say."""
        return LEAST[self.precision]

    def __str__(self) -> str:
        return f"{self.soc} (v{self.arch})" if self.soc else f"v{self.arch}"


def asked(name: str) -> dict[str, str] | None:
    """What the name of a target asks for, for `resolve`: `snpe-v73-fp16` -> {arch: v73, precision: fp16}.

    {} for `snpe` alone, None for a name of another family.
    """
    head, *words = name.split("-")
    if head != FAMILY:
        return None
    found = {"precision": words.pop()} if words[1:] and words[-1] in PRECISIONS else {}
    chip = "-".join(words)
    return found | ({"arch" if re.fullmatch("v[0-9]+", chip) else "soc": chip} if chip else {})


def resolve(*, soc: str = "", arch: str = "", precision: str = "int8", where: Where | str = "") -> Chip:
    """The chip called `soc` (`sm8550`), or any of the architecture `arch` (`v73`); both may be given if they agree.

    Raises UnknownName for names that nobody knows, ChipUnsupported for what cannot be built for.
    """
    name, version = soc.lower(), _version(arch, where) if arch else None
    if precision not in PRECISIONS:
        raise UnknownName(
            f"no precision is called '{precision}'", where=where, why=f"there are {', '.join(PRECISIONS)}",
            fix=f"write `precision: {_near(precision, PRECISIONS)}`",
        )  # fmt: skip
    if not name and version is None:
        raise ChipUnsupported(
            "the target `snpe` does not say which chip",
            where=where,
            why="a binary for the HTP is made for one architecture",
            fix="add `soc: sm8550`, or `arch: v73`",
        )
    kind = next(p for p in PRECISIONS if p == precision)
    found = _soc(name, where) if name else _least(version or 0, kind)
    if version is not None and found.arch != version:
        raise ChipUnsupported(
            f"{name} is not a v{version}",
            where=where,
            why=f"its HTP is a v{found.arch}",
            fix="leave `arch` out, or correct one of them",
        )
    found_name = f"{name} (v{found.arch})" if name else f"v{found.arch}"
    if kind == "fp16" and not found.fp16:
        raise ChipUnsupported(
            f"no fp16 on {found_name}",
            where=where,
            why=f"the tensor unit of {found_name} computes integers only",
            fix="write `precision: a16w8`, which is nearly as exact; fp16 is on "
            + ", ".join(sorted(n for n, soc in family().socs.items() if soc.fp16)),
        )
    return Chip(name, found.number, found.arch, found.vtcm, kind)


def _soc(name: str, where: Where | str) -> Soc:
    known = family()
    if name in known.socs:
        return known.socs[name]
    if name in known.without_htp:
        raise _legacy(f"{name} (v{known.without_htp[name]})", where)
    if name in known.without_vtcm:
        arch = known.without_vtcm[name]
        raise ChipUnsupported(
            f"the VTCM of {name} is not known",
            where=where,
            why="no public source states it, and a binary that uses more than there is does not load",
            fix=f"write `arch: v{arch}` instead: it is made for the least VTCM of that architecture",
        )
    raise UnknownName(
        f"no SoC is called '{name}'",
        where=where,
        why=f"pack knows {', '.join(sorted(known.socs))}",
        fix=f"write `soc: {_near(name, tuple(known.socs))}`, or name the architecture: `arch: v73`",
    )


def _version(arch: str, where: Where | str) -> int:
    """The number in 'v73'."""
    match = re.fullmatch("v?([0-9]{2})", arch.lower())
    version = int(match[1]) if match else 0
    if version in family().architectures:
        return version
    if version in (60, 62, 65, 66):
        raise _legacy(f"v{version}", where)
    known = [f"v{a}" for a in family().architectures]
    raise UnknownName(
        f"no HTP architecture is called '{arch}'",
        where=where,
        why=f"the compiler builds for {', '.join(known)}, and silently ignores any other",
        fix=f"write `arch: {_near(arch, known)}`",
    )


def _least(arch: int, precision: Precision) -> Soc:
    """The least of an architecture that has the precision, if any has."""
    able = [soc for soc in family().socs.values() if soc.arch == arch]
    able = [soc for soc in able if soc.fp16 or precision != "fp16"] or able
    return min(able, key=lambda soc: (soc.vtcm, soc.number))


def _legacy(what: str, where: Where | str) -> ChipUnsupported:
    return ChipUnsupported(
        f"{what} has no HTP",
        where=where,
        why="before v68 Hexagon has vector units but no tensor unit; the embedded compiler neither builds for it nor "
        "simulates it",
        fix="build for the CPU beside it (`aarch64`), or convert the network with Qualcomm's full SDK (docs/snpe.md)",
    )


def _near(name: str, known: tuple[str, ...] | list[str]) -> str:
    return (difflib.get_close_matches(name.lower(), known, 1, cutoff=0.3) or [known[0]])[0]
