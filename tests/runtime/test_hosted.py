"""Programs with hosted kernels: the C library of the machine around them, and failures that end in a code and a text."""

from __future__ import annotations

import ctypes
import io
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from elftools.elf.elffile import ELFFile

from packager.binary.artifact import Artifact
from packager.binary.csource import Interface
from packager.binary.link import link
from packager.dtype import F32
from packager.errors import CompileFailed, NoRunner, Unsupported
from packager.graph import Value
from packager.kernels.base import Program, Ref, Step
from packager.kernels.foreign import MESSAGE_BYTES, Foreign, Sources
from packager.report.types import Execution, Runtime
from packager.run.execute import choose_runner
from packager.target import load
from packager.toolchain.base import Toolchain
from packager.toolchain.choose import choose
from tests.binary.sample import HERE, emulator, local_toolchain

pytestmark = pytest.mark.toolchain
SIZE = 48
ROOTS = {"aarch64": "/usr/aarch64-linux-gnu", "armv7": "/usr/arm-linux-gnueabihf"}
"""Where Debian's libc6-arm64-cross and libc6-armhf-cross put the C libraries of other machines."""

SOURCE = """
#include "pack_host.h"
#include "toy_abs.h"

static pack_mutex lock;
static intptr_t calls; /* writable data, and all threads' */

void toy_abs(void *const *pointers, const intptr_t *args) {
    const struct toy_abs_args *a = (const struct toy_abs_args *)args;
    const float *x = pointers[toy_abs_x];
    float *y = pointers[toy_abs_y];
    void *library = dlopen("libm.so.6", RTLD_NOW);
    float (*absolute)(float) = (float (*)(float))dlsym(library, "fabsf");
    const char *fail = getenv("TOY_FAIL");

    pthread_mutex_lock(&lock);
    calls++;
    pthread_mutex_unlock(&lock);
    if (fail || !absolute) {
        snprintf(pointers[toy_abs_message], PACK_MESSAGE_BYTES, "toy: %s in call %d", fail ? fail : dlerror(), (int)calls);
        return;
    }
    for (intptr_t i = 0; i < a->n; i++)
        y[i] = absolute(x[i]);
}
"""


def program(text: str = SOURCE) -> Program:
    """y = |x|, twice: the second run of the kernel takes the first one's result from the arena."""
    sources = Sources((("toy.c", text.encode()),), hosted=True, runtime="libm")
    kernel = Foreign("toy", "toy_abs", ("message", "x", "y"), ("n",), sources)
    message = Ref("arena", -MESSAGE_BYTES)
    ends = ((Ref("input", 0), Ref("arena", 0)), (Ref("arena", 0), Ref("output", 0)))
    steps = (Step(kernel, {"message": message, "x": x, "y": y}, {"n": SIZE}, "abs") for x, y in ends)
    return Program(tuple(steps), b"")


def built(folder: Path, target: str, toolchain: Toolchain, made: Program | None = None) -> Artifact:
    x, y = (Value(name, (SIZE,), F32) for name in "xy")
    return link(made or program(), {}, [x], [y], 4 * SIZE, "toy", load(target), toolchain, folder)


def run(artifact: Artifact, folder: Path, *options: str, prefix: tuple[str, ...] = (), **env: str) -> tuple[int, str]:
    x = np.linspace(-1, 1, SIZE, dtype=np.float32)
    x.tofile(folder / "x.bin")
    command = [*prefix, str(artifact.folder / "toy"), *options, "toy.weights", "x.bin", "y.bin"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, env={**os.environ, **env})
    if done.returncode == 0:
        assert (np.fromfile(folder / "y.bin", np.float32) == np.abs(x)).all()
    return done.returncode, done.stderr


@pytest.mark.sampled(3)
@pytest.mark.parametrize("kind", [*HERE, pytest.param("docker", marks=pytest.mark.docker)])
def test_a_hosted_program_runs_and_says_why_it_fails(kind: str, tmp_path: Path) -> None:
    target = "x86-64-v2"
    emulator(target)
    toolchain = choose("docker", load(target), print) if kind == "docker" else local_toolchain(target, kind)
    artifact = built(tmp_path, target, toolchain)
    assert run(artifact, tmp_path) == (0, "")
    assert run(artifact, tmp_path, "--bench", "3") == (0, "")
    (tmp_path / "y.bin").unlink()
    assert run(artifact, tmp_path, TOY_FAIL="no luck") == (7, "toy: toy: no luck in call 1\n")
    assert not (tmp_path / "y.bin").exists()
    assert run(artifact, tmp_path, "--colour")[0] == 2
    library(artifact)


def library(artifact: Artifact) -> None:
    """The shared library: PACK_EENGINE with its text, and all is well again in the next run."""
    lib = ctypes.CDLL(str(artifact.folder / "libtoy.so"))
    lib.toy_strerror.restype = ctypes.c_char_p
    arena = np.zeros(lib.toy_arena_bytes() + 64, np.uint8)
    arena = arena[-arena.ctypes.data % 64 :]
    x, y = np.linspace(-1, 1, SIZE, dtype=np.float32), np.zeros(SIZE, np.float32)
    void = ctypes.c_void_p

    def call() -> int:
        ends = ((void * 1)(t.ctypes.data) for t in (x, y))
        return int(
            lib.toy_run(void(None), ctypes.c_size_t(0), void(arena.ctypes.data), ctypes.c_size_t(arena.size), *ends)
        )

    os.environ["TOY_FAIL"] = "not today"
    try:
        codes = [call(), call()]
    finally:
        del os.environ["TOY_FAIL"]
    assert codes == [6, 6]
    assert bytes(arena[64 : 64 + MESSAGE_BYTES]).split(b"\0")[0] == b"toy: not today in call 2"
    assert call() == 0
    assert (y == np.abs(x)).all()
    assert b"PACK_MESSAGE" in lib.toy_strerror(6)
    assert lib.toy_strerror(7) == b"unknown error code"
    assert arena.size >= lib.toy_arena_bytes() == 4 * SIZE + 64 + MESSAGE_BYTES == artifact.header + 4 * SIZE


@pytest.mark.slow
@pytest.mark.sampled(6)
@pytest.mark.parametrize("kind", HERE)
@pytest.mark.parametrize("threads", [1, 2])
def test_several_models_say_why_each_fails(threads: int, kind: str, tmp_path: Path) -> None:
    """Two models of the same kernel: what one of them left in the arena is not the other one's failure."""
    target = "x86-64-v2"
    emulator(target)
    first = program()
    on = {"input": 1, "output": 1}
    second = [
        replace(s, model=1, refs={n: replace(r, index=r.index + on.get(r.space, 0)) for n, r in s.refs.items()})
        for s in first.steps
    ]
    both = Program((*first.steps, *second), b"", threads)
    ends = [(Value(f"x{i}", (SIZE,), F32), Value(f"y{i}", (SIZE,), F32)) for i in range(2)]
    models = [Interface(name, (x,), (y,), 4 * SIZE) for name, (x, y) in zip(("one", "two"), ends, strict=True)]
    inputs, outputs = zip(*ends, strict=True)
    toolchain = local_toolchain(target, kind)
    link(both, {}, inputs, outputs, 4 * SIZE, "toy", load(target), toolchain, tmp_path, models=models)
    x = np.linspace(-1, 1, SIZE, dtype=np.float32)
    x.tofile(tmp_path / "x.bin")
    for name in ("one", "two"):
        command = [str(tmp_path / "toy"), name, "toy.weights", "x.bin", "y.bin"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert (np.fromfile(tmp_path / "y.bin", np.float32) == np.abs(x)).all()
        env = {**os.environ, "TOY_FAIL": "no luck"}
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, env=env, check=False)
        assert (done.returncode, done.stderr) == (7, "toy: toy: no luck in call 1\n")
    lib, void, size = ctypes.CDLL(str(tmp_path / "libtoy.so")), ctypes.c_void_p, ctypes.c_size_t
    arena = np.zeros(lib.one_arena_bytes() + 64, np.uint8)
    arena = arena[-arena.ctypes.data % 64 :]
    y = np.zeros(SIZE, np.float32)

    def call(name: str) -> int:
        given = (void(None), size(0), void(arena.ctypes.data), size(arena.size))
        return int(getattr(lib, f"{name}_run")(*given, *((void * 1)(t.ctypes.data) for t in (x, y))))

    os.environ["TOY_FAIL"] = "not today"
    try:
        assert call("one") == 6
    finally:
        del os.environ["TOY_FAIL"]
    assert call("two") == 0
    assert (y == np.abs(x)).all()


@pytest.mark.qemu
@pytest.mark.parametrize("target", sorted(ROOTS))
def test_it_finds_the_c_library_of_other_machines(target: str, tmp_path: Path) -> None:
    root = ROOTS[target]
    if not Path(root).is_dir():
        pytest.skip(f"needs the C library in {root}")
    artifact = built(tmp_path, target, local_toolchain(target))
    prefix = (*emulator(target), "-L", root)
    assert run(artifact, tmp_path, prefix=prefix) == (0, "")
    assert run(artifact, tmp_path, prefix=prefix, TOY_FAIL="no luck") == (7, "toy: toy: no luck in call 1\n")


@pytest.mark.sampled(3)
@pytest.mark.parametrize("target", ["x86-64-v3", "aarch64", "armv7"])
def test_what_the_loader_is_told(target: str, tmp_path: Path) -> None:
    artifact = built(tmp_path, target, local_toolchain(target))
    for name in ("toy", "libtoy.so"):
        elf = ELFFile(io.BytesIO((tmp_path / name).read_bytes()))
        (dynamic,) = (s for s in elf.iter_segments() if s["p_type"] == "PT_DYNAMIC")
        needed = [tag.needed for tag in dynamic.iter_tags("DT_NEEDED")]
        assert needed == ["libc.so.6", "libdl.so.2"]
        loaders = [s.get_interp_name() for s in elf.iter_segments() if s["p_type"] == "PT_INTERP"]
        assert loaders == ([load(target).loader] if name == "toy" else [])
    sizes = {label.name: label.end - label.start for label in artifact.labels}
    assert sum(sizes.values()) > 0
    assert artifact.labels[-1].end == (tmp_path / "toy").stat().st_size
    assert {"toy_abs", "tables for the loader", "pack_main"} <= sizes.keys()
    assert artifact.static > load(target).pointer, "the C's own data"


@pytest.mark.slow
def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        built(tmp_path / folder, "x86-64-v3", local_toolchain("x86-64-v3"))
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / f).iterdir()} for f in ("one", "two"))
    assert first == second


def test_a_target_without_a_c_library(tmp_path: Path) -> None:
    x, y = (Value(name, (SIZE,), F32) for name in "xy")
    bare = replace(load("x86-64-v3"), name="bare", loader="")
    with pytest.raises(Unsupported, match="toy does not work on bare") as caught:
        link(program(), {}, [x], [y], 4 * SIZE, "toy", bare, local_toolchain("x86-64-v3"), tmp_path)
    assert "loader" in caught.value.why


@pytest.mark.slow
def test_a_name_that_pack_host_does_not_have(tmp_path: Path) -> None:
    text = "int system(const char *);\n" + SOURCE.replace("calls++", "calls += system(0)")
    with pytest.raises(CompileFailed) as caught:
        built(tmp_path, "x86-64-v3", local_toolchain("x86-64-v3"), program(text))
    assert "system" in str(caught.value)


def test_no_emulator_stands_for_a_machine_with_the_runtime() -> None:
    runtime = Runtime("toy", "Toy 3", 100, 0)
    with pytest.raises(NoRunner, match="cannot run") as caught:
        choose_runner(Execution({}, "toy", "qemu-aarch64", "", ("nowhere",), (), runtimes=(runtime,)))
    assert "Toy 3" in caught.value.why


def test_the_header_declares_what_the_stand_in_has() -> None:
    runtime = Path(__file__).parents[2] / "runtime"
    header, stands = (runtime / "include" / "pack_host.h").read_text(), (runtime / "src" / "host.c").read_text()
    names = {line[7:-1] for line in stands.splitlines() if line.startswith("STANDS(")}
    own = {"__libc_start_main"}  # runtime/src/linux.c
    assert {n for n in names if f" {n}(" in header or f"*{n}(" in header} == names - own
