"""Programs of several threads: the same results, every failure ends with a message, nobody is busy while he waits."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from packager.binary.artifact import Artifact
from tests.binary.sample import TARGETS, built, divided, emulator, execute, local_toolchain, several, tensors
from tests.runtime.test_hosted import built as built_hosted
from tests.runtime.test_hosted import program as hosted
from tests.runtime.test_hosted import run as run_hosted
from tests.runtime.test_library import ALIGN, ARENA, HASH, NULL, OK, SIZE, Library

pytestmark = pytest.mark.toolchain
GOOD = ("toy-net.weights", "x.bin", "z.bin", "y.bin", "w.bin")
TASK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32)
RUN = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_uint32, TASK, ctypes.c_void_p)
NPROC = 1
"""Processes and threads that a user may have in the test of that limit: the program itself."""


class Parallel(ctypes.Structure):
    """pack_parallel of pack.h."""

    _fields_ = [("run", RUN), ("context", ctypes.c_void_p)]


def check(artifact: Artifact, folder: Path, *options: str, prefix: tuple[str, ...] = ()) -> str:
    """Run it; its standard output."""
    answers = tensors(folder, divided(1))
    done = execute(artifact, folder, *options, *GOOD, prefix=prefix)
    assert (done.returncode, done.stderr) == (0, "")
    for name, want in zip(("y.bin", "w.bin"), answers, strict=True):
        assert (folder / name).read_bytes() == want.tobytes()
    return done.stdout


@pytest.mark.sampled(4)
@pytest.mark.parametrize("threads", [2, 3, 4, 16])
def test_any_number_of_threads(threads: int, tmp_path: Path) -> None:
    emulator("x86-64-v3")
    artifact = several("x86-64-v3", threads)
    for _ in range(10):
        assert check(artifact, tmp_path) == ""
    assert int(check(artifact, tmp_path, "--bench", "2000")) > 0


@pytest.mark.qemu
@pytest.mark.parametrize("target", [t for t in TARGETS if not t.startswith("x86")])
@pytest.mark.parametrize("threads", [2, 3])
def test_other_processors(target: str, threads: int, tmp_path: Path) -> None:
    prefix = tuple(emulator(target))
    artifact = several(target, threads)
    for _ in range(3):
        assert check(artifact, tmp_path, prefix=prefix) == ""
    assert int(check(artifact, tmp_path, "--bench", "20", prefix=prefix)) > 0


@pytest.mark.docker
@pytest.mark.parametrize("target", TARGETS)
def test_the_containers_compilers(target: str, tmp_path: Path) -> None:
    """Atomic operations are instructions, whatever the compiler would rather call."""
    from packager.target import load
    from packager.toolchain.choose import choose

    artifact = built(tmp_path, target, choose("docker", load(target), print), divided(2))
    assert check(artifact, tmp_path, prefix=tuple(emulator(target))) == ""


def limited(folder: Path, artifact: Artifact, limit: Callable[[], None]) -> tuple[int, str]:
    done = execute(artifact, folder, *GOOD, preexec_fn=limit)
    return done.returncode, done.stderr


@pytest.mark.slow
def test_without_memory_for_a_thread_it_ends(tmp_path: Path) -> None:
    """Less and less memory: at some point there is enough for all but the threads."""
    emulator("x86-64-v3")
    artifact = several("x86-64-v3", 16)
    tensors(tmp_path, divided(1))
    seen = set()
    for pages in range(40, 400, 8):
        size = pages * resource.getpagesize()
        seen.add(limited(tmp_path, artifact, partial(resource.setrlimit, resource.RLIMIT_AS, (size, size))))
    assert (7, "toy-net: a further thread: out of memory\n") in seen
    assert all(status in (0, 7) or status < 0 for status, _ in seen)  # < 0: not even the program itself fits


def test_where_no_thread_is_allowed_it_ends(tmp_path: Path) -> None:
    """The limit counts a user's processes, but for root: as root the test becomes nobody, who has none."""
    emulator("x86-64-v3")
    root = os.geteuid() == 0
    folder = Path(tempfile.mkdtemp(prefix="pack-test-")) if root else tmp_path
    try:
        artifact = built(folder, "x86-64-v3", local_toolchain("x86-64-v3"), divided(2))
        tensors(folder, divided(1))
        if root:
            folder.chmod(0o777)

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_NPROC, (NPROC, NPROC))
            if root:
                os.setuid(65534)

        assert limited(folder, artifact, limit) == (
            7, "toy-net: a further thread: the system or its limits allow no more\n",
        )  # fmt: skip
        assert not (folder / "y.bin").exists()
    finally:
        if root:
            shutil.rmtree(folder)


@pytest.mark.slow
def test_nobody_is_busy_after_the_run(tmp_path: Path) -> None:
    """Whoever writes the outputs waits for a reader; the other threads sleep meanwhile."""
    emulator("x86-64-v3")
    artifact = several("x86-64-v3", 4)
    answers = tensors(tmp_path, divided(1))
    os.mkfifo(tmp_path / "y.bin")
    process = subprocess.Popen([artifact.folder / artifact.files["exe"], *GOOD], cwd=tmp_path)
    try:
        state = Path(f"/proc/{process.pid}")

        def waiting() -> bool:
            tasks = [(task / "stat").read_text().rsplit(")", 1)[1].split()[0] for task in (state / "task").iterdir()]
            return len(tasks) == 4 and set(tasks) == {"S"}

        def ticks() -> int:
            fields = (state / "stat").read_text().rsplit(")", 1)[1].split()
            return int(fields[11]) + int(fields[12])

        deadline = time.monotonic() + 30
        while not waiting() and time.monotonic() < deadline:
            time.sleep(0.01)
        before = ticks()
        time.sleep(0.3)
        assert waiting()
        assert ticks() - before <= 1
        assert (tmp_path / "y.bin").read_bytes() == answers[0].tobytes()
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_the_failure_of_an_engine_ends_all_threads(tmp_path: Path) -> None:
    """In the first phase, in the last one, and between runs."""
    emulator("x86-64-v2")
    made = hosted()
    steps = tuple(replace(step, phase=phase) for phase, step in enumerate(made.steps))
    shared = replace(made, steps=steps, threads=3)
    artifact = built_hosted(tmp_path, "x86-64-v2", local_toolchain("x86-64-v2"), shared)
    for _ in range(5):
        assert run_hosted(artifact, tmp_path) == (0, "")
        assert run_hosted(artifact, tmp_path, "--bench", "3") == (0, "")
        assert run_hosted(artifact, tmp_path, TOY_FAIL="no luck") == (7, "toy: toy: no luck in call 1\n")


class Shared(Library):
    """The divided sample's shared library."""

    def run_with(self, parallel: Parallel | None) -> int:
        """The code that NAME_run_with returns."""
        size, pointer = ctypes.c_size_t, ctypes.c_void_p
        ends = ((pointer * 2)(*(t.ctypes.data for t in tensors)) for tensors in (self.ins, self.outs))
        return int(
            self.lib.toy_net_run_with(
                pointer(self.weights.ctypes.data), size(self.weights.size), pointer(self.arena.ctypes.data),
                size(self.arena.size), *ends, ctypes.byref(parallel) if parallel else None,
            )
        )  # fmt: skip


def opened(threads: int) -> Shared:
    emulator("x86-64-v3")
    artifact = several("x86-64-v3", threads)
    return Shared(artifact.folder / artifact.files["shared"], divided(threads))


@pytest.mark.parametrize("threads", [2, 5])
def test_the_library_runs_on_whatever_threads_it_is_lent(threads: int) -> None:
    library = opened(threads)
    assert library.run() == OK
    assert library.right()
    counts: list[int] = []

    def one_after_the_other(context: int, count: int, task: Callable[[int, int], None], work: int) -> None:
        counts.append(count)
        for i in range(count):
            task(work, i)

    def backwards(context: int, count: int, task: Callable[[int, int], None], work: int) -> None:
        for i in reversed(range(count)):
            task(work, i)

    with ThreadPoolExecutor(threads) as pool:

        def together(context: int, count: int, task: Callable[[int, int], None], work: int) -> None:
            list(pool.map(lambda i: task(work, i), range(count)))

        for lent in (one_after_the_other, backwards, together):
            for out in library.outs:
                out[:] = 0
            assert library.run_with(Parallel(RUN(lent), None)) == OK
            assert library.right()
    assert counts == [threads, threads]  # a call for each phase
    for nothing in (None, Parallel()):
        for out in library.outs:
            out[:] = 0
        assert library.run_with(nothing) == OK
        assert library.right()


def test_a_run_inside_a_run_s_thread() -> None:
    """A parallel-for whose tasks run the model again, serially, with arenas of their own."""
    outer, inner = opened(2), [opened(2) for _ in range(2)]

    def nested(context: int, count: int, task: Callable[[int, int], None], work: int) -> None:
        for i in range(count):
            assert inner[i].run() == OK
            task(work, i)

    assert outer.run_with(Parallel(RUN(nested), None)) == OK
    assert all(one.right() for one in (outer, *inner))


def test_arguments_are_checked_as_ever() -> None:
    library = opened(2)
    assert library.run(weights=None) == NULL
    assert library.run(arena=library.arena.ctypes.data + 4) == ALIGN
    assert library.run(arena_bytes=library.arena.size - 1) == ARENA
    assert library.run(weights_bytes=3) == SIZE
    library.weights[5] ^= 1
    assert library.run() == HASH


def test_one_thread_knows_nothing_of_it() -> None:
    """No byte of a program or a library of one thread is for others."""
    emulator("x86-64-v3")
    artifact = several("x86-64-v3", 1)
    for kind in ("exe", "shared", "static"):
        content = (artifact.folder / artifact.files[kind]).read_bytes()
        assert b"run_with" not in content
        assert b"further thread" not in content
    assert "toy_net_run_with" not in (artifact.folder / artifact.files["header"]).read_text()
    more = several("x86-64-v3", 2)
    assert "toy_net_run_with(const" in (more.folder / more.files["header"]).read_text()
