"""What is installed of Qualcomm's compiler: the wheel onnxruntime-qnn, in the version that pack knows."""

from __future__ import annotations

import importlib.metadata
import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packager.errors import SnpeMissing
from packager.onnx_runtime import module

VERSION = "2.7.0"
"""Of onnxruntime-qnn. Pinned: the layout of its function tables is checked for this release only (`qnn.py`)."""

QAIRT = "2.51.0"
"""Qualcomm's AI runtime in that wheel: what the device's libraries must be, too."""

INSTALL = "python -m pip install 'packager[snpe]'"


@dataclass(frozen=True)
class Wheel:
    """The installed wheel: the folder that holds its libraries, and the versions that decide the bytes."""

    folder: Path
    version: str
    onnxruntime: str

    @property
    def provider(self) -> Path:
        """The execution provider that onnxruntime loads."""
        return self.folder / "libonnxruntime_providers_qnn.so"

    @property
    def htp(self) -> Path:
        """Compiler and simulator of the HTP."""
        return self.folder / "libQnnHtp.so"

    @property
    def ir(self) -> Path:
        """Writes DLC files."""
        return self.folder / "libQnnIr.so"

    @property
    def system(self) -> Path:
        """Reads DLC files and context binaries."""
        return self.folder / "libQnnSystem.so"


def find() -> Wheel:
    """The wheel; raises SnpeMissing with the line that installs it."""
    onnxruntime()
    spec = importlib.util.find_spec("onnxruntime_qnn")
    if spec is None or spec.origin is None:
        raise _missing("the package `onnxruntime-qnn` is not installed for this Python")
    version = importlib.metadata.version("onnxruntime-qnn")
    if version != VERSION:
        raise _missing(f"onnxruntime-qnn {version} is installed; pack knows {VERSION}")
    wheel = Wheel(Path(spec.origin).parent, version, importlib.metadata.version("onnxruntime"))
    absent = [p.name for p in (wheel.provider, wheel.htp, wheel.ir, wheel.system) if not p.is_file()]
    if absent:
        raise _missing(f"the installed onnxruntime-qnn lacks {', '.join(absent)}: it is not the one for x86-64 Linux")
    return wheel


def demand() -> None:
    """Raise SnpeMissing unless the wheel is installed in the right version; imports nothing of it."""
    for package in ("onnxruntime", "onnxruntime-qnn"):
        try:
            version = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            raise _missing(f"the package `{package}` is not installed for this Python") from None
    if version != VERSION:
        raise _missing(f"onnxruntime-qnn {version} is installed; pack knows {VERSION}")


def onnxruntime() -> Any:
    """The module, kept from calling home. Raises SnpeMissing."""
    try:
        return module()
    except ImportError as error:
        raise _missing(f"the package `onnxruntime` cannot be imported: {error}") from error


def _missing(why: str) -> SnpeMissing:
    return SnpeMissing(
        "Qualcomm's compiler for the HTP is not installed",
        where="target snpe",
        why=why,
        fix=f"{INSTALL} (Python 3.11 or newer on x86-64 Linux with glibc 2.34; the licence of the libraries in it is "
        "Qualcomm's), or take the container: docs/snpe.md",
    )
