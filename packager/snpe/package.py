"""The files that are handed out: written together into one folder. Parts -> names and sizes.

<name>.dlc <name>.bin     for SNPE, and for QNN (context binary)
io.json                   tensors in the order that the runners take them
qnn_runner snpe_runner    for AArch64 Linux, and their C sources (for Android: compile them with the NDK)
fetch_runtime.sh          brings Qualcomm's libraries for the device, on the user's side
SHA256SUMS                of all of these: neither runtime notices a flipped weight
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packager import resources, target
from packager.chip import Chip
from packager.debug import silent
from packager.errors import ArtefactBroken
from packager.snpe.install import QAIRT, VERSION
from packager.toolchain.base import Job, Program
from packager.toolchain.choose import Kind, choose

RUNNERS = ("qnn_runner", "snpe_runner")
DEVICE, HOST = "aarch64", "x86-64-v2"
"""Targets of pack that the runners are built for: the device, and this machine, where the simulator is."""

SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Programs:
    """Compiled runners by name, and which compiler made them."""

    files: Mapping[str, bytes]
    compiler: str


def source(runner: str) -> bytes:
    """C source of a runner."""
    return (resources.folder("runtime") / "snpe" / f"{runner}.c").read_bytes()


def runners(machine: str, kind: Kind, say: Callable[[str], None], wanted: tuple[str, ...] = RUNNERS) -> Programs:
    """The runners for `machine`, DEVICE or HOST; compiled once in a process. Raises errors of the 5xx group."""
    say(f"compiling {' and '.join(wanted)} for {machine}")
    return _compiled(machine, kind, wanted)


@cache
def _compiled(machine: str, kind: Kind, wanted: tuple[str, ...]) -> Programs:
    described = target.load(machine)
    job = Job(
        described,
        {f"{name}.c": source(name) for name in wanted},
        tuple(Program(f"{name}.c", name) for name in wanted),
        wanted,
    )
    built = choose(kind, described, silent).build(job)
    return Programs(built.files, built.version)


def fetch_script(chip: Chip) -> bytes:
    """The script that brings the device's libraries, for the architecture of `chip`."""
    text = (resources.folder("runtime") / "snpe" / "fetch_runtime.sh").read_text(encoding="utf-8")
    return text.replace("@ARCH@", str(chip.arch)).replace("@VERSION@", VERSION).replace("@QAIRT@", QAIRT).encode()


def io_json(name: str, chip: Chip, inputs: list[dict[str, object]], outputs: list[dict[str, object]]) -> bytes:
    """What io.json says: tensors in the runners' order."""
    about = {
        "name": name,
        "chip": str(chip),
        "precision": chip.precision,
        "runtime": f"QAIRT {QAIRT}",
        "inputs": inputs,
        "outputs": outputs,
    }
    return (json.dumps(about, indent=2) + "\n").encode()


def sums(files: Mapping[str, bytes]) -> bytes:
    """The content of SHA256SUMS, as `sha256sum -c` reads it."""
    return "".join(f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in sorted(files)).encode()


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write `files` and their SHA256SUMS into the existing `folder`; on an error none of them is left there."""
    whole = {**files, SUMS: sums(files)}
    partial = {name: folder / f".{name}.partial" for name in whole}
    try:
        for name, path in partial.items():
            path.write_bytes(whole[name])
            path.chmod(0o755 if name in RUNNERS or name.endswith(".sh") else 0o644)
        for name, path in partial.items():
            path.replace(folder / name)
    except BaseException:
        for name in whole:
            (folder / name).unlink(missing_ok=True)
        raise
    finally:
        for path in partial.values():
            path.unlink(missing_ok=True)


def check(folder: Path) -> None:
    """Compare the files in `folder` with its SHA256SUMS. Raises ArtefactBroken for the first that differs."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _broken(folder, SUMS, str(error)) from error
    for line in lines:
        want, _, name = line.partition("  ")
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise _broken(folder, name, error.strerror or str(error)) from error
        if found != want:
            raise _broken(folder, name, f"its sha256 is {found[:16]}..., it was built with {want[:16]}...")


def _broken(folder: Path, name: str, why: str) -> ArtefactBroken:
    return ArtefactBroken(
        f"'{name}' is not the file that was built",
        where=str(folder / name),
        why=why,
        fix="copy it again, or build again; nothing else notices a flipped weight",
    )
