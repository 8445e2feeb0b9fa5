"""Other engines without AVX-512, for fair comparisons of x86-64-v3 code on a CPU that has it: patched temporary copies.

Most engines have no switch for this, but all ask in the same way before they use AVX-512: `xgetbv` tells whether the
system saves its registers. In the copies of their libraries this instruction is a breakpoint, and `mask.c`, preloaded,
answers it as a system does that saves none. What an engine computes is checked as ever.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NoReturn

from packager import target as targets

VARIABLE = "PACK_BENCHMARKS_AVX2"
"""Set where engines are such copies."""
MASK = Path(__file__).with_name("mask.c")

# ecx, the number of the register asked for, is set to 0 (xor ecx, ecx; mov ecx, 0; or from another register) not long
# before: bytes that only look like the instruction are left alone.
ASKS = re.compile(
    rb"(?:\x31\xc9|\xb9\x00\x00\x00\x00|\x31\xf6\x89\xf1)(?:(?!\x0f\x01\xd0).){0,24}?(\x0f\x01\xd0)", re.DOTALL
)
BREAKPOINT = b"\xcc\x90\x90"


def masked() -> bool:
    """Whether this process is one that `again` started."""
    return VARIABLE in os.environ


def again(program: Path, arguments: list[str], names: list[str], folder: Path) -> NoReturn:
    """Start the Python file `program` in place of this process, without `--avx2` and where it sees limited copies."""
    os.environ.update(limited_copies(names, folder))
    os.execv(sys.executable, [sys.executable, str(program), *(a for a in arguments if a != "--avx2")])


def plain(target: str, folder: Path) -> str:
    """A target file that is `target` without kernels for wider vectors: what runs on a CPU that has none."""
    if targets.load(target).wide is None:
        return target
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{target}-plain.yaml"
    path.write_text(f"like: {target}\nname: {target}-plain\nwide: none\n", encoding="utf-8")
    return str(path.resolve())


def limited_copies(names: list[str], folder: Path) -> dict[str, str]:
    """Variables for a process that sees copies, inside `folder`, of those distributions `names` that are installed."""
    packages = folder / "avx2-only"
    shutil.rmtree(packages, ignore_errors=True)
    packages.mkdir(parents=True)
    for name in names:
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue
        places = 0
        for top in sorted({file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}):
            source, copy = Path(str(found.locate_file(top))), packages / top
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, copy)
            files = copy.rglob("*.so*") if copy.is_dir() else [copy]
            places += sum(limit(path) for path in files if ".so" in path.name and not path.is_symlink())
        if not places:
            raise SystemExit(f"{name} has no place that looks like the check for AVX-512")
    library = packages / "mask.so"
    subprocess.run(["cc", "-O2", "-fPIC", "-shared", "-o", str(library), str(MASK)], check=True)
    paths = (str(packages), os.environ.get("PYTHONPATH", ""))
    return {VARIABLE: "1", "LD_PRELOAD": str(library), "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def limit(library: Path) -> int:
    """Replace the instruction in the file `library`; gives in how many places it stood."""
    code = bytearray(library.read_bytes())
    places = [match.start(1) for match in ASKS.finditer(code)]
    for place in places:
        code[place : place + len(BREAKPOINT)] = BREAKPOINT
    if places:
        library.write_bytes(code)
    return len(places)
