"""Qualcomm's SoCs with a tensor processor (HTP): name -> architecture, fast memory, what it can compute.

Numbers of SoCs, architectures and VTCM sizes are those of executorch's backends/qualcomm/serialization/qc_schema.py
(BSD licence). The compiler takes any number and silently ignores architectures it does not know, so this table decides.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from packager.errors import ChipUnsupported, UnknownName, Where

Precision = Literal["int8", "a16w8", "fp16"]
"""8-bit activations and weights; 16-bit activations and 8-bit weights; half-precision floats."""

PRECISIONS: tuple[Precision, ...] = get_args(Precision)


@dataclass(frozen=True)
class Soc:
    """A SoC: `number` is Qualcomm's (`soc_model`), `arch` its Hexagon version, `vtcm` its MB of fast memory.

    `fp16` says that its tensor unit computes half-precision floats: the compiler (QAIRT 2.51) was asked for each.
    """

    number: int
    arch: int
    vtcm: int
    fp16: bool


SOCS: Mapping[str, Soc] = {
    "sm8350": Soc(30, 68, 4, False),
    "qcm6490": Soc(93, 68, 2, False),
    "sa8295": Soc(39, 68, 8, False),
    "sa8540": Soc(62, 68, 8, False),
    "sm8450": Soc(36, 69, 8, True),
    "sm8475": Soc(42, 69, 8, True),
    "sxr2230p": Soc(53, 69, 8, True),
    "sm8550": Soc(43, 73, 8, True),
    "ssg2115p": Soc(46, 73, 2, False),
    "ssg2125p": Soc(58, 73, 2, False),
    "sxr1230p": Soc(45, 73, 2, False),
    "sa8255": Soc(52, 73, 8, True),
    "qcs9100": Soc(77, 73, 8, True),
    "sm8650": Soc(57, 75, 8, True),
    "sm8750": Soc(69, 79, 8, True),
    "sxr2330p": Soc(75, 79, 8, True),
    "sm8850": Soc(87, 81, 8, True),
    "sm8845": Soc(97, 81, 8, True),
    "sa8797": Soc(72, 81, 16, True),
    "sar2230p": Soc(95, 81, 4, False),
    "sw6100": Soc(96, 81, 4, False),
}
"""For SA8295 and SA8540 (v68) the compiler makes fp16 binaries, too; no source says that these devices take them."""

ARCHITECTURES = tuple(sorted({soc.arch for soc in SOCS.values()}))

LEGACY: Mapping[str, int] = {"sdm845": 65, "sdm855": 66, "sm8150": 66, "sm8250": 66, "qrb5165": 66, "qcs8250": 66}
"""Well-known SoCs whose DSP has vector units only."""

NOT_IN_TABLE: Mapping[str, int] = {"sm8635": 73, "sm7675": 73}
"""SoCs of a known architecture whose VTCM no public source states. Neither computes fp16, says Qualcomm's own change
to onnxruntime's provider."""


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

    def __str__(self) -> str:
        return f"{self.soc} (v{self.arch})" if self.soc else f"v{self.arch}"


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
            + ", ".join(sorted(n for n, soc in SOCS.items() if soc.fp16)),
        )
    return Chip(name, found.number, found.arch, found.vtcm, kind)


def _soc(name: str, where: Where | str) -> Soc:
    if name in SOCS:
        return SOCS[name]
    if name in LEGACY:
        raise _legacy(f"{name} (v{LEGACY[name]})", where)
    if name in NOT_IN_TABLE:
        arch = NOT_IN_TABLE[name]
        raise ChipUnsupported(
            f"the VTCM of {name} is not known",
            where=where,
            why="no public source states it, and a binary that uses more than there is does not load",
            fix=f"write `arch: v{arch}` instead: it is made for the least VTCM of that architecture",
        )
    raise UnknownName(
        f"no SoC is called '{name}'",
        where=where,
        why=f"pack knows {', '.join(sorted(SOCS))}",
        fix=f"write `soc: {_near(name, tuple(SOCS))}`, or name the architecture: `arch: v73`",
    )


def _version(arch: str, where: Where | str) -> int:
    """The number in 'v73'."""
    match = re.fullmatch("v?([0-9]{2})", arch.lower())
    version = int(match[1]) if match else 0
    if version in ARCHITECTURES:
        return version
    if version in (60, 62, 65, 66):
        raise _legacy(f"v{version}", where)
    known = [f"v{a}" for a in ARCHITECTURES]
    raise UnknownName(
        f"no HTP architecture is called '{arch}'",
        where=where,
        why=f"the compiler builds for {', '.join(known)}, and silently ignores any other",
        fix=f"write `arch: {_near(arch, known)}`",
    )


def _least(arch: int, precision: Precision) -> Soc:
    """The least of an architecture that has the precision, if any has."""
    able = [soc for soc in SOCS.values() if soc.arch == arch]
    able = [soc for soc in able if soc.fp16 or precision != "fp16"] or able
    return min(able, key=lambda soc: (soc.vtcm, soc.number))


def _legacy(what: str, where: Where | str) -> ChipUnsupported:
    return ChipUnsupported(
        f"{what} has no HTP",
        where=where,
        why="before v68 Hexagon has vector units but no tensor unit; the embedded compiler neither builds for it nor "
        "simulates it",
        fix="build for `hexagon-v66` (kernels of pack's own), or give Qualcomm's full SDK (docs/snpe.md)",
    )


def _near(name: str, known: tuple[str, ...] | list[str]) -> str:
    return (difflib.get_close_matches(name.lower(), known, 1, cutoff=0.3) or [known[0]])[0]
