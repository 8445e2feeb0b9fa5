"""The programs in docs/c-api.md compile, link with the libraries and run."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

from packager.toolchain.local import LocalToolchain
from tests.binary.sample import HERE, emulator, local_toolchain, ready, sample, several

PAGE = Path(__file__).parents[2] / "docs" / "c-api.md"


@pytest.mark.toolchain
@pytest.mark.slow
@pytest.mark.parametrize("kind", HERE)
@pytest.mark.parametrize("library", ["libtoy-net.a", "libtoy-net.so"])
@pytest.mark.parametrize("program", [0, 1], ids=["one thread", "three threads"])
def test_the_page_s_programs_run(kind: str, library: str, program: int, tmp_path: Path) -> None:
    emulator("x86-64-v3")
    folder = (several("x86-64-v3", 3) if program else ready("x86-64-v3")).folder
    programs = re.findall(r"```c\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "main.c").write_text(programs[program])
    toolchain = local_toolchain("x86-64-v3", kind)
    assert isinstance(toolchain, LocalToolchain)
    flags = ["-std=c11", "-Wall", "-Wextra", "-Werror", f"-I{folder}", f"-Wl,-rpath,{folder}", "-pthread"]
    command = [*toolchain.cc, *flags, "main.c", str(folder / library), "-o", "main"]
    made = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    done = subprocess.run([tmp_path / "main"], cwd=folder, capture_output=True, text=True, check=False)
    zeros = np.zeros((1, 48), np.float32)
    want = sample().answer(zeros, zeros)[0].ravel()[0]
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert program or lines[0] == "x: 2 dimensions, 192 bytes"
    assert lines[-1].startswith("ok, first value ")
    assert float(lines[-1].split()[-1]) == pytest.approx(want, rel=1e-4)
